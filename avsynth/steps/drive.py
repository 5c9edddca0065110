"""Drive: along the lane, or on a route from road to road."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.errors import ScenarioError
from avsynth.core.seed import Stream
from avsynth.core.units import Speed
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.steps._following import RUN_ON, Way, follow, way_along

#: Kinds of lanes that vehicles keep to.
LANES = ("drive", "bus", "tram", "bike", "shoulder", "park")
#: Offsets from the middle of the lane that a vehicle keeps up to this share of the lane's width [1].
KEEPS = 0.5


def _stops(value: object) -> object:
    """Return the stops of a route written ``"five.d -> five.a"``."""
    return tuple(stop.strip() for stop in value.split("->")) if isinstance(value, str) and value else value or ()


@STEPS.register
class Drive(Step):
    """Drive along the lane, reacting to what is ahead; the offset from the middle of the lane is kept."""

    step: Literal["drive"] = "drive"
    route: Annotated[tuple[str, ...], BeforeValidator(_stops)] = Field(
        (), description="Roads or legs to go through, in order; without it, straight on."
    )
    keep_lane: bool = Field(True, description="Stay on the lane and on the straightest one that continues it.")
    speed: Speed | None = Field(None, ge=0, description="Speed to drive at, by default the actor's own [m/s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        way = me.memory.get("way") or start_way(me, world.road, self.route)
        desired = me.desired_speed if self.speed is None else self.speed
        moved = follow(me, world, way, desired, dt)
        last = way.line.length - (RUN_ON if self.route else 0.0)
        progress = min(1.0, moved.memory["station"] / max(last, 1e-6))
        return replace(moved, memory={**moved.memory, "way": way, "progress": progress})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0


def start_way(me: Agent, road: RoadMap, route: tuple[str, ...]) -> Way:
    """Return the way of a vehicle from where it is."""
    lane, _, offset = lane_of(me, road)
    lanes = straight_on(lane, road) if not route else _routed(me, lane, road, route)
    limit = KEEPS * float(lane.width[0])
    return way_along(lanes, float(np.clip(offset, -limit, limit)))


def lane_of(me: Agent, road: RoadMap) -> tuple[Lane, float, float]:
    """Return the lane on which `me` drives, with station and offset [m]: the one that best fits place and heading."""
    forward = me.world_from_ground.rotation[:2, 0]
    best = None
    for lane in road.lanes:
        if lane.kind in LANES:
            station, offset = lane.project(me.position)
            beyond = max(-station, station - lane.length, 0.0)
            cosine = float(lane.pose_at(station).rotation[:2, 0] @ forward)
            badness = abs(offset) + beyond + 3.0 * (1 - cosine)
            if best is None or badness < best[0]:
                best = (badness, lane, station, offset)
    if best is None:
        raise ScenarioError(f"{me.name!r} has no lane to drive on; the scenario's roads have none for vehicles")
    return best[1:]


def straight_on(lane: Lane, road: RoadMap) -> tuple[Lane, ...]:
    """Return `lane` and the straightest lanes that continue it."""
    lanes = [lane]
    while lanes[-1].successors:
        following, _ = road.ahead(lanes[-1], lanes[-1].length + 1e-6)
        if following in lanes:
            break
        lanes.append(following)
    return tuple(lanes)


def _routed(me: Agent, lane: Lane, road: RoadMap, route: tuple[str, ...]) -> tuple[Lane, ...]:
    """Return the lanes of a route that begins where `me` is; its first stop may be the road `me` is on."""
    stops = route[1:] if len(route) > 1 and road.route(lane, route[:1]) == (lane,) else route
    lanes = road.route(lane, stops)
    if not lanes:
        raise ScenarioError(f"{me.name!r} is on {lane.name} and cannot drive {' -> '.join(route)}: no lanes lead there")
    return lanes + straight_on(lanes[-1], road)[1:]
