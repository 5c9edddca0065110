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
#: How long ahead the paths of others are foreseen [s]: people, and vehicles that cross;
#: and at which shares of that time.
FORESIGHT_WALKER, FORESIGHT_VEHICLE = 3.0, 2.0
FORESIGHT = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
#: Slower than this somebody stands [m/s].
STANDING = 0.2
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
    """Return what is in the way of `me`, who is at `station` [m] of `line`; None if nothing is in view.

    Everybody is looked at where they are now and where they will be a little later, all at once.
    """
    others = [other for other in world.agents.values() if other is not me and _distance(me, other) < VIEW]
    if not others:
        return None
    stations = station + np.arange(-GRID, VIEW, GRID)
    points = np.column_stack([np.interp(stations, line.stations, line.centre[:, k]) for k in (0, 1)])
    who = np.repeat(np.arange(len(others)), len(FORESIGHT))
    places = np.concatenate([other.position + FORESIGHT[:, None] * _reach(other) * other.velocity for other in others])
    gap = points - places[:, None]  # (N, K, 2)
    nearest = np.argmin((gap * gap).sum(axis=2), axis=1)
    tangent = points[nearest] - points[np.maximum(nearest - 1, 0)]
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
    offset = gap[np.arange(len(nearest)), nearest]
    side = np.abs(tangent[:, 1] * offset[:, 0] - tangent[:, 0] * offset[:, 1])
    heading = np.array([other.world_from_ground.rotation[:2, 0] for other in others])[who]
    cosine = (tangent * heading).sum(axis=1)
    sine = np.sqrt(np.maximum(0.0, 1 - cosine * cosine))
    size = np.array([other.size[:2] for other in others])[who]
    along = (size[:, 0] * np.abs(cosine) + size[:, 1] * sine) / 2
    across = (size[:, 0] * sine + size[:, 1] * np.abs(cosine)) / 2
    free = stations[nearest] - station - me.size[0] / 2 - along
    met = (nearest > 0) & (side <= across + me.size[1] / 2 + SIDE_SPACE) & (free >= -along)
    later = np.tile(FORESIGHT > 0, len(others))
    found = None
    for k in np.flatnonzero(met)[np.argsort(free[met], kind="stable")]:
        other = others[who[k]]
        if not later[k] or (other.speed > STANDING and _yields(me, other, cosine[k], free[k])):
            found = Leader(max(float(free[k]), 0.0), 0.0 if later[k] else float(other.speed * cosine[k]))
            break
    return found


def _distance(me: Agent, other: Agent) -> float:
    return float(np.hypot(*(other.position - me.position)))


def _reach(other: Agent) -> float:
    """Return how long ahead the path of `other` is foreseen [s]."""
    return FORESIGHT_VEHICLE if other.is_vehicle else FORESIGHT_WALKER


def _yields(me: Agent, other: Agent, cosine: float, free: float) -> bool:
    """Return whether `me` lets `other` go first: people always; crossing vehicles that come from the right."""
    if not other.is_vehicle:
        return True
    if abs(cosine) > CROSSING or free < 0 or free / max(me.speed, 0.5) > CONFLICT_TIME:
        return False
    forward = me.world_from_ground.rotation[:2, 0]
    towards = other.position - me.position
    return bool(forward[0] * towards[1] - forward[1] * towards[0] < 0)
