"""A junction of three or more legs at any headings, each with its own cross-section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.config import Config
from avsynth.core.errors import did_you_mean
from avsynth.core.units import Angle, Length
from avsynth.datatypes.road import Crosswalk, Lane, RoadMap
from avsynth.roads import _strips
from avsynth.roads._corner import SMALLEST_RADIUS, Corner
from avsynth.roads._junction_lanes import clearances, connections, corner_walks, leg_aliases, leg_lanes
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._reference import ReferenceLine, straight
from avsynth.roads._section import KERB_HEIGHT, KERB_WIDTH, Lanes, Section, carriage_width, full_width, section_of
from avsynth.roads.road import CROSSWALK_WIDTH, RUN_ON, STOP_DISTANCE, STOP_WIDTH

#: Smallest angle between two legs [rad].
SMALLEST_ANGLE = np.deg2rad(20.0)
#: From the mouth of a leg to its crosswalk [m], and how long its centre line is solid before the stop line [m].
CROSSWALK_SETBACK = 0.5
SOLID_LENGTH = 12.0


class Leg(Config):
    """One arm of a junction. Its left and right are as seen looking outward: traffic leaves on the right."""

    name: str = Field(description="Name of the leg.")
    heading: Angle = Field(description="Outward direction, counter-clockwise from the junction's own [rad].")
    lanes: Lanes = Field(description="Strips left and right of its reference line.")


@dataclass(frozen=True)
class Arm:
    """A leg where it lies: its cross-section, and its reference line from the mouth outwards."""

    leg: Leg
    heading: float
    section: Section
    mouth: float
    line: ReferenceLine


@ROADS.register
class Junction(RoadPiece):
    """Legs that meet; every lane that comes in is connected to every other leg."""

    kind: Literal["junction"] = "junction"
    legs: tuple[Leg, ...] = Field(min_length=3, description="Its arms, at least 3, at least 20 degrees apart.")
    leg_length: Length = Field(
        80.0, ge=10, description="Length of each leg from the mouth of the junction outwards [m]."
    )
    corner_radius: Length = Field(6.0, ge=1, description="Radius of the kerb at the corners [m].")
    crosswalks: tuple[str, ...] = Field((), description="Names of the legs with a zebra crossing at their mouth.")
    parked: float = Field(0.0, ge=0, le=1, description="Share of parking places taken by cars that nobody placed [1].")

    @model_validator(mode="after")
    def _check(self) -> Junction:
        names = [leg.name for leg in self.legs]
        if len(set(names)) < len(names):
            raise ValueError(f"two legs have the same name; the names are {', '.join(names)}")
        for crosswalk in self.crosswalks:
            if crosswalk not in names:
                raise ValueError(f"crosswalk on unknown leg {crosswalk!r}{did_you_mean(crosswalk, names)}")
        ordered = sorted(self.legs, key=lambda leg: leg.heading % (2 * np.pi))
        for a, b in zip(ordered, ordered[1:] + ordered[:1], strict=True):
            apart = (b.heading - a.heading) % (2 * np.pi)
            if min(apart, 2 * np.pi - apart) < SMALLEST_ANGLE - 1e-9:
                degrees = np.rad2deg(min(apart, 2 * np.pi - apart))
                raise ValueError(
                    f"legs {a.name!r} and {b.name!r} are {degrees:.1f} deg apart; at least 20 deg are needed"
                )
        return self

    def road_map(self) -> RoadMap:
        """Return lanes ``NAME.LEG.in[0]``, ``.out[0]``, ``.right.walk[0]`` …, connecting lanes and crosswalks."""
        arms = self._arms()
        lanes: list[Lane] = []
        for arm in arms:
            lanes += leg_lanes(arm.line, arm.section, f"{self.name}.{arm.leg.name}", self.parked)
        aliases = tuple(pair for arm in arms for pair in leg_aliases(arm.section, f"{self.name}.{arm.leg.name}"))
        clear = {k: v for arm in arms for k, v in clearances(arm.section, f"{self.name}.{arm.leg.name}").items()}
        linked = connections(self.name, lanes, self.corner_radius, clear)
        walks = corner_walks(self.name, arms, self._kerbs(arms), self._outers(arms))
        return RoadMap((*linked, *walks), tuple(self._crosswalks(arms)), aliases)

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; the legs' surfaces run on beyond their lanes."""
        arms, builder = self._arms(), SurfaceBuilder()
        span = (0.0, self.leg_length + RUN_ON)
        for arm in arms:
            _strips.lay_strips(builder, arm.line, span, arm.section)
            self._paint_leg(builder, arm, span)
        kerbs, outers = self._kerbs(arms), self._outers(arms)
        self._lay_centre(builder, kerbs)
        for kerb, outer in zip(kerbs, outers, strict=True):
            _lay_corner(builder, kerb, outer)
        return RoadPlan(self.road_map(), builder.model(self.name), self._edges(arms, outers, span))

    def _arms(self) -> list[Arm]:
        """Return the legs, counter-clockwise, each starting where all its corners have ended."""
        legs = sorted(self.legs, key=lambda leg: (leg.heading + self.heading) % (2 * np.pi))
        sections = [section_of(leg.lanes) for leg in legs]
        headings = [leg.heading + self.heading for leg in legs]
        mouths = np.zeros(len(legs))
        for k in range(len(legs)):
            n = (k + 1) % len(legs)
            for corner in self._corner_pair(headings[k], headings[n], sections[k].left, sections[n].right):
                first, second = corner.reach
                mouths[k], mouths[n] = max(mouths[k], first), max(mouths[n], second)
        return [
            Arm(leg, heading, section, mouth, straight(self._place(heading, mouth), self.leg_length))
            for leg, heading, section, mouth in zip(legs, headings, sections, mouths, strict=True)
        ]

    def _place(self, heading: float, along: float) -> tuple[float, float, float]:
        """Return x, y, heading of the point `along` [m] out on a heading from the centre."""
        return self.x + along * np.cos(heading), self.y + along * np.sin(heading), heading

    def _corner_pair(self, first: float, second: float, left: tuple, right: tuple) -> tuple[Corner, Corner]:
        """Return the kerb's corner and the outer edge's corner between two neighbouring legs."""
        widths = carriage_width(left), carriage_width(right)
        outer = full_width(left), full_width(right)
        pavement = max(outer[0] - widths[0], outer[1] - widths[1])
        kerb = Corner(first, second, *widths, self.corner_radius)
        return kerb, Corner(first, second, *outer, max(self.corner_radius - pavement, SMALLEST_RADIUS))

    def _lines(self, arms: list[Arm], which: int) -> list[np.ndarray]:
        """Return the corner lines (K, 3) after each arm: the kerb's foot (0) or the outer edge (1)."""
        lines = []
        for arm, after in zip(arms, arms[1:] + arms[:1], strict=True):
            corner = self._corner_pair(arm.heading, after.heading, arm.section.left, after.section.right)[which]
            points = corner.points(arm.mouth, after.mouth) + np.array([self.x, self.y])
            ends = (_strips.edge_height(arm.section.left), _strips.edge_height(after.section.right))
            along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
            heights = ends[0] + (ends[1] - ends[0]) * along / along[-1]
            lines.append(np.column_stack([points, heights * which]))
        return lines

    def _kerbs(self, arms: list[Arm]) -> list[np.ndarray]:
        return self._lines(arms, 0)

    def _outers(self, arms: list[Arm]) -> list[np.ndarray]:
        return self._lines(arms, 1)

    def _lay_centre(self, builder: SurfaceBuilder, kerbs: list[np.ndarray]) -> None:
        """Add the carriageway inside the kerbs and the mouths of the legs."""
        builder.star(np.concatenate(kerbs), np.array([self.x, self.y, 0.0]), 4, "asphalt")

    def _edges(self, arms: list[Arm], outers: list[np.ndarray], span: tuple[float, float]) -> tuple[np.ndarray, ...]:
        """Return one edge a corner: in along a leg's left side, round, out along the next one's right side."""
        sides = [_strips.edge_lines(arm.line, span, arm.section) for arm in arms]
        return tuple(
            np.concatenate([sides[k][1], outers[k][1:-1], sides[(k + 1) % len(arms)][0]]) for k in range(len(arms))
        )

    def _crosswalks(self, arms: list[Arm]) -> list[Crosswalk]:
        found = []
        for arm in arms:
            if arm.leg.name in self.crosswalks:
                middle = CROSSWALK_SETBACK + CROSSWALK_WIDTH / 2
                left, right = carriage_width(arm.section.left), carriage_width(arm.section.right)
                ends = [arm.line.offset([middle], t, KERB_HEIGHT)[0] for t in (left + 0.5, -right - 0.5)]
                name = f"{self.name}.{arm.leg.name}"
                found.append(Crosswalk(f"{name}.crosswalk", name, ends[0], ends[1], CROSSWALK_WIDTH))
        return found

    def _paint_leg(self, builder: SurfaceBuilder, arm: Arm, span: tuple[float, float]) -> None:
        """Add the zebra crossing, the stop lines and the lines along a leg."""
        stop = CROSSWALK_SETBACK
        if arm.leg.name in self.crosswalks:
            _strips.paint_zebra(builder, arm.line, (stop, stop + CROSSWALK_WIDTH), arm.section)
            stop += CROSSWALK_WIDTH + STOP_DISTANCE
        for strip in arm.section.left:
            if strip.kind == "drive":
                _strips.paint_box(builder, arm.line, (stop, stop + STOP_WIDTH), strip.outer, strip.inner)
        start = stop + STOP_WIDTH
        solid = min(start + SOLID_LENGTH, span[1])
        for mark in _strips.mark_lines(arm.section):
            _strips.paint_line(builder, arm.line, (start, solid), _strips.MarkLine(mark.left, mark.width))
            _strips.paint_line(builder, arm.line, (solid, span[1]), mark)
        for strip in arm.section.strips:
            if strip.kind == "park" and not strip.raised:
                _strips.paint_parking(builder, arm.line, (start, span[1]), strip)


def _lay_corner(builder: SurfaceBuilder, kerb: np.ndarray, outer: np.ndarray) -> None:
    """Add kerb and pavement between the foot of the kerb and the outer edge of a corner, both (K, 3)."""
    across = outer - kerb
    width = np.hypot(across[:, 0], across[:, 1])[:, None]
    top = kerb + [0.0, 0.0, 1.0] * outer[:, 2:]
    share = np.minimum(KERB_WIDTH / np.maximum(width, 1e-9), 1.0)
    inner = top + across * share * [1.0, 1.0, 0.0]
    is_raised = bool(outer[:, 2].any())
    builder.ribbon(kerb, top, "concrete_kerb")
    builder.ribbon(top, inner, "concrete_kerb" if is_raised else "grass")
    builder.ribbon(inner, outer, "pavement" if is_raised else "grass")
