"""The reference line: ``<planView>`` with lines, arcs, spirals and cubic polynomials."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.curve import Curve, Piece
from avsynth.datatypes.curve_shapes import Bend, Cubic, Shape
from avsynth.opendrive._notes import Notes
from avsynth.opendrive._records import ordered

#: Shorter pieces are left out [m].
SHORTEST = 1e-6
#: Longest road [m], and longest clothoid [m] with its largest turn [rad]: beyond, a file is broken.
LONGEST, LONGEST_SPIRAL, LARGEST_TURN = 1e5, 1e4, 60.0
#: Gaps and differences in length from here on are told [m].
GAP = 0.01
#: Rounds of halving that find where a polynomial ends.
HALVINGS = 60


def curve_of(road: Element, notes: Notes) -> Curve:
    """Return the reference line of a ``<road>``."""
    plan = road.first("planView")
    rows = ordered(plan.all("geometry"), "s") if plan else []
    kept = [row for row in rows if row.number("length") > SHORTEST]
    for row in rows:
        if row not in kept:
            notes.add(row, "<geometry> without length is left out")
    if not kept:
        raise Fault(road.line, f"road {road.word('id', '?')} has no <geometry> with a length")
    first = kept[0].number("s")
    pieces = tuple(_piece(row, first) for row in kept)
    length = pieces[-1].station + pieces[-1].shape.length
    if length > LONGEST:
        raise Fault(road.line, f"the road is {length:g} m long; roads go up to {LONGEST:g} m")
    curve = Curve(pieces, length)
    _tell(road, kept, curve, notes)
    return curve


def _piece(row: Element, first: float) -> Piece:
    x, y, heading, length = (row.number(name) for name in ("x", "y", "hdg", "length"))
    return Piece(row.number("s") - first, x, y, heading, _shape(row, length))


def _shape(row: Element, length: float) -> Shape:
    for kind in row.children:
        match kind.tag:
            case "line":
                return Bend(length)
            case "arc":
                curvature = kind.number("curvature")
                return Bend(length, curvature, curvature)
            case "spiral":
                return _spiral(kind, length)
            case "poly3":
                return _polynomial(np.array([kind.number(name, 0.0) for name in "abcd"]), length)
            case "paramPoly3":
                u, v = (np.array([kind.number(name + axis, 0.0) for name in "abcd"]) for axis in "UV")
                return Cubic(length, u, v, length if kind.word("pRange", "normalized") == "arcLength" else 1.0)
    raise Fault(row.line, "<geometry> has none of <line>, <arc>, <spiral>, <poly3>, <paramPoly3>")


def _spiral(kind: Element, length: float) -> Bend:
    bend = Bend(length, kind.number("curvStart"), kind.number("curvEnd"))
    if not bend.is_arc and (length > LONGEST_SPIRAL or length * bend.sharpest > LARGEST_TURN):
        raise Fault(
            kind.line,
            f"a spiral of {length:g} m turns up to {bend.sharpest:g}/m; they go up to {LONGEST_SPIRAL:g} m and "
            f"{LARGEST_TURN:g} rad",
        )
    return bend


def _polynomial(v: np.ndarray, length: float) -> Cubic:
    """Return v(u) = a + b u + c u² + d u³ from u = 0 to where it is `length` [m] long, which is found by halving."""
    u = np.array([0.0, 1.0, 0.0, 0.0])
    low, high = 0.0, length
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if Cubic(length, u, v, middle).true_length < length else (low, middle)
    return Cubic(length, u, v, (low + high) / 2)


def _tell(road: Element, rows: list[Element], curve: Curve, notes: Notes) -> None:
    """Note gaps, and a length of the road that is not that of its pieces."""
    said = road.number("length", curve.length)
    if abs(said - curve.length) > GAP:
        notes.add(road, f"the road says it is {said:.2f} m long, its pieces are {curve.length:.2f} m")
    for row, (piece, after) in zip(rows[1:], pairwise(curve.pieces), strict=True):
        end = piece.poses(np.array([after.station]))[0]
        gap = float(np.hypot(end[0] - after.x, end[1] - after.y))
        if gap > GAP:
            notes.add(row, "a piece of the reference line starts more than 1 cm from the end of the one before")
