"""Subset simulation: chains through levels that get ever rarer, for probabilities far below one in ten thousand.

Level 0 is drawn as often as in the world. The most critical share of a level starts the chains of the next, which move
by conditional sampling [AuBeck2001]_ [Papaioannou2015]_ and never leave their level. The weight is that of the level.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.scenario.sampler import CRITICAL, OBJECTIVE, SAMPLERS, SEEK, Facts, Level, Proposal, Sampler, Stratum
from avsynth.scenario.samplers._chains import Climb, State, Tier
from avsynth.scenario.samplers._objective import value_of_run
from avsynth.scenario.trying import weighed

if TYPE_CHECKING:
    from avsynth.scenario.concrete import Scenario
    from avsynth.scenario.study import Study


@SAMPLERS.register
class Subset(Sampler):
    """Follow chains through levels of a record that get ever rarer; each scenario weighs as much as its level.

    Every level has `states` states. Where that makes more than the ``count`` of the run, scenarios of every level are
    left out.
    """

    method: Literal["subset"] = "subset"
    streams: ClassVar[bool] = False
    objective: str = Field(description=OBJECTIVE)
    share: float = Field(0.1, gt=0, le=0.5, description="Share of each level that goes on to the next [1].")
    levels: int = Field(8, ge=1, le=20, description="Most levels after the first.")
    states: int = Field(1000, ge=20, description="States of the chains in each level.")
    seek: Literal["small", "large"] = Field("small", description=SEEK)
    critical: Level | None = Field(None, description=CRITICAL)

    def survey(self, study: Study) -> Generator[Scenario, None, Facts]:
        sign = 1.0 if self.seek == "small" else -1.0
        climb = Climb(
            study=study,
            value=lambda scenario: value_of_run(scenario, self.objective, self.seek),
            size=self.states,
            share=self.share,
            critical=None if self.critical is None else sign * self.critical,
        )
        climb.start()
        ended = next(filter(None, (climb.rise() for _ in range(self.levels))), "there are no more levels")
        strata, index = [], 0
        for number, (tier, wanted) in enumerate(
            zip(climb.tiers, quotas(climb.tiers, study.sampling.count), strict=True)
        ):
            states = _thinned(tier.left_behind(), wanted, study.stream.rng("thin", number))
            strata.append(_stratum(tier, number, len(states)))
            yield from _weighed(states, strata[-1].probability, number, index)
            index += len(states)
        return Facts(
            proposals=(Proposal(kind="nominal", attempts=climb.attempts),),
            strata=tuple(strata),
            acceptance=self.states / climb.attempts,
            explored=climb.explored,
            notes=(f"ended since {ended}",),
        )


def quotas(tiers: Sequence[Tier], count: int) -> list[int]:
    """Return how many scenarios of each level a run of `count` has: alike, but not more than there are."""
    there = [len(tier.left_behind()) for tier in tiers]
    wanted, left = [0] * len(tiers), min(count, sum(there))
    while left:
        open_ones = [k for k in range(len(tiers)) if wanted[k] < there[k]]
        even = max(left // len(open_ones), 1)
        for k in open_ones[::-1]:  # the rarest first
            more = min(even, there[k] - wanted[k], left)
            wanted[k], left = wanted[k] + more, left - more
    return wanted


def _thinned(states: list[tuple[State, int]], wanted: int, rng: np.random.Generator) -> list[tuple[State, int]]:
    """Return `wanted` of the states, chosen by chance, in their order."""
    return [states[k] for k in np.sort(rng.permutation(len(states))[:wanted])]


def _stratum(tier: Tier, number: int, scenarios: int) -> Stratum:
    """Return the level without the next one, as a part of all that can happen."""
    share, variance = tier.next_share() if math.isfinite(tier.bound) else (0.0, 0.0)
    spread = tier.variance + variance * (share / (1 - share)) ** 2 if share < 1 else tier.variance
    return Stratum(
        name=f"level {number}",
        probability=tier.probability * (1 - share),
        variation=math.sqrt(spread),
        scenarios=scenarios,
    )


def _weighed(states: list[tuple[State, int]], probability: float, number: int, index: int) -> list[Scenario]:
    """Return the scenarios of a level; together they weigh `probability`."""
    whole = sum(times for _, times in states)
    return [
        weighed(
            state.scenario,
            index + k,
            "mcmc_level",
            log_w=math.log(probability * times / whole),
            batch=number,
            stratum=f"level {number}",
        )
        for k, (state, times) in enumerate(states)
    ]
