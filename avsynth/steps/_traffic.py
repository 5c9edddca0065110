"""Who is in the way of a vehicle, now or soon, and who goes first.

Everybody is foreseen along the way they follow, at their present speed. Where two ways meet at about the same time, who
has to wait by a sign or light lets the other go; of equals the one that is clearly earlier goes first; else people go
before vehicles, and who comes from the right goes before who comes from the left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.datatypes.road import Lane
from avsynth.steps._leading import VIEW, Leader
from avsynth.steps._rules import must_yield

#: Distance between the points of the way that are looked at [m].
GRID = 1.0
#: Free space to either side that a vehicle wants when it passes something [m].
SIDE_SPACE = 0.35
#: Times ahead at which everybody is foreseen [s].
AHEAD = np.linspace(0.0, 4.5, 10)
#: Directions closer than this run along each other [1] (cosine).
ALONG = 0.7
#: Who arrives earlier by this goes first [s]; and who has left this long before is no concern [s].
EARLIER, LEFT_BEFORE = 1.0, 0.6
#: People who will step onto the way within this time are let go first [s], if this braking is enough for it [m/s²].
COURTESY, COURTEOUS_BRAKING = 3.0, 3.0
#: Where two ways become one, who is this much nearer to that place does not wait [m].
MERGE_SPACE = 1.0
#: A vehicle that stands reckons with this speed when it thinks of going [m/s].
STARTING = 2.5


@dataclass(frozen=True, eq=False)
class Foreseen:
    """Where everybody will be: `places`, `headings` float64 (N, T, 2), `size` (N, 2) [m], in the order of `agents`.

    `waiting` are the names of those who have to let others go first, by a sign or a light.
    """

    agents: tuple[Agent, ...]
    places: np.ndarray
    headings: np.ndarray
    size: np.ndarray
    waiting: frozenset[str]


@dataclass(frozen=True, eq=False)
class Encounter:
    """How one actor meets the way of a vehicle, at the times `AHEAD`, (T,) each.

    `is_met`: whether it is on the way; `free` [m]: distance along the way up to it; `cosine`: of its heading to it.
    """

    other: Agent
    is_met: np.ndarray
    free: np.ndarray
    cosine: np.ndarray


def leader(me: Agent, world: World, line: Lane, station: float) -> Leader | None:
    """Return what `me`, at `station` [m] of `line`, must keep behind or stop for; None if nothing is in view."""
    found, waiting = None, _foreseen(world).waiting
    for encounter in _encounters(me, world, line, station):
        met = _in_the_way(me, encounter, waiting)
        if met is not None and (found is None or met.gap < found.gap):
            found = met
    return found


@lru_cache(maxsize=2)
def _foreseen(world: World) -> Foreseen:
    """Return where everybody will be; one answer a tick serves all drivers."""
    agents = tuple(world.agents.values())
    ways = [_way(agent) for agent in agents]
    return Foreseen(
        agents,
        np.array([places for places, _ in ways]),
        np.array([headings for _, headings in ways]),
        np.array([agent.size[:2] for agent in agents]),
        frozenset(agent.name for agent in agents if must_yield(agent, world)),
    )


def _way(agent: Agent) -> tuple[np.ndarray, np.ndarray]:
    """Return places and headings (T, 2) of an actor at the times `AHEAD`, along what it follows or straight on."""
    line = getattr(agent.memory.get("way"), "line", None) or agent.memory.get("line")
    forward = agent.world_from_ground.rotation[:2, 0]
    if line is None or "station" not in agent.memory or agent.speed == 0:
        return agent.position + AHEAD[:, None] * agent.velocity, np.tile(forward, (len(AHEAD), 1))
    station = agent.memory["station"] + agent.speed * AHEAD
    if not agent.is_vehicle:
        station = np.minimum(station, line.length)
    points = np.column_stack([np.interp(station, line.stations, line.centre[:, k]) for k in (0, 1)])
    headings = np.column_stack([np.interp(station, line.stations, line.tangents[:, k]) for k in (0, 1)])
    points[0], headings[0] = agent.position, forward
    return points, headings / np.maximum(np.hypot(*headings.T), 1e-9)[:, None]


def _encounters(me: Agent, world: World, line: Lane, station: float) -> list[Encounter]:
    """Return how the others meet the way of `me`, those that do at any time."""
    seen = _foreseen(world)
    distance = np.hypot(*(seen.places[:, 0] - me.position).T)
    near = [k for k in np.flatnonzero(distance < VIEW) if seen.agents[k].name != me.name]
    if not near:
        return []
    stations = station + np.arange(-GRID, VIEW, GRID)
    points = np.column_stack([np.interp(stations, line.stations, line.centre[:, k]) for k in (0, 1)])
    gap = points - seen.places[near][:, :, None]  # (N, T, K, 2)
    nearest = np.argmin((gap * gap).sum(axis=3), axis=2)  # (N, T)
    tangent = points[nearest] - points[np.maximum(nearest - 1, 0)]
    tangent /= np.maximum(np.linalg.norm(tangent, axis=2), 1e-9)[..., None]
    offset = np.take_along_axis(gap, nearest[:, :, None, None], axis=2)[:, :, 0]
    side = np.abs(tangent[..., 1] * offset[..., 0] - tangent[..., 0] * offset[..., 1])
    cosine = (tangent * seen.headings[near]).sum(axis=2)
    sine = np.sqrt(np.maximum(0.0, 1 - cosine * cosine))
    length, width = seen.size[near, 0, None], seen.size[near, 1, None]
    along, across = (length * np.abs(cosine) + width * sine) / 2, (length * sine + width * np.abs(cosine)) / 2
    swing = me.size[0] ** 2 / 8 * abs(me.curvature)  # how far the ends of a long vehicle leave its arc
    free = stations[nearest] - station - me.size[0] / 2 - along
    met = (
        (nearest > 0)
        & (nearest < len(points) - 1)
        & (side <= across + me.size[1] / 2 + SIDE_SPACE + swing)
        & (free >= -along)
    )
    return [Encounter(seen.agents[k], met[n], free[n], cosine[n]) for n, k in enumerate(near) if met[n].any()]


def _in_the_way(me: Agent, encounter: Encounter, waiting: frozenset[str]) -> Leader | None:
    """Return the other as something to keep behind or stop for, or None if it is no concern."""
    other, k = encounter.other, int(np.argmax(encounter.is_met))
    gap, cosine = float(encounter.free[k]), float(encounter.cosine[k])
    if k == 0:
        return Leader(max(gap, 0.0), float(other.speed * cosine))
    if gap < 0:
        return None
    until = AHEAD[np.flatnonzero(encounter.is_met)[-1]]
    mine = gap / max(me.speed, STARTING)
    if not other.is_vehicle:
        return Leader(gap, 0.0) if _lets_walk(me, AHEAD[k], until, mine, gap) else None
    ranks = me.name in waiting, other.name in waiting
    if not _are_near_in_time(me, other, (AHEAD[k], until), mine):
        return None
    if not (ranks[0] if ranks[0] != ranks[1] else _lets_go_first(me, other, AHEAD[k], mine, cosine)):
        return None
    if cosine > ALONG:  # it will go on ahead of me: keep behind it as if it were there already
        return Leader(max(gap - other.speed * cosine * AHEAD[k], 1.0), float(other.speed * cosine))
    return Leader(gap, 0.0)


def _lets_walk(me: Agent, first: float, until: float, mine: float, gap: float) -> bool:
    """Return whether `me`, there at `mine`, lets somebody walk who is on its way from `first` to `until` [s]."""
    braking = me.speed**2 / (2 * max(gap - 1.0, 0.1))
    if until + LEFT_BEFORE < mine:
        return False
    return first < mine + EARLIER or (first < COURTESY and braking < COURTEOUS_BRAKING)


def _are_near_in_time(me: Agent, other: Agent, span: tuple[float, float], mine: float) -> bool:
    """Return whether `me`, there at `mine` [s], comes near in time to who is there for the time `span` [s].

    From rest at a line this is a critical gap of about 4.2 s.
    """
    passed = mine + (me.size[0] + other.size[1]) / max(me.speed, STARTING)
    return span[1] + LEFT_BEFORE >= mine and passed + LEFT_BEFORE >= span[0]


def _lets_go_first(me: Agent, other: Agent, first: float, mine: float, cosine: float) -> bool:
    """Return whether `me`, there at `mine` [s], lets a vehicle of its rank go first that is there at `first` [s]."""
    if cosine > ALONG:  # the two ways become one: who is nearer to that place goes first
        return other.speed * first < mine * max(me.speed, STARTING) + MERGE_SPACE
    if abs(first - mine) > EARLIER:
        return first < mine
    forward = me.world_from_ground.rotation[:2, 0]
    towards = other.position - me.position
    if float(forward @ other.world_from_ground.rotation[:2, 0]) < -ALONG:  # we face each other: who turns waits
        return (abs(me.curvature), me.name) > (abs(other.curvature), other.name)
    return bool(forward[0] * towards[1] - forward[1] * towards[0] < 0)
