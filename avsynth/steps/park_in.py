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
from avsynth.datatypes.footprint import Footprint, overlap
from avsynth.datatypes.road import Lane
from avsynth.datatypes.scene import REAR_AXLE_SHARE
from avsynth.steps._changing import blended
from avsynth.steps._doing import doing
from avsynth.steps._driver import URBAN
from avsynth.steps._following import Following
from avsynth.steps._lanes import lane_of, start_way, straight_on
from avsynth.steps._manoeuvre import Path, axle_of, into_place, middle_of
from avsynth.steps._way import Way, way_along

#: Braking to where one begins to steer in, and acceleration and braking of the manoeuvre [m/s²]; it begins this near to
#: there [m] at rest, and is done this near to its end [m].
BRAKING, GENTLE, NEAR, ARRIVED = 1.5, 0.6, 0.25, 0.02
#: It stops before whom it would touch after as much of its path [m].
CLEAR = 1.0
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
    origin : Pose
        Where the path has its origin, in the world: its start, or of who backs in its end.
    path : Path
    backs : bool
    side : str
        ``"left"`` or ``"right"``.
    """

    way: Way
    stop: float
    origin: Pose
    path: Path
    backs: bool
    side: str

    def axle(self, rolled: float) -> Pose:
        """Return the pose of the rear axle after `rolled` [m] of the path."""
        return self.origin @ self.path.pose(self._station(rolled))

    def bend(self, rolled: float) -> float:
        """Return the curvature of the path after `rolled` [m] [1/m]."""
        return self.path.bend(self._station(rolled))

    def _station(self, rolled: float) -> float:
        return self.path.length - rolled if self.backs else rolled


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
        memory = me.memory
        plan, rolled = memory.get("plan") or self._plan(me, world), memory.get("rolled")
        left = plan.stop - plan.way.line.project(me.axle)[0]
        if rolled is None and left < NEAR and me.speed == 0:
            rolled, memory = 0.0, {"missed": plan.axle(0.0).inverse() @ axle_of(me)}
        if left < ANNOUNCED:
            me = doing(me, f"indicate_{plan.side}", dt)
        if rolled is not None:
            return self._steered(me.but(memory={**memory, "plan": plan}), world, rolled, dt)
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

    def _steered(self, me: Agent, world: World, rolled: float, dt: float) -> Agent:
        """Return the vehicle a little farther on its path; by how much it missed the start of that fades on the way."""
        plan, missed = me.memory["plan"], me.memory["missed"]
        left, sign = plan.path.length - rolled, -1.0 if plan.backs else 1.0
        goal = min(self.pace * me.haste, np.sqrt(2 * GENTLE * left)) if _is_free(plan, me, world, rolled) else 0.0
        pace = abs(me.speed) + float(np.clip(goal - abs(me.speed), -4 * GENTLE * dt, GENTLE * dt))
        step = min((abs(me.speed) + pace) / 2 * dt, left)
        fading = 1.0 - (rolled + step) / plan.path.length
        progress = 1.0 if left - step < ARRIVED else 1.0 - fading
        x, y = fading * missed.translation[:2]
        axle = plan.axle(rolled + step) @ Pose.planar(x, y, 0.0, fading * missed.yaw)
        speed = 0.0 if progress >= 1.0 else sign * pace
        x, y, yaw = middle_of(axle, me.size[0])
        pose = Pose.planar(x, y, me.world_from_ground.translation[2], yaw)
        return me.but(
            world_from_ground=world.road.ground.resting(pose, me.size),
            speed=speed,
            acceleration=(speed - me.speed) / dt,
            curvature=plan.bend(rolled + step),
            distance=me.distance + sign * step,
            desired_speed=0.0 if progress >= 1.0 else me.desired_speed,
            memory={"plan": plan, "missed": missed, "rolled": rolled + step, "progress": progress},
        )

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
        return Plan(way, way.line.project(begin)[0], origin, path, backs, "left" if beside > 0 else "right")


def _is_free(plan: Plan, me: Agent, world: World, rolled: float) -> bool:
    """Return whether nobody is where `me` will be a little later."""
    soon = plan.axle(min(rolled + CLEAR, plan.path.length))
    body = Footprint(*middle_of(soon, me.size[0]), *(float(size) for size in me.size[:2]))
    others = (agent for name, agent in world.agents.items() if name != me.name)
    return not any(overlap(body, other.footprint) for other in others)


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
