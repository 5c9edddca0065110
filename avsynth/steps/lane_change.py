"""Change lanes: on a smooth course to a lane beside, in a gap or regardless."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Speed, Time
from avsynth.steps._changing import Change, Shape, change_to
from avsynth.steps._doing import doing
from avsynth.steps._following import Following
from avsynth.steps._lanes import lane_beside, lane_of, start_way, straight_on
from avsynth.steps._mobil import is_safe, neighbours
from avsynth.steps._way import Way, way_along


@STEPS.register
class LaneChange(Step):
    """Change lanes, by default as soon as nobody there has to brake hard; done on the other lane."""

    step: Literal["lane_change"] = "lane_change"
    to: str = Field(description="The lane: 'left', 'right', its name, or an actor that is on it.")
    duration: Time = Field(4.5, ge=1.0, le=15, description="How long the change takes [s].")
    shape: Shape = Field("quintic", description="How it goes over: quintic, smooth at both ends; or cosine.")
    gap: bool = Field(True, description="Wait for a safe gap; else go at once, whoever is there.")
    indicate: bool = Field(True, description="Use the indicators.")
    speed: Speed | None = Field(None, ge=0, description="Speed to drive at, by default the actor's own [m/s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        way, change = me.memory.get("way") or start_way(me, world.road), me.memory.get("change")
        if change is None:
            change = self._change(me, world, way)
        if self.indicate and change is not None:
            me = doing(me, f"indicate_{change.side}", dt)
        way = way if change is None else change.way
        moved = yield Following(me, way, me.desired_speed if self.speed is None else self.speed)
        done = 0.0 if change is None else change.share(moved.memory["station"])
        return moved.but(memory={**moved.memory, "way": way, "change": change, "progress": done})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _change(self, me: Agent, world: World, way: Way) -> Change | None:
        """Return the change if it can begin."""
        lane, _, _ = lane_of(me, world.road)
        target = way_along(straight_on(lane_beside(me, world, lane, self.to), world.road), 0.0)
        if self.gap and not is_safe(me, neighbours(me, world, target)):
            return None
        return change_to(me, way, target, self.duration, self.shape)
