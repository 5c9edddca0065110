"""Brake: slow down at a given rate, whatever the traffic asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Acceleration


@STEPS.register
class Brake(Step):
    """Brake at an even rate, on the way that one is on; done at rest, and then one keeps standing."""

    step: Literal["brake"] = "brake"
    moves: ClassVar[bool] = False
    rate: Acceleration = Field(3.0, gt=0, le=10, description="How hard [m/s2].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        reached = max(me.speed - self.rate * dt, 0.0)  # kept when the brake is let go: who has stopped stands
        return replace(me, pedal=-self.rate, desired_speed=min(me.desired_speed, reached))

    def is_done(self, me: Agent, world: World) -> bool:
        return me.speed == 0
