"""Upright rectangles on the ground, and how far apart two are. Many at once, and when they meet: `rectangles`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.datatypes.rectangles import corners_to_edges


@dataclass(frozen=True, eq=False)
class Footprint:
    """The ground rectangle of a thing: centre `x`, `y` [m], direction `yaw` [rad], `length` and `width` [m]."""

    x: float
    y: float
    yaw: float
    length: float
    width: float

    @cached_property
    def axes(self) -> np.ndarray:
        """Unit vectors forward and left, float64 (2, 2)."""
        cosine, sine = np.cos(self.yaw), np.sin(self.yaw)
        return np.array([[cosine, sine], [-sine, cosine]])

    @cached_property
    def corners(self) -> np.ndarray:
        """Corners counter-clockwise from the front left, float64 (4, 2) [m]."""
        half = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * (self.length / 2, self.width / 2)
        return half @ self.axes + (self.x, self.y)

    @property
    def row(self) -> np.ndarray:
        """As a row of `rectangles`, float64 (5,): x, y, yaw, length, width."""
        return np.array([self.x, self.y, self.yaw, self.length, self.width])

    @property
    def centre(self) -> np.ndarray:
        """Its centre, float64 (2,) [m]."""
        return np.array([self.x, self.y])

    def grown(self, margin: float) -> Footprint:
        """Return the rectangle larger by `margin` [m] on every side."""
        return Footprint(self.x, self.y, self.yaw, self.length + 2 * margin, self.width + 2 * margin)


def overlap(a: Footprint, b: Footprint) -> bool:
    """Return whether two rectangles share some area (separating axes)."""
    reach = (np.hypot(a.length, a.width) + np.hypot(b.length, b.width)) / 2
    if np.hypot(a.x - b.x, a.y - b.y) >= reach:
        return False
    low, high = _intervals(a, b)
    return bool(np.all(low < high - 1e-9))


def free_distance(a: Footprint, b: Footprint) -> float:
    """Return the smallest distance between two rectangles [m]; 0 if they overlap."""
    if overlap(a, b):
        return 0.0
    return float(min(corners_to_edges(a.corners, b.corners), corners_to_edges(b.corners, a.corners)))


def _intervals(a: Footprint, b: Footprint) -> tuple[np.ndarray, np.ndarray]:
    """Return the common interval of both on the four axes, float64 (4,) each; empty where low > high."""
    axes = np.concatenate([a.axes, b.axes])
    of_a, of_b = a.corners @ axes.T, b.corners @ axes.T
    return np.maximum(of_a.min(axis=0), of_b.min(axis=0)), np.minimum(of_a.max(axis=0), of_b.max(axis=0))
