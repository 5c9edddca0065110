"""Curves of trajectories as points that lie close enough: clothoids, splines of them, and rational B-splines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

#: Chords are nowhere farther from the curve than this [m]; and the shortest step of the integration of a heading [m].
CLOSE, STEP = 0.005, 0.02
#: Most points of a curve.
MOST = 4000


def clothoid(curvature: float, change: float, length: float) -> np.ndarray:
    """Return points of a clothoid from the origin along x, float64 (K, 4): station, x, y [m], heading [rad].

    Parameters
    ----------
    curvature : float [1/m]
        At its start, to the left.
    change : float [1/m²]
        Of the curvature, along it.
    length : float [m]
    """
    fine = np.linspace(0.0, length, min(max(int(length / STEP), 2), 100_000) + 1)
    heading = curvature * fine + change * fine**2 / 2
    step = np.diff(fine)
    middle = (heading[:-1] + heading[1:]) / 2
    bend = np.sinc(np.diff(heading) / (2 * np.pi))  # each step is an arc
    x, y = (np.concatenate([[0.0], np.cumsum(step * bend * turn(middle))]) for turn in (np.cos, np.sin))
    sharpest = max(abs(curvature), abs(curvature + change * length), 1e-6)
    count = min(max(int(np.ceil(length / np.sqrt(8 * CLOSE / sharpest))), 1), MOST)
    kept = np.unique(np.round(np.linspace(0, len(fine) - 1, count + 1)).astype(int))
    return np.column_stack([fine, x, y, heading])[kept]


def moved(points: np.ndarray, place: tuple[float, float, float]) -> np.ndarray:
    """Return points (K, 3) of x, y [m], heading [rad] in the frame around that has them at `place` there."""
    x, y, yaw = place
    cosine, sine = np.cos(yaw), np.sin(yaw)
    return np.column_stack([
        x + cosine * points[:, 0] - sine * points[:, 1],
        y + sine * points[:, 0] + cosine * points[:, 1],
        points[:, 2] + yaw,
    ])  # fmt: skip


def nurbs(controls: np.ndarray, weights: np.ndarray, knots: np.ndarray, order: int) -> np.ndarray:
    """Return points of a rational B-spline so close that chords are near it, float64 (K, D).

    Parameters
    ----------
    controls : float64 (N, D)
        Points that steer it; the first two coordinates are x and y [m].
    weights : float64 (N,)
    knots : float64 (N + order,)
        Rising.
    order : int
        Degree and one.
    """

    def curve(at: np.ndarray) -> np.ndarray:
        basis = _basis(at, knots, order)[:, : len(controls)] * weights
        return basis @ controls / np.maximum(basis.sum(axis=1), 1e-12)[:, None]

    return _sampled(curve, knots[order - 1], knots[len(controls)])


def _sampled(curve: Callable[[np.ndarray], np.ndarray], begin: float, end: float) -> np.ndarray:
    """Return points of a curve, twice as many until the middles between them lie on their chords."""
    count = 16
    while True:
        fine = curve(np.linspace(begin, end, 2 * count + 1))
        off = fine[1::2, :2] - (fine[:-1:2, :2] + fine[2::2, :2]) / 2
        if np.hypot(*off.T).max() < CLOSE or count >= MOST:
            return fine[::2]
        count *= 2


def _basis(at: np.ndarray, knots: np.ndarray, order: int) -> np.ndarray:
    """Return the B-spline basis functions of an order at parameters (T,), float64 (T, N), by Cox and de Boor."""
    last = np.searchsorted(knots, knots[-1]) - 1  # the last span that is not empty holds its end too
    spans = np.arange(len(knots) - 1)
    inside = (at[:, None] >= knots[:-1]) & (at[:, None] < knots[1:])
    basis = (inside | ((at[:, None] == knots[-1]) & (spans == last))).astype(np.float64)
    for k in range(1, order):
        left, right = knots[k:-1] - knots[: -k - 1], knots[k + 1 :] - knots[1:-k]
        rising = (at[:, None] - knots[: -k - 1]) / np.where(left > 0, left, np.inf)
        falling = (knots[k + 1 :] - at[:, None]) / np.where(right > 0, right, np.inf)
        basis = rising * basis[:, :-1] + falling * basis[:, 1:]
    return basis


def cut(points: np.ndarray, distance: float) -> np.ndarray:
    """Return what is left of a line (K, D), x and y [m] first, after `distance` [m] along it."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points[:, :2], axis=0).T))])
    first = np.array([np.interp(distance, along, column) for column in points.T])
    return np.concatenate([first[None], points[along > distance + 1e-6]])


def joined(pieces: Sequence[np.ndarray]) -> np.ndarray:
    """Return lines (K, D) that continue each other as one."""
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
