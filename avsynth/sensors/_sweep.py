"""Geometry of a spinning LiDAR: where and when every ray of a revolution leaves the device. No scene, no physics."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.core.arrays import ANY, lock
from avsynth.core.config import Config
from avsynth.core.frames import Pose
from avsynth.core.units import Angle, Length, Time
from avsynth.datatypes.scene import SceneObject

TURN = 2.0 * np.pi


class Beam(Config):
    """One laser of the head."""

    elevation: Angle = Field(description="Upwards from the plane of the spin [rad].")
    azimuth: Angle = Field(0.0, description="Offset against the heading of the head, to the left [rad].")
    up: Length = Field(0.0, description="Optical origin above the sensor origin, across the beam [m].")
    left: Length = Field(0.0, description="Optical origin left of the axis of the spin [m].")
    delay: Time = Field(0.0, description="Fires this long after the first laser of its column [s].")


class HiddenSector(Config):
    """Something of the vehicle that stands in the way of the beams, near the sensor."""

    start: Angle = Field(description="First azimuth, counter-clockwise from ahead [rad].")
    end: Angle = Field(description="Last azimuth, counter-clockwise from the first [rad].")
    below: Angle = Field(description="Its upper edge, as elevation from the sensor [rad].")
    above: Angle = Field(-np.pi / 2, description="Its lower edge, as elevation from the sensor [rad].")
    distance: Length = Field(1.0, gt=0, description="From the sensor origin [m]; lasers beside it see it elsewhere.")


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """All rays of one revolution, as fired; the scene's time is when the head looks ahead.

    Parameters
    ----------
    origin, direction : float64 (N, 3) [m], [1], sensor frame when the ray leaves
    time_offset : float64 (N,) [s]
    laser : int32 (N,)
        Number of the beam in the preset.
    ring : uint16 (N,)
        0 is the highest beam.
    """

    origin: np.ndarray
    direction: np.ndarray
    time_offset: np.ndarray
    laser: np.ndarray
    ring: np.ndarray

    def __post_init__(self) -> None:
        count = len(self.origin)
        lock(
            self,
            origin=(np.float64, (ANY, 3)),
            direction=(np.float64, (count, 3)),
            time_offset=(np.float64, (count,)),
            laser=(np.int32, (count,)),
            ring=(np.uint16, (count,)),
        )

    def __len__(self) -> int:
        return len(self.origin)

    def at(self, chosen: np.ndarray) -> Sweep:
        """Return the rays with the numbers `chosen`."""
        return Sweep(*(getattr(self, name)[chosen] for name in self.__slots__))


@lru_cache(maxsize=8)
def sweep(
    beams: tuple[Beam, ...],
    azimuth_steps: tuple[float, ...],
    rate: float,
    spin: Literal["left", "right"],
    hidden: tuple[HiddenSector, ...] = (),
) -> Sweep:
    """Return the rays of one revolution that starts and ends looking back, column by column, less the hidden ones.

    Parameters
    ----------
    azimuth_steps : tuple of float [rad]
        Turn from one firing to the next, repeated until the revolution is full.
    rate : float [Hz]
    spin : "left" (counter-clockwise seen from above) or "right"
    """
    turned = firing_angles(azimuth_steps)  # (K,)
    laser, column = (grid.ravel() for grid in np.meshgrid(np.arange(len(beams)), np.arange(len(turned))))
    azimuth, elevation, up, left, delay = np.array([[b.azimuth, b.elevation, b.up, b.left, b.delay] for b in beams]).T
    heading = (turned if spin == "left" else -turned)[column] + azimuth[laser]
    forward, sideways, upward = _triad(heading, elevation[laser])
    origin = up[laser, None] * upward + left[laser, None] * sideways
    free = ~is_hidden(origin, forward, hidden)
    return Sweep(
        origin=origin[free],
        direction=forward[free],
        time_offset=(turned[column] / (TURN * rate) + delay[laser])[free],
        laser=laser[free],
        ring=ring_of(elevation)[laser[free]],
    )


def is_hidden(origin: np.ndarray, direction: np.ndarray, hidden: tuple[HiddenSector, ...]) -> np.ndarray:
    """Return which rays, origin and direction (N, 3) [m], [1], sensor frame, the vehicle itself stops, bool (N,)."""
    lost = np.zeros(len(origin), bool)
    for sector in hidden:
        x, y, z = (origin + sector.distance * direction).T
        azimuth, elevation = np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))
        within = np.mod(azimuth - sector.start, TURN) <= np.mod(sector.end - sector.start, TURN)
        lost |= within & (elevation < sector.below) & (elevation > sector.above)
    return lost


def firing_angles(azimuth_steps: tuple[float, ...]) -> np.ndarray:
    """Return how far the head has turned past straight ahead at each firing [rad], −π up to π, float64 (K,)."""
    repeats = int(np.ceil(TURN / sum(azimuth_steps))) + 1
    turned = np.concatenate([[0.0], np.cumsum(np.tile(azimuth_steps, repeats))])
    return turned[turned < TURN - min(azimuth_steps) / 2] - np.pi


def ring_of(elevation: np.ndarray) -> np.ndarray:
    """Return the ring of each beam, uint16 (B,): 0 for the highest."""
    ring = np.empty(len(elevation), np.uint16)
    ring[np.argsort(-elevation, kind="stable")] = np.arange(len(elevation))
    return ring


def _triad(heading: np.ndarray, elevation: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the unit vectors along each beam, to its left and up across it, float64 (N, 3) each, sensor frame."""
    ch, sh, ce, se = np.cos(heading), np.sin(heading), np.cos(elevation), np.sin(elevation)
    zero = np.zeros_like(ch)
    forward = np.stack([ce * ch, ce * sh, se], -1)
    return forward, np.stack([-sh, ch, zero], -1), np.stack([-se * ch, -se * sh, ce], -1)


def carried(ego: SceneObject, world_from_sensor: Pose, sweep: Sweep) -> tuple[np.ndarray, np.ndarray]:
    """Return origins and directions (N, 3) [m], [1], world, of all rays, each from where the ego is at its time."""
    time = sweep.time_offset[:, None]
    pivot = ego.world_from_object.translation
    origin = world_from_sensor.points(sweep.origin) - pivot
    direction = world_from_sensor.directions(sweep.direction)
    if np.any(ego.angular_velocity):
        origin, direction = (_turned(vectors, ego.angular_velocity, time) for vectors in (origin, direction))
    return origin + pivot + ego.velocity * time, direction


def _turned(vectors: np.ndarray, angular_velocity: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Return `vectors` (N, 3) turned at `angular_velocity` (3,) [rad/s] for `time` (N, 1) [s] (Rodrigues)."""
    speed = np.linalg.norm(angular_velocity)
    axis, angle = angular_velocity / speed, speed * time
    along = (vectors @ axis)[:, None] * axis
    return vectors * np.cos(angle) + np.cross(axis, vectors) * np.sin(angle) + along * (1.0 - np.cos(angle))
