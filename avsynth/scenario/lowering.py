"""From a template and the values of one attempt to the parts of a concrete Scenario."""

from __future__ import annotations

from collections import Counter

from pydantic import BaseModel

from avsynth.contracts import ROADS, STEPS
from avsynth.scenario import concrete, syntax
from avsynth.scenario.attempt import Attempt, is_record
from avsynth.scenario.fields import Rule, rules_of, tag_of
from avsynth.scenario.fold import needs_world

#: Settings of every placed actor that are not fields of its kind: its speed, and the same word for people.
SPEED_WORDS = ("speed", "walk_speed")
#: Fields that every plugin has and no scene sets.
NOT_SETTINGS = ("kind", "name", "step")


def road(node: syntax.Road, attempt: Attempt) -> concrete.RoadSpec:
    """Return a road with its settings as numbers."""
    rules = rules_of(ROADS.get(node.kind), NOT_SETTINGS)
    settings = {
        setting.name: _field(setting.value, rules[setting.name], f"{node.name}.{setting.name}", node.name, attempt)
        for setting in node.settings
    }
    return concrete.RoadSpec(kind=node.kind, name=node.name, settings=settings, at=node.at.short)


def environment(settings: tuple[syntax.Setting, ...], attempt: Attempt) -> concrete.Environment:
    """Return light and surroundings."""
    values: dict[str, object] = {}
    for setting in settings:
        if setting.name == "sun":
            given = _arguments(setting.value, ("elevation", "azimuth"), "environment.sun", attempt)
            values |= {f"sun_{'elevation' if name == 'angle' else name}": value for name, value in given.items()}
        else:
            values[setting.name] = attempt.setting(setting.value, f"environment.{setting.name}")
    return concrete.Environment.read(values, "environment")


def placement(node: syntax.Place, attempt: Attempt) -> concrete.Placement:
    """Return a placed actor with its program."""
    values = {
        setting.name: attempt.setting(setting.value, f"{node.name}.{setting.name}", node.name)
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


def _field(node: syntax.Expr | syntax.Random, rule: Rule, site: str, owner: str, attempt: Attempt) -> object:
    """Return the value of a road's field; its elements may be records such as ``line(300 m)``."""
    if rule.item is not None and rule.item.records and isinstance(node, syntax.Items):
        return tuple(_record(item, rule.item, f"{site}[{k}]", owner, attempt) for k, item in enumerate(node.items))
    if rule.records and is_record(node):
        return _record(node, rule, site, owner, attempt)
    return attempt.setting(node, site)


def _record(node: syntax.Invocation, rule: Rule, site: str, owner: str, attempt: Attempt) -> dict[str, object]:
    """Return an element as the table of its fields; one with a name is addressed by it: ``five.a.heading``."""
    model = rule.records[node.function]
    fields = rules_of(model)
    tag = tag_of(model)
    if "name" in fields and node.arguments:
        site = f"{owner}.{attempt.setting(node.arguments[0], site)}"
    return ({tag[0]: tag[1]} if tag else {}) | _arguments(node, tuple(fields), site, attempt)


def _arguments(
    node: syntax.Invocation, names: tuple[str, ...], site: str, attempt: Attempt, me: str = ""
) -> dict[str, object]:
    """Return the values of arguments by name; those without a name take the names in order."""
    given = dict(zip(names, node.arguments, strict=False)) | node.named
    return {name: attempt.setting(value, f"{site}.{name}", me) for name, value in given.items()}


def _spot(node: syntax.On | syntax.Beside, number: int, owner: str, attempt: Attempt) -> concrete.Spot:
    site = f"{owner}.at" if number == 0 else f"{owner}.at[{number}]"
    if isinstance(node, syntax.Beside):
        by = attempt.setting(node.by, f"{site}.by")
        return concrete.Beside(side=node.side, of=attempt.setting(node.of, site), by=by)
    return concrete.OnLane(
        lane=attempt.setting(node.lane, site),
        station=attempt.setting(node.station, f"{site}.station"),
        offset=0.0 if node.offset is None else attempt.setting(node.offset, f"{site}.offset"),
    )


def _facing(node: syntax.Facing, owner: str, attempt: Attempt) -> concrete.Facing:
    value = attempt.setting(node.target, f"{owner}.facing", owner)
    return (
        concrete.Facing(how="angle", angle=value)
        if node.how == "angle"
        else concrete.Facing(how=node.how, target=value)
    )


def _program(node: syntax.Place, attempt: Attempt) -> tuple[concrete.StepCall, ...]:
    """Return the steps; draws are addressed by step and how often it came before, so a further line moves no draw."""
    calls, seen = [], Counter()
    for action in node.actions:
        word = action.step.function
        seen[word] += 1
        site = f"{node.name}.{word}" + (f"[{seen[word] - 1}]" if seen[word] > 1 else "")
        calls.append(_call(action, site, node.name, attempt))
    return tuple(calls)


def _call(action: syntax.Action, site: str, me: str, attempt: Attempt) -> concrete.StepCall:
    word = action.step.function
    model: type[BaseModel] | None = STEPS.get(word) if word in STEPS else None
    names = tuple(rules_of(model, NOT_SETTINGS)) if model else ()
    return concrete.StepCall(
        step=word,
        arguments=_arguments(action.step, names, site, attempt, me),
        until=None if action.until is None else attempt.folded(action.until, me),
        duration=None if action.duration is None else attempt.setting(action.duration, f"{site}.duration", me),
        at=action.at.short,
    )
