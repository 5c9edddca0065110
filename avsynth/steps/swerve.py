"""Swerve: to one side and back, as round something that stands in the way."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Time
from avsynth.steps._changing import blended, change_to
from avsynth.steps._following import Following
from avsynth.steps._lanes import lane_of, start_way, straight_on
from avsynth.steps._way import Way, way_along


@STEPS.register
class Swerve(Step):
    """Swerve to one side and back into the lane, without braking for bends; done when back."""

    step: Literal["swerve"] = "swerve"
    by: Length = Field(1.5, ge=-8, le=8, description="How far to the left; negative to the right [m].")
    duration: Time = Field(1.6, ge=0.8, le=10, description="How long each way takes [s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        way, end = me.memory.get("course") or self._course(me, world)
        moved = yield Following(me, way, me.desired_speed)
        done = min(1.0, moved.memory["station"] / end)
        return moved.but(memory={**moved.memory, "way": way, "course": (way, end), "progress": done})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _course(self, me: Agent, world: World) -> tuple[Way, float]:
        """Return the way out and back, and the station where it is over [m]."""
        lane, _, offset = lane_of(me, world.road)
        home = start_way(me, world.road)
        out = change_to(me, home, way_along(straight_on(lane, world.road), offset + self.by), self.duration)
        distance = out.end - out.start
        return blended(out.way, home, out.end, distance), out.end + distance + out.settling
