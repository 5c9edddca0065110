"""What sensors deliver. Every point, pixel and target carries the id and category of what it came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.core.arrays import ANY, lock


@dataclass(frozen=True, slots=True, eq=False)
class PointCloud:
    """One sweep of a LiDAR, in the order in which the device's files hold it.

    Parameters
    ----------
    xyz : float32 (N, 3) [m], sensor frame
    intensity : float32 (N,) [1]
        0..1, after the device's transfer function.
    time_offset : float32 (N,) [s]
        When the point was measured, relative to the time of the frame.
    ring : uint16 (N,)
        Beam, 0 the highest.
    instance : int32 (N,)
    category : uint8 (N,)
    """

    xyz: np.ndarray
    intensity: np.ndarray
    time_offset: np.ndarray
    ring: np.ndarray
    instance: np.ndarray
    category: np.ndarray

    def __post_init__(self) -> None:
        count = len(self.xyz)
        lock(
            self,
            xyz=(np.float32, (ANY, 3)),
            intensity=(np.float32, (count,)),
            time_offset=(np.float32, (count,)),
            ring=(np.uint16, (count,)),
            instance=(np.int32, (count,)),
            category=(np.uint8, (count,)),
        )

    def __len__(self) -> int:
        return len(self.xyz)


@dataclass(frozen=True, slots=True, eq=False)
class RadarTargets:
    """Detections of one radar cycle.

    Parameters
    ----------
    range : float32 (N,) [m]
    azimuth, elevation : float32 (N,) [rad], sensor frame
        Azimuth positive to the left, elevation positive up.
    radial_velocity : float32 (N,) [m/s]
        Rate of change of range, as measured from the moving sensor: positive = away.
    rcs : float32 (N,) [m²]
        Radar cross section.
    snr : float32 (N,) [1]
        Signal to noise power ratio, linear.
    instance : int32 (N,)
    category : uint8 (N,)
    """

    range: np.ndarray
    azimuth: np.ndarray
    elevation: np.ndarray
    radial_velocity: np.ndarray
    rcs: np.ndarray
    snr: np.ndarray
    instance: np.ndarray
    category: np.ndarray

    def __post_init__(self) -> None:
        count = len(self.range)
        floats = ("range", "azimuth", "elevation", "radial_velocity", "rcs", "snr")
        lock(
            self,
            instance=(np.int32, (count,)),
            category=(np.uint8, (count,)),
            **dict.fromkeys(floats, (np.float32, (count,))),
        )

    def __len__(self) -> int:
        return len(self.range)

    @property
    def xyz(self) -> np.ndarray:
        """Positions, float32 (N, 3) [m], sensor frame."""
        flat = self.range * np.cos(self.elevation)
        return np.column_stack(
            [flat * np.cos(self.azimuth), flat * np.sin(self.azimuth), self.range * np.sin(self.elevation)]
        ).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class CameraImage:
    """One picture, with what each pixel centre looks at.

    Parameters
    ----------
    rgb : uint8 (H, W, 3)
        sRGB.
    depth : float32 (H, W) [m]
        Along sensor x; inf = sky.
    instance : int32 (H, W)
        −1 = sky.
    category : uint8 (H, W)
    """

    rgb: np.ndarray
    depth: np.ndarray
    instance: np.ndarray
    category: np.ndarray

    def __post_init__(self) -> None:
        shape = self.rgb.shape[:2]
        lock(
            self,
            rgb=(np.uint8, (*shape, 3)),
            depth=(np.float32, shape),
            instance=(np.int32, shape),
            category=(np.uint8, shape),
        )


Measurement = PointCloud | RadarTargets | CameraImage
