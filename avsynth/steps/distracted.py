"""Distracted: looking at a phone instead of at the traffic."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Number
from avsynth.steps._doing import doing


@STEPS.register
class Distracted(Step):
    """Pay no heed to others, phone in hand; people also walk slower, drivers keep their foot where it is."""

    step: Literal["distracted"] = "distracted"
    moves: ClassVar[bool] = False
    #: People who write messages walk 10 to 20 % slower (engineering value).
    haste: Number = Field(0.85, gt=0, le=1, description="Factor on the speed of who walks [1].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        heedless = me.heedless | {"traffic", "signals"}
        if me.is_vehicle:
            return replace(me, heedless=heedless)
        return doing(replace(me, heedless=heedless, haste=me.haste * self.haste), "phone", dt)

    def is_done(self, me: Agent, world: World) -> bool:
        return False
