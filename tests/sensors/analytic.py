"""A tracer whose answers are formulas: planes, boxes and spheres, each an object of its own that may move."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from avsynth.contracts.tracer import Tracer
from avsynth.core.frames import Pose
from avsynth.datatypes.category import Category
from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.model import Model
from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import REAR_AXLE_SHARE, Scene, SceneObject, Weather

#: Everything a material table needs; tests override what they are about.
PLAIN = {
    "colour": (0.5, 0.5, 0.5),
    "variation": 0.0,
    "grain": 0.1,
    "roughness": 0.0,
    "specular": 0.0,
    "emission": (0.0, 0.0, 0.0),
    "transmission": 0.0,
    "lidar_reflectance": 0.5,
    "lidar_retro": 0.0,
    "lidar_specular": 0.0,
    "lidar_transmission": 0.0,
    "radar_reflectivity": 1.0,
    "metalness": 0.0,
    "colour_range": 0.0,
}


def material_table(**materials: dict) -> MaterialTable:
    """Return a table of the named materials, each PLAIN but for what it says."""
    rows = [PLAIN | row for row in materials.values()]
    return MaterialTable(tuple(materials), **{name: np.array([row[name] for row in rows]) for name in PLAIN})


@dataclass(frozen=True, eq=False)
class Shape:
    """A surface: `distance` gives ranges (N,) beyond `nearest`, inf where it is missed, and outward normals (N, 3)."""

    material: str
    category: Category = Category.OBJECT
    velocity: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Plane(Shape):
    """An endless plane through `point` with the unit `normal`."""

    point: tuple[float, float, float] = (0.0, 0.0, 0.0)
    normal: tuple[float, float, float] = (0.0, 0.0, 1.0)

    def distance(self, origin: np.ndarray, direction: np.ndarray, nearest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        normal = np.asarray(self.normal, float)
        with np.errstate(divide="ignore", invalid="ignore"):
            range_ = (np.asarray(self.point) - origin) @ normal / (direction @ normal)
        return np.where(range_ > nearest, range_, np.inf), np.broadcast_to(normal, origin.shape)


@dataclass(frozen=True, eq=False)
class Sphere(Shape):
    """A sphere."""

    centre: tuple[float, float, float] = (10.0, 0.0, 0.0)
    radius: float = 1.0

    def distance(self, origin: np.ndarray, direction: np.ndarray, nearest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        towards = np.asarray(self.centre) - origin
        along = (towards * direction).sum(1)
        inside = self.radius**2 - (towards**2).sum(1) + along**2
        range_ = along - np.sqrt(np.maximum(inside, 0.0))
        range_ = np.where((inside >= 0) & (range_ > nearest), range_, np.inf)
        points = origin + np.where(np.isfinite(range_), range_, 0.0)[:, None] * direction
        return range_, (points - np.asarray(self.centre)) / self.radius


@dataclass(frozen=True, eq=False)
class Panel(Shape):
    """A rectangle: centre, and half extents along two unit axes."""

    centre: tuple[float, float, float] = (10.0, 0.0, 0.0)
    right: tuple[float, float, float] = (0.0, -1.0, 0.0)
    up: tuple[float, float, float] = (0.0, 0.0, 1.0)
    half: tuple[float, float] = (0.5, 0.5)

    def distance(self, origin: np.ndarray, direction: np.ndarray, nearest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        normal = np.cross(self.right, self.up)
        range_, normals = Plane("", point=self.centre, normal=tuple(normal)).distance(origin, direction, nearest)
        offset = origin + np.where(np.isfinite(range_), range_, 0.0)[:, None] * direction - np.asarray(self.centre)
        within = (np.abs(offset @ np.asarray(self.right)) <= self.half[0]) & (
            np.abs(offset @ np.asarray(self.up)) <= self.half[1]
        )
        return np.where(within, range_, np.inf), normals


@dataclass(frozen=True, eq=False)
class AnalyticTracer(Tracer):
    """Answers for `shapes`; shape k is the object k + 1, since object 0 is the ego."""

    shapes: tuple[Shape, ...]
    materials: MaterialTable
    asked: list[RayBundle] = field(default_factory=list)

    def closest_hits(self, rays: RayBundle) -> Hits:
        self.asked.append(rays)
        return self._hits(rays, range(len(self.shapes)))

    def hits_behind(self, rays: RayBundle, hits: Hits) -> Hits:
        return self._hits(replace(rays, range_min=hits.range), range(len(self.shapes)))

    def occluded(self, rays: RayBundle) -> np.ndarray:
        return self._hits(rays, range(len(self.shapes))).met

    def closest_hits_of(self, instance: int, rays: RayBundle) -> Hits:
        return self._hits(rays, [instance - 1])

    def vertices_of(self, instance: int) -> np.ndarray:
        raise NotImplementedError

    def _hits(self, rays: RayBundle, chosen) -> Hits:
        count = len(rays)
        best, which, normal = np.full(count, np.inf), np.full(count, -1), np.zeros((count, 3))
        for k in chosen:
            shape = self.shapes[k]
            origin = rays.origin - np.asarray(shape.velocity) * rays.time_offset[:, None]
            range_, outward = shape.distance(origin, rays.direction, np.broadcast_to(rays.range_min, count))
            nearer = (range_ < best) & (range_ <= rays.range_max)
            best, which = np.where(nearer, range_, best), np.where(nearer, k, which)
            normal = np.where(nearer[:, None], outward, normal)
        met = which >= 0
        facing = -(normal * rays.direction).sum(1)
        row = [self.materials.index(shape.material) for shape in self.shapes] or [0]
        return Hits(
            range=best,
            instance=np.where(met, which + 1, -1),
            part=np.where(met, 0, -1),
            triangle=np.where(met, 0, -1),
            material=np.where(met, np.array(row)[which], -1),
            category=np.where(met, np.array([s.category for s in self.shapes] or [0])[which], 0),
            barycentric=np.zeros((count, 2)),
            normal=normal * np.sign(facing)[:, None],
            cos_incidence=np.abs(facing),
            velocity=np.where(met[:, None], np.array([s.velocity for s in self.shapes] or [(0.0, 0.0, 0.0)])[which], 0),
        )


EGO_MODEL = Model("ego", (), (), (), np.array([4.0, 1.8, 1.5]))


def scene_of(shapes: tuple[Shape, ...] = (), ego: Pose | None = None, velocity=(0.0, 0.0, 0.0), spin=0.0) -> Scene:
    """Return a scene whose ego frame is at `ego`; its box moves at `velocity` [m/s] and turns at `spin` [rad/s]."""
    size = EGO_MODEL.size
    ego_from_box = Pose(np.eye(3), np.array([REAR_AXLE_SHARE * size[0], 0.0, size[2] / 2]))
    box = (ego or Pose.identity()) @ ego_from_box
    things = [
        SceneObject(
            0, "ego", Category.CAR, EGO_MODEL, box, velocity=np.array(velocity), angular_velocity=np.array([0, 0, spin])
        )
    ]
    still = SceneObject(0, "", Category.OBJECT, EGO_MODEL, Pose.identity())
    things += [
        replace(still, id=k + 1, name=f"shape {k}", category=shape.category, velocity=np.array(shape.velocity))
        for k, shape in enumerate(shapes)
    ]
    return Scene(0.0, tuple(things), 0, RoadMap(()), Weather())


def world_of(*shapes: Shape, materials: MaterialTable, **ego) -> tuple[Scene, AnalyticTracer]:
    """Return scene and tracer of `shapes`."""
    return scene_of(shapes, **ego), AnalyticTracer(shapes, materials)
