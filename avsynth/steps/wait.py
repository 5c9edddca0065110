"""Wait: carry on as before, until the scenario says otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.steps._following import follow
from avsynth.steps._walking import stand
from avsynth.steps.drive import start_way


@STEPS.register
class Wait(Step):
    """Wait: people stand; vehicles that have a speed keep it and their lane, others stand."""

    step: Literal["wait"] = "wait"

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        if not me.is_vehicle:
            return stand(me, world, dt)
        if me.desired_speed == 0 and me.speed == 0:
            return me
        way = me.memory.get("way") or start_way(me, world.road, ())
        moved = follow(me, world, way, me.desired_speed, dt)
        return replace(moved, memory={**moved.memory, "way": way})

    def is_done(self, me: Agent, world: World) -> bool:
        return False
