"""What lights and signs ask of a driver: where to stop, and who goes first.

A driver stops at red, at amber if that takes no hard braking, and once at every stop sign. Who has to yield waits for a
gap; between two of the same rank the rules of `_traffic` hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from avsynth.contracts.step import Agent, World
from avsynth.steps._leading import VIEW, Leader

#: Braking from which on a driver goes on at amber [m/s²]: what the amber times of RiLSA reckon with.
AMBER_BRAKING = 3.5
#: Nearer than this to the line and slower than this, one has stopped [m], [m/s].
AT_LINE, STANDING = 3.0, 0.3
#: The driver model stops this far before what it follows [m]; a line is come nearer to by this.
NEARER = 1.2


@dataclass(frozen=True, slots=True)
class Line:
    """The next line at which one may have to stop: what holds there now, and how far its front is away [m]."""

    lane: str
    state: str
    gap: float


def next_line(me: Agent, world: World, ends: tuple[tuple[str, float], ...], station: float) -> Line | None:
    """Return the next line ahead on a way whose lanes end at `ends`, or None if none is in view."""
    for lane, end in ends:
        control = world.road.control(lane)
        if control is not None:
            gap = end - control.setback - station - me.size[0] / 2
            if -AT_LINE < gap < VIEW:
                return Line(lane, control.state(world.time), gap)
    return None


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


def must_yield(agent: Agent, world: World) -> bool:
    """Return whether a sign or red light before an actor says that the others go first, as these expect it to."""
    way, station = agent.memory.get("way"), agent.memory.get("station")
    if way is None or station is None:
        return False
    line = next_line(agent, world, way.ends, station)
    return line is not None and line.state in ("yield", "stop", "red", "red_amber")
