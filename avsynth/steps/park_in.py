"""Park in: into a place along the kerb, or into a bay of a car park."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Speed
from avsynth.datatypes.road import Lane
from avsynth.datatypes.scene import REAR_AXLE_SHARE
from avsynth.steps._changing import blended
from avsynth.steps._doing import doing
from avsynth.steps._driver import URBAN
from avsynth.steps._following import Following
from avsynth.steps._lanes import lane_of, start_way, straight_on
from avsynth.steps._manoeuvre import Manoeuvre, axle_of, into_place, steered
from avsynth.steps._way import Way, way_along

#: Braking to where one begins to steer in, and acceleration and braking of the manoeuvre [m/s²]; it begins at rest this
#: near to there [m].
BRAKING, GENTLE, NEAR = 1.5, 0.6, 0.25
#: The indicator is on from this far before [m].
ANNOUNCED = 30.0
#: Who swings out before a bay does so from this far before the turn, over a length [m].
SWINGING, SWING = 16.0, 10.0


@dataclass(frozen=True, eq=False)
class Plan:
    """How a vehicle gets into its place: on a way to where it stops, from there on a path, maybe backwards.

    Parameters
    ----------
    way : Way
    stop : float [m]
        Station of the rear axle on the way where it stops.
    manoeuvre : Manoeuvre
    side : str
        ``"left"`` or ``"right"``.
    """

    way: Way
    stop: float
    manoeuvre: Manoeuvre
    side: str


@STEPS.register
class ParkIn(Step):
    """Park in: stop beside a place of a parking lane and steer into it, if nobody is in the way; done at rest there."""

    step: Literal["park_in"] = "park_in"
    to: str = Field(description="The parking lane, such as street.right.park.")
    at: Length = Field(ge=0, description="Where along that lane: of bays the nearest one is taken [m].")
    speed: Speed | None = Field(None, gt=0, description="Speed on the way there, by default the actor's own [m/s].")
    pace: Speed = Field(1.4, gt=0, le=4, description="How fast it steers in [m/s].")
    backs: bool | None = Field(None, description="Back in; by default beside the kerb, and not into bays.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        plan = me.memory.get("plan") or self._plan(me, world)
        left = plan.stop - plan.way.line.project(me.axle)[0]
        if "rolled" not in me.memory and left < NEAR and me.speed == 0:
            missed = plan.manoeuvre.axle(0.0).inverse() @ axle_of(me)
            me = me.but(memory={"plan": plan, "missed": missed, "rolled": 0.0})
        if left < ANNOUNCED:
            me = doing(me, f"indicate_{plan.side}", dt)
        if "rolled" in me.memory:
            moved = steered(me, world, plan.manoeuvre, dt, pace=self.pace, rate=GENTLE)
            return moved.but(desired_speed=0.0) if moved.memory["progress"] >= 1.0 else moved
        moved = yield self._approach(me, plan, left)
        return moved.but(memory={**moved.memory, "plan": plan, "way": plan.way})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _approach(self, me: Agent, plan: Plan, left: float) -> Following:
        """Return what leads it on its way; where that takes some braking it stops at the end of it."""
        needed = me.speed**2 / (2 * max(left, 0.05))
        brakes = me.memory.get("brakes", False) or needed > BRAKING
        me = me.but(memory={**me.memory, "brakes": brakes}, pedal=-max(needed, BRAKING) if brakes else me.pedal)
        return Following(me, plan.way, me.desired_speed if self.speed is None else self.speed)

    def _plan(self, me: Agent, world: World) -> Plan:
        lane, way = _parking_lane(self.to, me, world), start_way(me, world.road)
        backs = not lane.places.are_bays if self.backs is None else self.backs
        goal = _place(lane, self.at, me, backs=backs)
        station, beside = way.line.project(goal.translation[:2])
        path, origin, swing = into_place(goal, way.line.pose_at(station).yaw, beside, backs=backs)
        begin = (origin @ path.end if backs else origin).translation[:2]
        here, stop = (way.line.project(place)[0] for place in (me.axle, begin))
        if stop < here + me.speed**2 / (2 * URBAN.hardest):
            raise ScenarioError(f"{me.name!r} cannot park at {self.at:g} m of {self.to}: that is too near, or behind")
        if swing:
            way = _swung(me, world, way, (max(here, stop - SWINGING), swing))
        side = "left" if beside > 0 else "right"
        return Plan(way, way.line.project(begin)[0], Manoeuvre(origin, path, backs), side)


def _parking_lane(name: str, me: Agent, world: World) -> Lane:
    lane = world.road.find(name)
    if lane is None or lane.kind != "park":
        known = [each.name for each in world.road.lanes if each.kind == "park"]
        hint = did_you_mean(name, known) or (f"; there are {', '.join(known)}" if known else "; the roads have none")
        raise ScenarioError(f"{me.name!r} cannot park on {name!r}: that is no parking lane{hint}")
    return lane


def _place(lane: Lane, station: float, me: Agent, *, backs: bool) -> Pose:
    """Return where the rear axle of `me` is in the place at, or of bays nearest to, a station [m] of a lane."""
    places, depth = lane.places, float(np.interp(station, lane.stations, lane.width))
    if places.are_bays:
        number = round((station - places.middle(0, depth)) / places.pitch)
        station = places.middle(int(np.clip(number, 0, places.count(lane.length, depth) - 1)), depth)
    pose = lane.pose_at(float(np.clip(station, 0.0, lane.length)))
    yaw = pose.yaw - places.turn + (np.pi if backs and places.are_bays else 0.0)
    if not places.are_bays and np.cos(yaw - me.world_from_ground.yaw) < 0:
        yaw += np.pi  # on the other side of the road one parks as one came
    x, y = pose.translation[:2] - REAR_AXLE_SHARE * me.size[0] * np.array([np.cos(yaw), np.sin(yaw)])
    return Pose.planar(float(x), float(y), 0.0, yaw)


def _swung(me: Agent, world: World, way: Way, swing: tuple[float, float]) -> Way:
    """Return the way that swings out from a station [m] on by a length to the left [m]."""
    start, by = swing
    lane, _, offset = lane_of(me, world.road)
    return blended(way, way_along(straight_on(lane, world.road), offset + by), start, SWING)
