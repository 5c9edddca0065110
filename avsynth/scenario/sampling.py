"""How scenarios are drawn: what the ``sample`` block may say. The methods are the members of SAMPLERS."""

from __future__ import annotations

from pydantic import Field, SerializeAsAny, field_validator

from avsynth.core.config import Config
from avsynth.scenario.sampler import SAMPLERS, Sampler, Share

#: How scenarios are drawn where nothing is said.
PLAIN = "monte_carlo"


class Sampling(Config):
    """How many scenarios are drawn, from which seed, and how."""

    method: SerializeAsAny[Sampler] = Field(
        default_factory=lambda: SAMPLERS.get(PLAIN)(), description="How they are drawn."
    )
    count: int = Field(10, ge=1, description="Number of scenarios.")
    seed: int = Field(0, ge=0, description="Seed of all randomness.")
    defensive: Share = Field(
        0.1,
        description="Share of draws from the nominal distributions where proposals are used, so that no weight of a "
        "draw exceeds 1 / defensive [1].",
    )

    @field_validator("method", mode="before")
    @classmethod
    def _built(cls, value: object) -> object:
        return SAMPLERS.build(value, "sample") if isinstance(value, dict) else value
