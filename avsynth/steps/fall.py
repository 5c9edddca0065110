"""Fall: to the ground, stay there for a while, and get up."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Time
from avsynth.steps._doing import doing
from avsynth.steps._walking import Standing

#: How long people take to fall [s], and to get up [s] (engineering values).
FALLING, GETTING_UP = 0.7, 2.0


@STEPS.register
class Fall(Step):
    """Fall to the ground within a second and stay there; done when on the feet again."""

    step: Literal["fall"] = "fall"
    stays: Time = Field(3.0, ge=0, description="How long one lies [s].")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        elapsed = me.memory.get("elapsed", 0.0) + dt
        lies = elapsed < FALLING + self.stays
        me = doing(me, "fall", dt, within=FALLING) if lies else _rising(me, dt)
        stood = yield Standing(me)
        return stood.but(memory={"elapsed": elapsed})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("elapsed", 0.0) >= FALLING + self.stays + GETTING_UP - 1e-9


def _rising(me: Agent, dt: float) -> Agent:
    """Return the actor a little farther up."""
    degree = max(0.0, me.acts.get("fall", 0.0) - dt / GETTING_UP)
    return replace(me, acts={**me.acts, "fall": degree}, holds=me.holds | {"fall"})
