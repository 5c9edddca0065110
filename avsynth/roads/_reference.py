"""Reference lines: curves in the plane, of pieces with constant (line, arc) or evenly changing (spiral) curvature."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Length

PositiveLength = Annotated[Length, Field(gt=0)]
#: Largest distance between a curve and the chords that stand for it [m], and the longest chord [m].
SAGITTA = 0.004
LONGEST_CHORD = 8.0
#: Nodes of the Gauss-Legendre rule that integrates a spiral: exact to 1e-9 m for turns up to half a circle.
GAUSS_NODES = 16


class Line(Config):
    """A straight piece."""

    shape: Literal["line"] = "line"
    length: PositiveLength = Field(description="Length [m].")


class Arc(Config):
    """A piece of a circle."""

    shape: Literal["arc"] = "arc"
    length: PositiveLength = Field(description="Length [m].")
    radius: Length = Field(description="Radius, positive to the left [m].")


class Spiral(Config):
    """A clothoid: the curvature changes evenly from that of the piece before to `to`."""

    shape: Literal["spiral"] = "spiral"
    length: PositiveLength = Field(description="Length [m].")
    to: float = Field(0.0, description="Curvature at its end, positive to the left [1/m].")


PathPiece = Annotated[Line | Arc | Spiral, Field(discriminator="shape")]


@dataclass(frozen=True, eq=False)
class ReferenceLine:
    """A curve in the plane, by pieces; it runs on straight before its start and beyond its end.

    Parameters
    ----------
    start : tuple of float
        x [m], y [m] and heading [rad] at station 0.
    pieces : tuple of (length [m], first curvature [1/m], last curvature [1/m])
    """

    start: tuple[float, float, float]
    pieces: tuple[tuple[float, float, float], ...]

    @property
    def length(self) -> float:
        """Length of the curve [m]."""
        return float(sum(length for length, _, _ in self.pieces))

    @cached_property
    def _starts(self) -> np.ndarray:
        """Station, x, y and heading at the start of each piece, and at the end of the last, float64 (P + 1, 4)."""
        rows = [(0.0, *self.start)]
        for piece in self.pieces:
            x, y, heading = _advance(rows[-1][1:], piece, np.array([piece[0]]))[0]
            rows.append((rows[-1][0] + piece[0], x, y, heading))
        return np.array(rows)

    def poses(self, stations: np.ndarray) -> np.ndarray:
        """Return x [m], y [m] and heading [rad] at `stations` (N,) [m], float64 (N, 3)."""
        stations = np.asarray(stations, dtype=np.float64)
        rows = self._starts
        out = np.empty((len(stations), 3))
        number = np.searchsorted(rows[1:-1, 0], stations, side="right")
        for k, piece in enumerate(self.pieces):
            here = (number == k) & (stations >= 0) & (stations <= self.length)
            out[here] = _advance(rows[k, 1:], piece, stations[here] - rows[k, 0])
        for outside, row in ((stations < 0, rows[0]), (stations > self.length, rows[-1])):
            out[outside] = _advance(row[1:], (1.0, 0.0, 0.0), stations[outside] - row[0])
        return out

    def offset(self, stations: np.ndarray, left: float | np.ndarray, height: float = 0.0) -> np.ndarray:
        """Return points `left` [m] of the curve at `stations` (N,) [m] and `height` [m], float64 (N, 3)."""
        x, y, heading = self.poses(stations).T
        return np.column_stack([x - left * np.sin(heading), y + left * np.cos(heading), np.full(len(x), height)])

    def stations(self, first: float, last: float, half_width: float = 0.0) -> np.ndarray:
        """Return stations from `first` to `last` [m], close enough for the sagitta up to `half_width` [m] out."""
        knots = np.unique(np.concatenate([[first], np.clip(self._starts[:, 0], first, last), [last]]))
        spans = [
            np.linspace(a, b, max(2, int(np.ceil((b - a) / self._chord((a + b) / 2, half_width))) + 1))
            for a, b in pairwise(knots)
            if b - a > 1e-9
        ]
        return np.unique(np.concatenate(spans))

    def _chord(self, station: float, half_width: float) -> float:
        """Return the longest chord [m] allowed in the piece at `station`."""
        ends = np.cumsum([length for length, _, _ in self.pieces])
        if not 0 <= station <= ends[-1]:
            return LONGEST_CHORD
        _, first, last = self.pieces[int(np.searchsorted(ends, station))]
        curvature = max(abs(first), abs(last))
        if curvature == 0:
            return LONGEST_CHORD
        radius = 1 / curvature + half_width
        return min(LONGEST_CHORD, np.sqrt(8 * SAGITTA * radius) / (radius * curvature))


def reference_line(path: tuple[Line | Arc | Spiral, ...], start: tuple[float, float, float]) -> ReferenceLine:
    """Return the curve that `path` describes, from `start` (x, y, heading)."""
    pieces, curvature = [], 0.0
    for piece in path:
        first = {"line": 0.0, "arc": 1 / piece.radius if piece.shape == "arc" else 0.0, "spiral": curvature}[
            piece.shape
        ]
        last = piece.to if piece.shape == "spiral" else first
        pieces.append((piece.length, first, last))
        curvature = last
    return ReferenceLine(start, tuple(pieces))


def straight(start: tuple[float, float, float], length: float) -> ReferenceLine:
    """Return a straight line of `length` [m] from `start` (x, y, heading)."""
    return ReferenceLine(start, ((length, 0.0, 0.0),))


@cache
def _gauss() -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights of the quadrature."""
    return np.polynomial.legendre.leggauss(GAUSS_NODES)


def _advance(start: np.ndarray, piece: tuple[float, float, float], along: np.ndarray) -> np.ndarray:
    """Return x, y, heading (N, 3) after `along` (N,) [m] on a piece that starts at `start`.

    The position is the integral of the unit tangent, by Gauss-Legendre quadrature over each stretch.
    """
    length, first, last = piece
    if first == last == 0:
        x, y, heading = start
        return np.column_stack([x + along * np.cos(heading), y + along * np.sin(heading), np.full(len(along), heading)])
    nodes, weights = _gauss()
    u = along[:, None] * (nodes + 1) / 2  # (N, G)

    def heading(s: np.ndarray) -> np.ndarray:
        return start[2] + first * s + (last - first) / (2 * length) * s * s

    dx = (np.cos(heading(u)) @ weights) * along / 2
    dy = (np.sin(heading(u)) @ weights) * along / 2
    return np.column_stack([start[0] + dx, start[1] + dy, heading(along)])
