"""Wait: let time pass, until the scenario says otherwise."""

from __future__ import annotations

from typing import ClassVar, Literal

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream


@STEPS.register
class Wait(Step):
    """Wait: go on with whatever moves one; who has nothing else to do idles."""

    step: Literal["wait"] = "wait"
    moves: ClassVar[bool] = False

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        return me

    def is_done(self, me: Agent, world: World) -> bool:
        return False
