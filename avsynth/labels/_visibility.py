"""How much of an object a camera sees: pixels that show it against pixels that would if it were alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.contracts.tracer import Tracer
from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import OPTICAL_FROM_SENSOR, Calibration, Intrinsics
from avsynth.datatypes.measurement import CameraImage
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.labels._silhouette import Silhouette

#: Most rays cast for one object in one image; of more pixels every k-th is asked and counts k times.
MAX_RAYS = 8192

#: Added to the farthest point of an object where a ray must end behind it [m].
MARGIN = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """A picture with the projection that made it and where it was taken."""

    image: CameraImage
    intrinsics: Intrinsics
    world_from_sensor: Pose

    @classmethod
    def of(cls, image: CameraImage, calibration: Calibration, scene: Scene) -> Camera:
        """Return the camera whose `image` of `scene` was taken with `calibration`."""
        return cls(image, calibration.intrinsics, scene.world_from_ego @ calibration.ego_from_sensor)


def seen_of(instance: int, silhouette: Silhouette, camera: Camera) -> tuple[np.ndarray | None, int]:
    """Return the box [px] of the pixels that show the object, None if none does, and their number."""
    rows, columns = _window(silhouette)
    v, u = np.nonzero(camera.image.instance[rows, columns] == instance)
    if not len(u):
        return None, 0
    box = np.array(
        [u.min() + columns.start, v.min() + rows.start, u.max() + columns.start, v.max() + rows.start], float
    )
    return box, len(u)


def visibility_of(instance: int, silhouette: Silhouette, camera: Camera, pixels: int, tracer: Tracer) -> float:
    """Return pixels seen ÷ pixels that would be seen if the object were alone, 0..1; 0 if no pixel centre lies on it.

    A pixel can only hide the object if what it shows is nearer than the object's farthest point; only those are asked.
    """
    rows, columns = _window(silhouette)
    depth, shown = camera.image.depth[rows, columns], camera.image.instance[rows, columns]
    v, u = np.nonzero((shown != instance) & (depth < silhouette.depth[1]))
    stride = max(1, -(-len(u) // MAX_RAYS))
    v, u = v[::stride] + rows.start, u[::stride] + columns.start
    hidden = (
        stride * np.count_nonzero(tracer.closest_hits_of(instance, _rays(u, v, silhouette, camera)).met)
        if len(u)
        else 0
    )
    alone = pixels + hidden
    return pixels / alone if alone else 0.0


def _hits(instance: int, rays: RayBundle, tracer: Tracer) -> int:
    """Return how many rays would meet the object if it were alone."""
    return int(np.count_nonzero(tracer.closest_hits_of(instance, rays).met)) if len(rays) else 0


def _window(silhouette: Silhouette) -> tuple[slice, slice]:
    """Return the rows and columns whose pixel centres lie in the box, one more on each side."""
    left, top = np.maximum(np.floor(silhouette.inside[:2]).astype(int), 0)
    right, bottom = np.ceil(silhouette.inside[2:]).astype(int)
    return slice(top, bottom + 1), slice(left, right + 1)


def _rays(u: np.ndarray, v: np.ndarray, silhouette: Silhouette, camera: Camera) -> RayBundle:
    """Return the rays through the centres of the pixels (u, v)."""
    optical = np.linalg.solve(camera.intrinsics.matrix, np.stack([u, v, np.ones(len(u))]))  # (3, N)
    sensor = optical.T @ OPTICAL_FROM_SENSOR
    length = np.linalg.norm(sensor, axis=1)
    direction = camera.world_from_sensor.directions(sensor / length[:, None])
    origin = np.broadcast_to(camera.world_from_sensor.translation, direction.shape)
    farthest = float(silhouette.depth[1] * length.max()) + MARGIN
    return RayBundle(origin, direction, np.zeros(len(direction)), farthest)
