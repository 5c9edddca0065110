"""Von Mises distribution: the normal distribution of angles."""

from __future__ import annotations

import math
from dataclasses import dataclass

from avsynth.scenario.distributions.base import Numeric, Support, require

#: Above this concentration the normal distribution differs by less than rounding.
LARGEST_KAPPA = 1e6
#: Terms of the Fourier series are dropped below this share.
_SMALLEST_TERM = 1e-17
_BISECTIONS = 60


@dataclass(frozen=True, slots=True)
class VonMises(Numeric):
    """Density ∝ exp(κ cos(x − mean)) over the full turn around `mean` [rad]."""

    mean: float
    kappa: float

    def __post_init__(self) -> None:
        require("kappa", self.kappa, 0 < self.kappa <= LARGEST_KAPPA, f"a value in 0..{LARGEST_KAPPA:g}")

    @property
    def support(self) -> Support:
        return Support(self.mean - math.pi, self.mean + math.pi)

    def log_density(self, value: float) -> float:
        if abs(value - self.mean) > math.pi:
            return -math.inf
        # exp(κ(cos − 1)) with the exponentially scaled Bessel function does not overflow
        return self.kappa * (math.cos(value - self.mean) - 1.0) - math.log(2 * math.pi * _special().ive(0, self.kappa))

    def below(self, value: float) -> float:
        turn = min(max(value - self.mean, -math.pi), math.pi)
        return 1.0 - self._tail(turn) if turn > 0 else self._tail(-turn)

    def above(self, value: float) -> float:
        return self.below(2 * self.mean - value)

    def quantile(self, probability: float) -> float:
        return 2 * self.mean - self.quantile_from_above(probability)

    def quantile_from_above(self, probability: float) -> float:
        low, high = -math.pi, math.pi
        for _ in range(_BISECTIONS):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.above(self.mean + middle) > probability else (low, middle)
        return self.mean + 0.5 * (low + high)

    def _tail(self, turn: float) -> float:
        """Return the probability beyond `turn` ≥ 0, by the density's Fourier series."""
        from numpy import arange, sin  # light, but kept beside the import of scipy

        terms = arange(1, int(20 + 12 * math.sqrt(self.kappa)))
        shares = _special().ive(terms, self.kappa) / _special().ive(0, self.kappa)
        terms, shares = terms[shares > _SMALLEST_TERM], shares[shares > _SMALLEST_TERM]
        total = 0.5 - turn / (2 * math.pi) - float((shares / terms * sin(terms * turn)).sum()) / math.pi
        return min(max(total, 0.0), 1.0)


def _special():
    from scipy import special  # here, since it takes a quarter of the start-up time and few scenes need it

    return special
