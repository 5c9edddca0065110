"""From text to parse trees: the grammar with whole-word keywords and units, and indentation with positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path

from lark import Lark, Token, Tree

from avsynth.core.units import UNITS

#: Where the tables of the parser are kept: beside the compiled modules, since both follow from the source.
_TABLES = Path(cache_from_source(__file__)).with_suffix(".lark")
_WORD = re.compile(r'"([a-z]+)"')
_AFTER_WORD = "(?![A-Za-z0-9_])"
OPENING, CLOSING = ("LPAR", "LSQB", "LBRACE", "_SOFT_REQUIRE"), ("RPAR", "RSQB", "RBRACE")


class IndentationProblem(Exception):
    """Indentation that matches no open block."""

    def __init__(self, line: int, column: int, message: str, expected: str) -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.expected = line, column, message, expected


class Indenter:
    """Turns line ends into the tokens _NL, _INDENT and _DEDENT; inside brackets a line goes on."""

    always_accept = ("_NL",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Yield the tokens of `stream` with indentation made explicit."""
        depth, indents, last = 0, [0], None
        for token in stream:
            last = token
            if token.type == "_NL":
                if depth == 0:
                    yield from _line_end(token, indents)
                continue
            depth += (token.type in OPENING) - (token.type in CLOSING)
            yield token
        for _ in indents[1:]:
            yield Token.new_borrow_pos("_DEDENT", "", last)


def _line_end(token: Token, indents: list[int]) -> Iterator[Token]:
    """Yield the end of a line and what its indentation opens or closes; `indents` are the open blocks."""
    yield token
    text = token.rsplit("\n", 1)[1]
    indent, line = len(text), token.end_line
    if "\t" in text:
        raise IndentationProblem(line, 1 + text.index("\t"), "a tab in the indentation", "spaces")
    if text.startswith("#") or "#" in text:
        return
    place = {"line": line, "column": indent + 1, "end_line": line, "end_column": indent + 1}
    if indent > indents[-1]:
        indents.append(indent)
        yield Token("_INDENT", text, **place)
    if indent not in indents:
        wanted = " or ".join(str(open_) for open_ in indents)
        raise IndentationProblem(line, indent + 1, "the indentation matches no open block", f"{wanted} spaces")
    while indent < indents[-1]:
        indents.pop()
        yield Token("_DEDENT", text, **place)


@cache
def keywords() -> tuple[str, ...]:
    """Return the words of the grammar, sorted."""
    return tuple(sorted({match[1] for match in _WORD.finditer(_grammar())}))


@cache
def parser() -> Lark:
    """Return the parser; made once on a machine, in about a tenth of a second, and read from a file ever after."""
    units = "|".join(re.escape(unit).replace("/", r"\/") for unit in sorted(UNITS, key=len, reverse=True))
    terminals = [rf"UNIT.3: /({units}){_AFTER_WORD}/"]
    terminals += [f"{word.upper()}.2: /{word}{_AFTER_WORD}/" for word in keywords()]
    grammar = _WORD.sub(lambda match: f"_{match[1].upper()}", _grammar())
    terminals = [line if line.startswith("UNIT") else "_" + line for line in terminals]
    return Lark(
        grammar + "\n".join(terminals) + "\n",
        parser="lalr",
        lexer="contextual",
        postlex=Indenter(),
        propagate_positions=True,
        maybe_placeholders=True,
        cache=str(_TABLES),
    )


def parse_tree(text: str) -> Tree:
    """Return the parse tree of `text`; raises lark's UnexpectedInput or IndentationProblem."""
    return parser().parse(text if text.endswith("\n") else text + "\n")


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a well-formed `text`, line ends and indentation among them."""
    return parser().parse_interactive(text if text.endswith("\n") else text + "\n").exhaust_lexer()


@cache
def _grammar() -> str:
    return (files("avsynth.language") / "scene.lark").read_text(encoding="utf-8")
