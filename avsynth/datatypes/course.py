"""The way of a road user through a whole run, as one row a moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.core.arrays import ANY, lock
from avsynth.datatypes.category import Category


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Where one road user is at each moment of a run.

    Parameters
    ----------
    name : str
    category : Category
    size : float64 (3,) [m]
        Length, width, height of its box.
    times : float64 (T,) [s]
    poses : float64 (T, 6)
        x, y, z [m] of the ground below its middle, world; yaw, pitch, roll [rad].
    speeds : float64 (T,) [m/s]
        Along its heading.
    """

    name: str
    category: Category
    size: np.ndarray
    times: np.ndarray
    poses: np.ndarray
    speeds: np.ndarray

    def __post_init__(self) -> None:
        rows = {"times": (np.float64, (ANY,)), "speeds": (np.float64, (ANY,)), "poses": (np.float64, (ANY, 6))}
        lock(self, size=(np.float64, (3,)), **rows)
