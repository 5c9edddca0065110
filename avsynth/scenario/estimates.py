"""Shares and rates from weighted samples, with how sure they are. What weights mean: docs/sampling.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

#: Chance that the true value lies between `low` and `high`, unless another is asked for [1].
CONFIDENCE = 0.95
#: Fewer effective samples than this share of all, and weights are called degenerate [1].
FEWEST_EFFECTIVE = 0.02
#: One sample that holds more than this share of all weight decides alone [1].
MOST_OF_ONE = 0.5


@dataclass(frozen=True, slots=True)
class Estimate:
    """How often something happens.

    Parameters
    ----------
    value, low, high : float [1]
        The estimate, and the ends of its confidence interval.
    seen : int
        Scenarios of the run in which it happens.
    """

    value: float
    low: float
    high: float
    seen: int

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.value:.3g} [{self.low:.3g}, {self.high:.3g}]"


def effective(weights: np.ndarray) -> float:
    """Return the effective number of samples (Σw)² / Σw² [Owen]_; 0 of none."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def degeneracy(weights: np.ndarray) -> str:
    """Return what is wrong with weights that all but a few samples have lost; empty if nothing is."""
    count, most = len(weights), float(weights.max(initial=0.0))
    if effective(weights) < FEWEST_EFFECTIVE * count:
        told = f"the weights are degenerate: {count} count as {effective(weights):.1f}"
    elif count > 1 and most > MOST_OF_ONE * weights.sum():
        told = f"one of {count} holds {most / weights.sum():.0%} of all weight"
    else:
        return ""
    return f"{told}; propose fewer draws, or use importance(nominal: 0.2)"


def estimate(value: float, variance: float, *, happens: np.ndarray, least: float, confidence: float) -> Estimate:
    """Return a share with the interval of Korn and Graubard, which holds for rare things too [KornGraubard1998]_.

    It is the exact (Clopper–Pearson) interval of a binomial share, whose number of trials is r (1 − r) / variance: as
    many as would make the share r vary as much.

    Parameters
    ----------
    value, variance : float
        The share r, and the variance of its estimate.
    happens : bool (N,)
        In which samples it happens.
    least : float
        Number of trials where r does not vary, since it never or always happens.
    """
    value = min(max(value, 0.0), 1.0)
    varies = variance > 0 and 0 < value < 1
    trials = value * (1 - value) / variance if varies else least
    hits, tail = value * trials, (1 - confidence) / 2
    misses = trials - hits
    low = float(betaincinv(hits, misses + 1, tail)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, misses, 1 - tail)) if misses > 1e-12 * trials else 1.0
    return Estimate(value, low, high, int(happens.sum()))


def share(happens: np.ndarray, weights: np.ndarray, groups: np.ndarray) -> tuple[float, float]:
    """Return Σ w f / Σ w and its variance, from independent groups (delta method) [Owen]_.

    Parameters
    ----------
    happens : bool (N,)
    weights : float64 (N,)
    groups : int (N,)
        Samples of one group hang together, as the points of one design do; groups do not.
    """
    whole = weights.sum()
    value = float(weights @ happens / whole)
    _, inverse = np.unique(groups, return_inverse=True)
    residuals = np.bincount(inverse, weights * (happens - value) / whole)
    count = len(residuals)
    return value, float((residuals**2).sum()) * count / max(count - 1, 1)


def stratified(
    happens: np.ndarray, weights: np.ndarray, strata: np.ndarray, variations: np.ndarray
) -> tuple[float, float]:
    """Return Σ w f / Σ w and its variance, from strata whose probabilities are known with some error.

    Σ_s P_s² m_s (1 − m_s) / (n_s − 1) + (v_s P_s (m_s − r))² with the share m_s in stratum s, its number of samples
    n_s, its probability P_s = Σ w over them / Σ w, and the variation v_s of that.

    Parameters
    ----------
    strata : int (N,)
        Which stratum each sample is in.
    variations : float64 (S,)
        Standard deviation of the probability of each stratum over its value.
    """
    whole = weights.sum()
    value, variance = float(weights @ happens / whole), 0.0
    for stratum in np.unique(strata):
        inside = strata == stratum
        probability = weights[inside].sum() / whole
        mean = weights[inside] @ happens[inside] / weights[inside].sum()
        within = mean * (1 - mean) / max(int(inside.sum()) - 1, 1)
        variance += probability**2 * (within + (variations[stratum] * (mean - value)) ** 2)
    return value, float(variance)


def per_attempt(happens: np.ndarray, weights: np.ndarray, attempts: int) -> tuple[float, float]:
    """Return Σ w f / N over all `attempts`, and its variance; those that are no samples were rejected."""
    told = weights * happens
    value = float(told.sum()) / attempts
    return value, (float((told**2).sum()) / attempts - value**2) / max(attempts - 1, 1)
