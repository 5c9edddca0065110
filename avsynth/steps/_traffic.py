"""Who is in the way: the nearest actor on, or about to step onto, the line that a vehicle follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.datatypes.road import Lane

#: How far a driver looks along the way [m], and the distance between the points looked at [m].
VIEW, GRID = 70.0, 1.0
#: Free space to either side that a vehicle wants when it passes something [m].
SIDE_SPACE = 0.35
#: How long ahead the paths of others are foreseen [s]: people, and vehicles that cross.
FORESIGHT_WALKER, FORESIGHT_VEHICLE = 3.0, 2.0
#: Directions nearer to square than this cross [1] (cosine).
CROSSING = 0.5
#: A vehicle that crosses farther away than this in time is no concern [s].
CONFLICT_TIME = 3.0


@dataclass(frozen=True, slots=True)
class Leader:
    """The next thing in the way: free distance along the way [m] and its speed along it [m/s]."""

    gap: float
    speed: float


def leader(me: Agent, world: World, line: Lane, station: float) -> Leader | None:
    """Return what is in the way of `me`, who is at `station` [m] of `line`; None if nothing is in view."""
    others = [other for other in world.agents.values() if other.name != me.name]
    if not others:
        return None
    stations = station + np.arange(-GRID, VIEW, GRID)
    points = np.column_stack([np.interp(stations, line.stations, line.centre[:, k]) for k in (0, 1)])
    found = None
    for other in others:
        if np.hypot(*(other.position - me.position)) > VIEW:
            continue
        met = _met(me, other, stations, points, station)
        if met is not None and (found is None or met.gap < found.gap):
            found = met
    return found


def _met(me: Agent, other: Agent, stations: np.ndarray, points: np.ndarray, station: float) -> Leader | None:
    """Return `other` as a leader if it is in the way now or will be when `me` gets there."""
    for ahead in _foreseen(me, other):
        place = other.position + other.velocity * ahead
        gap = points - place
        k = int(np.argmin((gap * gap).sum(axis=1)))
        if k == 0:
            continue
        tangent = points[k] - points[k - 1]
        tangent = tangent / np.hypot(*tangent)
        cosine = float(tangent @ other.world_from_ground.rotation[:2, 0])
        sine = np.sqrt(max(0.0, 1 - cosine * cosine))
        across = (other.size[0] * sine + other.size[1] * abs(cosine)) / 2
        side = abs(float(tangent[0] * -gap[k, 1] + tangent[1] * gap[k, 0]))
        if side > across + me.size[1] / 2 + SIDE_SPACE:
            continue
        along = (other.size[0] * abs(cosine) + other.size[1] * sine) / 2
        free = stations[k] - station - me.size[0] / 2 - along
        if free < -along or (ahead > 0 and not _yields(me, other, cosine, free)):
            continue
        return Leader(max(free, 0.0), other.speed * cosine if ahead == 0 else 0.0)
    return None


def _foreseen(me: Agent, other: Agent) -> tuple[float, ...]:
    """Return the times ahead [s] at which the place of `other` matters to `me`."""
    if other.speed < 0.2:
        return (0.0,)
    last = FORESIGHT_VEHICLE if other.is_vehicle else FORESIGHT_WALKER
    return (0.0, last / 4, last / 2, 3 * last / 4, last)


def _yields(me: Agent, other: Agent, cosine: float, free: float) -> bool:
    """Return whether `me` lets `other` go first: people always; crossing vehicles that come from the right."""
    if not other.is_vehicle:
        return True
    if abs(cosine) > CROSSING or free < 0 or free / max(me.speed, 0.5) > CONFLICT_TIME:
        return False
    forward = me.world_from_ground.rotation[:2, 0]
    towards = other.position - me.position
    return bool(forward[0] * towards[1] - forward[1] * towards[0] < 0)
