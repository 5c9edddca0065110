"""Pieces of curves in the plane, each in its own frame: lines, arcs and clothoids, and cubic polynomials."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from avsynth.core.arrays import lock

#: Nodes of the Gauss-Legendre rule, and the largest turn [rad] that one application of it covers: exact to 1e-12 m.
GAUSS_NODES, LARGEST_TURN = 16, 2.0
#: Stretches into which the arc length of a cubic is divided, and steps of Newton's method that invert it.
STRETCHES, NEWTON_STEPS = 64, 3
#: Points at which the curvature of a cubic is looked at.
PROBES = 33
#: Below this a curvature is that of a straight line [1/m], and a change of it that of an arc.
STRAIGHT = 1e-12


@dataclass(frozen=True, slots=True)
class Bend:
    """A piece whose curvature [1/m] changes evenly from `first` to `last`: a line, an arc or a clothoid."""

    length: float
    first: float = 0.0
    last: float = 0.0

    @property
    def is_line(self) -> bool:
        """Whether it is straight."""
        return max(abs(self.first), abs(self.last)) < STRAIGHT

    @property
    def is_arc(self) -> bool:
        """Whether its curvature is the same all along."""
        return abs(self.last - self.first) < STRAIGHT

    @property
    def sharpest(self) -> float:
        """Largest curvature [1/m]."""
        return max(abs(self.first), abs(self.last))

    @property
    def parts(self) -> int:
        """Stretches into which its quadrature is divided; 0 where none is needed."""
        return 0 if self.is_arc else int(np.ceil(self.length * self.sharpest / LARGEST_TURN)) or 1

    def local(self, along: np.ndarray) -> np.ndarray:
        """Return x, y [m] and heading [rad] after `along` (N,) [m], from the origin along x, float64 (N, 3)."""
        return bent(along, (self.length, self.first, self.last), self.parts)


def bent(along: np.ndarray, bend: tuple[np.ndarray | float, ...], parts: int) -> np.ndarray:
    """Return x, y [m] and heading [rad] after `along` (N,) [m] on bends, from the origin along x, float64 (N, 3).

    The position is the integral of the unit tangent: in closed form for lines and arcs, else by Gauss-Legendre
    quadrature.

    Parameters
    ----------
    bend : (length [m], first, last [1/m]), each () or (N,)
    parts : int
        As `Bend.parts`, the same for all.
    """
    length, first, last = bend
    change = (last - first) / (2 * length)
    out = np.empty((len(along), 3))
    out[:, 2] = turn = along * (first + change * along)
    if not parts:
        chord = along * np.sinc(turn / (2 * np.pi))  # np.sinc(x) = sin(πx) / (πx)
        out[:, 0], out[:, 1] = chord * np.cos(turn / 2), chord * np.sin(turn / 2)
        return out
    nodes, weights = _gauss(parts)
    u = along[:, None] * nodes  # (N, G)
    heading = u * (np.reshape(first, (-1, 1)) + np.reshape(change, (-1, 1)) * u)
    out[:, 0] = along * (np.cos(heading) * weights).sum(axis=1)
    out[:, 1] = along * (np.sin(heading) * weights).sum(axis=1)
    return out


@dataclass(frozen=True, eq=False)
class Cubic:
    """A piece of a parametric cubic: x = Σ u_k p^k, y = Σ v_k p^k for p from 0 to `reach`, run through by arc length.

    Parameters
    ----------
    length : float [m]
        Its length as stated; where the curve is longer or shorter, stations are stretched evenly.
    u, v : float64 (4,)
    reach : float
    """

    length: float
    u: np.ndarray
    v: np.ndarray
    reach: float

    def __post_init__(self) -> None:
        lock(self, u=(np.float64, (4,)), v=(np.float64, (4,)))

    @cached_property
    def sharpest(self) -> float:
        """Largest curvature [1/m], at `PROBES` points."""
        p = np.linspace(0.0, self.reach, PROBES)
        (_, xs, xss), (_, ys, yss) = _cubic(self.u, p), _cubic(self.v, p)
        return float(np.abs((xs * yss - ys * xss) / np.maximum(np.hypot(xs, ys), 1e-9) ** 3).max())

    def local(self, along: np.ndarray) -> np.ndarray:
        """Return x, y [m] and heading [rad] after `along` (N,) [m], in its own frame, float64 (N, 3)."""
        p = self._parameter(along)
        (x, xs, _), (y, ys, _) = _cubic(self.u, p), _cubic(self.v, p)
        return np.column_stack([x, y, np.arctan2(ys, xs)])

    def _parameter(self, along: np.ndarray) -> np.ndarray:
        """Return the parameter at each arc length (N,) [m]: from a table, then by Newton's method."""
        knots, lengths = self._table
        goal = np.clip(along / self.length, 0.0, 1.0) * lengths[-1]
        p = np.interp(goal, lengths, knots)
        for _ in range(NEWTON_STEPS):
            k = np.clip(np.searchsorted(lengths, goal, side="right") - 1, 0, len(knots) - 2)
            reached = lengths[k] + self._arc_length(knots[k], p)
            p = np.clip(p - (reached - goal) / np.maximum(self._speed(p), 1e-9), 0.0, self.reach)
        return p

    @cached_property
    def true_length(self) -> float:
        """Its length, whatever is stated [m]."""
        return float(self._table[1][-1])

    @cached_property
    def _table(self) -> tuple[np.ndarray, np.ndarray]:
        """Parameters that divide the piece, and the arc length up to each [m]."""
        knots = np.linspace(0.0, self.reach, STRETCHES + 1)
        return knots, np.concatenate([[0.0], np.cumsum(self._arc_length(knots[:-1], knots[1:]))])

    def _arc_length(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Return the arc lengths between parameters (N,) each [m]."""
        nodes, weights = _gauss(1)
        p = first[:, None] + (last - first)[:, None] * nodes
        return (last - first) * (self._speed(p) * weights).sum(axis=1)

    def _speed(self, p: np.ndarray) -> np.ndarray:
        return np.hypot(_cubic(self.u, p)[1], _cubic(self.v, p)[1])


Shape = Bend | Cubic


def cubic_to(end: tuple[float, float, float], pull: tuple[float, float]) -> Cubic:
    """Return the cubic from the origin along x to `end` (x, y [m], heading [rad]); its handles are `pull` [m] long."""
    x, y, heading = end
    inner = np.array([x - pull[1] * np.cos(heading), y - pull[1] * np.sin(heading)])
    points = np.array([[0.0, 0.0], [pull[0], 0.0], inner, [x, y]])
    rows = np.array([[1, 0, 0, 0], [-3, 3, 0, 0], [3, -6, 3, 0], [-1, 3, -3, 1]]) @ points  # Bézier → powers of p
    rough = Cubic(1.0, rows[:, 0], rows[:, 1], 1.0)
    return Cubic(rough.true_length, rough.u, rough.v, 1.0)


def _cubic(c: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the polynomial with coefficients `c` (4,) and its first two derivatives at `p`."""
    value = c[0] + p * (c[1] + p * (c[2] + p * c[3]))
    return value, c[1] + p * (2 * c[2] + p * 3 * c[3]), 2 * c[2] + 6 * c[3] * p


@cache
def _gauss(parts: int) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights of the quadrature over 0 to 1, in `parts` equal stretches."""
    nodes, weights = np.polynomial.legendre.leggauss(GAUSS_NODES)
    stretches = (np.arange(parts)[:, None] + (nodes + 1) / 2).ravel() / parts
    return stretches, np.tile(weights / 2, parts) / parts
