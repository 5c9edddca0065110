"""Cross-entropy: proposals are learned in rounds from the most critical runs [RubinsteinKroese2004]_.

Every round learns from all before it, weighted by the balance heuristic; no run is thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.core.errors import ScenarioError
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.sampler import CRITICAL, OBJECTIVE, SAMPLERS, SEEK, Facts, Level, Proposal, Sampler
from avsynth.scenario.samplers._learning import learned
from avsynth.scenario.samplers._objective import value_of_run
from avsynth.scenario.samplers._proposals import Seen, log_ratio, log_weights
from avsynth.scenario.trying import Task, Tried, weighed

if TYPE_CHECKING:
    from avsynth.scenario.study import Study


@SAMPLERS.register
class CrossEntropy(Sampler):
    """Learn in rounds to draw what makes a record small; all rounds count, with multiple-importance weights."""

    method: Literal["cross_entropy"] = "cross_entropy"
    streams: ClassVar[bool] = False
    objective: str = Field(description=OBJECTIVE)
    quantile: float = Field(0.1, gt=0, lt=1, description="Share of the runs of a round that are critical enough [1].")
    rounds: int = Field(4, ge=1, le=8, description="Rounds, of equal size.")
    smoothing: float = Field(0.7, gt=0, le=1, description="Weight of what a round teaches over what was before [1].")
    seek: Literal["small", "large"] = Field("small", description=SEEK)
    critical: Level | None = Field(None, description=CRITICAL)

    def survey(self, study: Study) -> Generator[Scenario, None, Facts]:
        asked = study.sampling.count
        if asked < self.rounds:
            raise ScenarioError(
                f"cross_entropy learns in {self.rounds} rounds of at least one scenario each; {asked} asked for: "
                f"ask for {self.rounds} or more, or say 'rounds: {asked}' in the scene"
            )
        rounds = _Rounds(self, study)
        for number in range(self.rounds):
            rounds.run(number)
            if number + 1 < self.rounds:
                rounds.learn()
        yield from rounds.weighed()
        proposals = zip(rounds.proposals, rounds.attempts, strict=True)
        return Facts(
            proposals=tuple(proposal.model_copy(update={"attempts": attempts}) for proposal, attempts in proposals),
            explored=study.sampling.count,
            notes=tuple(rounds.notes),
        )


@dataclass
class _Rounds:
    """The rounds so far."""

    settings: CrossEntropy
    study: Study
    proposals: list[Proposal] = field(default_factory=list)
    attempts: list[int] = field(default_factory=list)
    tries: list[Tried] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._propose(Proposal(kind="nominal"))
        self._propose(Proposal(kind="authored", defensive=self.study.sampling.defensive))

    def run(self, number: int) -> None:
        """Try until the round has its share of the scenarios."""
        for _ in islice(self._kept(number), self._share_of(number)):
            pass  # every attempt is remembered on the way

    def learn(self) -> None:
        """Add the proposal that the most critical runs teach."""
        values = np.array([self._value(each) for each in self.tries])
        level = self._level(values)
        elite = np.flatnonzero(np.isfinite(values) & (values <= level))
        before = self.proposals[-1].marginals
        marginals = dict(before)
        if len(elite):
            weights = np.exp(self.log_weights()[elite])
            marginals = learned([self.tries[k].source.views for k in elite], weights, before, self.settings.smoothing)
        if marginals == before:
            self.notes.append(f"round {max(self.batches) + 1} taught nothing: too few runs reach the objective")
        self._propose(Proposal(kind="learned", marginals=marginals))

    def log_weights(self) -> np.ndarray:
        """Return log w of each attempt so far, float64 (N,); −inf for what never happens."""
        ratios = self._ratios()
        possible = np.array([each.is_possible for each in self.tries])
        return np.where(possible, log_weights(ratios, self.attempts), -np.inf)

    def weighed(self) -> Iterator[Scenario]:
        """Yield the scenarios with their weights."""
        ratios, log_weights = self._ratios(), self.log_weights()
        places = [k for k, each in enumerate(self.tries) if isinstance(each.made, Scenario)]
        kept = self.study.accepted(self.tries, log_weights.tolist())
        for index, (k, (tried, scenario)) in enumerate(zip(places, kept, strict=True)):
            yield weighed(
                scenario,
                index,
                "mis",
                log_w=float(log_weights[k]),
                proposal_id=tried.source.number,
                log_q=tuple((scenario.log_p + ratios[k]).tolist()),
                batch=self.batches[k],
            )

    def _propose(self, proposal: Proposal) -> None:
        self.proposals.append(proposal)
        self.attempts.append(0)

    def _kept(self, number: int) -> Iterator[tuple[Tried, Scenario]]:
        """Yield what is accepted of a round; every attempt is remembered."""

        def remembered() -> Iterator[Tried]:
            for tried in self.study.tried(self._tasks(number)):
                self.tries.append(tried)
                self.batches.append(number)
                self.attempts[tried.source.number] += 1
                yield tried

        return self.study.accepted(remembered())

    def _tasks(self, number: int) -> Iterator[Task]:
        """Yield attempts for ever: the defensive share evenly between the others."""
        share, last = self.study.sampling.defensive, len(self.proposals) - 1
        for k in count():
            chosen = 0 if int((k + 1) * share) > int(k * share) else last
            stream = self.study.stream.child("round", number, k)
            source = Seen(self.proposals[chosen], chosen, stream, share)
            yield Task(source, ("round", number, k))

    def _share_of(self, number: int) -> int:
        """Return how many scenarios a round has; the last has what is left."""
        whole, rounds = self.study.sampling.count, self.settings.rounds
        return whole * (number + 1) // rounds - whole * number // rounds

    def _value(self, tried: Tried) -> float:
        if not isinstance(tried.made, Scenario):
            return math.inf
        return value_of_run(tried.made, self.settings.objective, self.settings.seek)

    def _level(self, values: np.ndarray) -> float:
        """Return the value up to which a run belongs to the elite: a quantile of the last round, or where it begins."""
        accepted = np.array([isinstance(each.made, Scenario) for each in self.tries])
        last = values[accepted & (np.array(self.batches) == max(self.batches))]
        finite = np.sort(last[np.isfinite(last)])
        if not len(finite):
            return -math.inf
        level = float(finite[min(math.ceil(self.settings.quantile * len(last)), len(finite)) - 1])
        if self.settings.critical is None:
            return level
        return max(level, self.settings.critical if self.settings.seek == "small" else -self.settings.critical)

    def _ratios(self) -> np.ndarray:
        """Return log(q_k / p) of each attempt and proposal, float64 (N, K)."""
        views = [{draw.name: each.source.views[draw.name] for draw in each.draws} for each in self.tries]
        return np.array([[log_ratio(seen, proposal) for proposal in self.proposals] for seen in views])
