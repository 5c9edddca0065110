"""Exponential distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass

from avsynth.scenario.distributions.base import Numeric, Support, require


@dataclass(frozen=True, slots=True)
class Exponential(Numeric):
    """Density exp(−x / mean) / mean for x ≥ 0."""

    mean: float

    def __post_init__(self) -> None:
        require("mean", self.mean, self.mean > 0, "a value above 0")

    @property
    def support(self) -> Support:
        return Support(0.0)

    def log_density(self, value: float) -> float:
        return -value / self.mean - math.log(self.mean) if value >= 0 else -math.inf

    def below(self, value: float) -> float:
        return -math.expm1(-value / self.mean) if value > 0 else 0.0

    def above(self, value: float) -> float:
        return math.exp(-value / self.mean) if value > 0 else 1.0

    def quantile(self, probability: float) -> float:
        return -self.mean * math.log1p(-probability)

    def quantile_from_above(self, probability: float) -> float:
        return -self.mean * math.log(probability)
