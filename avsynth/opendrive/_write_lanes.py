"""Writes sections of strips as ``<lanes>``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Mark, Section, Strip
from avsynth.opendrive._words import COLOURS, KINDS, MARKS, TYPES
from avsynth.opendrive._write_records import Node, add, add_heights, add_own, add_rows

#: The first type of road mark for each kind of mark.
MARK_TYPES = {kind: word for word, kind in reversed(MARKS.items()) if word not in ("edge", "botts dots")}
#: Marks at least this wide are bold [m].
BOLD = 0.2


def add_lanes(road: Node, model: RoadModel) -> None:
    """Add the ``<lanes>`` of a road."""
    lanes = add(road, "lanes")
    if not model.shift.is_zero:
        add_rows(lanes, "laneOffset", model.shift, model.length)
    following = [_links(one, other) for one, other in pairwise(model.sections)]
    for number, section in enumerate(model.sections):
        before, after = _ends(model, number, following)
        node = add(lanes, "laneSection", s=section.start)
        length = model.section_end(number) - section.start
        for tag, strips in (("left", section.left[::-1]), ("center", ()), ("right", section.right)):
            group = add(node, tag) if strips or tag == "center" else None
            if tag == "center":
                _add_marks(add(group, "lane", id="0", type="none", level="false"), section.marks)
            for strip in strips:
                _add_lane(group, strip, length, (before.get(strip.number), after.get(strip.number)))


def _ends(model: RoadModel, number: int, following: Sequence[dict[int, int]]) -> tuple[dict, dict]:
    """Return the lanes before and after each lane of a section by their numbers, in the same road or the next one."""
    section = model.sections[number]
    if number:
        before = {after: own for own, after in following[number - 1].items()}
    else:
        is_road = model.before is not None and not model.before.is_junction
        before = {strip.number: strip.before for strip in section.strips if is_road}
    if number < len(following):
        return before, following[number]
    is_road = model.after is not None and not model.after.is_junction
    return before, {strip.number: strip.after for strip in section.strips if is_road}


def _links(section: Section, after: Section) -> dict[int, int]:
    """Return which strip of the next section continues each strip, whichever of the two says it."""
    found = {strip.before: strip.number for strip in after.strips if strip.before is not None}
    found |= {strip.number: strip.after for strip in section.strips if strip.after is not None}
    return {a: b for a, b in found.items() if section.strip(a) and after.strip(b)}


def _add_lane(group: Node, strip: Strip, length: float, links: tuple[int | None, int | None]) -> None:
    is_same = KINDS.get(strip.source) == strip.kind
    lane = add(group, "lane", id=str(strip.number), type=strip.source if is_same else TYPES[strip.kind], level="false")
    if links != (None, None):
        link = add(lane, "link")
        for tag, number in zip(("predecessor", "successor"), links, strict=True):
            if number is not None:
                add(link, tag, id=str(number))
    add_rows(lane, "width", strip.width, length, "sOffset")
    _add_marks(lane, strip.marks)
    if strip.speed is not None:
        add(lane, "speed", sOffset=0.0, max=strip.speed, unit="m/s")
    add_heights(lane, strip.inner, strip.outer, length)
    if KINDS[TYPES[strip.kind]] != strip.kind:
        add_own(lane, "kind", strip.kind)
    if strip.parked:
        add_own(lane, "parked", strip.parked)
    if strip.places.are_bays:
        add_own(lane, "bay_pitch", strip.places.pitch)
        add_own(lane, "bay_turn", strip.places.turn)


def _add_marks(lane: Node, marks: Sequence[Mark]) -> None:
    if not marks:
        add(lane, "roadMark", sOffset=0.0, type="none", color="standard")
    for mark in marks:
        _add_mark(lane, mark)


def _add_mark(lane: Node, mark: Mark) -> None:
    is_left = int(lane.get("id")) > 0
    kind = "_".join(mark.kind.split("_")[::-1]) if is_left else mark.kind  # files count from the inside
    row = add(
        lane,
        "roadMark",
        sOffset=max(mark.start, 0.0),
        type=MARK_TYPES.get(kind, "none"),
        weight="bold" if mark.width >= BOLD else "standard",
        color=mark.colour if mark.colour in COLOURS else "standard",
        width=mark.width,
    )
    if mark.kind == "none":
        return
    shape = add(row, "type", name=mark.kind, width=mark.width)
    for kind, aside in mark.lines:
        length, space = (mark.stroke, mark.gap) if kind == "dashed" else (0.0, 0.0)
        add(shape, "line", length=length, space=space, tOffset=aside, sOffset=0.0, width=mark.width)
    if mark.wear:
        add_own(row, "wear", mark.wear)
