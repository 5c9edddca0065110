"""Accompany: walk beside somebody, as groups do, at the place one has at first."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.seed import Stream
from avsynth.steps._walking import Standing, Strolling, straight_line

#: Who is farther behind its place walks faster: this much for each metre [1/s], up to this factor [1].
CATCHING_UP, FASTEST = 0.8, 1.8
#: Nearer to its place than this one stands with who stands [m].
CLOSE = 0.25


@STEPS.register
class Accompany(Step):
    """Keep the place beside somebody that one has at first, walking and standing as they do."""

    step: Literal["accompany"] = "accompany"
    whom: str = Field(description="The actor to go with.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        if self.whom not in world.agents:
            hint = did_you_mean(self.whom, world.agents)
            raise ScenarioError(f"{me.name!r} cannot accompany {self.whom!r}: no such actor{hint}")
        other = world.agents[self.whom]
        place = me.memory.get("place")
        if place is None:
            place = other.world_from_ground.inverse() @ me.world_from_ground
        goal = (other.world_from_ground @ place).translation[:2]
        behind = float(np.hypot(*(goal - me.position)))
        if other.speed < 0.1 and behind < CLOSE:
            stood = yield Standing(me)
            return stood.but(memory={"place": place, "group": self.whom})
        forward = other.world_from_ground.rotation[:2, 0]
        speed = float(np.clip(other.speed + CATCHING_UP * float((goal - me.position) @ forward), 0.3, None))
        line = straight_line([me.position, goal + forward])
        moved = yield Strolling(me, line, min(speed, FASTEST * max(other.speed, 1.0)))
        return moved.but(memory={"place": place, "group": self.whom})

    def is_done(self, me: Agent, world: World) -> bool:
        return False
