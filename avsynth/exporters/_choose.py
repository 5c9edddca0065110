"""Which sensor of a frame goes into a format that has room for one of each kind."""

from __future__ import annotations

from typing import TypeVar

from avsynth.core.errors import DatasetError, did_you_mean
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import CameraImage, PointCloud, RadarTargets

Kind = TypeVar("Kind", PointCloud, RadarTargets, CameraImage)

#: What a user calls each kind of measurement.
WORDS = {PointCloud: "LiDAR", RadarTargets: "radar", CameraImage: "camera"}


def chosen(frame: Frame, kind: type[Kind], name: str | None) -> str | None:
    """Return `name` if it is a sensor of `kind`; without a name the first of that kind, None if there is none."""
    names = [key for key, measurement in frame.measurements.items() if isinstance(measurement, kind)]
    if name is None:
        return names[0] if names else None
    if name not in names:
        known = ", ".join(names) or "none"
        raise DatasetError(f"no {WORDS[kind]} named {name!r} on the rig{did_you_mean(name, names)}; it has: {known}")
    return name


def required(frame: Frame, kind: type[Kind], name: str | None, what: str) -> str:
    """Return the sensor of `chosen`; raise DatasetError, saying that `what` needs one, if there is none."""
    found = chosen(frame, kind, name)
    if found is None:
        rig = ", ".join(frame.measurements) or "nothing"
        raise DatasetError(f"{what} needs a {WORDS[kind]}, but the rig carries {rig}; add one, or choose format hdf5")
    return found
