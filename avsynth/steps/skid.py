"""Skid: the tyres have lost their hold; the vehicle slides on as it went and turns about itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import AngularSpeed, Number
from avsynth.steps._doing import doing

#: Standard gravity [m/s²].
GRAVITY = 9.80665
#: Sliding slower than this is over [m/s].
STANDING = 0.05


@STEPS.register
class Skid(Step):
    """Slide on as one went, braking, while turning; done at rest. The speed said of it is that of sliding.

    Friction takes μ g from the speed; the turn slows down with it, so that both end together.
    """

    step: Literal["skid"] = "skid"
    turn: AngularSpeed = Field(1.2, ge=-6, le=6, description="How fast it turns to the left at first [rad/s].")
    friction: Number = Field(
        0.35, gt=0, le=1.2, description="Coefficient of friction μ [1]: 0.1 on ice, 0.35 when wet."
    )

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        me = doing(me, "brake", dt, within=dt)
        start = me.memory.get("start", me.speed)
        course = me.memory.get("course", me.world_from_ground.yaw)
        sliding = me.memory.get("sliding", me.speed)
        left = max(0.0, sliding - self.friction * GRAVITY * dt)
        step = (sliding + left) / 2 * dt
        x, y = me.position + step * np.array([np.cos(course), np.sin(course)])
        yaw = me.world_from_ground.yaw + self.turn * dt * (sliding / start if start > 0 else 0.0)
        pose = Pose.planar(x, y, me.world_from_ground.translation[2], yaw)
        forward = float(np.cos(yaw - course))
        memory = {"start": start, "course": course, "sliding": left}
        return replace(
            me,
            world_from_ground=world.road.ground.resting(pose, me.size),
            speed=left * forward,
            acceleration=(left * forward - me.speed) / dt,
            distance=me.distance + step * forward,
            curvature=0.0,
            memory=memory,
        )

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("sliding", np.inf) < STANDING
