"""Which lanes hold a point: those whose line passes near its square are kept together, and looked at as one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from avsynth.datatypes.lane import Lane

#: Side of the squares whose lanes are kept [m].
SQUARE = 8.0
#: A point so little beside a lane is still on it [m].
SLACK = 1e-6


class Patch(NamedTuple):
    """The lanes that may hold points of a square, and all their chords.

    Parameters
    ----------
    lanes : tuple of Lane
    first : int64 (L,)
        The first chord of each lane.
    start, step : float64 (C, 2) [m]
    square : float64 (C,) [m²]
        Of the lengths of chords.
    reach : float64 (L,) [m²]
        Of the largest distance of a point on a lane from its line.
    """

    lanes: tuple[Lane, ...]
    first: np.ndarray
    start: np.ndarray
    step: np.ndarray
    square: np.ndarray
    reach: np.ndarray

    def near(self, point: np.ndarray) -> tuple[Lane, ...]:
        """Return the lanes whose line passes so near to `point` (2,) that they may hold it."""
        if not self.lanes:
            return ()
        (x, y), (sx, sy) = (point - self.start).T, self.step.T
        share = np.minimum(np.maximum((x * sx + y * sy) / self.square, 0.0), 1.0)
        x, y = x - share * sx, y - share * sy
        least = np.minimum.reduceat(x * x + y * y, self.first)
        return tuple(self.lanes[k] for k in np.flatnonzero(least <= self.reach))


class LaneSearch:
    """Finds the lanes at points; what is found out of a square is kept."""

    def __init__(self, lanes: Sequence[Lane]) -> None:
        self._lanes = tuple(lanes)
        self._patches: dict[tuple[float, float], Patch] = {}

    def at(self, point: np.ndarray) -> list[tuple[Lane, float, float]]:
        """Return the lanes that hold `point` (2,) seen from above, each with station and offset [m]."""
        square = float(point[0] // SQUARE), float(point[1] // SQUARE)
        if square not in self._patches:
            self._patches[square] = self._patch(np.array(square))
        found = []
        for lane in self._patches[square].near(point):
            station, offset = lane.project(point)
            half = np.interp(station, lane.stations, lane.width) / 2
            if -SLACK <= station <= lane.length + SLACK and abs(offset) <= half + SLACK:
                found.append((lane, station, offset))
        return found

    def _patch(self, square: np.ndarray) -> Patch:
        """Return the lanes that reach into a square."""
        low, high = self.bounds
        reaching = ((square * SQUARE <= high) & ((square + 1) * SQUARE >= low)).all(axis=1)
        lanes = [self._lanes[k] for k in np.flatnonzero(reaching)]
        starts = [lane.centre[:-1, :2] for lane in lanes]
        steps = [np.diff(lane.centre[:, :2], axis=0) for lane in lanes]
        start, step = (np.concatenate([np.zeros((0, 2)), *some]) for some in (starts, steps))
        reach = np.array([(lane.width.max() / 2 + 10 * SLACK) ** 2 for lane in lanes])
        first = np.cumsum([0, *map(len, steps)])[:-1]
        return Patch(tuple(lanes), first, start, step, (step * step).sum(axis=1), reach)

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest x, y of each lane, float64 (L, 2) each [m]."""
        reach = [lane.width.max() / 2 + SLACK for lane in self._lanes]
        low = [lane.centre[:, :2].min(axis=0) - half for lane, half in zip(self._lanes, reach, strict=True)]
        high = [lane.centre[:, :2].max(axis=0) + half for lane, half in zip(self._lanes, reach, strict=True)]
        return np.array(low).reshape(-1, 2), np.array(high).reshape(-1, 2)
