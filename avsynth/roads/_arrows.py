"""Arrows on lanes: where one may go on from them."""

from __future__ import annotations

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
PIECES = {"straight": (SHAFT, HEAD), "left": (SHORT_SHAFT, ARM, ARM_HEAD)}


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


def _lay(builder: SurfaceBuilder, corners: np.ndarray) -> None:
    """Add a convex polygon (K, 3) that faces up."""
    following = np.roll(corners, -1, axis=0)
    area = (corners[:, 0] * following[:, 1] - corners[:, 1] * following[:, 0]).sum()
    ring = corners if area > 0 else corners[::-1]
    k = np.arange(1, len(ring) - 1)
    builder.area(ring, np.column_stack([np.zeros_like(k), k, k + 1]), "lane_paint")
