"""The seven rows of a KITTI calibration file: the rig's own where it has them, else derived from the mountings."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avsynth.catalog import kitti_calibration as kitti
from avsynth.core.errors import DatasetError
from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import OPTICAL_FROM_SENSOR
from avsynth.datatypes.frame import Frame

#: Rows in file order, with their shapes; several readers go by line number.
ROWS = kitti.SHAPES


def kitti_calibration(frame: Frame, camera: str, lidar: str) -> dict[str, np.ndarray]:
    """Return the rows of `ROWS`, float64: the rig's own if it has them, else made from `camera` and `lidar`."""
    given = frame.rig.get("calibration")
    if not given:
        return _derived(frame, camera, lidar)
    missing = [key for key in ROWS if key not in given]
    if missing:
        raise DatasetError(f"the rig's calibration lacks {', '.join(missing)}; it needs the rows {', '.join(ROWS)}")
    return {key: np.asarray(given[key], dtype=np.float64).reshape(shape) for key, shape in ROWS.items()}


def _derived(frame: Frame, camera: str, lidar: str) -> dict[str, np.ndarray]:
    """Return rows whose rectified frame is the camera's own; the ego frame stands for the IMU."""
    ego_from_camera = frame.calibrations[camera].ego_from_sensor
    ego_from_lidar = frame.calibrations[lidar].ego_from_sensor
    rectified_from_lidar = Pose(OPTICAL_FROM_SENSOR, np.zeros(3)) @ ego_from_camera.inverse() @ ego_from_lidar
    projection = np.column_stack([frame.calibrations[camera].intrinsics.matrix, np.zeros(3)])
    return {f"P{k}": projection for k in range(4)} | {
        "R0_rect": np.eye(3),
        "Tr_velo_to_cam": rectified_from_lidar.matrix[:3],
        "Tr_imu_to_velo": ego_from_lidar.inverse().matrix[:3],
    }


def calibration_text(rows: Mapping[str, np.ndarray]) -> bytes:
    """Return the content of a calib file: seven lines, 13 significant digits, as KITTI writes them."""
    lines = (f"{key}: " + " ".join(f"{value + 0.0:.12e}" for value in rows[key].ravel()) for key in ROWS)
    return ("\n".join(lines) + "\n").encode()
