"""Drive on the wrong side: along a lane against its direction."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Speed
from avsynth.steps._following import Following
from avsynth.steps._lanes import back_from, lane_of
from avsynth.steps._way import way_of


@STEPS.register
class WrongWay(Step):
    """Drive along the nearest lane against its direction, to where it begins."""

    step: Literal["wrong_way"] = "wrong_way"
    speed: Speed | None = Field(None, ge=0, description="Speed to drive at, by default the actor's own [m/s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        way = me.memory.get("way")
        if way is None:
            lane, _, _ = lane_of(me, world.road, against=True)
            way = way_of([each.centre[::-1] for each in back_from(lane, world.road)])
        moved = yield Following(me, way, me.desired_speed if self.speed is None else self.speed)
        done = min(1.0, moved.memory["station"] / way.line.length)
        return moved.but(memory={**moved.memory, "way": way, "progress": done})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
