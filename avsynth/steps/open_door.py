"""Open a door of a vehicle that stands."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Time
from avsynth.steps._doing import doing


@STEPS.register
class OpenDoor(Step):
    """Open a door, and hold it open as long as the step lasts; then it falls shut."""

    step: Literal["open_door"] = "open_door"
    moves: ClassVar[bool] = False
    which: Literal["front_left", "front_right", "rear_left", "rear_right"] = Field("front_left", description="Which.")
    within: Time = Field(0.9, gt=0.1, le=10, description="How long it takes to open [s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        return doing(me, f"door_{self.which}", dt, within=self.within)

    def is_done(self, me: Agent, world: World) -> bool:
        return False
