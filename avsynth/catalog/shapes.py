"""Shapes: triangles with a finish slot each, and the ways to make them. Normals come later, in `finishing`.

Every function returns surfaces whose triangles run counter-clockwise seen from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from avsynth.core.frames import rotation_about


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Triangles on the way to a mesh.

    Parameters
    ----------
    vertices : float64 (V, 3) [m]
    triangles : int64 (T, 3)
    slots : int64 (T,)
        Finish slot of each triangle.
    lean : float64 (V, 3) [1], or None
        What is added to the unit normals before they are used for shading: leaves of one clump look alike.
    """

    vertices: np.ndarray
    triangles: np.ndarray
    slots: np.ndarray
    lean: np.ndarray | None = None

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Shape:
        """Return the shape shifted by (x, y, z) [m]."""
        return replace(self, vertices=self.vertices + np.array([x, y, z]))

    def turned(self, axis: ArrayLike, angle: float) -> Shape:
        """Return the shape turned about the unit vector `axis` through the origin by `angle` [rad]."""
        turn = rotation_about(np.asarray(axis, float), angle).T
        lean = None if self.lean is None else self.lean @ turn
        return replace(self, vertices=self.vertices @ turn, lean=lean)

    def scaled(self, x: float, y: float, z: float) -> Shape:
        """Return the shape stretched along the axes by positive factors."""
        return replace(self, vertices=self.vertices * np.array([x, y, z]))

    def mirrored(self) -> Shape:
        """Return the mirror image in the plane y = 0, turned so that outside stays outside."""
        mirror = np.array([1.0, -1.0, 1.0])
        lean = None if self.lean is None else self.lean * mirror
        return replace(self, vertices=self.vertices * mirror, triangles=self.triangles[:, ::-1], lean=lean)

    def flipped(self) -> Shape:
        """Return the shape inside out."""
        lean = None if self.lean is None else -self.lean
        return replace(self, triangles=self.triangles[:, ::-1], lean=lean)

    def painted(self, slot: int) -> Shape:
        """Return the shape with all triangles in one finish slot."""
        return replace(self, slots=np.full(len(self.triangles), slot))


def merged(shapes: Sequence[Shape]) -> Shape:
    """Return all `shapes` as one; vertices are not welded."""
    if not shapes:
        return Shape(np.zeros((0, 3)), np.zeros((0, 3), int), np.zeros(0, int))
    starts = np.cumsum([0] + [len(shape.vertices) for shape in shapes[:-1]])
    return Shape(
        np.concatenate([shape.vertices for shape in shapes]),
        np.concatenate([shape.triangles + start for shape, start in zip(shapes, starts, strict=True)]),
        np.concatenate([shape.slots for shape in shapes]),
        _merged_lean(shapes),
    )


def _merged_lean(shapes: Sequence[Shape]) -> np.ndarray | None:
    """Return the leans of all shapes one after the other, (V, 3), zero where a shape has none."""
    if all(shape.lean is None for shape in shapes):
        return None
    return np.concatenate([np.zeros_like(s.vertices) if s.lean is None else s.lean for s in shapes])


def both_sides(shape: Shape) -> Shape:
    """Return the shape and its mirror image in y = 0."""
    return merged([shape, shape.mirrored()])


def sheet(points: ArrayLike, slots: ArrayLike = 0, kept: np.ndarray | None = None) -> Shape:
    """Return the surface through a grid of points.

    Parameters
    ----------
    points : float64 (R, C, 3) [m]
        Outside is on the side of (next column − this) × (next row − this).
    slots : int, or int (R − 1, C − 1)
        Finish slot of each cell.
    kept : bool (R − 1, C − 1), optional
        Which cells there are; all by default.
    """
    grid = np.asarray(points, float)
    rows, columns = grid.shape[:2]
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    triangles = np.concatenate(
        [
            np.column_stack([corner, corner + 1, corner + columns + 1]),
            np.column_stack([corner, corner + columns + 1, corner + columns]),
        ]
    )
    cells = np.broadcast_to(slots, (rows - 1, columns - 1)).ravel()
    there = np.ones(len(cells), bool) if kept is None else kept.ravel()
    return Shape(grid.reshape(-1, 3), triangles[np.tile(there, 2)], np.tile(cells[there], 2))


def fan(loop: ArrayLike, slot: int = 0) -> Shape:
    """Return the surface between a loop (K, 3) [m] and its middle; outside sees the loop counter-clockwise."""
    ring = np.asarray(loop, float)
    count = len(ring)
    first = np.arange(count)
    triangles = np.column_stack([first, (first + 1) % count, np.full(count, count)])
    return Shape(np.vstack([ring, ring.mean(axis=0)]), triangles, np.full(count, slot))


def loft(rings: ArrayLike, slots: ArrayLike = 0, *, caps: tuple[bool, bool] = (True, True)) -> Shape:
    """Return the skin through closed rings, with flat ends.

    Parameters
    ----------
    rings : float64 (R, K, 3) [m]
        Each counter-clockwise seen from the last ring towards the first, the first point not repeated.
    slots : int, or int (R − 1,) or (R − 1, K)
        Finish slot by band, or by band and side; caps take those of the first and last band's first side.
    caps : (bool, bool)
        Whether the first and the last ring are closed.
    """
    loops = np.asarray(rings, float)
    cells = np.asarray(slots)
    cells = np.broadcast_to(cells[:, None] if cells.ndim == 1 else cells, (loops.shape[0] - 1, loops.shape[1]))
    shapes = [sheet(np.concatenate([loops, loops[:, :1]], axis=1), cells)]
    if caps[0]:
        shapes.append(fan(loops[0][::-1], int(cells[0, 0])))
    if caps[1]:
        shapes.append(fan(loops[-1], int(cells[-1, 0])))
    return merged(shapes)


def circle(sides: int, start: float = 0.0) -> np.ndarray:
    """Return points on the unit circle, counter-clockwise from angle `start` [rad], float64 (sides, 2)."""
    angle = start + np.arange(sides) * (2 * np.pi / sides)
    return np.column_stack([np.cos(angle), np.sin(angle)])


def superellipse(sides: int, power: float) -> np.ndarray:
    """Return points on |x|^p + |y|^p = 1, counter-clockwise, float64 (sides, 2); power 2 is round, 4 is boxy."""
    round_points = circle(sides)
    return np.sign(round_points) * np.abs(round_points) ** (2 / power)


def box(x: float, y: float, z: float, slot: int = 0) -> Shape:
    """Return a box with edges x, y, z [m] around the origin, 12 triangles."""
    ring = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * [x, y]
    rings = np.stack([np.column_stack([ring, np.full(4, h)]) for h in (-z / 2, z / 2)])
    skin = loft(rings, caps=(False, False))
    lids = np.array([[3, 2, 1], [3, 1, 0], [0, 1, 2], [0, 2, 3]])
    flat = Shape(rings.reshape(8, 3), np.concatenate([lids[:2], lids[2:] + 4]), np.zeros(4, int))
    return merged([skin, flat]).painted(slot)


def rounded_box(x: float, y: float, z: float, radius: float, slot: int = 0, *, steps: int = 2) -> Shape:
    """Return a box [m] whose edges and corners are rounded with `radius` [m]; `steps` facets a quarter turn."""
    turns = np.linspace(0, np.pi / 2, steps + 1)
    quarter = np.column_stack([np.cos(turns), np.sin(turns)])
    corners = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    inner = np.array([x, y]) / 2 - radius
    heights = np.concatenate([-z / 2 + radius - radius * np.sin(turns[::-1]), z / 2 - radius + radius * np.sin(turns)])
    spread = np.concatenate([np.cos(turns[::-1]), np.cos(turns)])
    rings = []
    for height, share in zip(heights, spread, strict=True):
        loop = np.concatenate([c * inner + radius * share * _rotated(quarter, k) for k, c in enumerate(corners)])
        rings.append(np.column_stack([loop, np.full(len(loop), height)]))
    return loft(np.array(rings)).painted(slot)


def _rotated(points: np.ndarray, quarters: int) -> np.ndarray:
    """Return points (K, 2) turned by a number of quarter turns."""
    for _ in range(quarters):
        points = np.column_stack([-points[:, 1], points[:, 0]])
    return points


def lathe(profile: ArrayLike, sides: int, slots: ArrayLike = 0) -> Shape:
    """Return a profile (K, 2) of (radius, height) [m] turned about z; heights rise along an outer wall."""
    outline = np.asarray(profile, float)
    ring = circle(sides)
    rings = np.stack([np.column_stack([ring * radius, np.full(sides, height)]) for radius, height in outline])
    return loft(rings, slots, caps=(outline[0, 0] > 0, outline[-1, 0] > 0))


def cylinder(radius: float, length: float, sides: int, slot: int = 0) -> Shape:
    """Return a cylinder about z [m], centred on the origin."""
    return lathe([[radius, -length / 2], [radius, length / 2]], sides).painted(slot)


def ellipsoid(x: float, y: float, z: float, slot: int = 0, *, rings: int = 6, sides: int = 10) -> Shape:
    """Return an ellipsoid with semi-axes x, y, z [m] around the origin."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)
    profile = np.column_stack([np.cos(turn), np.sin(turn)])
    profile[[0, -1], 0] = 0.0
    return lathe(profile, sides).painted(slot).scaled(x, y, z)


def tube(path: ArrayLike, radii: ArrayLike, sides: int, slot: int = 0) -> Shape:
    """Return a round tube along a path (K, 3) [m] with a radius [m] at each point, closed by flat ends."""
    points = np.asarray(path, float)
    along = np.gradient(points, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None]
    ring = circle(sides)
    side = _perpendicular(along[0])
    rings = []
    for point, ahead, radius in zip(points, along, np.broadcast_to(radii, len(points)), strict=True):
        side = side - ahead * (side @ ahead)
        side /= np.linalg.norm(side)
        rings.append(point + radius * (ring[:, :1] * side + ring[:, 1:] * np.cross(ahead, side)))
    return loft(np.array(rings)).painted(slot)


def rod(start: ArrayLike, end: ArrayLike, radius: float, sides: int, slot: int = 0) -> Shape:
    """Return a straight tube of one radius [m] from `start` to `end` (3,) [m]."""
    return tube(np.array([start, end], float), radius, sides, slot)


def _perpendicular(vector: np.ndarray) -> np.ndarray:
    """Return a vector (3,) at right angles to the unit vector `vector`."""
    helper = np.array([0.0, 0.0, 1.0]) if abs(vector[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    return np.cross(vector, helper)


def extruded(polygon: ArrayLike, depth: float, slot: int = 0) -> Shape:
    """Return a prism: a simple counter-clockwise polygon (K, 2) [m] in x, y, from z = −depth / 2 to depth / 2."""
    outline = np.asarray(polygon, float)
    low, high = (np.column_stack([outline, np.full(len(outline), h)]) for h in (-depth / 2, depth / 2))
    ears = triangulated(outline)
    lids = np.concatenate([ears[:, ::-1], ears + len(outline)])
    lid = Shape(np.concatenate([low, high]), lids, np.zeros(len(lids), int))
    return merged([loft(np.stack([low, high]), caps=(False, False)), lid]).painted(slot)


def plate(polygon: ArrayLike, slot: int = 0) -> Shape:
    """Return a flat face: a simple counter-clockwise polygon (K, 2) [m] in the plane z = 0, seen from above."""
    outline = np.asarray(polygon, float)
    ears = triangulated(outline)
    return Shape(np.column_stack([outline, np.zeros(len(outline))]), ears, np.full(len(ears), slot))


def triangulated(polygon: np.ndarray) -> np.ndarray:
    """Return triangles (K − 2, 3) of a simple counter-clockwise polygon (K, 2), by cutting ears."""
    remaining, triangles = list(range(len(polygon))), []
    while len(remaining) > 3:
        k = next((k for k in range(len(remaining)) if _is_ear(polygon, remaining, k)), 0)
        triangles.append((remaining[k - 1], remaining[k], remaining[(k + 1) % len(remaining)]))
        del remaining[k]
    return np.array([*triangles, tuple(remaining)])


def _is_ear(polygon: np.ndarray, remaining: list[int], k: int) -> bool:
    """Return whether the corner `k` of the remaining polygon can be cut off."""
    a, b, c = (polygon[remaining[j % len(remaining)]] for j in (k - 1, k, k + 1))
    if _cross(b - a, c - b) <= 0:
        return False
    others = polygon[
        [v for j, v in enumerate(remaining) if j not in ((k - 1) % len(remaining), k, (k + 1) % len(remaining))]
    ]
    inside = (_cross(b - a, others - a) >= 0) & (_cross(c - b, others - b) >= 0) & (_cross(a - c, others - c) >= 0)
    return not inside.any()


def _cross(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the z component of u × v for vectors (..., 2)."""
    return u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
