"""Bird's-eye view around the ego: LiDAR points by category, radar targets with radial speed, boxes, range rings."""

from __future__ import annotations

import numpy as np

from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import PointCloud, RadarTargets
from avsynth.preview import _draw

#: Ahead, behind and to each side of the ego [m].
AHEAD, BEHIND, SIDE = 60.0, 30.0, 35.0
#: Scale of the picture [px/m], and from one range ring to the next [m].
PIXELS_PER_METRE, RING_STEP = 11.0, 10.0
#: Length of a radar target's whisker per speed [s].
WHISKER = 0.5


def birds_eye(frame: Frame) -> np.ndarray:
    """Return the view from above, ego heading up, uint8 (H, W, 3)."""
    picture = _draw.blank(int((AHEAD + BEHIND) * PIXELS_PER_METRE), int(2 * SIDE * PIXELS_PER_METRE))
    _rings(picture)
    for name, cloud in _draw.measurements_of(frame, PointCloud).items():
        xyz = frame.calibrations[name].ego_from_sensor.points(cloud.xyz.astype(np.float64))
        _dots(picture, xyz, _draw.LOOKUP[cloud.category])
    for name, targets in _draw.measurements_of(frame, RadarTargets).items():
        _radar(picture, targets, frame, name)
    _boxes(picture, frame)
    present = sorted({int(label.category) for label in frame.labels})
    _draw.legend(picture, present, (8, 20))
    return picture


def _pixels(xy: np.ndarray) -> np.ndarray:
    """Return pixels int (N, 2) (x right, y down) of ego coordinates (N, 2+) [m]."""
    return np.column_stack([(SIDE - xy[:, 1]) * PIXELS_PER_METRE, (AHEAD - xy[:, 0]) * PIXELS_PER_METRE]).astype(int)


def _dots(picture: np.ndarray, xyz: np.ndarray, colours: np.ndarray) -> None:
    """Paint one pixel a point, low points first so that what stands up stays visible."""
    height, width = picture.shape[:2]
    order = np.argsort(xyz[:, 2], kind="stable")
    pixels, colours = _pixels(xyz[order]), colours[order]
    inside = (pixels >= 0).all(axis=1) & (pixels[:, 0] < width) & (pixels[:, 1] < height)
    picture[pixels[inside, 1], pixels[inside, 0]] = colours[inside]


def _rings(picture: np.ndarray) -> None:
    import cv2  # heavy, so imported where used

    centre = tuple(map(int, _pixels(np.zeros((1, 2)))[0]))
    for radius in np.arange(RING_STEP, AHEAD + 1, RING_STEP):
        cv2.circle(picture, centre, int(radius * PIXELS_PER_METRE), (40, 44, 50), 1, cv2.LINE_AA)
        _draw.write(
            picture,
            f"{radius:.0f} m",
            (centre[0] + 4, int(centre[1] - radius * PIXELS_PER_METRE) - 3),
            _draw.FAINT,
            0.35,
        )
    cv2.drawMarker(picture, centre, _draw.WHITE, cv2.MARKER_TRIANGLE_UP, 14, 2)


def _boxes(picture: np.ndarray, frame: Frame) -> None:
    """Draw the footprint of each labelled object with a stroke for its heading."""
    import cv2  # heavy, so imported where used

    ego_from_world = frame.world_from_ego.inverse()
    for label in frame.labels:
        corners = ego_from_world.points(label.box.corners)[[0, 2, 6, 4]]
        outline = _pixels(corners)
        cv2.polylines(picture, [outline.reshape(-1, 1, 2)], True, _draw.PALETTE[label.category], 2, cv2.LINE_AA)
        front, centre = corners[[2, 3]].mean(axis=0), corners.mean(axis=0)
        start, end = _pixels(np.array([centre, front]))
        cv2.line(picture, tuple(map(int, start)), tuple(map(int, end)), _draw.PALETTE[label.category], 2, cv2.LINE_AA)


def _radar(picture: np.ndarray, targets: RadarTargets, frame: Frame, name: str) -> None:
    """Draw each target as a ring, with a whisker along the line of sight for its radial velocity."""
    import cv2  # heavy, so imported where used

    ego_from_sensor = frame.calibrations[name].ego_from_sensor
    xyz = ego_from_sensor.points(targets.xyz.astype(np.float64))
    away = ego_from_sensor.directions(targets.xyz / np.maximum(targets.range[:, None], 1e-6))
    ends = xyz + away * (targets.radial_velocity * WHISKER)[:, None]
    for start, end in zip(_pixels(xyz), _pixels(ends), strict=True):
        cv2.circle(picture, tuple(map(int, start)), 4, (120, 255, 140), 1, cv2.LINE_AA)
        cv2.line(picture, tuple(map(int, start)), tuple(map(int, end)), (120, 255, 140), 1, cv2.LINE_AA)
