"""Reads the frames of format hdf5: the inverse of `exporters._hdf5_layout`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import Calibration, Intrinsics
from avsynth.datatypes.category import Category
from avsynth.datatypes.encounters import Encounters
from avsynth.datatypes.frame import Frame, Provenance
from avsynth.datatypes.label import Box3D, Label, View
from avsynth.datatypes.measurement import CameraImage, Measurement, PointCloud, RadarTargets
from avsynth.exporters._choose import chosen, required
from avsynth.exporters._columns import RADAR_COLUMNS, radar_rows
from avsynth.exporters._hdf5_layout import HDF5_VERSION, KINDS
from avsynth.training._scan import Scan

if TYPE_CHECKING:
    import h5py


def read_hdf5(folder: Path, number: int) -> Scan:
    """Return the frame `number` of a dataset of format hdf5, with the first sensor of each kind."""
    frame = read_frame(folder / f"frames/{number:06d}.h5")
    lidar = required(frame, PointCloud, None, "a training sample")
    camera = required(frame, CameraImage, None, "a training sample")
    radar = chosen(frame, RadarTargets, None)
    nothing = np.empty((0, len(RADAR_COLUMNS)), np.float32)
    return Scan(
        cloud=frame.measurements[lidar],
        rgb=frame.measurements[camera].rgb,
        radar=nothing if radar is None else radar_rows(frame.measurements[radar], frame, radar),
        labels=frame.labels,
        world_from_ego=frame.world_from_ego,
        lidar=lidar,
        camera=camera,
        lidar_calibration=frame.calibrations[lidar],
        camera_calibration=frame.calibrations[camera],
    )


def read_frame(path: Path) -> Frame:
    """Return everything that a frame's HDF5 file holds."""
    import h5py  # 0.1 s of start-up that other uses of the package should not pay

    with h5py.File(path, "r") as file:
        version = file.attrs.get("layout_version")
        if version != HDF5_VERSION:
            raise ValueError(f"its layout is version {version}, this avsynth reads version {HDF5_VERSION}")
        return _frame(file)


def _frame(file: h5py.File) -> Frame:
    sensors = json.loads(file.attrs["sensors"])
    return Frame(
        index=int(file.attrs["index"]),
        time=float(file.attrs["time"]),
        world_from_ego=Pose.from_matrix(file["world_from_ego"][:]),
        measurements={name: _measurement(file["measurements"][name]) for name in sensors},
        calibrations={name: _calibration(file["calibrations"][name]) for name in sensors},
        labels=_labels(file["labels"], sensors),
        provenance=Provenance(**json.loads(file.attrs["provenance"])),
        rig=json.loads(file.attrs["rig"]),
        ego_velocity=file["ego_velocity"][:] if "ego_velocity" in file else None,
        ego_angular_velocity=file["ego_angular_velocity"][:] if "ego_angular_velocity" in file else None,
        ego_id=int(file.attrs["ego_id"]),
        encounters=Encounters(**{name: array[:] for name, array in file["encounters"].items()}),
    )


def _measurement(group: h5py.Group) -> Measurement:
    kind = {word: kind for kind, word in KINDS.items()}[group.attrs["kind"].decode()]
    return kind(**{name: group[name][:] for name in kind.__slots__})


def _calibration(group: h5py.Group) -> Calibration:
    intrinsics = None
    if "intrinsics" in group:
        image = group["intrinsics"]
        intrinsics = Intrinsics(image[:], int(image.attrs["width"]), int(image.attrs["height"]))
    return Calibration(group.attrs["kind"].decode(), Pose.from_matrix(group["ego_from_sensor"][:]), intrinsics)


def _labels(group: h5py.Group, sensors: list[str]) -> tuple[Label, ...]:
    rows = {name: group[name][:] for name in ("id", "name", "category", "world_from_box", "size", "velocity")}
    points = {name: group["points"][name][:] for name in sensors if name in group.get("points", ())}
    views = {name: _views(group["views"][name]) for name in sensors if name in group.get("views", ())}
    return tuple(
        Label(
            id=int(rows["id"][k]),
            name=rows["name"][k].decode(),
            category=Category(rows["category"][k]),
            box=Box3D(Pose.from_matrix(rows["world_from_box"][k]), rows["size"][k], rows["velocity"][k]),
            views={name: found[k] for name, found in views.items() if k in found},
            points={name: int(counts[k]) for name, counts in points.items()},
        )
        for k in range(len(rows["id"]))
    )


def _views(group: h5py.Group) -> dict[int, View]:
    """Return the views of one camera by the number of the label they belong to."""
    rows = {name: group[name][:] for name in ("row", "amodal", "visible", "truncation", "visibility", "pixels")}
    return {
        int(row): View(
            amodal=rows["amodal"][k],
            visible=None if np.isnan(rows["visible"][k]).any() else rows["visible"][k],
            truncation=float(rows["truncation"][k]),
            visibility=float(rows["visibility"][k]),
            pixels=int(rows["pixels"][k]),
        )
        for k, row in enumerate(rows["row"])
    }
