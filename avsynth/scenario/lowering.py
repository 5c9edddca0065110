"""From a template and the values of one attempt to the parts of a concrete Scenario."""

from __future__ import annotations

from collections import Counter

from avsynth.scenario import concrete, syntax
from avsynth.scenario.attempt import Attempt, is_record
from avsynth.scenario.fields import Rule, rules_of, tag_of
from avsynth.scenario.fold import needs_world
from avsynth.scenario.problems import Problem, SceneErrors
from avsynth.scenario.vocabulary import (
    ANGLE,
    FREE_LENGTH,
    LENGTH,
    PERIOD,
    SPEED_WORDS,
    actor_rules,
    environment_rules,
    road_rules,
    step_rules,
    sun_rules,
)


def road(node: syntax.Road, attempt: Attempt) -> concrete.RoadSpec:
    """Return a road with its settings as numbers."""
    rules = road_rules(node.kind)
    settings = {
        setting.name: _field(setting.value, rules[setting.name], f"{node.name}.{setting.name}", node.name, attempt)
        for setting in node.settings
    }
    return concrete.RoadSpec(kind=node.kind, name=node.name, settings=settings, at=node.at.short)


def environment(settings: tuple[syntax.Setting, ...], attempt: Attempt) -> concrete.Environment:
    """Return light and surroundings."""
    rules, values = environment_rules(), {}
    for setting in settings:
        if setting.name == "sun":
            sun = _arguments(setting.value, sun_rules()[setting.value.function], "environment.sun", attempt)
            values |= {f"sun_{name}": value for name, value in sun.items()}
        else:
            site = f"environment.{setting.name}"
            values[setting.name] = _value(setting.value, rules[setting.name], site, attempt)
    return concrete.Environment.read(values, "environment")


def placement(node: syntax.Place, attempt: Attempt) -> concrete.Placement:
    """Return a placed actor with its program."""
    rules = actor_rules(node.kind)
    values = {
        setting.name: _value(setting.value, rules[setting.name], f"{node.name}.{setting.name}", attempt, node.name)
        for setting in node.settings
    }
    speeds = [values.pop(word) for word in SPEED_WORDS if word in values]
    return concrete.Placement(
        kind=node.kind,
        name=node.name,
        spots=tuple(_spot(spot, k, node.name, attempt) for k, spot in enumerate(node.spots)),
        facing=_facing(node.facing, node.name, attempt) if node.facing else None,
        speed=speeds[0] if speeds else 0.0,
        settings=values,
        program=_program(node, attempt),
        at=node.at.short,
    )


def requirement(node: syntax.Require, attempt: Attempt) -> tuple[concrete.Requirement, bool]:
    """Return a requirement, and whether it takes the placed world to judge it."""
    condition = attempt.folded(node.condition)
    made = concrete.Requirement(condition=condition, at=node.at.short, text=syntax.written(node.condition))
    return made, needs_world(condition)


def _value(node: syntax.Expr | syntax.Random, rule: Rule, site: str, attempt: Attempt, me: str = "") -> object:
    """Return the value of a setting; raise SceneErrors if what was drawn or calculated is outside its range."""
    value = attempt.setting(node, site, me)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and rule.dimension is not None and not rule.admits(value):
        _refuse(node, f"{site} became {value:.6g}", rule.bounds)
    if isinstance(value, str) and rule.words and not rule.text and value not in rule.words:
        _refuse(node, f"{site} became '{value}'", f"one of: {', '.join(rule.words)}")
    return value


def _refuse(node: syntax.Expr | syntax.Random, message: str, expected: str) -> None:
    raise SceneErrors([Problem(node.at, "AVS602", message, expected)])


def _field(node: syntax.Expr | syntax.Random, rule: Rule, site: str, owner: str, attempt: Attempt) -> object:
    """Return the value of a road's field; its elements may be records such as ``line(300 m)``."""
    if rule.item is not None and rule.item.records and isinstance(node, syntax.Items):
        return tuple(_record(item, rule.item, f"{site}[{k}]", owner, attempt) for k, item in enumerate(node.items))
    if rule.records and is_record(node):
        return _record(node, rule, site, owner, attempt)
    return _value(node, rule, site, attempt)


def _record(node: syntax.Invocation, rule: Rule, site: str, owner: str, attempt: Attempt) -> dict[str, object]:
    """Return an element as the table of its fields; one with a name is addressed by it: ``five.a.heading``."""
    model = rule.records[node.function]
    fields = rules_of(model)
    tag = tag_of(model)
    if "name" in fields and node.arguments:
        site = f"{owner}.{attempt.setting(node.arguments[0], site)}"
    return ({tag[0]: tag[1]} if tag else {}) | _arguments(node, fields, site, attempt)


def _arguments(
    node: syntax.Invocation, rules: dict[str, Rule], site: str, attempt: Attempt, me: str = ""
) -> dict[str, object]:
    """Return the values of arguments by name; those without a name take the names in order."""
    given = dict(zip(rules, node.arguments, strict=False)) | node.named
    return {name: _value(value, rules[name], f"{site}.{name}", attempt, me) for name, value in given.items()}


def _spot(node: syntax.On | syntax.Beside, number: int, owner: str, attempt: Attempt) -> concrete.Spot:
    site = f"{owner}.at" if number == 0 else f"{owner}.at[{number}]"
    if isinstance(node, syntax.Beside):
        by = _value(node.by, FREE_LENGTH, f"{site}.by", attempt)
        return concrete.Beside(side=node.side, of=attempt.setting(node.of, site), by=by)
    offset = 0.0 if node.offset is None else _value(node.offset, LENGTH, f"{site}.offset", attempt)
    station = _value(node.station, LENGTH, f"{site}.station", attempt)
    return concrete.OnLane(lane=attempt.setting(node.lane, site), station=station, offset=offset)


def _facing(node: syntax.Facing, owner: str, attempt: Attempt) -> concrete.Facing:
    if node.how == "angle":
        return concrete.Facing(how="angle", angle=_value(node.target, ANGLE, f"{owner}.facing", attempt))
    return concrete.Facing(how=node.how, target=attempt.setting(node.target, f"{owner}.facing", owner))


def _program(node: syntax.Place, attempt: Attempt) -> tuple[concrete.StepCall, ...]:
    """Return the steps; draws are addressed by step and how often it came before, so a further line moves no draw."""
    calls, seen = [], Counter()
    for action in node.actions:
        word = action.step.function
        site = f"{node.name}.{word}" + (f"[{seen[word]}]" if seen[word] else "")
        seen[word] += 1
        calls.append(_call(action, site, node.name, attempt))
    return tuple(calls)


def _call(action: syntax.Action, site: str, me: str, attempt: Attempt) -> concrete.StepCall:
    word = action.step.function
    return concrete.StepCall(
        step=word,
        arguments=_arguments(action.step, step_rules(word), site, attempt, me),
        until=None if action.until is None else attempt.folded(action.until, me),
        duration=None if action.duration is None else _value(action.duration, PERIOD, f"{site}.duration", attempt, me),
        at=action.at.short,
    )
