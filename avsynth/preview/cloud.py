"""The point cloud seen from behind and above the ego, coloured by category and shaded by intensity, with its boxes."""

from __future__ import annotations

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import Intrinsics
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import PointCloud
from avsynth.preview import _draw

#: Of the picture [px].
WIDTH, HEIGHT, FOCAL = 1280, 640, 760.0
#: The eye in the ego frame: behind, above, looking down [m, rad].
EYE = Pose.euler((-16.0, 0.0, 11.0), yaw=0.0, pitch=0.42, roll=0.0)
#: Nothing nearer to the eye is drawn [m].
NEAR = 1.0


def cloud(frame: Frame) -> np.ndarray:
    """Return all sweeps of the frame in perspective, uint8 (640, 1280, 3)."""
    picture = _draw.blank(HEIGHT, WIDTH)
    intrinsics = Intrinsics(np.array([[FOCAL, 0, WIDTH / 2], [0, FOCAL, HEIGHT / 2], [0, 0, 1]]), WIDTH, HEIGHT)
    present: set[int] = set()
    for name, sweep in _draw.measurements_of(frame, PointCloud).items():
        eye_from_sensor = EYE.inverse() @ frame.calibrations[name].ego_from_sensor
        _splat(picture, eye_from_sensor.points(sweep.xyz.astype(np.float64)), _colours(sweep), intrinsics)
        present |= set(np.unique(sweep.category).tolist())
    _boxes(picture, frame, intrinsics)
    _draw.legend(picture, sorted(present), (8, 18))
    return picture


def _colours(sweep: PointCloud) -> np.ndarray:
    """Return the colour of each point, uint8 (N, 3): category, brighter with intensity."""
    brightness = 0.45 + 0.55 * np.sqrt(np.clip(sweep.intensity, 0, 1))
    return (_draw.LOOKUP[sweep.category] * brightness[:, None]).astype(np.uint8)


def _splat(picture: np.ndarray, points: np.ndarray, colours: np.ndarray, intrinsics: Intrinsics) -> None:
    """Paint the points far to near; near ones cover more pixels."""
    front = points[:, 0] > NEAR
    points, colours = points[front], colours[front]
    order = np.argsort(-points[:, 0], kind="stable")
    points, colours = points[order], colours[order]
    pixels = intrinsics.project(points).astype(int)
    for dx, dy, limit in ((0, 0, np.inf), (1, 0, 45.0), (0, 1, 30.0), (1, 1, 30.0)):
        x, y = pixels[:, 0] + dx, pixels[:, 1] + dy
        inside = (x >= 0) & (x < WIDTH) & (y >= 0) & (y < HEIGHT) & (points[:, 0] < limit)
        picture[y[inside], x[inside]] = colours[inside]


def _boxes(picture: np.ndarray, frame: Frame, intrinsics: Intrinsics) -> None:
    import cv2  # heavy, so imported where used

    eye_from_world = (frame.world_from_ego @ EYE).inverse()
    for label in frame.labels:
        edges = _draw.edges_of(label.box, eye_from_world)
        if edges[..., 0].min() <= NEAR:
            continue
        for start, end in intrinsics.project(edges.reshape(-1, 3)).reshape(-1, 2, 2).round().astype(int):
            cv2.line(
                picture, tuple(map(int, start)), tuple(map(int, end)), _draw.PALETTE[label.category], 1, cv2.LINE_AA
            )
