"""Places that steps go to: what the language names, as points and lines on foot."""

from __future__ import annotations

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.points import Point
from avsynth.datatypes.road import CARRIAGEWAY, Lane, RoadMap, is_on
from avsynth.steps._walking import straight_line

#: How far beyond the far edge of the last lane one goes where there is no pavement [m].
BEYOND = 1.0


def route_on_foot(me: Agent, world: World, to: str) -> Lane:
    """Return the straight line from `me` to the nearest point of what `to` names: an actor, crosswalk, lane or road."""
    if to in world.agents:
        return straight_line([me.position, world.agents[to].position])
    crosswalk = next((c for c in world.road.crosswalks if c.name == to), None)
    if crosswalk is not None:
        ends = (crosswalk.start, crosswalk.end)
        return straight_line([me.position, min(ends, key=lambda end: np.hypot(*(end[:2] - me.position)))])
    lane = world.road.find(to)
    if lane is None:
        known = [*world.agents, *(lane.name for lane in world.road.lanes)]
        raise ScenarioError(f"{me.name!r} cannot walk to {to!r}: unknown{did_you_mean(to, known)}")
    station = float(np.clip(lane.project(me.position)[0], 0.0, lane.length))
    return straight_line([me.position, lane.point_at(station)])


def across_or_to(me: Agent, world: World, to: str) -> Lane:
    """Return the line straight across the road or leg `to`, or else the line to what it names."""
    is_road = any(lane.road == to for lane in world.road.lanes)
    return straight_line([me.position, other_side(me, world.road, to)]) if is_road else route_on_foot(me, world, to)


def point_on(actor: Agent, point: Point) -> np.ndarray:
    """Return a point on the side of an actor, float64 (2,) [m], world; its value counts from the left or front end."""
    length, width, _ = actor.size
    across, along = width * (0.5 - point.value), length * (0.5 - point.value)
    local = {
        "front": (length / 2, across),
        "rear": (-length / 2, across),
        "left": (along, width / 2),
        "right": (along, -width / 2),
    }[point.where]
    return actor.position + actor.world_from_ground.rotation[:2, :2] @ np.array(local)


def other_side(me: Agent, road: RoadMap, name: str) -> np.ndarray:
    """Return the point (2,) straight across the road: on the pavement there, or beyond the last lane."""
    lanes = [lane for lane in road.lanes if is_on(lane, name)]
    roadway = [lane for lane in lanes if lane.kind in CARRIAGEWAY]
    if not roadway:
        raise ScenarioError(f"{me.name!r} cannot cross {name!r}: no such road, or it has no lanes to cross")
    nearest = min(roadway, key=lambda lane: abs(lane.project(me.position)[1]))
    station, offset = nearest.project(me.position)
    across = -np.sign(offset or 1.0) * nearest.pose_at(station).rotation[:2, 1]
    reach = max(_reach(lane, me.position, across, BEYOND) for lane in roadway)
    walks = [_reach(lane, me.position, across, -lane.width[0] / 2) for lane in lanes if lane.kind == "walk"]
    beyond = [walk for walk in walks if walk > reach - BEYOND - 0.5]
    return me.position + (min(beyond) if beyond else reach) * across


def _reach(lane: Lane, point: np.ndarray, across: np.ndarray, margin: float) -> float:
    """Return how far along `across` from `point` the far edge of `lane` lies, and `margin` beyond [m]."""
    station, _ = lane.project(point)
    return float((lane.point_at(station)[:2] - point) @ across + lane.width[0] / 2 + margin)
