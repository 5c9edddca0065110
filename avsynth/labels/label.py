"""The labels of one frame. How silhouettes and hidden shares are found is in `_silhouette` and `_visibility`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avsynth.contracts.tracer import Tracer
from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import Calibration
from avsynth.datatypes.label import Box3D, Label, View
from avsynth.datatypes.measurement import CameraImage, Measurement, PointCloud, RadarTargets
from avsynth.datatypes.scene import Scene, SceneObject
from avsynth.labels._silhouette import Silhouette, silhouette_of
from avsynth.labels._visibility import Camera, seen_of, visibility_of


def label(
    scene: Scene, measured: Mapping[str, Measurement], calibrations: Mapping[str, Calibration], tracer: Tracer
) -> tuple[Label, ...]:
    """Return the labels of `scene`, in order of id: every road user but the ego that a pixel, point or target shows.

    Boxes and silhouettes are those of the posed mesh at the scene's time; what is counted comes from `measured`.
    """
    counts = {
        name: np.bincount(measurement.instance[measurement.instance >= 0], minlength=len(scene.objects))
        for name, measurement in measured.items()
        if isinstance(measurement, PointCloud | RadarTargets)
    }
    cameras = {
        name: Camera(
            measurement, calibrations[name].intrinsics, scene.world_from_ego @ calibrations[name].ego_from_sensor
        )
        for name, measurement in measured.items()
        if isinstance(measurement, CameraImage)
    }
    candidates = (_label(thing, counts, cameras, tracer) for thing in scene.objects if _is_wanted(thing, scene))
    return tuple(found for found in candidates if _is_seen(found))


def _is_wanted(thing: SceneObject, scene: Scene) -> bool:
    return thing.category.is_labelled and thing.id != scene.ego_id


def _is_seen(candidate: Label) -> bool:
    return any(candidate.points.values()) or any(view.pixels for view in candidate.views.values())


def _label(
    thing: SceneObject, counts: Mapping[str, np.ndarray], cameras: Mapping[str, Camera], tracer: Tracer
) -> Label:
    vertices = tracer.vertices_of(thing.id)
    triangles = triangles_of(thing)
    views = {name: _view(thing.id, vertices, triangles, camera, tracer) for name, camera in cameras.items()}
    return Label(
        id=thing.id,
        name=thing.name,
        category=thing.category,
        box=box_around(vertices, thing),
        views={name: view for name, view in views.items() if view is not None},
        points={name: int(count[thing.id]) for name, count in counts.items()},
    )


def box_around(vertices: np.ndarray, thing: SceneObject) -> Box3D:
    """Return the smallest box that stands as `thing` does around `vertices` (V, 3) [m], world."""
    turned = thing.world_from_object.inverse().points(vertices)
    low, high = turned.min(axis=0), turned.max(axis=0)
    world_from_box = thing.world_from_object @ Pose(np.eye(3), (low + high) / 2)
    lever = world_from_box.translation - thing.world_from_object.translation
    velocity = thing.velocity + np.cross(thing.angular_velocity, lever)
    return Box3D(world_from_box, high - low, velocity)


def triangles_of(thing: SceneObject) -> np.ndarray:
    """Return the triangles of all parts, int64 (T, 3), as rows of `Tracer.vertices_of`."""
    starts = np.cumsum([0] + [len(part.mesh.vertices) for part in thing.model.parts])
    return np.concatenate(
        [part.mesh.triangles + start for part, start in zip(thing.model.parts, starts[:-1], strict=True)]
    )


def _view(instance: int, vertices: np.ndarray, triangles: np.ndarray, camera: Camera, tracer: Tracer) -> View | None:
    """Return what `camera` sees of the object, or None if its silhouette does not touch the image."""
    silhouette = silhouette_of(camera.world_from_sensor.inverse().points(vertices), triangles, camera.intrinsics)
    if silhouette is None:
        return None
    visible, pixels = seen_of(instance, silhouette, camera)
    return View(
        amodal=silhouette.inside,
        visible=visible,
        truncation=_truncation(silhouette),
        visibility=visibility_of(instance, silhouette, camera, pixels, tracer),
        pixels=pixels,
    )


def _truncation(silhouette: Silhouette) -> float:
    """Return the share of the whole box's area that lies outside the image, 0..1."""
    whole = np.prod(silhouette.whole[2:] - silhouette.whole[:2])
    inside = np.prod(silhouette.inside[2:] - silhouette.inside[:2])
    return float(np.clip(1.0 - inside / whole, 0.0, 1.0)) if whole > 0.0 else 0.0
