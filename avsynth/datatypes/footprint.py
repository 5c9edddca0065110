"""Upright rectangles on the ground: how far apart two are, and when they meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

#: Rectangles this near touch [m], where contact is searched in steps.
CONTACT = 1e-3


@dataclass(frozen=True, eq=False)
class Footprint:
    """The ground rectangle of a thing: centre `x`, `y` [m], direction `yaw` [rad], `length` and `width` [m]."""

    x: float
    y: float
    yaw: float
    length: float
    width: float

    @cached_property
    def axes(self) -> np.ndarray:
        """Unit vectors forward and left, float64 (2, 2)."""
        cosine, sine = np.cos(self.yaw), np.sin(self.yaw)
        return np.array([[cosine, sine], [-sine, cosine]])

    @cached_property
    def corners(self) -> np.ndarray:
        """Corners counter-clockwise from the front left, float64 (4, 2) [m]."""
        half = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * (self.length / 2, self.width / 2)
        return half @ self.axes + (self.x, self.y)

    @property
    def centre(self) -> np.ndarray:
        """Its centre, float64 (2,) [m]."""
        return np.array([self.x, self.y])

    def grown(self, margin: float) -> Footprint:
        """Return the rectangle larger by `margin` [m] on every side."""
        return Footprint(self.x, self.y, self.yaw, self.length + 2 * margin, self.width + 2 * margin)


def overlap(a: Footprint, b: Footprint) -> bool:
    """Return whether two rectangles share some area (separating axes)."""
    reach = (np.hypot(a.length, a.width) + np.hypot(b.length, b.width)) / 2
    if np.hypot(a.x - b.x, a.y - b.y) >= reach:
        return False
    low, high = _intervals(a, b)
    return bool(np.all(low < high - 1e-9))


def overlapping(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return whether row k of `first` and of `second` share some area, bool (N,).

    Parameters
    ----------
    first, second : float64 (N, 5)
        Rectangles: x, y [m], yaw [rad], length, width [m].
    """
    gap = second[:, :2] - first[:, :2]
    met = np.ones(len(first), dtype=bool)
    for own in (first, second):
        for turn, size in ((0.0, own[:, 3]), (np.pi / 2, own[:, 4])):
            direction = own[:, 2] + turn
            other = second if own is first else first
            apart = np.abs(gap[:, 0] * np.cos(direction) + gap[:, 1] * np.sin(direction))
            reach = np.abs(np.cos(other[:, 2] - direction)) * other[:, 3]
            reach += np.abs(np.sin(other[:, 2] - direction)) * other[:, 4]
            met &= apart < (size + reach) / 2 - 1e-9
    return met


def free_distance(a: Footprint, b: Footprint) -> float:
    """Return the smallest distance between two rectangles [m]; 0 if they overlap."""
    if overlap(a, b):
        return 0.0
    return float(min(_corners_to_edges(a.corners, b.corners), _corners_to_edges(b.corners, a.corners)))


def gaps(a: Footprint, b: Footprint) -> tuple[float, float]:
    """Return the free distances along and across the direction of `a` [m]; negative along if `b` is behind, 0 beside.

    Along: from the front of `a` to the nearest part of `b`, or from its rear if `b` is behind.
    """
    along, across = (b.corners - a.centre) @ a.axes.T[:, 0], (b.corners - a.centre) @ a.axes.T[:, 1]
    ahead, behind = along.min() - a.length / 2, along.max() + a.length / 2
    left, right = across.min() - a.width / 2, -across.max() - a.width / 2
    return float(max(ahead, 0.0) + min(behind, 0.0)), float(max(left, right, 0.0))


def time_to_contact(a: Footprint, b: Footprint, relative_velocity: np.ndarray) -> float:
    """Return when `b`, moving at `relative_velocity` (2,) [m/s] against `a`, touches it [s]; inf if it never does.

    On each separating axis the projections overlap during one interval of time; contact begins when all overlap.
    """
    first, last = 0.0, np.inf
    for axis in np.concatenate([a.axes, b.axes]):
        of_a, of_b = a.corners @ axis, b.corners @ axis
        rate = float(relative_velocity @ axis)
        start, end = of_a.min() - of_b.max(), of_a.max() - of_b.min()
        if abs(rate) < 1e-9:
            if start > 0 or end < 0:
                return np.inf
            continue
        times = sorted((start / rate, end / rate))
        first, last = max(first, times[0]), min(last, times[1])
    return first if first <= last else np.inf


def time_to_contact_turning(
    a: Footprint, b: Footprint, velocities: np.ndarray, yaw_rates: np.ndarray, horizon: float
) -> float:
    """Return when two rectangles on arcs touch [s], at constant speeds and yaw rates; inf if not within `horizon` [s].

    By conservative advancement: no point of either moves faster than a bound, so nothing is missed between the looks.

    Parameters
    ----------
    velocities : float64 (2, 2) [m/s]
        Of `a` and of `b`.
    yaw_rates : float64 (2,) [rad/s]
    """
    if not np.any(yaw_rates):
        time = time_to_contact(a, b, velocities[1] - velocities[0])
        return time if time <= horizon else np.inf
    reach = np.array([np.hypot(shape.length, shape.width) / 2 for shape in (a, b)])
    fastest = float(np.hypot(*velocities.T).sum() + np.abs(yaw_rates) @ reach)
    time = 0.0
    while time <= horizon:
        gap = free_distance(*(_on_arc(shape, velocities[k], yaw_rates[k], time) for k, shape in enumerate((a, b))))
        if gap < CONTACT:
            return time
        time += gap / fastest
    return np.inf


def _on_arc(shape: Footprint, velocity: np.ndarray, yaw_rate: float, time: float) -> Footprint:
    """Return the rectangle after `time` [s] on the arc that it is on."""
    half = yaw_rate * time / 2
    chord = time * np.sinc(half / np.pi)  # np.sinc(x) = sin(πx) / (πx)
    turned = np.array([[np.cos(half), -np.sin(half)], [np.sin(half), np.cos(half)]]) @ velocity
    x, y = shape.centre + chord * turned
    return Footprint(x, y, shape.yaw + 2 * half, shape.length, shape.width)


def _intervals(a: Footprint, b: Footprint) -> tuple[np.ndarray, np.ndarray]:
    """Return the common interval of both on the four axes, float64 (4,) each; empty where low > high."""
    axes = np.concatenate([a.axes, b.axes])
    of_a, of_b = a.corners @ axes.T, b.corners @ axes.T
    return np.maximum(of_a.min(axis=0), of_b.min(axis=0)), np.minimum(of_a.max(axis=0), of_b.max(axis=0))


def _corners_to_edges(points: np.ndarray, polygon: np.ndarray) -> float:
    """Return the smallest distance of `points` (N, 2) from the edges of `polygon` (K, 2) [m]."""
    start, step = polygon, np.roll(polygon, -1, axis=0) - polygon
    share = np.clip(((points[:, None] - start) * step).sum(-1) / (step * step).sum(-1), 0.0, 1.0)
    return float(np.linalg.norm(points[:, None] - start - share[..., None] * step, axis=-1).min())
