"""Random scenes, and the slow ways to the answer: every triangle for every ray."""

import math
from types import SimpleNamespace

import numba
import numpy as np
import pytest

from avsynth.core.frames import Pose, rotation_of
from avsynth.datatypes.category import Category
from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.model import Joint, Mesh, Model, Part
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene, SceneObject, Weather
from avsynth.engine.casting import as_arrays
from avsynth.kernels.arrays import Found
from avsynth.kernels.single import comes_after, local_ray, start_of, wins_tie

CATEGORY = Category.CAR


def table() -> MaterialTable:
    """Return three materials: stone, glass, steel."""
    zero = np.zeros(3)
    return MaterialTable(
        ("stone", "glass", "steel"), np.zeros((3, 3)), zero, zero, zero, zero, np.zeros((3, 3)), np.array([0, 0.9, 0]),
        zero, zero, zero, zero, zero, zero, zero,
    )  # fmt: skip


def mesh(vertices, triangles, slots=0, normals=None) -> Mesh:
    """Return a mesh whose triangles all have the finish `slots`."""
    count = len(triangles)
    return Mesh(
        vertices, triangles, np.broadcast_to(slots, count), np.zeros((len(vertices), 3)) if normals is None else normals
    )


def model(key: str, *parts: Part) -> Model:
    """Return a model of `parts` with three finish slots."""
    return Model(key, parts, ("stone", "glass", "steel"), ("body", "pane", "trim"), np.ones(3))


def soup(rng: np.random.Generator, count: int, size: float) -> Mesh:
    """Return `count` random triangles of edges about `size` within a ball of radius 2."""
    centre = rng.normal(size=(count, 1, 3))
    vertices = (centre + size * rng.normal(size=(count, 3, 3))).reshape(-1, 3)
    return mesh(
        vertices, np.arange(3 * count).reshape(-1, 3), rng.integers(0, 3, count), rng.normal(size=(3 * count, 3))
    )


def puppet(rng: np.random.Generator, key: str, count: int = 40) -> Model:
    """Return a model of a body and a two-jointed limb, all of random triangles."""
    hip = Joint("hip", tuple(rng.normal(size=3)), tuple(rng.normal(size=3)))
    knee = Joint("knee", tuple(rng.normal(size=3)), tuple(rng.normal(size=3)))
    chains = ((), (hip,), (hip, knee))
    return model(key, *(Part(f"p{k}", soup(rng, count, 0.6), CATEGORY, chain) for k, chain in enumerate(chains)))


def thing(number: int, shape: Model, rng: np.random.Generator, moves: bool, spread: float = 12.0) -> SceneObject:
    """Return `shape` at a random place, with random velocities if it moves."""
    place = Pose(rotation_of(rng.normal(size=3)), spread * rng.normal(size=3))
    if not moves:
        return SceneObject(number, f"thing {number}", CATEGORY, shape, place, joints={"hip": 0.3, "knee": -0.2})
    return SceneObject(
        number, f"thing {number}", CATEGORY, shape, place, 10 * rng.normal(size=3), 3 * rng.normal(size=3),
        {"hip": 0.3, "knee": -0.2}, {"hip": 8 * rng.normal(), "knee": 5 * rng.normal()}, {"pane": "steel"},
    )  # fmt: skip


def scene(*objects: SceneObject, ego_id: int = 0) -> Scene:
    """Return the scene of `objects`."""
    return Scene(0.0, objects, ego_id, None, Weather())


def rays(rng: np.random.Generator, count: int, span: float = 0.05, spread: float = 1.0) -> RayBundle:
    """Return rays in all directions from about the origin, some along axes, at times within ±span [s]."""
    direction = rng.normal(size=(count, 3))
    direction[: count // 8] = np.eye(3)[rng.integers(0, 3, count // 8)] * rng.choice([-1.0, 1.0], (count // 8, 1))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return RayBundle(spread * rng.normal(size=(count, 3)), direction, rng.uniform(-span, span, count), 100.0)


@numba.njit(error_model="numpy", parallel=True)
def every_triangle(meshes, instances, rays, passed, found):
    """Fill `found` by trying every triangle of every instance."""
    for ray in numba.prange(len(rays.time)):
        every_triangle_of_ray(meshes, instances, rays, ray, passed, found)


@numba.njit(error_model="numpy")
def every_triangle_of_ray(meshes, instances, rays, ray, passed, found):
    """Fill `found` for one ray."""
    best, best_row, best_triangle = math.inf, -1, -1
    for row in range(len(instances.object)):
        if instances.object[row] == passed:
            continue
        _, slant = local_ray(instances, rays, ray, row)
        first = instances.first_triangle[row]
        for k in range(first, first + instances.triangle_count[row]):
            t = triangle_range(slant, meshes.corner, k // 8 * 72 + k % 8)
            if not (rays.range_min[ray] <= t <= min(rays.range_max[ray], best)) or t == math.inf:
                continue
            if not comes_after(meshes.number, row, k, t, start_of(rays, ray)):
                continue
            if t < best or wins_tie(meshes.number, row, k, best_row, best_triangle):
                best, best_row, best_triangle = t, row, k
    found.range[ray], found.row[ray], found.triangle[ray] = best, best_row, best_triangle


@numba.njit(error_model="numpy")
def triangle_range(ray, corner, k):
    """Return the range of a triangle along a ray, or inf: the arithmetic of the engine, one number at a time."""
    x, y, z, ox, oy, oz, sx, sy, sz = ray
    x, y, z = k + 8 * x, k + 8 * y, k + 8 * z
    az, bz, cz = corner[z] - oz, corner[z + 24] - oz, corner[z + 48] - oz
    ax, ay = (corner[x] - ox) - sx * az, (corner[y] - oy) - sy * az
    bx, by = (corner[x + 24] - ox) - sx * bz, (corner[y + 24] - oy) - sy * bz
    cx, cy = (corner[x + 48] - ox) - sx * cz, (corner[y + 48] - oy) - sy * cz
    u, v, w = cx * by - cy * bx, ax * cy - ay * cx, bx * ay - by * ax
    if not (min(min(u, v), w) >= 0.0 or max(max(u, v), w) <= 0.0) or u + v + w == 0.0:
        return math.inf
    return (u * az + v * bz + w * cz) * sz / (u + v + w)


def brute_force(arrays, bundle: RayBundle, passed: int) -> Found:
    """Return what every ray meets first, by trying every triangle with the test of the engine."""
    count = len(bundle)
    found = Found(np.empty(count), np.empty(count, np.int32), np.empty(count, np.int32))
    every_triangle(arrays.meshes, arrays.instances, as_arrays(bundle), passed, found)
    return found


def every_surface(arrays, bundle: RayBundle, passed: int) -> list[list[tuple]]:
    """Return all surfaces along every ray in order: (range, instance, part, triangle, material)."""
    rays, surfaces = as_arrays(bundle), [[] for _ in range(len(bundle))]
    for row in np.flatnonzero(arrays.instances.object != passed):
        first, count = arrays.instances.first_triangle[row], arrays.instances.triangle_count[row]
        table = np.full((len(bundle), count), np.inf)
        triangle_ranges(arrays.meshes.corner, arrays.instances, rays, row, first, table)
        for ray, k in zip(*np.nonzero((table > 0) & (table <= bundle.range_max)), strict=True):
            slot = arrays.instances.first_slot[row] + arrays.meshes.slot[first + k]
            surfaces[ray].append(
                (
                    table[ray, k],
                    arrays.instances.object[row],
                    arrays.instances.part[row],
                    arrays.meshes.number[first + k],
                    arrays.instances.slot_material[slot],
                )
            )
    return [sorted(found) for found in surfaces]


@numba.njit(error_model="numpy")
def triangle_ranges(corner, instances, rays, row, first, table):
    """Fill `table` (N, K) with the ranges at which each ray meets each of K triangles from `first`."""
    for ray in range(len(rays.time)):
        _, slant = local_ray(instances, rays, ray, row)
        for k in range(table.shape[1]):
            table[ray, k] = triangle_range(slant, corner, (first + k) // 8 * 72 + (first + k) % 8)


def foreign_ranges(objects, bundle: RayBundle) -> np.ndarray:
    """Return the range of each ray's first hit on rigid objects, in the world and by another triangle test (Möller,
    Trumbore).
    """
    ranges = np.full(len(bundle), np.inf)
    for ray in range(len(bundle)):
        for item in objects:
            pose = item.at(bundle.time_offset[ray]).world_from_object
            for part in item.model.parts:
                corners = pose.points(part.mesh.vertices.astype(np.float64))[part.mesh.triangles]
                ranges[ray] = min(ranges[ray], _foreign_range(corners, bundle.origin[ray], bundle.direction[ray]))
    return np.where(ranges <= bundle.range_max, ranges, np.inf)


def _foreign_range(corners: np.ndarray, origin: np.ndarray, direction: np.ndarray) -> float:
    """Return the range of the first of some triangles (T, 3, 3)."""
    edge_1, edge_2, arm = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0], origin - corners[:, 0]
    p, q = np.cross(direction, edge_2), np.cross(arm, edge_1)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 1 / np.sum(edge_1 * p, axis=1)
        u, v, t = np.sum(arm * p, axis=1) * scale, q @ direction * scale, np.sum(edge_2 * q, axis=1) * scale
    return np.min(t[(u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0)], initial=np.inf)


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The functions above, for tests."""
    return SimpleNamespace(
        table=table, mesh=mesh, model=model, soup=soup, puppet=puppet, thing=thing, scene=scene, rays=rays,
        brute_force=brute_force, every_surface=every_surface, foreign_ranges=foreign_ranges, category=CATEGORY,
    )  # fmt: skip
