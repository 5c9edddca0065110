"""Bridges: deck, parapets and piers, and the valley below."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from avsynth.datatypes.ground import Ground
from avsynth.datatypes.road_model import RoadModel, Structure
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._surface import outer_edges

#: Deck of a bridge: thickness; parapets: thickness and height above the outermost strip [m] (EN 1317: at least 1.0 m).
DECK, PARAPET, PARAPET_HEIGHT = 1.1, 0.25, 1.0
#: Piers: from one to the next, length along the road, width per width of the deck [m, m, 1].
PIER_STEP, PIER_LENGTH, PIER_WIDTH = 24.0, 1.1, 0.55
#: Slope of the banks below a bridge, length per height [1], and how far the valley goes on to either side [m].
BANK, VALLEY = 1.5, (0.0, 7.0, 16.0, 30.0, 48.0)
#: Distance between points of the land along the road [m].
GROUND_STEP = 6.0
#: What a bridge leads over lies at least this far below it, so that a car fits between [m]; how often it is looked [m].
HEADROOM, PROBE = 3.0, 3.0


def settled(road: RoadModel, each: Structure, below: Ground) -> Structure:
    """Return a bridge as deep as the highest lane that it leads over, if any; anything else as it is."""
    if each.kind != "bridge":
        return each
    depths = _depths(road, each, below)
    return replace(each, depth=float(np.nanmin(depths))) if np.isfinite(depths).any() else each


def lay_bridge(builder: SurfaceBuilder, road: RoadModel, bridge: Structure, below: Ground) -> None:
    """Add both parapets, the sides and the underside, and the piers."""
    stations = road.stations(bridge.first, bridge.last)
    edges = outer_edges(road, stations)
    for side, (edge, base) in zip((1, -1), edges.transpose(0, 2, 1), strict=True):
        profile = [(PARAPET, base), (PARAPET, base + PARAPET_HEIGHT), (0.0, base + PARAPET_HEIGHT), (0.0, -DECK)]
        lines = [road.points(stations, edge - side * inset, height) for inset, height in profile]
        for lower, upper in pairwise(lines):
            builder.ribbon(*((upper, lower) if side > 0 else (lower, upper)), "concrete")
        for end, facing in ((0, -1), (-1, 1)):
            _lay_face(builder, np.array([line[end] for line in lines]), facing * side)
    left, right = (road.points(stations, edge, -DECK) for edge in edges[:, :, 0])
    builder.ribbon(right, left, "concrete")
    _lay_piers(builder, road, bridge, below)


def valley(road: RoadModel, bridge: Structure) -> np.ndarray:
    """Return points of the land below a bridge, float64 (F, 3) [m]: as deep as it is wide enough for its banks."""
    depth = min(bridge.depth, bridge.length / (2 * BANK) - 1.0)
    run = BANK * depth
    stations = np.arange(bridge.first + run, bridge.last - run + 1e-6, GROUND_STEP)
    sides = outer_edges(road, stations)[:, :, 0]
    ends = road.points(np.array([bridge.first, bridge.last]), 0.0)[:, 2]
    found = [road.points(stations, sides.mean(axis=0))]
    found += [
        road.points(stations, edge + side * away) for side, edge in zip((1, -1), sides, strict=True) for away in VALLEY
    ]
    points = np.concatenate(found)
    points[:, 2] = ends.min() - depth
    return points


def _depths(road: RoadModel, bridge: Structure, below: Ground) -> np.ndarray:
    """Return how far lanes lie below the middle of a bridge along it, float64 (N,) [m]; NaN where there are none."""
    stations = np.arange(bridge.first, bridge.last, PROBE)
    points = road.points(stations, outer_edges(road, stations)[:, :, 0].mean(axis=0))
    heights = [below.heights(point[None, :2], point[2] - HEADROOM)[0] for point in points]
    return points[:, 2] - np.array(heights)


def _lay_face(builder: SurfaceBuilder, corners: np.ndarray, facing: int) -> None:
    """Add the upright end of a parapet between four `corners` (4, 3); `facing` turns it round."""
    triangles = np.array([[0, 1, 2], [0, 2, 3]])
    builder.area(corners, triangles if facing > 0 else triangles[:, ::-1], "concrete")


def _lay_piers(builder: SurfaceBuilder, road: RoadModel, bridge: Structure, below: Ground) -> None:
    """Add the piers between deck and valley where no lane lies below."""
    count = int(bridge.length // PIER_STEP)
    for station in bridge.first + bridge.length * np.arange(1, count + 1) / (count + 1):
        around = station + PIER_LENGTH / 2 * np.array([1.0, 1.0, -1.0, -1.0, 1.0])
        left, right = outer_edges(road, np.array([station]))[:, 0, 0]
        middle, half = (left + right) / 2, PIER_WIDTH * (left - right) / 2
        offsets = middle + half * np.array([-1.0, 1.0, 1.0, -1.0, -1.0])
        top, bottom = (road.points(around, offsets, height) for height in (-DECK, -bridge.depth - 1.0))
        feet = np.linspace(top[0], top[1], int(np.ceil(2 * half)) + 2)
        if np.isnan(below.heights(feet[:, :2], float(feet[:, 2].min()) + DECK - HEADROOM)).all():
            builder.ribbon(top, bottom, "concrete")
