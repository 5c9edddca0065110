"""Lane sections: ``<lanes>`` as sections of strips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from avsynth.core.units import UNITS
from avsynth.core.xml import Element, Fault
from avsynth.datatypes.places import ALONG, Places
from avsynth.datatypes.profile import NOTHING, Profile
from avsynth.datatypes.section import Section, Strip
from avsynth.opendrive._marks import marks_of
from avsynth.opendrive._notes import Notes
from avsynth.opendrive._records import difference, linear, ordered, profile_of
from avsynth.opendrive._words import KINDS

#: Units of speed in files of roads, and words for no limit.
SPEED_UNITS = ("m/s", "km/h", "mph")
NO_LIMIT = ("no limit", "undefined")
#: Bays narrower than this are none [m].
NARROWEST_BAY = 1.0


@dataclass(frozen=True, eq=False)
class Half:
    """One side of a lane section: where it starts [m], and its strips outwards."""

    start: float
    strips: tuple[Strip, ...]


def sections_of(road: Element, length: float, notes: Notes) -> tuple[Section, ...]:
    """Return the sections of a ``<road>`` that is `length` [m] long."""
    lanes = road.first("lanes")
    rows = ordered(lanes.all("laneSection"), "s") if lanes else []
    for row in [row for row in rows if row.number("s", 0.0) >= length > 0]:
        notes.add(row, "<laneSection> beyond the end of the road is left out")
    rows = [row for row in rows if row.number("s", 0.0) < length]
    if not rows:
        raise Fault(road.line, f"road {road.word('id', '?')} has no <laneSection>")
    limits = _limits(road)
    halves: dict[int, Half] = {}
    found = []
    for k, row in enumerate(rows):
        start = row.number("s", 0.0) if k else 0.0
        sides = _sides(row, limits, notes)
        fresh = {side: Half(start, strips) for side, strips in sides.items() if strips or not _is_single(row)}
        halves |= fresh
        left, right = (_moved(halves[side], start) if side in halves else () for side in (1, -1))
        centre = [lane for group in row.all("center") for lane in group.all("lane")]
        found.append(Section(start, left, right, marks_of(centre[0], notes) if centre else ()))
    return tuple(found)


def _is_single(row: Element) -> bool:
    """Return whether a section is said to hold for one side alone, so that the other goes on as before."""
    return row.truth("singleSide")


def _moved(half: Half, start: float) -> tuple[Strip, ...]:
    """Return the strips of a half as part of a section that begins at `start` [m]."""
    gap = start - half.start
    if gap == 0:
        return half.strips
    return tuple(
        replace(
            strip,
            width=strip.width.moved(-gap),
            inner=strip.inner.moved(-gap),
            outer=strip.outer.moved(-gap),
            marks=tuple(replace(mark, start=mark.start - gap) for mark in strip.marks),
            before=strip.number,
            after=strip.number,
        )
        for strip in half.strips
    )


def _sides(row: Element, limits: list[tuple[float, float | None]], notes: Notes) -> dict[int, tuple[Strip, ...]]:
    """Return the strips of either side of a ``<laneSection>`` outwards."""
    lanes: dict[int, Element] = {}
    for lane in (lane for group in row.children for lane in group.all("lane")):
        number = lane.whole("id")
        if number in lanes:
            raise Fault(lane.line, f"two lanes of one section have the id {number}")
        lanes[number] = lane
    start = row.number("s", 0.0)
    limit = next((speed for station, speed in limits[::-1] if station <= start), None)
    found = {}
    for side in (1, -1):
        own = [lanes[number] for number in sorted((n for n in lanes if n * side > 0), key=abs)]
        widths = _widths(own, side, notes)
        found[side] = tuple(_strip(lane, width, limit, notes) for lane, width in zip(own, widths, strict=True))
    return found


def _widths(lanes: Sequence[Element], side: int, notes: Notes) -> list[Profile]:
    """Return the width of each lane, from its widths or from the border of it and the lane inside."""
    found: list[Profile] = []
    inner = NOTHING
    for lane in lanes:
        rows, borders = lane.all("width"), lane.all("border")
        if rows or not borders:
            found.append(profile_of(rows, "sOffset"))
            if not rows:
                notes.add(lane, "<lane> has neither <width> nor <border>; it is 0 m wide")
            continue
        outer = profile_of(borders, "sOffset")
        outer = Profile(outer.starts, side * outer.coefficients)
        found.append(difference(outer, inner))
        inner = outer
    return found


def _strip(lane: Element, width: Profile, limit: float | None, notes: Notes) -> Strip:
    word = lane.word("type", "none")
    if word not in KINDS:
        notes.add(lane, f"lane of the unknown type '{word}' is taken as none")
    if lane.truth("level"):
        notes.add(lane, "'level' of lanes is not read; they are banked like the rest of the road")
    heights = lane.all("height")
    link = lane.first("link")
    kind = KINDS.get(word, "none")
    return Strip(
        lane.whole("id"),
        "verge" if lane.own("kind") == "verge" else kind,
        width,
        *(linear(heights, "sOffset", name) for name in ("inner", "outer")),
        marks=marks_of(lane, notes),
        before=_neighbour(link, "predecessor"),
        after=_neighbour(link, "successor"),
        speed=_speed(ordered(lane.all("speed"), "sOffset")[:1], limit),
        parked=lane.share("parked"),
        places=_places(lane),
        source=word,
    )


def _places(lane: Element) -> Places:
    """Return where vehicles park on a lane: in the bays that our writer left, else along it."""
    pitch, turn = lane.own_number("bay_pitch"), lane.own_number("bay_turn")
    return Places(pitch, turn) if pitch >= NARROWEST_BAY and 0 < abs(turn) <= np.pi / 2 else ALONG


def _neighbour(link: Element | None, tag: str) -> int | None:
    """Return the number of the lane before or after; a lane in a direct junction may have several: the first."""
    found = link.first(tag) if link else None
    return found.whole("id") if found else None


def _limits(road: Element) -> list[tuple[float, float | None]]:
    """Return the speed limits of the road by station, from its ``<type>`` rows [m, m/s]."""
    return [(row.number("s", 0.0), _speed(row.all("speed"), None)) for row in ordered(road.all("type"), "s")]


def _speed(rows: Sequence[Element], default: float | None) -> float | None:
    """Return the limit that the first of `rows` says [m/s]."""
    if not rows or rows[0].word("max", "undefined") in NO_LIMIT:
        return default
    unit = rows[0].word("unit", "") or "m/s"
    if unit not in SPEED_UNITS:
        raise Fault(rows[0].line, f"unknown unit of speed '{unit}'; known: {', '.join(SPEED_UNITS)}")
    speed = rows[0].number("max") * UNITS[unit][1]
    return speed if speed > 0 else default
