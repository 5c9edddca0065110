"""Normal and lognormal distributions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from avsynth.scenario.distributions.base import Numeric, Support, require

_STANDARD = NormalDist()
_LOG_ROOT_TWO_PI = 0.5 * math.log(2 * math.pi)


@dataclass(frozen=True, slots=True)
class Normal(Numeric):
    """Normal with `mean` and `deviation`."""

    mean: float
    deviation: float

    def __post_init__(self) -> None:
        require("deviation", self.deviation, self.deviation > 0, "a value above 0")

    @property
    def support(self) -> Support:
        return Support()

    def log_density(self, value: float) -> float:
        z = (value - self.mean) / self.deviation
        return -0.5 * z * z - _LOG_ROOT_TWO_PI - math.log(self.deviation)

    def below(self, value: float) -> float:
        return 0.5 * math.erfc((self.mean - value) / self.deviation / math.sqrt(2))

    def above(self, value: float) -> float:
        return 0.5 * math.erfc((value - self.mean) / self.deviation / math.sqrt(2))

    def quantile(self, probability: float) -> float:
        return self.mean + self.deviation * _STANDARD.inv_cdf(probability)

    def quantile_from_above(self, probability: float) -> float:
        return self.mean - self.deviation * _STANDARD.inv_cdf(probability)


@dataclass(frozen=True, slots=True)
class LogNormal(Numeric):
    """The logarithm is normal around log `median` with deviation `sigma`."""

    median: float
    sigma: float

    def __post_init__(self) -> None:
        require("median", self.median, self.median > 0, "a value above 0")
        require("sigma", self.sigma, self.sigma > 0, "a value above 0")

    @property
    def _logarithm(self) -> Normal:
        return Normal(math.log(self.median), self.sigma)

    @property
    def support(self) -> Support:
        return Support(0.0)

    def log_density(self, value: float) -> float:
        return self._logarithm.log_density(math.log(value)) - math.log(value) if value > 0 else -math.inf

    def below(self, value: float) -> float:
        return self._logarithm.below(_log(value))

    def above(self, value: float) -> float:
        return self._logarithm.above(_log(value))

    def quantile(self, probability: float) -> float:
        return math.exp(self._logarithm.quantile(probability))

    def quantile_from_above(self, probability: float) -> float:
        return math.exp(self._logarithm.quantile_from_above(probability))


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf
