"""Run: to the other side, a lane, a crosswalk or an actor, without looking; maybe into the way of somebody."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.errors import ScenarioError
from avsynth.core.points import SIDES, Point
from avsynth.core.seed import Stream
from avsynth.core.units import Speed
from avsynth.datatypes.road import Lane
from avsynth.steps._places import point_on, route_on_foot
from avsynth.steps._walking import Strolling, straight_line


@STEPS.register
class Run(Step):
    """Run to a lane, a crosswalk or an actor; with `aim`, to where that point of an actor will be, and on."""

    step: Literal["run"] = "run"
    to: str = Field(description="Lane, crosswalk or actor to run to.")
    speed: Speed = Field(3.0, gt=0, le=9, description="How fast [m/s].")
    aim: Point | None = Field(None, description="A point of an actor to run into the way of, such as ego.front(0.5).")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        line = me.memory.get("line") or self._line(me, world)
        moved = yield Strolling(me, line, self.speed)
        return moved.but(memory={**moved.memory, "line": line})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _line(self, me: Agent, world: World) -> Lane:
        line = route_on_foot(me, world, self.to)
        if self.aim is None:
            return line
        if self.aim.of not in world.agents or self.aim.where not in SIDES:
            raise ScenarioError(
                f"{me.name!r} cannot aim at {self.aim.of!r}: name a side of an actor, as ego.front(0.5)"
            )
        target = world.agents[self.aim.of]
        met = _intercept(me, point_on(target, self.aim), target.velocity, self.speed)
        return line if met is None else straight_line([me.position, met, line.centre[-1]])


def _intercept(me: Agent, point: np.ndarray, velocity: np.ndarray, speed: float) -> np.ndarray | None:
    """Return where `me` meets a moving point (2,) [m]: at the least t > 0 of |gap + v t| = speed t, or None."""
    gap = point - me.position
    a, b, c = float(velocity @ velocity) - speed**2, 2 * float(gap @ velocity), float(gap @ gap)
    times = [time.real for time in np.roots([a, b, c]) if abs(time.imag) < 1e-9 and time.real > 0]
    return point + velocity * min(times) if times else None
