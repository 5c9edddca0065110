"""How far one road user is ahead of another along the lane it is on, bends and all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from avsynth.contracts.step import Agent
from avsynth.datatypes.road import Lane, RoadMap

#: How far it is looked along the lanes [m], and how far beside them somebody may be [m].
REACH, BESIDE = 1000.0, 20.0
#: Nearer to an end than this one is at it [m].
AT_END = 0.5
#: Beyond the end of a lane by this one is on the next [m].
BEYOND = 1e-6


def ahead_by_lane(a: Agent, b: Agent, road: RoadMap) -> float:
    """Return how far the axle of `b` is ahead of that of `a` along the lane of `a` and those that continue it [m].

    Negative if it is behind; along the heading where `a` is on no lane, or `b` near none of them.
    """
    return ahead_to(a, b.axle, road)


def ahead_to(a: Agent, place: np.ndarray, road: RoadMap) -> float:
    """Return how far `place` (2,) is ahead of the axle of `a`, as `ahead_by_lane` [m]."""
    here = _lane_under(a, road)
    if here is not None:
        lane, station = here
        found = [(abs(offset), start + along) for start, along, offset in _stations(place, lane, road)]
        aside, ahead = min(found, default=(np.inf, 0.0))
        if aside < BESIDE:
            return float(ahead - station)
    return float((place - a.axle) @ a.world_from_ground.rotation[:2, 0])


def at_end(a: Agent, road: RoadMap) -> bool:
    """Return whether the axle of `a` is at, or straight on beyond, the end of a lane that no other continues.

    Whoever drives against a lane comes to its beginning.
    """
    forward = a.world_from_ground.rotation[:2, 0]
    for lane in road.lanes:
        station, offset = lane.project(a.axle)
        half = float(np.interp(station, lane.stations, lane.width)) / 2
        is_with = float(lane.pose_at(station).rotation[:2, 0] @ forward) >= 0
        beyond = station - lane.length if is_with else -station
        if beyond > -AT_END and abs(offset) <= half and not _goes_on(lane, road, is_with):
            return True
    return False


def _goes_on(lane: Lane, road: RoadMap, is_with: bool) -> bool:
    """Return whether other lanes continue a lane, or lead to it."""
    return bool(lane.successors) if is_with else any(lane.name in other.successors for other in road.lanes)


def _lane_under(a: Agent, road: RoadMap) -> tuple[Lane, float] | None:
    """Return the lane under the axle that best fits the heading, with the station on it [m]."""
    forward = a.world_from_ground.rotation[:2, 0]
    fits = [
        (float(lane.pose_at(station).rotation[:2, 0] @ forward) - abs(offset), lane, station)
        for lane, station, offset in road.lanes_at(a.axle)
    ]
    best = max(fits, key=lambda fit: fit[0], default=None)
    return None if best is None else best[1:]


def _stations(point: np.ndarray, lane: Lane, road: RoadMap) -> Iterator[tuple[float, float, float]]:
    """Yield where each lane of the way begins [m], and station and offset [m] of a point that is level with it."""
    for start, each in _way(lane, road):
        station, offset = each.project(point)
        if -BEYOND <= station <= each.length + BEYOND:
            yield start, station, offset


def _way(lane: Lane, road: RoadMap) -> Iterator[tuple[float, Lane]]:
    """Yield the lanes of the straightest way through `lane` with where they begin from its start [m], each once."""
    yield 0.0, lane
    seen = {lane.name}
    for is_forward in (True, False):
        start, each = 0.0, lane
        while abs(start) < REACH:
            beyond = each.length + BEYOND if is_forward else -BEYOND
            after, _ = road.ahead(each, beyond)
            if after.name in seen:
                break
            start += each.length if is_forward else -after.length
            seen.add(after.name)
            yield start, after
            each = after
