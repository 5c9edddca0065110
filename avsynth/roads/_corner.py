"""The corner between two neighbouring legs of a junction: from the edge of one, round, to the edge of the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Angles between legs at which a circular corner is drawn [rad]; wider ones get a smooth curve.
FILLET_MAX = np.deg2rad(150.0)
#: Points on the curved stretch and on either straight stretch of a corner.
CURVE_POINTS = 13
STRAIGHT_POINTS = 4
#: Smallest radius of the outer edge of a corner [m], and how far out a wide corner starts [m].
SMALLEST_RADIUS = 0.5
WIDE_START = 3.0
#: Below this sine of the angle between them two directions count as parallel.
PARALLEL = 1e-3


@dataclass(frozen=True, slots=True)
class Corner:
    """Two edges that meet: each along a heading [rad] from the origin, at a distance to its side [m].

    The first edge lies to the left of heading `first`, the second to the right of heading `second`, which is the next
    one counter-clockwise.
    """

    first: float
    second: float
    first_width: float
    second_width: float
    radius: float

    @property
    def angle(self) -> float:
        """From the first heading to the second [rad], 0 to 2π."""
        return float((self.second - self.first) % (2 * np.pi))

    @property
    def is_fillet(self) -> bool:
        """Whether the edges meet at an angle that a circle can round."""
        return self.angle <= FILLET_MAX

    @property
    def reach(self) -> tuple[float, float]:
        """How far out along each leg the curve starts [m]."""
        if not self.is_fillet:
            step = WIDE_START + 2 * abs(self.first_width - self.second_width)
            return step, step
        sine, cosine = np.sin(self.angle), np.cos(self.angle)
        tangent = self.radius / np.tan(self.angle / 2)
        first = (self.second_width + self.first_width * cosine) / sine + tangent
        second = (self.first_width + self.second_width * cosine) / sine + tangent
        return float(first), float(second)

    def points(self, first_start: float, second_start: float) -> np.ndarray:
        """Return the edge from `first_start` [m] out on the first leg to `second_start` on the second, float64 (K, 2).

        The number of points is always the same, so that two corners make a ribbon.
        """
        first_reach, second_reach = self.reach
        inward = np.linspace(first_start, first_reach, STRAIGHT_POINTS)
        outward = np.linspace(second_reach, second_start, STRAIGHT_POINTS)
        curve = self._arc() if self.is_fillet else self._bend()
        return np.concatenate([self._on_first(inward[:-1]), curve, self._on_second(outward[1:])])

    def _on_first(self, along: np.ndarray) -> np.ndarray:
        return _beside(self.first, along, self.first_width)

    def _on_second(self, along: np.ndarray) -> np.ndarray:
        return _beside(self.second, along, -self.second_width)

    def _arc(self) -> np.ndarray:
        """Return the circular stretch, (CURVE_POINTS, 2)."""
        first_reach, second_reach = self.reach
        centre = _beside(self.first, np.array([first_reach]), self.first_width + self.radius)[0]
        start, end = self._on_first(np.array([first_reach]))[0], self._on_second(np.array([second_reach]))[0]
        begin = np.arctan2(*(start - centre)[::-1])
        turn = -(np.pi - self.angle)  # seen from its centre, the arc runs clockwise
        angles = begin + turn * np.linspace(0.0, 1.0, CURVE_POINTS)
        points = centre + self.radius * np.column_stack([np.cos(angles), np.sin(angles)])
        points[0], points[-1] = start, end
        return points

    def _bend(self) -> np.ndarray:
        """Return the smooth stretch of a wide corner, a cubic Bézier curve (CURVE_POINTS, 2)."""
        first_reach, second_reach = self.reach
        start, end = self._on_first(np.array([first_reach]))[0], self._on_second(np.array([second_reach]))[0]
        inward = -np.array([np.cos(self.first), np.sin(self.first)])
        outward = np.array([np.cos(self.second), np.sin(self.second)])
        return bezier(start, inward, end, outward, CURVE_POINTS)


def bezier(start: np.ndarray, leaving: np.ndarray, end: np.ndarray, arriving: np.ndarray, count: int) -> np.ndarray:
    """Return `count` points (count, 2) of the cubic curve that leaves and arrives along unit vectors (2,).

    Where the two directions meet in front, at distances u and v, the handles are u and v times
    (4/3) tan(turn / 4) / tan(turn / 2), which makes a circle if u = v; else a third of the chord.
    """
    gap = end - start
    cross = leaving[0] * arriving[1] - leaving[1] * arriving[0]
    turn = np.arctan2(abs(cross), leaving @ arriving)
    first = last = np.linalg.norm(gap) / 3
    if abs(cross) > PARALLEL:
        u = (gap[0] * arriving[1] - gap[1] * arriving[0]) / cross
        v = (gap[1] * leaving[0] - gap[0] * leaving[1]) / cross
        if u > 0 and v > 0:
            share = (4 / 3) * np.tan(turn / 4) / np.tan(turn / 2)
            first, last = share * u, share * v
    knots = np.array([start, start + first * leaving, end - last * arriving, end])
    t = np.linspace(0.0, 1.0, count)[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return weights @ knots


def _beside(heading: float, along: np.ndarray, left: float) -> np.ndarray:
    """Return points `along` [m] out on `heading` and `left` [m] of it, (N, 2)."""
    cosine, sine = np.cos(heading), np.sin(heading)
    return np.column_stack([along * cosine - left * sine, along * sine + left * cosine])
