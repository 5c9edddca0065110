"""What both formats hold of a frame, as values: the common ground between readers and samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import OPTICAL_FROM_SENSOR, Calibration
from avsynth.datatypes.label import Label
from avsynth.datatypes.measurement import PointCloud

#: Image box of an object that the camera does not see [px].
NOT_IN_VIEW = np.full(4, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """One LiDAR, one camera, perhaps one radar, and the labels.

    Parameters
    ----------
    cloud : PointCloud
    rgb : uint8 (H, W, 3)
    radar : float32 (M, 7)
        Columns of `exporters._columns.RADAR_COLUMNS`.
    labels : tuple of Label
    world_from_ego : Pose
    lidar, camera : str
        Their names, under which labels speak of them.
    lidar_calibration, camera_calibration : Calibration
    """

    cloud: PointCloud
    rgb: np.ndarray
    radar: np.ndarray
    labels: tuple[Label, ...]
    world_from_ego: Pose
    lidar: str
    camera: str
    lidar_calibration: Calibration
    camera_calibration: Calibration


def sample_of(scan: Scan) -> dict[str, np.ndarray]:
    """Return the arrays of one frame; what each holds is said by `Dataset`."""
    lidar_from_world = (scan.world_from_ego @ scan.lidar_calibration.ego_from_sensor).inverse()
    cloud = scan.cloud
    return {
        "points": np.column_stack([cloud.xyz, cloud.intensity]).astype(np.float32),
        "point_time": np.array(cloud.time_offset, dtype=np.float32),
        "point_ring": cloud.ring.astype(np.int32),
        "point_category": cloud.category.astype(np.int64),
        "point_id": cloud.instance.astype(np.int64),
        "image": np.array(scan.rgb, dtype=np.uint8),
        "image_from_lidar": image_from_lidar(scan),
        "radar": np.array(scan.radar, dtype=np.float32),
        "lidar_from_world": lidar_from_world.matrix,
        **_boxes(scan, lidar_from_world),
        **_views(scan),
    }


def image_from_lidar(scan: Scan) -> np.ndarray:
    """Return the projection of homogeneous LiDAR points to pixels, float64 (3, 4)."""
    camera_from_lidar = scan.camera_calibration.ego_from_sensor.inverse() @ scan.lidar_calibration.ego_from_sensor
    return scan.camera_calibration.intrinsics.matrix @ OPTICAL_FROM_SENSOR @ camera_from_lidar.matrix[:3]


def _boxes(scan: Scan, lidar_from_world: Pose) -> dict[str, np.ndarray]:
    """Return boxes and what belongs to them, one row a label."""
    labels = scan.labels
    poses = [lidar_from_world @ label.box.world_from_box for label in labels]
    boxes = [[*pose.translation, *label.box.size, pose.yaw] for pose, label in zip(poses, labels, strict=True)]
    velocities = [lidar_from_world.directions(label.box.velocity) for label in labels]
    return {
        "boxes": np.array(boxes, dtype=np.float32).reshape(-1, 7),
        "box_velocity": np.array(velocities, dtype=np.float32).reshape(-1, 3),
        "box_category": np.array([label.category for label in labels], dtype=np.int64),
        "box_id": np.array([label.id for label in labels], dtype=np.int64),
        "box_points": np.array([label.points.get(scan.lidar, 0) for label in labels], dtype=np.int64),
    }


def _views(scan: Scan) -> dict[str, np.ndarray]:
    """Return what the camera sees of each label."""
    views = [label.views.get(scan.camera) for label in scan.labels]
    amodal = [NOT_IN_VIEW if view is None else view.amodal for view in views]
    visible = [NOT_IN_VIEW if view is None or view.visible is None else view.visible for view in views]
    return {
        "image_boxes": np.array(amodal, dtype=np.float32).reshape(-1, 4),
        "visible_boxes": np.array(visible, dtype=np.float32).reshape(-1, 4),
        "truncation": np.array([1.0 if view is None else view.truncation for view in views], dtype=np.float32),
        "visibility": np.array([0.0 if view is None else view.visibility for view in views], dtype=np.float32),
    }
