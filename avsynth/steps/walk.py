"""Walk: along the pavement, or to a place."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Speed
from avsynth.steps._places import route_on_foot
from avsynth.steps._walking import WALKING_SPEED, Strolling, pavement_line


@STEPS.register
class Walk(Step):
    """Walk on along the pavement in the direction faced, or straight to a lane, a crosswalk or an actor."""

    step: Literal["walk"] = "walk"
    to: str = Field("", description="Lane, crosswalk or actor to walk to; without it, along the pavement.")
    speed: Speed | None = Field(
        None, gt=0, description="Walking speed, by default the actor's own, else 1.34 m/s [m/s]."
    )

    group: str = Field("", description="Name of the group one walks in; its members keep together.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        line = me.memory.get("line") or (
            route_on_foot(me, world, self.to) if self.to else pavement_line(me, world.road)
        )
        moved = yield Strolling(me, line, self.speed or me.desired_speed or WALKING_SPEED)
        return moved.but(memory={**moved.memory, "line": line, "group": self.group})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
