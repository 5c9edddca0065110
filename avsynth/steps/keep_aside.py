"""Keep a distance to the side of somebody: shift until one is so far left or right of them, and stay so."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Acceleration, Length, Speed
from avsynth.steps._changing import Change, change_to
from avsynth.steps._distances import other_of
from avsynth.steps._following import Following
from avsynth.steps._lanes import lane_of, start_way, straight_on
from avsynth.steps._way import Way, way_along

#: Nearer to its place than this one stays [m]; a shift takes at least this long [s].
NEAR, SHORTEST = 0.1, 0.5
#: Largest acceleration and speed of the smooth shift over d / T² and d / T: 10 / √3 and 15 / 8 of the quintic [1].
SHARPNESS, STEEPNESS = 5.7735, 1.875


@STEPS.register
class KeepAside(Step):
    """Shift to a distance to the side of an actor, across the road, and keep it."""

    step: Literal["keep_aside"] = "keep_aside"
    of: str = Field(description="The actor.")
    gap: Length = Field(0.5, ge=0, le=50, description="The distance [m].")
    side: Literal["left", "right", "any"] = Field("any", description="On which side of it; any: where one is.")
    between: Literal["boxes", "middles"] = Field("boxes", description="From where to where it counts.")
    once: bool = Field(False, description="Done as soon as one is there; else never.")
    fastest: Speed = Field(2.0, gt=0, le=10, description="How fast it shifts at most [m/s].")
    hardest: Acceleration = Field(2.0, gt=0, le=20, description="How hard it shifts at most [m/s2].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        way, change = me.memory.get("way") or start_way(me, world.road), me.memory.get("change")
        if change is None:
            change = self._change(me, world, way)
        way = way if change is None else change.way
        moved = yield Following(me, way, me.desired_speed)
        is_there = change is None
        if change is not None and change.share(moved.memory["station"]) >= 1.0:
            change = None
        progress = float(is_there and self.once)
        return moved.but(memory={**moved.memory, "way": way, "change": change, "progress": progress})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _change(self, me: Agent, world: World, way: Way) -> Change | None:
        """Return the shift to where it wants to be, None if it is there."""
        other = other_of(me, world, self.of, "keep aside of")
        lane, _, offset = lane_of(me, world.road)
        theirs = lane.project(other.position)[1]
        sign = {"left": 1.0, "right": -1.0}.get(self.side, 1.0 if offset >= theirs else -1.0)
        inside = float(me.size[1] + other.size[1]) / 2 if self.between == "boxes" else 0.0
        wanted = theirs + sign * (self.gap + inside)
        by = abs(wanted - offset)
        if by < NEAR:
            return None
        duration = max(STEEPNESS * by / self.fastest, float(np.sqrt(SHARPNESS * by / self.hardest)), SHORTEST)
        return change_to(me, way, way_along(straight_on(lane, world.road), wanted), duration)
