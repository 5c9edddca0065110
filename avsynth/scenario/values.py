"""The values of settings in one attempt: numbers, words, and lists, tables and records of them, by the field's rule."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from avsynth.core.points import STATION
from avsynth.scenario import syntax
from avsynth.scenario.attempt import Attempt
from avsynth.scenario.dimensions import DIMENSIONS, NUMBER
from avsynth.scenario.fields import Rule, by_position, rules_of, tag_of
from avsynth.scenario.problems import Problem, SceneErrors


def value_of(node: syntax.Expr | syntax.Random, rule: Rule, site: str, attempt: Attempt, me: str = "") -> object:
    """Return the value of a setting; raise SceneErrors if what was drawn or calculated is outside its range."""
    match node:
        case syntax.Items(items=items) if rule.item is not None:
            return tuple(value_of(item, rule.item, f"{site}[{k}]", attempt, me) for k, item in enumerate(items))
        case syntax.Items(items=items) if rule.pair:
            pairs = zip(items, rule.pair, strict=True)
            return tuple(value_of(item, own, f"{site}[{k}]", attempt, me) for k, (item, own) in enumerate(pairs))
        case syntax.Table(pairs=pairs) if rule.table is not None:
            keys = [str(attempt.setting(key, site, me)) for key, _ in pairs]
            values = [value for _, value in pairs]
            return {
                key: value_of(value, rule.table, f"{site}.{key}", attempt, me)
                for key, value in zip(keys, values, strict=True)
            }
        case syntax.Body(settings=settings) if rule.records:
            ((_, model),) = rule.records.items()
            given = {setting.name: setting.value for setting in settings}
            return _fields(given, rules_of(model), site, attempt, me) | _tag(model)
        case syntax.Invocation(function=function) if rule.records and function in rule.records:
            return record_of(node, rule, site, attempt, me)
        case syntax.Invocation() if rule.point:
            return point_of(node, site, attempt, me)
    return _plain(node, rule, site, attempt, me)


def record_of(node: syntax.Invocation, rule: Rule, site: str, attempt: Attempt, me: str = "") -> dict[str, object]:
    """Return an element as the table of its fields; one with a name is addressed by it: ``five.a.heading``."""
    model = rule.records[node.function]
    fields = rules_of(model)
    if "name" in fields and node.arguments:
        site = f"{site.rpartition('.')[0]}.{attempt.setting(node.arguments[0], site)}"
    return _tag(model) | arguments_of(node, fields, site, attempt, me)


def arguments_of(
    node: syntax.Invocation, rules: Mapping[str, Rule], site: str, attempt: Attempt, me: str = ""
) -> dict[str, object]:
    """Return the values of arguments by name; those without a name take the names in order."""
    return _fields(by_position(node.arguments, rules) | node.named, rules, site, attempt, me)


def point_of(node: syntax.Invocation, site: str, attempt: Attempt, me: str = "") -> dict[str, object]:
    """Return a place such as ``ego.front(0.3)`` as the table of its fields."""
    of, _, where = node.function.rpartition(".")
    rule = Rule(dimension=DIMENSIONS["length"]) if where == STATION else Rule(dimension=NUMBER, low=0.0, high=1.0)
    value = _plain(node.arguments[0], rule, f"{site}.{where}", attempt, me)
    return {"of": me if of == "self" else of, "where": where, "value": value}


def _fields(
    given: Mapping[str, syntax.Expr | syntax.Random], rules: Mapping[str, Rule], site: str, attempt: Attempt, me: str
) -> dict[str, object]:
    return {name: value_of(value, rules[name], f"{site}.{name}", attempt, me) for name, value in given.items()}


def _plain(node: syntax.Expr | syntax.Random, rule: Rule, site: str, attempt: Attempt, me: str) -> object:
    value = attempt.setting(node, site, me)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and rule.dimension is not None and not rule.admits(value):
        _refuse(node, f"{site} became {value:.6g}", rule.bounds)
    if isinstance(value, str) and rule.words and not rule.text and value not in rule.words:
        _refuse(node, f"{site} became '{value}'", f"one of: {', '.join(rule.words)}")
    is_path = rule.file and isinstance(value, str)
    return str(Path(node.at.source).parent / Path(value).expanduser()) if is_path else value


def _refuse(node: syntax.Expr | syntax.Random, message: str, expected: str) -> None:
    raise SceneErrors([Problem(node.at, "AVS602", message, expected)])


def _tag(model: type) -> dict[str, str]:
    tag = tag_of(model)
    return {tag[0]: tag[1]} if tag else {}
