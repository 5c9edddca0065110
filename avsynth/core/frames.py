"""Rigid transforms, named ``a_from_b`` so that inner names cancel: ``a_from_c = a_from_b @ b_from_c``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from avsynth.core.arrays import lock, locked

#: Below this angle [rad] a rotation vector is treated by its series, where the closed form divides by zero.
SMALL_ANGLE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """A rigid transform that takes coordinates of frame b to frame a.

    Parameters
    ----------
    rotation : float64 (3, 3) [1]
        Orthonormal, determinant +1.
    translation : float64 (3,) [m]
        Origin of b in a.
    """

    rotation: np.ndarray
    translation: np.ndarray

    def __post_init__(self) -> None:
        lock(self, rotation=(np.float64, (3, 3)), translation=(np.float64, (3,)))

    @classmethod
    def identity(cls) -> Pose:
        """Return the transform that changes nothing."""
        return cls(np.eye(3), np.zeros(3))

    @classmethod
    def planar(cls, x: float, y: float, z: float, yaw: float) -> Pose:
        """Return a pose at (x, y, z) [m] turned by `yaw` [rad] about z."""
        cosine, sine = np.cos(yaw), np.sin(yaw)
        return cls(np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]]), np.array([x, y, z]))

    @classmethod
    def rows(cls, rotations: np.ndarray, translations: np.ndarray) -> list[Self]:
        """Return the poses of rotations (N, 3, 3) and translations (N, 3) [m], which are checked once for all."""
        rotations = locked(rotations, np.float64, (len(rotations), 3, 3), "rotations")
        translations = locked(translations, np.float64, (len(rotations), 3), "translations")
        poses = [object.__new__(cls) for _ in rotations]
        for pose, rotation, translation in zip(poses, rotations, translations, strict=True):
            object.__setattr__(pose, "rotation", rotation)
            object.__setattr__(pose, "translation", translation)
        return poses

    @classmethod
    def upright(cls, places: np.ndarray, yaws: np.ndarray) -> list[Self]:
        """Return the `planar` poses at places (N, 3) [m] with headings (N,) [rad]."""
        cosine, sine = np.cos(yaws), np.sin(yaws)
        rotations = np.zeros((len(yaws), 3, 3))
        rotations[:, 0, 0], rotations[:, 0, 1], rotations[:, 1, 0], rotations[:, 1, 1] = cosine, -sine, sine, cosine
        rotations[:, 2, 2] = 1.0
        return cls.rows(rotations, places)

    @classmethod
    def euler(cls, translation: tuple[float, float, float], yaw: float, pitch: float, roll: float) -> Pose:
        """Return a pose turned by roll about x, pitch about y (positive looks down), then yaw about z [rad]."""
        rotation = (
            rotation_about((0.0, 0.0, 1.0), yaw)
            @ rotation_about((0.0, 1.0, 0.0), pitch)
            @ rotation_about((1.0, 0.0, 0.0), roll)
        )
        return cls(rotation, np.asarray(translation, dtype=np.float64))

    @classmethod
    def from_matrix(cls, matrix: np.ndarray) -> Pose:
        """Return the pose of a (3, 4) or (4, 4) homogeneous matrix."""
        return cls(matrix[:3, :3], matrix[:3, 3])

    @property
    def matrix(self) -> np.ndarray:
        """The homogeneous matrix, float64 (4, 4)."""
        full = np.eye(4)
        full[:3, :3], full[:3, 3] = self.rotation, self.translation
        return full

    @property
    def yaw(self) -> float:
        """Heading of the x axis of b in a [rad], in (−π, π]."""
        return float(np.arctan2(self.rotation[1, 0], self.rotation[0, 0]))

    @property
    def angles(self) -> tuple[float, float, float]:
        """Yaw, pitch and roll [rad] of which `euler` makes its rotation; for pitches below a quarter turn."""
        pitch = np.arctan2(-self.rotation[2, 0], np.hypot(self.rotation[2, 1], self.rotation[2, 2]))
        return self.yaw, float(pitch), float(np.arctan2(self.rotation[2, 1], self.rotation[2, 2]))

    def inverse(self) -> Pose:
        """Return ``b_from_a``."""
        return Pose(self.rotation.T, -self.rotation.T @ self.translation)

    def __matmul__(self, other: Pose) -> Pose:
        return Pose(self.rotation @ other.rotation, self.rotation @ other.translation + self.translation)

    def points(self, points: np.ndarray) -> np.ndarray:
        """Return `points` (..., 3) [m] of frame b in frame a."""
        return turned(points, self.rotation) + self.translation

    def directions(self, directions: np.ndarray) -> np.ndarray:
        """Return `directions` (..., 3) of frame b in frame a."""
        return turned(directions, self.rotation)

    def moved(self, velocity: np.ndarray, angular_velocity: np.ndarray, dt: float) -> Pose:
        """Return the pose after `dt` [s] at constant `velocity` [m/s] and `angular_velocity` [rad/s] of frame a."""
        turn = rotation_of(np.asarray(angular_velocity) * dt)
        return Pose(turn @ self.rotation, self.translation + np.asarray(velocity) * dt)


def turning(angles: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Return the angular velocity (3,) [rad/s], frame a, of a pose whose yaw, pitch and roll (3,) change at `rates`.

    ω = yaw' z + pitch' Rz y + roll' Rz Ry x.
    """
    about_z = rotation_about((0.0, 0.0, 1.0), angles[0])
    about_y = about_z @ rotation_about((0.0, 1.0, 0.0), angles[1])
    return np.array([0.0, 0.0, rates[0]]) + rates[1] * about_z[:, 1] + rates[2] * about_y[:, 0]


def turned(vectors: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return ``matrix @ vector`` for each of `vectors` (..., 3); summed in one order, whatever the number of threads.

    A product by BLAS may sum differently at the ends of the blocks that its threads take.
    """
    x, y, z = (vectors[..., k, None] for k in range(3))
    return x * matrix[:, 0] + y * matrix[:, 1] + z * matrix[:, 2]


def rotation_about(axis: tuple[float, float, float] | np.ndarray, angle: float) -> np.ndarray:
    """Return the rotation matrix (3, 3) by `angle` [rad] about the unit vector `axis`."""
    return rotation_of(np.asarray(axis, dtype=np.float64) * angle)


def rotation_of(rotation_vector: np.ndarray) -> np.ndarray:
    """Return the rotation matrices (..., 3, 3) of rotation vectors (..., 3) [rad], by Rodrigues' formula."""
    vector = np.asarray(rotation_vector, dtype=np.float64)
    angle = np.linalg.norm(vector, axis=-1)[..., None, None]
    x, y, z = np.moveaxis(vector, -1, 0)
    zero = np.zeros_like(x)
    cross = np.stack([np.stack([zero, -z, y], -1), np.stack([z, zero, -x], -1), np.stack([-y, x, zero], -1)], -2)
    safe = np.where(angle < SMALL_ANGLE, 1.0, angle)
    first = np.where(angle < SMALL_ANGLE, 1.0, np.sin(safe) / safe)
    second = np.where(angle < SMALL_ANGLE, 0.5, (1.0 - np.cos(safe)) / safe**2)
    return np.eye(3) + first * cross + second * (cross @ cross)


def rotation_vector(rotation: np.ndarray) -> np.ndarray:
    """Return the rotation vector (3,) [rad] of a matrix (3, 3); the inverse of `rotation_of` below a half turn."""
    axis = np.array([rotation[2, 1] - rotation[1, 2], rotation[0, 2] - rotation[2, 0], rotation[1, 0] - rotation[0, 1]])
    sine, cosine = np.linalg.norm(axis) / 2, (np.trace(rotation) - 1) / 2
    return axis / 2 if sine < SMALL_ANGLE else axis / (2 * sine) * np.arctan2(sine, cosine)
