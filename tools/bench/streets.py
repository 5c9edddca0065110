"""Streets for the benchmarks: ground, house fronts, trees, poles, parked and moving cars, walking people, of any
detail.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.category import Category
from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.model import Joint, Mesh, Model, Part
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene, SceneObject, Weather

#: Length and half width of the street [m].
LENGTH, HALF_WIDTH = 240.0, 14.0
SLOTS = (("stone", "glass"), ("body", "pane"))
#: Height of the LiDAR above the ground [m], and speed of the ego [m/s].
SENSOR_HEIGHT, EGO_SPEED = 1.73, 10.0
SWEEP = 0.1  #: [s]
#: Detail of a street and of a car of as many triangles as the published ones.
PUBLISHED_DETAIL, PUBLISHED_CAR_DETAIL = 2.33, 9.17


def materials() -> MaterialTable:
    """Return stone and glass."""
    zero = np.zeros(2)
    rest = (zero,) * 5
    return MaterialTable(
        ("stone", "glass"), np.zeros((2, 3)), zero, zero, zero, zero, np.zeros((2, 3)), np.array([0, 0.9]), *rest
    )


def street(detail: float, seed: int = 0) -> Scene:
    """Return a street whose number of triangles grows with `detail`² (1: about 0.2 million)."""
    rng = np.random.default_rng(seed)
    nothing = Model("bench ego", (), *SLOTS, np.array([4.5, 1.8, 1.5]))
    items = [(nothing, Category.CAR, (0.0, 0.0, 0.0), 0.0, EGO_SPEED)]
    items.append((model(f"ground {detail}", ground(rng, detail)), Category.ROAD, (0.0, 0.0, 0.0), 0.0, 0.0))
    fronts = [model(f"front {detail} {k}", front(rng, detail)) for k in range(6)]
    trees = [model(f"tree {detail} {k}", tree(rng, detail)) for k in range(4)]
    cars = [car(f"car {detail} {k}", rng, detail) for k in range(4)]
    walkers = [walker(f"walker {detail} {k}", detail) for k in range(3)]
    for x in np.arange(-LENGTH / 2, LENGTH / 2, 14.0):
        for side in (-1, 1):
            yaw = 0.0 if side < 0 else np.pi
            items.append((fronts[rng.integers(6)], Category.BUILDING, (x, side * HALF_WIDTH, 0.0), yaw, 0.0))
            items.append(
                (trees[rng.integers(4)], Category.VEGETATION, (x + 6, side * 9.5, 0.0), rng.uniform(0, 6), 0.0)
            )
            items.append((cars[rng.integers(4)], Category.CAR, (x + rng.uniform(2, 8), side * 6.5, 0.0), yaw, 0.0))
            items.append((walkers[rng.integers(3)], Category.PEDESTRIAN, (x + 1, side * 11.0, 0.0), yaw, 1.4))
    for k in range(12):
        side = 1 if k % 2 else -1
        place = (side * (9.0 + 8.0 * k), 2.2 * side, 0.0)
        items.append((cars[k % 4], Category.CAR, place, 0.0 if side < 0 else np.pi, 12.0))
    return Scene(0.0, tuple(placed(k, *item) for k, item in enumerate(items)), 0, None, Weather())


def published(seed: int = 0) -> Scene:
    """Return a street laid out like the published comparison [GRCA]: about 1.9 million triangles at rest and ten moving
    cars of 0.3 million each.
    """
    rng = np.random.default_rng(seed)
    still = [thing for thing in street(PUBLISHED_DETAIL, seed).objects if not thing.is_moving]
    large = [car(f"large car {k}", rng, PUBLISHED_CAR_DETAIL) for k in range(2)]
    ego = placed(0, Model("bench ego", (), *SLOTS, np.array([4.5, 1.8, 1.5])), Category.CAR, (0, 0, 0), 0.0, EGO_SPEED)
    objects = [ego, *(replace(thing, id=k) for k, thing in enumerate(still, start=1))]
    for k in range(10):
        side = 1 if k % 2 else -1
        place = (side * (9.0 + 9.0 * k), 2.2 * side, 0.0)
        yaw = 0.0 if side < 0 else np.pi
        objects.append(placed(len(objects), large[k % 2], Category.CAR, place, yaw, 12.0))
    return Scene(0.0, tuple(objects), 0, None, Weather())


def plain(detail: float, seed: int = 0) -> Scene:
    """Return uneven ground only: one mesh, of 28 700 triangles at detail 1, more with `detail`²."""
    ego = placed(0, Model("bench ego", (), *SLOTS, np.array([4.5, 1.8, 1.5])), Category.CAR, (0, 0, 0), 0.0, 0.0)
    shape = model(f"plain {detail}", ground(np.random.default_rng(seed), detail))
    return Scene(0.0, (ego, placed(1, shape, Category.ROAD, (0, 0, 0), 0.0, 0.0)), 0, None, Weather())


def placed(number: int, shape: Model, category: Category, place: tuple, yaw: float, speed: float) -> SceneObject:
    """Return a thing at `place` that moves along its heading, its limbs or wheels turning."""
    pose = Pose.planar(*place, yaw)
    rates = {j.name: (3.0 if shape.key.startswith("walker") else speed / 0.33) for p in shape.parts for j in p.joints}
    rates = rates if speed else {}
    return SceneObject(
        number, f"{shape.key} {number}", category, shape, pose, speed * pose.rotation[:, 0], np.zeros(3),
        dict.fromkeys(rates, 0.1), rates,
    )  # fmt: skip


def surface(points: np.ndarray, slot: int = 0) -> Mesh:
    """Return the mesh of a grid of points (U, V, 3), two triangles a cell."""
    rows, columns = points.shape[:2]
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    quads = [corner, corner + columns, corner + columns + 1, corner, corner + columns + 1, corner + 1]
    triangles = np.stack(quads, axis=1).reshape(-1, 3)
    vertices = points.reshape(-1, 3)
    return Mesh(vertices, triangles, np.full(len(triangles), slot), np.zeros_like(vertices))


def joined(*meshes: Mesh) -> Mesh:
    """Return several meshes as one."""
    first = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    triangles = np.concatenate([mesh.triangles + k for mesh, k in zip(meshes, first[:-1], strict=True)])
    columns = (np.concatenate([getattr(mesh, name) for mesh in meshes]) for name in ("vertices", "slots", "normals"))
    vertices, slots, normals = columns
    return Mesh(vertices, triangles, slots, normals)


def model(key: str, mesh: Mesh) -> Model:
    """Return a model of one part."""
    return Model(key, (Part("body", mesh, Category.CAR),), *SLOTS, np.ones(3))


def cells(number: float, detail: float) -> int:
    """Return how many points a grid has along one direction at `detail`."""
    return max(4, int(number * detail))


def ground(rng: np.random.Generator, detail: float) -> Mesh:
    """Return the street's uneven surface with kerbs."""
    x = np.linspace(-LENGTH / 2, LENGTH / 2, cells(240, detail))
    y = np.linspace(-HALF_WIDTH, HALF_WIDTH, cells(60, detail))
    x, y = np.meshgrid(x, y, indexing="ij")
    z = 0.01 * rng.normal(size=x.shape) + 0.12 * (np.abs(y) > 8)
    return surface(np.stack([x, y, z], axis=-1))


def front(rng: np.random.Generator, detail: float) -> Mesh:
    """Return a house front 14 m wide with recessed windows and a roof edge, facing y."""
    height = rng.uniform(8, 18)
    x, z = np.meshgrid(np.linspace(0, 14, cells(42, detail)), np.linspace(0, height, cells(48, detail)), indexing="ij")
    depth = np.where((np.mod(x, 3.5) > 1.8) & (np.mod(z, 3.0) > 1.3), -0.25, 0.0) + 0.3 * (z > height - 0.4)
    return surface(np.stack([x - 7, depth, z], axis=-1))


def tree(rng: np.random.Generator, detail: float) -> Mesh:
    """Return a trunk and a crown of single leaves."""
    angle, z = np.meshgrid(np.linspace(0, 2 * np.pi, 9), np.linspace(0, 3, 6))
    trunk = surface(np.stack([0.15 * np.cos(angle), 0.15 * np.sin(angle), z], axis=-1))
    count = int(1500 * detail**2)
    centre = rng.normal(size=(count, 1, 3))
    centre *= rng.uniform(0.5, 1, (count, 1, 1)) ** (1 / 3) / np.linalg.norm(centre, axis=2, keepdims=True)
    leaves = (
        np.array([1.6, 1.6, 2.0]) * centre + [0, 0, 4.5] + 0.12 / detail * rng.normal(size=(count, 3, 3))
    ).reshape(-1, 3)
    crown = Mesh(leaves, np.arange(3 * count).reshape(-1, 3), np.zeros(count), np.zeros_like(leaves))
    return joined(trunk, crown)


def car(key: str, rng: np.random.Generator, detail: float) -> Model:
    """Return a rounded body with a cabin, and four wheels that turn."""
    size = np.array([4.4, 1.8, 0.7]) * rng.uniform(0.9, 1.1, 3)
    lower = blob(size, np.array([0, 0, 0.55]), cells(44, detail))
    cabin = blob(size * [0.55, 0.85, 0.9], np.array([-0.2, 0, 1.0]), cells(30, detail), slot=1)
    parts = [Part("body", joined(lower, cabin), Category.CAR)]
    for name, x, y in (("fl", 1.35, 0.75), ("fr", 1.35, -0.75), ("rl", -1.35, 0.75), ("rr", -1.35, -0.75)):
        hub = np.array([x, y, 0.33])
        joint = Joint(name, tuple(hub), (0.0, 1.0, 0.0))
        parts.append(Part(name, blob(np.array([0.66, 0.2, 0.66]), hub, cells(14, detail)), Category.CAR, (joint,)))
    return Model(key, tuple(parts), *SLOTS, size)


def walker(key: str, detail: float) -> Model:
    """Return a person: trunk, head, and limbs of two pieces on hips, knees, shoulders, elbows."""
    points = cells(12, detail)
    parts = [
        Part("trunk", blob(np.array([0.25, 0.42, 0.65]), np.array([0, 0, 1.15]), points), Category.PEDESTRIAN),
        Part("head", blob(np.array([0.2, 0.17, 0.25]), np.array([0, 0, 1.63]), points), Category.PEDESTRIAN),
    ]
    for side, sign in (("left", 1), ("right", -1)):
        for limb, y, top, length in (("leg", 0.1, 0.88, 0.42), ("arm", 0.26, 1.4, 0.3)):
            upper = Joint(f"{side} {limb} 1", (0.0, sign * y, top), (0.0, 1.0, 0.0))
            lower = Joint(f"{side} {limb} 2", (0.0, sign * y, top - length), (0.0, 1.0, 0.0))
            for k, chain in enumerate(((upper,), (upper, lower))):
                centre = np.array([0, sign * y, top - (k + 0.5) * length])
                piece = blob(np.array([0.13, 0.13, length * 1.1]), centre, points)
                parts.append(Part(f"{side} {limb} {k}", piece, Category.PEDESTRIAN, chain))
    return Model(key, tuple(parts), *SLOTS, np.array([0.5, 0.6, 1.75]))


def blob(size: np.ndarray, centre: np.ndarray, points: int, slot: int = 0) -> Mesh:
    """Return a rounded box (a superellipsoid)."""
    azimuth, polar = np.meshgrid(
        np.linspace(0, 2 * np.pi, points), np.linspace(0.02, np.pi - 0.02, points // 2), indexing="ij"
    )
    unit = np.stack([np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), np.cos(polar)], axis=-1)
    rounded = np.sign(unit) * np.abs(unit) ** 0.6
    return surface(0.5 * size * rounded + centre, slot)


def sweep(
    rings: int = 64, columns: int = 2048, moves: bool = True, place: tuple = (0.0, 0.0, SENSOR_HEIGHT)
) -> RayBundle:
    """Return the rays of a spinning LiDAR at `place` on the ego, ring by ring; without `moves` all from one place at
    one time.
    """
    elevation, azimuth = np.meshgrid(
        np.deg2rad(np.linspace(2.0, -24.8, rings)), np.linspace(np.pi, -np.pi, columns), indexing="ij"
    )
    elevation, azimuth = elevation.ravel(), azimuth.ravel()
    flat = np.cos(elevation)
    direction = np.stack([flat * np.cos(azimuth), flat * np.sin(azimuth), np.sin(elevation)], axis=1)
    time = np.where(moves, -azimuth / (2 * np.pi) * SWEEP, 0.0)
    origin = np.array(place) + time[:, None] * np.array([EGO_SPEED, 0.0, 0.0])
    return RayBundle(origin, direction, time, 120.0)


def camera(width: int = 1242, height: int = 375, focal: float = 721.5) -> RayBundle:
    """Return the rays of a pinhole camera on the ego, row by row."""
    column, row = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    direction = np.stack([np.full(column.size, focal), -column.ravel(), -row.ravel()], axis=1)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return RayBundle(np.tile([0.3, 0.0, 1.65], (len(direction), 1)), direction, np.zeros(len(direction)), 200.0)


def fisheye(size: int = 600, field: float = np.deg2rad(180)) -> RayBundle:
    """Return the rays of an equidistant fisheye camera on the ego that sees a cone of the angle `field` [rad]."""
    x, y = (2 * axis.ravel() / (size - 1) - 1 for axis in np.meshgrid(np.arange(size), np.arange(size)))
    inside = np.hypot(x, y) <= 1.0
    return around_axis(np.hypot(x, y)[inside] * field / 2, np.arctan2(-y, -x)[inside])


def rosette(count: int = 100_000, field: float = np.deg2rad(70)) -> RayBundle:
    """Return the rays of a solid-state LiDAR on the ego whose beam two wedges steer along a rosette, in their order."""
    time = np.arange(count) / count
    return around_axis(field / 2 * np.abs(np.cos(2 * np.pi * 373.3 * time)), 2 * np.pi * 61.7 * time)


def around_axis(angle: np.ndarray, turn: np.ndarray) -> RayBundle:
    """Return rays `angle` [rad] off the ego's axis, turned about it by `turn` [rad]."""
    aside = np.sin(angle)
    direction = np.stack([np.cos(angle), aside * np.cos(turn), aside * np.sin(turn)], axis=1)
    return RayBundle(np.tile([1.5, 0.0, SENSOR_HEIGHT], (len(angle), 1)), direction, np.zeros(len(angle)), 200.0)
