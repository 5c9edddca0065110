"""The world as those who move in it see it, as arrays: everybody, the lines that they follow, and where they will be.

Everybody is foreseen along the way they follow, at their present speed. Where two ways meet at about the same time, who
has to wait by a sign or light lets the other go; of equals the one that is clearly earlier goes first; else people go
before vehicles, and who comes from the right goes before who comes from the left. `kernels.driving` decides it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.datatypes.lane import Lane
from avsynth.steps._crowd import forces
from avsynth.steps._rules import Line, has_to_wait, next_line
from avsynth.steps._way import Way

if TYPE_CHECKING:  # these take numba along
    from avsynth.kernels.users import Lines, Users


@dataclass(frozen=True, eq=False)
class Traffic:
    """Everybody at one moment.

    Parameters
    ----------
    agents : tuple of Agent
    rows : mapping
        Name → row of all that follows.
    heights : float64 (N,) [m]
        Of the ground below each.
    ahead : tuple of Line or None
        The next line at which lights or signs may ask each to stop.
    users, lines
        See `kernels.users`.
    """

    agents: tuple[Agent, ...]
    rows: Mapping[str, int]
    heights: np.ndarray
    ahead: tuple[Line | None, ...]
    users: Users
    lines: Lines

    @cached_property
    def foreseen(self) -> np.ndarray:
        """Where everybody will be, float64 (N, T, 4), see `kernels.users.foresee`."""
        from avsynth.kernels import users as kernel  # takes numba along

        foreseen = np.empty((len(self.agents), len(kernel.AHEAD), 4))
        kernel.foresee(self.users, self.lines, foreseen)
        return foreseen

    @cached_property
    def forces(self) -> np.ndarray:
        """How those on foot push each other, float64 (N, 2) [m/s²]; 0 for the others."""
        return forces(self.agents)

    def rows_of(self, agents: Sequence[Agent]) -> np.ndarray:
        """Return the rows of some of them, int64."""
        return np.array([self.rows[agent.name] for agent in agents])


@lru_cache(maxsize=2)
def traffic(world: World) -> Traffic:
    """Return everybody; one answer a tick serves all who move."""
    from avsynth.kernels.users import Users  # takes numba along

    agents = tuple(world.agents.values())
    ways = [_followed(agent) for agent in agents]
    numbers = {way: number for number, way in enumerate(dict.fromkeys(way for way in ways if way is not None))}
    ahead = tuple(_line_ahead(agent, way, world) for agent, way in zip(agents, ways, strict=True))
    poses = [agent.world_from_ground for agent in agents]
    place = np.array([pose.translation for pose in poses])
    heights, rotations = place[:, 2].copy(), np.array([pose.rotation for pose in poses])
    place[:, 2] = np.arctan2(rotations[:, 1, 0], rotations[:, 0, 0])
    users = Users(
        place=place,
        motion=np.array([(agent.speed, agent.curvature, agent.acceleration) for agent in agents]),
        size=np.array([agent.size for agent in agents])[:, :2].copy(),
        vehicle=np.array([agent.is_vehicle for agent in agents]),
        waits=np.array([line is not None and has_to_wait(line) for line in ahead]),
        line=np.array([numbers.get(way, -1) for way in ways]),
    )
    rows = {agent.name: row for row, agent in enumerate(agents)}
    return Traffic(agents, rows, heights, ahead, users, lines_of(tuple(numbers)))


@lru_cache(maxsize=8)
def lines_of(ways: tuple[Way | Lane, ...]) -> Lines:
    """Return ways, and the lines of people on foot, as lines one after the other."""
    from avsynth.kernels.users import Lines  # takes numba along

    lines = [way.line if isinstance(way, Way) else way for way in ways]
    limits = [way.limit if isinstance(way, Way) else np.full(len(way.centre), np.inf) for way in ways]
    empty = np.zeros((0, 3))
    return Lines(
        start=np.cumsum([0, *(len(line.centre) for line in lines)]),
        point=np.ascontiguousarray(np.concatenate([empty, *(line.centre for line in lines)])[:, :2]),
        station=np.concatenate([empty[:, 0], *(line.stations for line in lines)]),
        limit=np.concatenate([empty[:, 0], *limits]),
    )


def _followed(agent: Agent) -> Way | Lane | None:
    """Return what an actor follows, as its step remembers it; None if it stands or goes straight on."""
    memory = agent.memory
    return (memory.get("way") or memory.get("line")) if "station" in memory else None


def _line_ahead(agent: Agent, way: Way | Lane | None, world: World) -> Line | None:
    """Return the next line at which lights or signs may ask an actor to stop, as others expect it to."""
    return next_line(agent, world, way, agent.memory["station"]) if isinstance(way, Way) else None
