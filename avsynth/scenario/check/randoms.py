"""Checks of draw sites: the distribution and its parameters, the range, and whether the proposal covers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avsynth.scenario import syntax
from avsynth.scenario.check.forms import form_kind, parameters_of_form
from avsynth.scenario.check.kinds import ANY, TEXT, TRUTH, Kind, quantity, quantity_named
from avsynth.scenario.distributions import FAMILIES, FORMS, Distribution, Family
from avsynth.scenario.draws import bound_arguments, distribution_of, is_distribution, uncovered_problem
from avsynth.scenario.problems import SceneErrors

if TYPE_CHECKING:
    from avsynth.scenario.check.inference import Inference


def random_kind(inference: Inference, node: syntax.Random) -> Kind:
    """Return the kind of what a draw site gives."""
    kind = distribution_kind(inference, node.distribution)
    fits = _check_range(inference, node.within, kind)
    if node.proposal is not None:
        proposal = distribution_kind(inference, node.proposal)
        fits &= _check_range(inference, node.proposal_within, kind)
        fits &= _same_kind(inference, node, kind, proposal) and not proposal.is_any
    if fits and not kind.is_any:
        _check_cover(inference, node)
    return kind


def nominal_if_constant(inference: Inference, node: syntax.Random) -> Distribution | None:
    """Return the nominal distribution if it is the same in every draw and possible; else None."""
    try:
        return _if_constant(inference, node.distribution, node.within)
    except (SceneErrors, AssertionError):  # reported where the site itself is checked
        return None


def distribution_kind(inference: Inference, node: syntax.Expr) -> Kind:
    context = inference.context
    match node:
        case syntax.Interval(low=low, high=high):
            return alike(inference, [("low", low), ("high", high)], "range")
        case syntax.Spread(mean=mean, deviation=deviation):
            return alike(inference, [("mean", mean), ("deviation", deviation)], "spread")
        case syntax.Invocation(function=function) if function in FORMS:
            return form_kind(inference, node)
        case syntax.Invocation(function=function) if function in FAMILIES:
            return _family_kind(inference, node, FAMILIES[function])
        case syntax.Invocation(function=function):
            context.unknown("AVS207", "distribution", function, sorted({*FAMILIES, *FORMS}), node.at)
            return ANY
    context.problem(
        node.at,
        "AVS404",
        f"{syntax.written(node)} is no distribution",
        "a distribution, such as uniform(1, 2), normal(0, 1) or 1..2; a fixed value is written with '=' or ':'",
    )
    return ANY


def _family_kind(inference: Inference, node: syntax.Invocation, family: Family) -> Kind:
    context = inference.context
    known = [name for name in node.named if name in family.parameters]
    for keyword in node.keywords:
        if keyword.name not in family.parameters:
            known_names = list(family.parameters)
            context.unknown("AVS208", f"argument of {family.name}", keyword.name, known_names, keyword.at)
            return ANY
    missing = len(family.parameters) - len(node.arguments) - len(known)
    if missing or set(known) & set(list(family.parameters)[: len(node.arguments)]):
        given = len(node.arguments) + len(known)
        context.problem(
            node.at, "AVS405", f"{family.name} got {given} argument{'' if given == 1 else 's'}", family.signature
        )
        return ANY
    arguments = bound_arguments(node, family)
    own = [(name, arguments[name]) for name, wanted in family.parameters.items() if wanted == "value"]
    kind = alike(inference, own, family.name) if own else ANY
    for name, wanted in family.parameters.items():
        if wanted != "value":
            inference.expect(arguments[name], quantity_named(wanted), f"{name} of {family.name}")
    if family.outcome == "truth":
        return TRUTH
    return kind if family.outcome == "value" else quantity_named(family.outcome)


def alike(inference: Inference, arguments: list[tuple[str, syntax.Expr]], what: str) -> Kind:
    """Return the common kind of quantities; the first that says one decides."""
    kinds = [(name, node, inference.kind(node)) for name, node in arguments]
    for name, node, kind in kinds:
        if kind.word not in ("quantity", "any"):
            inference.context.problem(node.at, "AVS303", f"{name} of {what}: got {kind.text}", "a quantity")
            return ANY
    if any(kind.is_any for _, _, kind in kinds):
        return ANY
    zero = [node for _, node, _ in kinds if isinstance(node, syntax.Quantity) and node.value == 0 and not node.unit]
    deciding = [kind for _, node, kind in kinds if kind.dimension is not None and node not in zero]
    common = deciding[0] if deciding else kinds[0][2]
    for name, node, _ in kinds:
        inference.expect(node, common, f"{name} of {what}") if common.dimension is not None else None
    return common


def _check_range(inference: Inference, node: syntax.Expr | None, kind: Kind) -> bool:
    """Return whether the range of a draw fits its kind."""
    if node is None or kind.is_any:
        return True
    context, kind = inference.context, kind.one
    if not isinstance(node, syntax.Interval):
        context.problem(node.at, "AVS303", f"{syntax.written(node)} is no range", "a range, such as 1 m..2 m")
        return False
    if kind in (TRUTH, TEXT):
        context.problem(node.at, "AVS303", f"a range for {kind.text}", "no 'in' here")
        return False
    wanted = quantity(kind.dimension)
    before = len(context.findings.problems)
    for end in (node.low, node.high):
        inference.expect(end, wanted, "range")
    return len(context.findings.problems) == before


def _same_kind(inference: Inference, node: syntax.Random, nominal: Kind, proposal: Kind) -> bool:
    if nominal.is_any or proposal.is_any or nominal == proposal:
        return True
    if nominal.word == proposal.word == "quantity" and None in (nominal.dimension, proposal.dimension):
        return True
    inference.context.problem(
        node.proposal.at,
        "AVS302",
        f"the proposal draws {proposal.text}",
        f"{nominal.text}, as the nominal distribution",
    )
    return False


def _check_cover(inference: Inference, node: syntax.Random) -> None:
    """Report what is impossible or uncovered, as far as it is the same in every draw."""
    context = inference.context
    found: list[Distribution | None] = []
    sites = [(node.distribution, node.within)] + ([(node.proposal, node.proposal_within)] if node.proposal else [])
    for distribution, within in sites:
        try:
            found.append(_if_constant(inference, distribution, within))
        except SceneErrors as error:
            context.findings.problems += error.problems
            return
    if len(found) == 2 and None not in found:
        problem = uncovered_problem(node, *found)
        context.findings.problems += [problem] if problem else []


def _if_constant(inference: Inference, node: syntax.Expr, within: syntax.Expr | None) -> Distribution | None:
    """Return the distribution if none of its parameters depends on draws."""
    if not is_distribution(node):
        return None
    if within is not None and not isinstance(within, syntax.Interval):
        return None
    parts = parameters_of(node) + ([within.low, within.high] if within is not None else [])
    if any(inference.context.constant(part) is None for part in parts):
        return None
    return distribution_of(node, within, inference.context)


def parameters_of(node: syntax.Expr) -> list[syntax.Expr]:
    """Return what a distribution hangs on."""
    match node:
        case syntax.Interval(low=first, high=second) | syntax.Spread(mean=first, deviation=second):
            return [first, second]
        case syntax.Invocation(function=function) if function in FORMS:
            return parameters_of_form(node)
    return list(bound_arguments(node, FAMILIES[node.function]).values())
