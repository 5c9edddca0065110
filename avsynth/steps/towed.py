"""Towed: a trailer that is drawn by what goes before it, its axle running after the hitch."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.scene import REAR_AXLE_SHARE
from avsynth.steps._distances import other_of
from avsynth.steps._following import standing


@STEPS.register
class Towed(Step):
    """Run after the hitch of a vehicle: the axle goes where it is drawn, never sideways."""

    step: Literal["towed"] = "towed"
    by: str = Field(description="The vehicle, or the trailer, that draws it.")
    hitch: Length = Field(2.5, ge=-15, le=15, description="How far the hitch is behind the middle of that one [m].")
    coupler: Length = Field(3.0, gt=0, le=30, description="How far the coupler is before the own middle [m].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        tower = other_of(me, world, self.by, "be towed by")
        step = Pose.planar(tower.speed * dt, 0.0, 0.0, tower.speed * tower.curvature * dt)
        hitch = ((tower.world_from_ground @ step) @ Pose.planar(-self.hitch, 0.0, 0.0, 0.0)).translation[:2]
        behind = REAR_AXLE_SHARE * me.size[0]
        axle = me.position - behind * me.world_from_ground.rotation[:2, 0]
        drawn = hitch - axle
        forward = drawn / max(float(np.hypot(*drawn)), 1e-6)
        x, y = hitch - self.coupler * forward
        moved = float((np.array([x, y]) - me.position) @ forward)
        pose = standing(me, world, (float(x), float(y), float(np.arctan2(forward[1], forward[0]))))
        speed = moved / dt
        return replace(
            me,
            world_from_ground=pose,
            speed=speed,
            desired_speed=max(speed, 0.0),
            acceleration=(speed - me.speed) / dt,
            distance=me.distance + moved,
            memory={"by": self.by},
        )

    def is_done(self, me: Agent, world: World) -> bool:
        return False
