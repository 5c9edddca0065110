"""Idle: carry on as before; also what everybody does whose program says nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.steps._following import Following
from avsynth.steps._lanes import start_way
from avsynth.steps._walking import Standing

#: How fast people shift their weight from foot to foot [rad/s]: about once in three seconds.
SWAYING = 2.1


@STEPS.register
class Idle(Step):
    """Carry on: people stand; vehicles that have a speed keep it and their lane, others stand."""

    step: Literal["idle"] = "idle"
    sway: Length = Field(0.0, ge=0, le=0.3, description="How far people sway to either side [m].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        if not me.is_vehicle:
            return self._swayed((yield Standing(me)), world.time, dt)
        if me.desired_speed == 0 and me.speed == 0 and not me.pedal:
            return me.but(acceleration=0.0)
        way = me.memory.get("way") or start_way(me, world.road, ())
        moved = yield Following(me, way, me.desired_speed)
        return moved.but(memory={**moved.memory, "way": way})

    def is_done(self, me: Agent, world: World) -> bool:
        return False

    def _swayed(self, me: Agent, time: float, dt: float) -> Agent:
        """Return somebody who stands, a little farther to the side."""
        if self.sway == 0 or me.speed > 0:
            return me
        aside = self.sway * float(np.sin(SWAYING * (time + dt)) - np.sin(SWAYING * time))
        return replace(me, world_from_ground=me.world_from_ground @ Pose.planar(0.0, aside, 0.0, 0.0))
