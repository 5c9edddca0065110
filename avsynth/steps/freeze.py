"""Freeze: stop where one is and stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.seed import Stream
from avsynth.steps._driver import URBAN
from avsynth.steps._following import follow
from avsynth.steps._lanes import start_way
from avsynth.steps._walking import stand


@STEPS.register
class Freeze(Step):
    """Freeze: people stop within a step; vehicles brake as hard as they can and stand."""

    step: Literal["freeze"] = "freeze"

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        if not me.is_vehicle:
            return stand(me, world, dt)
        way = me.memory.get("way") or start_way(me, world.road, ())
        moved = follow(replace(me, pedal=-URBAN.hardest), world, way, me.desired_speed, dt)
        return replace(moved, memory={**moved.memory, "way": way})

    def is_done(self, me: Agent, world: World) -> bool:
        return False
