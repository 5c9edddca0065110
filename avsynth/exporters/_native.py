"""The native document of a frame: all labels of all sensors, calibrations and origin, as plain values for JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import Calibration
from avsynth.datatypes.encounters import MEASURES, Encounters
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.label import Label, View

#: Version of the document's layout; a change that breaks readers raises it.
NATIVE_VERSION = 1


def native_json(frame: Frame, files: Mapping[str, str | None]) -> bytes:
    """Return the native document of `frame` as JSON text; numbers are written so that they read back unchanged."""
    return (json.dumps(native(frame, files), indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def native(frame: Frame, files: Mapping[str, str | None]) -> dict:
    """Return the native document: lengths [m], velocities [m/s], image boxes left, top, right, bottom [px].

    `files` says which sensor fills which folder, such as ``{"image_2": "camera"}``.
    """
    return {
        "native_version": NATIVE_VERSION,
        "files": dict(files),
        "index": frame.index,
        "time": frame.time,
        "world_from_ego": _pose(frame.world_from_ego),
        "ego_velocity": _vector(frame.ego_velocity),
        "ego_angular_velocity": _vector(frame.ego_angular_velocity),
        "provenance": {name: getattr(frame.provenance, name) for name in frame.provenance.__slots__},
        "calibrations": {name: _calibration(calibration) for name, calibration in frame.calibrations.items()},
        "labels": [_label(label) for label in frame.labels],
        "ego_id": frame.ego_id,
        "encounters": _encounters(frame.encounters),
    }


def _encounters(encounters: Encounters) -> list[dict]:
    """Return one record a pair; None where a value is infinite."""
    columns = {name: getattr(encounters, name).tolist() for name in ("first", "second", *MEASURES)}
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    return [{name: value if np.isfinite(value) else None for name, value in row.items()} for row in rows]


def _pose(pose: Pose) -> list[list[float]]:
    return pose.matrix.tolist()


def _vector(vector: np.ndarray | None) -> list[float] | None:
    return None if vector is None else np.asarray(vector).tolist()


def _calibration(calibration: Calibration) -> dict:
    document = {"kind": calibration.kind, "ego_from_sensor": _pose(calibration.ego_from_sensor)}
    if calibration.intrinsics is None:
        return document
    intrinsics = calibration.intrinsics
    image = {"matrix": intrinsics.matrix.tolist(), "width": intrinsics.width, "height": intrinsics.height}
    return document | {"intrinsics": image}


def _label(label: Label) -> dict:
    return {
        "id": label.id,
        "name": label.name,
        "category": label.category.word,
        "world_from_box": _pose(label.box.world_from_box),
        "size": label.box.size.tolist(),
        "velocity": label.box.velocity.tolist(),
        "views": {name: _view(view) for name, view in label.views.items()},
        "points": dict(label.points),
    }


def _view(view: View) -> dict:
    return {
        "amodal": view.amodal.tolist(),
        "visible": _vector(view.visible),
        "truncation": view.truncation,
        "visibility": view.visibility,
        "pixels": view.pixels,
    }
