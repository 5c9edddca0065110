"""Sensors: a frozen description of a device whose one method is its physics."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from pydantic import Field

from avsynth.contracts.perception import Ball, Sighting, aimed, fan, seen_by
from avsynth.contracts.tracer import Tracer
from avsynth.core.config import Config
from avsynth.core.frames import Pose
from avsynth.core.registry import Registry
from avsynth.core.seed import Stream
from avsynth.core.units import Angle, Length
from avsynth.datatypes.calibration import Calibration
from avsynth.datatypes.measurement import Measurement
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene


class Mount(Config):
    """Where a sensor sits on the ego: `ego_from_sensor` by its numbers, or by a matrix where exactness matters."""

    x: Length = Field(0.0, description="Forward of the rear axle [m].")
    y: Length = Field(0.0, description="Left of the middle [m].")
    z: Length = Field(0.0, description="Above the ground [m].")
    yaw: Angle = Field(0.0, description="Turn to the left [rad].")
    pitch: Angle = Field(0.0, description="Turn downwards [rad].")
    roll: Angle = Field(0.0, description="Turn clockwise seen from behind [rad].")
    rotation: tuple[tuple[float, float, float], ...] | None = Field(
        None, description="Rotation matrix (3, 3) instead of the three angles [1]."
    )

    @property
    def ego_from_sensor(self) -> Pose:
        """The pose of the sensor frame in the ego frame."""
        if self.rotation is not None:
            return Pose(self.rotation, (self.x, self.y, self.z))
        return Pose.euler((self.x, self.y, self.z), self.yaw, self.pitch, self.roll)


class Sensor(Config, ABC):
    """A device on the ego. Its fields are its configuration, `sense` is its physics.

    `sense` depends on its arguments only: the same scene and stream give the same bytes. An empty scene gives an empty
    measurement (a camera sees sky).
    """

    kind: str
    name: str = Field(description="Name of this sensor on the rig, unique.", pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    mount: Mount = Field(Mount(), description="Where it sits on the ego, as its calibration says.")
    misaligned: tuple[Angle, Angle, Angle] = Field(
        (0.0, 0.0, 0.0), description="Yaw, pitch, roll by which it is turned unknown to its calibration [rad]."
    )

    @property
    def ego_from_sensor(self) -> Pose:
        """Pose of the sensor frame in the ego frame as it is; `calibration` gives it as it should be."""
        return self.mount.ego_from_sensor @ Pose.euler((0.0, 0.0, 0.0), *self.misaligned)

    @abstractmethod
    def sense(self, scene: Scene, tracer: Tracer, stream: Stream) -> Measurement:
        """Return what the device measures of `scene`; the scene's time is the middle of the sweep or exposure."""

    def look(self, scene: Scene, tracer: Tracer, instance: int) -> Sighting:
        """Return what the device sees of one object, by a few rays and without noise.

        By default rays are spread evenly over the object; a kind that knows its own rays, or where it cannot see, does
        better.
        """
        world_from_sensor = scene.world_from_ego @ self.ego_from_sensor
        direction = self.in_view(fan(world_from_sensor, Ball.around(scene, instance)), world_from_sensor)
        origin = np.broadcast_to(world_from_sensor.translation, direction.shape)
        rays = RayBundle(origin, direction, np.zeros(len(direction)), getattr(self, "range_max", np.inf))
        aim = aimed(tracer, instance, rays)
        seen, hiding = seen_by(scene, tracer, instance, aim)
        return Sighting(seen / aim.alone if aim.alone else 0.0, hidden_by=hiding)

    def in_view(self, direction: np.ndarray, world_from_sensor: Pose) -> np.ndarray:
        """Return those of some directions (N, 3) [1], world, in which the device looks at all."""
        return direction

    def calibration(self) -> Calibration:
        """Return the mounting (and for cameras the projection) that goes with the data."""
        return Calibration(self.kind, self.mount.ego_from_sensor)

    def time_span(self) -> tuple[float, float]:
        """Return the first and last time offset [s] of its rays, relative to the scene's time."""
        return (0.0, 0.0)


SENSORS: Registry[Sensor] = Registry("sensor", "avsynth.sensors", key="kind")
