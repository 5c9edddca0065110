"""Choices between single outcomes: numbers, words or truths with weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from avsynth.scenario.distributions.base import Distribution, Outcome, ParameterError, Support


@dataclass(frozen=True)
class Choice(Distribution):
    """One of `outcomes`, in proportion to `weights`."""

    outcomes: tuple[Outcome, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        negative = next((weight for weight in self.weights if not weight >= 0), None)
        if negative is not None:
            raise ParameterError("weights", f"a weight is {negative:g}", "weights of at least 0")
        if not sum(self.weights) > 0:
            raise ParameterError("weights", "the weights sum to 0", "a weight above 0")
        if len(set(self.outcomes)) < len(self.outcomes):
            raise ParameterError("outcomes", "an outcome is written twice", "each outcome once")

    @cached_property
    def _probabilities(self) -> dict[Outcome, float]:
        total = sum(self.weights)
        return {
            outcome: weight / total for outcome, weight in zip(self.outcomes, self.weights, strict=True) if weight > 0
        }

    @property
    def support(self) -> Support:
        return Support(atoms=tuple(self._probabilities))

    def log_density(self, value: Outcome) -> float:
        probability = self._probabilities.get(value, 0.0)
        return math.log(probability) if probability > 0 else -math.inf

    def quantile(self, probability: float) -> Outcome:
        outcomes = list(self._probabilities)
        sums = accumulate(self._probabilities.values())
        return next(
            (outcome for outcome, total in zip(outcomes, sums, strict=True) if probability < total), outcomes[-1]
        )

    def within(self, low: float, high: float) -> Choice:
        """Return the choice between the numbers of low..high, weights in proportion."""
        kept = [pair for pair in zip(self.outcomes, self.weights, strict=True) if low <= pair[0] <= high]
        if not sum(weight for _, weight in kept) > 0:
            raise ParameterError("in", "holds no outcome", "a range that holds an outcome")
        return Choice(tuple(outcome for outcome, _ in kept), tuple(weight for _, weight in kept))


def bernoulli(probability: float) -> Choice:
    """Return the distribution that is true with `probability`."""
    if not 0 <= probability <= 1:
        raise ParameterError("probability", f"probability = {probability:g}", "a probability in 0..1")
    return Choice((True, False), (probability, 1.0 - probability))
