"""Reverse: roll back along the lane."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Speed
from avsynth.steps._driver import URBAN
from avsynth.steps._following import Rolling
from avsynth.steps._lanes import start_way

#: It is done this near to its end [m].
ARRIVED = 0.02


@STEPS.register
class Reverse(Step):
    """Stop, then roll back along the lane for a length, without heed of who is behind; done at rest."""

    step: Literal["reverse"] = "reverse"
    distance: Length = Field(10.0, gt=0, le=500, description="How far [m].")
    speed: Speed = Field(1.5, gt=0, le=12, description="How fast [m/s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        way = me.memory.get("way") or start_way(me, world.road)
        left = max(self.distance - me.memory.get("rolled", 0.0), 0.0)
        goal = -min(self.speed * me.haste, np.sqrt(2 * URBAN.braking * left))
        fastest = (URBAN.braking if me.speed > 0 else URBAN.acceleration) * dt
        speed = me.speed + float(np.clip(goal - me.speed, -fastest, URBAN.braking * dt))
        distance = max((me.speed + speed) / 2 * dt, -left)
        rolled_back = me.memory.get("rolled", 0.0) + max(-distance, 0.0)
        progress = 1.0 if rolled_back > self.distance - ARRIVED else rolled_back / self.distance
        rolled = yield Rolling(me, way, distance)
        return rolled.but(
            speed=0.0 if progress >= 1.0 else speed,
            acceleration=(speed - me.speed) / dt,
            memory={"way": way, "rolled": rolled_back, "progress": progress},
        )

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
