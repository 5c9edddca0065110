"""The canonical form of a scene: the same words and comments, with spaces, line breaks and empty lines by rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from avsynth.language.layout import laid_out
from avsynth.language.recovery import statements_of
from avsynth.language.rows import Row, rows_of
from avsynth.scenario.problems import Findings, SceneErrors

INDENT = 4
#: Longest line, where brackets allow to break it.
WIDTH = 120
#: Statements with a block that need no empty lines around them.
_CLOSE = ("use", "sensors", "sample")
_CHECKS = ("require", "require[", "record", "cover")


def formatted(text: str, source: str = "scene") -> str:
    """Return `text` in canonical form.

    Blocks are indented by four spaces, words parted by one; lines longer than 120 columns are broken in their
    brackets; one empty line stands around blocks at the margin and never more than one anywhere; draws that follow
    each other are aligned. It means the same, has the same comments, and is its own canonical form.

    Raises
    ------
    SceneErrors
        If it cannot be read; what it means is not judged.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    findings = Findings()
    statements_of(text, source, findings)
    if findings.problems:
        raise SceneErrors(findings.problems, {source: text.split("\n")})
    rows = _parted(rows_of(text))
    return "".join(f"{line}\n" for line in _lines(rows)).lstrip("\n")


def _parted(rows: list[Row]) -> list[tuple[Row, bool]]:
    """Return each row with whether an empty line stands before it."""
    parted = [row.parted for row in rows]
    block_open = False
    for k, row in enumerate(rows):
        if row.level or not row.words:
            parted[k] &= not _opens(rows[k - 1]) if k else False
            continue
        if block_open or _is_block(row):
            parted[_first_comment(rows, k)] = True
        block_open = _is_block(row)
    return list(zip(rows, parted, strict=True))


def _opens(row: Row) -> bool:
    return bool(row.words) and row.words[-1].text == ":"


def _is_block(row: Row) -> bool:
    return _opens(row) and row.words[0].text not in _CLOSE


def _first_comment(rows: list[Row], k: int) -> int:
    """Return the number of the first of the comments that stand directly above row k."""
    while k and not rows[k].parted and not rows[k - 1].words and rows[k - 1].level == 0:
        k -= 1
    return k


def _lines(rows: list[tuple[Row, bool]]) -> Iterator[str]:
    for group in _neighbours(rows):
        if group[0][1]:
            yield ""
        widths = _widths(row for row, _ in group)
        for row, _ in group:
            yield from _written(row, widths)


def _neighbours(rows: list[tuple[Row, bool]]) -> Iterator[list[tuple[Row, bool]]]:
    """Yield runs of rows that are aligned with each other."""
    group: list[tuple[Row, bool]] = rows[:1]
    for (before, _), (row, parted) in pairwise(rows):
        if parted or not _sort(row) or _sort(row) != _sort(before):
            yield group
            group = []
        group.append((row, parted))
    if group:
        yield group


def _sort(row: Row) -> str:
    """Return what a row at the margin is aligned with: other definitions, other checks, or nothing."""
    if row.level or len(row.words) < 2:
        return ""
    if row.words[1].text in ("~", "="):
        return "definition"
    return "check" if row.words[0].text in _CHECKS else ""


def _widths(rows: Iterable[Row]) -> int:
    """Return the width of the first words of rows that are aligned; 0 where they are not."""
    return max(len(row.words[0].text.rstrip("[")) if _sort(row) else 0 for row in rows)


def _written(row: Row, width: int) -> Iterator[str]:
    margin = " " * INDENT * row.level
    if not row.words:
        yield margin + row.comment
        return
    pad = max(0, width - len(row.words[0].text)) * " "
    first, *rest = laid_out(row.words, WIDTH - len(margin) - len(pad), named_draw=_sort(row) == "definition")
    head = row.words[0].text
    lines = [head + pad + first.removeprefix(head), *rest]
    lines[-1] += f"  {row.comment}" if row.comment else ""
    yield from (margin + line for line in lines)
