"""The lines of a roundabout: kerbs that swing from leg to circle and on to the next leg, and the ways round.

Everything is made of lines and arcs. Where a line [m] `aside` of the axis of a leg swings with a radius r into a circle
R about the centre, the arc's centre lies √((R + r)² − (aside + r)²) out along the axis and aside + r beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from avsynth.datatypes.curve import Curve, chained
from avsynth.datatypes.curve_shapes import Bend
from avsynth.datatypes.network import Connection
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._arm import Arm
from avsynth.roads._connecting import connecting_road
from avsynth.roads._plane import Plane
from avsynth.roads._section import carriage_width, full_width
from avsynth.roads._turns import SHARPEST

#: Longest piece of a kerb that swings [m], and the fewest pieces of a bend.
LONGEST_PIECE, FEWEST_PIECES = 1.2, 6
#: Radii of the kerb between leg and circle that are tried, as shares of the wanted one [1].
TIGHTER = (1.0, 0.75, 0.5, 0.33, 0.2)
#: Kinds of strips that go on round the circle: those beside the kerb first.
ROUND = ("bike", "drive")
#: Strokes, gaps and width of the lines round a lane for bicycles, and points along a stroke [m, m, m, 1].
STROKE, GAP, LINE, STROKE_POINTS = 0.5, 0.5, 0.25, 3
#: Straight pieces at either end of a kerb [m], at least.
STRAIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Swing:
    """How a line `aside` [m] of the axis of a leg swings with `radius` [m] into the circle of radius `ring` [m]."""

    aside: float
    radius: float
    ring: float

    @property
    def ahead(self) -> float:
        """How far out the arc begins [m]; NaN if line and circle do not meet so."""
        square = (self.ring + self.radius) ** 2 - (self.aside + self.radius) ** 2
        return float(np.sqrt(square)) if square > 0 else np.nan

    @property
    def angle(self) -> float:
        """From the axis of the leg to the point where arc and circle touch [rad]."""
        return float(np.arctan2(self.aside + self.radius, self.ahead))

    @property
    def turn(self) -> float:
        """By how much the arc turns [rad]."""
        return np.pi / 2 - self.angle


@dataclass(frozen=True, eq=False)
class Circulation:
    """Legs round a circle.

    Parameters
    ----------
    name : str
    plane : Plane
    arms : tuple of Arm
        Counter-clockwise; their axes go through the centre.
    radius : float [m]
        Of the outer kerb of the circle.
    widths : tuple of float [m]
        Of the lanes round the island, from the outside inwards.
    swing : float [m]
        Radius of the kerbs between legs and circle.
    cycle : float [m]
        Width of the lane for bicycles outside of these, 0 for none.
    """

    name: str
    plane: Plane
    arms: tuple[Arm, ...]
    radius: float
    widths: tuple[float, ...]
    swing: float
    cycle: float = 0.0

    def fitted(self) -> Circulation:
        """Return it with kerbs that swing as wide as the legs leave room for, and the mouths where they begin."""
        for share in TIGHTER:
            tried = replace(self, swing=share * self.swing)
            if tried._fits:
                return replace(tried, arms=tuple(replace(arm, mouth=tried._mouth(arm)) for arm in self.arms))
        raise ValueError(
            f"its legs are too near to each other for a circle of radius {self.radius:g} m; turn them apart, make them "
            "narrower or the circle larger"
        )

    @property
    def corner_points(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Kerb and outer edge round the corner after each arm, from mouth to mouth, float64 (K, 2) each [m]."""
        for arm, after in self._neighbours:
            kerb = self._corner(arm, after)
            widths = [
                _width(one, side, full=True) - _width(one, side, full=False) for one, side in ((arm, 1), (after, -1))
            ]
            along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(kerb.points, axis=0).T))])
            width = widths[0] + (widths[1] - widths[0]) * along / along[-1]
            yield kerb.points, kerb.points + width[:, None] * kerb.outward

    def roads(self, speed: float | None = None) -> Iterator[tuple[RoadModel, Connection]]:
        """Yield the connecting roads: from each lane that comes in round to each leg, with what they connect.

        A single leg leads round to itself.
        """
        pairs = [(a, b) for a in self.arms for b in self.arms if b is not a or len(self.arms) == 1]
        for arm, other in pairs:
            for kind in ROUND:
                leaving = other.strips(-other.into, kind)
                for k, first in enumerate(arm.strips(arm.into, kind)[::-1] if leaving else ()):
                    last = leaving[max(len(leaving) - 1 - k, 0)]
                    way = self._way((arm, first.number), (other, last.number), self._ring(kind, k))
                    yield connecting_road(self.name, self.plane, (arm, first), (other, last), way, speed)

    def strokes(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield left and right edge of the strokes round the lane for bicycles, float64 (K, 2) each [m].

        The line between it and the others is broken all round, as vehicles cross it; across the legs there is one on
        its outer side too.
        """
        if not self.cycle:
            return
        inner, legs = self.radius - self.cycle, [(arm.heading, self._opening(arm)) for arm in self.arms]
        for radius, spans in ((inner, [(0.0, np.pi)]), (self.radius, legs)):
            for heading, half in spans:
                count = int(2 * half * radius / (STROKE + GAP))
                for angle in heading - half + 2 * half * (np.arange(count) + 0.5) / max(count, 1):
                    yield tuple(self._arc(angle, radius + side * LINE / 2) for side in (-1, 1))

    @property
    def _neighbours(self) -> list[tuple[Arm, Arm]]:
        return list(zip(self.arms, self.arms[1:] + self.arms[:1], strict=True))

    @property
    def _fits(self) -> bool:
        """Whether each kerb reaches the circle before the next leg, and each way leaves it after it has entered."""
        for arm, after in self._neighbours:
            gap = _gap(arm, after)
            lanes, others = self._swings(arm, 1), self._swings(after, -1)
            if any(1 / swing.radius > SHARPEST for swing in lanes + others):
                return False
            firsts, lasts = (
                (kerb, *swings) for kerb, swings in ((self._kerb(arm, 1), lanes), (self._kerb(after, -1), others))
            )
            if not max(swing.angle for swing in firsts) + max(swing.angle for swing in lasts) < gap:
                return False
        return True

    def _swings(self, arm: Arm, side: int) -> list[Swing]:
        """Return how the lanes of one side swing, those of a kind from the outside inwards."""
        return [
            self._lane_swing(arm, side, strip.number, self._ring(kind, k))
            for kind in ROUND
            for k, strip in enumerate(arm.strips(side, kind)[::-1])
        ]

    def _mouth(self, arm: Arm) -> float:
        return (
            max(swing.ahead for side in (1, -1) for swing in (self._kerb(arm, side), *self._swings(arm, side)))
            + STRAIGHT
        )

    def _kerb(self, arm: Arm, side: int) -> Swing:
        return Swing(_width(arm, side, full=False), self.swing, self.radius)

    def _lane_swing(self, arm: Arm, side: int, number: int, ring: float) -> Swing:
        """Return how a lane swings: the outermost one beside the kerb, at the same distance all along."""
        _, aside = _seen(arm, number)
        return Swing(aside, self.swing + _width(arm, side, full=False) - aside, ring)

    def _ring(self, kind: str, number: int) -> float:
        """Return the radius on which the lane of a kind, counted from the outside, goes round [m]."""
        if kind == "bike" and self.cycle:
            return self.radius - self.cycle / 2
        k = min(number, len(self.widths) - 1)
        return self.radius - self.cycle - sum(self.widths[:k]) - self.widths[k] / 2

    def _opening(self, arm: Arm) -> float:
        """Return the angle from the axis of a leg to where the nearer of its kerbs joins the circle [rad]."""
        return min(self._kerb(arm, side).angle for side in (1, -1))

    def _arc(self, angle: float, radius: float) -> np.ndarray:
        """Return the points of a stroke about a bearing from the centre [rad], float64 (K, 2) [m]."""
        turn = angle + STROKE / radius * np.linspace(-0.5, 0.5, STROKE_POINTS)
        return self.arms[0].axis.start + radius * np.column_stack([np.cos(turn), np.sin(turn)])

    def _corner(self, arm: Arm, after: Arm) -> Line:
        """Return the kerb from the mouth of one arm round to that of the next."""
        first, last = self._kerb(arm, 1), self._kerb(after, -1)
        x, y = arm.edge(1, full=False).at(np.array([arm.mouth]))[0]
        gap = _gap(arm, after)
        # Inwards along the left edge, away from the axis, counter-clockwise round, and outwards along the right edge.
        shapes = (
            Bend(arm.mouth - first.ahead),
            Bend(first.radius * first.turn, -1 / first.radius, -1 / first.radius),
            Bend(self.radius * (gap - first.angle - last.angle), 1 / self.radius, 1 / self.radius),
            Bend(last.radius * last.turn, -1 / last.radius, -1 / last.radius),
            Bend(after.mouth - last.ahead),
        )
        curve = chained((float(x), float(y), arm.heading + np.pi), shapes)
        spans = [
            np.linspace(a, b, _pieces(b - a, piece.shape) + 1)
            for a, b, piece in zip(curve.knots[:-1], curve.knots[1:], curve.pieces, strict=True)
        ]
        poses = curve.poses(np.unique(np.concatenate(spans)))
        return Line(poses[:, :2], np.column_stack([np.sin(poses[:, 2]), -np.cos(poses[:, 2])]))

    def _way(self, start: tuple[Arm, int], end: tuple[Arm, int], ring: float) -> Curve:
        """Return the line from a lane that comes in, round on a circle of radius `ring` [m], to one that leads out."""
        (arm, number), (other, last) = start, end
        round_to = arm.into  # +1: counter-clockwise, where traffic keeps right
        into = self._lane_swing(arm, round_to, number, ring)
        out = self._lane_swing(other, -round_to, last, ring)
        gap = _gap(arm, other) if round_to > 0 else _gap(other, arm)
        x, y, heading = arm.entry(number)
        shapes = (
            Bend(_seen(arm, number)[0] - into.ahead),
            Bend(into.radius * into.turn, -round_to / into.radius, -round_to / into.radius),
            Bend(ring * (gap - into.angle - out.angle), round_to / ring, round_to / ring),
            Bend(out.radius * out.turn, -round_to / out.radius, -round_to / out.radius),
            Bend(_seen(other, last)[0] - out.ahead),
        )
        return chained((x, y, heading + np.pi), shapes)


@dataclass(frozen=True, eq=False)
class Line:
    """Points (K, 2) [m] along a kerb and unit vectors (K, 2) off the carriageway there."""

    points: np.ndarray
    outward: np.ndarray


def _gap(arm: Arm, after: Arm) -> float:
    """Return the angle from one arm counter-clockwise to another one [rad]; all round to itself."""
    return float((after.heading - arm.heading) % (2 * np.pi)) or 2 * np.pi


def _seen(arm: Arm, number: int) -> tuple[float, float]:
    """Return how far out along the axis, and how far beside it, the middle of a strip begins, seen from above [m]."""
    x, y, heading = arm.entry(number)
    gap = np.array([x, y]) - arm.axis.start
    return float(gap @ arm.axis.direction), abs(float(gap @ [-np.sin(heading), np.cos(heading)]))


def _pieces(length: float, shape: Bend) -> int:
    """Return into how many pieces a stretch of kerb is divided: a straight one is whole."""
    return 1 if shape.is_line else max(int(np.ceil(length / LONGEST_PIECE)), FEWEST_PIECES)


def _width(arm: Arm, side: int, *, full: bool) -> float:
    """Return how far the kerb, or the outer edge, of the left (+1) or right (−1) side lies from the axis [m]."""
    strips = arm.sections[0].left if side > 0 else arm.sections[0].right
    return full_width(strips) if full else carriage_width(strips)
