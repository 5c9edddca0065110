"""The words of one row as lines: which are parted by a space, and where brackets are broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avsynth.language.parsing import CLOSING, OPENING
from avsynth.language.rows import SIGN, SOFT_END, Word

_TIGHT_BEFORE = (")", "]", "}", ",", ":", ".", "..")
_TIGHT_AFTER = ("(", "[", "{", ".", "..", "require[")
#: After these an opening bracket belongs to what is before: a call, an index.
_TAKES_BRACKET = ("NAME", "STRING", "_POSE", *CLOSING)
_STEP = "    "


@dataclass(frozen=True, slots=True)
class _Group:
    """A pair of brackets with the elements between them; a comma is the last word of its element."""

    opening: Word
    elements: tuple[tuple[_Node, ...], ...]
    closing: Word


_Node = Word | _Group


def laid_out(words: Sequence[Word], width: int, *, named_draw: bool = False) -> list[str]:
    """Return `words` as one line, or as several if they are longer than `width` or hold comments.

    Parameters
    ----------
    named_draw : bool
        Set off `propose` by two spaces, as in draws with a name.
    """
    return _lines(_grouped(words), width, named_draw)


def _grouped(words: Sequence[Word]) -> tuple[_Node, ...]:
    """Return words with their brackets as groups."""
    stack: list[tuple[Word | None, list[list[_Node]]]] = [(None, [[]])]
    for word in words:
        if word.kind in OPENING:
            stack.append((word, [[]]))
        elif len(stack) > 1 and word.kind in (*CLOSING, SOFT_END):
            opening, elements = stack.pop()
            kept = tuple(tuple(element) for element in elements if element)
            stack[-1][1][-1].append(_Group(opening, kept, word))
        else:
            stack[-1][1][-1].append(word)
            if word.text == "," and len(stack) > 1:
                stack[-1][1].append([])
    return tuple(stack[0][1][0])


def _lines(nodes: Sequence[_Node], width: int, named_draw: bool = False) -> list[str]:
    flat = _joined(_flat(nodes), named_draw)
    k = _to_break(nodes, len(flat) > width)
    if k is None:
        return [flat]
    group, before, after = nodes[k], nodes[:k], nodes[k + 1 :]
    head = _joined([*_flat(before), group.opening], named_draw)
    lines = [head + _remark(group.opening)]
    lines += [_STEP + line for line in _between(group, width - len(_STEP))]
    lines += [_STEP + comment for comment in group.closing.above]
    return lines + _lines((group.closing, *after), width, named_draw)


def _between(group: _Group, width: int) -> list[str]:
    """Return what stands between brackets that are broken: on one line if it fits, else each element on its own."""
    inside = _joined([word for element in group.elements for word in _flat(element)])
    if len(inside) <= width and not _commented(group):
        return [inside]
    return [line for element in group.elements for line in _element(element, width)]


def _element(nodes: Sequence[_Node], width: int) -> list[str]:
    """Return one element of broken brackets, below the comments that belong to it."""
    words = _own_words(nodes)
    comments = [comment for word in words for comment in word.above]
    comments += [word.beside for word in words[:-1] if word.beside]
    lines = _lines(nodes, width)
    return [*comments, *lines[:-1], lines[-1] + _remark(words[-1])]


def _own_words(nodes: Sequence[_Node]) -> list[Word]:
    """Return the words of an element outside of brackets that are broken, in order."""
    words: list[Word] = []
    for node in nodes:
        if isinstance(node, Word):
            words.append(node)
        elif _commented(node):
            words += [Word("", "", node.opening.above), Word("", "", (), node.closing.beside)]
        else:
            words += [node.opening, node.closing]
    return words


def _to_break(nodes: Sequence[_Node], too_long: bool) -> int | None:
    """Return the number of the group to break: the first with comments, else the longest if the line is too long."""
    groups = [k for k, node in enumerate(nodes) if isinstance(node, _Group)]
    commented = [k for k in groups if _commented(nodes[k])]
    if commented:
        return commented[0]
    filled = [k for k in groups if nodes[k].elements]
    return max(filled, key=lambda k: len(_joined(_flat([nodes[k]]))), default=None) if too_long else None


def _commented(group: _Group) -> bool:
    """Return whether there is a comment between the brackets."""
    inside = [word for element in group.elements for word in _flat(element)]
    return bool(group.opening.beside or group.closing.above or any(word.above or word.beside for word in inside))


def _flat(nodes: Sequence[_Node]) -> list[Word]:
    words: list[Word] = []
    for node in nodes:
        if isinstance(node, Word):
            words.append(node)
        else:
            inner = [word for element in node.elements for word in _flat(element)]
            words += [node.opening, *inner, node.closing]
    return words


def _joined(words: Sequence[Word], named_draw: bool = False) -> str:
    text, depth = "", 0
    for k, word in enumerate(words):
        depth += (word.kind in OPENING) - (word.kind in CLOSING)
        gap = _gap(words[k - 1], word) if k else ""
        if named_draw and depth == 0 and word.kind == "_PROPOSE":
            gap = "  "
        text += gap + word.text
    return text


def _gap(before: Word, word: Word) -> str:
    if word.text in _TIGHT_BEFORE or before.text in _TIGHT_AFTER or before.kind == SIGN:
        return ""
    if word.kind in OPENING and word.kind != "LBRACE" and before.kind in _TAKES_BRACKET:
        return ""
    return " "


def _remark(word: Word) -> str:
    return f"  {word.beside}" if word.beside else ""
