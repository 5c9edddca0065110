"""Meet: cross the way of somebody so as to be met by a given point of its front or rear, as in tests of brakes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.errors import ScenarioError
from avsynth.core.frames import Pose
from avsynth.core.points import Point
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Speed
from avsynth.steps._rendezvous import Rendezvous, rendezvous
from avsynth.steps._walking import Standing, stepped

#: How much faster or slower one may go to be there in time, as platforms of proving grounds do [1], unless the other
#: changes its speed by more than this [m/s²].
CORRECTION, STEADY = 0.1, 0.3


@dataclass(frozen=True, slots=True)
class RunUp:
    """A run from rest: even acceleration over `length` [m] up to `speed` [m/s], which is kept."""

    speed: float
    length: float

    def time(self, distance: float) -> float:
        """Return when `distance` [m] is reached [s]."""
        if distance < self.length:
            return float(2 * np.sqrt(self.length * max(distance, 0.0)) / self.speed)
        return 2 * self.length / self.speed + (distance - self.length) / self.speed

    def distance(self, time: float) -> float:
        """Return the distance [m] after `time` [s]."""
        time, rising = max(time, 0.0), 2 * self.length / self.speed
        return self.length * (time / rising) ** 2 if time < rising else self.length + self.speed * (time - rising)


@STEPS.register
class Meet(Step):
    """Wait, then go straight ahead so as to be met by a point of an actor's front or rear if nobody brakes."""

    step: Literal["meet"] = "meet"
    at: Point = Field(description="The point that one is met by, such as ego.front(0.25), from its left end.")
    speed: Speed = Field(gt=0, le=30, description="How fast [m/s].")
    run_up: Length = Field(1.0, ge=0, le=50, description="Distance over which one gets to that speed [m].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        origin = me.memory.get("origin", me.world_from_ground)
        plan = RunUp(self.speed, max(self.run_up, 1e-6))
        ahead = self._ahead(me, world, origin)
        start = self._start(me, world, plan, ahead, dt)
        if start is None or world.time + dt <= start:
            stood = yield Standing(me)
            return stood.but(memory={"origin": origin, "start": start})
        before, now = (plan.distance(time - start) for time in (world.time, world.time + dt))
        x, y = origin.translation[:2] + now * origin.rotation[:2, 0]
        pose = Pose.planar(x, y, stepped(me, world.road, (x, y), dt), origin.yaw)
        if me.is_vehicle:
            pose = world.road.ground.resting(pose, me.size)
        speed = min(self.speed, 2 * now / max(world.time + dt - start, 1e-9)) if now < plan.length else self.speed
        return replace(
            me,
            world_from_ground=pose,
            speed=speed,
            acceleration=(speed - me.speed) / dt,
            distance=me.distance + now - before,
            memory={"origin": origin, "start": start},
        )

    def is_done(self, me: Agent, world: World) -> bool:
        return False

    def _ahead(self, me: Agent, world: World, origin: Pose) -> Rendezvous | None:
        """Return where and when the other is met if it goes on as now; None if it is not met any more."""
        if self.at.of not in world.agents or self.at.where not in ("front", "rear"):
            raise ScenarioError(
                f"{me.name!r} cannot meet {self.at.of!r}: name an actor's front or rear, as ego.front(0.5)"
            )
        return rendezvous(origin, me.size, world.agents[self.at.of], self.at)

    def _start(self, me: Agent, world: World, plan: RunUp, ahead: Rendezvous | None, dt: float) -> float | None:
        """Return when one starts or has started [s]; None while that is later than this tick."""
        start = me.memory.get("start")
        if ahead is None:
            return start
        exact = world.time + ahead.time - plan.time(ahead.distance)
        if start is not None:
            steady = abs(world.agents[self.at.of].acceleration) < STEADY
            return start + float(np.clip(exact - start, -CORRECTION * dt, CORRECTION * dt)) if steady else start
        if exact < world.time - dt:
            needed = f"it takes {plan.time(ahead.distance):.2f} s to get there, but has {ahead.time:.2f} s"
            raise ScenarioError(
                f"{me.name!r} is too late to meet {self.at.of!r}: {needed}; place it nearer, or the other farther away"
            )
        return exact if exact <= world.time + dt else None
