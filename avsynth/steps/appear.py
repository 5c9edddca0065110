"""Appear: be somewhere else at once, as in tests that put somebody back to begin anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Angle, Length
from avsynth.steps._distances import other_of
from avsynth.steps._following import standing


@STEPS.register
class Appear(Step):
    """Be at another place from now on, as fast as before; done at once. Nothing real does so."""

    step: Literal["appear"] = "appear"
    at: tuple[Length, Length, Length] = Field(description="Middle on the ground: x, y and z [m], world.")
    heading: Angle = Field(0.0, description="Heading, to the left from x [rad].")
    frame: str = Field("world", description="Where they count from: the world, or the middle and heading of an actor.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        pose = Pose.planar(*self.at, self.heading)
        if self.frame != "world":
            other = me if self.frame == "self" else other_of(me, world, self.frame, "appear beside")
            pose = other.world_from_ground @ pose
        there = replace(me, world_from_ground=pose, curvature=0.0, acceleration=0.0)
        if me.is_vehicle:
            x, y = pose.translation[:2].tolist()
            there = replace(there, world_from_ground=standing(there, world, (x, y, pose.yaw)))
        return replace(there, memory={"progress": 1.0})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
