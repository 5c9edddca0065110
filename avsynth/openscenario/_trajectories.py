"""Trajectories: places at times become the step ``follow``, places alone the step ``trace``."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._asked import one_of
from avsynth.openscenario._moves import Move, State
from avsynth.openscenario._positions import Place, place_of

#: Vertices nearer in time than this are one [s].
AT_ONCE = 1e-6


def followed(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<FollowTrajectoryAction>``, by the middle of the entity; only of polylines."""
    line = _line(said)
    places = [_place(vertex, state.known.network) for vertex in line.all("Vertex")]
    ahead, headings = state.entity.ahead, _headings(line.all("Vertex"), places)
    points = [
        f"{place.x + ahead * math.cos(heading):.9g} m, {place.y + ahead * math.sin(heading):.9g} m"
        for place, heading in zip(places, headings, strict=True)
    ]
    holder = said.first("TimeReference")
    timing = None if holder is None else holder.first("Timing")
    if timing is None:
        pace = f", speed: {state.speed:.9g} m/s" if state.entity.family != "Vehicle" else ""
        return Move((f"trace(line: [{', '.join(f'[{point}]' for point in points)}]{pace})",)), state
    rows = (f"[{time:.9g} s, {point}]" for time, point in zip(_times(timing, line), points, strict=True))
    is_absolute = one_of(timing, "domainAbsoluteRelative", ("absolute", "relative")) == "absolute"
    clock = ', clock: "run"' if is_absolute and not state.is_start else ""
    return Move((f"follow(path: [{', '.join(rows)}]{clock})",)), state


def first_place(said: Element, network: RoadNetwork) -> Place:
    """Return where a ``<FollowTrajectoryAction>`` begins."""
    line = _line(said)
    vertices = line.all("Vertex")
    places = [_place(vertex, network) for vertex in vertices]
    return replace(places[0], yaw=_headings(vertices, places)[0])


def _line(said: Element) -> Element:
    """Return the polyline of a trajectory, which has two vertices or more."""
    trajectory = said.first("TrajectoryRef", "Trajectory") or said.first("Trajectory")
    if trajectory is not None and trajectory.truth("closed"):
        raise Fault(trajectory.line, '<Trajectory closed="true">: trajectories without an end are not supported')
    line = None if trajectory is None else trajectory.first("Shape", "Polyline")
    if line is None:
        raise Fault(said.line, "<FollowTrajectoryAction>: only a <Polyline> is supported as its shape")
    if len(line.all("Vertex")) < 2:
        raise Fault(line.line, "<Polyline>: at least two vertices are needed")
    return line


def _times(timing: Element, line: Element) -> list[float]:
    """Return the times of the vertices [s], which rise."""
    scale, offset = timing.number("scale", 1.0), timing.number("offset", 0.0)
    times = [scale * vertex.number("time") + offset for vertex in line.all("Vertex")]
    if any(after - before < AT_ONCE for before, after in pairwise(times)):
        raise Fault(line.line, "<Polyline>: the times of its vertices have to rise")
    return times


def _place(vertex: Element, network: RoadNetwork) -> Place:
    position = vertex.first("Position")
    if position is None:
        raise Fault(vertex.line, "<Vertex> has no <Position>")
    return place_of(position, network, {})


def _headings(vertices: list[Element], places: list[Place]) -> list[float]:
    """Return the heading at each vertex [rad]: as said, or along the way to the next one."""
    ways = [math.atan2(after.y - before.y, after.x - before.x) for before, after in pairwise(places)]
    said = [vertex.first("Position", "WorldPosition") for vertex in vertices]
    return [
        place.yaw if world is None or "h" in world.attributes else way
        for place, world, way in zip(places, said, [*ways, ways[-1]], strict=True)
    ]
