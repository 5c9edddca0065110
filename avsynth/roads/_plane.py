"""The plane that a junction lies in, and the profiles of roads that lie in it or leave it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.datatypes.curve import Curve
from avsynth.datatypes.profile import NOTHING, Profile, even, hermite

#: Steepest plane of a junction [1]: steeper legs bend down to it.
STEEPEST = 0.04
#: Length of the bend from the slope of the junction to that of a leg: per change of slope, and at least [m].
BEND_PER_SLOPE, SHORTEST_BEND = 300.0, 12.0
#: Over this length a leg turns from the bank of the junction to level [m].
LEVELLING = 25.0
#: A bend in the plane takes its height each time it has turned by this [rad], and each [m]: exact to 0.3 mm.
STEP, LONGEST_STEP = 0.35, 15.0


@dataclass(frozen=True, slots=True)
class Plane:
    """z = z0 + a (x − x0) + b (y − y0)."""

    x: float
    y: float
    z: float
    a: float = 0.0
    b: float = 0.0

    @property
    def is_level(self) -> bool:
        """Whether it has no slope."""
        return self.a == self.b == 0

    def heights(self, points: np.ndarray) -> np.ndarray:
        """Return the height at `points` (..., 2) [m], float64 (...)."""
        return self.z + self.a * (points[..., 0] - self.x) + self.b * (points[..., 1] - self.y)

    def lifted(self, points: np.ndarray, height: np.ndarray | float = 0.0) -> np.ndarray:
        """Return `points` (N, 2) in the plane, moved off it by `height` (N,) [m], float64 (N, 3)."""
        normal = np.array([-self.a, -self.b, 1.0]) / np.sqrt(1 + self.a**2 + self.b**2)
        above = np.broadcast_to(height, len(points))[:, None] * normal
        return np.column_stack([points, self.heights(points)]) + above

    def slopes(self, heading: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the rise along headings (N,) [rad] and to their left [1], float64 (N,) each."""
        cosine, sine = np.cos(heading), np.sin(heading)
        return self.a * cosine + self.b * sine, self.b * cosine - self.a * sine

    def bank(self, heading: np.ndarray) -> np.ndarray:
        """Return the bank [rad] of a road in the plane that runs along headings (N,) [rad], float64 (N,)."""
        along, aside = self.slopes(heading)
        return np.arctan(aside / np.sqrt(1 + along * along))

    def across(self, heading: float) -> tuple[float, float]:
        """Return how far ahead and to the left of a heading [rad] one comes, from above, going left in the plane."""
        along, _ = self.slopes(np.array(heading))
        bank = float(self.bank(np.array(heading)))
        return float(-along / np.sqrt(1 + along * along) * np.sin(bank)), float(np.cos(bank))


def plane_of(x: float, y: float, z: float, legs: list[tuple[float, float]]) -> Plane:
    """Return the plane through a centre that fits the `legs` (heading [rad], slope outward [1]) best, not too steep."""
    heading, slope = np.array(legs).T
    if not slope.any():
        return Plane(x, y, z)
    (a, b), *_ = np.linalg.lstsq(np.column_stack([np.cos(heading), np.sin(heading)]), slope, rcond=None)
    scale = min(1.0, STEEPEST / max(np.hypot(a, b), 1e-12))
    return Plane(x, y, z, float(scale * a), float(scale * b))


def leaving(plane: Plane, start: tuple[float, float, float], slope: float, length: float) -> tuple[Profile, Profile]:
    """Return height and bank of a leg that leaves the plane at `start` (x, y, heading) and goes on with `slope` [1]."""
    along, _ = plane.slopes(np.array(start[2]))
    height = float(plane.heights(np.array(start[:2])))
    change = slope - float(along)
    bend = min(max(abs(change) * BEND_PER_SLOPE, SHORTEST_BEND), length)
    end = height + (float(along) + slope) / 2 * bend
    rows = [[height, float(along), change / (2 * bend), 0.0], [end, slope, 0.0, 0.0]]
    bank = float(plane.bank(np.array(start[2])))
    ends = np.array([0.0, min(LEVELLING, length)])
    banked = NOTHING if bank == 0 else hermite(ends, np.array([bank, 0.0]), np.zeros(2))
    return Profile(np.array([0.0, bend]), np.array(rows)), banked


def lying(plane: Plane, curve: Curve) -> tuple[Profile, Profile]:
    """Return height and bank of a road in the plane along `curve`."""
    if plane.is_level:
        return even(plane.z), NOTHING
    ends = zip(curve.knots[:-1], curve.knots[1:], curve.pieces, strict=True)
    turns = [(a, b, piece.shape.sharpest) for a, b, piece in ends]
    spans = [np.linspace(a, b, int(max((b - a) * k / STEP, (b - a) / LONGEST_STEP) * (k > 0)) + 2) for a, b, k in turns]
    stations = np.unique(np.concatenate(spans))
    nudge = 1e-4
    poses, after, before = np.split(curve.poses(np.concatenate([stations, stations + nudge, stations - nudge])), 3)
    heading, turning = poses[:, 2], (after[:, 2] - before[:, 2]) / (2 * nudge)
    bank_rate = (plane.bank(heading + nudge) - plane.bank(heading - nudge)) / (2 * nudge) * turning
    height = hermite(stations, plane.heights(poses[:, :2]), plane.slopes(heading)[0])
    return height, hermite(stations, plane.bank(heading), bank_rate)
