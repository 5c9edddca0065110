"""The words by which the language calls distributions, with the dimensions of their parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from avsynth.scenario.distributions.base import Distribution
from avsynth.scenario.distributions.beta import Beta
from avsynth.scenario.distributions.choice import bernoulli
from avsynth.scenario.distributions.exponential import Exponential
from avsynth.scenario.distributions.normal import LogNormal, Normal
from avsynth.scenario.distributions.poisson import Poisson
from avsynth.scenario.distributions.uniform import LogUniform, Triangular, Uniform
from avsynth.scenario.distributions.vonmises import VonMises


@dataclass(frozen=True, slots=True)
class Family:
    """A distribution as the language calls it.

    Parameters
    ----------
    name : str
    make : callable
        Takes the parameters in order; raises ParameterError.
    parameters : mapping
        Name → dimension; "value" is the dimension of what is drawn.
    outcome : str
        Dimension of what is drawn: "value" (that of the parameters), "number", "angle", or "truth".
    """

    name: str
    make: Callable[..., Distribution]
    parameters: dict[str, str]
    outcome: str = "value"

    @property
    def signature(self) -> str:
        """How it is called, such as ``normal(mean, deviation)``."""
        return f"{self.name}({', '.join(self.parameters)})"


FAMILIES = {
    family.name: family
    for family in (
        Family("uniform", Uniform, {"low": "value", "high": "value"}),
        Family("loguniform", LogUniform, {"low": "value", "high": "value"}),
        Family("triangular", Triangular, {"low": "value", "mode": "value", "high": "value"}),
        Family("normal", Normal, {"mean": "value", "deviation": "value"}),
        Family("lognormal", LogNormal, {"median": "value", "sigma": "number"}),
        Family("exponential", Exponential, {"mean": "value"}),
        Family("beta", Beta, {"a": "number", "b": "number"}, "number"),
        Family("poisson", Poisson, {"mean": "number"}, "number"),
        Family("vonmises", VonMises, {"mean": "angle", "kappa": "number"}, "angle"),
        Family("bernoulli", bernoulli, {"probability": "number"}, "truth"),
    )
}
#: Distributions that take tables, lists or files instead of parameters, and how they are called.
FORMS = {
    "choice": 'choice({"a": 0.7, "b": 0.3}) or choice(["a", "b"])',
    "mixture": "mixture({0 m: 0.7, uniform(1 m, 2 m): 0.3})",
    "empirical": 'empirical("file.csv", column, unit: "m")',
    "correlated": "correlated(normal(3 m, 1 m), {other: 0.6})",
}
