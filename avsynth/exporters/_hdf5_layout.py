"""The layout of a frame's HDF5 file, written here and nowhere else; `README` describes it to people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from avsynth.datatypes.frame import Frame
from avsynth.datatypes.label import Label, View
from avsynth.datatypes.measurement import CameraImage, Measurement, PointCloud, RadarTargets

if TYPE_CHECKING:
    import h5py

#: Version of the layout; a change that breaks readers raises it.
HDF5_VERSION = 1

#: What `kind` says of each measurement.
KINDS = {PointCloud: "point_cloud", RadarTargets: "radar_targets", CameraImage: "camera_image"}

#: Largest edge of a chunk, so that a part of an image or sweep can be read alone.
CHUNK = 16384

README = """\
A synthetic dataset made by avsynth: one HDF5 file a frame, frames/NNNNNN.h5; splits/*.txt list frames by scenario.
manifest.json holds version, scene, seed, and weight and sha256 of every file; scenarios/ every drawn number;
criticality.jsonl what each encounter with the ego came to.
x forward, y left, z up; metres, seconds, radians. Poses are 4x4 matrices named parent_from_child.

/                        attributes: layout, layout_version, index, time, ego_id, provenance, rig, sensors (JSON)
/world_from_ego          float64 (4, 4); ego_velocity, ego_angular_velocity float64 (3,) where known
/measurements/NAME       attribute kind; the arrays of the measurement, by the names of avsynth's data types
    point_cloud          xyz intensity time_offset ring instance category
    radar_targets        range azimuth elevation radial_velocity rcs snr instance category
    camera_image         rgb depth instance category
/calibrations/NAME       attribute kind; ego_from_sensor; for cameras intrinsics, with attributes width and height
/labels                  one row an object: id, name, category, world_from_box (N, 4, 4), size, velocity
/labels/points           for each LiDAR and radar the points on each object, int64 (N,)
/encounters              one row a pair of road users: first, second (ids), distance, gap_along, lateral_gap [m], ttc,
                         ttc_along, thw [s], drac [m/s2], btn [1], rss_long, rss_lat [m]; inf where it never happens
/labels/views/CAMERA     row (which object), amodal, visible (NaN: no pixel), truncation, visibility, pixels
"""


def write_frame(file: h5py.File, frame: Frame, compression: int) -> None:
    """Write all of `frame` into the open `file`, arrays compressed by zlib at level `compression`."""
    file.attrs["layout"], file.attrs["layout_version"] = "avsynth frame", HDF5_VERSION
    file.attrs["index"], file.attrs["time"], file.attrs["ego_id"] = frame.index, frame.time, frame.ego_id
    provenance = {name: getattr(frame.provenance, name) for name in frame.provenance.__slots__}
    file.attrs["provenance"] = np.bytes_(json.dumps(provenance).encode())
    file.attrs["rig"] = np.bytes_(json.dumps(_plain(frame.rig)).encode())
    file.attrs["sensors"] = np.bytes_(json.dumps(list(frame.measurements)).encode())
    file["world_from_ego"] = frame.world_from_ego.matrix
    motion = {"ego_velocity": frame.ego_velocity, "ego_angular_velocity": frame.ego_angular_velocity}
    _write_arrays(file, {name: array for name, array in motion.items() if array is not None}, compression)
    for name, measurement in frame.measurements.items():
        _write_measurement(file.create_group(f"measurements/{name}"), measurement, compression)
    _write_calibrations(file.create_group("calibrations"), frame)
    _write_labels(file.create_group("labels"), frame, compression)
    pairs = {name: getattr(frame.encounters, name) for name in frame.encounters.__slots__}
    _write_arrays(file.create_group("encounters"), pairs, compression)


def _write_measurement(group: h5py.Group, measurement: Measurement, compression: int) -> None:
    group.attrs["kind"] = np.bytes_(KINDS[type(measurement)])
    _write_arrays(group, {name: getattr(measurement, name) for name in measurement.__slots__}, compression)


def _write_calibrations(group: h5py.Group, frame: Frame) -> None:
    for name, calibration in frame.calibrations.items():
        place = group.create_group(name)
        place.attrs["kind"] = np.bytes_(calibration.kind)
        place["ego_from_sensor"] = calibration.ego_from_sensor.matrix
        if calibration.intrinsics is not None:
            place["intrinsics"] = calibration.intrinsics.matrix
            place["intrinsics"].attrs["width"] = calibration.intrinsics.width
            place["intrinsics"].attrs["height"] = calibration.intrinsics.height


def _write_labels(group: h5py.Group, frame: Frame, compression: int) -> None:
    _write_arrays(group, label_arrays(frame.labels), compression)
    for name, calibration in frame.calibrations.items():
        if calibration.intrinsics is not None:
            _write_arrays(group.create_group(f"views/{name}"), view_arrays(frame.labels, name), compression)
        else:
            counts = np.array([label.points.get(name, 0) for label in frame.labels], dtype=np.int64)
            _write_arrays(group.require_group("points"), {name: counts}, compression)


def label_arrays(labels: tuple[Label, ...]) -> dict[str, np.ndarray]:
    """Return the labels as arrays with one row an object."""
    names = [label.name.encode() for label in labels]
    return {
        "id": np.array([label.id for label in labels], dtype=np.int64),
        "name": np.array(names, dtype=f"S{max(map(len, names), default=1)}"),
        "category": np.array([label.category for label in labels], dtype=np.uint8),
        "world_from_box": np.array([label.box.world_from_box.matrix for label in labels]).reshape(-1, 4, 4),
        "size": np.array([label.box.size for label in labels]).reshape(-1, 3),
        "velocity": np.array([label.box.velocity for label in labels]).reshape(-1, 3),
    }


def view_arrays(labels: tuple[Label, ...], camera: str) -> dict[str, np.ndarray]:
    """Return the views of one camera as arrays with one row a view; `row` says which label each belongs to."""
    views: list[tuple[int, View]] = [
        (k, label.views[camera]) for k, label in enumerate(labels) if camera in label.views
    ]
    nothing = np.full(4, np.nan)
    return {
        "row": np.array([k for k, _ in views], dtype=np.int64),
        "amodal": np.array([view.amodal for _, view in views]).reshape(-1, 4),
        "visible": np.array([nothing if view.visible is None else view.visible for _, view in views]).reshape(-1, 4),
        "truncation": np.array([view.truncation for _, view in views], dtype=np.float64),
        "visibility": np.array([view.visibility for _, view in views], dtype=np.float64),
        "pixels": np.array([view.pixels for _, view in views], dtype=np.int64),
    }


def _write_arrays(group: h5py.Group, arrays: Mapping[str, np.ndarray], compression: int) -> None:
    """Write `arrays`, chunked, shuffled and compressed where there is anything to compress; no time stamps."""
    for name, array in arrays.items():
        packing = {}
        if array.size:
            chunks = tuple(min(edge, CHUNK) for edge in array.shape)
            packing = {"chunks": chunks, "compression": "gzip", "compression_opts": compression, "shuffle": True}
        group.create_dataset(name, data=array, track_times=False, **packing)


def _plain(value: object) -> object:
    """Return `value` with its arrays as lists, for JSON."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value
