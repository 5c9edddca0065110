"""One thing alone on a floor under the open sky, as a camera sees it: for pictures of what there is.

Not here: how pictures are put side by side (`preview.sheet`), and scenes with roads (`pipeline`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.materials import materials
from avsynth.catalog.shapes import sheet
from avsynth.contracts import ACTORS, SENSORS, Actor, Motion
from avsynth.contracts.sensor import Mount
from avsynth.core.config import Config
from avsynth.core.errors import ConfigError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import Scene, SceneObject, Weather
from avsynth.engine import EngineTracer

#: Azimuth and elevation [rad] from which a thing is looked at, by the word for it.
VIEWS = {
    name: (np.deg2rad(azimuth), np.deg2rad(elevation))
    for name, azimuth, elevation in (
        ("oblique", 38.0, 11.0),
        ("behind", 142.0, 11.0),
        ("side", 90.0, 3.0),
        ("front", 0.0, 5.0),
        ("rear", 180.0, 5.0),
        ("above", 60.0, 50.0),
    )
}
#: Half the edge of the floor [m], and its material.
FLOOR, FLOOR_MATERIAL = 150.0, "concrete"
#: The sun stands behind the left shoulder of who looks at the front.
LIGHT = Weather(sun_elevation=float(np.deg2rad(42.0)), sun_azimuth=float(np.deg2rad(75.0)), cloud=0.15)
#: Distance of the camera ÷ largest extent [1], at least [m].
STAND_OFF, NEAREST = 3.2, 3.0
#: Share of the picture that the thing fills [1].
FILL = 0.90
#: Pictures are made this much larger and then averaged, so that edges are smooth.
OVERSAMPLING = 2
#: Variants have come so much farther one than the other [m], so that they walk in other phases.
STRIDE = 0.37
#: A still camera with little noise; the exposure makes a sunlit wall of middle grey appear as such.
FILM = {"exposure": 0.052, "read_noise": 0.0, "full_well": 1e7, "blur": 0.0, "resampling": 0.0, "contrast": 1.1}


class _Nothing(Config):
    """What the place of the camera depends on: nothing."""


def kinds() -> list[str]:
    """Return the kinds of actors that need nothing to be given."""
    return [kind for kind in ACTORS.names() if not any(f.is_required() for f in ACTORS.get(kind).model_fields.values())]


def variants(
    kind: str,
    seeds: Iterable[int],
    views: Sequence[str],
    settings: Mapping[str, object],
    motion: Motion | None,
    size: tuple[int, int],
) -> Iterator[tuple[np.ndarray, str]]:
    """Yield a picture from all `views`, side by side, and a caption of each variant of a kind, dressed by its seed."""
    for view in views:
        if view not in VIEWS:
            hint = did_you_mean(view, VIEWS) or f"; known: {', '.join(VIEWS)}"
            raise ConfigError(f"unknown view {view!r}{hint}")
    for seed in seeds:
        actor = ACTORS.build({"kind": kind, **settings}, kind).dressed(Stream(seed).child(kind))
        posture = motion or Motion(STRIDE * (seed + 1), 1.4)
        pictures = [portrait(actor, posture, view, size) for view in views]
        length, width, height = actor.model().size
        caption = (
            f"{kind} {seed}: {length:.2f} x {width:.2f} x {height:.2f} m, {actor.model().triangle_count} triangles"
        )
        yield np.hstack(pictures), caption


def portrait(actor: Actor, motion: Motion, view: str, size: tuple[int, int]) -> np.ndarray:
    """Return a picture of `actor` in `motion`, filling it, seen from `view`; uint8 (height, width, 3) sRGB.

    Parameters
    ----------
    view : a word of `VIEWS`
    size : (width, height) [px]
    """
    thing = standing(1, actor, motion)
    scene = alone([thing])
    tracer = EngineTracer(scene, (0.0, 0.0), materials())
    points = tracer.vertices_of(1)
    camera = _camera(points, VIEWS[view], (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING))
    picture = camera.sense(scene, tracer, Stream(0)).rgb.astype(np.float64)
    shape = (size[1], OVERSAMPLING, size[0], OVERSAMPLING, 3)
    return np.rint(picture.reshape(shape).mean(axis=(1, 3))).astype(np.uint8)


def standing(number: int, actor: Actor, motion: Motion, pose: Pose | None = None) -> SceneObject:
    """Return `actor` as thing `number`, at rest in the posture of `motion`, at `pose` on the ground (the origin)."""
    shape = actor.model()
    lift = Pose(np.eye(3), np.array([0.0, 0.0, shape.size[2] / 2]))
    return SceneObject(
        id=number,
        name=actor.kind,
        category=actor.category,
        model=shape,
        world_from_object=(pose or Pose.identity()) @ lift,
        joints=dict(actor.joints(motion)),
        finish={**actor.finish(), **actor.lamps(motion)},
    )


def alone(things: Sequence[SceneObject], level: float = 0.0) -> Scene:
    """Return `things`, numbered from 1, on a floor at height `level` [m]; the sensors' frame (ego) is the world's."""
    corners = FLOOR * np.array([[[-1, 1, 0], [-1, -1, 0]], [[1, 1, 0], [1, -1, 0]]], float)
    floor = _one("floor", sheet(corners).flipped(), FLOOR_MATERIAL)
    eye = _one("eye", sheet(1e-3 * corners), FLOOR_MATERIAL)
    length, _, height = eye.size
    ego = SceneObject(0, "eye", Category.NOTHING, eye, Pose(np.eye(3), np.array([0.28 * length, 0.0, height / 2])))
    ground = SceneObject(len(things) + 1, "floor", Category.ROAD, floor, Pose.planar(0.0, 0.0, level, 0.0))
    return Scene(0.0, (ego, *things, ground), 0, RoadMap(()), LIGHT)


def _one(name: str, shape, material: str) -> Model:
    return model(name, _Nothing(), [Piece(name, shape, Category.ROAD)], {"surface": material})


def _camera(points: np.ndarray, view: tuple[float, float], size: tuple[int, int]):
    """Return a camera that looks from `view` and whose picture the points (N, 3) [m] fill."""
    azimuth, elevation = view
    low, high = points.min(axis=0), points.max(axis=0)
    middle = (low + high) / 2
    away = max(STAND_OFF * float((high - low).max()), NEAREST)
    back = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    x, y, z = middle + away * back
    mount = Mount(x=x, y=y, z=z, yaw=azimuth + np.pi, pitch=elevation)
    seen = mount.ego_from_sensor.inverse().points(points)
    flat = -seen[:, 1:] / seen[:, :1]  # right and down, in focal lengths
    left, right = flat.min(axis=0), flat.max(axis=0)
    focal = FILL * float(np.min(np.array(size) / np.maximum(right - left, 1e-6)))
    cx, cy = np.array(size) / 2 - focal * (left + right) / 2 - 0.5
    return SENSORS.build(
        {
            "kind": "camera_pinhole", "name": "camera", "width": size[0], "height": size[1], "fx": focal, "fy": focal,
            "cx": cx, "cy": cy, "mount": mount, "film": FILM,
        },
        "showroom",
    )  # fmt: skip
