"""Park out: leave a place along the kerb, or a bay of a car park, for the lane beside."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.errors import ScenarioError
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Speed
from avsynth.steps._doing import doing
from avsynth.steps._driver import URBAN
from avsynth.steps._lanes import straight_on
from avsynth.steps._manoeuvre import Manoeuvre, axle_of, into_place, steered
from avsynth.steps._mobil import is_safe, neighbours
from avsynth.steps._way import Way, way_along

#: Who is turned from the lane by more than this stands nose in [1] (sine).
AWAY = 0.2


@STEPS.register
class ParkOut(Step):
    """Park out: wait for a gap on the lane beside and steer onto it, out of bays backwards if one stands nose in."""

    step: Literal["park_out"] = "park_out"
    gap: bool = Field(True, description="Wait until nobody on the lane has to brake hard; else go at once.")
    pace: Speed = Field(3.0, gt=0, le=8, description="How fast it steers out [m/s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        way = me.memory.get("lane") or _lane_beside(me, world)
        beside = way.line.project(me.axle)[1]
        me = doing(me, "indicate_right" if beside > 0 else "indicate_left", dt)
        manoeuvre = me.memory.get("manoeuvre")
        if manoeuvre is None and self.gap and not is_safe(me, neighbours(me, world, way)):
            return me.but(acceleration=0.0, memory={"lane": way})
        if manoeuvre is None:
            manoeuvre = _out(me, way, beside)
            me = me.but(memory={"manoeuvre": manoeuvre, "missed": Pose.planar(0.0, 0.0, 0.0, 0.0), "rolled": 0.0})
        me = me.but(memory={**me.memory, "lane": way})
        leaving = 0.0 if manoeuvre.backs else self.pace
        return steered(me, world, manoeuvre, dt, pace=self.pace, rate=URBAN.acceleration, leaving=leaving)

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0


def _lane_beside(me: Agent, world: World) -> Way:
    found = world.road.nearest(me.position, ("drive",))
    if found is None:
        raise ScenarioError(f"{me.name!r} cannot park out: the roads have no lane to drive on")
    return way_along(straight_on(found[0], world.road), 0.0)


def _out(me: Agent, way: Way, beside: float) -> Manoeuvre:
    """Return the manoeuvre onto a way: forwards, or back if `me` faces away from it; it is `beside` [m] left of it."""
    place = axle_of(me)
    along = way.line.pose_at(way.line.project(me.axle)[0]).yaw
    faces_away = np.sin(place.yaw - along) * beside > abs(beside) * AWAY
    path, origin, _ = into_place(place, along, beside, backs=not faces_away)
    return Manoeuvre(origin, path, backs=bool(faces_away))
