"""Drive on the wrong side: along a lane against its direction."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Speed
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.steps._following import Following
from avsynth.steps._lanes import lane_of
from avsynth.steps._way import Way, way_of


@STEPS.register
class WrongWay(Step):
    """Drive along the nearest lane against its direction, to where it begins."""

    step: Literal["wrong_way"] = "wrong_way"
    speed: Speed | None = Field(None, ge=0, description="Speed to drive at, by default the actor's own [m/s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        way = me.memory.get("way") or _reversed(me, world.road)
        moved = yield Following(me, way, me.desired_speed if self.speed is None else self.speed)
        done = min(1.0, moved.memory["station"] / way.line.length)
        return moved.but(memory={**moved.memory, "way": way, "progress": done})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0


def _reversed(me: Agent, road: RoadMap) -> Way:
    """Return the way back along the lane that `me` is on and those before it."""
    lane, _, _ = lane_of(me, road, against=True)
    lanes = [lane]
    while (before := _before(lanes[-1], road)) is not None and before not in lanes:
        lanes.append(before)
    return way_of([each.centre[::-1] for each in lanes])


def _before(lane: Lane, road: RoadMap) -> Lane | None:
    """Return the lane that runs straightest into `lane`, or None."""
    found = [other for other in road.lanes if lane.name in other.successors]
    return max(found, key=lambda other: float(other.tangents[-1] @ lane.tangents[0]), default=None)
