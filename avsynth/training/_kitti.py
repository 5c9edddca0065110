"""Reads the frames of format kitti: the KITTI files for the measurements, the native document for everything else."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import Calibration, Intrinsics
from avsynth.datatypes.category import Category
from avsynth.datatypes.label import Box3D, Label, View
from avsynth.datatypes.measurement import PointCloud
from avsynth.exporters._columns import POINT_EXTRA, RADAR_COLUMNS, split_labels
from avsynth.training._scan import Scan


def read_kitti(folder: Path, number: int) -> Scan:
    """Return the frame `number` of a dataset of format kitti."""
    training, name = folder / "training", f"{number:06d}"
    document = json.loads((training / f"labels_native/{name}.json").read_text(encoding="utf-8"))
    files = document["files"]
    calibrations = {key: _calibration(value) for key, value in document["calibrations"].items()}
    return Scan(
        cloud=_cloud(training, name),
        rgb=_image(training / f"image_2/{name}.png"),
        radar=_radar(training / f"radar/{name}.bin", files["radar"]),
        labels=tuple(_label(label) for label in document["labels"]),
        world_from_ego=_pose(document["world_from_ego"]),
        lidar=files["velodyne"],
        camera=files["image_2"],
        lidar_calibration=calibrations[files["velodyne"]],
        camera_calibration=calibrations[files["image_2"]],
    )


def _cloud(training: Path, name: str) -> PointCloud:
    rows = np.frombuffer((training / f"velodyne/{name}.bin").read_bytes(), "<f4").reshape(-1, 4)
    labels = np.frombuffer((training / f"velodyne_labels/{name}.label").read_bytes(), "<u4")
    extra = np.frombuffer((training / f"velodyne_extra/{name}.bin").read_bytes(), POINT_EXTRA)
    category, instance = split_labels(labels)
    return PointCloud(rows[:, :3], rows[:, 3], extra["time"], extra["ring"], instance, category)


def _radar(path: Path, name: str | None) -> np.ndarray:
    """Return the rows of a radar file, float32 (M, columns of `RADAR_COLUMNS`); none if there is no file."""
    content = b"" if name is None else path.read_bytes()
    return np.frombuffer(content, "<f4").reshape(-1, len(RADAR_COLUMNS))


def _image(path: Path) -> np.ndarray:
    """Return a picture as sRGB, uint8 (H, W, 3)."""
    import cv2  # 0.1 s of start-up that other uses of the package should not pay

    bgr = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if bgr is None:
        raise ValueError(f"{path.name} is not a whole image")
    return np.ascontiguousarray(bgr[:, :, ::-1])


def _pose(matrix: list[list[float]]) -> Pose:
    return Pose.from_matrix(np.array(matrix))


def _calibration(document: dict) -> Calibration:
    image = document.get("intrinsics")
    intrinsics = None if image is None else Intrinsics(np.array(image["matrix"]), image["width"], image["height"])
    return Calibration(document["kind"], _pose(document["ego_from_sensor"]), intrinsics)


def _label(document: dict) -> Label:
    box = Box3D(_pose(document["world_from_box"]), document["size"], document["velocity"])
    views = {name: View(**view) for name, view in document["views"].items()}
    return Label(
        document["id"], document["name"], Category[document["category"].upper()], box, views, document["points"]
    )
