"""Distances and headways of the format: between boxes or reference points, along an entity, its lane, or straight."""

from __future__ import annotations

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import Asked, compared, one_of, rule_of
from avsynth.openscenario._entities import Entity
from avsynth.openscenario._positions import place_of

#: Words of the format for the straight distance.
STRAIGHT = ("cartesianDistance", "euclidianDistance")
_KINDS = ("longitudinal", "lateral", *STRAIGHT)
_SYSTEMS = ("entity", "lane", "road")


def headway(said: Element, me: Entity, asked: Asked) -> str:
    """Return a ``<TimeHeadwayCondition>``: it holds for nobody who is behind."""
    gap = _along(said, me, asked.entity(said))
    return f"{gap} >= 0 m and {gap} {rule_of(said)} {said.number('value'):.9g} s * speed({me.name})"


def time_to_collision(said: Element, me: Entity, asked: Asked) -> str:
    """Return a ``<TimeToCollisionCondition>``: between boxes until they touch, between points until one is level."""
    holder = said.first("TimeToCollisionConditionTarget")
    if holder is None:
        raise Fault(said.line, f"<{said.tag}> has no <TimeToCollisionConditionTarget>")
    target = holder.choice(("EntityRef", "Position"))
    if target.tag == "Position":
        return f"{_gap_to(said, target, me, asked)} {rule_of(said)} {said.number('value'):.9g} s * speed({me.name})"
    other = asked.entity(target)
    if _is_free(said) and not _follows_lane(said) and _kind(said) != "longitudinal":
        return compared(said, f"ttc({me.name}, {other.name})", "s")
    gap, closing = _along(said, me, other), f"(speed({me.name}) - speed({other.name}))"
    return f"{gap} >= 0 m and {gap} {rule_of(said)} {said.number('value'):.9g} s * {closing}"


def relative_distance(said: Element, me: Entity, asked: Asked) -> str:
    """Return a ``<RelativeDistanceCondition>``."""
    other, kind = asked.entity(said), _kind(said)
    if kind == "longitudinal":
        return compared(said, f"abs({_along(said, me, other)})", "m")
    if kind == "lateral" and _system(said) != "entity":
        raise Fault(said.line, f'<{said.tag}>: lateral distances are only supported with coordinateSystem="entity"')
    if kind == "lateral":
        what = "lateral_gap({}, {})" if _is_free(said) else "abs(aside({}, {}))"
    else:
        what = "distance({}, {})" if _is_free(said) else "apart({}, {})"
    return compared(said, what.format(me.name, other.name), "m")


def distance(said: Element, me: Entity, asked: Asked) -> str:
    """Return a ``<DistanceCondition>``: from the reference point, or from the box, to a place."""
    return compared(said, _gap_to(said, _position(said), me, asked), "m")


def _gap_to(said: Element, position: Element, me: Entity, asked: Asked) -> str:
    """Return how far a place is away: straight from the reference point, or by lane, also from the front."""
    kind, follows, is_free = _kind(said), _follows_lane(said), _is_free(said)
    if kind != "longitudinal" and not follows and not is_free:
        return _to_place(position, me, asked)
    if kind == "lateral" or (kind != "longitudinal" and not follows):
        told = 'only straight distances with freespace="false", and longitudinal ones, are supported'
        raise Fault(said.line, f"<{said.tag}>: {told}")
    place = place_of(position, asked.network, {})
    gap = f"abs(ahead_to({me.name}, {place.x:.9g} m, {place.y:.9g} m))"
    return f"({gap} - {(0.5 + me.axle_share) * me.size[0]:.9g} m)" if is_free else gap


def reached(said: Element, me: Entity, asked: Asked) -> str:
    """Return a ``<ReachPositionCondition>``."""
    return f"{_to_place(_position(said), me, asked)} <= {said.number('tolerance'):.9g} m"


def _position(said: Element) -> Element:
    position = said.first("Position")
    if position is None:
        raise Fault(said.line, f"<{said.tag}> has no <Position>")
    return position


def _to_place(position: Element, me: Entity, asked: Asked) -> str:
    """Return the distance of a reference point from a place."""
    if any(child.tag.startswith("Relative") for child in position.children):
        raise Fault(position.line, "<Position>: places relative to entities, which move, are not supported here")
    place = place_of(position, asked.network, {})
    return f"distance_to({me.name}, {place.x:.9g} m, {place.y:.9g} m)"


def _along(said: Element, me: Entity, other: Entity) -> str:
    """Return how far `other` is ahead: of boxes the gap, of reference points from one to the other; or how far away."""
    kind = one_of(said, "relativeDistanceType", ("longitudinal", *STRAIGHT), "longitudinal")
    if kind != "longitudinal":
        return f"{'distance' if _is_free(said) else 'apart'}({me.name}, {other.name})"
    if not _follows_lane(said):
        return f"{'gap_along' if _is_free(said) else 'ahead'}({me.name}, {other.name})"
    between = f"ahead_by_lane({me.name}, {other.name})"
    if not _is_free(said):
        return between
    front, rear = (0.5 + me.axle_share) * me.size[0], (0.5 - other.axle_share) * other.size[0]
    return f"({between} - {front + rear:.9g} m)"


def _follows_lane(said: Element) -> bool:
    """Return whether a distance counts along the lane, round its bends."""
    along_route = said.truth("alongRoute")  # of older files
    return along_route or _system(said) != "entity"


def _is_free(said: Element) -> bool:
    """Return whether a distance is that between the boxes."""
    return said.truth("freespace")


def _kind(said: Element) -> str:
    return one_of(said, "relativeDistanceType", _KINDS, "euclidianDistance")


def _system(said: Element) -> str:
    return one_of(said, "coordinateSystem", _SYSTEMS, "entity")
