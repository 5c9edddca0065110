"""Jaywalk: cross a road anywhere, slantwise, not at its crosswalk."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Angle, Speed
from avsynth.steps._places import other_side
from avsynth.steps._walking import WALKING_SPEED, Strolling, straight_line


@STEPS.register
class Jaywalk(Step):
    """Cross a road from where one stands, slantwise and without waiting, even if there is a crosswalk near."""

    step: Literal["jaywalk"] = "jaywalk"
    road: str = Field(description="Road or leg to cross.")
    slant: Angle = Field(0.35, ge=-1.2, le=1.2, description="Angle to the way straight across, to the left [rad].")
    speed: Speed | None = Field(
        None, gt=0, description="Walking speed, by default the actor's own, else 1.34 m/s [m/s]."
    )

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        line = me.memory.get("line")
        if line is None:
            across = other_side(me, world.road, self.road) - me.position
            aside = np.tan(self.slant) * np.array([-across[1], across[0]])
            line = straight_line([me.position, me.position + across + aside])
        moved = yield Strolling(me, line, self.speed or me.desired_speed or WALKING_SPEED)
        return moved.but(memory={**moved.memory, "line": line})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
