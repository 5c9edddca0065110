"""Poisson distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass

from avsynth.scenario.distributions.base import Numeric, Support, require


@dataclass(frozen=True, slots=True)
class Poisson(Numeric):
    """Probability mean^k exp(−mean) / k! of the count k."""

    mean: float

    def __post_init__(self) -> None:
        require("mean", self.mean, self.mean > 0, "a value above 0")

    @property
    def support(self) -> Support:
        return Support(0.0, integers=True)

    def log_density(self, value: float) -> float:
        if value < 0 or value != math.floor(value):
            return -math.inf
        return value * math.log(self.mean) - self.mean - math.lgamma(value + 1)

    def at(self, value: float) -> float:
        return math.exp(self.log_density(value))

    def below(self, value: float) -> float:
        return float(_special().pdtr(math.floor(value), self.mean)) if value >= 0 else 0.0

    def above(self, value: float) -> float:
        return float(_special().pdtrc(math.floor(value), self.mean)) if value >= 0 else 1.0

    def quantile(self, probability: float) -> float:
        return self._smallest(lambda count: self.below(count) >= probability)

    def quantile_from_above(self, probability: float) -> float:
        return self._smallest(lambda count: self.above(count) <= probability)

    def _smallest(self, holds) -> float:
        """Return the smallest count for which the monotone condition `holds`."""
        low, high = -1, max(1, int(self.mean))
        while not holds(high):
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if holds(middle) else (middle, high)
        return float(high)


def _special():
    from scipy import special  # here, since it takes a quarter of the start-up time and few scenes need it

    return special
