"""Sobol: draws fill their space evenly by a scrambled Sobol sequence; best with a power of two in each design."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from avsynth.scenario.sampler import SAMPLERS, Facts, Sampler
from avsynth.scenario.samplers._even import REPLICATES, Engine, sequence

if TYPE_CHECKING:
    from avsynth.scenario.concrete import Scenario
    from avsynth.scenario.study import Study


@SAMPLERS.register
class Sobol(Sampler):
    """Fill the space of the draws evenly by a scrambled Sobol sequence; proposals are heeded."""

    method: Literal["sobol"] = "sobol"
    replicates: int = Field(8, ge=1, description=REPLICATES)

    def survey(self, study: Study) -> Generator[Scenario, None, Facts]:
        return (yield from sequence(study, _engine, self.replicates))


def _engine(dimensions: int, rng: np.random.Generator) -> Engine:
    from scipy.stats import qmc  # two seconds of start-up

    return qmc.Sobol(dimensions, scramble=True, rng=rng).random
