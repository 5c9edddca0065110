"""Zigzag: cross in weaving lines, as children at play and drunks do."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Speed, Time
from avsynth.datatypes.road import Lane
from avsynth.steps._places import across_or_to
from avsynth.steps._walking import WALKING_SPEED, Strolling, straight_line

#: Points of the weaving line a period.
POINTS = 8
#: Who weaves aims this far ahead in time [s].
LOOK = 0.3


@STEPS.register
class Zigzag(Step):
    """Go to the other side of a road, or to a lane, in a line that weaves to both sides; done there."""

    step: Literal["zigzag"] = "zigzag"
    to: str = Field(description="Road or leg to cross, or lane, crosswalk or actor to go to.")
    amplitude: Length = Field(0.7, gt=0, le=3, description="How far to either side [m].")
    period: Time = Field(2.2, gt=0.5, le=10, description="From one side to the other and back [s].")
    speed: Speed | None = Field(
        None, gt=0, description="Walking speed, by default the actor's own, else 1.34 m/s [m/s]."
    )

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        speed = self.speed or me.desired_speed or WALKING_SPEED
        line = me.memory.get("line") or self._line(me, world, speed)
        moved = yield Strolling(me, line, speed, look=LOOK)
        return moved.but(memory={**moved.memory, "line": line})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _line(self, me: Agent, world: World, speed: float) -> Lane:
        straight = across_or_to(me, world, self.to)
        step = speed * self.period / POINTS
        stations = np.arange(0.0, straight.length, step)
        aside = self.amplitude * np.sin(2 * np.pi * stations / (speed * self.period))
        points = [straight.point_at(s, a) for s, a in zip(stations, aside, strict=True)]
        return straight_line([*points, straight.centre[-1]])
