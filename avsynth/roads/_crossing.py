"""Arms that meet: where their mouths lie, the corners between them, and the roads that connect their lanes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from avsynth.datatypes.network import Connection
from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Mark, Strip
from avsynth.roads._arm import Arm, middle_of
from avsynth.roads._clearance import WANTED, Kerbs, clear_way
from avsynth.roads._connecting import connecting_road
from avsynth.roads._corner import SMALLEST_RADIUS, Corner
from avsynth.roads._plane import Plane
from avsynth.roads._section import carriage_width
from avsynth.roads._turns import SHARPEST, SHARPEST_OF_BIKES, Turn

#: Kinds of strips that go on into strips of the same kind of other legs.
CONNECTED = ("drive", "bus", "tram", "bike")
#: Largest turn of rails and of lanes that only go straight on; smallest turn that counts as one to the side [rad].
STRAIGHT_ON, ASIDE = np.deg2rad(100.0), np.deg2rad(30.0)
#: The line on either side of a way for bicycles straight across (German RMS 1: wide, 0.5 m and 0.2 m).
CYCLE_CROSSING = Mark("dashed", width=0.25, stroke=0.5, gap=0.2)
#: Radius of the corner that ways keep to which turn on the other side of an island at a corner [m].
BEFORE_ISLAND = 6.0
#: Rounds in which mouths are moved outwards until vehicles can turn.
ROUNDS = 60


@dataclass(frozen=True, eq=False)
class Crossing:
    """Arms counter-clockwise; of the corner after each, the radius of its kerb [m] and if a lane slips round it."""

    name: str
    plane: Plane
    arms: tuple[Arm, ...]
    radii: tuple[float, ...]
    slips: tuple[bool, ...] = ()

    def corners(self, *, full: bool) -> list[Corner]:
        """Return the corners of the kerb, or of the outer edges, after each arm.

        The outer edge is rounder by the narrower pavement, so that it never comes nearer than the kerb.
        """
        found = []
        for (arm, after), radius, widths in zip(self._neighbours, self.radii, self._pavements, strict=True):
            rounder = max(radius - min(widths), SMALLEST_RADIUS) if full else radius
            found.append(Corner(arm.edge(1, full=full), after.edge(-1, full=full), rounder))
        return found

    @cached_property
    def corner_points(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Kerb and outer edge round the corner after each arm, from mouth to mouth, float64 (K, 2) each [m]."""
        found = []
        pairs = zip(self.corners(full=False), self.corners(full=True), self._neighbours, self._pavements, strict=True)
        for inner, outer, (arm, after), widths in pairs:
            kerb = inner.points(arm.mouth, after.mouth)
            edge = outer.points(arm.mouth, after.mouth) if inner.is_fillet else inner.beside(kerb, widths)
            found.append((kerb, edge))
        return found

    @property
    def _neighbours(self) -> list[tuple[Arm, Arm]]:
        """Each arm with the next one counter-clockwise."""
        return list(zip(self.arms, self.arms[1:] + self.arms[:1], strict=True))

    @property
    def _pavements(self) -> list[tuple[float, float]]:
        """What lies beyond the carriageway on either side of each corner [m]."""
        pairs = [((arm, 1), (after, -1)) for arm, after in self._neighbours]
        return [
            tuple(arm.edge(side, full=True).apart(arm.edge(side, full=False)) for arm, side in pair) for pair in pairs
        ]

    def opened(self) -> Crossing:
        """Return the crossing with its mouths where all corners have ended and all turns can be driven."""
        arms = list(self.arms)
        for corners in (self.corners(full=False), self.corners(full=True)):
            for k, corner in enumerate(corners):
                for number, reach in zip((k, (k + 1) % len(arms)), corner.reach, strict=True):
                    arms[number] = replace(arms[number], mouth=max(arms[number].mouth, reach))
        crossing = replace(self, arms=tuple(arms))
        for _ in range(ROUNDS):
            missing = crossing._missing()
            if not missing.any():
                return crossing
            arms = [replace(arm, mouth=arm.mouth + more) for arm, more in zip(crossing.arms, missing, strict=True)]
            crossing = replace(crossing, arms=tuple(arms))
        raise ValueError("its legs lie so that vehicles cannot turn from one into the other; move them apart")

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """How each incoming lane goes on."""
        pairs = ((arm, other) for arm in self.arms for other in self.arms if other is not arm)
        return tuple(way for arm, other in pairs for way in self._between(arm, other))

    def roads(
        self, speed: float | None = None, islands: Sequence[np.ndarray] = ()
    ) -> Iterator[tuple[RoadModel, Connection]]:
        """Yield the connecting roads with what they connect; they keep clear of `islands`, rings (K, 2) [m]."""
        kerbs = self.kerbs(islands)
        for way in self.ways:
            marks = (CYCLE_CROSSING,) if way.first.kind == "bike" and abs(way.turn.angle) < ASIDE else ()
            ends = (way.arm, way.first), (way.other, way.last)
            yield connecting_road(self.name, self.plane, *ends, clear_way(way.turn, kerbs), speed, marks)

    def strokes(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield nothing: all paint of a crossing is along its ways."""
        yield from ()

    def kerbs(self, islands: Sequence[np.ndarray] = ()) -> Kerbs:
        """Return the kerbs round the carriageway and round `islands`, rings (K, 2) [m], counter-clockwise."""
        rings = [np.concatenate([ring, ring[:1]])[::-1] for ring in islands]  # the carriageway lies to their left
        return Kerbs.along([*(kerb for kerb, _ in self.corner_points), *rings])

    def _missing(self) -> np.ndarray:
        """Return how much farther out each mouth must lie, float64 (A,) [m]."""
        missing = np.zeros(len(self.arms))
        for way in self.ways:
            if way.turn.shapes is None:
                for arm, more in zip((way.arm, way.other), way.turn.missing, strict=True):
                    number = self.arms.index(arm)
                    missing[number] = max(missing[number], more)
        return missing

    def _between(self, arm: Arm, other: Arm) -> Iterator[Way]:
        """Yield the ways from one arm to another."""
        for kind in CONNECTED:
            first = arm.strips(arm.into, kind)
            last = other.strips(-other.into, kind)
            if kind == "bus" and first and not last:
                last = other.strips(-other.into, "drive")[-1:]
            first = self._allowed(arm, other, kind, first)
            if self._slips_to(arm, other):  # there is room for one lane, the outermost
                first, last = first[-1:], last[-1:]
            for a, b in _pairs(first, last):
                yield Way(arm, other, a, b, self._turn(arm, other, a, b))

    def _slips_to(self, arm: Arm, other: Arm) -> bool:
        """Return whether who goes from one arm to another does so on a slip lane: to the next arm on the near side."""
        corner = self.arms.index(arm if arm.into > 0 else other)
        following = self.arms[(corner + 1) % len(self.arms)]
        return bool(self.slips) and self.slips[corner] and following is (other if arm.into > 0 else arm)

    def _allowed(self, arm: Arm, other: Arm, kind: str, strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
        """Return those incoming strips from which one may go to the other arm."""
        turn = (other.heading - arm.heading) % (2 * np.pi) - np.pi
        if kind == "tram":
            return strips if abs(turn) < STRAIGHT_ON else ()
        movements = arm.leg.turn_lanes
        if kind != "drive" or not movements:
            return strips
        word = "left" if turn > ASIDE else "right" if turn < -ASIDE else "straight"
        return tuple(s for s, which in zip(strips, movements, strict=True) if word in which or which == "all")

    def _turn(self, arm: Arm, other: Arm, a: Strip, b: Strip) -> Turn:
        """Return the way between two strips; it keeps clear of the kerb on its inner side."""
        x, y, heading = arm.entry(a.number)
        start, end = (x, y, heading + np.pi), other.entry(b.number)
        turn = Turn(start, end, 0.0, SHARPEST_OF_BIKES if a.kind == "bike" else SHARPEST)
        sharp, right = abs(turn.angle), 1 if turn.angle < 0 else -1
        space = min(_kerb_distance(arm, a.number, right), _kerb_distance(other, b.number, -right))
        corner = self.arms.index(arm if right > 0 else other)
        radius = self.radii[corner]
        if self._slips_to(arm, other):  # round the kerb, beside the island
            return replace(turn, reach=(radius + space) * np.tan(sharp / 2), is_plain=True)
        if self.slips and self.slips[corner]:
            radius = BEFORE_ISLAND
        spare = max(space - WANTED, 0.0) / (1 / np.cos(sharp / 2) - 1) if sharp > 1e-3 else 0.0
        return replace(turn, reach=(radius + space + spare) * np.tan(sharp / 2))


@dataclass(frozen=True, eq=False)
class Way:
    """From the strip `first` of an arm to the strip `last` of the other one."""

    arm: Arm
    other: Arm
    first: Strip
    last: Strip
    turn: Turn


def _pairs(entering: tuple[Strip, ...], leaving: tuple[Strip, ...]) -> list[tuple[Strip, Strip]]:
    """Return which incoming strip leads to which outgoing one, so that each has a partner where there is any."""
    count = max(len(entering), len(leaving)) if entering and leaving else 0
    return [(entering[min(k, len(entering) - 1)], leaving[min(k, len(leaving) - 1)]) for k in range(count)]


def _kerb_distance(arm: Arm, number: int, side: int) -> float:
    """Return how far the middle of a strip lies from the kerb to the left (+1) or right (−1), seen outward [m]."""
    section = arm.sections[0]
    return carriage_width(section.left if side > 0 else section.right) - side * middle_of(section, number)
