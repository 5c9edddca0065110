"""KITTI's object benchmark as its readers demand it; radar, point labels and all native labels stand beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.catalog.kitti_calibration import rectified_from_velodyne
from avsynth.contracts.exporter import EXPORTERS, Exporter, FrameRecord
from avsynth.core.errors import DatasetError
from avsynth.core.frames import Pose
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import CameraImage, PointCloud, RadarTargets
from avsynth.exporters._choose import chosen, required
from avsynth.exporters._columns import point_extra, point_labels, point_rows, radar_rows
from avsynth.exporters._kitti_calibration import calibration_text, kitti_calibration
from avsynth.exporters._kitti_labels import Rules, label_text
from avsynth.exporters._kitti_readme import readme
from avsynth.exporters._native import native_json
from avsynth.exporters._splits import split

#: Some readers refuse ids from 007481 on, the number of training frames of the benchmark.
LAST_NUMBER = 7480

#: zlib level of the images: a third of the time of level 6 for about a tenth more bytes.
PNG_LEVEL = 3


@EXPORTERS.register
class Kitti(Exporter):
    """KITTI object folders that public readers and the benchmark's evaluation take as they are."""

    format: Literal["kitti"] = "kitti"
    camera: str | None = Field(None, description="Camera that becomes image_2; by default the rig's first.")
    lidar: str | None = Field(None, description="LiDAR that becomes velodyne; by default the rig's first.")
    radar: str | None = Field(None, description="Radar that becomes radar; by default the rig's first.")
    fully_visible: float = Field(0.85, ge=0, le=1, description="Visibility from which occlusion is 0 [1].")
    partly_visible: float = Field(0.5, ge=0, le=1, description="Visibility from which it is 1, below 2 [1].")
    minimum_visibility: float = Field(0.1, ge=0, le=1, description="Objects seen less become DontCare [1].")
    maximum_truncation: float = Field(
        0.9, ge=0, le=1, description="Objects more outside the image become DontCare [1]."
    )
    minimum_height: float = Field(16.0, ge=0, description="Objects lower in the image become DontCare [px].")
    minimum_points: int = Field(1, ge=0, description="Objects with fewer LiDAR points become DontCare [1].")

    def frame_files(self, frame: Frame, number: int) -> Iterator[tuple[str, bytes]]:
        """Yield sweep, image, calibration, label rows, and what stands beside them."""
        if number > LAST_NUMBER:
            raise DatasetError(
                f"frame number {number} is above {LAST_NUMBER}, the last that KITTI readers accept; "
                "make several datasets of fewer frames, or choose format hdf5"
            )
        lidar = required(frame, PointCloud, self.lidar, "format kitti")
        camera = required(frame, CameraImage, self.camera, "format kitti")
        radar = chosen(frame, RadarTargets, self.radar)
        name = f"{number:06d}"
        cloud, rows = frame.measurements[lidar], kitti_calibration(frame, camera, lidar)
        yield f"training/velodyne/{name}.bin", point_rows(cloud).tobytes()
        yield f"training/image_2/{name}.png", png(frame.measurements[camera].rgb)
        yield f"training/calib/{name}.txt", calibration_text(rows)
        yield f"training/label_2/{name}.txt", self._labels(frame, camera, lidar, rectified_from_velodyne(rows))
        yield f"training/velodyne_labels/{name}.label", point_labels(cloud).tobytes()
        yield f"training/velodyne_extra/{name}.bin", point_extra(cloud).tobytes()
        if radar is not None:
            yield f"training/radar/{name}.bin", radar_rows(frame.measurements[radar], frame, radar).tobytes()
        yield (
            f"training/labels_native/{name}.json",
            native_json(frame, {"velodyne": lidar, "image_2": camera, "radar": radar}),
        )

    def dataset_files(self, records: Sequence[FrameRecord]) -> Iterator[tuple[str, bytes]]:
        """Yield the lists of splits and a description of the folder."""
        for name, numbers in split(records).items():
            yield f"ImageSets/{name}.txt", "".join(f"{number:06d}\n" for number in numbers).encode()
        yield "README.txt", readme(self._rules()).encode()

    def _rules(self) -> Rules:
        return Rules(**{name: getattr(self, name) for name in Rules.__slots__})

    def _labels(self, frame: Frame, camera: str, lidar: str, rectified_from_lidar: Pose) -> bytes:
        world_from_lidar = frame.world_from_ego @ frame.calibrations[lidar].ego_from_sensor
        rectified_from_world = rectified_from_lidar @ world_from_lidar.inverse()
        return label_text(frame.labels, camera, lidar, rectified_from_world, self._rules())


def png(rgb: np.ndarray) -> bytes:
    """Return an 8-bit PNG of an sRGB picture uint8 (H, W, 3)."""
    import cv2  # 0.1 s of start-up that listing the exporters should not pay

    done, data = cv2.imencode(".png", rgb[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL])
    if not done:
        raise DatasetError(f"an image of shape {rgb.shape} cannot be written as PNG")
    return data.tobytes()
