"""Sprint: go on as one does, only faster."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Number


@STEPS.register
class Sprint(Step):
    """Go faster on the way that one is on."""

    step: Literal["sprint"] = "sprint"
    moves: ClassVar[bool] = False
    boost: Number = Field(1.3, gt=1, le=4, description="Factor on the speed of the step that moves one [1].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        return replace(me, haste=me.haste * self.boost)

    def is_done(self, me: Agent, world: World) -> bool:
        return False
