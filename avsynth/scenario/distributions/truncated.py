"""Truncation: the same distribution inside a range, renormalised."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from functools import cached_property

from avsynth.scenario.distributions.base import Distribution, Numeric, ParameterError, Support
from avsynth.scenario.distributions.choice import Choice


def truncated(distribution: Distribution, low: float, high: float) -> Distribution:
    """Return `distribution` given that its value lies in low..high; raise ParameterError if it never does."""
    if not low < high:
        raise ParameterError("in", "is empty", "an end above the beginning")
    if isinstance(distribution, Choice):
        return distribution.within(low, high)
    return Truncated(distribution, low, high)


@dataclass(frozen=True)
class Truncated(Numeric):
    """`base` cut to low..high. Its mass is taken from the nearer tail, so no digits are lost far out."""

    base: Numeric
    low: float
    high: float

    def __post_init__(self) -> None:
        if not self._mass > 0:
            raise ParameterError(
                "in",
                "holds no probability",
                "a range in which the distribution has weight",
            )

    @cached_property
    def support(self) -> Support:
        return self.base.support.within(self.low, self.high) or Support(self.low, self.high)

    @cached_property
    def _under(self) -> float:
        """Probability of a value below the range, its lower end not counted."""
        return self.base.below(self.low) - self.base.at(self.low)

    @cached_property
    def _over(self) -> float:
        """Probability of a value in the range or above it."""
        return self.base.above(self.low) + self.base.at(self.low)

    @cached_property
    def _upper(self) -> bool:
        """Whether the range lies in the upper half."""
        return self._under > 0.5

    @cached_property
    def _mass(self) -> float:
        if self._upper:
            return self._over - self.base.above(self.high)
        return self.base.below(self.high) - self._under

    def log_density(self, value: float) -> float:
        return self.base.log_density(value) - math.log(self._mass) if self.low <= value <= self.high else -math.inf

    def at(self, value: float) -> float:
        return self.base.at(value) / self._mass if self.low <= value <= self.high else 0.0

    def below(self, value: float) -> float:
        if value < self.low:
            return 0.0
        inside = min(value, self.high)
        if self._upper:
            return (self._over - self.base.above(inside)) / self._mass
        return (self.base.below(inside) - self._under) / self._mass

    def above(self, value: float) -> float:
        if value >= self.high:
            return 0.0
        if value < self.low:
            return 1.0
        if self._upper:
            return (self.base.above(value) - self.base.above(self.high)) / self._mass
        return (self.base.below(self.high) - self.base.below(value)) / self._mass

    def quantile(self, probability: float) -> float:
        if self._upper:
            rest = self._over - probability * self._mass
            value = self.base.quantile_from_above(max(rest, sys.float_info.min))
        else:
            value = self.base.quantile(min(self._under + probability * self._mass, 1.0 - sys.float_info.epsilon))
        return min(max(value, self.low), self.high)

    def quantile_from_above(self, probability: float) -> float:
        return self.quantile(1.0 - probability)
