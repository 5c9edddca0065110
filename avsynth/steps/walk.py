"""Walk: along the pavement, or to a place."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.seed import Stream
from avsynth.core.units import Speed
from avsynth.datatypes.road import Lane
from avsynth.steps._walking import WALKING_SPEED, pavement_line, straight_line, stroll


@STEPS.register
class Walk(Step):
    """Walk on along the pavement in the direction faced, or straight to a lane, a crosswalk or an actor."""

    step: Literal["walk"] = "walk"
    to: str = Field("", description="Lane, crosswalk or actor to walk to; without it, along the pavement.")
    speed: Speed | None = Field(
        None, gt=0, description="Walking speed, by default the actor's own, else 1.34 m/s [m/s]."
    )

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        line = me.memory.get("line") or (self._line_to(me, world) if self.to else pavement_line(me, world.road))
        moved = stroll(me, world, line, self.speed or me.desired_speed or WALKING_SPEED, dt)
        return replace(moved, memory={**moved.memory, "line": line})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _line_to(self, me: Agent, world: World) -> Lane:
        """Return the straight line to the nearest point of what `to` names."""
        if self.to in world.agents:
            return straight_line([me.position, world.agents[self.to].position])
        crosswalk = next((c for c in world.road.crosswalks if c.name == self.to), None)
        if crosswalk is not None:
            ends = (crosswalk.start, crosswalk.end)
            return straight_line([me.position, min(ends, key=lambda end: np.hypot(*(end[:2] - me.position)))])
        lane = world.road.find(self.to)
        if lane is None:
            known = [*world.agents, *(lane.name for lane in world.road.lanes)]
            raise ScenarioError(f"{me.name!r} cannot walk to {self.to!r}: unknown{did_you_mean(self.to, known)}")
        station = float(np.clip(lane.project(me.position)[0], 0.0, lane.length))
        return straight_line([me.position, lane.pose_at(station).translation])
