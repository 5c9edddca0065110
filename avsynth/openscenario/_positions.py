"""Where things are at the start: positions of the format become poses in the world."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from avsynth.core.errors import did_you_mean
from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.road_model import RoadModel

#: More than the slope of any road [rad].
TILTED = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """A pose in the world, and the lane it was said by.

    Parameters
    ----------
    x, y, z : float [m]
    yaw : float [rad]
    road : str
        Id of the road; empty if the place was not said by one.
    lane : int
        Number of the lane there, 0 if it was not said by one.
    station, offset : float [m]
        Along the road, and to the left of the middle of the lane, or of the reference line where there is no lane.
    against : bool
        Whether its lane runs against the road.
    """

    x: float
    y: float
    z: float
    yaw: float
    road: str = ""
    lane: int = 0
    station: float = 0.0
    offset: float = 0.0
    against: bool = False

    def ahead(self, distance: float) -> tuple[float, float]:
        """Return x and y so far ahead [m]."""
        return self.x + distance * math.cos(self.yaw), self.y + distance * math.sin(self.yaw)


class Unplaced(Fault):
    """Refers to somebody whose place is not known yet."""


def place_of(position: Element, network: RoadNetwork, known: Mapping[str, Place]) -> Place:
    """Return the place that a ``<Position>`` says; `known` are those of other entities.

    Raises Fault where a road, lane or entity is not known, or the kind of position is not supported.
    """
    said = position.choice(_KINDS)
    return _turned(said, _KINDS[said.tag](said, network, known))


def _world(said: Element, network: RoadNetwork, known: Mapping[str, Place]) -> Place:
    return Place(said.number("x"), said.number("y"), said.number("z", 0.0), said.number("h", 0.0))


def _road(said: Element, network: RoadNetwork, known: Mapping[str, Place]) -> Place:
    return _on(network, said, said.word("roadId"), said.number("s"), 0, said.number("t"))


def _lane(said: Element, network: RoadNetwork, known: Mapping[str, Place]) -> Place:
    offset = said.number("offset", 0.0)
    return _on(network, said, said.word("roadId"), said.number("s"), said.whole("laneId"), offset)


def _in_route(said: Element, network: RoadNetwork, known: Mapping[str, Place]) -> Place:
    """Return a place so far along a route, on its first road."""
    route, within = said.first("RouteRef", "Route"), said.first("InRoutePosition")
    places = [] if route is None else [each.first("Position") for each in route.all("Waypoint")]
    for place in places[1:]:
        if place is not None:
            place_of(place, network, known)  # where it leads: only its first road is used
    first = places[0] if places else None
    kind = None if within is None else within.first("FromLaneCoordinates")
    if first is None or kind is None:
        raise Fault(said.line, f"<{said.tag}> needs <RouteRef> with a <Route>, and <FromLaneCoordinates>")
    begin = place_of(first, network, known)
    if not begin.lane:
        raise Fault(first.line, f"<{said.tag}>: its route has to begin by <LanePosition>")
    station = begin.station + (-1 if begin.against else 1) * kind.number("pathS")
    offset = kind.number("laneOffset", 0.0)
    return _on(network, said, begin.road, station, kind.whole("laneId"), offset)


def _relative_lane(said: Element, network: RoadNetwork, known: Mapping[str, Place]) -> Place:
    other = _other(said, known)
    if not other.lane:
        raise Fault(said.line, f"<{said.tag}>: {said.word('entityRef')} was not put on a lane")
    station = other.station + (-1 if other.against else 1) * said.number("ds", said.number("dsLane", 0.0))
    lane = lane_beside(other.lane, said.whole("dLane"), against=other.against)
    return _on(network, said, other.road, station, lane, said.number("offset", 0.0))


def lane_beside(lane: int, lanes: int, *, against: bool) -> int:
    """Return the number of the lane that lies some lanes to the left of one, seen along or `against` the road."""
    step = -lanes if against else lanes
    beside = lane + step
    return beside + step // abs(step) if step and beside * lane <= 0 else beside  # there is no lane 0


def lane_shift(network: RoadNetwork, place: Place, first: int, second: int, said: Element) -> float:
    """Return how far the middle of one lane is to the left of that of another, at a place on their road [m]."""
    road = road_of(network, place.road, said)
    return _middle(road, second, place.station, said) - _middle(road, first, place.station, said)


def _relative_road(said: Element, network: RoadNetwork, known: Mapping[str, Place]) -> Place:
    other = _other(said, known)
    if not other.road:
        raise Fault(said.line, f"<{said.tag}>: {said.word('entityRef')} was not put on a road")
    middle = _middle(road_of(network, other.road, said), other.lane, other.station, said) if other.lane else 0.0
    station = other.station + said.number("ds")
    return _on(network, said, other.road, station, 0, middle + other.offset + said.number("dt"))


def _relative_object(said: Element, network: RoadNetwork, known: Mapping[str, Place]) -> Place:
    other = _other(said, known)
    dx, dy, cosine, sine = said.number("dx"), said.number("dy"), math.cos(other.yaw), math.sin(other.yaw)
    x, y = other.x + dx * cosine - dy * sine, other.y + dx * sine + dy * cosine
    return Place(x, y, other.z + said.number("dz", 0.0), other.yaw)


def _relative_world(said: Element, network: RoadNetwork, known: Mapping[str, Place]) -> Place:
    other = _other(said, known)
    x, y = other.x + said.number("dx"), other.y + said.number("dy")
    return Place(x, y, other.z + said.number("dz", 0.0), other.yaw)


_KINDS = {
    "WorldPosition": _world,
    "RoadPosition": _road,
    "LanePosition": _lane,
    "RoutePosition": _in_route,
    "RelativeLanePosition": _relative_lane,
    "RelativeRoadPosition": _relative_road,
    "RelativeObjectPosition": _relative_object,
    "RelativeWorldPosition": _relative_world,
}


def _other(said: Element, known: Mapping[str, Place]) -> Place:
    name = said.word("entityRef")
    if name not in known:
        hint = did_you_mean(name, known) or "; who is referred to must be placed before"
        raise Unplaced(said.line, f"<{said.tag}>: {name!r} has no place yet{hint}")
    return known[name]


def _on(network: RoadNetwork, said: Element, road_id: str, station: float, lane: int, offset: float) -> Place:
    """Return the place on a road; without `lane`, `offset` counts from the reference line."""
    road = road_of(network, road_id, said)
    if not 0 <= station <= road.length + 1e-6:
        raise Fault(said.line, f"<{said.tag}>: road {road_id} is {road.length:.6g} m long, {station:g} m is not on it")
    along, backwards = np.array([station]), bool(lane) and (lane > 0) != road.keeps_left
    left = offset + (_middle(road, lane, station, said) if lane else 0.0)
    x, y, z = road.points(along, np.array([left]))[0].tolist()
    yaw = float(road.heading(along)[0]) + (math.pi if backwards else 0.0)
    return Place(x, y, z, yaw, road_id, lane, station, offset, backwards)


def _middle(road: RoadModel, lane: int, station: float, said: Element) -> float:
    """Return how far the middle of a lane is to the left of the reference line [m]."""
    section = road.section_at(station)
    numbers = [strip.number for strip in section.strips]
    if lane not in numbers:
        there = f"road {road_id_of(road)} has no lane {lane} at {station:g} m; it has {', '.join(map(str, numbers))}"
        raise Fault(said.line, f"<{said.tag}>: {there}")
    borders, k = road.borders(section, np.array([station]))[0], numbers.index(lane)
    return float(borders[k] + borders[k + 1]) / 2


def road_of(network: RoadNetwork, road_id: str, said: Element) -> RoadModel:
    """Return the road of that id in the file; raise Fault if there is none."""
    roads = {road_id_of(road): road for road in network.roads}
    if road_id not in roads:
        hint = did_you_mean(road_id, roads) or f"; it has: {', '.join(sorted(roads)[:12])}"
        raise Fault(said.line, f"<{said.tag}>: the road network has no road {road_id!r}{hint}")
    return roads[road_id]


def road_id_of(road: RoadModel) -> str:
    """Return the id of a road in the file."""
    return road.name.rpartition(".")[2].removeprefix("r")


def _turned(said: Element, place: Place) -> Place:
    """Return the place with the heading that an ``<Orientation>`` gives."""
    turn = said.first("Orientation")
    if turn is None:
        return place
    heading = turn.number("h", 0.0)
    if max(abs(turn.number("p", 0.0)), abs(turn.number("r", 0.0))) > TILTED:
        raise Fault(turn.line, "<Orientation>: who stands or drives is not tilted; take p and r out")
    is_relative = turn.word("type", "absolute") == "relative"
    return replace(place, yaw=place.yaw + heading if is_relative else heading)
