"""A distribution given the values of others it is correlated with, by a Gaussian copula.

Each value has a score z = Φ⁻¹(F(value)), which is standard normal. Given the scores of the others, the score of this
one is normal with the mean and deviation of the multivariate normal distribution of all scores.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from avsynth.scenario.distributions.base import Numeric, Support, require_all
from avsynth.scenario.distributions.normal import Normal

_SMALLEST = 1e-300


@dataclass(frozen=True)
class Correlated(Numeric):
    """`marginal`, given that its score is normal with `mean` and `deviation`."""

    marginal: Numeric
    mean: float
    deviation: float

    def __post_init__(self) -> None:
        require_all("correlations", self.deviation > 0, "these correlations cannot hold together", "weaker ones")

    @cached_property
    def _score(self) -> Normal:
        return Normal(self.mean, self.deviation)

    @property
    def support(self) -> Support:
        return self.marginal.support

    def log_density(self, value: float) -> float:
        density = self.marginal.log_density(value)
        if density == -math.inf:
            return density
        z = score(self.marginal, value)
        return density + self._score.log_density(z) - _STANDARD.log_density(z)

    def below(self, value: float) -> float:
        return self._score.below(score(self.marginal, value))

    def above(self, value: float) -> float:
        return self._score.above(score(self.marginal, value))

    def quantile(self, probability: float) -> float:
        return self._value(self._score.quantile(probability))

    def quantile_from_above(self, probability: float) -> float:
        return self._value(self._score.quantile_from_above(probability))

    def _value(self, z: float) -> float:
        """Return the value whose score is `z`."""
        if z > 0:
            return self.marginal.quantile_from_above(max(_STANDARD.above(z), _SMALLEST))
        return self.marginal.quantile(max(_STANDARD.below(z), _SMALLEST))


_STANDARD = Normal(0.0, 1.0)


def score(marginal: Numeric, value: float) -> float:
    """Return Φ⁻¹(F(value)), from the nearer tail."""
    below, above = marginal.below(value), marginal.above(value)
    if above < below:
        return _STANDARD.quantile_from_above(max(above, _SMALLEST))
    return _STANDARD.quantile(max(below, _SMALLEST))
