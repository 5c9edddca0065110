"""KITTI calibration files: seven matrices in, places of sensors out. Writing them back is the exporter's business."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from avsynth.core.errors import ConfigError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import OPTICAL_FROM_SENSOR

#: Rows of a calibration file of the object benchmark, in its order, with the shapes of their matrices.
SHAPES = {
    "P0": (3, 4),
    "P1": (3, 4),
    "P2": (3, 4),
    "P3": (3, 4),
    "R0_rect": (3, 3),
    "Tr_velo_to_cam": (3, 4),
    "Tr_imu_to_velo": (3, 4),
}
#: Rows that hold a rotation. Real ones are orthonormal to 1e-7; readers ask for 1e-6.
ROTATIONS = ("R0_rect", "Tr_velo_to_cam", "Tr_imu_to_velo")
ORTHONORMAL_WITHIN = 1e-5
#: The IMU sits this far behind the rear axle [m] and the LiDAR this high above the ground [m] [KITTIraw]_, figure 3.
IMU_BEHIND_REAR_AXLE = 0.05
LIDAR_HEIGHT = 1.73

Matrices = Mapping[str, np.ndarray]


def read_calibration(path: Path) -> Matrices:
    """Return the matrices of a KITTI calibration file of the object benchmark by name.

    Raises
    ------
    ConfigError
        Naming file and line, if it cannot be read or a row is missing, too short, no number or no rotation.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise ConfigError(f"{path}: no readable KITTI calibration file: {reason}") from None
    found = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            name, matrix = _row(line, f"{path}:{number}")
            found[name] = matrix
    missing = [name for name in SHAPES if name not in found]
    if missing:
        raise ConfigError(
            f"{path}: row{'s' * (len(missing) > 1)} {', '.join(missing)} missing; "
            f"a KITTI object calibration has the rows {', '.join(SHAPES)}"
        )
    return {name: checked(name, found[name], str(path)) for name in SHAPES}


def checked(name: str, values: object, where: str) -> np.ndarray:
    """Return the matrix `name` made of `values` in file order; raise ConfigError at `where` if it cannot be one."""
    if name not in SHAPES:
        raise ConfigError(f"{where}: unknown row {name!r}{did_you_mean(name, SHAPES)}; known: {', '.join(SHAPES)}")
    shape = SHAPES[name]
    try:
        matrix = np.asarray(values, np.float64).reshape(shape)
    except (TypeError, ValueError):
        size = f"{shape[0] * shape[1]} numbers, a matrix {shape[0]} × {shape[1]} by rows"
        raise ConfigError(f"{where}: {name} needs {size}") from None
    if not np.all(np.isfinite(matrix)):
        raise ConfigError(f"{where}: {name} holds a number that is not finite")
    rotation = matrix[:, :3]
    if name in ROTATIONS and (
        np.abs(rotation @ rotation.T - np.eye(3)).max() > ORTHONORMAL_WITHIN or np.linalg.det(rotation) < 0
    ):
        raise ConfigError(
            f"{where}: {name} is no rotation: its rows must be orthonormal to {ORTHONORMAL_WITHIN:g} and right-handed"
        )
    if name.startswith("P") and not (matrix[0, 0] > 0 and matrix[1, 1] > 0):
        raise ConfigError(f"{where}: {name} has no positive focal lengths ({matrix[0, 0]:g}, {matrix[1, 1]:g} px)")
    return matrix


def _row(line: str, where: str) -> tuple[str, np.ndarray]:
    """Return name and numbers of one line ``name: number number …``."""
    name, colon, text = line.partition(":")
    name = name.strip()
    if not colon:
        got = repr(line.strip()[:40])
        raise ConfigError(f"{where}: expected 'name: numbers', such as 'P2: 721.5 0 609.6 …'; got {got}")
    if name not in SHAPES:
        hint = did_you_mean(name, SHAPES) or f"; known rows: {', '.join(SHAPES)}"
        raise ConfigError(f"{where}: unknown row {name!r} in a KITTI object calibration{hint}")
    wanted, words = SHAPES[name][0] * SHAPES[name][1], text.split()
    if len(words) != wanted:
        raise ConfigError(f"{where}: {name} has {len(words)} numbers; it needs {wanted}")
    try:
        return name, np.array([float(word) for word in words])
    except ValueError:
        bad = next(word for word in words if not _is_number(word))
        raise ConfigError(f"{where}: {name}: {bad!r} is no number") from None


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def rectified_from_velodyne(matrices: Matrices) -> Pose:
    """Return the pose of the LiDAR in the rectified camera frame (x right, y down, z forward)."""
    camera_from_velodyne = Pose.from_matrix(matrices["Tr_velo_to_cam"])
    return Pose(matrices["R0_rect"], np.zeros(3)) @ camera_from_velodyne


def ego_from_velodyne(matrices: Matrices) -> Pose:
    """Return the pose of the LiDAR on the ego: rear axle, ground level, x ahead.

    The files do not say where the ground is. The car's level is that of the rectified cameras (KITTI's grounds lie
    within a degree of it), its heading the LiDAR's; the LiDAR is in the middle of the car, 1.73 m high, and ahead of
    the rear axle by the lever arm to the IMU less 0.05 m.
    """
    up = -rectified_from_velodyne(matrices).rotation[1]  # up of the cameras, in the LiDAR's frame
    left = np.cross(up, (1.0, 0.0, 0.0))
    left /= np.linalg.norm(left)
    rotation = np.stack([np.cross(left, up), left, up])  # rows: the ego's axes in the LiDAR's frame
    x = -matrices["Tr_imu_to_velo"][0, 3] - IMU_BEHIND_REAR_AXLE
    return Pose(rotation, np.array([x, 0.0, LIDAR_HEIGHT]))


def ego_from_camera(matrices: Matrices, projection: str) -> Pose:
    """Return the pose on the ego of the rectified camera whose matrix is `projection` (P0 to P3), in sensor axes.

    P = K (I | t): the camera sits at −t in the rectified frame.
    """
    camera = matrices[projection]
    offset = np.linalg.solve(camera[:, :3], camera[:, 3])
    camera_from_velodyne = Pose(np.eye(3), offset) @ rectified_from_velodyne(matrices)
    sensor_from_velodyne = Pose(OPTICAL_FROM_SENSOR.T, np.zeros(3)) @ camera_from_velodyne
    return ego_from_velodyne(matrices) @ sensor_from_velodyne.inverse()


def intrinsics(matrices: Matrices, projection: str) -> dict[str, float]:
    """Return focal lengths and principal point [px] of the camera whose matrix is `projection`."""
    camera = matrices[projection]
    return {"fx": camera[0, 0], "fy": camera[1, 1], "cx": camera[0, 2], "cy": camera[1, 2]}
