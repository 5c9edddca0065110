"""Lines of sight that towns keep clear: from those who drive up to a crosswalk to those who wait at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from avsynth.datatypes.footprint import Footprint
from avsynth.datatypes.road import CARRIAGEWAY, Crosswalk, Lane, RoadMap

#: From how far people at a crosswalk can be seen where 50 km/h are allowed [m], and where one looks from [m]: about
#: twice the distance in which one stops, 47 m (RASt 06, table 58) [RASt06]_.
SIGHT, STEP = 100.0, 10.0
#: Who still has to turn by more than this looks only when that is done [rad].
TURN = np.deg2rad(45.0)
#: How far behind the kerb people wait [m].
WAITING = 1.5


@dataclass(frozen=True, eq=False)
class SightLines:
    """Lines from eyes to people, float64 (N, 2) [m] each, world."""

    eyes: np.ndarray
    people: np.ndarray

    def are_cut(self, shape: Footprint) -> bool:
        """Return whether a rectangle stands in one of the lines (clipped by its two pairs of sides)."""
        half = np.array([shape.length, shape.width]) / 2
        start = (self.eyes - shape.centre) @ shape.axes.T
        along = (self.people - self.eyes) @ shape.axes.T
        along = np.where(np.abs(along) < 1e-9, 1e-9, along)
        sides = np.stack([(-half - start) / along, (half - start) / along])
        first, last = sides.min(axis=0).max(axis=1), sides.max(axis=0).min(axis=1)
        return bool((np.maximum(first, 0.0) < np.minimum(last, 1.0)).any())


def sight_lines(road: RoadMap) -> SightLines:
    """Return the lines along which drivers see those who wait at the crosswalks of `road`."""
    before: dict[str, list[Lane]] = {}
    for lane in road.lanes:
        for name in lane.successors:
            before.setdefault(name, []).append(lane)
    pairs = [
        (eye, person)
        for crosswalk in road.crosswalks
        for lane, station in _crossed(crosswalk, road)
        for eye in _eyes(lane, station, before)
        for person in _waiting(crosswalk)
    ]
    eyes, people = np.array(pairs).reshape(-1, 2, 2).transpose(1, 0, 2)
    return SightLines(eyes, people)


def _crossed(crosswalk: Crosswalk, road: RoadMap) -> Iterator[tuple[Lane, float]]:
    """Yield the lanes that lead over a crosswalk, with the station [m] where they do."""
    middle = (crosswalk.start + crosswalk.end)[:2] / 2
    half = np.hypot(*(crosswalk.end - crosswalk.start)[:2]) / 2
    for lane in road.lanes:
        if lane.kind in CARRIAGEWAY:
            station, offset = lane.project(middle)
            if 0.0 <= station <= lane.length and abs(offset) < half:
                yield lane, station


def _eyes(lane: Lane, station: float, before: dict[str, list[Lane]]) -> Iterator[np.ndarray]:
    """Yield places (2,) [m] on the ways to `station` of `lane`, as far back as one sees it."""
    ahead = lane.pose_at(station).rotation[:2, 0]
    ways = [(lane, station - STEP, STEP)]
    while ways:
        lane, station, distance = ways.pop()
        if station < 0:
            ways += [(other, station + other.length, distance) for other in before.get(lane.name, ())]
            continue
        pose = lane.pose_at(station)
        if distance <= SIGHT and float(pose.rotation[:2, 0] @ ahead) >= np.cos(TURN):
            yield pose.translation[:2]
            ways.append((lane, station - STEP, distance + STEP))


def _waiting(crosswalk: Crosswalk) -> tuple[np.ndarray, np.ndarray]:
    """Return where people wait on either side (2,) [m]."""
    across = (crosswalk.end - crosswalk.start)[:2]
    outwards = WAITING * across / np.hypot(*across)
    return crosswalk.start[:2] - outwards, crosswalk.end[:2] + outwards
