"""Beta distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass

from avsynth.scenario.distributions.base import Numeric, Support, require


@dataclass(frozen=True, slots=True)
class Beta(Numeric):
    """Density ∝ x^(a − 1) (1 − x)^(b − 1) between 0 and 1."""

    a: float
    b: float

    def __post_init__(self) -> None:
        require("a", self.a, self.a > 0, "a value above 0")
        require("b", self.b, self.b > 0, "a value above 0")

    @property
    def support(self) -> Support:
        return Support(0.0, 1.0)

    def log_density(self, value: float) -> float:
        if not 0 < value < 1:
            return -math.inf
        norm = math.lgamma(self.a) + math.lgamma(self.b) - math.lgamma(self.a + self.b)
        return (self.a - 1) * math.log(value) + (self.b - 1) * math.log1p(-value) - norm

    def below(self, value: float) -> float:
        return float(_special().betainc(self.a, self.b, min(max(value, 0.0), 1.0)))

    def above(self, value: float) -> float:
        return float(_special().betainc(self.b, self.a, 1.0 - min(max(value, 0.0), 1.0)))

    def quantile(self, probability: float) -> float:
        return float(_special().betaincinv(self.a, self.b, probability))

    def quantile_from_above(self, probability: float) -> float:
        return 1.0 - float(_special().betaincinv(self.b, self.a, probability))


def _special():
    from scipy import special  # here, since it takes a quarter of the start-up time and few scenes need it

    return special
