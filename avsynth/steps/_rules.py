"""What lights and signs ask of a driver: where to stop, and who goes first.

A driver stops at red, at amber if that takes no hard braking, and once at every stop sign. Who has to yield waits for a
gap; between two of the same rank the rules of `_traffic` hold.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from avsynth.contracts.step import Agent, World
from avsynth.datatypes.control import Control
from avsynth.datatypes.road import RoadMap
from avsynth.steps._leading import VIEW, Leader
from avsynth.steps._way import Way

#: Braking from which on a driver goes on at amber [m/s²]: what the amber times of RiLSA reckon with.
AMBER_BRAKING = 3.5
#: Nearer than this to the line and slower than this, one has stopped [m], [m/s].
AT_LINE, STANDING = 3.0, 0.3
#: The driver model stops this far before what it follows [m]; a line is come nearer to by this.
NEARER = 1.2


class Line(NamedTuple):
    """The next line at which one may have to stop: what holds there now, and how far its front is away [m].

    Until then one goes first if a sign of priority stands before it.
    """

    lane: str
    state: str
    gap: float
    goes_first: bool = False


def next_line(me: Agent, world: World, way: Way, station: float) -> Line | None:
    """Return the next line ahead of `station` [m] on a way, or None if none is in view.

    Nobody stops where one has priority: the line behind that counts.
    """
    goes_first = False
    for control, place in _lines_on(way, world.road):
        gap = place - station - me.size[0] / 2
        if -AT_LINE < gap < VIEW:
            if control.rule != "priority":
                return Line(control.of, control.state(world.time), gap, goes_first)
            goes_first = True
    return None


@lru_cache(maxsize=1024)
def _lines_on(way: Way, road: RoadMap) -> tuple[tuple[Control, float], ...]:
    """Return what holds at the ends of the lanes of a way, and the stations of its lines [m], in their order."""
    found = ((road.control(lane), end) for lane, end in way.ends)
    return tuple((control, end - control.setback) for control, end in found if control is not None)


def halt(me: Agent, line: Line | None, stopped: str) -> Leader | None:
    """Return the line as something to stop for, or None; `stopped` is the lane at whose end one has stopped before."""
    if line is None or line.gap < -0.5 or "signals" in me.heedless:
        return None
    braking = me.speed**2 / (2 * max(line.gap, 0.1))
    must = {
        "red": True,
        "red_amber": True,
        "amber": braking < AMBER_BRAKING,
        "stop": stopped != line.lane,
    }.get(line.state, False)
    return Leader(max(line.gap + NEARER, 0.1), 0.0) if must else None


def stopped_at(me: Agent, line: Line | None, before: str) -> str:
    """Return the lane at whose end one has stopped by now; `before` is what it was a tick ago."""
    stands = line is not None and line.gap < AT_LINE and me.speed < STANDING
    return line.lane if stands else before


def has_to_wait(line: Line) -> bool:
    """Return whether the sign or light at a line says that the others go first, as these expect one to."""
    return not line.goes_first and line.state in ("yield", "stop", "red", "red_amber")
