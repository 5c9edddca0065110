"""Exact boxes of a mesh's silhouette in an image, also when it crosses the image border or the camera plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.datatypes.calibration import OPTICAL_FROM_SENSOR, Intrinsics

#: Surfaces nearer than this along the viewing direction do not project [m].
NEAR = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Silhouette:
    """Boxes of a mesh's projection; left, top, right, bottom, float64 (4,) [px].

    Parameters
    ----------
    inside : of the part of the silhouette inside the image, from pixel centre 0 to width − 1 and height − 1
    whole : of all that lies in front of the camera
    depth : float64 (2,) [m]
        Smallest and largest depth of the mesh, along sensor x.
    """

    inside: np.ndarray
    whole: np.ndarray
    depth: np.ndarray


def silhouette_of(vertices: np.ndarray, triangles: np.ndarray, intrinsics: Intrinsics) -> Silhouette | None:
    """Return the boxes of a mesh, or None if nothing of it projects into the image.

    Parameters
    ----------
    vertices : float64 (V, 3) [m], sensor frame
    triangles : int (T, 3)
    intrinsics : Intrinsics
    """
    depth = np.array([vertices[:, 0].min(), vertices[:, 0].max()])
    if depth[1] <= NEAR:
        return None
    image = vertices @ (intrinsics.matrix @ OPTICAL_FROM_SENSOR).T  # (V, 3): u·w, v·w, w
    whole = _box(image if depth[0] > NEAR else _clipped_edges(image, triangles, NEAR_PLANE))
    right, bottom = intrinsics.width - 1.0, intrinsics.height - 1.0
    if whole[0] > right or whole[1] > bottom or whole[2] < 0.0 or whole[3] < 0.0:
        return None
    if depth[0] > NEAR and whole[0] >= 0.0 and whole[1] >= 0.0 and whole[2] <= right and whole[3] <= bottom:
        return Silhouette(whole, whole, depth)
    inside = np.concatenate(
        [_clipped_edges(image, triangles, _frustum(right, bottom)), _covered_corners(image, triangles, right, bottom)]
    )
    return Silhouette(np.clip(_box(inside), 0.0, [right, bottom] * 2), whole, depth) if len(inside) else None


#: Half-spaces a·x + b·y + c·w + d ≥ 0 of homogeneous image points, rows (a, b, c, d).
NEAR_PLANE = np.array([[0.0, 0.0, 1.0, -NEAR]])


def _frustum(right: float, bottom: float) -> np.ndarray:
    """Return the five half-spaces of what the image shows, float64 (5, 4)."""
    sides = [[1.0, 0.0, 0.0, 0.0], [-1.0, 0.0, right, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, -1.0, bottom, 0.0]]
    return np.concatenate([NEAR_PLANE, sides])


def _box(image: np.ndarray) -> np.ndarray:
    """Return the box of homogeneous image points (N, 3), all in front of the camera."""
    pixels = image[:, :2] / image[:, 2:]
    return np.concatenate([pixels.min(axis=0), pixels.max(axis=0)])


def _clipped_edges(image: np.ndarray, triangles: np.ndarray, planes: np.ndarray) -> np.ndarray:
    """Return the end points of the triangles' edges after clipping by `planes` (P, 4), float64 (N, 3).

    Cyrus and Beck: along an edge start + t (end − start), t grows to the last entry and shrinks to the first exit.
    """
    side = image @ planes[:, :3].T + planes[:, 3]  # (V, P), negative outside
    start, end = triangles.ravel(), triangles[:, [1, 2, 0]].ravel()
    may_cross = ~np.any((side[start] < 0.0) & (side[end] < 0.0), axis=1)
    start, end = start[may_cross], end[may_cross]
    before, after = side[start], side[end]
    crossing = before / np.where(before == after, 1.0, before - after)
    enter = np.max(np.where(before < 0.0, crossing, 0.0), axis=1)
    leave = np.min(np.where(after < 0.0, crossing, 1.0), axis=1)
    kept = enter <= leave
    origin, step = image[start[kept]], image[end[kept]] - image[start[kept]]
    return np.concatenate([origin + enter[kept, None] * step, origin + leave[kept, None] * step])


def _covered_corners(image: np.ndarray, triangles: np.ndarray, right: float, bottom: float) -> np.ndarray:
    """Return the image corners that some triangle covers, float64 (N, 3) with w = 1.

    A corner c lies in a triangle if the three determinants det(c, p, q) over its edges (p, q) have one sign; it lies in
    front of the camera if the solution of c·t = α p + β q + γ r has t > 0.
    """
    corners = np.array([[0.0, 0.0, 1.0], [right, 0.0, 1.0], [0.0, bottom, 1.0], [right, bottom, 1.0]])
    p, q, r = (image[triangles[:, k]] for k in range(3))
    edges = np.stack([np.cross(q, r), np.cross(r, p), np.cross(p, q)])  # (3, T, 3)
    weights = np.einsum("ktx,cx->ckt", edges, corners)
    total = weights.sum(axis=1)
    volume = np.einsum("tx,tx->t", p, edges[0])
    one_sign = np.all(weights >= 0.0, axis=1) | np.all(weights <= 0.0, axis=1)
    covered = np.any(one_sign & (total * volume > 0.0), axis=1)
    return corners[covered]
