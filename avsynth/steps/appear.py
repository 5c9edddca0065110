"""Appear: be somewhere else at once, as in tests that put somebody back to begin anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Angle, Length
from avsynth.steps._following import standing


@STEPS.register
class Appear(Step):
    """Be at another place from now on, as fast as before; done at once. Nothing real does so."""

    step: Literal["appear"] = "appear"
    at: tuple[Length, Length, Length] = Field(description="Middle on the ground: x, y and z [m], world.")
    heading: Angle = Field(0.0, description="Heading, to the left from x [rad].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        x, y, z = self.at
        there = replace(me, world_from_ground=Pose.planar(x, y, z, self.heading), curvature=0.0, acceleration=0.0)
        if me.is_vehicle:
            there = replace(there, world_from_ground=standing(there, world, (x, y, float(np.float64(self.heading)))))
        return replace(there, memory={"progress": 1.0})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
