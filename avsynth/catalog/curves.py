"""Smooth curves through a few given points."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

#: Points of a curve: (x, value).
Points = tuple[tuple[float, float], ...]


def smooth(x: ArrayLike, points: ArrayLike) -> np.ndarray:
    """Return the values at `x` of a cubic through `points` (K, 2) that overshoots nowhere; constant beyond the ends.

    Slopes are the harmonic means of the neighbouring chords, zero at extremes (Fritsch and Butland).
    """
    known = isinstance(points, tuple)  # tuples are kept, since bodies ask for the same few curves a thousand times
    knots, values, step, chord, slope = _kept(points) if known else _spline(np.asarray(points, float))
    at = np.asarray(x, float)
    k = np.searchsorted(knots[1:-1], at, side="right")
    t = np.minimum(np.maximum((at - knots[k]) / step[k], 0.0), 1.0)
    first, last = slope[k], slope[k + 1]
    rise = t * t * (3 * chord[k] - 2 * first - last + t * (first + last - 2 * chord[k]))
    return values[k] + step[k] * (first * t + rise)


@lru_cache(maxsize=4096)
def _kept(points: Points) -> tuple[np.ndarray, ...]:
    return _spline(np.asarray(points, float))


def _spline(points: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return knots and values (K,), steps and chords (K − 1,), slopes (K,) of the cubic through `points` (K, 2)."""
    knots, values = points.T
    step = np.diff(knots)
    chord = np.diff(values) / step
    same = chord[:-1] * chord[1:] > 0
    total = np.where(same, chord[:-1] + chord[1:], 1.0)
    slope = np.concatenate([chord[:1], np.where(same, 2 * chord[:-1] * chord[1:] / total, 0.0), chord[-1:]])
    return knots, values, step, chord, slope
