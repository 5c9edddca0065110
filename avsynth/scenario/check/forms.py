"""Checks of distributions that take tables, lists, files or other draws: choice, mixture, empirical, correlated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avsynth.core.units import UNITS
from avsynth.scenario import copula, syntax
from avsynth.scenario.check.kinds import ANY, TEXT, Kind, quantity, quantity_named
from avsynth.scenario.dimensions import NUMBER, of_unit
from avsynth.scenario.distributions import FORMS, Numeric
from avsynth.scenario.distributions.empirical import are_numbers
from avsynth.scenario.draws import column_of, is_distribution, outcomes_of
from avsynth.scenario.problems import SceneErrors

if TYPE_CHECKING:
    from avsynth.scenario.check.inference import Inference


def form_kind(inference: Inference, node: syntax.Invocation) -> Kind:
    """Return the kind of what a distribution of `FORMS` gives."""
    checks = {"choice": _choice, "mixture": _mixture, "empirical": _empirical, "correlated": _correlated}
    return checks[node.function](inference, node)


def parameters_of_form(node: syntax.Invocation) -> list[syntax.Expr]:
    """Return what the distribution hangs on; of one that hangs on other draws, what is never known before."""
    from avsynth.scenario.check.randoms import parameters_of  # the two need each other: mixtures hold distributions

    if node.function == "correlated":
        return [syntax.Reference(parts=(name,)) for name in copula.correlations_of(node)]
    if node.function == "empirical":
        return []
    found = []
    for outcome, weight in outcomes_of(node):
        found += parameters_of(outcome) if is_distribution(outcome) else [outcome]
        found += [] if weight is None else [weight]
    return found


def _wrong(inference: Inference, node: syntax.Invocation, what: str) -> Kind:
    inference.context.problem(node.at, "AVS405", f"{node.function} needs {what}", FORMS[node.function])
    return ANY


def _choice(inference: Inference, node: syntax.Invocation) -> Kind:
    context = inference.context
    given = node.arguments[0] if len(node.arguments) == 1 and not node.keywords else None
    if not isinstance(given, syntax.Table | syntax.Items) or not outcomes_of(node):
        return _wrong(inference, node, "one table or list")
    pairs = outcomes_of(node)
    for _, weight in pairs:
        if weight is not None:
            inference.expect(weight, quantity_named("number"), "weight of choice")
    first = inference.kind(pairs[0][0])
    for outcome, _ in pairs[1:]:
        inference.expect(outcome, first, "outcome of choice") if not first.is_any else None
    if first.word not in ("quantity", "text", "truth", "any"):
        context.problem(
            pairs[0][0].at, "AVS303", f"outcome of choice: got {first.text}", 'quantities, or texts in "quotes"'
        )
        return ANY
    return first


def _mixture(inference: Inference, node: syntax.Invocation) -> Kind:
    from avsynth.scenario.check.randoms import distribution_kind  # the two need each other: mixtures hold distributions

    given = node.arguments[0] if len(node.arguments) == 1 and not node.keywords else None
    if not isinstance(given, syntax.Table):
        return _wrong(inference, node, "one table")
    kinds = []
    for member, weight in given.pairs:
        inference.expect(weight, quantity_named("number"), "weight of mixture")
        found = distribution_kind(inference, member) if is_distribution(member) else inference.kind(member)
        if found.word not in ("quantity", "any"):
            inference.context.problem(member.at, "AVS303", f"member of mixture: got {found.text}", "quantities")
            return ANY
        kinds.append((member, found))
    zero = [k for k, (member, _) in enumerate(kinds) if isinstance(member, syntax.Quantity) and member.value == 0]
    deciding = [kind for k, (_, kind) in enumerate(kinds) if k not in zero and kind.dimension is not None]
    common = deciding[0] if deciding else kinds[0][1]
    for member, kind in kinds:
        inference.expect_kind(member, kind, common, "member of mixture")
    return ANY if any(kind.is_any for _, kind in kinds) else common


def _empirical(inference: Inference, node: syntax.Invocation) -> Kind:
    unit = node.named.get("unit")
    is_file = len(node.arguments) == 2 and isinstance(node.arguments[0], syntax.Quoted)
    known = set(node.named) <= {"unit"} and (unit is None or isinstance(unit, syntax.Quoted))
    if not (is_file and known):
        return _wrong(inference, node, "a file and a column")
    if unit is not None and unit.text not in UNITS:
        inference.context.problem(unit.at, "AVS301", f"unknown unit '{unit.text}'", 'a unit, such as "m"')
        return ANY
    column = column_of(node, inference.context)
    if column is None:  # told where the file is read
        return ANY
    if not are_numbers(column.values):
        return TEXT
    return quantity(NUMBER if unit is None else of_unit(unit.text))


def _correlated(inference: Inference, node: syntax.Invocation) -> Kind:
    from avsynth.scenario.check.randoms import distribution_kind  # the two need each other: these hold distributions

    table = node.arguments[1] if len(node.arguments) == 2 and not node.keywords else None
    if not isinstance(table, syntax.Table) or not is_distribution(node.arguments[0]):
        return _wrong(inference, node, "a distribution and a table of draws")
    kind = distribution_kind(inference, node.arguments[0])
    if kind.word not in ("quantity", "any"):
        inference.context.problem(node.arguments[0].at, "AVS303", f"correlated: got {kind.text}", "a quantity")
    for key, value in table.pairs:
        _check_partner(inference, key)
        inference.expect(value, quantity_named("number"), "correlation")
        number = inference.context.constant(value)
        if isinstance(number, float) and not -1 < number < 1:
            inference.context.problem(value.at, "AVS401", f"correlation = {number:g}", "a value between -1 and 1")
    return kind


def _check_partner(inference: Inference, key: syntax.Expr) -> None:
    """Check that what a draw is correlated with is a continuous draw, and not itself."""
    context = inference.context
    kind = inference.kind(key)
    site = context.draw_named_by(key)
    if kind.is_any:
        return
    if site is None or kind.word != "quantity":
        context.problem(key.at, "AVS303", f"correlated with {kind.text}", "the name of a draw of a quantity")
        return
    try:
        distribution = _nominal(inference, site)
    except (SceneErrors, AssertionError):  # reported where the site itself is checked
        return
    if distribution is not None and not _is_continuous(distribution):
        context.problem(key.at, "AVS303", "correlated with a draw of single values", "a draw of a continuous quantity")


def _nominal(inference: Inference, site: syntax.Random):
    from avsynth.scenario.check.randoms import nominal_if_constant  # as above

    return nominal_if_constant(inference, site)


def _is_continuous(distribution) -> bool:
    return isinstance(distribution, Numeric) and all(piece.is_continuous for piece in distribution.support.pieces)
