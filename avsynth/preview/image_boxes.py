"""Boxes on the image: 3D boxes as wires, amodal 2D boxes as thin frames, names and distances."""

from __future__ import annotations

import numpy as np

from avsynth.datatypes.frame import Frame
from avsynth.datatypes.label import Label
from avsynth.datatypes.measurement import CameraImage
from avsynth.preview import _draw

#: Edges are cut at this depth [m] in front of the camera.
NEAR = 0.2
#: Objects of which less than this share is seen are drawn dim.
DIM_BELOW = 0.3
#: Lower boxes get no name, lest far objects vanish under text [px].
NAMED_FROM = 24.0


def image_boxes(frame: Frame) -> np.ndarray:
    """Return the first camera's image with the boxes of what it sees, uint8 (H, W, 3)."""
    name, image = next(iter(_draw.measurements_of(frame, CameraImage).items()))
    picture = image.rgb.copy()
    seen = [label for label in frame.labels if name in label.views and label.views[name].pixels > 0]
    for label in sorted(seen, key=lambda label: -_distance(label, frame)):
        _draw_label(picture, label, frame, name)
    return picture


def _draw_label(picture: np.ndarray, label: Label, frame: Frame, camera: str) -> None:
    import cv2  # heavy, so imported where used

    view, colour = label.views[camera], _draw.PALETTE[label.category]
    if view.visibility < DIM_BELOW:
        colour = tuple(channel // 2 for channel in colour)
    for start, end in _edges_in_image(label, frame, camera):
        cv2.line(picture, start, end, colour, 1, cv2.LINE_AA)
    left, top, right, bottom = (round(float(edge)) for edge in view.amodal)
    cv2.rectangle(picture, (left, top), (right, bottom), colour, 1)
    if view.amodal[3] - view.amodal[1] >= NAMED_FROM:
        text = f"{label.category.word} {_distance(label, frame):.0f} m"
        _draw.write(picture, text, (left, max(10, top - 4)), colour, 0.38)


def _edges_in_image(label: Label, frame: Frame, camera: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the box's edges in pixels, cut where they pass behind the camera."""
    intrinsics = frame.calibrations[camera].intrinsics
    lines = []
    for start, end in _draw.edges_of(label.box, _draw.sensor_from_world(frame, camera)):
        if max(start[0], end[0]) <= NEAR:
            continue
        start, end = _cut(start, end), _cut(end, start)
        pixels = np.clip(intrinsics.project(np.array([start, end])), -30_000, 30_000).round().astype(int)
        lines.append((tuple(map(int, pixels[0])), tuple(map(int, pixels[1]))))
    return lines


def _cut(point: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return `point`, moved towards `other` up to the near plane if it lies behind it."""
    if point[0] >= NEAR:
        return point
    return point + (other - point) * (NEAR - point[0]) / (other[0] - point[0])


def _distance(label: Label, frame: Frame) -> float:
    return float(np.linalg.norm(label.box.world_from_box.translation - frame.world_from_ego.translation))
