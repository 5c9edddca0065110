"""From what a draw site says to a distribution, and from a stream to a value with its log densities."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from avsynth.scenario import syntax
from avsynth.scenario.distributions import FAMILIES, Distribution, ParameterError, truncated, uncovered
from avsynth.scenario.distributions.base import Outcome
from avsynth.scenario.distributions.choice import Choice
from avsynth.scenario.distributions.families import CHOICE, Family
from avsynth.scenario.distributions.normal import Normal
from avsynth.scenario.distributions.uniform import Uniform
from avsynth.scenario.fold import Scope, known_value
from avsynth.scenario.problems import NOWHERE, Position, Problem, SceneErrors

#: Where ``mean +- deviation`` is cut, in deviations.
SPREAD_CUT = 3.0
#: Half a step of the generator's 53-bit numbers, so that no probability is 0.
_HALF_STEP = 2.0**-54


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn value with its log density under the nominal and under the sampled distribution."""

    value: Outcome
    log_p: float
    log_q: float


def is_distribution(node: syntax.Expr) -> bool:
    """Return whether `node` says a distribution rather than a value."""
    named = isinstance(node, syntax.Invocation) and (node.function in FAMILIES or node.function == CHOICE)
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


def draw_nominal(nominal: Distribution, rng: np.random.Generator) -> Drawn:
    """Return a value drawn from `nominal`."""
    value = nominal.quantile(rng.random() + _HALF_STEP)
    log_p = nominal.log_density(value)
    return Drawn(value, log_p, log_p)


def draw_proposed(nominal: Distribution, proposal: Distribution, defensive: float, rng: np.random.Generator) -> Drawn:
    """Return a value drawn from the mixture q = (1 − defensive) proposal + defensive nominal."""
    source = nominal if rng.random() < defensive else proposal
    value = source.quantile(rng.random() + _HALF_STEP)
    log_p, log_proposal = nominal.log_density(value), proposal.log_density(value)
    terms = [math.log(share) + log for share, log in ((1 - defensive, log_proposal), (defensive, log_p)) if share > 0]
    return Drawn(value, log_p, float(np.logaddexp.reduce(terms)))


def uncovered_problem(node: syntax.Random, nominal: Distribution, proposal: Distribution) -> Problem | None:
    """Return the problem of a proposal that misses values of the nominal distribution; None if it covers them."""
    unit = syntax.unit_of(node.distribution)
    gap = uncovered(nominal.support, proposal.support, lambda value: syntax.in_unit(value, unit))
    if gap is None:
        return None
    message = (
        f"the proposal never draws {gap}, where {syntax.written(syntax.Random(node.distribution, node.within))} does"
    )
    return Problem(node.proposal.at, "AVS403", message, "a proposal that covers all values of the nominal distribution")


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
        case syntax.Invocation(function=function) if function == CHOICE:
            return _choice(node, scope)
        case syntax.Invocation(function=function):
            return _made(FAMILIES[function].make, bound_arguments(node, FAMILIES[function]), node, scope)
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


def _impossible(error: ParameterError, node: syntax.Expr, code: str, found: str) -> SceneErrors:
    message = found if code == "AVS401" else f"the range {found} {error.found}"
    return SceneErrors([Problem(node.at, code, message, error.allowed)])
