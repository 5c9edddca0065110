"""Importance sampling: from the proposals that the scene writes beside its nominal distributions."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from avsynth.core.seed import Stream
from avsynth.scenario.draws import Proposing, Source
from avsynth.scenario.sampler import SAMPLERS, Facts, Proposal, Sampler, Share
from avsynth.scenario.samplers._sources import NominalBeside

if TYPE_CHECKING:
    from avsynth.scenario.concrete import Scenario
    from avsynth.scenario.study import Study


@SAMPLERS.register
class Importance(Sampler):
    """Draw rare things on purpose: where a draw has a proposal, from q = (1 − ε) proposal + ε nominal.

    The weight of a draw is p / q ≤ 1 / ε, that of a scenario the product over its draws. With `nominal` = ν, a scenario
    is drawn from the nominal distributions as a whole with probability ν, and its weight is at most 1 / ν.
    """

    method: Literal["importance"] = "importance"
    nominal: Share = Field(0.0, description="Share of the scenarios drawn as a whole as often as in the world [1].")

    def source(self, stream: Stream, defensive: float) -> Source:
        if self.nominal > 0 and stream.rng("nominal").random() < self.nominal:
            return NominalBeside(stream, defensive)
        return Proposing(stream, defensive)

    def log_weight(self, log_ratio: float) -> float:
        """Return log p / (ν p + (1 − ν) q) for log p / q = `log_ratio`."""
        if self.nominal == 0 or log_ratio == -math.inf:
            return log_ratio
        return -float(np.logaddexp(math.log(self.nominal), math.log(1 - self.nominal) - log_ratio))

    def survey(self, study: Study) -> Generator[Scenario, None, Facts]:
        attempts = 0
        for scenario in study.one_by_one():
            attempts += scenario.attempts
            yield scenario
        authored = Proposal(
            kind="authored", attempts=attempts, defensive=study.sampling.defensive, nominal=self.nominal
        )
        return Facts(proposals=(authored,))
