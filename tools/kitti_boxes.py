"""Boxes of a KITTI `training` folder with the points in them, the ground that they stand on and what is behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from avsynth.catalog.kitti_calibration import read_calibration
from avsynth.core.frames import Pose

#: Types of labels that are read.
TYPES = ("Car", "Pedestrian", "Cyclist")
#: Points lower than this above the box's floor may be ground [m].
FLOOR = 0.15
#: What lies nearer than a box by this much hides it [m].
BEFORE = 0.3
#: Azimuth and elevation between beams of the device [rad], by its preset.
SPACING = {"hdl_64e": np.deg2rad((0.17, 0.34)), "hdl_32e": np.deg2rad((0.33, 1.33))}
#: Azimuth and elevation of the cells in which things in front hide a box [rad]: two columns by one and a half rings.
CELL = {"hdl_64e": np.deg2rad((0.4, 0.6)), "hdl_32e": np.deg2rad((0.7, 2.2))}
#: Ground is sought between these distances from the sides of a box, and within this height of its floor [m]; so many
#: points make a height.
OVERHANG, BESIDE, GROUND_ERROR, ENOUGH = 0.1, 1.5, 0.4, 10
#: A backdrop is sought this far beside a box [rad]; at least this share of the beams there must meet it [1].
MARGIN, FILLED = np.deg2rad(1.0), 0.25


@dataclass(frozen=True, eq=False)
class Boxed:
    """A box with the points in it.

    Parameters
    ----------
    type : str
    size : (length, width, height) [m]
    sensor_from_box : Pose
    points : float64 (N, 3) [m], box frame
    intensity : float64 (N,) [1]
    before : int64 (K, 2)
        Cells of azimuth and elevation with something in front of the box.
    ground : float [m]
        Height of the ground beside the box above its floor.
    backdrop : float [m], optional
        Distance on the ground of what stands behind the box; None where that is mostly sky.
    device : str
        Preset of the LiDAR.
    """

    type: str
    size: tuple[float, float, float]
    sensor_from_box: Pose
    points: np.ndarray = field(repr=False)
    intensity: np.ndarray = field(repr=False)
    before: np.ndarray = field(repr=False)
    ground: float = 0.0
    backdrop: float | None = None
    device: str = "hdl_64e"

    @property
    def range(self) -> float:
        """Distance on the ground [m]."""
        return float(np.hypot(*self.sensor_from_box.translation[:2]))

    @property
    def azimuth(self) -> float:
        """Direction of its middle from the sensor [rad], 0 ahead."""
        x, y, _ = self.sensor_from_box.translation
        return float(np.arctan2(y, x))

    @property
    def half_angle(self) -> float:
        """Half the azimuths that it may fill [rad]."""
        return float(np.hypot(*self.size[:2]) / 2 / self.range)

    @property
    def aspect(self) -> float:
        """Angle between heading and line of sight [deg], 0 seen from behind, 180 from the front."""
        return float(np.rad2deg(abs(turned(self.sensor_from_box.yaw - self.azimuth))))


def boxes_of(folder: Path) -> Iterator[Boxed]:
    """Yield the boxes of a KITTI folder."""
    for path in sorted((folder / "label_2").glob("*.txt")):
        matrices = read_calibration(folder / "calib" / path.name)
        rectified = np.eye(4)
        rectified[:3, :3] = matrices["R0_rect"]
        rectified = rectified @ np.vstack([matrices["Tr_velo_to_cam"], [0, 0, 0, 1]])
        sweep = np.fromfile(folder / "velodyne" / f"{path.stem}.bin", np.float32).reshape(-1, 4).astype(float)
        for line in path.read_text().splitlines():
            kind, *rest = line.split()
            if kind in TYPES:
                yield filled(kind, _box([float(text) for text in rest], np.linalg.inv(rectified)), sweep)


def _box(numbers: list[float], sensor_from_camera: np.ndarray) -> tuple[tuple[float, float, float], Pose]:
    """Return size and pose of a label row, from its fields after the type."""
    height, width, length, x, y, z, turn = numbers[7:14]
    centre = (sensor_from_camera @ [x, y - height / 2, z, 1])[:3]
    ahead = sensor_from_camera[:3, :3] @ [np.cos(turn), 0, -np.sin(turn)]
    return (length, width, height), Pose.planar(*centre, float(np.arctan2(ahead[1], ahead[0])))


def filled(
    kind: str, box: tuple[tuple[float, float, float], Pose], sweep: np.ndarray, device: str = "hdl_64e"
) -> Boxed:
    """Return the box with the points of `sweep` (N, 4) that lie in it, and where others lie in front of it."""
    size, pose = box
    local = pose.inverse().points(sweep[:, :3])
    within = (np.abs(local) <= np.array(size) / 2).all(axis=1)
    inside = counted(local, size)
    near = np.linalg.norm(pose.translation) - np.linalg.norm(size) / 2
    in_front = ~within & (np.linalg.norm(sweep[:, :3], axis=1) < near - BEFORE)
    box = Boxed(
        kind, size, pose, local[inside], sweep[inside, 3], np.unique(cells(sweep[in_front, :3], device), axis=0)
    )
    box = replace(box, ground=ground_beside(local, size), device=device)
    return replace(box, backdrop=backdrop(box, sweep[~within]))


def ground_beside(local: np.ndarray, size: tuple[float, float, float]) -> float:
    """Return the median height [m] of the ground beside a box over its floor; 0 where the sweep, `local`, shows little.

    Labels were made in the camera's frame: at 35 m their floors lie up to 0.15 m above the road of the sweep.
    """
    half = np.array(size) / 2
    out = (np.abs(local[:, :2]) > half[:2] + OVERHANG).any(axis=1)
    height = local[:, 2] + half[2]
    beside = out & (np.abs(local[:, :2]) < half[:2] + BESIDE).all(axis=1) & (np.abs(height) < GROUND_ERROR)
    return float(np.median(height[beside])) if beside.sum() >= ENOUGH else 0.0


def backdrop(box: Boxed, others: np.ndarray) -> float | None:
    """Return the median distance on the ground [m] of what the other points (N, 3+) show beside `box` and behind it."""
    reach, height = np.hypot(others[:, 0], others[:, 1]), box.size[2] / 2
    low, high = (np.arctan2(box.sensor_from_box.translation[2] + z, box.range) for z in (-0.8 * height, height))
    elevation, half = np.arctan2(others[:, 2], reach), box.half_angle + MARGIN
    aside = np.abs(turned(np.arctan2(others[:, 1], others[:, 0]) - box.azimuth)) < half
    beams = 2 * half * (high - low) / np.prod(SPACING[box.device])
    behind = aside & (elevation > low) & (elevation < high) & (reach > box.range + height)
    return float(np.median(reach[behind])) if behind.sum() > FILLED * beams else None


def turned(angle: float | np.ndarray) -> float | np.ndarray:
    """Return `angle` [rad] within half a turn."""
    return (angle + np.pi) % (2 * np.pi) - np.pi


def counted(local: np.ndarray, size: tuple[float, float, float]) -> np.ndarray:
    """Return which points (N, 3) [m], box frame, lie in the box and are no ground, bool (N,)."""
    return (np.abs(local) <= np.array(size) / 2).all(axis=1) & (local[:, 2] > FLOOR - size[2] / 2)


def cells(points: np.ndarray, device: str) -> np.ndarray:
    """Return the cell of azimuth and elevation of each point (N, 3) [m], sensor frame, int64 (N, 2)."""
    angles = np.arctan2(points[:, 1:], np.stack([points[:, 0], np.hypot(points[:, 0], points[:, 1])], axis=1))
    return np.floor(angles / CELL[device]).astype(np.int64)
