"""Speed: come to another speed at a given rate, and keep it for what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Acceleration, Speed


@STEPS.register
class ToSpeed(Step):
    """Come to a speed at an even rate, whatever the traffic asks for; done there, and it is the one to keep then."""

    step: Literal["speed"] = "speed"
    moves: ClassVar[bool] = False
    to: Speed = Field(ge=0, description="The speed to come to [m/s].")
    rate: Acceleration = Field(1.5, gt=0, le=10, description="How fast it changes [m/s2].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        wanted = (self.to - me.speed) / dt
        return replace(me, desired_speed=self.to, pedal=max(-self.rate, min(self.rate, wanted)))

    def is_done(self, me: Agent, world: World) -> bool:
        return abs(me.speed - self.to) < 0.05
