"""Steps: what an actor does. Every step reads the old world and returns the actor's new state."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from avsynth.core.config import Config
from avsynth.core.frames import Pose
from avsynth.core.registry import Registry
from avsynth.core.seed import Stream
from avsynth.datatypes.road import RoadMap


@dataclass(frozen=True, slots=True, eq=False)
class Agent:
    """A moving actor during simulation.

    Parameters
    ----------
    name : str
    size : float64 (3,) [m]
    world_from_ground : Pose
        At the middle of its footprint on the ground, x along its heading.
    speed : float [m/s]
        Along its heading.
    distance : float [m]
        Travelled since the start.
    curvature : float [1/m]
    desired_speed : float [m/s]
        What its scenario asks for.
    memory : mapping
        What its running step keeps between ticks; empty when a step starts.
    """

    name: str
    size: np.ndarray
    world_from_ground: Pose
    speed: float
    desired_speed: float
    distance: float = 0.0
    curvature: float = 0.0
    memory: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """What a step may look at: the old state of everybody."""

    time: float
    agents: Mapping[str, Agent]
    road: RoadMap


class Step(Config, ABC):
    """Something an actor does for a while."""

    step: str

    @abstractmethod
    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        """Return the actor `dt` [s] later."""

    @abstractmethod
    def is_done(self, me: Agent, world: World) -> bool:
        """Return whether the step has reached its end; a step that never ends returns False."""


STEPS: Registry[Step] = Registry("step", "avsynth.steps", key="step")
