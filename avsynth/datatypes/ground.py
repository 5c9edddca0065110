"""How high the lanes lie under a point, and how a vehicle rests on them with its wheels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.lane import Lane, cross

#: Side of the squares in which cells are looked up [m].
SQUARE = 8.0
#: What lies more than this above somebody is a bridge [m].
STEP_UP = 0.5
#: How far a lane that nothing continues runs on beyond its end [m].
RUN_ON = 90.0
#: Where the wheels stand, as shares of length and width from the middle [1].
WHEELS = np.array([[0.29, 0.42], [0.29, -0.42], [-0.29, 0.42], [-0.29, -0.42]])
#: Points this far outside a cell still belong to it [m]: between the chords of a bend.
SLACK = 0.05
#: Columns of the table of cells: x, y, direction x, y, length, height at both ends, slope at both, half width at both.
COLUMNS = 11


class Ground:
    """The surface of lanes, in cells between neighbouring points of each.

    Parameters
    ----------
    lanes : sequence of Lane
    runs_on : bool
        Whether lanes for vehicles that nothing continues run on out of sight.
    """

    def __init__(self, lanes: Sequence[Lane], *, runs_on: bool = True) -> None:
        self._lanes, self._runs_on = tuple(lanes), runs_on
        self._found: dict[tuple[int, int], np.ndarray] = {}

    def heights(self, points: np.ndarray, near: float = np.inf) -> np.ndarray:
        """Return the height of the highest lane at `points` (N, 2) [m], float64 (N,) [m]; NaN where there is none.

        Lanes more than a step above the height `near` [m] do not count.
        """
        out = np.full(len(points), np.nan)
        squares = np.floor(points / SQUARE).astype(np.int64)
        for square in dict.fromkeys(map(tuple, squares.tolist())):
            cells = self._cells_in(square)
            if len(cells):
                here = np.flatnonzero((squares == square).all(axis=1))
                out[here] = _highest(points[here], cells, near + STEP_UP)
        return out

    def _cells_in(self, square: tuple[int, int]) -> np.ndarray:
        """Return the cells that reach into a square, float64 (C, 11)."""
        if square not in self._found:
            cells, keys, order = self.table
            first, last = (np.searchsorted(keys, _keys(np.array([square])), side)[0] for side in ("left", "right"))
            self._found[square] = cells[order[first:last]]
        return self._found[square]

    def resting(self, place: Pose, size: np.ndarray) -> Pose:
        """Return `place`, upright, turned and lifted so that a vehicle of `size` (3,) [m] stands on its four wheels.

        Where a wheel is over no lane it is as high as the middle; if that is over none, as high as `place`.
        """
        x, y, z = place.translation
        reach = WHEELS * size[:2]
        spots = np.vstack([reach @ place.rotation[:2, :2].T, np.zeros(2)]) + place.translation[:2]
        found = self.heights(spots, z)
        middle = z if np.isnan(found[4]) else found[4]
        wheels = np.where(np.isnan(found[:4]), middle, found[:4])
        ahead = (wheels[0] + wheels[1] - wheels[2] - wheels[3]) / (4 * reach[0, 0])
        left = (wheels[0] + wheels[2] - wheels[1] - wheels[3]) / (4 * reach[0, 1])
        return tilted(Pose.planar(x, y, float(wheels.mean()), place.yaw), float(ahead), float(left))

    @cached_property
    def table(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Cells (C, 11), and for each square in order of its key a row of cell numbers: keys (M,), numbers (M,)."""
        continued = {name for lane in self._lanes for name in lane.successors}
        pairs = ((not lane.successors, lane.name not in continued) for lane in self._lanes)
        free = [(last and self._runs_on, first and self._runs_on) for last, first in pairs]
        cells = np.concatenate([np.zeros((0, COLUMNS)), *map(_cells, self._lanes, free)])
        ends = cells[:, :2] + cells[:, 2:4] * cells[:, 4:5]
        reach = cells[:, 9:].max(axis=1, initial=0.0)[:, None] + SLACK
        low = np.floor((np.minimum(cells[:, :2], ends) - reach) / SQUARE).astype(np.int64)
        high = np.floor((np.maximum(cells[:, :2], ends) + reach) / SQUARE).astype(np.int64)
        span = high - low + 1
        number = span.prod(axis=1)
        cell = np.repeat(np.arange(len(cells)), number)
        within = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
        square = low[cell] + np.column_stack([within // span[cell, 1], within % span[cell, 1]])
        keys = _keys(square)
        order = np.argsort(keys, kind="stable")
        return cells, keys[order], cell[order]


def _highest(points: np.ndarray, cells: np.ndarray, most: float) -> np.ndarray:
    """Return the greatest height up to `most` [m] of `cells` (C, 11) at each of `points` (N, 2), NaN without any."""
    cell = cells.T[:, None]
    x, y = points[:, :1] - cell[0], points[:, 1:] - cell[1]
    along, left = x * cell[2] + y * cell[3], y * cell[2] - x * cell[3]
    share = along / cell[4]
    inside = (along >= -SLACK) & (along <= cell[4] + SLACK)
    inside &= np.abs(left) <= cell[9] + share * (cell[10] - cell[9]) + 1e-6
    height = cell[5] + share * (cell[6] - cell[5]) + left * (cell[7] + share * (cell[8] - cell[7]))
    height = np.where(inside & (height <= most), height, -np.inf).max(axis=1)
    return np.where(np.isinf(height), np.nan, height)


def tilted(place: Pose, ahead: float, left: float) -> Pose:
    """Return the upright `place` turned so that its ground rises `ahead` and to the `left` [1]; its heading stays."""
    normal = np.array([-ahead, -left, 1.0]) / np.sqrt(1 + ahead * ahead + left * left)
    forward = np.array([1.0, 0.0, ahead]) / np.sqrt(1 + ahead * ahead)
    turn = np.array([forward, cross(normal, forward), normal]).T
    return Pose(place.rotation @ turn, place.translation)


def _cells(lane: Lane, runs_on: tuple[bool, bool]) -> np.ndarray:
    """Return the cells of one lane, (C, 11); one for vehicles may run on ahead of its end and behind its start."""
    centre, half, slope = lane.centre, lane.width / 2, lane.slope
    if lane.kind in ("drive", "bus", "shoulder"):
        before, after = centre[0] - RUN_ON * lane.tangents[0], centre[-1] + RUN_ON * lane.tangents[-1]
        last, first = (slice(0, int(runs)) for runs in runs_on)
        centre = np.concatenate([before[None][first], centre, after[None][last]])
        half = np.concatenate([half[:1][first], half, half[-1:][last]])
        slope = np.concatenate([slope[:1][first], slope, slope[-1:][last]])
    step = np.diff(centre[:, :2], axis=0)
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
    pairs = [column for values in (centre[:, 2], slope, half) for column in (values[:-1], values[1:])]
    return np.column_stack([centre[:-1, :2], step / length[:, None], length, *pairs])


def _keys(squares: np.ndarray) -> np.ndarray:
    """Return one number for each square (N, 2)."""
    return squares[:, 0] * (1 << 32) + squares[:, 1]
