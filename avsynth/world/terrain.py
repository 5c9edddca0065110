"""The land beyond the roads: sewn to their outer edges, as high as they are, and gently rolling farther away."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.footprint import Footprint
from avsynth.datatypes.model import Mesh, Model, Part
from avsynth.world.horizon import SLOTS as FAR_SLOTS
from avsynth.world.horizon import horizon

if TYPE_CHECKING:
    from scipy.spatial import Delaunay, cKDTree

#: How far the land reaches beyond the roads [m].
REACH = 160.0
#: Distances from the road at which the land's points change their spacing, and that spacing [m].
SPACING = ((0.0, 3.0), (14.0, 6.0), (40.0, 12.0), (90.0, 24.0))
#: Longest edge on the road's outline [m]; no other point of the land may be nearer to it than half of that.
EDGE_STEP = 2.0
#: Up to the first distance from a road the land does not roll; from there it does more and more, up to the second [m].
LEVEL, ROLLING = 4.0, 60.0
#: Height of the rolling [m] and its wavelengths [m].
WAVES = ((0.12, 18.0), (0.5, 55.0), (1.6, 140.0))
#: Materials by slot; near the road the land is paved in towns.
SLOTS = ("near", "grass", "soil")
PAVED = {
    "urban": "pavement",
    "old_town": "cobblestone",
    "suburb": "grass",
    "industrial": "concrete",
    "highway": "grass",
    "none": "grass",
}
#: How far the paving of a town reaches beyond the pavement [m].
PAVED_REACH = 3.5
#: Largest number of point and edge pairs looked at together.
CHUNK = 1_000_000


@dataclass(frozen=True, eq=False)
class Land:
    """The land around closed outlines of roads: a net of points that it goes through.

    Parameters
    ----------
    outlines : tuple of float64 (K, 3) [m]
        Counter-clockwise, with edges of at most `EDGE_STEP`.
    net : Delaunay
        Triangles between points seen from above, those on the outlines first.
    heights : float64 (N,) [m]
        Of the points.
    spans : tuple of float64 (K, 3) [m]
        Closed outlines of bridges over it.
    """

    outlines: tuple[np.ndarray, ...]
    net: Delaunay
    heights: np.ndarray
    spans: tuple[np.ndarray, ...] = ()

    @cached_property
    def _tree(self) -> cKDTree:
        """The points of the outlines, for nearest neighbours."""
        from scipy.spatial import cKDTree  # heavy, so imported where used

        return cKDTree(np.concatenate(self.outlines)[:, :2])

    def touches_road(self, shape: Footprint) -> bool:
        """Return whether `shape` reaches into a road."""
        around = self._tree.query_ball_point(shape.centre, np.hypot(shape.length, shape.width) / 2)
        if around:
            local = (np.concatenate(self.outlines)[around, :2] - shape.centre) @ shape.axes.T
            if np.any(np.all(np.abs(local) < (shape.length / 2, shape.width / 2), axis=1)):
                return True
        return bool(self.is_road(np.concatenate([shape.corners, shape.centre[None]])).any())

    def is_spanned(self, shape: Footprint) -> bool:
        """Return whether `shape` stands below a bridge, or less than a step from it."""
        wide = shape.grown(EDGE_STEP)
        return bool(self.spans) and bool(
            _is_within(np.concatenate([wide.corners, wide.centre[None]]), self.spans).any()
        )

    def is_road(self, points: np.ndarray) -> np.ndarray:
        """Return which `points` (N, 2) lie within an outline, bool (N,)."""
        return _is_within(points, self.outlines)

    def distance(self, points: np.ndarray) -> np.ndarray:
        """Return the distance of `points` (N, 2) from the nearest outline, float64 (N,) [m]."""
        return self._tree.query(points)[0]

    def height_at(self, points: np.ndarray) -> np.ndarray:
        """Return the height of the land at `points` (N, 2), float64 (N,) [m]."""
        number = self.net.find_simplex(points)
        transform = self.net.transform[number]
        first = np.einsum("nij,nj->ni", transform[:, :2], points - transform[:, 2])
        weights = np.column_stack([first, 1 - first.sum(axis=1)])
        inside = (weights * self.heights[self.net.simplices[number]]).sum(axis=1)
        if (number >= 0).all():
            return inside
        from scipy.spatial import cKDTree  # heavy, so imported where used

        return np.where(number >= 0, inside, self.heights[cKDTree(self.net.points).query(points)[1]])


def land_around(
    outlines: tuple[np.ndarray, ...], stream: Stream, fixed: np.ndarray, spans: tuple[np.ndarray, ...] = ()
) -> Land:
    """Return the land around closed outlines (K, 3), below bridges over `spans`.

    It also goes through those points of `fixed` (F, 3) [m] that lie clear of every road.
    """
    from scipy.spatial import Delaunay, cKDTree  # heavy, so imported where used

    fine = tuple(_refined(outline) for outline in outlines)
    rim = np.concatenate(fine)
    clear = (cKDTree(rim[:, :2]).query(fixed[:, :2])[0] > EDGE_STEP) & ~_is_within(fixed[:, :2], fine)
    given = np.concatenate([rim, fixed[clear]])
    tree = cKDTree(given[:, :2])
    inner = _scattered(fine, rim, tree, stream)
    net = Delaunay(np.concatenate([given[:, :2], inner]))
    heights = np.concatenate([given[:, 2], np.zeros(len(inner))])
    if len(inner):
        heights[len(given) :] = _smooth(net, given[:, 2]) + _rolling(inner, cKDTree(rim[:, :2]), stream)
    return Land(fine, net, heights, tuple(_refined(span) for span in spans))


def terrain(land: Land, style: str, stream: Stream) -> Model:
    """Return the surface of the land, with a hole for each road, and what one sees beyond it."""
    points, triangles = land.net.points, land.net.simplices.astype(np.int32)
    triangles = triangles[~land.is_road(points[triangles].mean(axis=1))]
    corners = points[triangles]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    triangles = np.where((area > 0)[:, None], triangles, triangles[:, ::-1])[np.abs(area) > 1e-6]
    vertices = np.column_stack([points, land.heights])
    return _model(vertices, triangles, land, (style, horizon(_rim(land, vertices), style, len(SLOTS), stream)))


def _rim(land: Land, vertices: np.ndarray) -> np.ndarray:
    """Return the outer rim of the land, a convex ring counter-clockwise, float64 (K, 3) [m]."""
    ring = vertices[np.unique(land.net.convex_hull)]
    away = ring[:, :2] - ring[:, :2].mean(axis=0)
    return ring[np.argsort(np.arctan2(away[:, 1], away[:, 0]))]


def _smooth(net: Delaunay, given: np.ndarray) -> np.ndarray:
    """Return the heights [m] of the points of `net` after the first ones, whose heights are `given` (G,) [m].

    Each is the mean of its neighbours, near ones weighing more: the land is a skin stretched between the roads.
    """
    if np.ptp(given) < 1e-9:
        return np.full(len(net.points) - len(given), given[0])
    from scipy import sparse  # heavy, so imported where used
    from scipy.sparse.linalg import spsolve

    starts, ends = net.vertex_neighbor_vertices
    one = np.repeat(np.arange(len(net.points)), np.diff(starts))
    weight = 1 / np.maximum(((net.points[one] - net.points[ends]) ** 2).sum(axis=1), 1e-6)
    count = len(net.points)
    links = sparse.csr_matrix((weight, (one, ends)), shape=(count, count))
    laplace = (sparse.diags(np.asarray(links.sum(axis=1)).ravel()) - links).tocsr()
    free = slice(len(given), count)
    return spsolve(laplace[free, free].tocsc(), -laplace[free, : len(given)] @ given)


def _rolling(points: np.ndarray, rim: cKDTree, stream: Stream) -> np.ndarray:
    """Return how much hills raise `points` (N, 2), float64 (N,) [m]: the more, the farther from the roads."""
    phases = stream.rng("waves").uniform(0.0, 2 * np.pi, (len(WAVES), 4))
    share = np.clip((rim.query(points)[0] - LEVEL) / (ROLLING - LEVEL), 0.0, 1.0)
    rolling = np.zeros(len(points))
    for (height, length), (a, b, p, q) in zip(WAVES, phases, strict=True):
        k = 2 * np.pi / length
        first = np.sin(k * (points @ [np.cos(a), np.sin(a)]) + p)
        rolling += height * first * np.sin(k * (points @ [np.cos(b), np.sin(b)]) + q)
    return share * share * (3 - 2 * share) * rolling


def _scattered(outlines: tuple[np.ndarray, ...], rim: np.ndarray, given: cKDTree, stream: Stream) -> np.ndarray:
    """Return points off the roads (N, 2), dense near them and sparse farther away, on jittered grids."""
    low, high = rim[:, :2].min(axis=0) - REACH, rim[:, :2].max(axis=0) + REACH
    found = []
    limits = [first for first, _ in SPACING[1:]] + [np.inf]
    for (first, step), last in zip(SPACING, limits, strict=True):
        axes = [np.arange(a, b, step) for a, b in zip(low, high, strict=True)]
        grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 2)
        grid = grid + stream.rng("jitter", int(step)).uniform(-0.3, 0.3, grid.shape) * step
        distance, _ = given.query(grid)
        wanted = (distance >= max(first, 0.75 * EDGE_STEP)) & (distance < last)
        found.append(grid[wanted & ~_is_within(grid, outlines)])
    return np.concatenate(found)


def _model(vertices: np.ndarray, triangles: np.ndarray, land: Land, beyond: tuple[str, tuple[Part, ...]]) -> Model:
    """Return the land as one part, paved beside the roads of a town, else grass, and what lies `beyond` in a style."""
    style, parts = beyond
    slots = np.where(land.distance(vertices[triangles].mean(axis=1)[:, :2]) < PAVED_REACH, 0, 1)
    across = np.cross(*(vertices[triangles[:, k]] - vertices[triangles[:, 0]] for k in (1, 2)))
    normals = np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], across)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    mesh = Mesh(vertices, triangles, slots, normals)
    key = hashlib.sha256(mesh.vertices.tobytes() + mesh.slots.tobytes()).hexdigest()[:16]
    materials = (PAVED[style], "grass", "soil", *FAR_SLOTS.values())
    parts = (Part("land", mesh, Category.TERRAIN), *parts)
    return Model(f"land {style} {key}", parts, materials, (*SLOTS, *FAR_SLOTS), np.ptp(vertices, axis=0))


def _refined(outline: np.ndarray) -> np.ndarray:
    """Return the outline without double points and with edges of at most `EDGE_STEP` [m]."""
    keep = np.linalg.norm((outline - np.roll(outline, 1, axis=0))[:, :2], axis=1) > 1e-6
    corners = outline[keep]
    following = np.roll(corners, -1, axis=0)
    pieces = []
    for a, b in zip(corners, following, strict=True):
        count = max(1, int(np.ceil(np.hypot(*(b - a)[:2]) / EDGE_STEP)))
        pieces.append(a + (b - a) * (np.arange(count) / count)[:, None])
    return np.concatenate(pieces)


def _is_within(points: np.ndarray, outlines: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return which `points` (N, 2) lie within one of the closed `outlines` (K, 3), bool (N,)."""
    inside = np.zeros(len(points), dtype=bool)
    for outline in outlines:
        inside |= _inside(points, outline[:, :2])
    return inside


def _inside(points: np.ndarray, polygon: np.ndarray) -> np.ndarray:
    """Return which `points` (N, 2) lie in a closed `polygon` (K, 2): an odd number of edges lies to their right."""
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    inside = np.zeros(len(points), dtype=bool)
    near = np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))
    (ax, ay), (bx, by) = polygon.T, np.roll(polygon, -1, axis=0).T
    slope = (bx - ax) / np.where(ay == by, 1.0, by - ay)
    for some in np.array_split(near, len(near) * len(polygon) // CHUNK + 1):
        x, y = points[some, 0, None], points[some, 1, None]
        crossed = ((ay > y) != (by > y)) & (x < ax + (y - ay) * slope)
        inside[some] = crossed.sum(axis=1) % 2 == 1
    return inside
