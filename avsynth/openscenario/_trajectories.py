"""Trajectories: places at times become the step ``follow``, places alone the step ``trace``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from avsynth.core.xml import Element, Fault
from avsynth.openscenario import _curves
from avsynth.openscenario._asked import one_of
from avsynth.openscenario._entities import Entity, entity_of
from avsynth.openscenario._moves import Known, Move, State
from avsynth.openscenario._positions import Place, place_of

#: Vertices nearer in time than this are one [s].
AT_ONCE = 1e-6
#: Shapes of trajectories.
SHAPES = ("Polyline", "Clothoid", "ClothoidSpline", "Nurbs")


@dataclass(frozen=True, eq=False)
class Line:
    """The points of a trajectory.

    Parameters
    ----------
    points : float64 (K, 4)
        x, y [m], heading [rad], time [s], which is NaN where none is said; of the reference point.
    frame : Entity, optional
        Whose reference point they count from when the action begins; without one they are in the world.
    height : float [m]
    """

    points: np.ndarray
    frame: Entity | None = None
    height: float = 0.0


@dataclass(frozen=True)
class _Around:
    """What places of a trajectory may refer to, and whose it is, if it begins in the run."""

    known: Known
    there: Mapping[str, Place]
    entity: Entity | None


def followed(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<FollowTrajectoryAction>``, by the middle of the entity."""
    line = _line(said, state.known, state.there, state.entity)
    after = replace(state, speed=None, lane=0)
    x, y, heading, times = line.points.T
    back = line.frame.ahead if line.frame is not None else 0.0
    ahead = state.entity.ahead
    points = [
        f"{left:.9g} m, {up:.9g} m"
        for left, up in zip(x + ahead * np.cos(heading) - back, y + ahead * np.sin(heading), strict=True)
    ]
    frame = "" if line.frame is None else f', frame: "{"self" if line.frame is state.entity else line.frame.name}"'
    holder = said.first("TimeReference")
    timing = None if holder is None else holder.first("Timing")
    if timing is None:
        is_known = state.entity.family != "Vehicle" and state.speed is not None
        pace = f", speed: {state.speed:.9g} m/s" if is_known else ""
        return Move((f"trace(line: [{', '.join(f'[{point}]' for point in points)}]{pace}{frame})",)), replace(
            after, speed=state.speed
        )
    rows = (f"[{time:.9g} s, {point}]" for time, point in zip(_times(timing, times, said), points, strict=True))
    is_absolute = one_of(timing, "domainAbsoluteRelative", ("absolute", "relative")) == "absolute"
    clock = ', clock: "run"' if is_absolute and not state.is_start else ""
    return Move((f"follow(path: [{', '.join(rows)}]{clock}{frame})",)), after


def first_place(said: Element, known: Known) -> Place:
    """Return where a ``<FollowTrajectoryAction>`` begins that lies in the world."""
    line = _line(said, known, {}, None)
    x, y, heading, _ = line.points[0].tolist()
    return Place(x, y, line.height, heading)


def _line(said: Element, known: Known, there: Mapping[str, Place], entity: Entity | None) -> Line:
    """Return the line of a trajectory, from where it is to be begun."""
    holder = said.first("TrajectoryRef") or said
    trajectory = holder.choice(("Trajectory",))
    if trajectory.truth("closed"):
        raise Fault(trajectory.line, '<Trajectory closed="true">: trajectories without an end are not supported')
    holder = trajectory.first("Shape")
    if holder is None:
        raise Fault(trajectory.line, "<Trajectory> has no <Shape>")
    shape = holder.choice(SHAPES)
    line = _MADE[shape.tag](shape, _Around(known, there, entity))
    distance = said.number("initialDistanceOffset", 0.0)
    return line if distance <= 0 else replace(line, points=_curves.cut(line.points, distance))


def _polyline(shape: Element, around: _Around) -> Line:
    vertices = shape.all("Vertex")
    if len(vertices) < 2:
        raise Fault(shape.line, "<Polyline>: at least two vertices are needed")
    places = [_place(vertex, around) for vertex in vertices]
    times = [vertex.number("time", math.nan) for vertex in vertices]
    rows = [
        (place.x, place.y, heading, time)
        for place, heading, time in zip(places, _headings(vertices, places), times, strict=True)
    ]
    return Line(np.array(rows), height=places[0].z)


def _clothoid(shape: Element, around: _Around) -> Line:
    change = shape.number("curvaturePrime", shape.number("curvatureDot", 0.0))
    points = _curves.clothoid(shape.number("curvature"), change, _length(shape))
    begin, end = shape.number("startTime", math.nan), shape.number("stopTime", math.nan)
    times = begin + (end - begin) * points[:, 0] / points[-1, 0]
    start, frame = _start(shape.first("Position"), around)
    return Line(np.column_stack([_curves.moved(points[:, 1:], start), times]), frame)


def _clothoid_spline(shape: Element, around: _Around) -> Line:
    segments = shape.all("ClothoidSplineSegment")
    if not segments:
        raise Fault(shape.line, "<ClothoidSpline> needs a <ClothoidSplineSegment>")
    start, frame = _start(segments[0].first("PositionStart"), around)
    ends = [*(segment.number("timeStart", math.nan) for segment in segments), shape.number("timeEnd", math.nan)]
    pieces = []
    for segment, (begin, end) in zip(segments, pairwise(ends), strict=True):
        position = segment.first("PositionStart")
        if position is not None and segment is not segments[0]:
            start, other = _start(position, around)
            if other is not frame:
                raise Fault(segment.line, f"<{segment.tag}>: all segments have to start relative to the same")
        length, first = _length(segment), segment.number("curvatureStart")
        points = _curves.clothoid(first, (segment.number("curvatureEnd") - first) / length, length)
        turned = (*start[:2], start[2] + segment.number("hOffset", 0.0))
        there = _curves.moved(points[:, 1:], turned)
        pieces.append(np.column_stack([there, begin + (end - begin) * points[:, 0] / length]))
        start = tuple(there[-1].tolist())
    return Line(_curves.joined(pieces), frame)


def _nurbs(shape: Element, around: _Around) -> Line:
    controls, order = shape.all("ControlPoint"), shape.whole("order")
    knots = np.array([knot.number("value") for knot in shape.all("Knot")])
    if not 2 <= order <= len(controls) or len(knots) != len(controls) + order or (np.diff(knots) < 0).any():
        told = "it needs an order from 2 up to the number of its control points, and as many knots as both, rising"
        raise Fault(shape.line, f"<Nurbs>: {told}")
    places = [_place(control, around) for control in controls]
    rows = [(place.x, place.y, c.number("time", math.nan)) for place, c in zip(places, controls, strict=True)]
    weights = np.array([control.number("weight", 1.0) for control in controls])
    if (weights <= 0).any() or knots[order - 1] >= knots[len(controls)]:
        raise Fault(shape.line, "<Nurbs>: weights are greater than 0, and the inner knots rise")
    x, y, times = _curves.nurbs(np.array(rows), weights, knots, order).T
    ways = np.arctan2(np.diff(y), np.diff(x))
    return Line(np.column_stack([x, y, [*ways, ways[-1]], times]), height=places[0].z)


_MADE = {"Polyline": _polyline, "Clothoid": _clothoid, "ClothoidSpline": _clothoid_spline, "Nurbs": _nurbs}


def _length(said: Element) -> float:
    """Return the length that a clothoid states [m]."""
    length = said.number("length")
    if not 0.0 < length <= 1e5:
        raise Fault(said.line, f"<{said.tag} length=…>: expected a length up to 100 km")
    return length


def _start(position: Element | None, around: _Around) -> tuple[tuple[float, float, float], Entity | None]:
    """Return where a curve starts: x, y [m] and heading [rad], and the entity that they count from, None for the world.

    One that says no place starts where its entity is then.
    """
    if position is None:
        return (0.0, 0.0, 0.0), around.entity
    relative = position.first("RelativeObjectPosition")
    if relative is None or around.entity is None:
        place = place_of(position, around.known.network, around.there)
        return (place.x, place.y, place.yaw), None
    frame = entity_of(relative, around.known.entities)
    place = place_of(position, around.known.network, {frame.origin: Place(0.0, 0.0, 0.0, 0.0)})
    return (place.x, place.y, place.yaw), frame


def _times(timing: Element, times: np.ndarray, said: Element) -> Sequence[float]:
    """Return the times of the points [s], which rise."""
    found = timing.number("scale", 1.0) * times + timing.number("offset", 0.0)
    if not np.isfinite(found).all():
        raise Fault(said.line, "<FollowTrajectoryAction>: with <Timing>, its trajectory needs times everywhere")
    if (np.diff(found) < AT_ONCE).any():
        raise Fault(said.line, "<FollowTrajectoryAction>: the times along its trajectory have to rise")
    return found.tolist()


def _place(vertex: Element, around: _Around) -> Place:
    position = vertex.first("Position")
    if position is None:
        raise Fault(vertex.line, f"<{vertex.tag}> has no <Position>")
    return place_of(position, around.known.network, around.there)


def _headings(vertices: Sequence[Element], places: Sequence[Place]) -> list[float]:
    """Return the heading at each vertex [rad]: as said, or along the way to the next one."""
    ways = [math.atan2(after.y - before.y, after.x - before.x) for before, after in pairwise(places)]
    said: list[Mapping | None] = [vertex.first("Position", "WorldPosition") for vertex in vertices]
    return [
        place.yaw if world is None or "h" in world.attributes else way
        for place, world, way in zip(places, said, [*ways, ways[-1]], strict=True)
    ]
