"""Smooth curves through a few given points."""

import numpy as np
from numpy.typing import ArrayLike


def smooth(x: ArrayLike, points: ArrayLike) -> np.ndarray:
    """Return the values at `x` of a cubic through `points` (K, 2) that overshoots nowhere; constant beyond the ends.

    Slopes are the harmonic means of the neighbouring chords, zero at extremes (Fritsch and Butland).
    """
    knots, values = np.asarray(points, float).T
    step = np.diff(knots)
    chord = np.diff(values) / step
    same = chord[:-1] * chord[1:] > 0
    total = np.where(same, chord[:-1] + chord[1:], 1.0)
    slope = np.concatenate([chord[:1], np.where(same, 2 * chord[:-1] * chord[1:] / total, 0.0), chord[-1:]])
    at = np.clip(np.asarray(x, float), knots[0], knots[-1])
    k = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(step) - 1)
    t = (at - knots[k]) / step[k]
    rise = (3 * chord[k] - 2 * slope[k] - slope[k + 1]) * t**2 + (slope[k] + slope[k + 1] - 2 * chord[k]) * t**3
    return values[k] + step[k] * (slope[k] * t + rise)
