"""Lights: hazard lights, indicators, brake or reversing lamps, whatever the vehicle does."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.steps._doing import doing


@STEPS.register
class Lights(Step):
    """Show lights: hazard, indicate_left, indicate_right, brake or reverse, as long as the step lasts."""

    step: Literal["lights"] = "lights"
    moves: ClassVar[bool] = False
    state: Literal["hazard", "indicate_left", "indicate_right", "brake", "reverse"] = Field(description="Which.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        return doing(me, self.state, dt, within=dt)

    def is_done(self, me: Agent, world: World) -> bool:
        return False
