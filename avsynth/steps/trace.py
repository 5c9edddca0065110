"""Trace: go along a given line at one's own speed."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Speed
from avsynth.steps._distances import in_frame
from avsynth.steps._following import Following
from avsynth.steps._walking import Strolling, straight_line
from avsynth.steps._way import RUN_ON, way_of


@STEPS.register
class Trace(Step):
    """Go along a given line, by steering on wheels, walking on foot; done at its end."""

    step: Literal["trace"] = "trace"
    line: tuple[tuple[Length, Length], ...] = Field(min_length=2, description="Its points, x and y [m], world.")
    frame: str = Field("world", description="Where they count from: the world, or an actor at the start of the step.")
    speed: Speed | None = Field(None, ge=0, description="How fast, by default the actor's own speed [m/s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        speed = me.desired_speed if self.speed is None else self.speed
        if not me.is_vehicle:
            line = me.memory.get("line") or straight_line(list(in_frame(np.array(self.line), self.frame, me, world)))
            moved = yield Strolling(me, line, speed)
            return moved.but(memory={**moved.memory, "line": line})
        way = me.memory.get("way") or way_of([self._points(me, world)])
        moved = yield Following(me, way, speed)
        done = min(1.0, moved.memory["station"] / (way.line.length - RUN_ON))
        return moved.but(memory={**moved.memory, "way": way, "progress": done})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _points(self, me: Agent, world: World) -> np.ndarray:
        """Return the points at the height of the actor, float64 (K, 3) [m]."""
        points = in_frame(np.array(self.line), self.frame, me, world)
        return np.column_stack([points, np.full(len(points), me.world_from_ground.translation[2])])
