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

    @property
    def support(self) -> Support:
        whole = self.base.support
        return Support(max(whole.low, self.low), min(whole.high, self.high), whole.integers)

    @cached_property
    def _upper(self) -> bool:
        """Whether the range lies in the upper half."""
        return self.base.below(self._before) > 0.5

    @cached_property
    def _before(self) -> float:
        """The largest value that lies before the range: itself where values are continuous."""
        return math.ceil(self.low) - 1.0 if self.base.support.integers else self.low

    @cached_property
    def _mass(self) -> float:
        if self._upper:
            return self.base.above(self._before) - self.base.above(self.high)
        return self.base.below(self.high) - self.base.below(self._before)

    def log_density(self, value: float) -> float:
        return self.base.log_density(value) - math.log(self._mass) if self.low <= value <= self.high else -math.inf

    def below(self, value: float) -> float:
        if value < self.low:
            return 0.0
        inside = min(value, self.high)
        if self._upper:
            return (self.base.above(self._before) - self.base.above(inside)) / self._mass
        return (self.base.below(inside) - self.base.below(self._before)) / self._mass

    def above(self, value: float) -> float:
        if value >= self.high:
            return 0.0
        inside = max(value, self._before)
        if self._upper:
            return (self.base.above(inside) - self.base.above(self.high)) / self._mass
        return (self.base.below(self.high) - self.base.below(inside)) / self._mass

    def quantile(self, probability: float) -> float:
        if self._upper:
            rest = self.base.above(self._before) - probability * self._mass
            value = self.base.quantile_from_above(max(rest, sys.float_info.min))
        else:
            value = self.base.quantile(
                min(self.base.below(self._before) + probability * self._mass, 1.0 - sys.float_info.epsilon)
            )
        return min(max(value, self.low), self.high)

    def quantile_from_above(self, probability: float) -> float:
        return self.quantile(1.0 - probability)
