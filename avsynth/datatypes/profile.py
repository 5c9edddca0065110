"""Functions of the station along a road, by cubic pieces: heights, banks, widths, offsets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.core.arrays import ANY, lock


@dataclass(frozen=True, eq=False)
class Profile:
    """A function of the station s: a + b u + c u² + d u³ with u = s − start of the piece.

    The last piece has no end; before the first one starts the value is the one at its start.

    Parameters
    ----------
    starts : float64 (P,) [m]
        Where each piece starts, ascending.
    coefficients : float64 (P, 4)
        a, b, c, d of each piece.
    """

    starts: np.ndarray
    coefficients: np.ndarray

    def __post_init__(self) -> None:
        lock(self, starts=(np.float64, (ANY,)), coefficients=(np.float64, (ANY, 4)))
        if len(self.starts) != len(self.coefficients) or not len(self.starts):
            raise ValueError(f"Profile has {len(self.starts)} starts and {len(self.coefficients)} pieces")

    def at(self, stations: np.ndarray) -> np.ndarray:
        """Return the values at `stations` (N,) [m], float64 (N,)."""
        if self.is_even:
            return np.full(np.shape(stations), self.coefficients[0, 0] + 0.0)
        u, (a, b, c, d) = self._pieces(stations)
        return a + u * (b + u * (c + u * d))

    def slope(self, stations: np.ndarray) -> np.ndarray:
        """Return the first derivatives at `stations` (N,) [m], float64 (N,)."""
        u, (_, b, c, d) = self._pieces(stations)
        return np.where(np.asarray(stations) < self.starts[0], 0.0, b + u * (2 * c + u * 3 * d))

    def bend(self, stations: np.ndarray) -> np.ndarray:
        """Return the second derivatives at `stations` (N,) [m], float64 (N,)."""
        u, (_, _, c, d) = self._pieces(stations)
        return np.where(np.asarray(stations) < self.starts[0], 0.0, 2 * c + 6 * d * u)

    @cached_property
    def is_zero(self) -> bool:
        """Whether it is 0 everywhere."""
        return not self.coefficients.any()

    @cached_property
    def is_even(self) -> bool:
        """Whether it has the same value everywhere."""
        return not (self.coefficients[:, 1:].any() or (self.coefficients[1:, 0] != self.coefficients[0, 0]).any())

    def about(self, station: float) -> np.ndarray:
        """Return a, b, c, d of the piece that holds from `station` on, with u = s − `station`, float64 (4,)."""
        k = int(np.searchsorted(self.starts, station, side="right")) - 1
        if k < 0:
            return np.array([self.coefficients[0, 0], 0.0, 0.0, 0.0])
        return shifted(self.coefficients[k], station - self.starts[k])

    def moved(self, distance: float) -> Profile:
        """Return the same function with its stations counted from `distance` [m] earlier."""
        return Profile(self.starts + distance, self.coefficients)

    def raised(self, height: float) -> Profile:
        """Return the function that is `height` higher everywhere."""
        return Profile(self.starts, self.coefficients + np.array([height, 0.0, 0.0, 0.0])) if height else self

    def _pieces(self, stations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return u (N,) and the coefficients (4, N) of the piece that holds at each station, (4,) of a single piece."""
        stations = np.asarray(stations, dtype=np.float64)
        if len(self.starts) == 1:
            return np.maximum(stations - self.starts[0], 0.0), self.coefficients[0]
        number = np.maximum(np.searchsorted(self.starts, stations, side="right") - 1, 0)
        return np.maximum(stations - self.starts[number], 0.0), self.coefficients[number].T


def shifted(row: np.ndarray, u: float) -> np.ndarray:
    """Return the coefficients (4,) of the cubic `row` for distances that count from `u` [m] on, float64 (4,)."""
    a, b, c, d = row
    return np.array([a + u * (b + u * (c + u * d)), b + u * (2 * c + 3 * d * u), c + 3 * d * u, d])


def even(value: float) -> Profile:
    """Return the profile that has `value` everywhere."""
    return Profile(np.zeros(1), np.array([[value, 0.0, 0.0, 0.0]]))


NOTHING = even(0.0)


def hermite(stations: np.ndarray, values: np.ndarray, slopes: np.ndarray) -> Profile:
    """Return the profile through `values` with `slopes` at `stations`, (K,) each, K ≥ 2; straight on beyond its end."""
    step = np.diff(stations)
    chord = np.diff(values) / step
    first, last = slopes[:-1], slopes[1:]
    rows = np.column_stack(
        [values[:-1], first, (3 * chord - 2 * first - last) / step, (first + last - 2 * chord) / step**2]
    )
    return Profile(stations, np.vstack([rows, [values[-1], slopes[-1], 0.0, 0.0]]))


def through(points: np.ndarray) -> Profile:
    """Return the smooth profile through `points` (K, 2), station and value, that never leaves their range between two.

    The slopes are those of [FritschCarlson1980]_ with the weighted harmonic mean of [FritschButland1984]_; at the ends,
    that of the last chord.
    """
    points = np.asarray(points, dtype=np.float64)
    if len(points) == 1:
        return even(points[0, 1])
    stations, values = points.T
    step = np.diff(stations)
    chord = np.diff(values) / step
    slopes = np.concatenate([chord[:1], np.zeros(len(step) - 1), chord[-1:]])
    before, after = chord[:-1], chord[1:]
    same = before * after > 0
    weight = (step[:-1] + 2 * step[1:]) / (3 * (step[:-1] + step[1:]))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = before * after / (weight * after + (1 - weight) * before)
    slopes[1:-1] = np.where(same, mean, 0.0)
    return hermite(stations, values, slopes)


def eased(first: float, last: float, start: float, length: float) -> Profile:
    """Return the profile that goes from `first` to `last` over `length` [m] from station `start` on, level at both."""
    if first == last:
        return even(first)
    starts = np.array([start, start + length])
    return hermite(starts, np.array([first, last]), np.zeros(2))
