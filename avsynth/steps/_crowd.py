"""How people on foot push each other aside; `kernels.crowd` has the forces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from avsynth.contracts.step import Agent


def forces(agents: Sequence[Agent]) -> np.ndarray:
    """Return the social force of all others on foot on each, float64 (N, 2) [m/s²], world; 0 on who steers."""
    from avsynth.kernels import crowd  # takes numba along

    out = np.zeros((len(agents), 2))
    rows = [row for row, agent in enumerate(agents) if not agent.is_vehicle]
    if len(rows) > 1:
        people, pushes = [agents[row] for row in rows], np.empty((len(rows), 2))
        places = np.array([agent.position for agent in people])
        crowd.push(places, np.array([agent.velocity for agent in people]), _groups(people), pushes)
        out[rows] = pushes
    return out


def _groups(people: Sequence[Agent]) -> np.ndarray:
    """Return the number of the group of each, int64 (N,); −1 for those who walk alone."""
    groups = [agent.memory.get("group", "") for agent in people]
    led = set(groups)
    groups = [group or (agent.name if agent.name in led else "") for group, agent in zip(groups, people, strict=True)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(filter(None, groups)))}
    return np.array([numbers.get(group, -1) for group in groups])
