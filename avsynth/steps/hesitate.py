"""Hesitate: stop and go on, once or several times."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Time
from avsynth.steps._doing import doing


@STEPS.register
class Hesitate(Step):
    """Stop for a pause, looking to both sides, and go on for a while, in turn; done after the last pause."""

    step: Literal["hesitate"] = "hesitate"
    moves: ClassVar[bool] = False
    pause: Time = Field(0.8, gt=0, le=10, description="How long each stop is [s].")
    go: Time = Field(0.7, gt=0, le=10, description="How long one goes on between stops [s].")
    times: int = Field(1, ge=1, le=20, description="How many stops [1].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        elapsed = me.memory.get("elapsed", 0.0)
        phase = elapsed % (self.pause + self.go)
        stops = phase < self.pause
        wishes = replace(me, haste=0.0, pedal=-HARD if me.is_vehicle else None) if stops else me
        if stops and not me.is_vehicle:
            wishes = doing(wishes, "look_left" if phase < self.pause / 2 else "look_right", dt)
        return replace(wishes, memory={"elapsed": elapsed + dt})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("elapsed", 0.0) >= self.times * self.pause + (self.times - 1) * self.go - 1e-9


#: Braking of drivers who hesitate [m/s²] (engineering value).
HARD = 3.0
