"""How far it is along the line that somebody follows."""

from __future__ import annotations

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.datatypes.road import Lane

#: What is farther beside the line than this is not on it [m].
BESIDE = 15.0


def other_of(me: Agent, world: World, name: str, what: str) -> Agent:
    """Return another actor by name; raise ScenarioError where `me` cannot do `what` since there is none."""
    if name not in world.agents:
        raise ScenarioError(f"{me.name!r} cannot {what} {name!r}: no such actor{did_you_mean(name, world.agents)}")
    return world.agents[name]


def ahead_of(agent: Agent, origin: np.ndarray, place: np.ndarray, world: World) -> float:
    """Return how far `place` (2,) is ahead of `origin` (2,) along what an agent follows [m], negative behind.

    Straight where it follows no line, or the place is not on it: then behind is what is behind its back.
    """
    memory = world.agents[agent.name].memory
    line: Lane | None = getattr(memory.get("way"), "line", None) or memory.get("line")
    if line is not None:
        station, offset = line.project(place)
        if abs(offset) < BESIDE:
            return float(station - line.project(origin)[0])
    gap = place - origin
    forward = float(gap @ agent.world_from_ground.rotation[:2, 0])
    return float(np.copysign(np.hypot(*gap), forward))


def in_frame(points: np.ndarray, frame: str, me: Agent, world: World) -> np.ndarray:
    """Return points (K, 2) [m] in the world that count from the middle of an actor, along its heading.

    `frame` is its name, ``self`` for `me`; ``world`` for points that are in the world already.
    """
    if frame == "world":
        return points
    origin = (me if frame == "self" else other_of(me, world, frame, "count from")).world_from_ground
    return origin.translation[:2] + points @ origin.rotation[:2, :2].T
