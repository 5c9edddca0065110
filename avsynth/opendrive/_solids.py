"""Objects as solids on a ground plan: on their outlines, open or closed, or on the rectangles that they have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.road_model import RoadModel
from avsynth.opendrive._outlines import Spot, box_of

#: Sizes of solids [m]; height of islands, thickness of what stands on an open line [m].
SMALLEST, LARGEST, ISLAND, THIN = 0.02, 1000.0, 0.12, 0.2
#: What reaches no higher is flat, by the rounding of other programs [m].
FLAT = 0.02


def solids_of(role: str, spot: Spot, found: tuple[np.ndarray, bool] | None, road: RoadModel) -> Iterator[Fixture]:
    """Yield the solids on the outline of an object, or on the rectangle that it has."""
    corners, closed = found or (box_of(spot, road), True)
    if role == "island":
        corners = np.column_stack([corners[:, :3], np.where(corners[:, 3] > FLAT, corners[:, 3], ISLAND)])
    if closed:
        yield from _solid(role, corners)
        return
    for first, last in pairwise(corners):
        way = last[:2] - first[:2]
        aside = np.append(np.array([-way[1], way[0]]) / max(np.hypot(*way), 1e-9), [0.0, 0.0])
        half = aside * (spot.width or THIN) / 2
        yield from _solid(role, np.array([first - half, last - half, last + half, first + half]))


def _solid(role: str, corners: np.ndarray) -> Iterator[Fixture]:
    """Yield the solid on `corners` (K, 4): x, y, z, height [m]; nothing if it is too small or large."""
    keep = np.hypot(*(corners - np.roll(corners, 1, axis=0))[:, :2].T) > 1e-3
    corners = corners[keep]
    if len(corners) < 3:
        return
    low, high = corners[:, :3].min(axis=0), corners[:, :3].max(axis=0)
    tops = corners[:, 2] + corners[:, 3] - low[2]
    extent = np.append(high[:2] - low[:2], tops)
    if extent.min() < SMALLEST or extent.max() > LARGEST:
        return
    middle = (low[:2] + high[:2]) / 2
    plan = tuple((float(x), float(y)) for x, y in corners[:, :2] - middle)
    fields = (("role", role), ("plan", plan), ("tops", tuple(map(float, tops))))
    yield Fixture("solid", Pose.planar(*middle, low[2], 0.0), fields)
