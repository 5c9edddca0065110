"""Several proposals in one run: how each attempt looks under all of them, and its weight by the balance heuristic.

w = p / Σ_k (n_k / n) q_k, with n_k the attempts drawn from proposal k [VeachGuibas1995]_, [Owen]_ chapter 9.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from avsynth.core.seed import Stream
from avsynth.scenario.distributions.base import Distribution, Numeric, Outcome
from avsynth.scenario.distributions.choice import Choice
from avsynth.scenario.distributions.normal import Normal
from avsynth.scenario.draws import Drawn, Nominal, Proposing, Site, mixed
from avsynth.scenario.sampler import Marginal, Proposal

STANDARD = Normal(0.0, 1.0)
#: Nearer to 0 or 1 than this, no probability is told from it [1].
SMALLEST = 1e-300


@dataclass(frozen=True, slots=True)
class View:
    """One draw as several proposals see it.

    Parameters
    ----------
    log_p, log_authored : float
        Log density under the nominal distribution, and under what the scene proposes.
    score : float
        Standard normal score of a number; NaN for a choice.
    value : Outcome
    outcomes : tuple of Outcome
        All that a choice could have been; empty for a number.
    """

    log_p: float
    log_authored: float
    score: float
    value: Outcome
    outcomes: tuple[Outcome, ...] = ()

    def log_ratio(self, marginal: Marginal | None) -> float:
        """Return log(q / p) for what a proposal draws here; None for the nominal distribution."""
        if marginal is None or not is_for(marginal, self.outcomes):
            return 0.0
        if self.outcomes:
            return math.log(dict(marginal.shares)[self.value]) - self.log_p
        return Normal(marginal.mean, marginal.deviation).log_density(self.score) - STANDARD.log_density(self.score)


@dataclass(slots=True)
class Seen:
    """Draws from one of several proposals and keeps how all of them see each draw.

    Parameters
    ----------
    proposal : Proposal
    number : int
        Of the proposal in the run.
    stream : Stream
    defensive : float
        Share of nominal draws in what the scene proposes.
    views : dict
        Address of a draw site → how it is seen; filled while drawing.
    """

    proposal: Proposal
    number: int
    stream: Stream
    defensive: float
    views: dict[str, View] = field(default_factory=dict)

    def draw(self, site: Site) -> Drawn:
        """Return the value of `site`."""
        outcomes = site.nominal.support.atoms if isinstance(site.nominal, Choice) else ()
        value, score = self._value(site, outcomes)
        log_p = site.nominal.log_density(value)
        log_authored = log_p if site.proposal is None else mixed(site, value, self.defensive).log_q
        if not outcomes and math.isnan(score):
            score = score_of(site.nominal, value, self.stream.rng(site.name, "score").random())
        view = self.views[site.name] = View(log_p, log_authored, score, value, outcomes)
        if self.proposal.kind == "authored":
            log_q = log_authored
        else:
            log_q = log_p + view.log_ratio(self.proposal.marginals.get(site.name))
        return Drawn(value, log_p, log_q, self._text(site))

    def _value(self, site: Site, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, float]:
        """Return a value, and its score if it was drawn by that."""
        if self.proposal.kind == "authored":
            return Proposing(self.stream, self.defensive).draw(site).value, math.nan
        marginal = self.proposal.marginals.get(site.name)
        if marginal is None or not is_for(marginal, outcomes):
            return Nominal(self.stream).draw(site).value, math.nan
        uniform = self.stream.rng(site.name).random()
        if outcomes:
            values, shares = zip(*marginal.shares, strict=True)
            return Choice(values, shares).quantile(uniform), math.nan
        score = Normal(marginal.mean, marginal.deviation).quantile(max(uniform, 2.0**-54))
        return value_of(site.nominal, score), score

    def _text(self, site: Site) -> str | None:
        marginal = self.proposal.marginals.get(site.name)
        if self.proposal.kind == "authored" and site.proposal is not None:
            return site.proposal_text
        if marginal is None:
            return None
        if marginal.shares:
            return "shares " + ", ".join(f"{value}: {share:.4g}" for value, share in marginal.shares)
        return f"score normal({marginal.mean:.4g}, {marginal.deviation:.4g})"


def is_for(marginal: Marginal, outcomes: tuple[Outcome, ...]) -> bool:
    """Return whether a marginal was learned of a site with just these outcomes, or both are of numbers."""
    return {value for value, _ in marginal.shares} == set(outcomes)


def score_of(nominal: Numeric, value: float, uniform: float) -> float:
    """Return the standard normal score of a value, from the nearer tail; at single values, anywhere within its step.

    Parameters
    ----------
    uniform : float
        Where within the step, 0..1.
    """
    step = math.exp(nominal.log_density(value)) if nominal.support.integers else 0.0
    below, above = nominal.below(value) - step * (1 - uniform), nominal.above(value) + step * (1 - uniform)
    if above < below:
        return STANDARD.quantile_from_above(max(above, SMALLEST))
    return STANDARD.quantile(max(below, SMALLEST))


def value_of(nominal: Distribution, score: float) -> Outcome:
    """Return the value whose standard normal score is `score`."""
    if score > 0 and isinstance(nominal, Numeric):
        return nominal.quantile_from_above(max(STANDARD.above(score), SMALLEST))
    return nominal.quantile(min(max(STANDARD.below(score), SMALLEST), 1.0 - 2.0**-53))


def log_ratio(views: Mapping[str, View], proposal: Proposal) -> float:
    """Return log(q / p) of one attempt under `proposal`."""
    if proposal.kind == "learned":
        return sum(views[name].log_ratio(marginal) for name, marginal in proposal.marginals.items() if name in views)
    if proposal.kind == "authored":
        return sum(view.log_authored - view.log_p for view in views.values())
    return 0.0


def log_weights(ratios: np.ndarray, attempts: Sequence[int]) -> np.ndarray:
    """Return log w of each attempt by the balance heuristic, float64 (N,).

    Parameters
    ----------
    ratios : float64 (N, K)
        log(q_k / p).
    attempts : sequence of int (K,)
        How many were drawn from each proposal.
    """
    counts = np.asarray(attempts, dtype=np.float64)
    used = counts > 0
    return -np.logaddexp.reduce(ratios[:, used] + np.log(counts[used] / counts.sum()), axis=1)
