"""Road marks: ``<roadMark>`` as lines of paint."""

from __future__ import annotations

from collections.abc import Sequence

from avsynth.core.xml import Element
from avsynth.datatypes.section import Mark
from avsynth.opendrive._notes import Notes
from avsynth.opendrive._records import ordered
from avsynth.opendrive._words import COLOURS, MARKS

#: Width of thin and of bold lines where the file does not say it [m] (German RMS 1).
WIDTHS = {"standard": 0.12, "bold": 0.25}
#: Stroke and gap of dashes where the file does not say them [m], and of dots.
DASHES, DOTS = (3.0, 6.0), (0.15, 1.2)


def marks_of(lane: Element, notes: Notes) -> tuple[Mark, ...]:
    """Return the marks on the outer border of a ``<lane>``; where paint ends, one of the kind none begins."""
    rows = ordered(lane.all("roadMark"), "sOffset")
    found = [_mark(row, notes, is_left=lane.number("id") > 0) for row in rows]
    return tuple(found) if any(mark.kind != "none" for mark in found) else ()


def _mark(row: Element, notes: Notes, *, is_left: bool) -> Mark:
    word = row.word("type", "none")
    kind = MARKS.get(word, "none")
    if kind == "none" and word not in ("none", "curb", "grass"):
        notes.add(row, f"road mark of type '{word}' is not painted")
    if is_left and kind in ("solid_dashed", "dashed_solid"):  # files count from the inside, marks from left to right
        kind = "_".join(kind.split("_")[::-1])
    colour = row.word("color", "standard")
    if colour not in COLOURS:
        notes.add(row, f"colour '{colour}' of road marks is painted white")
    lines = [line for shape in row.all("type") for line in shape.all("line")]
    stroke, gap = _dashes(lines, DOTS if word == "botts dots" else DASHES)
    return Mark(
        kind,
        COLOURS.get(colour, "white"),
        _width(row, lines),
        stroke,
        gap,
        wear=row.share("wear"),
        offset=_mean([line.number("tOffset", 0.0) for line in lines]),
        start=row.number("sOffset", 0.0),
    )


def _width(row: Element, lines: Sequence[Element]) -> float:
    """Return the width of each line: of its own, of the mark, or as its weight has it [m]."""
    said = [line.number("width", 0.0) for line in lines] + [row.number("width", 0.0)]
    return next((width for width in said if width > 0), WIDTHS.get(row.word("weight", "standard"), WIDTHS["standard"]))


def _dashes(lines: Sequence[Element], default: tuple[float, float]) -> tuple[float, float]:
    """Return stroke and gap of the first line that has both [m]."""
    pairs = ((line.number("length", 0.0), line.number("space", 0.0)) for line in lines)
    return next((pair for pair in pairs if min(pair) > 0), default)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
