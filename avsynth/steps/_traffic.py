"""The world as drivers see it, as arrays: everybody, the lines that they follow, and where they will be.

Everybody is foreseen along the way they follow, at their present speed. Where two ways meet at about the same time, who
has to wait by a sign or light lets the other go; of equals the one that is clearly earlier goes first; else people go
before vehicles, and who comes from the right goes before who comes from the left. `kernels.driving` decides it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.steps._rules import must_yield
from avsynth.steps._way import Way

if TYPE_CHECKING:  # these take numba along
    from avsynth.kernels.users import Lines, Users


@dataclass(frozen=True, eq=False)
class Traffic:
    """Everybody at one moment.

    Parameters
    ----------
    rows : mapping
        Name → row of `users`.
    ways : mapping
        Name → the way that it follows.
    users, lines
        See `kernels.users`.
    foreseen : float64 (N, T, 4)
        Where everybody will be, see `kernels.users.foresee`.
    """

    rows: Mapping[str, int]
    ways: Mapping[str, Way]
    users: Users
    lines: Lines
    foreseen: np.ndarray


def traffic(world: World, me: Agent, way: Way) -> Traffic:
    """Return everybody; one answer a tick serves all drivers but those who have just taken to another way."""
    seen = _seen(world)
    return seen if seen.ways.get(me.name) is way else _arrays(world, {me.name: way})


@lru_cache(maxsize=2)
def _seen(world: World) -> Traffic:
    return _arrays(world, {})


def _arrays(world: World, taken: Mapping[str, Way]) -> Traffic:
    from avsynth.kernels import users as kernel  # takes numba along

    agents = list(world.agents.values())
    found = {agent.name: taken.get(agent.name) or _way(agent) for agent in agents}
    ways = {name: way for name, way in found.items() if way is not None}
    numbers = {name: number for number, name in enumerate(ways)}
    users = kernel.Users(
        place=np.array([(*agent.position, agent.world_from_ground.yaw) for agent in agents]),
        motion=np.array([(agent.speed, agent.curvature, agent.acceleration) for agent in agents]),
        size=np.array([agent.size[:2] for agent in agents]),
        vehicle=np.array([agent.is_vehicle for agent in agents]),
        waits=np.array([must_yield(agent, world) for agent in agents]),
        line=np.array([numbers.get(agent.name, -1) for agent in agents]),
    )
    lines = _lines(tuple(ways.values()))
    foreseen = np.empty((len(agents), len(kernel.AHEAD), 4))
    kernel.foresee(users, lines, foreseen)
    return Traffic({agent.name: row for row, agent in enumerate(agents)}, ways, users, lines, foreseen)


def _way(agent: Agent) -> Way | None:
    """Return what an actor follows, as its step remembers it; None if it stands or goes straight on."""
    way = agent.memory.get("way")
    if way is None and "line" in agent.memory and "station" in agent.memory:
        return _walk(agent.memory["line"])
    return way if isinstance(way, Way) and "station" in agent.memory else None


@lru_cache(maxsize=1024)
def _walk(line: object) -> Way:
    """Return the line of somebody on foot as a way."""
    return Way(line, np.full(len(line.centre), np.inf))


@lru_cache(maxsize=8)
def _lines(ways: tuple[Way, ...]) -> Lines:
    from avsynth.kernels.users import Lines  # takes numba along

    counts = [len(way.line.centre) for way in ways]
    empty = np.zeros((0, 3))
    return Lines(
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        point=np.ascontiguousarray(np.concatenate([empty, *(way.line.centre for way in ways)])[:, :2]),
        station=np.concatenate([empty[:, 0], *(way.line.stations for way in ways)]),
        limit=np.concatenate([empty[:, 0], *(way.limit for way in ways)]),
    )
