"""Distributions of the Python builder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from avsynth.scenario import syntax
from avsynth.scenario.building.terms import Drawn, Term, expression, here, invocation


def uniform(low: object, high: object) -> Drawn:
    """Return the uniform distribution."""
    return family("uniform", low, high)


def loguniform(low: object, high: object) -> Drawn:
    """Return the distribution whose logarithm is uniform."""
    return family("loguniform", low, high)


def triangular(low: object, mode: object, high: object) -> Drawn:
    """Return the triangular distribution."""
    return family("triangular", low, mode, high)


def normal(mean: object, deviation: object) -> Drawn:
    """Return the normal distribution."""
    return family("normal", mean, deviation)


def lognormal(median: object, sigma: object) -> Drawn:
    """Return the distribution whose logarithm is normal around log `median`."""
    return family("lognormal", median, sigma)


def exponential(mean: object) -> Drawn:
    """Return the exponential distribution."""
    return family("exponential", mean)


def beta(a: object, b: object) -> Drawn:
    """Return the beta distribution over 0..1."""
    return family("beta", a, b)


def poisson(mean: object) -> Drawn:
    """Return the Poisson distribution of counts."""
    return family("poisson", mean)


def vonmises(mean: object, kappa: object) -> Drawn:
    """Return the von Mises distribution of angles."""
    return family("vonmises", mean, kappa)


def bernoulli(probability: object) -> Drawn:
    """Return the distribution that is true with `probability`."""
    return family("bernoulli", probability)


def choice(outcomes: object) -> Drawn:
    """Return the choice between the keys of a table by weight, or the items of a list."""
    if isinstance(outcomes, Sequence):
        outcomes = syntax.Items(tuple(expression(outcome) for outcome in outcomes), at=here())
    return family("choice", outcomes)


def mixture(members: Mapping[object, object]) -> Drawn:
    """Return a value of one of `members`, distributions or fixed values, by weight."""
    return family("mixture", members)


def empirical(file: str, column: str, unit: str | None = None) -> Drawn:
    """Return the distribution of the values in a column of a table in CSV."""
    fields = {} if unit is None else {"unit": syntax.Quoted(unit, at=here())}
    return Drawn(invocation("empirical", (syntax.Quoted(file, at=here()), syntax.Quoted(column, at=here())), fields))


def correlated(marginal: Drawn, partners: Mapping[Term, object]) -> Drawn:
    """Return `marginal`, correlated with other draws by a Gaussian copula."""
    return family("correlated", marginal, partners)


def interval(low: object, high: object) -> Drawn:
    """Return the range ``low..high``, also the uniform distribution over it."""
    return Drawn(syntax.Interval(expression(low), expression(high), at=here()))


def spread(mean: object, deviation: object) -> Drawn:
    """Return ``mean +- deviation``: normal, cut at three deviations."""
    return Drawn(syntax.Spread(expression(mean), expression(deviation), at=here()))


def family(word: str, /, *parameters: object, **named: object) -> Drawn:
    """Return the distribution of any word, such as ``family("lognormal", "24 m", sigma=0.4)``."""
    return Drawn(invocation(word, parameters, named))
