"""Trajectories: places at times become the step that follows them."""

from __future__ import annotations

import math
from itertools import pairwise

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._positions import Place, place_of

#: Vertices nearer in time than this are one [s].
AT_ONCE = 1e-6


def follow_of(said: Element, network: RoadNetwork, ahead: float) -> str:
    """Return the step of a ``<FollowTrajectoryAction>``; `ahead` is how far the middle is before its point.

    Raises Fault if it is no polyline with times.
    """
    trajectory = said.first("TrajectoryRef", "Trajectory") or said.first("Trajectory")
    line = None if trajectory is None else trajectory.first("Shape", "Polyline")
    if line is None:
        raise Fault(said.line, "<FollowTrajectoryAction>: only a <Polyline> is supported as its shape")
    timing = said.first("TimeReference", "Timing")
    if timing is None:
        raise Fault(said.line, "<FollowTrajectoryAction>: only trajectories with <Timing> are supported")
    scale, offset = timing.number("scale", 1.0), timing.number("offset", 0.0)
    vertices = line.all("Vertex")
    times = [scale * vertex.number("time") + offset for vertex in vertices]
    if len(times) < 2 or any(after - before < AT_ONCE for before, after in pairwise(times)):
        raise Fault(line.line, "<Polyline>: at least two vertices, whose times rise, are needed")
    places = [_place(vertex, network) for vertex in vertices]
    rows = (
        f"[{time:.9g} s, {place.x + ahead * math.cos(heading):.9g} m, {place.y + ahead * math.sin(heading):.9g} m]"
        for time, place, heading in zip(times, places, _headings(vertices, places), strict=True)
    )
    return f"follow(path: [{', '.join(rows)}])"


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
