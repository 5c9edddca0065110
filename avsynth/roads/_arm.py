"""The legs of a junction: as written, and as models of roads from the mouth outwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.errors import did_you_mean
from avsynth.core.units import Angle, Length
from avsynth.datatypes.curve import straight
from avsynth.datatypes.profile import Profile, eased, even
from avsynth.datatypes.road_model import Link, RoadModel
from avsynth.datatypes.section import Section, Strip
from avsynth.roads._corner import Edge
from avsynth.roads._dropped import dropped
from avsynth.roads._marks import Marks, marked
from avsynth.roads._plane import BEND_PER_SLOPE, SHORTEST_BEND, Plane, leaving
from avsynth.roads._reference import Path, reference_line
from avsynth.roads._section import Detail, Lanes, carriage_width, full_width, section_of
from avsynth.roads._street import CROSSWALK_SETBACK, CROSSWALK_WIDTH

Movement = Literal["left", "left_straight", "straight", "straight_right", "right", "left_right", "all"]

#: Length over which an added lane or an island narrows to nothing [m].
TAPER = 20.0
#: Width of an added lane [m].
POCKET_WIDTH = 3.0
#: An island between the two directions: its width, the length over which it is that wide [m].
ISLAND_WIDTH, ISLAND_LENGTH = 2.0, 9.0


class Leg(Config):
    """One arm of a junction. Its left and right are as seen looking outward: traffic leaves on the right."""

    name: str = Field(description="Name of the leg.")
    heading: Angle = Field(description="Outward direction, counter-clockwise from the junction's own [rad].")
    lanes: Lanes = Field(description="Strips left and right of its reference line.")
    grade: float = Field(0.0, ge=-0.25, le=0.25, description="Slope outward, uphill positive [1].")
    offset: Length = Field(0.0, ge=-30, le=30, description="How far its axis passes left of the centre [m].")
    path: Path | None = Field(None, description="Pieces of its reference line from the mouth outward; else straight.")
    turn_lanes: tuple[Movement, ...] = Field(
        (), description="What each incoming lane is for, from the middle of the road; lanes for turning are added."
    )
    turn_lane_length: Length = Field(40.0, ge=10, description="Length of added lanes before their taper [m].")


@dataclass(frozen=True, eq=False)
class Arm:
    """A leg where it lies.

    `mouth` [m] is how far out from the centre it begins; `across` is how far ahead and to the left one comes, seen from
    above, by going to the left in the tilted plane of the junction [1].
    """

    leg: Leg
    axis: Edge
    sections: tuple[Section, ...]
    keeps_left: bool
    across: tuple[float, float] = (0.0, 1.0)
    mouth: float = 0.0

    @property
    def heading(self) -> float:
        """Outward [rad]."""
        return self.axis.heading

    @property
    def into(self) -> int:
        """Side on which traffic comes in, seen outward: +1 left, −1 right."""
        return -1 if self.keeps_left else 1

    def edge(self, side: int, *, full: bool) -> Edge:
        """Return the left (+1) or right (−1) edge of the carriageway, or of all strips, as a line outward."""
        strips = self.sections[0].left if side > 0 else self.sections[0].right
        return self._beside(side * (full_width(strips) if full else carriage_width(strips)))

    def strips(self, side: int, kind: str) -> tuple[Strip, ...]:
        """Return the strips of a kind on one side at the mouth, from the middle of the road outwards."""
        strips = self.sections[0].left if side > 0 else self.sections[0].right
        return tuple(strip for strip in strips if strip.kind == kind)

    def entry(self, number: int) -> tuple[float, float, float]:
        """Return x, y [m] and outward heading [rad] of the middle of a strip at the mouth."""
        x, y = self._beside(middle_of(self.sections[0], number)).at(np.array([self.mouth]))[0]
        return float(x), float(y), self.heading

    def _beside(self, left: float) -> Edge:
        """Return the line `left` [m] of the axis, measured in the plane of the junction."""
        ahead, aside = self.across
        x, y = self.axis.beside(left * aside).at(np.array([left * ahead]))[0]
        return Edge(float(x), float(y), self.heading)

    def model(self, name: str, plane: Plane, length: float, crown: Profile | None) -> RoadModel:
        """Return the road from the mouth outwards."""
        x, y = self.axis.at(np.array([self.mouth]))[0]
        start = (float(x), float(y), self.heading)
        curve = reference_line(self.leg.path, start) if self.leg.path else straight(start, length)
        elevation, bank = leaving(plane, start, self.leg.grade, curve.length)
        bend = min(max(abs(self.leg.grade) * BEND_PER_SLOPE, SHORTEST_BEND), curve.length)
        return RoadModel(
            f"{name}.{self.leg.name}",
            curve,
            self.sections,
            elevation=elevation,
            bank=bank,
            camber=((0.0, even(0.0)), (bend, crown)) if crown else (),
            before=Link(name, is_junction=True),
            is_arm=True,
            keeps_left=self.keeps_left,
        )


def check_legs(legs: tuple[Leg, ...], **named: tuple[str, ...]) -> None:
    """Raise ValueError if two legs have the same name, or what is `named`, such as a crosswalk, is on no leg."""
    names = [leg.name for leg in legs]
    if len(set(names)) < len(names):
        raise ValueError(f"two legs have the same name; the names are {', '.join(names)}")
    for what, given in named.items():
        for leg in given:
            if leg not in names:
                raise ValueError(f"{what} on unknown leg {leg!r}{did_you_mean(leg, names)}")


@dataclass(frozen=True, slots=True)
class Equipment:
    """What legs have beside lanes: kerbs, lines, islands and crosswalks by the names of legs; which side is kept to."""

    detail: Detail
    marks: Marks
    islands: tuple[str, ...]
    crosswalks: tuple[str, ...]
    keeps_left: bool


def arms_of(legs: tuple[Leg, ...], plane: Plane, centre: Edge, equipment: Equipment) -> tuple[Arm, ...]:
    """Return the legs about `centre` in the `plane` of their junction, counter-clockwise, their mouths at the centre.

    Their headings count from that of `centre`.
    """
    found = []
    for leg in sorted(legs, key=lambda leg: (leg.heading + centre.heading) % (2 * np.pi)):
        axis = Edge(centre.x, centre.y, leg.heading + centre.heading).beside(leg.offset)
        arm = Arm(leg, axis, _sections(leg, equipment), equipment.keeps_left)
        found.append(replace(arm, across=plane.across(axis.heading)))
    return tuple(found)


def _sections(leg: Leg, equipment: Equipment) -> tuple[Section, ...]:
    """Return the sections of a leg from its mouth outwards, with their lines, and kerbs dropped at its crosswalk."""
    spans = [(CROSSWALK_SETBACK, CROSSWALK_SETBACK + CROSSWALK_WIDTH)] if leg.name in equipment.crosswalks else []
    sections = _widened(leg, equipment)
    ends = [section.start for section in sections[1:]] + [np.inf]
    return tuple(
        dropped(marked(section, equipment.marks), end, spans) for section, end in zip(sections, ends, strict=True)
    )


def _widened(leg: Leg, equipment: Equipment) -> tuple[Section, ...]:
    """Return the section of a leg, and before it a wider one where it has an island or lanes for turning."""
    plain, island = section_of(leg.lanes, equipment.detail), leg.name in equipment.islands
    side = -1 if equipment.keeps_left else 1
    inner, outer = _added(
        leg,
        sum(strip.kind == "drive" for strip in (plain.left if side > 0 else plain.right)),
        keeps_left=equipment.keeps_left,
    )
    if not (inner or outer or island):
        return (plain,)
    reach = max(leg.turn_lane_length if inner or outer else 0.0, ISLAND_LENGTH if island else 0.0)
    sides = {}
    for own in (1, -1):
        strips = list(plain.left if own > 0 else plain.right)
        if own == side:
            strips = _with_pockets(strips, (inner, outer), reach)
        if island:
            width = eased(ISLAND_WIDTH / 2, 0.0, ISLAND_LENGTH, TAPER)
            kerb = even(equipment.detail.kerb)
            strips = [Strip(0, "median", width, kerb, kerb), *strips]
        sides[own] = strips
    return _linked(sides, plain, reach + TAPER)


def middle_of(section: Section, number: int) -> float:
    """Return the offset of the middle of a strip at the start of the section [m]."""
    strips = section.left if number > 0 else section.right
    widths = [float(strip.width.at(np.zeros(1))[0]) for strip in strips[: abs(number)]]
    return float(np.sign(number)) * (sum(widths) - widths[-1] / 2)


def _added(leg: Leg, own: int, *, keeps_left: bool) -> tuple[int, int]:
    """Return how many lanes for turning are added at the middle and at the outside."""
    middle, outside = ("right", "left") if keeps_left else ("left", "right")
    missing = len(leg.turn_lanes) - own if leg.turn_lanes else 0
    inner_count = next((k for k, m in enumerate(leg.turn_lanes) if m != middle), len(leg.turn_lanes))
    inner = min(max(missing, 0), inner_count)
    outer_count = next((k for k, m in enumerate(leg.turn_lanes[::-1]) if m != outside), len(leg.turn_lanes))
    outer = min(max(missing, 0) - inner, outer_count)
    if missing < 0 or inner + outer < missing:
        raise ValueError(
            f"turn_lanes of leg {leg.name!r} names {len(leg.turn_lanes)} lanes; the leg has {own} that come in, and "
            f"only lanes for {middle!r} at the middle or {outside!r} at the outside can be added"
        )
    return inner, outer


def _with_pockets(strips: list[Strip], pockets: tuple[int, int], reach: float) -> list[Strip]:
    """Return the strips of one side with lanes for turning inside and outside of its drive lanes."""
    width = eased(POCKET_WIDTH, 0.0, reach, TAPER)
    drives = [k for k, strip in enumerate(strips) if strip.kind == "drive"]
    pocket = Strip(0, "drive", width, speed=strips[drives[0]].speed if drives else None)
    inside, outside = (drives[0], drives[-1] + 1) if drives else (0, 0)
    return [
        *strips[:inside],
        *[pocket] * pockets[0],
        *strips[inside:outside],
        *[pocket] * pockets[1],
        *strips[outside:],
    ]


def _linked(sides: dict[int, list[Strip]], plain: Section, start: float) -> tuple[Section, Section]:
    """Return the section at the mouth and the one that follows it at `start` [m], their strips numbered and linked."""
    found: dict[int, tuple[Strip, ...]] = {}
    later: dict[int, dict[int, int]] = {1: {}, -1: {}}
    for side, strips in sides.items():
        row = []
        for k, strip in enumerate(strips):
            number = side * (k + 1)
            row.append(replace(strip, number=number, after=strip.number or None))
            later[side][strip.number] = number
        found[side] = tuple(row)
    narrow = {
        side: tuple(replace(strip, before=later[side][strip.number]) for strip in strips)
        for side, strips in ((1, plain.left), (-1, plain.right))
    }
    return Section(0.0, found[1], found[-1]), Section(start, narrow[1], narrow[-1])
