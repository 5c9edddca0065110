"""Steps: what an actor does. Every step reads the old world and returns the actor's new state.

At each moment one step moves an actor; others may act beside it and say how it should move (`Step.moves`). What many
do alike, such as to follow a way, a step asks for as a `Movement`: all of a tick that are alike are made in one call.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, Self

import numpy as np

from avsynth.core.config import Config
from avsynth.core.frames import Pose
from avsynth.core.registry import Registry
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.footprint import Footprint
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import REAR_AXLE_SHARE

#: What road users pay heed to: others on the way, and lights and signs.
HEEDED = ("traffic", "signals")
#: Who walks; all others steer.
ON_FOOT = (Category.PEDESTRIAN, Category.ANIMAL)


@dataclass(frozen=True, eq=False)
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
        What the step that moves it keeps between ticks; empty when a step starts. Under ``"progress"`` the share of the
        step that is done.
    category : Category
    acts : mapping of a word of the actor's `acts` to a degree [1]
        How far it is in what it does besides moving; steps change it a little each tick, so that nothing jumps.
    kind : str
        Word of the ACTORS registry.
    acceleration : float [m/s²]
        Along its heading, during the last tick.
    pedal : float, optional [m/s²]
        The acceleration that a step beside the moving one asks for, instead of what the driver would do; forgotten
        after each tick.
    haste : float [1]
        Factor on the speed at which the moving step goes, set by steps beside it; 1 again after each tick.
    heedless : frozenset of str
        What it pays no heed to, set by steps beside the moving one: words of `HEEDED`; empty again after each tick.
    holds : frozenset of str
        The acts that a step keeps up in this tick; the others ease off.
    emitted : mapping of a word to a time [s]
        What has happened to it, by which others go, and when it last did.
    """

    name: str
    size: np.ndarray
    world_from_ground: Pose
    speed: float
    desired_speed: float
    distance: float = 0.0
    curvature: float = 0.0
    memory: Mapping[str, object] = field(default_factory=dict)
    category: Category = Category.CAR
    acts: Mapping[str, float] = field(default_factory=dict)
    kind: str = ""
    acceleration: float = 0.0
    pedal: float | None = None
    haste: float = 1.0
    heedless: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    emitted: Mapping[str, float] = field(default_factory=dict)

    def but(self, **changes: object) -> Self:
        """Return the actor with other values of some fields, as `dataclasses.replace` does, in a third of its time."""
        other = object.__new__(type(self))
        vars(other).update(vars(self), **changes)
        return other

    @property
    def position(self) -> np.ndarray:
        """Middle of its footprint, float64 (2,) [m], world."""
        return self.world_from_ground.translation[:2]

    @property
    def axle(self) -> np.ndarray:
        """Point below its rear axle, of those on foot below the middle, float64 (2,) [m], world."""
        behind = REAR_AXLE_SHARE * self.size[0] if self.is_vehicle else 0.0
        return self.position - behind * self.world_from_ground.rotation[:2, 0]

    @property
    def velocity(self) -> np.ndarray:
        """Velocity on the ground, float64 (2,) [m/s], world."""
        return self.speed * self.world_from_ground.rotation[:2, 0]

    @property
    def footprint(self) -> Footprint:
        """The rectangle it stands on."""
        x, y = self.position
        return Footprint(x, y, self.world_from_ground.yaw, self.size[0], self.size[1])

    @property
    def is_vehicle(self) -> bool:
        """Whether it steers rather than walks."""
        return self.category not in ON_FOOT


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """What a step may look at: the old state of everybody."""

    time: float
    agents: Mapping[str, Agent]
    road: RoadMap


class Movement(Protocol):
    """A movement that a step asks for, such as to follow a way; a value that holds the actor with its wishes."""

    @classmethod
    def made(cls, asked: Sequence[Self], world: World, dt: float) -> list[Agent]:
        """Return each actor that asks `dt` [s] later, in their order; who else asks changes nothing for it."""
        ...


#: A step under way in a tick: it yields movements, gets the actor that came of each, and returns the actor.
Moving = Generator[Movement, Agent, Agent]


def made(moving: Sequence[Moving], world: World, dt: float) -> list[Agent]:
    """Return what each of some steps comes to `dt` [s] later; movements that are alike are made together."""
    moved: dict[int, Agent] = {}
    given: dict[int, Agent | None] = dict.fromkeys(range(len(moving)))
    while given:
        asked: dict[type[Movement], dict[int, Movement]] = {}
        for number, agent in given.items():
            try:
                movement = moving[number].send(agent)
                asked.setdefault(type(movement), {})[number] = movement
            except StopIteration as ended:
                moved[number] = ended.value
        given = {}
        for kind, group in asked.items():
            given.update(zip(group, kind.made(tuple(group.values()), world, dt), strict=True))
    return [moved[number] for number in range(len(moving))]


class Step(Config, ABC):
    """Something an actor does for a while.

    A step that `moves` says where the actor is a tick later; one of them acts at a time, and while none does, the actor
    waits. A step that does not move acts beside it, before it in the same tick: it returns the actor with other wishes
    (`desired_speed`, `pedal`, `haste`, `heedless`, `acts`), which the moving step heeds, or with a word more `emitted`,
    and never with another pose.
    Each running step has a memory of its own, which it finds in ``me.memory``.

    A step that moves may be a generator: it yields a `Movement` and gets the actor that came of it.
    """

    step: str
    #: Whether it says where the actor goes.
    moves: ClassVar[bool] = True
    #: Whether it takes time; else what comes after it begins in the same tick.
    lasts: ClassVar[bool] = True

    @abstractmethod
    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent | Moving:
        """Return the actor `dt` [s] later."""

    @abstractmethod
    def is_done(self, me: Agent, world: World) -> bool:
        """Return whether the step has reached its end; a step that never ends returns False."""


STEPS: Registry[Step] = Registry("step", "avsynth.steps", key="step")
