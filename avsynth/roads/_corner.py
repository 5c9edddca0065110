"""The corner between two neighbouring legs of a junction: from the edge of one, round, to the edge of the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Angles between legs at which a circular corner is drawn [rad]; wider ones get a smooth curve.
FILLET_MAX = np.deg2rad(150.0)
#: From this angle on the two edges do not face each other [rad].
BEHIND = np.deg2rad(210.0)
#: Points on the curved stretch and on either straight stretch of a corner.
CURVE_POINTS = 13
STRAIGHT_POINTS = 4
#: Smallest radius of the outer edge of a corner [m], and how far out a wide corner starts [m].
SMALLEST_RADIUS = 0.5
WIDE_START = 3.0
#: Below this sine of the angle between them two directions count as parallel.
PARALLEL = 1e-3


@dataclass(frozen=True, slots=True)
class Edge:
    """A line outward: through x, y [m] at distance 0, along a heading [rad]."""

    x: float
    y: float
    heading: float

    @property
    def start(self) -> np.ndarray:
        """Its point at distance 0, float64 (2,) [m]."""
        return np.array([self.x, self.y])

    @property
    def direction(self) -> np.ndarray:
        """Unit vector outward, float64 (2,)."""
        return np.array([np.cos(self.heading), np.sin(self.heading)])

    def at(self, along: np.ndarray) -> np.ndarray:
        """Return the points `along` (N,) [m] out, float64 (N, 2)."""
        return self.start + np.asarray(along)[:, None] * self.direction

    def apart(self, other: Edge) -> float:
        """Return how far apart the two are at distance 0 [m]."""
        return float(np.hypot(self.x - other.x, self.y - other.y))

    def beside(self, left: float) -> Edge:
        """Return the line `left` [m] of it."""
        return Edge(self.x - left * np.sin(self.heading), self.y + left * np.cos(self.heading), self.heading)


@dataclass(frozen=True, slots=True)
class Corner:
    """Two edges that meet: the left one of a leg, and the right one of the next leg counter-clockwise."""

    first: Edge
    second: Edge
    radius: float

    @property
    def angle(self) -> float:
        """From the first heading to the second [rad], 0 to 2π."""
        return float((self.second.heading - self.first.heading) % (2 * np.pi))

    @property
    def is_fillet(self) -> bool:
        """Whether the edges meet at an angle that a circle can round."""
        return self.angle <= FILLET_MAX

    @property
    def reach(self) -> tuple[float, float]:
        """How far out along each leg the curve starts [m]."""
        gap = self.second.start - self.first.start
        if not self.is_fillet:
            aside = abs(_cross(self.first.direction, gap)) if self.angle < BEHIND else 0.0
            return WIDE_START + 2 * aside, WIDE_START + 2 * aside
        tangent = self.radius / np.tan(self.angle / 2)
        return self.meeting[0] + tangent, self.meeting[1] + tangent

    @property
    def meeting(self) -> tuple[float, float]:
        """How far out along each edge the two would meet [m]."""
        gap = self.second.start - self.first.start
        sine = _cross(self.first.direction, self.second.direction)
        return float(_cross(gap, self.second.direction) / sine), float(_cross(gap, self.first.direction) / sine)

    def points(self, first_start: float, second_start: float) -> np.ndarray:
        """Return the edge from `first_start` [m] out on the first leg to `second_start` on the second, float64 (K, 2).

        The number of points is always the same, so that two corners make a ribbon.
        """
        first_reach, second_reach = self.reach
        inward = np.linspace(first_start, first_reach, STRAIGHT_POINTS)
        outward = np.linspace(second_reach, second_start, STRAIGHT_POINTS)
        curve = self._arc() if self.is_fillet else self._bend()
        return np.concatenate([self.first.at(inward[:-1]), curve, self.second.at(outward[1:])])

    def beside(self, points: np.ndarray, widths: tuple[float, float]) -> np.ndarray:
        """Return the line beside the `points` (K, 2) of a wide corner, `widths` [m] away from its straight stretches.

        Between these it goes the way the corner's own curve would go between the two directions, so that the two never
        cross; behind a nose it keeps square to the corner.
        """
        first, second = self.first.direction, self.second.direction
        aside = np.array([[-first[1], first[0]], [second[1], -second[0]]])  # off the road on either side
        t = np.linspace(0.0, 1.0, CURVE_POINTS)
        share = np.concatenate([np.zeros(STRAIGHT_POINTS - 1), t * t * (3 - 2 * t), np.ones(STRAIGHT_POINTS - 1)])
        if self.angle > BEHIND:
            heading = self.first.heading + np.pi / 2 + (self.angle - np.pi) * share  # from one side round to the other
            aside_at = np.column_stack([np.cos(heading), np.sin(heading)])
            return points + (widths[0] + (widths[1] - widths[0]) * share)[:, None] * aside_at
        return points + ((1 - share) * widths[0])[:, None] * aside[0] + (share * widths[1])[:, None] * aside[1]

    @property
    def centre(self) -> np.ndarray:
        """Centre of the circle that rounds the corner, float64 (2,) [m]."""
        return self.first.beside(self.radius).at(np.array(self.reach[:1]))[0]

    def _arc(self) -> np.ndarray:
        """Return the circular stretch, (CURVE_POINTS, 2)."""
        start, end = self._ends()
        begin = np.arctan2(*(start - self.centre)[::-1])
        turn = -(np.pi - self.angle)  # seen from its centre, the arc runs clockwise
        angles = begin + turn * np.linspace(0.0, 1.0, CURVE_POINTS)
        points = self.centre + self.radius * np.column_stack([np.cos(angles), np.sin(angles)])
        points[0], points[-1] = start, end
        return points

    def _bend(self) -> np.ndarray:
        """Return the smooth stretch of a wide corner, a cubic Bézier curve (CURVE_POINTS, 2)."""
        start, end = self._ends()
        return bezier(start, -self.first.direction, end, self.second.direction, CURVE_POINTS)

    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        first, second = self.reach
        return self.first.at(np.array([first]))[0], self.second.at(np.array([second]))[0]


def bezier(start: np.ndarray, leaving: np.ndarray, end: np.ndarray, arriving: np.ndarray, count: int) -> np.ndarray:
    """Return `count` points (count, 2) of the cubic curve that leaves and arrives along unit vectors (2,).

    Where the two directions meet in front, at distances u and v, the handles are u and v times
    (4/3) tan(turn / 4) / tan(turn / 2), which makes a circle if u = v; else a third of the chord.
    """
    gap = end - start
    cross = _cross(leaving, arriving)
    turn = np.arctan2(abs(cross), leaving @ arriving)
    first = last = np.linalg.norm(gap) / 3
    if abs(cross) > PARALLEL:
        u, v = _cross(gap, arriving) / cross, _cross(leaving, gap) / cross
        if u > 0 and v > 0:
            share = (4 / 3) * np.tan(turn / 4) / np.tan(turn / 2)
            first, last = share * u, share * v
    knots = np.array([start, start + first * leaving, end - last * arriving, end])
    t = np.linspace(0.0, 1.0, count)[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return weights @ knots


def _cross(a: np.ndarray, b: np.ndarray) -> float:
    """Return the product of two vectors in the plane, positive if `b` lies to the left of `a`."""
    return float(a[0] * b[1] - a[1] * b[0])
