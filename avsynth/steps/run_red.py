"""Run a red light or a stop sign."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream


@STEPS.register
class RunRed(Step):
    """Drive on whatever lights and signs say, and do not yield; others on the way are still heeded."""

    step: Literal["run_red"] = "run_red"
    moves: ClassVar[bool] = False

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        return replace(me, heedless=me.heedless | {"signals"})

    def is_done(self, me: Agent, world: World) -> bool:
        return False
