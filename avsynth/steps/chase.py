"""Chase: run after somebody or something that moves, such as a ball."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Speed
from avsynth.steps._walking import Strolling, straight_line


@STEPS.register
class Chase(Step):
    """Run after an actor, wherever it goes, without looking; done when near it."""

    step: Literal["chase"] = "chase"
    target: str = Field(description="The actor to run after.")
    speed: Speed = Field(3.0, gt=0, le=9, description="How fast [m/s].")
    near: Length = Field(0.6, gt=0, le=20, description="Distance between the two middles at which it is done [m].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        if self.target not in world.agents:
            hint = did_you_mean(self.target, world.agents)
            raise ScenarioError(f"{me.name!r} cannot run after {self.target!r}: no such actor{hint}")
        goal = world.agents[self.target].position
        moved = yield Strolling(me, straight_line([me.position, goal]), self.speed)
        left = float(np.hypot(*(goal - moved.position)))
        return moved.but(memory={"progress": 1.0 if left < self.near else 0.0})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
