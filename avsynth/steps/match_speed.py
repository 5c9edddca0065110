"""Match the speed of somebody, or come to a multiple of it or to so much more."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Acceleration, Number, Speed, Time
from avsynth.steps._distances import other_of

#: This near to the speed it is there [m/s]; one that changes is followed within this time [s].
THERE, RESPONSE = 0.05, 0.2


@STEPS.register
class MatchSpeed(Step):
    """Come to a speed relative to that of an actor at an even rate, whatever the traffic asks for."""

    step: Literal["match_speed"] = "match_speed"
    moves: ClassVar[bool] = False
    of: str = Field(description="The actor.")
    factor: Number = Field(1.0, ge=0, le=10, description="So many times its speed [1].")
    plus: Speed = Field(0.0, ge=-70, le=70, description="So much more [m/s].")
    rate: Acceleration = Field(1.5, gt=0, le=10, description="How fast the speed changes [m/s2].")
    within: Time = Field(0.0, ge=0, le=60, description="In which time it changes, instead of the rate [s].")
    follows: bool = Field(False, description="Whether it goes on matching; else it is done at the speed of the start.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        other = other_of(me, world, self.of, "match the speed of")
        goal = max(self.factor * other.speed + self.plus, 0.0)
        goal = goal if self.follows else me.memory.get("goal", goal)
        rate = me.memory.get("rate") or (abs(goal - me.speed) / self.within if self.within else self.rate)
        rate = min(max(rate, 1e-3), 10.0)
        pedal = max(-rate, min(rate, (goal - me.speed) / (RESPONSE if self.follows else dt)))
        reached = me.speed + pedal * dt
        is_there = abs(reached - goal) < THERE and not self.follows
        memory = {"goal": goal, "rate": rate, "progress": float(is_there)}
        return replace(me, desired_speed=goal if is_there else reached, pedal=pedal, memory=memory)

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
