"""Mixtures: with given probabilities a value of one or another distribution, or a single value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.scenario.distributions.base import Numeric, ParameterError, Support, require_all, union

#: Halvings of the search for a quantile: to the last digit of a double.
HALVINGS = 80


@dataclass(frozen=True, slots=True)
class Point(Numeric):
    """One value, for certain."""

    value: float

    @property
    def support(self) -> Support:
        return Support(atoms=(self.value,))

    def log_density(self, value: float) -> float:
        return 0.0 if value == self.value else -math.inf

    def at(self, value: float) -> float:
        return float(value == self.value)

    def below(self, value: float) -> float:
        return float(value >= self.value)

    def above(self, value: float) -> float:
        return float(value < self.value)

    def quantile(self, probability: float) -> float:
        return self.value

    def quantile_from_above(self, probability: float) -> float:
        return self.value


@dataclass(frozen=True)
class Mixture(Numeric):
    """One of `members`, in proportion to `weights`.

    Its density is that of the continuous members, except at single values, where it is their probability.
    """

    members: tuple[Numeric, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        negative = next((weight for weight in self.weights if not weight >= 0), None)
        if negative is not None:
            raise ParameterError("weights", f"a weight is {negative:g}", "weights of at least 0")
        require_all("weights", sum(self.weights) > 0, "the weights sum to 0", "a weight above 0")

    @cached_property
    def _shares(self) -> tuple[tuple[float, Numeric], ...]:
        total = sum(self.weights)
        pairs = zip(self.weights, self.members, strict=True)
        return tuple((weight / total, member) for weight, member in pairs if weight > 0)

    @cached_property
    def support(self) -> Support:
        return union([member.support for _, member in self._shares])

    def log_density(self, value: float) -> float:
        single = self.at(value)
        if single > 0:
            return math.log(single)
        terms = [math.log(share) + member.log_density(value) for share, member in self._shares]
        return float(np.logaddexp.reduce(terms))

    def at(self, value: float) -> float:
        return sum(share * member.at(value) for share, member in self._shares)

    def below(self, value: float) -> float:
        return min(sum(share * member.below(value) for share, member in self._shares), 1.0)

    def above(self, value: float) -> float:
        return min(sum(share * member.above(value) for share, member in self._shares), 1.0)

    def quantile(self, probability: float) -> float:
        ends = [member.quantile(probability) for _, member in self._shares]
        return self._first(min(ends), max(ends), lambda value: self.below(value) >= probability)

    def quantile_from_above(self, probability: float) -> float:
        ends = [member.quantile_from_above(probability) for _, member in self._shares]
        return self._first(min(ends), max(ends), lambda value: self.above(value) <= probability)

    def _first(self, low: float, high: float, holds) -> float:
        """Return the smallest value in low..high for which the monotone condition `holds`."""
        if holds(low):
            return low
        for _ in range(HALVINGS):
            middle = low + (high - low) / 2
            if not low < middle < high:
                break
            low, high = (low, middle) if holds(middle) else (middle, high)
        return high
