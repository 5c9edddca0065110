"""Reading on after a syntax error: each statement of the text is read on its own, so that all errors show."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lark.exceptions import UnexpectedInput, VisitError

from avsynth.language.building import Builder
from avsynth.language.explaining import STATEMENTS, explain
from avsynth.language.parsing import IndentationProblem, keywords, parse_tree
from avsynth.scenario.problems import Findings, Position, SceneErrors

#: Syntax errors looked for in one statement.
_MOST_IN_ONE = 10
_NAME = r"[A-Za-z_][A-Za-z_0-9]*"
_STARTS = re.compile(rf"({'|'.join(STATEMENTS)})\b|{_NAME}\s*(~|=(?!=))|{_NAME}\s+{_NAME}\s*:")
_HEAD = re.compile(rf"(?:{_NAME}\s+)*({_NAME})\s*(?:[~=:]|$)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one statement; `first` is the number of its first line, from 1."""

    first: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text with empty lines before it, so that positions are those of the whole."""
        return "\n" * (self.first - 1) + "\n".join(self.lines) + "\n"


def statements_of(text: str, source: str, findings: Findings) -> tuple[list[object], frozenset[str] | None]:
    """Return the statements of `text`, and the names that unreadable ones seem to declare; None if all were read."""
    whole = _well_formed(text, source)
    if whole is not None:
        findings.problems += [problem for statement in whole for problem in _reserved(statement)]
        return whole, None
    statements: list[object] = []
    unread: set[str] = set()
    broken = False
    for chunk in _chunks(text):
        read, errors = _read(chunk, source)
        findings.problems += errors
        statements += read
        broken |= bool(errors)
        if errors:
            match = _HEAD.match(chunk.lines[0])
            unread |= {match[1]} if match else set()
    return statements, frozenset(unread) if broken else None


def _well_formed(text: str, source: str) -> list[object] | None:
    """Return the statements of a text without syntax errors; None if there are any."""
    try:
        return Builder(source).transform(parse_tree(text))
    except (UnexpectedInput, IndentationProblem, VisitError):
        return None


def _chunks(text: str) -> list[Chunk]:
    """Return the statements of `text`: from the left margin over indented lines and open brackets."""
    chunks: list[Chunk] = []
    lines: list[str] = []
    first, depth = 1, 0
    for number, line in enumerate(text.split("\n"), start=1):
        blank = not line.strip() or line.lstrip().startswith("#")
        at_margin = not blank and not line[0].isspace()
        if at_margin and (depth <= 0 or _STARTS.match(line)):
            chunks.append(Chunk(first, tuple(lines)))
            first, lines, depth = number, [], 0
        lines.append(line)
        depth += _opened(line)
    chunks.append(Chunk(first, tuple(lines)))
    return [
        chunk for chunk in chunks if any(line.strip() and not line.lstrip().startswith("#") for line in chunk.lines)
    ]


def _opened(line: str) -> int:
    """Return how many brackets a line opens more than it closes, outside of texts and comments."""
    bare = re.sub(r'"[^"]*"', "", line).split("#")[0]
    return sum(bare.count(bracket) for bracket in "([{") - sum(bare.count(bracket) for bracket in ")]}")


def _read(chunk: Chunk, source: str) -> tuple[list[object], list]:
    """Return the statements of a chunk and its syntax errors; a wrong line is left out to find the errors after it."""
    problems: list = []
    while len(problems) < _MOST_IN_ONE:
        try:
            made = Builder(source).transform(parse_tree(chunk.text))
            return made, problems + [problem for statement in made for problem in _reserved(statement)]
        except VisitError as error:
            if not isinstance(error.orig_exc, SceneErrors):
                raise
            return [], problems + list(error.orig_exc.problems)
        except UnexpectedInput as error:
            problem = explain(error, chunk.first, chunk.lines, source)
        except IndentationProblem as error:
            place = Position(source, error.line, error.column)
            return [], [*problems, explain_indentation(error, place)]
        problems.append(problem)
        shorter = _without_line(chunk, problem.position.line)
        if shorter is None:
            break
        chunk = shorter
    return [], problems


def explain_indentation(error: IndentationProblem, place: Position):
    """Return the problem of a wrong indentation."""
    found = Findings()
    found.add(place, "AVS103", error.message, error.expected)
    return found.problems[0]


def _without_line(chunk: Chunk, line: int) -> Chunk | None:
    """Return `chunk` with a line emptied; None if other lines hang on it: it is the head
    of a block, or all there is in one."""
    number = line - chunk.first
    if not 0 < number < len(chunk.lines) or not chunk.lines[number].strip():
        return None
    own = _indent(chunk.lines[number])
    following = next((text for text in chunk.lines[number + 1 :] if text.strip()), "")
    before = next((text for text in reversed(chunk.lines[:number]) if text.strip()), "")
    if _indent(following) > own or _indent(before) < own > _indent(following):
        return None
    lines = (*chunk.lines[:number], "", *chunk.lines[number + 1 :])
    return Chunk(chunk.first, lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _reserved(statement: object) -> list:
    """Return the problem of a statement that gives a word of the language as a name."""
    name, at = getattr(statement, "name", None), getattr(statement, "at", None)
    found = Findings()
    if name in keywords() or name == "self":
        found.add(at, "AVS209", f"'{name}' is a word of the language", "another name")
    return found.problems
