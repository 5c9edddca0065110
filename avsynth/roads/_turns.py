"""The line of a lane that connects two others: straight, a clothoid, an arc, a clothoid, straight; or a free curve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from avsynth.datatypes.curve import Directed, chained
from avsynth.datatypes.curve_shapes import Bend, Shape, cubic_to

#: Sharpest bend that can be driven [1/m]: cars turn on a radius of 5 m at their middle, cyclists on 2.5 m.
SHARPEST, SHARPEST_OF_BIKES = 0.2, 0.4
#: Smaller turns are free curves [rad]; and up to this one a free curve is tried before the way is made longer.
SMALLEST_TURN, FREE_TURN = np.deg2rad(2.0), np.deg2rad(60.0)
#: Bends at least this wide begin and end with clothoids, which take half of the turn [m].
WITH_CLOTHOIDS = 9.0
#: Lengths of the handles of free curves that are tried, as shares of the distance [1].
PULLS = (0.34, 0.4, 0.46, 0.3)
#: How much farther apart the ends are moved where no curve is wide enough [m].
STEP = 1.5
#: Shorter straight pieces are left out [m].
SHORTEST = 1e-4


@dataclass(frozen=True)
class Turn:
    """The way from one directed point (x, y [m], heading [rad]) to another.

    `reach` [m] is how far before the corner a wide bend starts, `sharpest` the largest curvature allowed [1/m]; a bend
    that `is_plain` is an arc without clothoids, so that it keeps its distance from a round kerb.
    """

    start: Directed
    end: Directed
    reach: float
    sharpest: float = SHARPEST
    is_plain: bool = False

    @cached_property
    def angle(self) -> float:
        """How far it turns to the left [rad], in (−π, π]."""
        return float(-((self.start[2] - self.end[2] + np.pi) % (2 * np.pi) - np.pi))

    @property
    def _gap(self) -> tuple[float, float]:
        """The end seen from the start: ahead and to the left [m]."""
        x, y, heading = self.start
        dx, dy = self.end[0] - x, self.end[1] - y
        return dx * np.cos(heading) + dy * np.sin(heading), dy * np.cos(heading) - dx * np.sin(heading)

    @cached_property
    def tangents(self) -> tuple[float, float]:
        """Distance from the start, and from the end, of the point where both directions meet [m]; negative: behind.

        Directions that hardly differ meet nowhere.
        """
        if abs(self.angle) < SMALLEST_TURN:
            return -np.inf, -np.inf
        ahead, left = self._gap
        sine = np.sin(self.angle)
        return float(ahead - left * np.cos(self.angle) / sine), float(left / sine)

    @property
    def is_rounded(self) -> bool:
        """Whether there is room for a bend between two straight pieces."""
        return min(self.tangents) >= self.least_tangent

    @cached_property
    def shapes(self) -> tuple[Shape, ...] | None:
        """The pieces of the way; None if none is wide enough for vehicles."""
        if self.is_rounded:
            return self._rounded()
        if abs(self.angle) < FREE_TURN:
            return self._free()
        return None

    @property
    def least_tangent(self) -> float:
        """How far from both ends the directions must meet for the narrowest bend that can be driven [m]."""
        return float(np.tan(abs(self.angle) / 2) / self.sharpest)

    @property
    def missing(self) -> tuple[float, float]:
        """How much farther back the start and the end must lie to leave room [m]."""
        if abs(self.angle) < FREE_TURN and min(self.tangents) < 0:
            return STEP, STEP
        first, last = (max(self.least_tangent - tangent, 0.0) for tangent in self.tangents)
        return (first + 0.01, last + 0.01) if first or last else (STEP, STEP)

    def _rounded(self) -> tuple[Shape, ...]:
        """Return straight, round, straight."""
        first, last = self.tangents
        tangent = max(min(first, last, self.reach), self.least_tangent)
        pieces = [Bend(first - tangent), *_fillet(self.angle, tangent, is_plain=self.is_plain), Bend(last - tangent)]
        return tuple(piece for piece in pieces if piece.length > SHORTEST)

    def _free(self) -> tuple[Shape, ...] | None:
        """Return the free curve with the widest bend, None if it is too sharp."""
        (ahead, left), distance = self._gap, float(np.hypot(*self._gap))
        if ahead <= 0:
            return None
        if abs(self.angle) < 1e-9 and abs(left) < 1e-9:
            return (Bend(ahead),)
        curves = [cubic_to((ahead, left, self.angle), (pull * distance, pull * distance)) for pull in PULLS]
        widest = min(curves, key=lambda curve: curve.sharpest)
        return (widest,) if widest.sharpest <= self.sharpest else None


def _fillet(angle: float, tangent: float, *, is_plain: bool) -> tuple[Bend, ...]:
    """Return the bend by `angle` [rad] that begins `tangent` [m] before the point where both directions meet."""
    sign, turn = np.sign(angle), abs(angle)
    radius = tangent / _tangent_with_clothoids(turn)
    if radius < WITH_CLOTHOIDS or is_plain:
        radius = tangent / np.tan(turn / 2)
        return (Bend(turn * radius, sign / radius, sign / radius),)
    length = turn / 2 * radius
    curvature = sign / radius
    return Bend(length, 0.0, curvature), Bend(length, curvature, curvature), Bend(length, curvature, 0.0)


@cache
def _tangent_with_clothoids(turn: float) -> float:
    """Return the length of the tangents of a bend of radius 1 whose clothoids take half of its turn."""
    parts = Bend(turn / 2, 0.0, 1.0), Bend(turn / 2, 1.0, 1.0), Bend(turn / 2, 1.0, 0.0)
    x, y, _ = chained((0.0, 0.0, 0.0), parts).poses(np.array([1.5 * turn]))[0]
    return float(x - y / np.tan(turn))
