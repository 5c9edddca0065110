"""Arrows on lanes: where one may go on from them; and the wheelchair on bays for the disabled."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._paint import PAINT_LIFT

#: Length of an arrow [m] (German RMS 1: 5 m in towns); its convex pieces in metres ahead and to the left.
LENGTH = 5.0
SHAFT = ((0.0, -0.08), (0.0, 0.08), (3.2, 0.08), (3.2, -0.08))
HEAD = ((3.2, 0.34), (5.0, 0.0), (3.2, -0.34))
SHORT_SHAFT = ((0.0, -0.08), (0.0, 0.08), (2.5, 0.08), (2.5, -0.08))
ARM = ((1.7, 0.0), (2.45, 0.0), (3.35, 0.62), (2.6, 0.62))
ARM_HEAD = ((1.95, 0.62), (4.1, 0.62), (3.35, 1.05))
#: Pieces by the word for a movement; to the right they are mirrored.
Pieces = tuple[tuple[tuple[float, float], ...], ...]
PIECES = {"straight": (SHAFT, HEAD), "left": (SHORT_SHAFT, ARM, ARM_HEAD)}


def _rounded(middle: tuple[float, float], radii: tuple[float, float], turns: tuple[float, float], count: int) -> Pieces:
    """Return `count` convex pieces of a ring about a middle between two radii [m] and two angles [rad]."""
    found = []
    for a, b in pairwise(np.linspace(*turns, count + 1)):
        around = ((radii[0], a), (radii[1], a), (radii[1], b), (radii[0], b))
        found.append(tuple((middle[0] + r * np.cos(t), middle[1] + r * np.sin(t)) for r, t in around))
    return tuple(found)


#: The wheelchair of ISO 7001 PI PF 006 in straight strokes and arcs, 1 m high, in metres up and to the left.
WHEELCHAIR = (
    *_rounded((0.44, 0.06), (1e-3, 0.09), (0.0, 2 * np.pi), 6),
    ((0.36, 0.13), (0.36, 0.01), (-0.12, 0.03), (-0.12, 0.14)),
    ((0.18, 0.05), (0.10, 0.05), (0.10, -0.22), (0.18, -0.22)),
    ((-0.04, 0.10), (-0.12, 0.10), (-0.12, -0.24), (-0.04, -0.24)),
    ((-0.08, -0.16), (-0.08, -0.24), (-0.44, -0.42), (-0.44, -0.32)),
    *_rounded((-0.18, 0.06), (0.22, 0.30), (0.45 * np.pi, 1.6 * np.pi), 8),
)


def paint_arrow(builder: SurfaceBuilder, road: RoadModel, at: tuple[float, float], side: int, movement: str) -> None:
    """Add an arrow that begins at a station and offset `at` [m]; `side` +1: it points along the road, −1: against it.

    Parameters
    ----------
    movement : str
        Such as ``"left"`` or ``"left_straight"``.
    """
    for word in ("left", "straight", "right"):
        if word in movement:
            for piece in PIECES["straight" if word == "straight" else "left"]:
                shape = np.array(piece) * ((1.0, -1.0) if word == "right" else (1.0, 1.0))
                stations, offsets = at[0] + side * shape[:, 0], at[1] + side * shape[:, 1]
                _lay(builder, road.points(stations, offsets, PAINT_LIFT))


def paint_wheelchair(builder: SurfaceBuilder, road: RoadModel, at: tuple[float, float], turn: float) -> None:
    """Add a wheelchair about a station and offset `at` [m] for who looks `turn` [rad] to the left of the road."""
    cosine, sine = np.cos(turn), np.sin(turn)
    for piece in WHEELCHAIR:
        ahead, left = np.array(piece).T
        stations, offsets = at[0] + ahead * cosine - left * sine, at[1] + ahead * sine + left * cosine
        _lay(builder, road.points(stations, offsets, PAINT_LIFT))


def _lay(builder: SurfaceBuilder, corners: np.ndarray) -> None:
    """Add a convex polygon (K, 3) that faces up."""
    following = np.roll(corners, -1, axis=0)
    area = (corners[:, 0] * following[:, 1] - corners[:, 1] * following[:, 0]).sum()
    ring = corners if area > 0 else corners[::-1]
    k = np.arange(1, len(ring) - 1)
    builder.area(ring, np.column_stack([np.zeros_like(k), k, k + 1]), "lane_paint")
