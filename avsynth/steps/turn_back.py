"""Turn back: return to the pavement that one came from."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Speed
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.steps._walking import Strolling, straight_line

#: Pavements are looked for in a direction within this angle of straight back [1] (cosine).
BACKWARDS = 0.5


@STEPS.register
class TurnBack(Step):
    """Turn round and go back to the pavement behind, or some way where there is none; done there."""

    step: Literal["turn_back"] = "turn_back"
    speed: Speed = Field(1.6, gt=0, le=6, description="How fast [m/s].")
    distance: Length = Field(4.0, gt=0, le=50, description="How far, where there is no pavement behind [m].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        line = me.memory.get("line") or self._line(me, world.road)
        moved = yield Strolling(me, line, self.speed)
        return moved.but(memory={**moved.memory, "line": line})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _line(self, me: Agent, road: RoadMap) -> Lane:
        back = -me.world_from_ground.rotation[:2, 0]
        goals = []
        for lane in road.lanes:
            station, _ = lane.project(me.position)
            if lane.kind == "walk" and 0 <= station <= lane.length:
                gap = lane.point_at(station)[:2] - me.position
                distance = float(np.hypot(*gap))
                if float(gap @ back) > BACKWARDS * distance:
                    goals.append((distance, lane.name, me.position + gap))
        goal = min(goals)[2] if goals else me.position + self.distance * back
        return straight_line([me.position, goal])
