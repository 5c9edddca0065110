"""Speed: come to another speed at a given rate, and keep it for what follows."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Acceleration, Length, Number, Speed, Time

#: The slowest and fastest change of the speed [m/s²].
SLOWEST, HARDEST = 1e-3, 10.0
#: This near to the speed it is there [m/s].
THERE = 0.05


@STEPS.register
class ToSpeed(Step):
    """Come to a speed at an even rate, whatever the traffic asks for; done there, and it is the one to keep then."""

    step: Literal["speed"] = "speed"
    moves: ClassVar[bool] = False
    to: Speed = Field(ge=0, description="The speed to come to [m/s].")
    rate: Acceleration = Field(1.5, gt=0, le=10, description="How fast it changes [m/s2].")
    within: Time | None = Field(None, gt=0, le=600, description="In which time it changes, instead of the rate [s].")
    jerk: Number | None = Field(None, gt=0, le=100, description="How fast the rate itself changes [m/s3].")
    over: Length | None = Field(None, gt=0, le=5000, description="Over which length, instead of the rate [m].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        rate = me.memory.get("rate") or self._rate(me.speed)
        pedal = self._pedal(me, rate, dt)
        reached = me.speed + pedal * dt  # also what it keeps if something interrupts it
        desired = self.to if abs(reached - self.to) < THERE else reached
        return replace(me, desired_speed=desired, pedal=pedal, memory={"rate": rate, "pedal": pedal})

    def is_done(self, me: Agent, world: World) -> bool:
        return abs(me.speed - self.to) < THERE

    def _pedal(self, me: Agent, rate: float, dt: float) -> float:
        """Return the acceleration now [m/s²], which rises and falls by the jerk if there is one."""
        left = (self.to - me.speed) / dt
        if self.jerk is None:
            return max(-rate, min(rate, left))
        easing = math.sqrt(2 * self.jerk * abs(self.to - me.speed))  # from which it is 0 when the speed is reached
        wanted = math.copysign(min(rate, easing), left)
        before, change = me.memory.get("pedal", me.acceleration), self.jerk * dt
        return max(before - change, min(before + change, wanted))

    def _rate(self, speed: float) -> float:
        """Return the even rate from a speed at the start [m/s²]."""
        rate = self.rate
        if self.within is not None:
            rate = abs(self.to - speed) / self.within
            if self.jerk is not None:  # T = Δv / a + a / j
                rest = max(self.within**2 - 4 * abs(self.to - speed) / self.jerk, 0.0)
                rate = self.jerk * (self.within - math.sqrt(rest)) / 2
        elif self.over is not None:
            rate = abs(self.to**2 - speed**2) / (2 * self.over)
        return min(max(rate, SLOWEST), HARDEST)
