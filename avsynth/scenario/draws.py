"""From what a draw site says to a distribution, and where its value comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from avsynth.core.seed import Stream
from avsynth.core.units import UNITS
from avsynth.scenario import syntax
from avsynth.scenario.columns import column_word
from avsynth.scenario.distributions import (
    FAMILIES,
    FORMS,
    Column,
    Distribution,
    Family,
    Outcome,
    ParameterError,
    misplaced,
    truncated,
    uncovered,
)
from avsynth.scenario.distributions.choice import Choice
from avsynth.scenario.distributions.correlated import Correlated
from avsynth.scenario.distributions.empirical import empirical
from avsynth.scenario.distributions.mixture import Mixture, Point
from avsynth.scenario.distributions.normal import Normal
from avsynth.scenario.distributions.uniform import Uniform
from avsynth.scenario.fold import Scope, known_value
from avsynth.scenario.problems import NOWHERE, Position, Problem, SceneErrors

#: Where ``mean +- deviation`` is cut, in deviations.
SPREAD_CUT = 3.0
#: Half a step of the generator's 53-bit numbers, so that no probability is 0.
HALF_STEP = 2.0**-54


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn value with its log density under the nominal and under the sampled distribution.

    `proposal` is what was drawn from, as words, where that is not the nominal distribution.
    """

    value: Outcome
    log_p: float
    log_q: float
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A draw site as it is drawn: its address, its distributions, and the text of its proposal."""

    name: str
    nominal: Distribution
    proposal: Distribution | None = None
    proposal_text: str = ""


class Source(Protocol):
    """Gives the value of each draw site of one attempt; what it gives for one site never hangs on the others."""

    def draw(self, site: Site) -> Drawn:
        """Return the value of `site`."""
        ...


@dataclass(frozen=True, slots=True)
class Nominal:
    """Draws from the nominal distributions; each site has its own random numbers in `stream`."""

    stream: Stream

    def draw(self, site: Site) -> Drawn:
        """Return a value drawn from the nominal distribution."""
        value = site.nominal.quantile(self.stream.rng(site.name).random() + HALF_STEP)
        log_p = site.nominal.log_density(value)
        return Drawn(value, log_p, log_p)


@dataclass(frozen=True, slots=True)
class Proposing:
    """Draws from the mixture q = (1 − defensive) proposal + defensive nominal where there is a proposal."""

    stream: Stream
    defensive: float

    def draw(self, site: Site) -> Drawn:
        """Return a value drawn on purpose."""
        if site.proposal is None:
            return Nominal(self.stream).draw(site)
        rng = self.stream.rng(site.name)
        source = site.nominal if rng.random() < self.defensive else site.proposal
        return mixed(site, source.quantile(rng.random() + HALF_STEP), self.defensive)


def mixed(site: Site, value: Outcome, defensive: float) -> Drawn:
    """Return `value` as drawn from the mixture (1 − defensive) proposal + defensive nominal of `site`."""
    log_p, log_proposal = site.nominal.log_density(value), site.proposal.log_density(value)
    terms = [math.log(part) + log for part, log in ((1 - defensive, log_proposal), (defensive, log_p)) if part > 0]
    text = f"{1 - defensive:g} {site.proposal_text} + {defensive:g} nominal" if defensive else site.proposal_text
    return Drawn(value, log_p, float(np.logaddexp.reduce(terms)), text)


def is_distribution(node: syntax.Expr) -> bool:
    """Return whether `node` says a distribution rather than a value."""
    named = isinstance(node, syntax.Invocation) and (node.function in FAMILIES or node.function in FORMS)
    return named or isinstance(node, syntax.Interval | syntax.Spread)


def amount(
    node: syntax.Expr,
    within: syntax.Expr | None = None,
    proposal: syntax.Expr | None = None,
    proposal_within: syntax.Expr | None = None,
    at: Position = NOWHERE,
) -> syntax.Expr | syntax.Random:
    """Return a draw if a distribution is given where either may stand (``by 3 m``, ``by 2..4 m``), else the value."""
    random = is_distribution(node) or within is not None or proposal is not None
    return syntax.Random(node, within, proposal, proposal_within, at=at) if random else node


def distribution_of(node: syntax.Expr, within: syntax.Expr | None, scope: Scope) -> Distribution:
    """Return the distribution that `node` says, cut to the range `within`; raise SceneErrors at what is impossible."""
    if isinstance(node, syntax.Invocation) and node.function == "correlated":
        return _correlated(node, within, scope)
    whole = _whole(node, scope)
    if within is None:
        return whole
    low, high = (float(known_value(end, scope)) for end in (within.low, within.high))
    try:
        return truncated(whole, low, high)
    except ParameterError as error:
        raise _impossible(error, within, "AVS402", syntax.written(within)) from None


def nominal_of(node: syntax.Random, scope: Scope) -> Distribution:
    """Return the nominal distribution of a draw site."""
    return distribution_of(node.distribution, node.within, scope)


def proposal_of(node: syntax.Random, scope: Scope) -> Distribution | None:
    """Return the proposal of a draw site, None if it has none."""
    return distribution_of(node.proposal, node.proposal_within, scope) if node.proposal is not None else None


def uncovered_problem(node: syntax.Random, nominal: Distribution, proposal: Distribution) -> Problem | None:
    """Return the problem of a proposal that misses values of the nominal distribution; None if it covers them."""
    unit = syntax.unit_of(node.distribution)
    supports, written = (
        (nominal.support, proposal.support),
        syntax.written(syntax.Random(node.distribution, node.within)),
    )
    gap = uncovered(*supports, lambda value: syntax.in_unit(value, unit))
    single = misplaced(*supports, lambda value: syntax.in_unit(value, unit))
    if gap is not None:
        message = f"the proposal never draws {gap}, where {written} does"
        expected = "a proposal that covers all values of the nominal distribution"
        return Problem(node.proposal.at, "AVS403", message, expected)
    if single is not None:
        message = f"the proposal draws exactly {single}, where {written} is continuous"
        return Problem(
            node.proposal.at, "AVS403", message, "single values only where the nominal distribution has them"
        )
    return None


def bound_arguments(node: syntax.Invocation, family: Family) -> dict[str, syntax.Expr]:
    """Return the argument of each parameter of `family`; unknown names are left to the checks."""
    bound = dict(zip(family.parameters, node.arguments, strict=False))
    return bound | {name: value for name, value in node.named.items() if name in family.parameters}


def outcomes_of(node: syntax.Invocation) -> list[tuple[syntax.Expr, syntax.Expr | None]]:
    """Return the outcomes of a choice with their weights; None where all weigh the same."""
    given = node.arguments[0]
    return list(given.pairs) if isinstance(given, syntax.Table) else [(item, None) for item in given.items]


def _whole(node: syntax.Expr, scope: Scope) -> Distribution:
    match node:
        case syntax.Interval(low=low, high=high):
            return _made(Uniform, {"low": low, "high": high}, node, scope)
        case syntax.Spread(mean=mean, deviation=deviation):
            normal = _made(Normal, {"mean": mean, "deviation": deviation}, node, scope)
            reach = SPREAD_CUT * normal.deviation
            return truncated(normal, normal.mean - reach, normal.mean + reach)
        case syntax.Invocation(function="choice"):
            return _choice(node, scope)
        case syntax.Invocation(function="mixture"):
            return _mixture(node, scope)
        case syntax.Invocation(function="empirical"):
            return _empirical(node, scope)
        case syntax.Invocation(function=function):
            family, arguments = FAMILIES[function], bound_arguments(node, FAMILIES[function])
            if len(arguments) == len(family.parameters):
                return _made(family.make, arguments, node, scope)
    raise AssertionError(f"{syntax.written(node)} is no distribution; the checks refuse it")


def _made(make, arguments: dict[str, syntax.Expr], node: syntax.Expr, scope: Scope) -> Distribution:
    values = {name: float(known_value(argument, scope)) for name, argument in arguments.items()}
    try:
        return make(**values)
    except ParameterError as error:
        if isinstance(node, syntax.Interval):
            problem = Problem(
                node.at, "AVS402", f"the range {syntax.written(node)} is empty", "an end above the beginning"
            )
            raise SceneErrors([problem]) from None
        culprit = arguments[error.parameter]
        raise _impossible(error, culprit, "AVS401", f"{error.parameter} = {syntax.written(culprit)}") from None


def _choice(node: syntax.Invocation, scope: Scope) -> Choice:
    pairs = outcomes_of(node)
    outcomes = tuple(known_value(outcome, scope) for outcome, _ in pairs)
    weights = tuple(1.0 if weight is None else float(known_value(weight, scope)) for _, weight in pairs)
    try:
        return Choice(outcomes, weights)
    except ParameterError as error:
        raise _impossible(error, node.arguments[0], "AVS401", error.found) from None


def _mixture(node: syntax.Invocation, scope: Scope) -> Distribution:
    pairs = outcomes_of(node)
    members = [
        _whole(key, scope) if is_distribution(key) else Point(float(known_value(key, scope))) for key, _ in pairs
    ]
    weights = tuple(float(known_value(weight, scope)) for _, weight in pairs)
    try:
        return Mixture(tuple(members), weights)
    except ParameterError as error:
        raise _impossible(error, node.arguments[0], "AVS401", error.found) from None


def _correlated(node: syntax.Invocation, within: syntax.Expr | None, scope: Scope) -> Distribution:
    """Return the distribution given what its draw is correlated with; `within` cuts it regardless of the others."""
    marginal = distribution_of(node.arguments[0], within, scope)
    mean, deviation = scope.score(node)
    try:
        return Correlated(marginal, mean, deviation)
    except ParameterError as error:
        raise _impossible(error, node.arguments[1], "AVS401", error.found) from None


def column_of(node: syntax.Invocation, scope: Scope) -> Column | None:
    """Return the column that ``empirical(file, column)`` names; None if there is none."""
    file, name = map(column_word, node.arguments)
    return next((column for column in scope.columns if (column.file, column.name) == (file, name)), None)


def _empirical(node: syntax.Invocation, scope: Scope) -> Distribution:
    unit = node.named.get("unit")
    factor = UNITS[unit.text][1] if unit is not None else 1.0
    try:
        return empirical(column_of(node, scope).values, factor)
    except ParameterError as error:
        raise _impossible(error, node, "AVS401", error.found) from None


def _impossible(error: ParameterError, node: syntax.Expr, code: str, found: str) -> SceneErrors:
    message = found if code == "AVS401" else f"the range {found} {error.found}"
    return SceneErrors([Problem(node.at, code, message, error.allowed)])
