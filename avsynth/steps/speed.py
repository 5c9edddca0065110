"""Speed: come to another speed at a given rate, and keep it for what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Acceleration, Speed

#: This near to the speed it is there [m/s].
THERE = 0.05


@STEPS.register
class ToSpeed(Step):
    """Come to a speed at an even rate, whatever the traffic asks for; done there, and it is the one to keep then."""

    step: Literal["speed"] = "speed"
    moves: ClassVar[bool] = False
    to: Speed = Field(ge=0, description="The speed to come to [m/s].")
    rate: Acceleration = Field(1.5, gt=0, le=10, description="How fast it changes [m/s2].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        pedal = max(-self.rate, min(self.rate, (self.to - me.speed) / dt))
        reached = me.speed + pedal * dt  # also what it keeps if something interrupts it
        return replace(me, desired_speed=self.to if abs(reached - self.to) < THERE else reached, pedal=pedal)

    def is_done(self, me: Agent, world: World) -> bool:
        return abs(me.speed - self.to) < THERE
