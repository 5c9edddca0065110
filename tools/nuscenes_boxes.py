"""Boxes of nuScenes samples with the points in them, from annotations as MMDetection3D prepares them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from kitti_boxes import Boxed, filled

from avsynth.core.frames import Pose

#: Numbers of the classes that are read, and what KITTI calls them.
TYPES = {0: "Car", 7: "Pedestrian"}
#: Points nearer than this are no returns or the car itself [m].
NEAREST = 1.5
#: The annotated frame looks to +y, ours to +x.
AHEAD = -np.pi / 2


def samples_of(folder: Path) -> Iterator[Boxed]:
    """Yield the boxes of the samples of a folder that hold points."""
    for path in sorted(folder.glob("*.pkl")):
        for sample in pickle.loads(path.read_bytes())["data_list"]:
            sweep = _sweep(folder / sample["lidar_points"]["lidar_path"])
            for thing in sample["instances"]:
                if thing["bbox_label"] in TYPES and thing["num_lidar_pts"]:
                    yield filled(TYPES[thing["bbox_label"]], _box(thing["bbox_3d"]), sweep, "hdl_32e")


def _sweep(path: Path) -> np.ndarray:
    """Return the points of a sweep, float64 (N, 4): x, y, z [m] looking to +x, intensity [1]."""
    x, y, z, intensity, _ = np.fromfile(path, np.float32).reshape(-1, 5).astype(float).T
    sweep = np.column_stack([y, -x, z, intensity / 255])
    return sweep[np.linalg.norm(sweep[:, :3], axis=1) > NEAREST]


def _box(numbers: list[float]) -> tuple[tuple[float, float, float], Pose]:
    """Return size and pose of a box."""
    x, y, z, length, width, height, yaw = (float(number) for number in numbers)
    return (length, width, height), Pose.planar(y, -x, z, yaw + AHEAD)
