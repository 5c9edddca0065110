"""Triggers: when something begins, as a condition of the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from avsynth.core.xml import Element, Fault

_RULES = {
    "greaterThan": ">",
    "lessThan": "<",
    "greaterOrEqual": ">=",
    "lessOrEqual": "<=",
    "equalTo": "==",
    "notEqualTo": "!=",
}
#: Slower than this stands still [m/s].
STILL = 0.05


def condition_of(trigger: Element | None, names: Mapping[str, str]) -> str:
    """Return the condition of a trigger; empty if it holds from the start. `names` are ours by those of the file.

    Raises Fault at the first condition that the language has no words for.
    """
    if trigger is None:
        return ""
    groups = [[_one(each, names) for each in group.all("Condition")] for group in trigger.all("ConditionGroup")]
    if any(all(not text for text in group) for group in groups):
        return ""
    return _joined("or", [_joined("and", [text for text in group if text]) for group in groups])


def both(first: str, second: str) -> str:
    """Return the condition that both hold, of which either may be empty."""
    return _joined("and", [text for text in (first, second) if text])


def rule_of(said: Element) -> str:
    """Return the comparison that an element asks for."""
    word = said.word("rule")
    if word not in _RULES:
        raise Fault(said.line, f'<{said.tag} rule="{word}">: expected one of {", ".join(_RULES)}')
    return _RULES[word]


def _joined(word: str, texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f" {word} ".join(f"({text})" for text in texts)


def _one(condition: Element, names: Mapping[str, str]) -> str:
    if condition.number("delay", 0.0) > 0:
        raise Fault(condition.line, f"<Condition name={condition.word('name', '')!r}>: delays are not supported")
    time = condition.first("ByValueCondition", "SimulationTimeCondition")
    if time is not None:
        value, rule = time.number("value"), rule_of(time)
        return "" if value <= 0 and rule in (">", ">=") else f"time() {rule} {value:.9g} s"
    entity = condition.first("ByEntityCondition")
    if entity is None:
        said = next(iter(condition.within("ByValueCondition")), condition)
        raise Fault(said.line, f"<{said.tag}> is not supported; use {_supported()}")
    return _of_entities(entity, names)


def _of_entities(entity: Element, names: Mapping[str, str]) -> str:
    triggering, asked = entity.first("TriggeringEntities"), entity.first("EntityCondition")
    if triggering is None or asked is None or not asked.children:
        raise Fault(entity.line, "<ByEntityCondition> needs <TriggeringEntities> and <EntityCondition>")
    said = asked.children[0]
    if said.tag not in _KINDS:
        raise Fault(said.line, f"<{said.tag}> is not supported; use {_supported()}")
    who = [name_of(each, names) for each in triggering.all("EntityRef")]
    word = "and" if triggering.word("triggeringEntitiesRule", "any") == "all" else "or"
    return _joined(word, [_KINDS[said.tag](said, name, names) for name in who])


def name_of(said: Element, names: Mapping[str, str]) -> str:
    """Return our name of the entity that an element refers to."""
    name = said.word("entityRef")
    if name not in names:
        raise Fault(said.line, f"<{said.tag}>: there is no entity {name!r}; there are: {', '.join(names)}")
    return names[name]


def _supported() -> str:
    return ", ".join(sorted([*_KINDS, "SimulationTimeCondition"]))


def _compared(said: Element, what: str, unit: str) -> str:
    return f"{what} {rule_of(said)} {said.number('value'):.9g} {unit}"


def _free(said: Element) -> None:
    if said.word("freespace", "false") not in ("true", "1"):
        raise Fault(
            said.line, f'<{said.tag}>: distances between reference points are not supported; set freespace="true"'
        )


def _headway(said: Element, me: str, names: Mapping[str, str]) -> str:
    _free(said)
    return _compared(said, f"thw({me}, {name_of(said, names)})", "s")


def _time_to_collision(said: Element, me: str, names: Mapping[str, str]) -> str:
    other = said.first("TimeToCollisionConditionTarget", "EntityRef")
    if other is None:
        raise Fault(said.line, f"<{said.tag}>: only entities are supported as targets")
    return _compared(said, f"ttc({me}, {name_of(other, names)})", "s")


_DISTANCES = {
    "longitudinal": "abs(gap_along({}, {}))",
    "lateral": "lateral_gap({}, {})",
    "cartesianDistance": "distance({}, {})",
    "euclidianDistance": "distance({}, {})",
}


def _relative_distance(said: Element, me: str, names: Mapping[str, str]) -> str:
    _free(said)
    kind = said.word("relativeDistanceType")
    if kind not in _DISTANCES:
        raise Fault(said.line, f'<{said.tag} relativeDistanceType="{kind}">: expected one of {", ".join(_DISTANCES)}')
    return _compared(said, _DISTANCES[kind].format(me, name_of(said, names)), "m")


def _speed(said: Element, me: str, names: Mapping[str, str]) -> str:
    return _compared(said, f"speed({me})", "m/s")


def _relative_speed(said: Element, me: str, names: Mapping[str, str]) -> str:
    return _compared(said, f"speed({me}) - speed({name_of(said, names)})", "m/s")


def _acceleration(said: Element, me: str, names: Mapping[str, str]) -> str:
    return _compared(said, f"acceleration({me})", "m/s2")


def _stand_still(said: Element, me: str, names: Mapping[str, str]) -> str:
    if said.number("duration", 0.0) > 0:
        raise Fault(said.line, f'<{said.tag}>: standing for a while is not supported; only duration="0"')
    return f"speed({me}) < {STILL} m/s"


def _collision(said: Element, me: str, names: Mapping[str, str]) -> str:
    other = said.first("EntityRef")
    if other is None:
        raise Fault(said.line, f"<{said.tag}>: only collisions with an entity are supported")
    return f"overlap({me}, {name_of(other, names)})"


_KINDS: Mapping[str, Callable[[Element, str, Mapping[str, str]], str]] = {
    "TimeHeadwayCondition": _headway,
    "TimeToCollisionCondition": _time_to_collision,
    "RelativeDistanceCondition": _relative_distance,
    "SpeedCondition": _speed,
    "RelativeSpeedCondition": _relative_speed,
    "AccelerationCondition": _acceleration,
    "StandStillCondition": _stand_still,
    "CollisionCondition": _collision,
}
