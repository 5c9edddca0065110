"""Crosswalks, bridges and tunnels among the ``<objects>`` of a road; the rest of them is in `_things`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from avsynth.core.xml import Element
from avsynth.datatypes.control import Signal
from avsynth.datatypes.road import Crosswalk
from avsynth.datatypes.road_model import BETWEEN_STRUCTURES, SHORTEST_STRUCTURE, RoadModel, Structure
from avsynth.opendrive._notes import Notes
from avsynth.opendrive._outlines import numbers, outline_row, rectangle, turned
from avsynth.opendrive._stages import told_signal
from avsynth.opendrive._things import kind_of

#: How many times as long along the road as across a crosswalk is that leads along it.
ALONG = 1.5


def structures_of(road: Element, length: float, notes: Notes) -> tuple[Structure, ...]:
    """Return the bridges and tunnels of a ``<road>`` that is `length` [m] long, those that fit on it one by one."""
    found: list[Structure] = []
    rows = [row for row in road.within("objects") if row.tag in ("bridge", "tunnel")]
    for row in sorted(rows, key=lambda row: row.number("s")):
        least = found[-1].last + BETWEEN_STRUCTURES if found else 0.0
        first, last = max(row.number("s"), least), min(row.number("s") + row.number("length"), length)
        if last - first < SHORTEST_STRUCTURE:
            notes.add(row, f"<{row.tag}> with less than {SHORTEST_STRUCTURE:g} m of its own is left out")
            continue
        sizes = {name: row.own_number(name) for name in ("depth", "clearance") if row.own(name)}
        found.append(Structure(row.tag, first, last, **sizes, is_lit=row.number("lighting", 1.0) > 0))
    return tuple(found)


def crosswalks_of(row: Element, road: RoadModel, notes: Notes) -> Iterator[tuple[Crosswalk, Signal | None]]:
    """Yield the crosswalks of a ``<road>`` with their signals."""
    rows = [one for one in row.within("objects") if one.tag == "object" and kind_of(one) == "crosswalk"]
    count = 0
    for one in rows:
        corners = _corners(one)
        if corners is None:
            notes.add(one, "<object> of type 'crosswalk' without length and width is left out")
            continue
        yield _crosswalk(f"{road.name}.crosswalk[{count}]", road, corners), told_signal(one)
        count += 1


def _crosswalk(name: str, road: RoadModel, corners: np.ndarray) -> Crosswalk:
    """Return the crosswalk from the middle of its left corners to that of its right ones; if it is much longer along
    the road than across, from the middle of its rear corners to that of its front ones.
    """
    size = np.ptp(corners, axis=0)
    axis = 0 if size[0] > ALONG * size[1] else 1
    is_start = (corners[:, axis] > (corners[:, axis].min() + corners[:, axis].max()) / 2) == (axis == 1)
    sides = (corners[is_start], corners[~is_start])
    ends = (road.points(side[:, 0].mean(keepdims=True), side[:, 1].mean(), side[:, 2].mean())[0] for side in sides)
    width = float(np.mean([np.ptp(side[:, 1 - axis]) for side in sides]))
    return Crosswalk(name, road.name, *ends, width)


def _corners(one: Element) -> np.ndarray | None:
    """Return the corners of an object: station, offset, height above the road (K, 3) [m]; None if it has no size."""
    centre = [one.number(name, 0.0) for name in ("s", "t", "zOffset")]
    outline = outline_row(one)
    on_road = outline.all("cornerRoad") if outline else []
    local = outline.all("cornerLocal") if outline else []
    if len(on_road) > 2:
        corners = numbers(on_road, ("s", "t", "dz"))
    elif len(local) > 2:
        corners = turned(numbers(local, ("u", "v", "z")), one.number("hdg", 0.0)) + centre
    else:
        points = rectangle(one.number("length", 0.0), one.number("width", 0.0))
        corners = turned(points, one.number("hdg", 0.0)) + centre
    return corners if np.ptp(corners[:, :2], axis=0).min() > 0 else None
