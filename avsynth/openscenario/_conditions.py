"""Single conditions of triggers in the words of the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from avsynth.core.xml import Element, Fault
from avsynth.openscenario import _distances
from avsynth.openscenario._asked import Asked, Condition, compared, joined
from avsynth.openscenario._entities import Entity

#: Slower than this stands still [m/s].
STILL = 0.05


def condition_of(said: Element, asked: Asked) -> Condition:
    """Return what a ``<Condition>`` asks, but for edge and delay; raise Fault if the language has no words for it."""
    by_value, by_entity = said.first("ByValueCondition"), said.first("ByEntityCondition")
    if by_entity is not None:
        return _of_entities(by_entity, asked)
    kind = next(iter(by_value.children), said) if by_value is not None else said
    if kind.tag == "StoryboardElementStateCondition":
        return asked.state(kind, asked)
    raise Fault(kind.line, f"<{kind.tag}> is not supported; use {_supported()}")


def _of_entities(said: Element, asked: Asked) -> Condition:
    triggering, inner = said.first("TriggeringEntities"), said.first("EntityCondition")
    if triggering is None or inner is None or not inner.children:
        raise Fault(said.line, "<ByEntityCondition> needs <TriggeringEntities> and <EntityCondition>")
    kind = inner.children[0]
    if kind.tag not in _KINDS:
        raise Fault(kind.line, f"<{kind.tag}> is not supported; use {_supported()}")
    who = [asked.entity(each) for each in triggering.all("EntityRef")]
    if not who:
        raise Fault(triggering.line, "<TriggeringEntities> names no entity")
    word = "and" if triggering.word("triggeringEntitiesRule", "any") == "all" else "or"
    text = joined(word, [_KINDS[kind.tag](kind, entity, asked) for entity in who])
    stands = kind.number("duration", 0.0) if kind.tag == "StandStillCondition" else 0.0
    return Condition(text, lasts=kind.tag == "TraveledDistanceCondition", delay=stands)


def _supported() -> str:
    return ", ".join(sorted([*_KINDS, "SimulationTimeCondition", "StoryboardElementStateCondition"]))


def _speed(said: Element, me: Entity, asked: Asked) -> str:
    return compared(said, f"speed({me.name})", "m/s")


def _relative_speed(said: Element, me: Entity, asked: Asked) -> str:
    return compared(said, f"speed({me.name}) - speed({asked.entity(said).name})", "m/s")


def _acceleration(said: Element, me: Entity, asked: Asked) -> str:
    return compared(said, f"acceleration({me.name})", "m/s2")


def _stand_still(said: Element, me: Entity, asked: Asked) -> str:
    return f"speed({me.name}) < {STILL} m/s"


def _travelled(said: Element, me: Entity, asked: Asked) -> str:
    return f"travelled({me.name}) >= {said.number('value'):.9g} m"


def _collision(said: Element, me: Entity, asked: Asked) -> str:
    other = said.first("EntityRef")
    if other is None:
        raise Fault(said.line, f"<{said.tag}>: only collisions with an entity are supported")
    return f"overlap({me.name}, {asked.entity(other).name})"


_KINDS: Mapping[str, Callable[[Element, Entity, Asked], str]] = {
    "TimeHeadwayCondition": _distances.headway,
    "TimeToCollisionCondition": _distances.time_to_collision,
    "RelativeDistanceCondition": _distances.relative_distance,
    "DistanceCondition": _distances.distance,
    "ReachPositionCondition": _distances.reached,
    "TraveledDistanceCondition": _travelled,
    "SpeedCondition": _speed,
    "RelativeSpeedCondition": _relative_speed,
    "AccelerationCondition": _acceleration,
    "StandStillCondition": _stand_still,
    "CollisionCondition": _collision,
}
