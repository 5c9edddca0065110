"""Shift within or out of the lane, slowly or fast, to an offset that is kept: drifting drivers, room for cyclists."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Speed, Time
from avsynth.steps._changing import change_to
from avsynth.steps._following import Following
from avsynth.steps._lanes import lane_of, start_way, straight_on
from avsynth.steps._way import way_along


@STEPS.register
class LaneOffset(Step):
    """Shift to the side by a length, which may lead out of the lane; done there."""

    step: Literal["lane_offset"] = "lane_offset"
    by: Length = Field(ge=-20, le=20, description="How far to the left; negative to the right [m].")
    duration: Time = Field(3.0, ge=0.5, le=30, description="How long it takes [s].")
    speed: Speed | None = Field(None, ge=0, description="Speed to drive at, by default the actor's own [m/s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        change = me.memory.get("change")
        if change is None:
            lane, _, offset = lane_of(me, world.road)
            target = way_along(straight_on(lane, world.road), offset + self.by)
            change = change_to(me, start_way(me, world.road), target, self.duration)
        moved = yield Following(me, change.way, me.desired_speed if self.speed is None else self.speed)
        done = change.share(moved.memory["station"])
        return moved.but(memory={**moved.memory, "way": change.way, "change": change, "progress": done})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
