"""Reference lines: curves in the plane, of pieces that are lines, arcs, clothoids or cubic polynomials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.curve_shapes import Bend, Shape, bent

#: x, y [m] and heading [rad].
Directed = tuple[float, float, float]
#: Half the distance over which a curvature is measured [m].
NUDGE = 1e-3
#: Stands in a table for a piece that is a cubic.
_CUBIC = -1


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One piece of a curve, and where it starts: station [m], x, y [m], heading [rad]."""

    station: float
    x: float
    y: float
    heading: float
    shape: Shape

    def poses(self, stations: np.ndarray) -> np.ndarray:
        """Return x, y, heading (N, 3) at `stations` (N,) [m]."""
        return _laid(self.shape.local(stations - self.station), self.x, self.y, self.heading)

    def pose(self, station: float) -> Directed:
        """Return x, y, heading at one station [m]."""
        along = station - self.station
        if isinstance(self.shape, Bend) and self.shape.sharpest == 0.0:
            x, y = self.x + along * np.cos(self.heading), self.y + along * np.sin(self.heading)
            return float(x), float(y), self.heading
        x, y, heading = self.poses(np.array([station]))[0].tolist()
        return x, y, heading


def _laid(local: np.ndarray, x: np.ndarray | float, y: np.ndarray | float, heading: np.ndarray | float) -> np.ndarray:
    """Return `local` x, y, heading (N, 3) of pieces that start at x, y with a heading, float64 (N, 3)."""
    cosine, sine = np.cos(heading), np.sin(heading)
    out = np.empty(local.shape)
    out[:, 0] = x + local[:, 0] * cosine - local[:, 1] * sine
    out[:, 1] = y + local[:, 0] * sine + local[:, 1] * cosine
    out[:, 2] = heading + local[:, 2]
    return out


@dataclass(frozen=True, eq=False)
class Curve:
    """A curve in the plane, by pieces; it runs on straight before its start and beyond its end.

    Parameters
    ----------
    pieces : tuple of Piece
        In order of their stations; the first starts at station 0.
    length : float [m]
    """

    pieces: tuple[Piece, ...]
    length: float

    def poses(self, stations: np.ndarray) -> np.ndarray:
        """Return x [m], y [m] and heading [rad] at `stations` (N,) [m], float64 (N, 3)."""
        stations = np.asarray(stations, dtype=np.float64)
        inside = np.minimum(np.maximum(stations, 0.0), self.length)
        out = self.pieces[0].poses(inside) if len(self.pieces) == 1 else self._by_piece(inside)
        beyond = stations - inside
        out[:, 0] += beyond * np.cos(out[:, 2])
        out[:, 1] += beyond * np.sin(out[:, 2])
        return out

    def moved(self, pose: Pose) -> Curve:
        """Return the curve where an upright `pose` takes it."""
        places = ((pose.points(np.array([[one.x, one.y, 0.0]]))[0], one) for one in self.pieces)
        pieces = (replace(one, x=float(x), y=float(y), heading=one.heading + pose.yaw) for (x, y, _), one in places)
        return replace(self, pieces=tuple(pieces))

    def _by_piece(self, inside: np.ndarray) -> np.ndarray:
        """Return the poses at stations on the curve: of all bends of one kind at once, of cubics one by one."""
        out = np.empty((len(inside), 3))
        number = np.searchsorted(self.knots[1:-1], inside, side="right")
        kinds, table = self._table
        kind = kinds[number]
        for parts in dict.fromkeys(kinds.tolist()):
            rows = kind == parts
            if parts >= 0:
                station, x, y, heading, *bend = table[number[rows]].T
                out[rows] = _laid(bent(inside[rows] - station, tuple(bend), parts), x, y, heading)
        for k in np.flatnonzero(kinds == _CUBIC):
            out[number == k] = self.pieces[k].poses(inside[number == k])
        return out

    @cached_property
    def _table(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each piece `Bend.parts`, or `_CUBIC`, int64 (P,); station, x, y, heading, length, first, last (P, 7)."""
        kinds, rows = [], []
        for piece in self.pieces:
            bend = piece.shape if isinstance(piece.shape, Bend) else None
            kinds.append(bend.parts if bend else _CUBIC)
            of_bend = (bend.length, bend.first, bend.last) if bend else (0.0, 0.0, 0.0)
            rows.append((piece.station, piece.x, piece.y, piece.heading, *of_bend))
        return np.array(kinds), np.array(rows)

    @cached_property
    def knots(self) -> np.ndarray:
        """Stations where pieces start, and the end, float64 (P + 1,) [m]."""
        return np.array([*(piece.station for piece in self.pieces), self.length])

    def curvature(self, station: float) -> float:
        """Return the curvature at `station` [m], positive to the left, from the headings beside it [1/m]."""
        before, after = np.clip([station - NUDGE, station + NUDGE], 0.0, self.length)
        first, last = self.poses(np.array([before, after]))[:, 2]
        return float((last - first + np.pi) % (2 * np.pi) - np.pi) / max(after - before, NUDGE)

    def sharpness(self, stations: np.ndarray) -> np.ndarray:
        """Return the largest curvature of the piece at each of `stations` (N,), float64 (N,) [1/m]; 0 off the curve."""
        number = np.clip(np.searchsorted(self.knots, stations, side="right") - 1, 0, len(self.pieces) - 1)
        sharpest = np.array([piece.shape.sharpest for piece in self.pieces])[number]
        return np.where((stations < 0) | (stations > self.length), 0.0, sharpest)

    @property
    def sharpest(self) -> float:
        """Largest curvature [1/m]."""
        return max(piece.shape.sharpest for piece in self.pieces)


def chained(start: Directed, shapes: tuple[Shape, ...]) -> Curve:
    """Return the curve of `shapes` one after the other from `start` (x, y, heading)."""
    pieces, station = [], 0.0
    for shape in shapes:
        pieces.append(Piece(station, *start, shape))
        station += shape.length
        start = pieces[-1].pose(station)
    return Curve(tuple(pieces), station)


def straight(start: Directed, length: float) -> Curve:
    """Return a straight line of `length` [m] from `start` (x, y, heading)."""
    return chained(start, (Bend(length),))
