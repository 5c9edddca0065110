"""Aisles side by side with ways across at both ends, and how these meet a street: junctions whose legs join.

In the frame of the lot u points along the aisles and v to their left. Without a street, u = 0 is where the first way
across lies; with one, where the street does, which runs along v. Each crossing is opened about its own middle first,
so that it is known how much room it takes, then all are laid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.road_model import Link, RoadModel
from avsynth.datatypes.section import Section, Strip
from avsynth.roads._aisle import Aisle
from avsynth.roads._arm import Arm, Equipment, Leg, arms_of
from avsynth.roads._control import Regulation
from avsynth.roads._corner import Edge
from avsynth.roads._crossing import Crossing
from avsynth.roads._meeting import Meeting
from avsynth.roads._plane import Plane
from avsynth.roads._section import Lanes

#: Between the footways of neighbouring aisles, and from a mouth to the aisle or the end of a leg, at least [m].
BETWEEN, SHORTEST_LEG = 0.5, 0.5
#: Radius of the kerbs where ways of the lot meet, and at its street [m].
KERB_RADIUS, GATE_RADIUS = 3.0, 4.5
#: Length of the legs of the street, and of a way that leads on [m].
STREET_LENGTH = 80.0
#: Where the legs of a place point, from the direction of the aisles [rad].
AHEAD, LEFT, BACK, RIGHT = 0.0, np.pi / 2, np.pi, -np.pi / 2

#: A leg by the name of its place and its own.
LegKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where ways meet: `u`, `v` [m], the headings of its legs by name [rad], and whether a street passes there."""

    name: str
    v: float
    legs: tuple[tuple[str, float], ...]
    is_gate: bool = False


@dataclass(frozen=True, eq=False)
class Lot:
    """The ways of a car park.

    Parameters
    ----------
    name : str
    world_from_lot : Pose
    aisle : Aisle
    count : int
        Of aisles.
    gates : int
        1: one drives in and out at the first aisle; 2: also at the last one.
    street : Lanes, optional
        The street at its gates, seen along v.
    equipment : Equipment
    """

    name: str
    world_from_lot: Pose
    aisle: Aisle
    count: int
    gates: int
    street: Lanes | None
    equipment: Equipment

    @cached_property
    def aisles(self) -> tuple[RoadModel, ...]:
        """The aisles as roads, joined to the ways across."""
        found = []
        for k in range(self.count):
            road = self.aisle.model(f"{self.name}.aisle{k}", self._at(self._first, k * self._pitch), self._height)
            ends = {"before": self._met(k, "start"), "after": self._met(k, "end")}
            links = {word: Link(self._road(*key), "end") for word, key in ends.items() if key}
            found.append(replace(_linked(road, ends), **links))
        return tuple(found)

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The places where ways meet, laid."""
        return tuple(self._meeting(place) for place in self._places)

    @property
    def hull(self) -> np.ndarray:
        """Corners of the rectangle that the lot takes up to the axis of its street, (4, 2) [m], world."""
        last = self._last + max(self._reach(f"far{k}", "aisle") for k in range(self.count)) if self.count > 1 else None
        far, half = (last + self.aisle.width / 2 + self.aisle.edge if last else self._last), self.aisle.half
        near = 0.0 if self.street else self._near - self.aisle.width / 2 - self.aisle.edge
        sides = (-half, (self.count - 1) * self._pitch + half)
        corners = [(near, sides[0], 0.0), (far, sides[0], 0.0), (far, sides[1], 0.0), (near, sides[1], 0.0)]
        return self.world_from_lot.points(np.array(corners))[:, :2]

    @property
    def _height(self) -> float:
        return float(self.world_from_lot.translation[2])

    @property
    def _pitch(self) -> float:
        """From one aisle to the next [m]."""
        return 2 * self.aisle.half + BETWEEN

    @property
    def _entered(self) -> tuple[int, ...]:
        """Numbers of the aisles at which one drives in or out."""
        return (0, self.count - 1)[: self.gates]

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        found = []
        for k in range(self.count) if self.count > 1 else ():
            aside = [("right", RIGHT)] * (k > 0) + [("left", LEFT)] * (k < self.count - 1)
            access = [("access", BACK)] if k in self._entered else []
            found.append(Place(f"near{k}", k * self._pitch, (("aisle", AHEAD), *aside, *access)))
            found.append(Place(f"far{k}", k * self._pitch, (("aisle", BACK), *aside)))
        for number, k in enumerate(self._entered if self.street else ()):
            legs = (("lot", AHEAD), ("left", LEFT), ("right", RIGHT))
            found.append(Place(f"gate{number}", k * self._pitch, legs, is_gate=True))
        return tuple(found)

    @cached_property
    def _joins(self) -> dict[LegKey, LegKey]:
        """Which leg goes on as which other one."""
        pairs = [
            ((f"{end}{k}", "left"), (f"{end}{k + 1}", "right"))
            for end in ("near", "far")
            for k in range(self.count - 1)
        ]
        if self.street and self.count > 1:
            pairs += [((f"gate{n}", "lot"), (f"near{k}", "access")) for n, k in enumerate(self._entered)]
        if self.street and self.gates > 1:
            pairs += [(("gate0", "left"), ("gate1", "right"))]
        return dict([*pairs, *((b, a) for a, b in pairs)])

    def _met(self, k: int, end: str) -> LegKey | None:
        """Return the leg at the start or end of aisle `k`, if there is one."""
        if self.count > 1:
            return (f"near{k}" if end == "start" else f"far{k}", "aisle")
        return ("gate0", "lot") if end == "start" and self.street else None

    def _lanes(self, place: Place, leg: str) -> Lanes:
        """Return the strips of a leg, as seen outward."""
        if place.is_gate and leg == "left":
            return self.street
        if place.is_gate and leg == "right":
            return Lanes(left=self.street.right[::-1], right=self.street.left[::-1])
        half = (("drive", self.aisle.width / 2), ("walk", self.aisle.edge))
        return Lanes(left=half[::-1], right=half)

    def _crossing(self, place: Place, x: float, y: float) -> Crossing:
        """Return a place whose middle lies at (x, y) [m], world, its mouths opened."""
        turned = self.world_from_lot.yaw
        legs = tuple(Leg(name=name, heading=heading, lanes=self._lanes(place, name)) for name, heading in place.legs)
        plane = Plane(x, y, self._height)
        arms = arms_of(legs, plane, Edge(x, y, turned), self.equipment)
        radius = GATE_RADIUS if place.is_gate else KERB_RADIUS
        return Crossing(f"{self.name}.{place.name}", plane, arms, (radius,) * len(arms)).opened()

    @cached_property
    def _mouths(self) -> dict[LegKey, float]:
        """How far from the middle of its place each leg begins [m]."""
        opened = {place.name: self._crossing(place, 0.0, 0.0) for place in self._places}
        return {(name, arm.leg.name): arm.mouth for name, crossing in opened.items() for arm in crossing.arms}

    def _widest(self, word: str, leg: str) -> float:
        """Return the largest mouth of all legs of a name at places of a kind [m]; 0 if there is none."""
        found = (mouth for (place, name), mouth in self._mouths.items() if name == leg and place.startswith(word))
        return max(found, default=0.0)

    @cached_property
    def _joint(self) -> float:
        """Where ways from the street end, on the way to the first way across [m]."""
        return self._widest("gate", "lot") + (self.aisle.driveway / 2 if self.count > 1 else SHORTEST_LEG)

    @cached_property
    def _near(self) -> float:
        """Where the near way across lies [m]."""
        if not self.street:
            return 0.0
        return self._joint + self.aisle.driveway / 2 + self._widest("near", "access") if self.count > 1 else 0.0

    @cached_property
    def _first(self) -> float:
        """Where the aisles start [m]."""
        if self.count > 1:
            return self._near + self._widest("near", "aisle") + SHORTEST_LEG
        return self._joint if self.street else 0.0

    @property
    def _last(self) -> float:
        return self._first + self.aisle.length

    def _reach(self, place: str, leg: str) -> float:
        """Return how far from the middle of its place a leg ends [m]."""
        mouth = self._mouths[place, leg]
        if leg == "aisle":
            return self._widest(place.rstrip("0123456789"), "aisle") + SHORTEST_LEG
        if leg == "lot":
            return self._joint
        if leg == "access":
            return self._near - self._joint if self.street else mouth + self.aisle.driveway
        if (place, leg) not in self._joins:
            return mouth + STREET_LENGTH
        return self._pitch * ((self.count - 1) if place.startswith("gate") else 1) / 2

    def _at(self, u: float, v: float, heading: float = 0.0) -> tuple[float, float, float]:
        """Return a place of the lot in the world: x, y [m], heading [rad]."""
        x, y, _ = self.world_from_lot.points(np.array([u, v, 0.0]))
        return float(x), float(y), self.world_from_lot.yaw + heading

    def _road(self, place: str, leg: str) -> str:
        return f"{self.name}.{place}.{leg}"

    def _meeting(self, place: Place) -> Meeting:
        """Return a place with its legs joined to what they go on as."""
        far = self._last + self._widest("far", "aisle") + SHORTEST_LEG
        u = 0.0 if place.is_gate else far if place.name.startswith("far") else self._near
        opened = self._crossing(place, *self._at(u, place.v)[:2])
        crossing = replace(opened, arms=tuple(self._going_on(place.name, arm) for arm in opened.arms))
        priority = ("left", "right") if place.is_gate else ()
        return Meeting(
            crossing.name,
            crossing.plane,
            crossing.arms,
            tuple(self._leg(crossing, place.name, arm) for arm in crossing.arms),
            tuple(crossing.corner_points),
            tuple(crossing.roads()),
            Regulation("yield" if place.is_gate else "none", priority),
            (),
        )

    def _leg(self, crossing: Crossing, place: str, arm: Arm) -> RoadModel:
        """Return a leg as a road, as long as its place leaves room for."""
        length = self._reach(place, arm.leg.name) - arm.mouth
        if length < SHORTEST_LEG - 1e-9:
            raise ValueError(
                f"its {self.count} aisles lie too near to each other for the ways between them; make them wider, "
                "their bays longer, or leave out one of the gates"
            )
        road = arm.model(crossing.name, crossing.plane, length, None)
        following = self._following(place, arm.leg.name)
        return replace(road, after=following[0]) if following else road

    def _going_on(self, place: str, arm: Arm) -> Arm:
        """Return a leg whose strips go on as those of what it is joined to."""
        following = self._following(place, arm.leg.name)
        if not following:
            return arm
        (section,), (_, sign) = arm.sections, following
        is_leg = (place, arm.leg.name) in self._joins  # with the same strips; those of aisles beside their lanes differ
        sides = (
            tuple(
                replace(strip, after=sign * strip.number) if is_leg or strip.kind == "drive" else strip
                for strip in strips
            )
            for strips in (section.left, section.right)
        )
        return replace(arm, sections=(Section(section.start, *sides, section.marks),))

    def _following(self, place: str, leg: str) -> tuple[Link, int] | None:
        """Return what a leg goes on as, and the sign of the numbers of strips there: −1 where it runs against it."""
        other = self._joins.get((place, leg))
        if other:
            return Link(self._road(*other), "end"), -1
        for k in range(self.count):
            for contact, sign in (("start", 1), ("end", -1)):
                if self._met(k, contact) == (place, leg):
                    return Link(f"{self.name}.aisle{k}", contact), sign
        return None


def _linked(road: RoadModel, ends: dict[str, LegKey | None]) -> RoadModel:
    """Return an aisle whose lanes for vehicles are linked to those of the legs at its `ends`.

    The leg at its start runs with it, the one at its end against it.
    """

    def changed(strips: tuple[Strip, ...], word: str, sign: int) -> tuple[Strip, ...]:
        return tuple(
            replace(strip, **{word: sign * strip.number}) if strip.kind == "drive" else strip for strip in strips
        )

    sections = list(road.sections)
    for word, number, sign in (("before", 0, 1), ("after", -1, -1)):
        if ends[word]:
            section = sections[number]
            sides = {side: changed(getattr(section, side), word, sign) for side in ("left", "right")}
            sections[number] = replace(section, **sides)
    return replace(road, sections=tuple(sections))


def outer_parts(edge: np.ndarray, hull: np.ndarray, beside: float) -> Iterator[np.ndarray]:
    """Yield stretches of an edge (K, 3) [m] whose right side, `beside` [m] off it, lies outside of a convex `hull`."""
    along = np.gradient(edge[:, :2], axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    points = edge[:, :2] + beside * np.column_stack([along[:, 1], -along[:, 0]])
    sides = np.roll(hull, -1, axis=0) - hull
    gap = points[:, None] - hull
    free = (sides[:, 0] * gap[..., 1] - sides[:, 1] * gap[..., 0] < 0).any(axis=1)
    changes = np.flatnonzero(np.diff(free)) + 1
    for part, is_free in zip(np.split(edge, changes), np.split(free, changes), strict=True):
        if is_free[0] and len(part) > 1:
            yield part
