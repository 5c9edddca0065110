"""A colour camera with an ideal pinhole: rays through pixel centres, lit by sun and sky, developed as a real sensor would."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.sensor import SENSORS, Sensor
from avsynth.contracts.tracer import Tracer
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Number
from avsynth.datatypes.calibration import Calibration, Intrinsics
from avsynth.datatypes.measurement import CameraImage
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene


@SENSORS.register
class CameraPinhole(Sensor):
    """A colour camera; its defaults are KITTI's rectified left colour camera (P2)."""

    kind: Literal["camera_pinhole"] = "camera_pinhole"
    width: int = Field(1242, gt=0, description="Image width [px].")
    height: int = Field(375, gt=0, description="Image height [px].")
    fx: Number = Field(721.5377, gt=0, description="Focal length along image x [px].")
    fy: Number = Field(721.5377, gt=0, description="Focal length along image y [px].")
    cx: Number = Field(609.5593, description="Principal point, x [px]; pixel centres at whole numbers.")
    cy: Number = Field(172.854, description="Principal point, y [px].")
    range_max: Length = Field(1000.0, gt=0, description="Farthest surface that is drawn [m].")

    def calibration(self) -> Calibration:
        """Return the mounting and the projection."""
        matrix = np.array([[self.fx, 0.0, self.cx], [0.0, self.fy, self.cy], [0.0, 0.0, 1.0]])
        return Calibration(self.kind, self.mount.ego_from_sensor, Intrinsics(matrix, self.width, self.height))

    def sense(self, scene: Scene, tracer: Tracer, stream: Stream) -> CameraImage:
        """Return the picture, and what each pixel centre looks at."""
        world_from_sensor = scene.world_from_ego @ self.mount.ego_from_sensor
        v, u = np.mgrid[0 : self.height, 0 : self.width]
        sensor = np.stack([np.ones(u.shape), (self.cx - u) / self.fx, (self.cy - v) / self.fy], -1).reshape(-1, 3)
        length = np.linalg.norm(sensor, axis=1)
        direction = world_from_sensor.directions(sensor / length[:, None])
        origin = np.broadcast_to(world_from_sensor.translation, direction.shape)
        hits = tracer.closest_hits(RayBundle(origin, direction, np.zeros(len(direction)), self.range_max))
        colour = np.where(hits.met[:, None], tracer.materials.colour[hits.material], 1.0)
        colour = colour * np.where(hits.met, 0.3 + 0.7 * np.abs(hits.normal @ np.array([0.3, 0.5, 0.81])), 1.0)[:, None]
        shape = (self.height, self.width)
        return CameraImage(
            rgb=(255.0 * np.clip(colour, 0.0, 1.0) ** 0.4545).astype(np.uint8).reshape(*shape, 3),
            depth=(hits.range / length).reshape(shape),
            instance=hits.instance.reshape(shape),
            category=hits.category.reshape(shape),
        )
