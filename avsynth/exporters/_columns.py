"""Points and targets as the columns of flat binary files, little-endian."""

from __future__ import annotations

import numpy as np

from avsynth.core.errors import DatasetError
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import PointCloud, RadarTargets

#: One record a point beside the sweep: time [s] relative to the frame's time, and ring (0 = highest beam).
POINT_EXTRA = np.dtype([("time", "<f4"), ("ring", "<u2")])

#: Columns of a radar file, float32.
RADAR_COLUMNS = ("x", "y", "z", "rcs_dbsm", "v_r", "v_r_compensated", "snr_db")

#: Bits of a point's label that hold its category; the bits above hold its id + 1.
CATEGORY_BITS = 16


def point_rows(cloud: PointCloud) -> np.ndarray:
    """Return x, y, z [m] and intensity [1], float32 (N, 4), sensor frame."""
    return np.column_stack([cloud.xyz, cloud.intensity]).astype("<f4")


def point_labels(cloud: PointCloud) -> np.ndarray:
    """Return category + 2¹⁶ (id + 1), uint32 (N,); the upper half is 0 for points of no object."""
    if len(cloud) and cloud.instance.max() >= 2**CATEGORY_BITS - 1:
        raise DatasetError(f"object id {cloud.instance.max()} does not fit a point label; the largest is 65534")
    return (cloud.category.astype("<u4") | ((cloud.instance + 1).astype("<u4") << CATEGORY_BITS)).astype("<u4")


def split_labels(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return category, uint8 (N,), and id, int32 (N,), −1 for none, of `point_labels`."""
    category = (labels & (2**CATEGORY_BITS - 1)).astype(np.uint8)
    return category, (labels >> CATEGORY_BITS).astype(np.int32) - 1


def point_extra(cloud: PointCloud) -> np.ndarray:
    """Return time and ring of each point, records (N,) of `POINT_EXTRA`."""
    extra = np.empty(len(cloud), POINT_EXTRA)
    extra["time"], extra["ring"] = cloud.time_offset, cloud.ring
    return extra


def radar_rows(targets: RadarTargets, frame: Frame, name: str) -> np.ndarray:
    """Return `RADAR_COLUMNS` of each target, float32 (N, 7), sensor frame of the radar `name`.

    The compensated velocity is what a radar standing still would have measured: v_r + u·v, with u the direction to the
    target and v the velocity of the sensor. It is NaN where the frame does not know the ego's velocity.
    """
    xyz = targets.xyz.astype(np.float64)
    direction = xyz / np.maximum(targets.range, np.finfo(np.float32).tiny)[:, None]
    compensated = targets.radial_velocity + direction @ sensor_velocity(frame, name)
    decibel = [10.0 * np.log10(np.maximum(power, np.finfo(np.float32).tiny)) for power in (targets.rcs, targets.snr)]
    return np.column_stack([xyz, decibel[0], targets.radial_velocity, compensated, decibel[1]]).astype("<f4")


def sensor_velocity(frame: Frame, name: str) -> np.ndarray:
    """Return the velocity over ground of the sensor `name`, float64 (3,) [m/s], in its own frame; NaN if not known."""
    if frame.ego_velocity is None or frame.ego_angular_velocity is None:
        return np.full(3, np.nan)
    world_from_sensor = frame.world_from_ego @ frame.calibrations[name].ego_from_sensor
    lever = world_from_sensor.translation - frame.world_from_ego.translation
    velocity = frame.ego_velocity + np.cross(frame.ego_angular_velocity, lever)
    return velocity @ world_from_sensor.rotation
