"""Where a lane ends beside one that goes on, or road works close it: who drives there has to change, and stops before
the end until it can.

As in [TreiberKesting2013]_, ch. 14, the end is like a vehicle that stands there, and a change that has to be made needs
no gain, only safety. The harder others may have to brake for it the nearer the end is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from avsynth.contracts.step import Agent
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.steps._lanes import straight_on
from avsynth.steps._leading import VIEW, Leader
from avsynth.steps._way import BRAKING, Way

#: Drivers think of changing from this far before the end [m]: engineering value.
ANNOUNCED = 200.0
#: A lane ends where it is narrower than this share of its greatest width [1]; another goes on that is longer by [m].
NARROW, FARTHER = 0.75, 20.0


@dataclass(frozen=True, slots=True, eq=False)
class Ending:
    """The end of a lane, or of what is open of it, at a station of a way [m], and the lane beside to change to."""

    lane: Lane
    beside: Lane
    station: float

    def room(self, me: Agent, station: float) -> float:
        """Return how far the front of `me`, at `station` [m] of the way, is from the end [m]."""
        return self.station - station - me.size[0] / 2


@lru_cache(maxsize=1024)
def ending(way: Way, road: RoadMap) -> Ending | None:
    """Return where a way ends: where works close a lane of it, or its last one ends; None if it does not, or nothing
    beside goes on.
    """
    lanes = [lane for lane in (road.find(name) for name, _ in way.ends) if lane is not None]
    lane = next((lane for lane in lanes if lane.closed is not None), lanes[-1] if lanes else None)
    if lane is None or (lane.successors and lane.closed is None):
        return None
    place = lane.point_at(_usable(lane))
    for side in ("left", "right"):
        beside = farther = road.find(getattr(lane, side))
        while farther is not None and farther.kind in ("drive", lane.kind):
            if _reach(farther, place, road) > FARTHER:
                return Ending(lane, beside, way.line.project(place)[0])
            farther = road.find(getattr(farther, side))
    return None


def stop_before(end: Ending, me: Agent, station: float, desired: float) -> Leader | None:
    """Return the end as something to stop for, or None while it takes no braking yet or lies behind.

    It is seen from where comfortable braking from the speed wished for, `desired` [m/s], stops before it.
    """
    if not -0.5 < end.room(me, station) < max(VIEW, desired**2 / (2 * BRAKING)):
        return None
    return Leader(max(end.room(me, station), 0.1), 0.0)


def touch(lane: Lane, beside: Lane, place: np.ndarray) -> bool:
    """Return whether two lanes lie side by side at `place` (3,) [m], with nothing between them."""
    station, offset = lane.project(place)
    there, aside = beside.project(place)
    if not (0 <= station <= lane.length and 0 <= there <= beside.length):
        return False
    widths = [np.interp(s, each.stations, each.width) for s, each in ((station, lane), (there, beside))]
    return abs(aside - offset) < sum(widths) / 2 + 0.5


def _usable(lane: Lane) -> float:
    """Return the station up to which a lane is wide enough [m]."""
    narrows = float(lane.stations[np.flatnonzero(lane.width >= NARROW * lane.width.max())[-1]])
    return narrows if lane.closed is None else min(lane.closed, narrows)


def _reach(lane: Lane, place: np.ndarray, road: RoadMap) -> float:
    """Return how far a lane and those that continue it go on from `place` (3,) [m]."""
    lanes = straight_on(lane, road)
    return sum(each.length for each in lanes[:-1]) + _usable(lanes[-1]) - lane.project(place)[0]
