"""Actions that go by another entity: distances that are kept, and arrivals at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import one_of
from avsynth.openscenario._entities import entity_of
from avsynth.openscenario._moves import Move, State, limits_of
from avsynth.openscenario._positions import Place, place_of

#: Where to keep a distance, by the words of the format.
_LONG = {"any": "any", "trailingReferencedEntity": "behind", "leadingReferencedEntity": "ahead"}
_LATERAL = {"any": "any", "leftToReferencedEntity": "left", "rightToReferencedEntity": "right"}
_SYSTEMS = ("entity", "lane", "road")
#: What entities without bounds in the file do at most [m/s²].
UNBOUNDED = 10.0


def distance_kept(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<LongitudinalDistanceAction>``, and what is known then; it counts along the way."""
    other = entity_of(said, state.known.entities)
    one_of(said, "coordinateSystem", _SYSTEMS, "entity")
    gap, headway = said.number("distance", 0.0), said.number("timeGap", 0.0)
    if ("distance" in said.attributes) == ("timeGap" in said.attributes):
        raise Fault(said.line, f"<{said.tag}> needs either distance or timeGap")
    arguments = [f"to: {other.name}", f"gap: {gap:.9g} m", f"headway: {headway:.9g} s"]
    where = _LONG[one_of(said, "displacement", tuple(_LONG), "any")]
    arguments += [f'where: "{where}"'] if where != "any" else []
    arguments += _common(said, '"axles"')
    limits = limits_of(said)
    rates = [limits[word] for word in ("maxAccelerationRate", "maxDecelerationRate") if word in limits]
    arguments += [
        f"acceleration: {min(limits.get('maxAcceleration', UNBOUNDED), UNBOUNDED):.9g} m/s2",
        f"braking: {min(limits.get('maxDeceleration', UNBOUNDED), UNBOUNDED):.9g} m/s2",
    ]
    arguments += [f"fastest: {min(limits['maxSpeed'], 100.0):.9g} m/s"] if "maxSpeed" in limits else []
    arguments += [f"jerk: {min(min(rates), 100.0):.9g}"] if rates else []
    return Move((f"keep_distance({', '.join(arguments)})",)), replace(state, speed=None)


def aside_kept(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<LateralDistanceAction>``, and what is known then; it counts across the road."""
    other = entity_of(said, state.known.entities)
    one_of(said, "coordinateSystem", _SYSTEMS, "entity")
    side = _LATERAL[one_of(said, "displacement", tuple(_LATERAL), "any")]
    arguments = [f"of: {other.name}", f"gap: {said.number('distance', 0.0):.9g} m"]
    arguments += [f'side: "{side}"'] if side != "any" else []
    arguments += _common(said, '"middles"')
    limits = limits_of(said)
    hardest = [limits[word] for word in ("maxAcceleration", "maxDeceleration") if word in limits]
    arguments += [f"fastest: {min(limits['maxSpeed'], 10.0):.9g} m/s"] if "maxSpeed" in limits else []
    arguments += [f"hardest: {min(*hardest, 20.0):.9g} m/s2"] if hardest else []
    rates = [word for word in limits if word.endswith("Rate")]
    if rates:
        raise Fault(said.line, f"<DynamicConstraints {rates[0]}=…>: not supported in <{said.tag}>")
    return Move((f"keep_aside({', '.join(arguments)})",)), replace(state, lane=0)


def synchronized(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<SynchronizeAction>``, and what is known then."""
    master = said.word("masterEntityRef")
    if master not in state.known.entities:
        raise Fault(said.line, f"<{said.tag}>: there is no entity {master!r}")
    other = state.known.entities[master]
    mine, theirs = (_target(said, f"TargetPosition{word}", state) for word in ("", "Master"))
    arguments = [
        f"at: [{mine.x:.9g} m, {mine.y:.9g} m]",
        f"when: {other.name}",
        f"there: [{theirs.x:.9g} m, {theirs.y:.9g} m]",
        *_final(said),
    ]
    for word, tolerance in (("within", "targetTolerance"), ("within_other", "targetToleranceMaster")):
        if said.number(tolerance, 0.0) > 0:
            arguments.append(f"{word}: {said.number(tolerance):.9g} m")
    return Move((f"arrive({', '.join(arguments)})",)), replace(state, speed=None)


def appeared(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<TeleportAction>`` after the start, and what is known then."""
    position = said.choice(("Position",))
    relative, frame, there = position.first("RelativeObjectPosition"), "", state.there
    if relative is not None:
        other = entity_of(relative, state.known.entities)
        frame = f', frame: "{"self" if other is state.entity else other.name}"'
        there = {other.origin: Place(-other.ahead, 0.0, 0.0, 0.0)}
    place = place_of(position, state.known.network, there)
    x, y = place.ahead(state.entity.ahead)
    step = f"appear(at: [{x:.9g} m, {y:.9g} m, {place.z:.9g} m], heading: {place.yaw:.9g} rad{frame})"
    stays = "drive()" if state.is_driven else ""
    after = replace(state, start=place, lane=place.lane, offset=place.offset)
    return Move((step,), stays), after


def _target(said: Element, tag: str, state: State) -> Place:
    position = said.first(tag)
    if position is None:
        raise Fault(said.line, f"<{said.tag}> has no <{tag}>")
    return place_of(position, state.known.network, state.there)


def _final(said: Element) -> Iterator[str]:
    """Yield the arguments that tell the speed in the end, if the file does."""
    holder = said.first("FinalSpeed")
    if holder is None:
        return
    kind = holder.choice(("AbsoluteSpeed", "RelativeSpeedToMaster"))
    value, speed = kind.number("value"), None
    if kind.tag == "AbsoluteSpeed":
        speed = value
        yield f"speed: {value:.9g} m/s"
    elif one_of(kind, "speedTargetValueType", ("delta", "factor")) == "factor":
        yield f"factor: {value:.9g}"
    else:
        yield from (f"speed: {value:.9g} m/s", "factor: 1")
    steady, time = kind.first("TargetDistanceSteadyState"), kind.first("TargetTimeSteadyState")
    if steady is not None:
        yield f"steady: {steady.number('distance'):.9g} m"
    if time is not None:
        if speed is None:
            raise Fault(time.line, "<TargetTimeSteadyState>: only beside <AbsoluteSpeed>; state the distance instead")
        yield f"steady: {speed * time.number('time'):.9g} m"


def _common(said: Element, points: str) -> list[str]:
    """Return the arguments that both distances have: from where they count, and whether they are kept."""
    between = [] if said.truth("freespace") else [f"between: {points}"]
    return [*between, *([] if said.truth("continuous") else ["once: true"])]
