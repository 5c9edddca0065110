"""Monte Carlo: every scenario from the nominal distributions; all weigh the same."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Literal

from avsynth.core.seed import Stream
from avsynth.scenario.draws import Nominal, Source
from avsynth.scenario.sampler import SAMPLERS, Facts, Proposal, Sampler

if TYPE_CHECKING:
    from avsynth.scenario.concrete import Scenario
    from avsynth.scenario.study import Study


@SAMPLERS.register
class MonteCarlo(Sampler):
    """Draw as often as in the world: from the nominal distributions; proposals are ignored."""

    method: Literal["monte_carlo"] = "monte_carlo"

    def source(self, stream: Stream, defensive: float) -> Source:
        return Nominal(stream)

    def survey(self, study: Study) -> Generator[Scenario, None, Facts]:
        attempts = 0
        for scenario in study.one_by_one():
            attempts += scenario.attempts
            yield scenario
        return Facts(proposals=(Proposal(kind="nominal", attempts=attempts),))
