"""Roll: a ball or tyre that rolls on by itself, slower and slower."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Acceleration, Speed


@STEPS.register
class Roll(Step):
    """Roll straight ahead, slower and slower; done at rest."""

    step: Literal["roll"] = "roll"
    speed: Speed = Field(3.0, gt=0, le=30, description="How fast at first [m/s].")
    rate: Acceleration = Field(0.4, gt=0, le=10, description="How fast it slows down [m/s2].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        before = me.memory.get("speed", self.speed)
        speed = max(0.0, before - self.rate * dt)
        step = (before + speed) / 2 * dt
        x, y = me.position + step * me.world_from_ground.rotation[:2, 0]
        height = world.road.height_at(np.array([x, y]), default=me.world_from_ground.translation[2])
        pose = Pose.planar(x, y, height, me.world_from_ground.yaw)
        return replace(
            me,
            world_from_ground=pose,
            speed=speed,
            desired_speed=0.0,  # once at rest it stays
            distance=me.distance + step,
            memory={"speed": speed},
        )

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("speed", self.speed) == 0.0
