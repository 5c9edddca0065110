"""Single conditions of triggers in the words of the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from avsynth.core.xml import Element, Fault
from avsynth.openscenario import _distances
from avsynth.openscenario._asked import Asked, Condition, compared, lasting, one_of, together
from avsynth.openscenario._entities import Entity
from avsynth.openscenario._variables import ASKING

#: Slower than this stands still [m/s].
STILL = 0.05


#: Kinds of conditions of values; the clock is read with its delay, by the trigger.
_VALUES = ("SimulationTimeCondition", "StoryboardElementStateCondition", *ASKING)


def condition_of(said: Element, asked: Asked) -> Condition:
    """Return what a ``<Condition>`` asks, but for edge and delay; raise Fault if the language has no words for it."""
    holder = said.choice(("ByEntityCondition", "ByValueCondition"))
    if holder.tag == "ByEntityCondition":
        return _of_entities(holder, asked)
    kind = holder.choice(_VALUES)
    return asked.variable(kind) if kind.tag in ASKING else asked.state(kind, asked)


def _of_entities(said: Element, asked: Asked) -> Condition:
    triggering, inner = said.first("TriggeringEntities"), said.first("EntityCondition")
    if triggering is None or inner is None:
        raise Fault(said.line, "<ByEntityCondition> needs <TriggeringEntities> and <EntityCondition>")
    kind = inner.choice(_KINDS)
    who = [asked.entity(each) for each in triggering.all("EntityRef")]
    if not who:
        raise Fault(triggering.line, "<TriggeringEntities> names no entity")
    word = {"all": "and", "any": "or"}[one_of(triggering, "triggeringEntitiesRule", ("all", "any"), "any")]
    time = kind.number("duration", 0.0) if kind.tag in _LASTING else 0.0
    each = [lasting(_KINDS[kind.tag](kind, entity, asked), time, asked.word(kind)) for entity in who]
    both = together(word, each)
    return Condition(both.text, kind.tag == "TraveledDistanceCondition", both.watches)


def _speed(said: Element, me: Entity, asked: Asked) -> str:
    _along(said)
    return compared(said, f"speed({me.name})", "m/s")


def _relative_speed(said: Element, me: Entity, asked: Asked) -> str:
    _along(said)
    return compared(said, f"speed({me.name}) - speed({asked.entity(said).name})", "m/s")


def _acceleration(said: Element, me: Entity, asked: Asked) -> str:
    _along(said)
    return compared(said, f"acceleration({me.name})", "m/s2")


def _along(said: Element) -> None:
    """Raise Fault where a speed or acceleration is asked for in another direction than the heading."""
    one_of(said, "direction", ("longitudinal",), "longitudinal")


def _stand_still(said: Element, me: Entity, asked: Asked) -> str:
    return f"speed({me.name}) < {STILL} m/s"


def _end_of_road(said: Element, me: Entity, asked: Asked) -> str:
    return f"at_road_end({me.name})"


def _off_road(said: Element, me: Entity, asked: Asked) -> str:
    return f"off_road({me.name})"


def _travelled(said: Element, me: Entity, asked: Asked) -> str:
    return f"travelled({me.name}) >= {said.number('value'):.9g} m"


def _collision(said: Element, me: Entity, asked: Asked) -> str:
    return f"overlap({me.name}, {asked.entity(said.choice(('EntityRef',))).name})"


#: Kinds that have to hold for a ``duration``.
_LASTING = ("StandStillCondition", "EndOfRoadCondition", "OffroadCondition")
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
    "EndOfRoadCondition": _end_of_road,
    "OffroadCondition": _off_road,
    "CollisionCondition": _collision,
}
