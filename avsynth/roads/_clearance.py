"""Ways through a junction that keep clear of its kerbs: bends begin later, or the way goes round what juts in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from avsynth.datatypes.curve import Shape, chained
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
        gap = points[:, None] - self.start  # (P, S, 2)
        share = np.clip((gap * self.step).sum(axis=2) / (self.step * self.step).sum(axis=1), 0.0, 1.0)
        gap = gap - share[..., None] * self.step
        distance = np.hypot(gap[..., 0], gap[..., 1])
        least = distance.min(axis=1, keepdims=True)
        inward = ((distance < least + SAME_DISTANCE)[..., None] * self.inward).sum(
            axis=1
        )  # of both stretches at a corner
        inward /= np.maximum(np.hypot(inward[:, 0], inward[:, 1]), SAME_DISTANCE)[:, None]
        number, nearest = np.arange(len(points)), np.argmin(distance, axis=1)
        gap = gap[number, nearest]
        sign = np.where((gap * inward).sum(axis=1) < 0, -1.0, 1.0)
        return sign * least[:, 0], points - gap, inward


def clear_shapes(turn: Turn, kerbs: Kerbs, corners: int = 0) -> tuple[Shape, ...]:
    """Return the pieces of a way from start to end of `turn` that keeps clear of the kerbs, as far as it can."""
    ends = float(kerbs.clearances(np.array([turn.start[:2], turn.end[:2]]))[0].min()) - SAME_DISTANCE
    later = turn
    while (
        turn.is_rounded
        and later.reach > turn.least_tangent
        and _clearance(turn, later.shapes, kerbs) < min(WANTED, ends)
    ):
        later = replace(later, reach=max(LATER * min(later.reach, *later.tangents), later.least_tangent))
    best, clearance = later.shapes, _clearance(turn, later.shapes, kerbs)
    if corners == MOST_CORNERS or clearance >= min(ENOUGH, ends):
        return best
    for via in _round(turn, best, kerbs):
        parts = replace(turn, end=via), replace(turn, start=via)
        if all(part.shapes for part in parts):
            shapes = tuple(shape for part in parts for shape in clear_shapes(part, kerbs, corners + 1))
            other = _clearance(turn, shapes, kerbs)
            best, clearance = (shapes, other) if other > clearance else (best, clearance)
            if clearance >= min(ENOUGH, ends):
                break
    return best


def _points(turn: Turn, shapes: tuple[Shape, ...]) -> np.ndarray:
    curve = chained(turn.start, shapes)
    return curve.poses(np.linspace(0.0, curve.length, PROBES))[:, :2]


def _clearance(turn: Turn, shapes: tuple[Shape, ...], kerbs: Kerbs) -> float:
    """Return how far inside the kerbs the way keeps, at least [m]."""
    return float(kerbs.clearances(_points(turn, shapes))[0].min())


def _round(turn: Turn, shapes: tuple[Shape, ...], kerbs: Kerbs) -> tuple[tuple[float, float, float], ...]:
    """Return directed points beside the kerb that juts farthest into the way: along the way, and along the kerb."""
    clearance, nearest, inward = kerbs.clearances(_points(turn, shapes)[1:-1])
    worst = int(np.argmin(clearance))
    x, y = nearest[worst] + (WANTED + BEYOND) * inward[worst]
    chord = np.subtract(turn.end[:2], turn.start[:2])
    kerb = np.array([inward[worst, 1], -inward[worst, 0]])
    kerb *= np.sign(kerb @ chord) or 1.0
    return tuple((float(x), float(y), float(np.arctan2(way[1], way[0]))) for way in (chord, kerb))
