"""A lane: a strip of road of one kind along its direction of travel, as a line with widths and slopes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.core.arrays import ANY, lock
from avsynth.core.frames import Pose
from avsynth.datatypes.places import ALONG, Places

#: Kinds of lanes at the level of the carriageway.
CARRIAGEWAY = ("drive", "bus", "tram", "bike", "park", "shoulder")
#: Kinds of those on which traffic moves.
TRAVELLED = ("drive", "bus", "tram", "bike")


@dataclass(frozen=True, eq=False)
class Lane:
    """A strip of road of one kind, along its direction of travel.

    Parameters
    ----------
    name : str
        Such as ``"main.right.drive[0]"`` or ``"five.a.in[0]"``.
    kind : str
        drive, bus, tram, bike, park, shoulder, walk, kerb, median, verge or none.
    centre : float64 (K, 3) [m], world
        Centre line at the height of the surface, in the direction of travel.
    width : float64 (K,) [m]
    road : str
        The road or junction leg it belongs to.
    successors : tuple of str
        Names of the lanes that continue it.
    parked : float [1]
        Share of its parking places taken by cars that nobody placed; 0 unless its kind is park.
    places : Places
        Where these lie along it.
    slope : float64 (K,) [1], optional
        Rise of the surface to the left; level if not given.
    speed : float [m/s], optional
        Limit.
    left, right : str
        Names of the lanes for vehicles beside it that run the same way; "" where there is none.
    closed : float [m], optional
        Station from which road works close it.
    """

    name: str
    kind: str
    centre: np.ndarray
    width: np.ndarray
    road: str
    successors: tuple[str, ...] = ()
    parked: float = 0.0
    places: Places = ALONG
    slope: np.ndarray | None = None
    speed: float | None = None
    left: str = ""
    right: str = ""
    closed: float | None = None

    def __post_init__(self) -> None:
        if self.slope is None:
            object.__setattr__(self, "slope", np.zeros(len(self.centre)))
        count = len(self.centre)
        lock(self, centre=(np.float64, (ANY, 3)), width=(np.float64, (count,)), slope=(np.float64, (count,)))

    @cached_property
    def stations(self) -> np.ndarray:
        """Arc length of each centre point [m], float64 (K,)."""
        return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(self.centre, axis=0), axis=1))])

    @property
    def length(self) -> float:
        """Length of the centre line [m]."""
        return float(self.stations[-1])

    @property
    def is_across(self) -> bool:
        """Whether it leads across a junction, from one lane to another."""
        return "->" in self.name

    @cached_property
    def tangents(self) -> np.ndarray:
        """Unit tangents at the centre points, float64 (K, 3); between them the direction turns evenly."""
        chords = np.diff(self.centre, axis=0)
        chords /= np.linalg.norm(chords, axis=1, keepdims=True)
        inner = chords[:-1] + chords[1:]
        first = chords[:1] if len(chords) < 2 else 2 * chords[:1] - inner[:1] / np.linalg.norm(inner[:1])
        last = chords[-1:] if len(chords) < 2 else 2 * chords[-1:] - inner[-1:] / np.linalg.norm(inner[-1:])
        all_of_them = np.concatenate([first, inner, last])
        return all_of_them / np.linalg.norm(all_of_them, axis=1, keepdims=True)

    def pose_at(self, station: float, offset: float = 0.0) -> Pose:
        """Return the pose on the lane at `station` [m] along it and `offset` [m] to the left; x along travel, z off it.

        Before the start and beyond the end the lane runs on straight.
        """
        k, share = self._chord_at(station)
        forward, left = self._axes(k, share)
        up = cross(forward, left)
        up /= np.linalg.norm(up)
        rotation = np.stack([forward, cross(up, forward), up], axis=1)
        return Pose(rotation, self._middle(k, share, forward) + left * offset)

    def point_at(self, station: float, offset: float = 0.0) -> np.ndarray:
        """Return where `pose_at` lies, float64 (3,) [m], world."""
        k, share = self._chord_at(station)
        if offset == 0.0 and 0 <= share <= 1:
            return self._middle(k, share, None)
        forward, left = self._axes(k, share)
        return self._middle(k, share, forward) + left * offset

    def _chord_at(self, station: float) -> tuple[int, float]:
        """Return the chord at a station, and how far along it that lies [1]."""
        stations = self.stations
        k = min(max(int(np.searchsorted(stations, station, side="right")) - 1, 0), len(stations) - 2)
        return k, float((station - stations[k]) / (stations[k + 1] - stations[k]))

    def _axes(self, k: int, share: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the unit vector of travel and the vector to the left, of length 1 in plan, each (3,)."""
        turn = min(max(share, 0.0), 1.0)
        forward = (1 - turn) * self.tangents[k] + turn * self.tangents[k + 1]
        forward = forward / np.linalg.norm(forward)
        flat = np.hypot(forward[0], forward[1])
        rise = (1 - turn) * self.slope[k] + turn * self.slope[k + 1]
        return forward, np.array([-forward[1] / flat, forward[0] / flat, rise])

    def _middle(self, k: int, share: float, forward: np.ndarray | None) -> np.ndarray:
        """Return the point of the centre line; `forward` is needed before its start and beyond its end."""
        step, length = self.centre[k + 1] - self.centre[k], self.stations[k + 1] - self.stations[k]
        along = step / length if 0 <= share <= 1 else forward
        if share <= 1:
            return self.centre[k] + along * (share * length)
        return self.centre[k + 1] + along * (share - 1) * length

    def project(self, point: np.ndarray) -> tuple[float, float]:
        """Return station and offset [m] of the centre-line point nearest, from above, to `point` (2,) or (3,) [m]."""
        start, step, square, low, high = self._chords
        gap = point[:2] - start
        share = np.clip((gap * step).sum(axis=1) / square, low, high)
        gap = gap - share[:, None] * step
        k = int(np.argmin((gap * gap).sum(axis=1)))
        side = (step[k, 0] * gap[k, 1] - step[k, 1] * gap[k, 0]) / np.sqrt(square[k])
        return float(self.stations[k] + share[k] * (self.stations[k + 1] - self.stations[k])), float(side)

    def places_of(self, points: np.ndarray) -> np.ndarray:
        """Return station and offset of each of `points` (N, 2) as `project` does, float64 (N, 2) [m]."""
        start, step, square, low, high = self._chords
        gap = points[:, None] - start  # (N, K − 1, 2)
        share = np.minimum(np.maximum((gap * step).sum(axis=2) / square, low), high)
        gap = gap - share[..., None] * step
        k = np.argmin((gap * gap).sum(axis=2), axis=1)
        row, lengths = np.arange(len(points)), np.diff(self.stations)
        side = (step[k, 0] * gap[row, k, 1] - step[k, 1] * gap[row, k, 0]) / np.sqrt(square[k])
        return np.column_stack([self.stations[k] + share[row, k] * lengths[k], side])

    @cached_property
    def _chords(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Start, step (K − 1, 2) [m] and square length [m²] of each chord, and how far along it runs, in chords."""
        step = np.diff(self.centre[:, :2], axis=0)
        low, high = np.zeros(len(step)), np.ones(len(step))
        low[0], high[-1] = -np.inf, np.inf  # the ends run on straight
        return self.centre[:-1, :2], step, (step * step).sum(axis=1), low, high


def cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the cross product of two vectors (3,); `np.cross` takes ten times as long for a single one."""
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])
