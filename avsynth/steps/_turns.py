"""Where a way turns off at a junction, and from where on drivers indicate it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from avsynth.datatypes.road import RoadMap
from avsynth.steps._way import Way

#: Lanes across a junction that turn by more than this turn off [rad]; drivers indicate it from this far before [m].
SHARP, ANNOUNCED = np.deg2rad(35), 30.0


def turning_at(way: Way, station: float, road: RoadMap) -> str | None:
    """Return the side to which a way turns off at or soon after a station [m], ``"left"`` or ``"right"``, or None."""
    return next((side for start, end, side in _turns(way, road) if start - ANNOUNCED < station < end), None)


@lru_cache(maxsize=1024)
def _turns(way: Way, road: RoadMap) -> tuple[tuple[float, float, str], ...]:
    """Return where the turns of a way begin and end [m], and their sides."""
    found, start = [], 0.0
    for name, end in way.ends:
        lane = road.find(name)
        if lane is not None and lane.is_across:
            first, last = (np.arctan2(*tangent[1::-1]) for tangent in lane.tangents[[0, -1]])
            turn = (last - first + np.pi) % (2 * np.pi) - np.pi
            if abs(turn) > SHARP:
                found.append((start, end, "left" if turn > 0 else "right"))
        start = end
    return tuple(found)
