"""Regions by name: what ground they consist of, places in them by two uniform numbers, and what lies inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.datatypes.road import CARRIAGEWAY, Lane, RoadMap, is_on
from avsynth.scenario.concrete import Area
from avsynth.world.crosswalks import crosswalk_shape

#: Share of the room to either side that vehicles use, who keep to the middle [1].
SIDEWAYS = 0.3
#: Lanes this far away lend a place without a lane its heading [m].
NEAR = 20.0


@dataclass(frozen=True)
class Stretch:
    """A piece of a lane between two stations [m]."""

    lane: Lane
    first: float
    last: float

    @property
    def weight(self) -> float:
        """Its area [m²]."""
        return (self.last - self.first) * float(self.lane.width.mean())

    def pose(self, u: float, v: float, size: np.ndarray) -> Pose:
        """Return a place on it, with room for `size` where it has that."""
        room = min(size[0] / 2, (self.last - self.first) / 2)
        station = self.first + room + u * (self.last - self.first - 2 * room)
        width = float(np.interp(station, self.lane.stations, self.lane.width))
        spare = max((width - size[1]) / 2, 0.0) * (SIDEWAYS if self.lane.kind in CARRIAGEWAY else 1.0)
        return self.lane.pose_at(station, (2 * v - 1) * spare)

    def holds(self, point: np.ndarray) -> bool:
        """Return whether `point` (2,) [m] lies on it."""
        station, offset = self.lane.project(point)
        half = float(np.interp(station, self.lane.stations, self.lane.width)) / 2
        return self.first - 1e-6 <= station <= self.last + 1e-6 and abs(offset) <= half + 1e-6


@dataclass(frozen=True)
class Polygon:
    """A closed polygon (K, 2) [m] on the ground; headings are those of the nearest lane."""

    corners: np.ndarray
    road: RoadMap

    @property
    def weight(self) -> float:
        """Its area [m²]."""
        return abs(_area_of(self.corners))

    def pose(self, u: float, v: float, size: np.ndarray) -> Pose:
        """Return a place inside: a triangle by its area, and a point of it."""
        ends = np.cumsum([_area_of(triangle) for triangle in self._triangles])
        k = min(int(np.searchsorted(ends, u * ends[-1], side="right")), len(ends) - 1)
        a, b, c = self._triangles[k]
        share = (u * ends[-1] - (ends[k - 1] if k else 0.0)) / _area_of((a, b, c))
        root = np.sqrt(min(max(share, 0.0), 1.0))
        point = (1 - root) * a + root * ((1 - v) * b + v * c)
        return Pose.planar(point[0], point[1], 0.0, heading_near(point, self.road))

    @cached_property
    def _triangles(self) -> list[tuple[np.ndarray, ...]]:
        """The triangles that it consists of, by cutting off ears."""
        corners = list(self.corners if _area_of(self.corners) > 0 else self.corners[::-1])
        found = []
        while len(corners) > 3:
            k = next((k for k in range(len(corners)) if _is_ear(corners, k)), 0)
            found.append((corners[k - 1], corners[k], corners[(k + 1) % len(corners)]))
            del corners[k]
        return [*found, tuple(corners)]

    def holds(self, point: np.ndarray) -> bool:
        """Return whether `point` (2,) [m] lies inside: an odd number of edges lies to its right."""
        (ax, ay), (bx, by) = self.corners.T, np.roll(self.corners, -1, axis=0).T
        crossed = (ay > point[1]) != (by > point[1])
        slope = (bx - ax) / np.where(ay == by, 1.0, by - ay)
        return bool((crossed & (point[0] < ax + (point[1] - ay) * slope)).sum() % 2)


@dataclass(frozen=True)
class Disc:
    """A circle on the ground; headings are those of the nearest lane."""

    centre: np.ndarray
    radius: float
    road: RoadMap

    @property
    def weight(self) -> float:
        """Its area [m²]."""
        return np.pi * self.radius**2

    def pose(self, u: float, v: float, size: np.ndarray) -> Pose:
        """Return a place inside."""
        x, y = self.centre + self.radius * np.sqrt(u) * np.array([np.cos(2 * np.pi * v), np.sin(2 * np.pi * v)])
        return Pose.planar(x, y, 0.0, heading_near(np.array([x, y]), self.road))

    def holds(self, point: np.ndarray) -> bool:
        """Return whether `point` (2,) [m] lies inside."""
        return bool(np.hypot(*(point - self.centre)) <= self.radius)


@dataclass(frozen=True)
class Region:
    """One or more pieces of ground."""

    pieces: tuple[Stretch | Polygon | Disc, ...]

    def pose(self, u: float, v: float, size: np.ndarray) -> Pose:
        """Return the place for two uniform numbers; places are as dense everywhere."""
        ends = np.cumsum([piece.weight for piece in self.pieces])
        k = min(int(np.searchsorted(ends, u * ends[-1], side="right")), len(self.pieces) - 1)
        start = ends[k] - self.pieces[k].weight
        return self.pieces[k].pose(float((u * ends[-1] - start) / self.pieces[k].weight), v, size)

    def holds(self, point: np.ndarray) -> bool:
        """Return whether `point` (2,) [m] lies inside."""
        return any(piece.holds(point) for piece in self.pieces)


@lru_cache(maxsize=64)
def region(name: str, road: RoadMap, area: Area | None) -> Region:
    """Return the region called `name`: an area, a crosswalk, a lane, the lanes of a road or leg, or those of a kind.

    `area` is the area of that name, if it is one.
    """
    if area is not None:
        return Region((_area(area, road),))
    crosswalk = next((c for c in road.crosswalks if name in (c.name, c.name.removesuffix("[0]"))), None)
    if crosswalk is not None:
        return Region((Polygon(crosswalk_shape(crosswalk).corners, road),))
    owner, _, kind = name.partition(".lanes")
    kind = kind.removeprefix(".")
    lane = road.find(name)
    lanes = [lane] if lane else [each for each in road.lanes if is_on(each, owner) and kind in ("", each.kind)]
    stretches = tuple(Stretch(each, 0.0, each.length) for each in lanes if lane or _is_of_leg(each))
    if not stretches:
        known = {each.road for each in road.lanes}
        raise ScenarioError(f"there is no region {name!r}{did_you_mean(name, known)}")
    return Region(stretches)


def _area_of(corners: Sequence[np.ndarray]) -> float:
    """Return the area of a polygon (K, 2) [m²], positive if its corners go round counter-clockwise."""
    (x, y), (after_x, after_y) = np.asarray(corners).T, np.roll(corners, -1, axis=0).T
    return float((x * after_y - after_x * y).sum()) / 2


def _is_ear(corners: list[np.ndarray], k: int) -> bool:
    """Return whether corner `k` can be cut off: it points outwards, and no other corner lies in its triangle."""
    ear = (corners[k - 1], corners[k], corners[(k + 1) % len(corners)])
    if _area_of(ear) <= 0:
        return False
    others = [point for point in corners if not any(point is own for own in ear)]
    return not any(all(_area_of((ear[n], ear[(n + 1) % 3], point)) >= 0 for n in range(3)) for point in others)


def heading_near(point: np.ndarray, road: RoadMap) -> float:
    """Return the heading of the lane nearest to `point` (2,) [m], 0 if none is near [rad]."""
    found = road.nearest(point, ("drive", "bike", "park", "shoulder", "walk"))
    if found is None or abs(found[2]) > NEAR:
        return 0.0
    lane, station, _ = found
    return lane.pose_at(station).yaw


def _area(area: Area, road: RoadMap) -> Stretch | Polygon | Disc:
    if area.corners:
        return Polygon(np.array(area.corners), road)
    if area.lane:
        lane = road.lane(area.lane)
        first, last = sorted(area.span or (0.0, lane.length))
        return Stretch(lane, max(first, 0.0), min(last, lane.length))
    return Disc(np.array(area.centre), area.radius, road)


def _is_of_leg(lane: Lane) -> bool:
    """Return whether a lane belongs to a road or leg rather than to the ways across a junction."""
    return not lane.is_across and "corner[" not in lane.name
