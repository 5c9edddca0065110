"""Uniform, loguniform and triangular distributions: all mass between two ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

from avsynth.scenario.distributions.base import Numeric, Support, require


@dataclass(frozen=True, slots=True)
class Uniform(Numeric):
    """Density 1 / (high − low) between `low` and `high`."""

    low: float
    high: float

    def __post_init__(self) -> None:
        require("high", self.high, self.high > self.low, "a value above low")

    @property
    def support(self) -> Support:
        return Support(self.low, self.high)

    def log_density(self, value: float) -> float:
        return -math.log(self.high - self.low) if self.low <= value <= self.high else -math.inf

    def below(self, value: float) -> float:
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def above(self, value: float) -> float:
        return min(max((self.high - value) / (self.high - self.low), 0.0), 1.0)

    def quantile(self, probability: float) -> float:
        return self.low + probability * (self.high - self.low)

    def quantile_from_above(self, probability: float) -> float:
        return self.high - probability * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class LogUniform(Numeric):
    """The logarithm is uniform between log `low` and log `high`."""

    low: float
    high: float

    def __post_init__(self) -> None:
        require("low", self.low, self.low > 0, "a value above 0")
        require("high", self.high, self.high > self.low, "a value above low")

    @property
    def _logarithm(self) -> Uniform:
        return Uniform(math.log(self.low), math.log(self.high))

    @property
    def support(self) -> Support:
        return Support(self.low, self.high)

    def log_density(self, value: float) -> float:
        if not self.low <= value <= self.high:
            return -math.inf
        return -math.log(value) - math.log(math.log(self.high / self.low))

    def below(self, value: float) -> float:
        return self._logarithm.below(math.log(value)) if value > 0 else 0.0

    def above(self, value: float) -> float:
        return self._logarithm.above(math.log(value)) if value > 0 else 1.0

    def quantile(self, probability: float) -> float:
        return self.low * (self.high / self.low) ** probability

    def quantile_from_above(self, probability: float) -> float:
        return self.high * (self.low / self.high) ** probability


@dataclass(frozen=True, slots=True)
class Triangular(Numeric):
    """Density rises linearly from `low` to `mode` and falls to `high`."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        require("high", self.high, self.high > self.low, "a value above low")
        require("mode", self.mode, self.low <= self.mode <= self.high, "a value in low..high")

    @property
    def support(self) -> Support:
        return Support(self.low, self.high)

    def log_density(self, value: float) -> float:
        if not self.low <= value <= self.high:
            return -math.inf
        near = value - self.low if value < self.mode else self.high - value
        side = self.mode - self.low if value < self.mode else self.high - self.mode
        share = near / side if side > 0 else 1.0
        return math.log(2 * share / (self.high - self.low)) if share > 0 else -math.inf

    def below(self, value: float) -> float:
        return 1.0 - self.above(value) if value > self.mode else self._left(value)

    def above(self, value: float) -> float:
        return self._right(value) if value >= self.mode else 1.0 - self._left(value)

    def quantile(self, probability: float) -> float:
        width, left = self.high - self.low, self.mode - self.low
        if probability * width <= left:
            return self.low + math.sqrt(probability * width * left)
        return self.high - math.sqrt((1.0 - probability) * width * (self.high - self.mode))

    def quantile_from_above(self, probability: float) -> float:
        width, right = self.high - self.low, self.high - self.mode
        if probability * width <= right:
            return self.high - math.sqrt(probability * width * right)
        return self.quantile(1.0 - probability)

    def _left(self, value: float) -> float:
        if value <= self.low:
            return 0.0
        return (
            (value - self.low) ** 2 / ((self.high - self.low) * (self.mode - self.low)) if self.mode > self.low else 0.0
        )

    def _right(self, value: float) -> float:
        if value >= self.high:
            return 0.0
        return (
            (self.high - value) ** 2 / ((self.high - self.low) * (self.high - self.mode)) if value < self.high else 0.0
        )
