"""Where a sensor sits and how a camera projects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.core.arrays import lock
from avsynth.core.frames import Pose, turned

#: Takes sensor axes (x forward, y left, z up) to image axes (x right, y down, z forward).
OPTICAL_FROM_SENSOR = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, -1.0], [1.0, 0.0, 0.0]])


@dataclass(frozen=True, slots=True, eq=False)
class Intrinsics:
    """An ideal pinhole: `matrix` float64 (3, 3) [px], `width` and `height` [px]; pixel centres at whole numbers."""

    matrix: np.ndarray
    width: int
    height: int

    def __post_init__(self) -> None:
        lock(self, matrix=(np.float64, (3, 3)))

    def project(self, points: np.ndarray) -> np.ndarray:
        """Return pixels (N, 2) [px] of `points` (N, 3) [m], sensor frame, which must lie in front (x > 0)."""
        homogeneous = turned(points, self.matrix @ OPTICAL_FROM_SENSOR)
        return homogeneous[:, :2] / homogeneous[:, 2:]


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Mounting of a sensor on the ego, and intrinsics if it is a camera."""

    kind: str
    ego_from_sensor: Pose
    intrinsics: Intrinsics | None = None
