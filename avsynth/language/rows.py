"""A scene as rows of words with the comments that the grammar passes over: what `formatting` writes anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lark import Token

from avsynth.language.parsing import CLOSING, OPENING, tokens_of

_LAYOUT = ("_NL", "_INDENT", "_DEDENT")
#: After these a minus subtracts; after anything else it is a sign.
_VALUE_ENDS = ("NAME", "NUMBER", "UNIT", "STRING", "_TRUE", "_FALSE", *CLOSING)
#: Kinds of words beside those of the grammar: a minus sign, and the end of ``require[0.9]``.
SIGN, SOFT_END = "SIGN", "SOFT_END"


@dataclass(frozen=True, slots=True)
class Word:
    """A token with the comments on the lines above it and beside it, inside of brackets."""

    text: str
    kind: str
    above: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line, brackets over several lines included; without words a comment on a line of its own.

    `level` counts the blocks around it, `parted` says that there is an empty line before it.
    """

    level: int
    words: tuple[Word, ...]
    comment: str = ""
    parted: bool = False


def rows_of(text: str) -> list[Row]:
    """Return the rows of `text`; raises what the parser raises if it is not well-formed."""
    return list(_Reader(text.split("\n")).rows(tokens_of(text)))


class _Reader:
    """Goes down a text: where rows end, and which lines between them hold comments."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._next = 1  # the first line that is not yet in a row
        self._indents = [0]

    def rows(self, tokens: list[Token]) -> Iterator[Row]:
        """Yield the rows, comments on lines of their own between them."""
        for line in _logical_lines(tokens):
            indents = _open_blocks(self._indents, line[0].column - 1)
            level = len(indents) - 1
            *comments, parted = self._between(line[0].line, max(indents, self._indents, key=len), level)
            self._indents, self._next = indents, line[-1].line + 1
            yield from comments
            yield Row(level, tuple(_marked(self._words(line))), self._beside(line[-1]), parted)
        *comments, _ = self._between(len(self._lines) + 1, self._indents, 0)
        yield from comments

    def _between(self, end: int, indents: list[int], least: int) -> Iterator[Row | bool]:
        """Yield the comments from the next line up to `end`, then whether an empty line follows the last."""
        parted = False
        for line in self._lines[self._next - 1 : end - 1]:
            if line.strip():
                depth = len(line) - len(line.lstrip())
                level = max(least, sum(indent <= depth for indent in indents) - 1)
                yield Row(level, (), line.strip(), parted)
            parted = not line.strip()
        yield parted

    def _words(self, line: list[Token]) -> Iterator[Word]:
        """Yield the words of a row with the comments between its first line and its last."""
        for k, token in enumerate(line):
            above = self._lines[line[k - 1].line : token.line - 1] if k else ()
            last = k + 1 < len(line) and line[k + 1].line > token.line
            comments = tuple(text.strip() for text in above if text.strip())
            yield Word(str(token), token.type, comments, self._beside(token) if last else "")

    def _beside(self, token: Token) -> str:
        return self._lines[token.line - 1][token.end_column - 1 :].strip()


def _logical_lines(tokens: list[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        if token.type not in _LAYOUT:
            line.append(token)
        elif line:
            yield line
            line = []


def _open_blocks(indents: list[int], depth: int) -> list[int]:
    """Return the indentations of the blocks around a line that begins after `depth` spaces."""
    outer = [indent for indent in indents if indent < depth]
    return [*outer, depth]


def _marked(words: Iterator[Word]) -> Iterator[Word]:
    """Yield `words` with signs told from minuses, and the end of ``require[0.9]`` from that of an index."""
    before, soft, depth = "", False, 0
    for word in words:
        soft |= word.kind == "_SOFT_REQUIRE"
        depth += (word.kind in OPENING) - (word.kind in CLOSING)
        if word.kind == "MINUS" and before not in _VALUE_ENDS:
            word = replace(word, kind=SIGN if before else "DASH")
        if soft and depth == 0:
            word, soft = replace(word, kind=SOFT_END), False
        before = word.kind
        yield word
