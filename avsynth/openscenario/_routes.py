"""Routes: places to drive through become the roads of ``drive(route: …)``."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._moves import Move, State
from avsynth.openscenario._positions import place_of, road_of


def assigned_route(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of an ``<AssignRouteAction>``, and what is known then."""
    route = said.first("Route")
    points = route.all("Waypoint") if route else []
    if route is not None and route.truth("closed"):
        raise Fault(route.line, '<Route closed="true">: routes without an end are not supported')
    if len(points) < 2:
        raise Fault(said.line, "<AssignRouteAction> needs a <Route> with two <Waypoint> or more")
    return _driven([_road(point, state) for point in points], state)


def acquired_position(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of an ``<AcquirePositionAction>``, and what is known then."""
    return _driven([_road(said, state)], state)


def _driven(roads: list[str], state: State) -> tuple[Move, State]:
    stops = [road for road, _ in groupby(roads)]
    stops = stops if len(stops) > 1 else stops * 2  # the language has no route with a single stop
    return Move((f"drive(route: {' -> '.join(stops)})",)), replace(state, goal=stops[-1], lane=0)


def _road(said: Element, state: State) -> str:
    """Return our name of the road on which a place lies."""
    position = said.first("Position")
    if position is None:
        raise Fault(said.line, f"<{said.tag}> has no <Position>")
    place = place_of(position, state.known.network, {})
    if not place.road:
        raise Fault(position.line, f"<{said.tag}>: places on a road are needed, by <LanePosition> or <RoadPosition>")
    return f"road.{road_of(state.known.network, place.road, position).name}"
