"""Scenes of boxes, and a tracer that asks every triangle: slow, obvious, and independent of the engine."""

import numpy as np
import pytest

from avsynth.contracts.tracer import Tracer
from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import OPTICAL_FROM_SENSOR, Calibration, Intrinsics
from avsynth.datatypes.category import Category
from avsynth.datatypes.measurement import CameraImage
from avsynth.datatypes.model import Mesh, Model, Part
from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import Scene, SceneObject, Weather

#: Corners of a unit box, and its sides as triangles, counter-clockwise from outside.
CORNERS = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
SIDES = [[0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1], [2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4]]
SIDES += [[1, 5, 7], [1, 7, 3]]


def box_model(length: float, width: float, height: float) -> Model:
    """Return a model of two parts, so that vertex numbers are shifted: lower and upper half of a box."""
    size = np.array([length, width, height])
    halves = [CORNERS * [1, 1, 0.5] + [0, 0, shift] for shift in (-0.25, 0.25)]
    parts = tuple(
        Part(name, Mesh(half * size, SIDES, np.zeros(len(SIDES)), CORNERS * 2 / np.sqrt(3)), Category.CAR)
        for name, half in zip(("lower", "upper"), halves, strict=True)
    )
    return Model("box", parts, ("paint",), ("paint",), size)


def thing(number: int, pose: Pose, size=(4.0, 1.8, 1.5), category=Category.CAR, **others) -> SceneObject:
    """Return a box of `category` in the world."""
    return SceneObject(number, f"thing {number}", category, box_model(*size), pose, **others)


def scene_of(*things: SceneObject) -> Scene:
    """Return a scene of `things` around an ego, object 0, whose ego frame is the world's."""
    ego = thing(0, Pose.planar(0.28 * 4.0, 0.0, 0.75, 0.0))
    return Scene(0.0, (ego, *things), 0, RoadMap(()), Weather())


class EveryTriangle(Tracer):
    """Asks every triangle of every object (Möller and Trumbore)."""

    materials = None

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.asked = 0

    def vertices_of(self, instance: int) -> np.ndarray:
        one = self.scene.objects[instance]
        return np.concatenate([one.world_from_object.points(part.mesh.vertices) for part in one.model.parts])

    def closest_hits_of(self, instance: int, rays: RayBundle) -> Hits:
        self.asked += len(rays)
        return hits(self._ranges(instance, rays), np.array([instance]))

    def closest_hits(self, rays: RayBundle) -> Hits:
        ids = np.array([one.id for one in self.scene.objects if one.id != self.scene.ego_id])
        return hits(np.concatenate([self._ranges(k, rays) for k in ids]), ids)

    def hits_behind(self, rays: RayBundle, hits: Hits) -> Hits:
        raise NotImplementedError

    def occluded(self, rays: RayBundle) -> np.ndarray:
        raise NotImplementedError

    def _ranges(self, instance: int, rays: RayBundle) -> np.ndarray:
        """Return the range to one object, (1, N), inf for a miss."""
        corners = self.vertices_of(instance)
        triangles = np.concatenate([np.array(SIDES), np.array(SIDES) + len(CORNERS)])
        nearest = np.full(len(rays), np.inf)
        for a, b, c in corners[triangles]:
            p = np.cross(rays.direction, c - a)
            determinant = p @ (b - a)
            with np.errstate(divide="ignore", invalid="ignore"):
                u = np.einsum("nx,nx->n", rays.origin - a, p) / determinant
                q = np.cross(rays.origin - a, b - a)
                v = np.einsum("nx,nx->n", rays.direction, q) / determinant
                t = q @ (c - a) / determinant
            inside = (u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0) & (t <= rays.range_max)
            nearest = np.where(inside & (t < nearest), t, nearest)
        return nearest[None]


def hits(ranges: np.ndarray, ids: np.ndarray) -> Hits:
    """Return hits for ranges (K, N) to the objects `ids` (K,)."""
    first = ranges.argmin(axis=0)
    nearest = ranges.min(axis=0)
    met = np.isfinite(nearest)
    count = len(nearest)
    nothing = np.full(count, -1)
    vectors = np.zeros((count, 3))
    instance = np.where(met, ids[first], -1)
    return Hits(
        nearest, instance, nothing, nothing, nothing, np.zeros(count), vectors[:, :2], vectors, np.zeros(count), vectors
    )


def camera_at(pose: Pose, width: int = 160, height: int = 60, focal: float = 80.0) -> Calibration:
    """Return a small camera at `pose` in the ego frame."""
    matrix = np.array([[focal, 0.0, width / 2 - 3.3], [0.0, focal, height / 2 + 1.7], [0.0, 0.0, 1.0]])
    return Calibration("camera_pinhole", pose, Intrinsics(matrix, width, height))


def picture(scene: Scene, calibration: Calibration, tracer: Tracer, only: int | None = None) -> CameraImage:
    """Return what the camera sees, of object `only` alone if given."""
    inner = calibration.intrinsics
    v, u = (axis.ravel() for axis in np.mgrid[0 : inner.height, 0 : inner.width])
    sensor = (np.linalg.inv(inner.matrix) @ np.stack([u, v, np.ones(u.size)])).T @ OPTICAL_FROM_SENSOR
    length = np.linalg.norm(sensor, axis=1)
    world_from_sensor = scene.world_from_ego @ calibration.ego_from_sensor
    direction = world_from_sensor.directions(sensor / length[:, None])
    origin = np.broadcast_to(world_from_sensor.translation, direction.shape)
    rays = RayBundle(origin, direction, np.zeros(u.size), 1000.0)
    found = tracer.closest_hits(rays) if only is None else tracer.closest_hits_of(only, rays)
    shape = (inner.height, inner.width)
    depth = (found.range / length).reshape(shape)
    return CameraImage(np.zeros((*shape, 3)), depth, found.instance.reshape(shape), np.zeros(shape))


@pytest.fixture
def yard():
    """The parts from which the tests of this folder build their scenes."""

    class Yard:
        thing, scene_of, tracer, camera_at, picture = map(
            staticmethod, (thing, scene_of, EveryTriangle, camera_at, picture)
        )

    return Yard
