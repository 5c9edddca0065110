"""Carried: a load that lies on a vehicle and moves with it, until it is dropped."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream


@STEPS.register
class Carried(Step):
    """Stay where one lies on a vehicle, as it moves."""

    step: Literal["carried"] = "carried"
    by: str = Field(description="The actor that carries it.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        if self.by not in world.agents:
            raise ScenarioError(
                f"{me.name!r} cannot be carried by {self.by!r}: no such actor{did_you_mean(self.by, world.agents)}"
            )
        carrier = world.agents[self.by]
        place = me.memory.get("place")
        if place is None:
            place = carrier.world_from_ground.inverse() @ me.world_from_ground
        step = Pose.planar(carrier.speed * dt, 0.0, 0.0, carrier.speed * carrier.curvature * dt)
        pose = carrier.world_from_ground @ step @ place  # where the carrier will be in a tick
        return replace(me, world_from_ground=pose, speed=carrier.speed, memory={"place": place})

    def is_done(self, me: Agent, world: World) -> bool:
        return False
