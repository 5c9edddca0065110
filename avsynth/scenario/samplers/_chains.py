"""The chains of subset simulation: from level to level, with what each level says about the probability of the next."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import TYPE_CHECKING

import numpy as np

from avsynth.core.seed import Stream
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.draws import HALF_STEP, Drawn, Site
from avsynth.scenario.samplers._proposals import STANDARD, value_of
from avsynth.scenario.trying import Task, Tried

if TYPE_CHECKING:
    from avsynth.scenario.study import Study

#: Share of moves that should be made [1], and the step of the first level [1] [Papaioannou2015]_.
WANTED_MOVES, FIRST_STEP = 0.44, 0.6


@dataclass(slots=True)
class Moved:
    """Draws near where a chain stands: every score z goes to √(1 − step²) z + step ξ, with ξ standard normal.

    Parameters
    ----------
    before : mapping
        Address of a draw site → its score where the chain stands; any other site is drawn as often as in the world.
    step : float [1]
    stream : Stream
    scores : dict
        The new scores; filled while drawing.
    """

    before: Mapping[str, float]
    step: float
    stream: Stream
    scores: dict[str, float] = field(default_factory=dict)

    def draw(self, site: Site) -> Drawn:
        """Return the value of `site`."""
        score = STANDARD.quantile(self.stream.rng(site.name).random() + HALF_STEP)
        if site.name in self.before:
            score = math.sqrt(1.0 - self.step**2) * self.before[site.name] + self.step * score
        self.scores[site.name] = score
        value = value_of(site.nominal, score)
        log_p = site.nominal.log_density(value)
        return Drawn(value, log_p, log_p)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Where a chain stands: the scores of all draws, how critical the run is (small is), and the scenario."""

    scores: Mapping[str, float]
    value: float
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Tier:
    """All states of a level, chain after chain.

    Parameters
    ----------
    states : tuple of State
        A chain that does not move repeats its state.
    chains : int64 (N,)
        Which chain each belongs to.
    probability : float [1]
        Of the level, in the nominal world given the requirements.
    variance : float [1]
        Relative, of `probability`.
    bound : float
        Value up to which a run belongs to the next level; −inf for the last one.
    """

    states: tuple[State, ...]
    chains: np.ndarray
    probability: float = 1.0
    variance: float = 0.0
    bound: float = -math.inf

    @property
    def values(self) -> np.ndarray:
        """How critical each state is, float64 (N,)."""
        return np.array([state.value for state in self.states])

    def next_share(self) -> tuple[float, float]:
        """Return which share of the level belongs to the next, and the relative variance of that, by chains."""
        inside = self.values <= self.bound
        share = float(inside.mean())
        spread = np.bincount(self.chains, weights=inside - share)
        return share, float((spread**2).sum()) / (len(inside) * share) ** 2

    def left_behind(self) -> list[tuple[State, int]]:
        """Return the states that do not belong to the next level, each once with how often it stands there."""
        found: dict[int, tuple[State, int]] = {}
        for state in self.states:
            if state.value > self.bound:
                _, times = found.get(id(state), (state, 0))
                found[id(state)] = (state, times + 1)
        return list(found.values())


@dataclass
class Climb:
    """Levels, one after the other.

    Parameters
    ----------
    study : Study
    value : callable
        Says how critical a scenario is; small is.
    size : int
        States in each level.
    share : float [1]
        Share of a level that goes on to the next.
    critical : float, optional
        The last level is up to this value.
    """

    study: Study
    value: Callable[[Scenario], float]
    size: int
    share: float
    critical: float | None
    tiers: list[Tier] = field(default_factory=list)
    step: float = FIRST_STEP
    explored: int = 0
    attempts: int = 0

    def start(self) -> None:
        """Make the first level, as often as in the world."""
        stream = self.study.stream.child("chain", 0)
        tasks = (Task(Moved({}, 1.0, stream.child(k)), ("chain", 0, k)) for k in count())
        states = []
        for tried, scenario in islice(self.study.accepted(self.study.tried(tasks)), self.size):
            self.attempts += scenario.attempts
            states.append(State(tried.source.scores, self.value(scenario), scenario))
        self.explored += len(states)
        self.tiers.append(Tier(tuple(states), np.arange(self.size)))

    def rise(self) -> str:
        """Add a level; return why there is none instead, "" if there is one."""
        tier = self.tiers[-1]
        values = np.sort(tier.values)
        bound = float(values[math.ceil(self.share * len(values)) - 1])
        bound = bound if self.critical is None else max(bound, self.critical)
        if math.isinf(bound):
            return "the objective is infinite in most runs, so that there is no next level"
        if len(self.tiers) > 1 and bound >= self.tiers[-2].bound:
            return "the objective does not get more critical"
        tier = self.tiers[-1] = replace(tier, bound=bound)
        share, variance = tier.next_share()
        seeds = [state for state in tier.states if state.value <= bound]
        states, chains = self._chained(seeds, bound, len(self.tiers))
        self.tiers.append(Tier(states, chains, tier.probability * share, tier.variance + variance))
        return "the critical value is reached" if self.critical is not None and bound <= self.critical else ""

    def _chained(self, seeds: list[State], bound: float, level: int) -> tuple[tuple[State, ...], np.ndarray]:
        """Return the states of chains that start from `seeds` and stay within `bound`, and the chain of each."""
        longest, longer = divmod(self.size, len(seeds))
        lengths = np.full(len(seeds), longest) + (np.arange(len(seeds)) < longer)
        chains = [[seed] for seed in seeds]
        for time in range(1, int(lengths.max())):
            going = np.flatnonzero(lengths > time)
            made = 0
            for k, tried in zip(going, self._moves(chains, going, level, time), strict=True):
                stays = not isinstance(tried.made, Scenario) or self.value(tried.made) > bound
                made += not stays
                state = chains[k][-1] if stays else State(tried.source.scores, self.value(tried.made), tried.made)
                chains[k].append(state)
            self._adapt(made / len(going), time)
        numbers = np.repeat(np.arange(len(seeds)), lengths)
        return tuple(state for chain in chains for state in chain), numbers

    def _moves(self, chains: list[list[State]], going: np.ndarray, level: int, time: int) -> Iterator[Tried]:
        stream = self.study.stream.child("chain", level)
        tasks = [
            Task(Moved(chains[k][-1].scores, self.step, stream.child(int(k), time)), ("chain", level, int(k), time))
            for k in going
        ]
        self.explored += len(tasks)
        return self.study.tried(tasks)

    def _adapt(self, moves: float, time: int) -> None:
        """Take longer steps if more moves are made than wanted, ever less eagerly."""
        self.step = float(min(1.0, self.step * math.exp((moves - WANTED_MOVES) / math.sqrt(time))))
