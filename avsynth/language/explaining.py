"""From the parser's complaint to a problem in words of the language: found, expected, near name."""

from __future__ import annotations

import re

from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from avsynth.core.errors import did_you_mean
from avsynth.core.units import UNITS
from avsynth.language.parsing import keywords
from avsynth.scenario.problems import Position, Problem

#: The words that begin a statement.
STATEMENTS = (
    "scenario", "use", "param", "road", "junction", "area", "place", "crowd", "behavior", "environment", "sensors",
    "require", "record", "cover", "sample", "run",
)  # fmt: skip
#: Terminals in words, where lower case is not enough.
_WORDS = {
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": 'a text in "quotes"',
    "UNIT": "a unit",
    "SIDE": "'ahead', 'left', 'right', 'above'",
    "QUANTIFIER": "'always', 'eventually', 'never', 'finally'",
    "_SOFT_REQUIRE": "'require['",
    "COMPARE": "a comparison",
    "_NL": "the end of the line",
    "_INDENT": "an indented block",
    "_DEDENT": "the end of the block",
    "$END": "the end of the scene",
    "COLON": "':'",
    "TILDE": "'~'",
    "EQUAL": "'='",
    "COMMA": "','",
    "LPAR": "'('",
    "RPAR": "')'",
    "LSQB": "'['",
    "RSQB": "']'",
    "LBRACE": "'{'",
    "RBRACE": "'}'",
    "AT": "'@'",
    "DOT": "'.'",
    "MINUS": "'-'",
    "PLUS": "'+'",
    "TIMES": "'*' or '/'",
    "VBAR": "'|'",
    "_ARROW": "'->'",
    "_DOTS": "'..'",
    "_SPREAD": "'+-'",
}
#: The units named where any may stand.
_COMMON_UNITS = ("m", "km", "cm", "m/s", "km/h", "mph", "m/s2", "deg", "rad", "s", "ms", "min", "Hz", "%")
#: What may follow any value; not worth saying if there is anything else to say.
_CONTINUATIONS = {
    "COMPARE", "PLUS", "MINUS", "TIMES", "VBAR", "DOT", "LPAR", "LSQB", "_AND", "_OR", "UNIT", "_IN", "_PROPOSE",
    "_ARROW", "_DOTS", "_SPREAD",
}  # fmt: skip
#: What may begin any value.
_VALUE_STARTS = {"NUMBER", "STRING", "NAME", "_NOT", "_TRUE", "_FALSE", "LPAR", "LSQB", "LBRACE", "MINUS"}
_SIDES = ("ahead", "left", "right", "above")
#: Words that stand between values.
_ALL_WORDS = (
    "until", "for", "propose", "offset", "behind", "ahead", "above", "facing", "toward", "away", "from", "across",
    "wait", "on", "beyond", "along", "between", "hidden", "visible", "bins", "target", "always", "eventually", "never",
    "finally", "when", "repeat", "if", "count",
)  # fmt: skip
#: Words that open a block of steps.
_BLOCKS = ("serial", "parallel", "choose", "repeat", "when", "if", "else")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_/%]*")


def explain(error: UnexpectedInput, first: int, lines: tuple[str, ...], source: str) -> Problem:
    """Return the problem behind `error`; `lines` are those of the statement, which starts at line `first`."""
    line, column, found, accepted = _facts(error, first, lines)
    text = lines[line - first] if 0 <= line - first < len(lines) else ""
    position = Position(source, line, column)
    before = text[: column - 1].rstrip()
    return (
        _reserved(text, position)
        or _unknown_statement(text, line == first, position)
        or _unit(text, column, found, before, position)
        or _unclosed(found, accepted, lines, first, source)
        or _misspelt_block(text, found, position)
        or _misspelt(before, found, position)
        or _plain(found, accepted, text, before, position)
    )


def _facts(error: UnexpectedInput, first: int, lines: tuple[str, ...]) -> tuple[int, int, str, set[str]]:
    """Return line, column, the text found there ("" at the end of a line), and the accepted terminals."""
    if isinstance(error, UnexpectedCharacters):
        accepted = set(error.allowed or ())
        # the lexer always lets line ends through, so it names them even where the grammar does not
        return error.line, error.column, error.char, accepted - {"_NL"} or accepted
    if isinstance(error, UnexpectedEOF):
        return first + len(lines) - 1, len(lines[-1]) + 1, "", set(error.expected)
    assert isinstance(error, UnexpectedToken)
    token = error.token
    accepted = set(error.accepts or error.expected)
    if token.type in ("$END", "_DEDENT", "_NL"):
        line, column = _end_before(token, first, lines)
        return line, column, "" if token.type != "_DEDENT" else "the end of the block", accepted
    if token.type == "_INDENT":
        return token.line, token.column, "an indented line", accepted
    return token.line, token.column, str(token), accepted


def _end_before(token, first: int, lines: tuple[str, ...]) -> tuple[int, int]:
    """Return the end of the last line with text up to `token`."""
    last = token.line if token.type == "_NL" and token.line else first + len(lines) - 1
    if token.type == "_DEDENT":
        last = token.line - 1
    while last > first and not _code(lines[min(last - first, len(lines) - 1)]):
        last -= 1
    return last, len(_code(lines[last - first])) + 1


def _code(line: str) -> str:
    """Return a line without its comment and what is blank before it."""
    return re.sub(r'("[^"]*")|#.*', lambda match: match[1] or "", line).rstrip()


def _reserved(text: str, position: Position) -> Problem | None:
    """Return the problem of a word of the language that is given as a name."""
    head = _WORD.match(text)
    if head and head[0] in keywords() and re.match(r"\s*(~|=(?!=))", text[head.end() :]):
        at = Position(position.source, position.line, 1)
        return Problem(at, "AVS209", f"'{head[0]}' is a word of the language", "another name")
    return None


def _unknown_statement(text: str, is_head: bool, position: Position) -> Problem | None:
    head = _WORD.match(text)
    known = not head or head[0] in STATEMENTS or re.match(r"\s*(~|=(?!=))", text[head.end() :])
    if known or not is_head:
        return None
    hint = did_you_mean(head[0], STATEMENTS).removeprefix("; ")
    expected = f"a statement ({', '.join(STATEMENTS)}), 'name ~ distribution' or 'name = value'"
    at = Position(position.source, position.line, 1)
    return Problem(at, "AVS104", f"unknown statement '{head[0]}'", expected, hint)


def _unit(text: str, column: int, found: str, before: str, position: Position) -> Problem | None:
    """Return the problem of a word after a number that is no unit."""
    if not (re.search(r"(?<![A-Za-z0-9_])[0-9.]+(e[+-]?[0-9]+)?$", before) and re.match(r"[A-Za-z%]", found)):
        return None
    unit = _WORD.match(text, column - 1)
    word = unit[0] if unit else found
    if word in keywords() or (unit and text[unit.end() : unit.end() + 1] in ("(", ".")):
        return None
    near = did_you_mean(word, UNITS).removeprefix("; ") or _folded(word)
    return Problem(position, "AVS301", f"unknown unit '{word}'", f"a unit ({', '.join(_COMMON_UNITS)} …) or none", near)


def _folded(word: str) -> str:
    """Return the hint for a unit that only lacks its signs, such as kmh."""
    plain = {re.sub("[^a-z0-9]", "", unit.lower()): unit for unit in UNITS}
    unit = plain.get(re.sub("[^a-z0-9]", "", word.lower())) or {"kph": "km/h", "mps": "m/s", "degrees": "deg"}.get(word)
    return f"did you mean '{unit}'?" if unit else ""


def _unclosed(found: str, accepted: set[str], lines: tuple[str, ...], first: int, source: str) -> Problem | None:
    """Return the problem of a bracket that the rest of the statement does not close, or of a text without its end."""
    if found == '"':
        for number, line in enumerate(lines):
            if _code(line).count('"') % 2:
                column = line.rindex('"') + 1
                return Problem(
                    Position(source, first + number, column), "AVS106", "a text without its end", "a closing '\"'"
                )
    stack: list[tuple[str, int, int]] = []
    for number, line in enumerate(lines):
        for column, sign in enumerate(re.sub(r'"[^"]*"', lambda text: " " * len(text[0]), line.split("#")[0])):
            if sign in "([{":
                stack.append((sign, first + number, column + 1))
            elif sign in ")]}" and stack:
                stack.pop()
    ends = {"(": "RPAR", "[": "RSQB", "{": "RBRACE"}
    if not stack or ends[stack[-1][0]] not in accepted:
        return None
    sign, line, column = stack[-1]
    closing = {"(": ")", "[": "]", "{": "}"}[sign]
    return Problem(Position(source, line, column), "AVS106", f"'{sign}' is not closed", f"'{closing}'")


def _misspelt_block(text: str, found: str, position: Position) -> Problem | None:
    """Return the problem of a misspelt word that opens a block, such as ``chose:``."""
    head = re.match(r"\s+([A-Za-z_]\w*)\s*:", text) if found == ":" else None
    near = did_you_mean(head[1], _BLOCKS).removeprefix("; ") if head else ""
    if not near or head[1] in _BLOCKS:
        return None
    at = Position(position.source, position.line, head.start(1) + 1)
    return Problem(at, "AVS101", f"unexpected '{head[1]}'", f"a step, or a block ({', '.join(_BLOCKS)})", near)


def _misspelt(before: str, found: str, position: Position) -> Problem | None:
    """Return the problem of a keyword that is misspelt, so that two values seem to stand side by side."""
    last = re.search(r"([A-Za-z_]\w*)$", before)
    if not last or last[1] in (*keywords(), *_SIDES) or not re.match(r'[A-Za-z_0-9"(]', found):
        return None
    near = did_you_mean(last[1], _ALL_WORDS).removeprefix("; ")
    at = Position(position.source, position.line, last.start() + 1)
    return Problem(at, "AVS101", f"unexpected '{last[1]}'", "a word of the language", near) if near else None


def _plain(found: str, accepted: set[str], text: str, before: str, position: Position) -> Problem:
    expected = _spoken(accepted)
    if not found:
        return Problem(position, "AVS101", "the line ends too early", expected)
    if found in ("an indented line", "the end of the block"):
        message = "an unexpected indented line" if found == "an indented line" else "the block ends too early"
        return Problem(position, "AVS103", message, expected)
    words = {terminal.strip("_").lower() for terminal in accepted if terminal.startswith("_")}
    near = did_you_mean(found, words | (set(_SIDES) if "SIDE" in accepted else set()))
    near = near if len(accepted) > 1 else ""
    known = re.match(r"[\w\s\"'@~=:,.()\[\]{}|<>!+*/%-]", found)
    code, what = ("AVS101", "unexpected") if known else ("AVS102", "unknown character")
    shown = '"' if found == '"' else found
    return Problem(position, code, f"{what} '{shown}'", expected, near.removeprefix("; "))


def _spoken(accepted: set[str]) -> str:
    """Return the accepted terminals as words; a value where any may begin, and what merely continues one left out."""
    words: list[str] = []
    if {"NUMBER", "NAME", "LPAR"} <= accepted:
        words, accepted = ["a value"], accepted - _VALUE_STARTS
    closing = accepted & {"RPAR", "RSQB", "RBRACE"}
    kept = accepted - _CONTINUATIONS or accepted
    kept = {terminal for terminal in kept if terminal != "_NL" or not closing}
    spoken = {_WORDS.get(terminal) or f"'{terminal.strip('_').lower()}'" for terminal in kept}
    words += sorted(spoken)
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
