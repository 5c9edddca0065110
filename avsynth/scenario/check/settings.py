"""Checks of a setting against the field it fills: kind, dimension, range, words."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from avsynth.core.errors import did_you_mean
from avsynth.core.points import SIDES, STATION
from avsynth.scenario import syntax
from avsynth.scenario.check.context import each_once
from avsynth.scenario.check.inference import Inference, is_named
from avsynth.scenario.check.kinds import ACTOR, ANY, LANE, LEG, ROAD, TEXT, TRUTH, Kind, quantity
from avsynth.scenario.check.randoms import nominal_if_constant, random_kind
from avsynth.scenario.dimensions import DIMENSIONS, NUMBER
from avsynth.scenario.distributions import Distribution, Numeric
from avsynth.scenario.draws import is_distribution
from avsynth.scenario.fields import Rule, by_position, rules_of
from avsynth.scenario.functions import FUNCTIONS

#: A draw may leave the range of its field with this probability; more is an error before anything is drawn.
NEGLIGIBLE = 1e-6


@dataclass(frozen=True)
class Slot:
    """Where a value goes: its rule, its name in messages, and further bare words it accepts, such as legs."""

    rule: Rule
    what: str
    words: tuple[str, ...] = ()


def check_value(inference: Inference, node: syntax.Expr | syntax.Random, slot: Slot) -> None:
    """Add what is wrong with `node` as the value of `slot`."""
    rule = slot.rule
    if isinstance(node, syntax.Random):
        _check_random(inference, node, slot)
    elif is_distribution(node) and isinstance(node, syntax.Invocation):
        text = syntax.written(node)
        inference.context.problem(
            node.at,
            "AVS404",
            f"{slot.what}: {text} is random, but ':' gives a fixed value",
            "'~' for a draw",
            f"write ~ {text}",
        )
    elif rule.section is not None:
        check_section(inference, node, slot)
    elif rule.point and isinstance(node, syntax.Invocation):
        check_point(inference, node, slot)
    elif isinstance(node, syntax.Body):
        _check_body(inference, node, slot)
    elif isinstance(node, syntax.Table) and rule.table is not None:
        for _, value in node.pairs:
            check_value(inference, value, Slot(rule.table, slot.what, slot.words))
    elif rule.item is not None or rule.pair:
        _check_list(inference, node, slot)
    elif _is_record(rule, node):
        check_record(inference, node, slot)
    elif not _is_word(inference, node, slot):
        _check_plain(inference, node, slot)


def _is_record(rule: Rule, node: syntax.Expr) -> bool:
    """Return whether a value is meant as an element: nothing else may stand there, or it looks like one."""
    plain = rule.words or rule.text or rule.truth or rule.dimension is not None
    called = isinstance(node, syntax.Invocation) and node.function not in FUNCTIONS
    return bool(rule.records) and (called or not plain)


def check_call(
    inference: Inference, node: syntax.Invocation, rules: dict[str, Rule], words: tuple[str, ...] = ()
) -> None:
    """Add what is wrong with the arguments of a step or element, whose fields have `rules`."""
    context, names = inference.context, list(rules)
    given, misspelt = by_position(node.arguments, rules), False
    if len(node.arguments) > len(names) and tuple(given.values()) == node.arguments[: len(names)]:
        context.problem(
            node.arguments[len(names)].at,
            "AVS405",
            f"{node.function} got {len(node.arguments)} arguments",
            f"at most {len(names)}: {node.function}({', '.join(names)})" if names else "no arguments",
        )
    for keyword in node.keywords:
        name = keyword.name
        if name not in rules:
            misspelt = True
            context.unknown("AVS208", f"argument of {node.function}", name, names, keyword.at)
        elif name in given:
            context.problem(keyword.at, "AVS202", f"{node.function}: '{name}' is given twice", "one value")
        else:
            given[name] = keyword.value
    for name, rule in rules.items():
        if name in given:
            check_value(inference, given[name], Slot(rule, f"'{name}'", words))
        elif rule.required and context.is_complete and not misspelt:
            context.problem(
                node.at, "AVS407", f"{node.function}: '{name}' is missing", f"{node.function}({', '.join(names)})"
            )


def check_record(inference: Inference, node: syntax.Expr, slot: Slot) -> None:
    """Add what is wrong with an element such as ``line(300 m)``."""
    context, records = inference.context, slot.rule.records
    shapes = [f"{word}({', '.join(rules_of(model))})" for word, model in records.items()]
    if not isinstance(node, syntax.Invocation):
        kind = _shown_kind(node)
        context.problem(node.at, "AVS303", f"{slot.what}: got {kind}", " or ".join(shapes))
    elif node.function not in records:
        context.problem(
            node.at,
            "AVS207",
            f"{slot.what}: unknown element '{node.function}'",
            " or ".join(shapes),
            did_you_mean(node.function, records),
        )
    else:
        rules = rules_of(records[node.function])
        names = tuple(_name_argument(node, rules))
        check_call(inference, node, rules, (*slot.words, *names))


def check_section(inference: Inference, node: syntax.Expr, slot: Slot) -> None:
    """Add what is wrong with a cross-section ``[left…] | [right…]``."""
    example = "[walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)]"
    context = inference.context
    if not isinstance(node, syntax.CrossSection):
        context.problem(node.at, "AVS303", f"{slot.what}: got {_shown_kind(node)}", f"lanes as {example}")
        return
    strip_kinds, width = _strip_rules(slot.rule)
    for side in (node.left, node.right):
        if not isinstance(side, syntax.Items):
            context.problem(side.at, "AVS303", f"{slot.what}: got {_shown_kind(side)}", f"lanes as {example}")
            continue
        for strip in side.items:
            _check_strip(inference, strip, strip_kinds, width)
    both = (node.left, node.right)
    if all(isinstance(side, syntax.Items) for side in both) and not any(side.items for side in both):
        context.problem(node.at, "AVS401", f"{slot.what}: a road without lanes", f"lanes as {example}")


def _check_strip(inference: Inference, strip: syntax.Expr, kinds: tuple[str, ...], width: Rule) -> None:
    context = inference.context
    if not isinstance(strip, syntax.Invocation):
        context.problem(
            strip.at, "AVS303", f"lane: got {_shown_kind(strip)}", "a kind with its width, such as drive(3 m)"
        )
    elif strip.function not in kinds:
        context.unknown("AVS205", "kind of lane", strip.function, list(kinds), strip.at)
    elif len(strip.arguments) != 1 or strip.keywords:
        context.problem(strip.at, "AVS405", f"{strip.function} needs one width", f"{strip.function}(3 m)")
    else:
        check_value(inference, strip.arguments[0], Slot(width, f"width of {strip.function}"))


def _strip_rules(rule: Rule) -> tuple[tuple[str, ...], Rule]:
    """Return the kinds of lanes a cross-section may have, and the rule of their widths."""
    pair = rules_of(rule.section)["left"].item
    return pair.pair[0].words, pair.pair[1]


def _check_body(inference: Inference, node: syntax.Body, slot: Slot) -> None:
    """Check the settings in the block of a setting such as ``fog:``."""
    context, records = inference.context, slot.rule.records or {}
    if len(records) != 1:
        context.problem(node.at, "AVS303", f"{slot.what}: got a block of settings", "a value on the same line")
        return
    ((word, model),) = records.items()
    rules, given = rules_of(model), each_once(context, node.settings)
    for setting in node.settings:
        if setting.name in rules:
            check_value(inference, setting.value, Slot(rules[setting.name], f"'{setting.name}'", slot.words))
        else:
            context.unknown("AVS204", f"property of {word}", setting.name, list(rules), setting.at)
    for name, rule in rules.items():
        if rule.required and name not in given and context.is_complete:
            context.problem(node.at, "AVS407", f"{slot.what} has no '{name}'", f"a line '{name}: …'")


def check_point(inference: Inference, node: syntax.Invocation, slot: Slot) -> None:
    """Check a place such as ``ego.front(0.3)`` or ``main.s(420 m)``."""
    context = inference.context
    of, _, where = node.function.rpartition(".")
    example = "ego.front(0.5), or main.s(20 m)"
    if not of or len(node.arguments) != 1 or node.keywords:
        context.problem(node.at, "AVS303", f"{slot.what}: got {syntax.written(node)}", f"a place, such as {example}")
        return
    name = syntax.Reference(tuple(of.split(".")), at=node.at)
    kind = replace(inference, in_run=True).kind(name)
    allowed = {ACTOR: SIDES, ROAD: (STATION,), LANE: (STATION,), LEG: (STATION,)}
    if kind.is_any:
        return
    if where not in allowed.get(kind, ()):
        context.problem(
            node.at,
            "AVS203",
            f"{slot.what}: {kind.text} has no '{where}'",
            f"one of: {', '.join(allowed.get(kind, SIDES))}",
            did_you_mean(where, allowed.get(kind, SIDES)),
        )
        return
    rule = Rule(dimension=DIMENSIONS["length"]) if where == STATION else Rule(dimension=NUMBER, low=0.0, high=1.0)
    check_value(inference, node.arguments[0], Slot(rule, f"'{where}'"))


def _check_list(inference: Inference, node: syntax.Expr, slot: Slot) -> None:
    context, rule = inference.context, slot.rule
    if _word_of(node, inference) in rule.words:
        return
    if isinstance(node, syntax.Route) and rule.item is not None:
        for stop in node.stops:
            check_value(inference, stop, Slot(rule.item, slot.what, slot.words))
        return
    if not isinstance(node, syntax.Items):
        if isinstance(node, syntax.Reference) and rule.text:
            inference.kind(node)
            return
        context.problem(node.at, "AVS303", f"{slot.what}: got {_shown_kind(node)}", "a list [ … ]")
        return
    if rule.pair:
        _check_pair(inference, node, slot)
        return
    for item in node.items:
        check_value(inference, item, Slot(rule.item, slot.what, slot.words))
    if len(node.items) < rule.shortest:
        context.problem(
            node.at, "AVS401", f"{slot.what}: got {len(node.items)} elements", f"at least {rule.shortest} elements"
        )


def _check_pair(inference: Inference, node: syntax.Items, slot: Slot) -> None:
    """Check a list of fixed length, such as a position."""
    pair = slot.rule.pair
    if len(node.items) != len(pair):
        inference.context.problem(
            node.at, "AVS401", f"{slot.what}: got {len(node.items)} elements", f"{len(pair)} elements"
        )
        return
    for item, rule in zip(node.items, pair, strict=True):
        check_value(inference, item, Slot(rule, slot.what, slot.words))


def _is_word(inference: Inference, node: syntax.Expr, slot: Slot) -> bool:
    """Return whether `node` is dealt with as a word of a fixed list, right or wrong."""
    allowed = slot.rule.words or slot.words
    word = _word_of(node, inference)
    if not allowed or word is None:
        return False
    if word not in allowed:
        if slot.rule.dimension is not None or (slot.rule.text and _is_known(inference, word)):
            return False
        _report_word(inference, node, word, Slot(Rule(words=allowed), slot.what))
    return True


def _word_of(node: syntax.Expr, inference: Inference) -> str | None:
    match node:
        case syntax.Quoted(text=text):
            return text
        case syntax.Reference(parts=(str(name),)) if name not in inference.context.definitions:
            return name
        case syntax.Invocation(function=name) if name not in FUNCTIONS:
            return name
    return None


def _is_known(inference: Inference, word: str) -> bool:
    """Return whether `word` names something of the template."""
    return word in inference.context.places or word in inference.context.roads


def _check_plain(inference: Inference, node: syntax.Expr, slot: Slot) -> None:
    """Check a number, truth or text."""
    rule, context = slot.rule, inference.context
    if rule.dimension is None and not (rule.truth or rule.text or rule.words):
        inference.kind(node)  # the plugin accepts values the language knows nothing of
        return
    kind = inference.kind(node)
    if rule.dimension is not None and (kind.word == "quantity" or not (rule.truth or rule.text)):
        before = len(context.findings.problems)
        inference.expect_kind(node, kind, quantity(rule.dimension), slot.what)
        if len(context.findings.problems) == before:
            _check_bounds(inference, node, slot)
        return
    _expect_fitting(inference, node, kind, slot)
    if rule.words and kind == TEXT:
        _check_named_words(inference, node, slot)


def _expect_fitting(inference: Inference, node: syntax.Expr | syntax.Random, kind: Kind, slot: Slot) -> None:
    rule = slot.rule
    fits = (
        (rule.truth and kind == TRUTH)
        or (rule.text and (kind == TEXT or is_named(kind)))
        or (rule.words and kind == TEXT)
    )
    if not (fits or kind.is_any):
        wanted = [text for holds, text in ((rule.truth, TRUTH.text), (rule.text, "a text or name")) if holds]
        wanted += [f"one of: {', '.join(rule.words)}"] if rule.words else []
        inference.context.problem(node.at, "AVS303", f"{slot.what}: got {kind.text}", " or ".join(wanted))


def _check_named_words(inference: Inference, node: syntax.Expr, slot: Slot) -> None:
    """Check the words that a name stands for."""
    site = inference.context.draw_named_by(node)
    if site is not None:
        _check_outcomes(inference, site, slot, node)
        return
    value = inference.context.constant(node)
    if isinstance(value, str) and value not in slot.rule.words:
        _report_word(inference, node, value, slot)


def _check_bounds(inference: Inference, node: syntax.Expr, slot: Slot) -> None:
    site = inference.context.draw_named_by(node)
    if site is not None:
        _check_mass(inference, site, slot, node)
        return
    value, rule = inference.context.constant(node), slot.rule
    if value is None or isinstance(value, bool | str):
        return
    if rule.integer and value != math.floor(value):
        inference.context.problem(node.at, "AVS401", f"{slot.what} = {syntax.written(node)}", "a whole number")
    elif not rule.admits(value):
        inference.context.problem(node.at, "AVS401", f"{slot.what} = {syntax.written(node)}", rule.bounds)


def _check_random(inference: Inference, node: syntax.Random, slot: Slot) -> None:
    rule = slot.rule
    plain = rule.words or rule.text or rule.truth or rule.dimension is not None
    if rule.section or rule.item or rule.pair or rule.table or rule.point or (rule.records and not plain):
        inference.context.problem(node.at, "AVS404", f"{slot.what} cannot be random as a whole", "draws inside of it")
        return
    kind = random_kind(inference, node)
    if kind.is_any or kind == ANY:
        return
    if rule.dimension is not None and not (kind in (TRUTH, TEXT) and (rule.truth or rule.text)):
        before = len(inference.context.findings.problems)
        inference.expect_kind(node.distribution, kind, quantity(rule.dimension), slot.what)
        if len(inference.context.findings.problems) == before:
            _check_mass(inference, node, slot, node)
    elif rule.words and kind == TEXT:
        _check_outcomes(inference, node, slot, node)
    elif rule.truth or rule.text or rule.words:
        _expect_fitting(inference, node, kind, slot)


def _check_outcomes(inference: Inference, site: syntax.Random, slot: Slot, node: syntax.Expr | syntax.Random) -> None:
    """Check that every outcome of a choice of words, used at `node`, is one of the allowed words."""
    distribution = nominal_if_constant(inference, site)
    for word in distribution.support.atoms if distribution else ():
        if word not in slot.rule.words:
            _report_word(inference, node, word, slot)


def _report_word(inference: Inference, node: syntax.Expr | syntax.Random, word: str, slot: Slot) -> None:
    expected = f"one of: {', '.join(slot.rule.words)}"
    hint = did_you_mean(word, slot.rule.words)
    inference.context.problem(node.at, "AVS210", f"{slot.what}: got '{word}'", expected, hint)


def _check_mass(inference: Inference, site: syntax.Random, slot: Slot, node: syntax.Expr | syntax.Random) -> None:
    """Report a distribution, used at `node`, that leaves the range of its field all too often."""
    distribution = nominal_if_constant(inference, site)
    outside = _outside(distribution, slot.rule) if distribution else 0.0
    if outside > NEGLIGIBLE:
        inference.context.problem(
            node.at,
            "AVS401",
            f"{slot.what}: {syntax.written(site.distribution)} leaves the range with probability {outside:.2g}",
            slot.rule.bounds,
            "cut it with 'in low..high'",
        )


def _outside(distribution: Distribution, rule: Rule) -> float:
    atoms = distribution.support.atoms
    if atoms is not None:
        return sum(math.exp(distribution.log_density(atom)) for atom in atoms if not rule.admits(float(atom)))
    assert isinstance(distribution, Numeric)
    low, high = distribution.support.low, distribution.support.high
    below = distribution.below(rule.low) if math.isfinite(rule.low) and rule.low > low else 0.0
    above = distribution.above(rule.high) if math.isfinite(rule.high) and rule.high < high else 0.0
    return below - (0.0 if rule.open_low else distribution.at(rule.low) if below else 0.0) + above


def _shown_kind(node: syntax.Expr | syntax.Random) -> str:
    words = {
        syntax.Items: "a list",
        syntax.Table: "a table",
        syntax.CrossSection: "a cross-section of lanes",
        syntax.Route: "a route",
        syntax.Interval: "a range",
        syntax.Body: "a block of settings",
    }
    return words.get(type(node)) or syntax.written(node)


def _name_argument(node: syntax.Invocation, rules: dict[str, Rule]) -> list[str]:
    """Return the name an element gives itself, which is no name of the template: the ``a`` of ``leg(a)``."""
    if "name" not in rules:
        return []
    given = node.arguments[0] if node.arguments else node.named.get("name")
    return [given.head] if isinstance(given, syntax.Reference) and len(given.parts) == 1 else []
