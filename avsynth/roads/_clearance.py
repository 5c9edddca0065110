"""Ways through a junction that keep clear of its kerbs: bends begin later, or the way goes round what juts in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from avsynth.datatypes.curve import Curve, chained
from avsynth.roads._turns import Turn

#: Free space that a way leaves between the middle of its lane and the kerb [m]; what is wanted, and what will do.
WANTED, ENOUGH = 1.3, 0.9
#: A bend that comes too near to a kerb begins this much later [1]; points of a way that are looked at.
LATER, PROBES = 0.6, 48
#: Round a kerb that juts in the way leaves this much more [m]. Distances that differ by less are the same [m].
BEYOND, SAME_DISTANCE = 0.3, 1e-6
#: A way goes round so many corners.
MOST_CORNERS = 3


@dataclass(frozen=True, eq=False)
class Kerbs:
    """Stretches of kerbs with the carriageway to their left: `start`, `step` float64 (S, 2) [m]."""

    start: np.ndarray
    step: np.ndarray

    @classmethod
    def along(cls, lines: list[np.ndarray]) -> Kerbs:
        """Return the kerbs along lines (K, 2)."""
        start = np.concatenate([line[:-1] for line in lines])
        step = np.concatenate([line[1:] for line in lines]) - start
        long = np.hypot(step[:, 0], step[:, 1]) > 1e-6
        return cls(start[long], step[long])

    @cached_property
    def inward(self) -> np.ndarray:
        """Unit vectors into the carriageway, float64 (S, 2)."""
        return np.column_stack([-self.step[:, 1], self.step[:, 0]]) / np.hypot(*self.step.T)[:, None]

    def clearances(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return how far inside the kerbs `points` (P, 2) lie, negative outside, float64 (P,) [m]; the nearest points
        of kerbs and the unit vectors inward there, float64 (P, 2).
        """
        (x, y), (sx, sy) = (points[:, None] - self.start).transpose(2, 0, 1), self.step.T  # (P, S) and (S,)
        share = np.clip((x * sx + y * sy) / (sx * sx + sy * sy), 0.0, 1.0)
        x, y = x - share * sx, y - share * sy
        square = x * x + y * y
        number, nearest = np.arange(len(points)), np.argmin(square, axis=1)
        least = np.hypot(x[number, nearest], y[number, nearest])
        of, at = np.nonzero(square < ((least + SAME_DISTANCE) ** 2)[:, None])  # of both stretches at a corner
        inward = np.column_stack([np.bincount(of, self.inward[at, k], len(points)) for k in (0, 1)])
        inward /= np.maximum(np.hypot(inward[:, 0], inward[:, 1]), SAME_DISTANCE)[:, None]
        gap = np.column_stack([x[number, nearest], y[number, nearest]])
        sign = np.where((gap * inward).sum(axis=1) < 0, -1.0, 1.0)
        return sign * least, points - gap, inward


def clear_way(turn: Turn, kerbs: Kerbs, corners: int = 0) -> Curve:
    """Return the way from start to end of `turn` that keeps clear of the kerbs, as far as it can."""
    ends = float(kerbs.clearances(np.array([turn.start[:2], turn.end[:2]]))[0].min()) - SAME_DISTANCE
    best = chained(turn.start, turn.shapes)
    clearance, later = _clearance(best, kerbs), turn
    while turn.is_rounded and later.reach > turn.least_tangent and clearance < min(WANTED, ends):
        later = replace(later, reach=max(LATER * min(later.reach, *later.tangents), later.least_tangent))
        best = chained(turn.start, later.shapes)
        clearance = _clearance(best, kerbs)
    if corners == MOST_CORNERS or clearance >= min(ENOUGH, ends):
        return best
    for via in _round(turn, best, kerbs):
        parts = replace(turn, end=via), replace(turn, start=via)
        if all(part.shapes for part in parts):
            ways = [clear_way(part, kerbs, corners + 1) for part in parts]
            way = chained(turn.start, tuple(piece.shape for one in ways for piece in one.pieces))
            other = _clearance(way, kerbs)
            best, clearance = (way, other) if other > clearance else (best, clearance)
            if clearance >= min(ENOUGH, ends):
                break
    return best


def _points(way: Curve) -> np.ndarray:
    return way.poses(np.linspace(0.0, way.length, PROBES))[:, :2]


def _clearance(way: Curve, kerbs: Kerbs) -> float:
    """Return how far inside the kerbs the way keeps, at least [m]."""
    return float(kerbs.clearances(_points(way))[0].min())


def _round(turn: Turn, way: Curve, kerbs: Kerbs) -> tuple[tuple[float, float, float], ...]:
    """Return directed points beside the kerb that juts farthest into the way: along the way, and along the kerb."""
    clearance, nearest, inward = kerbs.clearances(_points(way)[1:-1])
    worst = int(np.argmin(clearance))
    x, y = nearest[worst] + (WANTED + BEYOND) * inward[worst]
    chord = np.subtract(turn.end[:2], turn.start[:2])
    kerb = np.array([inward[worst, 1], -inward[worst, 0]])
    kerb *= np.sign(kerb @ chord) or 1.0
    return tuple((float(x), float(y), float(np.arctan2(line[1], line[0]))) for line in (chord, kerb))
