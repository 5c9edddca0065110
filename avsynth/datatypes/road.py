"""Roads as values: lanes with centre lines and widths, how they connect, and where people cross."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.core.arrays import ANY, lock
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.frames import Pose


@dataclass(frozen=True, eq=False)
class Lane:
    """A strip of road of one kind, along its direction of travel.

    Parameters
    ----------
    name : str
        Such as ``"main.right.drive[0]"`` or ``"five.a.in[0]"``.
    kind : str
        drive, walk, park, bike, shoulder or verge.
    centre : float64 (K, 3) [m], world
        Centre line at the height of the surface, in the direction of travel.
    width : float64 (K,) [m]
    road : str
        The road or junction leg it belongs to.
    successors : tuple of str
        Names of the lanes that continue it.
    """

    name: str
    kind: str
    centre: np.ndarray
    width: np.ndarray
    road: str
    successors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lock(self, centre=(np.float64, (ANY, 3)), width=(np.float64, (ANY,)))

    @cached_property
    def stations(self) -> np.ndarray:
        """Arc length of each centre point [m], float64 (K,)."""
        return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(self.centre, axis=0), axis=1))])

    @property
    def length(self) -> float:
        """Length of the centre line [m]."""
        return float(self.stations[-1])

    def pose_at(self, station: float, offset: float = 0.0) -> Pose:
        """Return the pose on the lane at `station` [m] along it and `offset` [m] to the left; x along travel, z up."""
        k = int(np.clip(np.searchsorted(self.stations, station, side="right") - 1, 0, len(self.centre) - 2))
        step = self.centre[k + 1] - self.centre[k]
        forward = step / np.linalg.norm(step)
        left = np.array([-forward[1], forward[0], 0.0]) / np.hypot(forward[0], forward[1])
        origin = self.centre[k] + forward * (station - self.stations[k]) + left * offset
        return Pose(np.column_stack([forward, left, np.cross(forward, left)]), origin)


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """Where people cross: from `start` to `end` (3,) [m], world, on the two kerbs; `width` [m] along the road."""

    name: str
    road: str
    start: np.ndarray
    end: np.ndarray
    width: float

    def __post_init__(self) -> None:
        lock(self, start=(np.float64, (3,)), end=(np.float64, (3,)))


@dataclass(frozen=True, eq=False)
class RoadMap:
    """All lanes and crosswalks of a scenario, and the words by which the language names them."""

    lanes: tuple[Lane, ...]
    crosswalks: tuple[Crosswalk, ...] = ()
    #: Other names of lanes: ``"main.fwd[0]"`` → ``"main.right.drive[0]"``.
    aliases: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, Lane]:
        lanes = {lane.name: lane for lane in self.lanes}
        return lanes | {alias: lanes[name] for alias, name in self.aliases}

    def lane(self, name: str) -> Lane:
        """Return the lane called `name`; raise ScenarioError with the nearest name if there is none."""
        if name not in self._by_name:
            raise ScenarioError(f"no lane {name!r}{did_you_mean(name, self._by_name)}")
        return self._by_name[name]
