"""Checks of a setting against the field it fills: elements, sections, places, lists; plain values by `plain`."""

from __future__ import annotations

from dataclasses import replace

from avsynth.core.errors import did_you_mean
from avsynth.core.points import SIDES, STATION
from avsynth.scenario import syntax
from avsynth.scenario.check.context import each_once
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.kinds import ACTOR, LANE, LEG, ROAD
from avsynth.scenario.check.plain import Slot, check_plain, check_random, is_word, word_of
from avsynth.scenario.dimensions import DIMENSIONS, NUMBER
from avsynth.scenario.draws import is_distribution
from avsynth.scenario.fields import Rule, by_position, rules_of
from avsynth.scenario.functions import FUNCTIONS


def check_value(inference: Inference, node: syntax.Expr | syntax.Random, slot: Slot) -> None:
    """Add what is wrong with `node` as the value of `slot`."""
    rule = slot.rule
    if isinstance(node, syntax.Random):
        check_random(inference, node, slot)
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
    elif not is_word(inference, node, slot):
        check_plain(inference, node, slot)


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
    if word_of(node, inference) in rule.words:
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
