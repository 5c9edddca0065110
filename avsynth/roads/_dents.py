"""Hollows in a surface: triangles there are halved until they are small, then their corners sink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Longest edge of triangles in a dent [m].
FINE = 0.12


@dataclass(frozen=True, slots=True)
class Dent:
    """A hollow about (x, y) of a radius and depth [m] with an uneven rim: sizes and phases of three harmonics."""

    x: float
    y: float
    radius: float
    depth: float
    wobble: tuple[float, ...]

    def sunk(self, points: np.ndarray) -> np.ndarray:
        """Return how far `points` (N, 2+) [m] sink, (N,) [m]: (1 − (r / R)²)² of the depth, R that of the rim."""
        gap = points[:, :2] - (self.x, self.y)
        edge = self.radius * rim(np.arctan2(gap[:, 1], gap[:, 0]), np.array(self.wobble))
        share = np.minimum(np.hypot(gap[:, 0], gap[:, 1]) / edge, 1.0)
        return self.depth * (1 - share * share) ** 2


def rim(angle: np.ndarray, wobble: np.ndarray) -> np.ndarray:
    """Return the radius of an uneven rim at angles (N,) [rad], as a share of the largest it can have [1]."""
    size, phase = np.split(wobble, 2)
    waves = sum(s * np.cos(n * angle + p) for s, n, p in zip(size, (2, 3, 5), phase, strict=True))
    return (1 + waves) / (1 + size.sum())


def dented(vertices: np.ndarray, triangles: np.ndarray, dents: list[Dent]) -> tuple[np.ndarray, np.ndarray]:
    """Return vertices (V, 3) [m] and triangles (T, 3) with the dents in them.

    All triangles that reach into a dent are divided in four alike, so that no gap opens; where they meet undivided ones
    the surface has not sunk.
    """
    for dent in dents:
        while True:
            corner = vertices[triangles][:, :, :2]
            longest = np.linalg.norm(corner - np.roll(corner, 1, axis=1), axis=2).max(axis=1)
            low, high = corner.min(axis=1), corner.max(axis=1)
            middle = np.array([dent.x, dent.y])
            reaches = ((low < middle + dent.radius) & (high > middle - dent.radius)).all(axis=1)
            coarse = reaches & (longest > FINE)
            if not coarse.any():
                break
            vertices, triangles = _divided(vertices, triangles, coarse)
        sunk = dent.sunk(vertices)
        vertices = np.column_stack([vertices[:, :2], vertices[:, 2] - sunk])
    return vertices, triangles


def _divided(vertices: np.ndarray, triangles: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mesh with the triangles `which` (T,) divided in four at the middles of their edges."""
    a, b, c = triangles[which].T
    count = len(a)
    middles = np.concatenate([(vertices[p] + vertices[q]) / 2 for p, q in ((a, b), (b, c), (c, a))])
    ab, bc, ca = (len(vertices) + k * count + np.arange(count) for k in range(3))
    parts = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
    divided = np.concatenate([np.column_stack(part) for part in parts])
    return np.concatenate([vertices, middles]), np.concatenate([triangles[~which], divided])
