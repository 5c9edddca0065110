"""Emit: say that something has happened, so that others can go by it."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream


@STEPS.register
class Emit(Step):
    """Emit a word: from now on `emitted(ACTOR, "WORD")` holds for good, for others a tick later; done at once."""

    step: Literal["emit"] = "emit"
    moves: ClassVar[bool] = False
    lasts: ClassVar[bool] = False
    word: str = Field(min_length=1, description="What has happened, in any words.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        return replace(me, emitted={**me.emitted, self.word: world.time})

    def is_done(self, me: Agent, world: World) -> bool:
        return False
