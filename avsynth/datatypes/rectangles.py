"""Many upright rectangles on the ground at once, as rows: how far apart pairs of them are, and when they meet.

A row is x, y [m], yaw [rad], length, width [m]. Rows of equal shape are taken in pairs; a single one is a row as well.
"""

from __future__ import annotations

import numpy as np

#: Corners counter-clockwise from the front left, in half lengths and widths.
_CORNERS = np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
#: Slower than this along an axis, the distance along it stays [m/s]; nearer than this, rectangles touch [m].
_STANDING, _TOUCHING = 1e-9, 1e-9
#: Rectangles this near touch [m], where contact is searched in steps.
CONTACT = 1e-3


def axes(rows: np.ndarray) -> np.ndarray:
    """Return the unit vectors forward and left of rectangles (..., 5), float64 (..., 2, 2)."""
    cosine, sine = np.cos(rows[..., 2]), np.sin(rows[..., 2])
    return np.stack([cosine, sine, -sine, cosine], axis=-1).reshape(*rows.shape[:-1], 2, 2)


def corners(rows: np.ndarray) -> np.ndarray:
    """Return the corners counter-clockwise from the front left, float64 (..., 4, 2) [m]."""
    half = _CORNERS * rows[..., None, 3:5] / 2
    return half @ axes(rows) + rows[..., None, :2]


def overlapping(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return whether pairs of rectangles (N, 5) share some area (separating axes), bool (N,)."""
    gap = second[:, :2] - first[:, :2]
    met = np.ones(len(first), dtype=bool)
    for own in (first, second):
        for turn, size in ((0.0, own[:, 3]), (np.pi / 2, own[:, 4])):
            direction = own[:, 2] + turn
            other = second if own is first else first
            apart = np.abs(gap[:, 0] * np.cos(direction) + gap[:, 1] * np.sin(direction))
            reach = np.abs(np.cos(other[:, 2] - direction)) * other[:, 3]
            reach += np.abs(np.sin(other[:, 2] - direction)) * other[:, 4]
            met &= apart < (size + reach) / 2 - _TOUCHING
    return met


def distances(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the free distance of each pair of rectangles (N, 5), float64 (N,) [m]; 0 where they overlap."""
    a, b = corners(first), corners(second)
    apart = np.minimum(corners_to_edges(a, b), corners_to_edges(b, a))
    return np.where(overlapping(first, second), 0.0, apart)


def corners_to_edges(points: np.ndarray, polygon: np.ndarray) -> np.ndarray:
    """Return the smallest distance of `points` (..., K, 2) from the edges of `polygon` (..., L, 2), (...) [m]."""
    start, step = polygon[..., None, :, :], (np.roll(polygon, -1, axis=-2) - polygon)[..., None, :, :]
    offset = points[..., :, None, :] - start  # (..., K, L, 2)
    share = np.clip((offset * step).sum(-1) / (step * step).sum(-1), 0.0, 1.0)
    return np.linalg.norm(offset - share[..., None] * step, axis=-1).min(axis=(-2, -1))


def gaps(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the free distances along and across the direction of the first of each pair, float64 (...) [m].

    Along: from its front to the nearest part of the second, or from its rear and negative if that is behind, 0 beside.
    """
    places = (corners(second) - first[..., None, :2]) @ np.swapaxes(axes(first), -1, -2)
    low, high, half = places.min(axis=-2), places.max(axis=-2), first[..., 3:5] / 2
    along = np.maximum(low[..., 0] - half[..., 0], 0.0) + np.minimum(high[..., 0] + half[..., 0], 0.0)
    across = np.maximum(np.maximum(low[..., 1] - half[..., 1], -high[..., 1] - half[..., 1]), 0.0)
    return along, across


def times_to_contact(first: np.ndarray, second: np.ndarray, relative_velocity: np.ndarray) -> np.ndarray:
    """Return when each second rectangle touches its first one [s]; infinite if it never does.

    On each separating axis the projections overlap during one interval of time; contact begins when all overlap.

    Parameters
    ----------
    first, second : float64 (N, 5)
    relative_velocity : float64 (N, 2) [m/s]
        Of the second against the first, which does not change.
    """
    along = np.concatenate([axes(first), axes(second)], axis=-2)  # (N, 4, 2)
    of_first = corners(first) @ np.swapaxes(along, -1, -2)
    of_second = corners(second) @ np.swapaxes(along, -1, -2)
    rate = (along @ relative_velocity[..., None])[..., 0]
    start = of_first.min(axis=-2) - of_second.max(axis=-2)
    end = of_first.max(axis=-2) - of_second.min(axis=-2)
    stands = np.abs(rate) < _STANDING
    apart = stands & ((start > 0) | (end < 0))
    moving = np.where(stands, 1.0, rate)
    times = np.sort(np.stack([start / moving, end / moving]), axis=0)
    begins = np.maximum(np.where(stands, 0.0, times[0]).max(axis=-1), 0.0)
    ends = np.where(stands, np.inf, times[1]).min(axis=-1)
    return np.where((begins <= ends) & ~apart.any(axis=-1), begins, np.inf)


def times_to_contact_turning(
    first: np.ndarray, second: np.ndarray, velocities: np.ndarray, yaw_rates: np.ndarray, horizon: float
) -> np.ndarray:
    """Return when pairs of rectangles on arcs touch [s], at constant speeds and yaw rates; inf if not within `horizon`.

    By conservative advancement: no point of either moves faster than a bound, so nothing is missed between the looks.

    Parameters
    ----------
    first, second : float64 (N, 5)
    velocities : float64 (2, N, 2) [m/s]
        Of the first and of the second of each pair.
    yaw_rates : float64 (2, N) [rad/s]
    horizon : float [s]
    """
    sides = np.stack([first, second])  # (2, N, 5)
    reach = np.hypot(sides[..., 3], sides[..., 4]) / 2
    fastest = (np.hypot(velocities[..., 0], velocities[..., 1]) + np.abs(yaw_rates) * reach).sum(axis=0)
    found, open_, time = np.full(len(first), np.inf), np.arange(len(first)), np.zeros(len(first))
    while len(open_):
        gap = distances(*_on_arcs(sides[:, open_], velocities[:, open_], yaw_rates[:, open_], time))
        met = gap < CONTACT
        found[open_[met]] = time[met]
        with np.errstate(divide="ignore", invalid="ignore"):
            time = (time + gap / fastest[open_])[~met]
        open_ = open_[~met]
        open_, time = open_[time <= horizon], time[time <= horizon]
    return found


def _on_arcs(rows: np.ndarray, velocities: np.ndarray, yaw_rates: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Return rectangles (..., 5) after `time` (...) [s] on the arcs that they are on."""
    half = yaw_rates * time / 2
    chord = time * np.sinc(half / np.pi)  # np.sinc(x) = sin(πx) / (πx)
    cosine, sine, (x, y) = np.cos(half), np.sin(half), np.moveaxis(velocities, -1, 0)
    moved = rows.copy()
    moved[..., 0] += chord * (cosine * x - sine * y)
    moved[..., 1] += chord * (sine * x + cosine * y)
    moved[..., 2] += 2 * half
    return moved
