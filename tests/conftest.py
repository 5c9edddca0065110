"""Frames made by hand, for tests that need data but no engine: boxes all round, points on them, a coloured picture."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import Calibration, Intrinsics
from avsynth.datatypes.category import Category
from avsynth.datatypes.encounters import MEASURES, Encounters
from avsynth.datatypes.frame import Frame, Provenance
from avsynth.datatypes.label import Box3D, Label, View
from avsynth.datatypes.measurement import CameraImage, PointCloud, RadarTargets

# The same examples on every machine, whatever numbers stand elsewhere in the code, which hypothesis else mixes in, and
# however slow the machine is; `pytest --hypothesis-profile=default` looks for new ones.
providers.is_local_module_file = lambda path: False
settings.register_profile(
    "repeatable", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")

WORLD_FROM_EGO = Pose.planar(120.0, -40.0, 2.0, 0.7)
EGO_VELOCITY = WORLD_FROM_EGO.rotation @ np.array([8.0, 0.5, 0.0])
EGO_SPIN = np.array([0.0, 0.0, 0.1])
WIDTH, HEIGHT = 310, 94
CALIBRATIONS = {
    "velodyne": Calibration("lidar_spinning", Pose.planar(0.8, 0.0, 1.73, 0.02)),
    "camera": Calibration(
        "camera_pinhole",
        Pose.planar(1.05, 0.06, 1.65, 0.0),
        Intrinsics(np.array([[180.0, 0.0, 152.4], [0.0, 180.0, 43.2], [0.0, 0.0, 1.0]]), WIDTH, HEIGHT),
    ),
    "radar": Calibration("radar_fmcw", Pose.planar(3.6, 0.0, 0.5, 0.0)),
}
#: Category, place in the ego frame x, y [m], yaw [rad], length, width, height [m], visibility.
THINGS = (
    (Category.CAR, 12.0, -2.0, 0.1, 4.2, 1.8, 1.5, 1.0),
    (Category.PEDESTRIAN, 9.0, 3.0, -2.0, 0.6, 0.7, 1.8, 0.6),
    (Category.BUS, 25.0, 6.0, 3.1, 11.0, 2.5, 3.1, 0.3),
    (Category.TRUCK, 60.0, -9.0, 0.0, 8.0, 2.5, 3.0, 0.04),
    (Category.VAN, -15.0, 2.0, 1.5, 5.2, 2.0, 2.2, 1.0),
    (Category.CYCLIST, 4.0, -2.8, 0.0, 1.8, 0.6, 1.7, 1.0),
)


@pytest.fixture
def make_frame():
    """A function that makes a frame: `things` as `THINGS`, other arguments replace fields of Frame."""
    return made_frame


def made_frame(things=THINGS, **fields) -> Frame:
    """Return a frame with `things`, ids from 1."""
    labels = tuple(_label(k, *one) for k, one in enumerate(things, start=1))
    return Frame(
        **{
            "index": 3,
            "time": 0.3,
            "world_from_ego": WORLD_FROM_EGO,
            "measurements": {"velodyne": _sweep(labels), "camera": _picture(), "radar": _targets(labels)},
            "calibrations": CALIBRATIONS,
            "labels": labels,
            "provenance": Provenance("yard", "0" * 64, 7, 0, "1.2.3", -0.25),
            "rig": {"calibration": None},
            "ego_velocity": EGO_VELOCITY,
            "ego_angular_velocity": EGO_SPIN,
            "encounters": _encounters(labels),
        }
        | fields
    )


def _encounters(labels) -> Encounters:
    """Return the ego, 0, with each label; it never touches the last."""
    count = len(labels)
    times = np.where(np.arange(count) < count - 1, np.arange(count) + 1.5, np.inf)
    measures = {name: np.arange(count) / 4 + k for k, name in enumerate(MEASURES)}
    ids = np.array([label.id for label in labels], dtype=np.int64)
    return Encounters(**(measures | {"first": np.zeros(count, np.int64), "second": ids, "ttc": times}))


def _label(number, category, x, y, yaw, length, width, height, visibility) -> Label:
    world_from_box = WORLD_FROM_EGO @ Pose.planar(x, y, height / 2, yaw)
    box = Box3D(world_from_box, np.array([length, width, height]), np.array([1.0, 0.0, 0.0]))
    view = _view(box, visibility)
    views = {} if view is None else {"camera": view}
    return Label(number, f"thing {number}", category, box, views, {"velodyne": 20 * number, "radar": number % 2})


def _view(box: Box3D, visibility: float) -> View | None:
    """Return the box of the eight corners in the image; None if one of them is not in front."""
    world_from_camera = WORLD_FROM_EGO @ CALIBRATIONS["camera"].ego_from_sensor
    corners = world_from_camera.inverse().points(box.corners)
    if corners[:, 0].min() < 0.1:
        return None
    pixels = CALIBRATIONS["camera"].intrinsics.project(corners)
    whole = np.concatenate([pixels.min(axis=0), pixels.max(axis=0)])
    amodal = np.clip(whole, 0.0, [WIDTH - 1, HEIGHT - 1] * 2)
    share = math.prod(amodal[2:] - amodal[:2]) / math.prod(whole[2:] - whole[:2])
    return View(amodal, np.round(amodal), 1.0 - share, visibility, max(1, int(500 * visibility)))


def _sweep(labels) -> PointCloud:
    """Return 20·id points in each box, and 50 of the ground."""
    rng = np.random.default_rng(5)
    lidar_from_world = (WORLD_FROM_EGO @ CALIBRATIONS["velodyne"].ego_from_sensor).inverse()
    xyz, ids, categories = [], [], []
    for label in labels:
        count = label.points["velodyne"]
        inside = rng.uniform(-0.499, 0.499, (count, 3)) * label.box.size
        xyz.append(lidar_from_world.points(label.box.world_from_box.points(inside)))
        ids += [label.id] * count
        categories += [label.category] * count
    xyz.append(np.column_stack([rng.uniform(-30, 30, (50, 2)), np.full(50, -1.73)]))
    ids, categories = ids + [-1] * 50, categories + [Category.ROAD] * 50
    total = len(ids)
    times, rings = np.linspace(-0.05, 0.05, total), np.arange(total) % 64
    return PointCloud(np.concatenate(xyz), rng.uniform(0, 1, total), times, rings, np.array(ids), np.array(categories))


def _picture() -> CameraImage:
    v, u = np.mgrid[0:HEIGHT, 0:WIDTH]
    rgb = np.stack([u % 256, v % 256, (u + v) % 256], axis=-1)
    return CameraImage(rgb, np.where(v < 30, np.inf, 5.0), np.where(v < 30, -1, 0), np.where(v < 30, 0, 20))


def _targets(labels) -> RadarTargets:
    """Return one target a label, of 10 m² and 20 dB."""
    count = len(labels)
    reach = np.array([label.box.size[0] + 10.0 for label in labels])
    azimuth, elevation = np.linspace(-0.5, 0.5, count), np.linspace(-0.05, 0.05, count)
    ids, categories = np.array([label.id for label in labels]), np.array([label.category for label in labels])
    return RadarTargets(
        reach, azimuth, elevation, np.zeros(count), np.full(count, 10.0), np.full(count, 100.0), ids, categories
    )
