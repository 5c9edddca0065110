"""What lies on a curved surface, a few millimetres before it, in an outline of its own: lamps, grilles, seams.

A surface is a function of two coordinates (u, v) [m] to points (..., 3) [m]; outside is on the side of ∂u × ∂v.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from avsynth.catalog.shapes import Shape, circle, fan, sheet

Surface = Callable[[np.ndarray, np.ndarray], np.ndarray]
#: Step by which the normal of a surface is found [m].
PROBE = 2e-3
#: Height of a decal over its surface, and of one that lies on another [m].
LIFT, SECOND_LIFT, THIRD_LIFT = 0.0025, 0.005, 0.0075


def band(
    surface: Surface, u: ArrayLike, low: ArrayLike, high: ArrayLike, slot: int, *, lift: float = LIFT, rows: int = 3
) -> Shape:
    """Return what lies between the curves v = low(u) and v = high(u), given at the places `u` (K,) [m]."""
    u = np.asarray(u, float)
    low, high = np.broadcast_to(low, u.shape), np.broadcast_to(high, u.shape)
    share = np.linspace(0, 1, rows)[:, None]
    grid = np.stack(np.broadcast_arrays(u, low + share * (high - low)), axis=-1)
    return sheet(lifted(surface, grid, lift), slot)


def disc(
    surface: Surface, centre: tuple[float, float], radius: float, slot: int, *, lift: float = SECOND_LIFT,
    sides: int = 12, stretch: float = 1.0,
) -> Shape:  # fmt: skip
    """Return a round spot of `radius` [m], `stretch` times as wide as high."""
    loop = np.asarray(centre) + radius * circle(sides) * [stretch, 1.0]
    return fan(lifted(surface, loop, lift), slot)


def line(
    surface: Surface, path: ArrayLike, width: float, slot: int, *, lift: float = LIFT, closed: bool = False
) -> Shape:
    """Return a stroke of `width` [m] along a path (K, 2) of (u, v) [m], such as a seam."""
    points = np.asarray(path, float)
    if closed:
        points = np.vstack([points, points[:1]])
    along = np.gradient(points, axis=0)
    if closed:
        along[0] = along[-1] = points[1] - points[-2]
    along /= np.linalg.norm(along, axis=1)[:, None]
    left = np.column_stack([-along[:, 1], along[:, 0]]) * width / 2
    return sheet(lifted(surface, np.stack([points - left, points + left]), lift), slot)


def lifted(surface: Surface, places: np.ndarray, lift: float) -> np.ndarray:
    """Return points (..., 3) [m], `lift` [m] outside the surface at `places` (..., 2)."""
    steps = PROBE * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]], float)
    probes = places + steps.reshape(5, *[1] * (places.ndim - 1), 2)
    point, ahead, behind, above, below = surface(probes[..., 0], probes[..., 1])
    normal = np.cross(ahead - behind, above - below)
    return point + lift * normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
