"""Gestures of people: whatever their kind can do besides walking, such as wave or phone."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Time
from avsynth.steps._doing import doing


@STEPS.register
class Gesture(Step):
    """Do something beside walking or standing that the kind of actor knows, such as wave, phone, sit or carry."""

    step: Literal["gesture"] = "gesture"
    moves: ClassVar[bool] = False
    act: str = Field(description="What: a word of the kind's acts.")
    within: Time = Field(0.6, gt=0.1, le=10, description="How long it takes to get into it [s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        return doing(me, self.act, dt, within=self.within)

    def is_done(self, me: Agent, world: World) -> bool:
        return False
