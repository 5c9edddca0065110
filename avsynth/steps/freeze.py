"""Freeze: stop where one is and stand."""

from __future__ import annotations

from typing import Literal

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.steps._doing import doing
from avsynth.steps._driver import URBAN
from avsynth.steps._following import Following
from avsynth.steps._lanes import start_way
from avsynth.steps._walking import Standing


@STEPS.register
class Freeze(Step):
    """Freeze: people stop within a step, startled; vehicles brake as hard as they can and stand."""

    step: Literal["freeze"] = "freeze"

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        if not me.is_vehicle:
            return (yield Standing(doing(me, "startle", dt)))
        way = me.memory.get("way") or start_way(me, world.road, ())
        moved = yield Following(me.but(pedal=-URBAN.hardest), way, me.desired_speed)
        return moved.but(memory={**moved.memory, "way": way})

    def is_done(self, me: Agent, world: World) -> bool:
        return False
