"""Arrive: be at a place at the moment when another is at its own, by speeding up or slowing down on the way there."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Acceleration, Length, Number, Speed
from avsynth.steps._distances import ahead_of, other_of

#: The other stands if it is slower [m/s]; who waits for it brakes like this [m/s²].
STANDING, WAITING = 0.05, 4.0
#: Nearer to its even course than this one is on it [m/s]; how fast the rest is made up for [s].
EVEN, CATCHING_UP = 0.1, 0.5


@STEPS.register
class Arrive(Step):
    """Drive or walk on so as to arrive at a place together with another that arrives at its own; done there.

    Of the courses that are in time at the speed wished for in the end, it is that with the least acceleration: even up
    to some moment, and as hard the other way from then on.
    """

    step: Literal["arrive"] = "arrive"
    moves: ClassVar[bool] = False
    at: tuple[Length, Length] = Field(description="Where to arrive: x and y [m], world.")
    when: str = Field(description="The other actor.")
    there: tuple[Length, Length] = Field(description="Where the other arrives: x and y [m], world.")
    speed: Speed | None = Field(None, ge=-70, le=70, description="Speed in the end [m/s]; by default any.")
    factor: Number = Field(0.0, ge=0, le=10, description="To that speed so many times that of the other is added [1].")
    steady: Length = Field(0.0, ge=0, le=500, description="So far before the place that speed is reached and kept [m].")
    within: Length = Field(0.0, ge=0, le=50, description="This near to the place one is there [m].")
    within_other: Length = Field(0.0, ge=0, le=50, description="This near to its own the other is there [m].")
    hardest: Acceleration = Field(8.0, gt=0, le=10, description="How fast the speed changes at most [m/s2].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        other = other_of(me, world, self.when, "arrive with")
        left = ahead_of(me, me.axle, np.array(self.at), world) - self.within
        theirs = ahead_of(other, other.axle, np.array(self.there), world) - self.within_other
        if left <= 0 or theirs <= other.speed * dt:
            end = self._end(other)
            return replace(me, desired_speed=me.speed if end is None else end, memory={"progress": 1.0})
        asked = -WAITING if other.speed < STANDING else self._asked(me.speed, left, theirs / other.speed, other, dt)
        pedal = max(float(np.clip(asked, -self.hardest, self.hardest)), -me.speed / dt)
        return replace(me, pedal=pedal, desired_speed=max(me.speed + pedal * dt, 0.0))

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _end(self, other: Agent) -> float | None:
        """Return the speed in the end [m/s], None for any."""
        if self.speed is None and self.factor == 0:
            return None
        return max((self.speed or 0.0) + self.factor * other.speed, 0.0)

    def _asked(self, speed: float, left: float, time: float, other: Agent, dt: float) -> float:
        """Return the acceleration [m/s²] that takes one `left` [m] on in `time` [s]."""
        end = self._end(other)
        if end is None:
            return (left / time - speed) / CATCHING_UP
        if self.steady and end > 0:
            left, time = left - self.steady, time - self.steady / end
            if left <= 0 or time <= dt:
                return (end - speed) / dt
        return even(speed, end, left, time)


def even(speed: float, end: float, left: float, time: float) -> float:
    """Return the acceleration [m/s²] now on the course with the least one that covers `left` [m] in `time` [s].

    From v to w in T over d, first by a, then by −a: a T² / 2 = e ± √(e² + T² (w − v)² / 4) with e = d − T (v + w) / 2,
    the sign that of e. A course that would roll back stops instead, by −(v² + w²) / (2 d), and waits.
    """
    excess = left - time * (speed + end) / 2
    late = 2 * excess / time
    if abs(late) < EVEN:
        return (end - speed) / time + late / CATCHING_UP
    root = np.sqrt(excess**2 + (time * (end - speed) / 2) ** 2)
    asked = 2 * (excess + np.copysign(root, excess)) / time**2
    turning = (time + (end - speed) / asked) / 2 if asked else 0.0
    if speed + asked * turning < 0:
        return -(speed**2 + end**2) / (2 * left)
    return float(asked)
