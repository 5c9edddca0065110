"""Keep the speed: neither faster nor slower, whatever the traffic asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream


@STEPS.register
class KeepSpeed(Step):
    """Keep the present speed on the way that one is on, without heed of others."""

    step: Literal["keep_speed"] = "keep_speed"
    moves: ClassVar[bool] = False

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        return replace(me, pedal=0.0)

    def is_done(self, me: Agent, world: World) -> bool:
        return False
