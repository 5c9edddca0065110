"""Keep a distance: speed up or slow down until one is so far behind or ahead of somebody, and stay so."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Acceleration, Length, Number, Speed, Time
from avsynth.steps._distances import ahead_of, other_of

#: The rest of a distance is made up for in the first time [s], with this share of the hardest braking [1], and that of
#: a speed in the other [s]: four times shorter, so that nothing swings.
SETTLING, SHARE, RESPONSE = 1.6, 0.7, 0.4
#: This near to the distance [m] and the speed of the other [m/s] one is there.
THERE, ALIKE = 0.1, 0.2


@STEPS.register
class KeepDistance(Step):
    """Come to a distance from an actor along the way and keep it, whatever else is there."""

    step: Literal["keep_distance"] = "keep_distance"
    moves: ClassVar[bool] = False
    to: str = Field(description="The actor.")
    gap: Length = Field(0.0, ge=0, le=500, description="The distance [m].")
    headway: Time = Field(0.0, ge=0, le=30, description="The distance one covers in this time is added to it [s].")
    where: Literal["behind", "ahead", "any"] = Field("any", description="On which side of it; any: where one is.")
    between: Literal["boxes", "axles"] = Field("boxes", description="From where to where it counts.")
    once: bool = Field(False, description="Done as soon as one is there; else never.")
    acceleration: Acceleration = Field(3.0, gt=0, le=10, description="How fast it speeds up at most [m/s2].")
    braking: Acceleration = Field(5.0, gt=0, le=10, description="How hard it brakes at most [m/s2].")
    jerk: Number = Field(20.0, gt=0, le=100, description="How fast either of them changes at most [m/s3].")
    fastest: Speed = Field(70.0, gt=0, le=100, description="How fast it drives at most [m/s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        other = other_of(me, world, self.to, "keep a distance from")
        ends = (me.position, other.position) if self.between == "boxes" else (me.axle, other.axle)
        ahead = ahead_of(me, *ends, world)
        side = me.memory.get("side") or self._side(ahead)
        far = side * ahead - self._reach(me, other) - self.gap - self.headway * me.speed
        closing = min(SHARE * np.sqrt(2 * self.braking * abs(far)), abs(far) / SETTLING)
        goal = float(np.clip(other.speed + side * np.copysign(closing, far), 0.0, self.fastest))
        before, change = me.memory.get("pedal", me.acceleration), self.jerk * dt
        pedal = float(np.clip((goal - me.speed) / RESPONSE, -self.braking, self.acceleration))
        pedal = float(np.clip(pedal, before - change, before + change))
        is_there = abs(far) < THERE and abs(me.speed - other.speed) < ALIKE
        memory = {"side": side, "pedal": pedal, "progress": float(is_there and self.once)}
        return replace(me, pedal=pedal, desired_speed=max(me.speed + pedal * dt, 0.0), memory=memory)

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _side(self, ahead: float) -> int:
        """Return 1 to be behind the other, −1 to be ahead of it."""
        return {"behind": 1, "ahead": -1, "any": 1 if ahead >= 0 else -1}[self.where]

    def _reach(self, me: Agent, other: Agent) -> float:
        """Return what of a distance between the two lies inside them [m]."""
        return float(me.size[0] + other.size[0]) / 2 if self.between == "boxes" else 0.0
