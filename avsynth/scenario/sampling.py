"""How scenarios are drawn: what the ``sample`` block may say. The methods themselves are elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from avsynth.core.config import Config

Share = Annotated[float, Field(ge=0, lt=1)]


class MonteCarlo(Config):
    """From the nominal distributions."""

    method: Literal["monte_carlo"] = "monte_carlo"


class Importance(Config):
    """From the proposals."""

    method: Literal["importance"] = "importance"


class LatinHypercube(Config):
    """Evenly filled in each draw."""

    method: Literal["latin_hypercube"] = "latin_hypercube"


class Halton(Config):
    """Evenly filled by a scrambled Halton sequence."""

    method: Literal["halton"] = "halton"


class Sobol(Config):
    """Evenly filled by a scrambled Sobol sequence."""

    method: Literal["sobol"] = "sobol"


class CrossEntropy(Config):
    """From proposals that are learnt in rounds, towards small values of a record."""

    method: Literal["cross_entropy"] = "cross_entropy"
    objective: str = Field(description="The record that should get small.")
    quantile: Share = Field(0.1, gt=0, description="Share of the best of each round that is learnt from [1].")
    rounds: int = Field(4, ge=1, le=8, description="Rounds, the last one included.")
    smoothing: float = Field(0.7, gt=0, le=1, description="Weight of what a round teaches over what was before [1].")


class Subset(Config):
    """Through levels of a record that get ever rarer."""

    method: Literal["subset"] = "subset"
    objective: str = Field(description="The record that should get small.")
    level: Share = Field(0.1, gt=0, description="Share of each level that goes on to the next [1].")
    levels: int = Field(8, ge=1, description="Most levels.")


class Covering(Config):
    """All combinations of any so many choices at least once."""

    method: Literal["covering"] = "covering"
    strength: int = Field(2, ge=1, le=3, description="How many choices are combined.")


class Coverage(Config):
    """Until the targets of ``cover`` are met."""

    method: Literal["coverage"] = "coverage"
    most: int = Field(10_000, ge=1, description="Most scenarios drawn on the way.")


Method = Annotated[
    MonteCarlo | Importance | LatinHypercube | Halton | Sobol | CrossEntropy | Subset | Covering | Coverage,
    Field(discriminator="method"),
]


class Sampling(Config):
    """How many scenarios are drawn, from which seed, and how."""

    method: Method = Field(MonteCarlo(), description="How they are drawn.")
    count: int = Field(10, ge=1, description="Number of scenarios.")
    seed: int = Field(0, ge=0, description="Seed of all randomness.")
    defensive: Share = Field(
        0.1,
        description="Share of draws from the nominal distributions where proposals are used, so that no weight of a "
        "draw exceeds 1 / defensive [1].",
    )


#: The methods by their words.
METHODS = {
    model.model_fields["method"].default: model
    for model in (MonteCarlo, Importance, LatinHypercube, Halton, Sobol, CrossEntropy, Subset, Covering, Coverage)
}
