"""Drop: fall off what carries one, hit the ground, slide to rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Number, Speed

#: Standard gravity [m/s²].
GRAVITY = 9.80665


@STEPS.register
class Drop(Step):
    """Fall with the speed one has, pushed to the side, and slide until friction has stopped one; done at rest."""

    step: Literal["drop"] = "drop"
    back: Speed = Field(2.0, ge=0, le=10, description="How much slower than its carrier it leaves [m/s].")
    aside: Speed = Field(0.0, ge=-5, le=5, description="How fast it leaves to the left [m/s].")
    friction: Number = Field(0.5, gt=0, le=1.5, description="Coefficient of friction on the ground [1].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        forward, left = me.world_from_ground.rotation[:2, 0], me.world_from_ground.rotation[:2, 1]
        velocity = me.memory.get("velocity")
        if velocity is None:
            velocity = (me.speed - self.back) * forward + self.aside * left
        falling = me.memory.get("falling", 0.0)
        x, y = me.position + velocity * dt
        ground = world.road.height_at(np.array([x, y]))
        height = me.world_from_ground.translation[2] - falling * dt - GRAVITY * dt * dt / 2
        falls = height > ground
        pace = float(np.hypot(*velocity))
        slower = velocity if falls or pace == 0 else velocity * max(0.0, 1 - self.friction * GRAVITY * dt / pace)
        memory = {"velocity": slower, "falling": falling + GRAVITY * dt if falls else 0.0}
        return replace(
            me,
            world_from_ground=Pose.planar(x, y, max(height, ground), me.world_from_ground.yaw),
            speed=float(slower @ forward),
            desired_speed=0.0,  # once at rest it stays
            distance=me.distance + pace * dt,
            memory=memory | {"progress": 0.0 if falls or pace > 0 else 1.0},
        )

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
