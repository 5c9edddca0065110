"""How people on foot push each other aside; `kernels.crowd` has the forces."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from avsynth.contracts.step import Agent, World


def push(me: Agent, world: World) -> np.ndarray:
    """Return the social force of all others on foot on `me`, float64 (2,) [m/s²], world."""
    return _pushes(world).get(me.name, np.zeros(2))


def near(me: Agent, world: World, reach: float) -> list[Agent]:
    """Return the others whose middles are at most `reach` [m] away along x and along y, in their order."""
    agents, places = _places(world)
    close = np.flatnonzero((np.abs(places - me.position) <= reach).all(axis=1))
    return [agents[k] for k in close.tolist() if agents[k].name != me.name]


@lru_cache(maxsize=2)
def _places(world: World) -> tuple[tuple[Agent, ...], np.ndarray]:
    """Return everybody, and their places (N, 2) [m]; one answer a tick serves all who look around."""
    agents = tuple(world.agents.values())
    return agents, np.array([agent.position for agent in agents]).reshape(-1, 2)


@lru_cache(maxsize=2)
def _pushes(world: World) -> Mapping[str, np.ndarray]:
    """Return the forces on all who are on foot; one answer a tick serves them all."""
    people = [agent for agent in world.agents.values() if not agent.is_vehicle]
    if len(people) < 2:
        return {}
    from avsynth.kernels import crowd  # takes numba along

    groups = [agent.memory.get("group", "") for agent in people]
    led = set(groups)
    groups = [group or (agent.name if agent.name in led else "") for group, agent in zip(groups, people, strict=True)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(filter(None, groups)))}
    forces = np.empty((len(people), 2))
    crowd.push(
        np.array([agent.position for agent in people]),
        np.array([agent.velocity for agent in people]),
        np.array([numbers.get(group, -1) for group in groups]),
        forces,
    )
    return dict(zip((agent.name for agent in people), forces, strict=True))
