"""Lanes out of the strips of a cross-section, and the names they go by."""

from __future__ import annotations

import re

import numpy as np

from avsynth.datatypes.road import Lane
from avsynth.roads._reference import ReferenceLine
from avsynth.roads._section import Strip


def lane_along(line: ReferenceLine, strip: Strip, name: str, *, road: str, against: bool, parked: float = 0.0) -> Lane:
    """Return the lane of `strip` along the whole of `line`; `against` turns its direction of travel round."""
    stations = line.stations(0.0, line.length, half_width=abs(strip.middle))
    centre = line.offset(stations, strip.middle, strip.height)
    if against:
        centre = centre[::-1]
    return Lane(name, strip.kind, centre, np.full(len(centre), strip.width), road, parked=parked)


def aliases_of(road: str, lane: str, other: str | None = None) -> list[tuple[str, str]]:
    """Return further names of `lane` of `road`: without ``[0]``, and kind before side, or those of the name `other`.

    ``main.right.drive[0]`` is also ``main.right.drive``, ``main.drive.right[0]`` and ``main.drive.right``.
    """
    names = [other or lane]
    swapped = re.fullmatch(re.escape(road) + r"\.(left|right)\.(\w+)(\[\d+\])", lane)
    if swapped and not other:
        names.append(f"{road}.{swapped[2]}.{swapped[1]}{swapped[3]}")
    names += [name.removesuffix("[0]") for name in names if name.endswith("[0]")]
    return [(name, lane) for name in names if name != lane]
