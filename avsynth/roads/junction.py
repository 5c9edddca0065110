"""A junction of three or more legs at any headings, each with its own cross-section and grade."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.errors import did_you_mean
from avsynth.core.units import Length
from avsynth.datatypes.control import Control
from avsynth.datatypes.network import JunctionModel, RoadNetwork
from avsynth.datatypes.road import Crosswalk
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads import _junction_surface as surface
from avsynth.roads import _paint
from avsynth.roads._arm import Leg, arm_of
from avsynth.roads._control import Approach, ByRule, Regulation
from avsynth.roads._corner import Edge
from avsynth.roads._crossing import Crossing
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._plane import plane_of
from avsynth.roads._section import KERB_HEIGHT, Detail, carriage_width
from avsynth.roads._signals import Signals
from avsynth.roads._surface import lay
from avsynth.roads.road import CROSSWALK_WIDTH, RUN_ON, STOP_DISTANCE, STOP_WIDTH, Crown, crosswalk_ends, crowned

#: Smallest angle between two legs [rad].
SMALLEST_ANGLE = np.deg2rad(20.0)
#: From the mouth of a leg to its crosswalk [m], and how long its centre line is solid before the stop line [m].
CROSSWALK_SETBACK = 0.5
SOLID_LENGTH = 12.0


@ROADS.register
class Junction(RoadPiece):
    """Legs that meet; every lane that comes in is connected to every other leg, unless turn lanes say otherwise.

    Without `control`, who comes from the right goes first.
    """

    kind: Literal["junction"] = "junction"
    legs: tuple[Leg, ...] = Field(min_length=3, description="Its arms, at least 3, at least 20 degrees apart.")
    leg_length: Length = Field(
        80.0, ge=10, description="Length of each leg from the mouth of the junction outwards [m]."
    )
    corner_radius: Length = Field(6.0, ge=1, description="Radius of the kerb at the corners [m].")
    crosswalks: tuple[str, ...] = Field((), description="Names of the legs with a zebra crossing at their mouth.")
    islands: tuple[str, ...] = Field((), description="Names of the legs with an island between the two directions.")
    control: ByRule | Signals = Field(
        "none", description="Who goes first: none, yield, stop, all_way (everybody stops), or signals(cycle: 60 s)."
    )
    priority: tuple[str, ...] = Field(
        (), description="Names of the legs that the others let go first; by default the two that face each other best."
    )
    traffic: Literal["right", "left"] = Field("right", description="Side of the road that traffic keeps to.")
    crown: Crown = Field(0.0, description="Fall of the legs from their reference line to either side [1].")
    kerb: Length = Field(KERB_HEIGHT, ge=0, le=0.4, description="Height of kerbs [m].")
    parked: float = Field(0.0, ge=0, le=1, description="Share of parking places taken by cars that nobody placed [1].")

    @model_validator(mode="after")
    def _check(self) -> Junction:
        names = [leg.name for leg in self.legs]
        if len(set(names)) < len(names):
            raise ValueError(f"two legs have the same name; the names are {', '.join(names)}")
        named = (("crosswalk", self.crosswalks), ("island", self.islands), ("priority", self.priority))
        for what, legs in named:
            for leg in legs:
                if leg not in names:
                    raise ValueError(f"{what} on unknown leg {leg!r}{did_you_mean(leg, names)}")
        check_angles(self.legs)
        self._regulation.check(self._headings)
        _ = self._crossing  # raises where lanes for turning do not fit, or vehicles could not turn
        return self

    def network(self) -> RoadNetwork:
        """Return the roads and the junction between them."""
        return self._network

    @cached_property
    def _network(self) -> RoadNetwork:
        """Lanes ``NAME.LEG.in[0]``, ``.out[0]``, ``.right.walk[0]`` …, connecting lanes and crosswalks."""
        crossing = self._crossing
        arms = self._arm_roads(crossing)
        links = list(crossing.roads())
        junction = JunctionModel(self.name, tuple(connection for _, connection in links))
        corners = surface.corner_lines(crossing, arms)
        approaches = self._approaches(crossing, arms)
        return RoadNetwork(
            (*arms, *(road for road, _ in links)),
            (junction,),
            tuple(self._crosswalks(crossing, arms)),
            tuple(surface.corner_walks(self.name, corners)),
            tuple(control for one in approaches for control in one.controls()) + self._walking(arms),
            tuple(fixture for one in approaches for fixture in one.fixtures()),
        )

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; the legs' surfaces run on beyond their lanes."""
        crossing, builder = self._crossing, SurfaceBuilder()
        arms = self._arm_roads(crossing)
        for arm, road in zip(crossing.arms, arms, strict=True):
            lay(builder, road, (0.0, road.length + RUN_ON))
            self._paint_leg(builder, arm.leg.name, road)
        corners = surface.corner_lines(crossing, arms)
        surface.lay_middle(builder, arms, [lines.foot for lines in corners])
        for lines in corners:
            surface.lay_corner(builder, lines)
        edges = surface.outer_edges(arms, [lines.rim for lines in corners], (0.0, RUN_ON))
        return RoadPlan(self._network.road_map, builder.model(self.name), edges)

    @cached_property
    def _crossing(self) -> Crossing:
        """The legs, counter-clockwise, each starting where all its corners have ended."""
        legs = sorted(self.legs, key=lambda leg: (leg.heading + self.heading) % (2 * np.pi))
        detail, left = Detail(self.kerb, self.parked), self.traffic == "left"
        plane = plane_of(self.x, self.y, self.z, [(leg.heading + self.heading, leg.grade) for leg in legs])
        arms = []
        for leg in legs:
            axis = Edge(self.x, self.y, leg.heading + self.heading).beside(leg.offset)
            arm = arm_of(leg, axis, detail, island=leg.name in self.islands, keeps_left=left)
            arms.append(replace(arm, across=plane.across(axis.heading)))
        return Crossing(self.name, plane, tuple(arms), (self.corner_radius,) * len(arms)).opened()

    def _arm_roads(self, crossing: Crossing) -> list[RoadModel]:
        crown = crowned(self.crown) if self.crown else None
        return [arm.model(self.name, crossing.plane, self.leg_length, crown) for arm in crossing.arms]

    def _crosswalks(self, crossing: Crossing, arms: list[RoadModel]) -> list[Crosswalk]:
        middle = CROSSWALK_SETBACK + CROSSWALK_WIDTH / 2
        return [
            Crosswalk(f"{road.name}.crosswalk", road.name, *crosswalk_ends(road, middle, self.kerb), CROSSWALK_WIDTH)
            for arm, road in zip(crossing.arms, arms, strict=True)
            if arm.leg.name in self.crosswalks
        ]

    @property
    def _headings(self) -> dict[str, float]:
        return {leg.name: leg.heading for leg in self.legs}

    @property
    def _regulation(self) -> Regulation:
        return Regulation(self.control, self.priority)

    def _approaches(self, crossing: Crossing, arms: list[RoadModel]) -> list[Approach]:
        signs, signals = self._regulation.rules(self._headings), self._regulation.signals(self._headings)
        return [
            Approach(arm, road, self._stop(arm.leg.name) + STOP_WIDTH, signs[arm.leg.name], signals.get(arm.leg.name))
            for arm, road in zip(crossing.arms, arms, strict=True)
        ]

    def _walking(self, arms: list[RoadModel]) -> tuple[Control, ...]:
        """Return the signals of the crosswalks."""
        found = []
        for leg in self.crosswalks:
            road = next(road for road in arms if road.name == f"{self.name}.{leg}")
            width = carriage_width(road.sections[0].left) + carriage_width(road.sections[0].right)
            signal = self._regulation.walking(self._headings, leg, width)
            if signal:
                found.append(Control(f"{road.name}.crosswalk", "signal", signal=signal))
        return tuple(found)

    def _stop(self, leg: str) -> float:
        """Return how far from the mouth of a leg its stop line lies [m]."""
        return CROSSWALK_SETBACK + (CROSSWALK_WIDTH + STOP_DISTANCE if leg in self.crosswalks else 0.0)

    def _paint_leg(self, builder: SurfaceBuilder, leg: str, road: RoadModel) -> None:
        """Add the zebra crossing, the stop lines and the lines along a leg."""
        stop, section, end = self._stop(leg), road.sections[0], road.length + RUN_ON
        if leg in self.crosswalks:
            _paint.paint_zebra(builder, road, (CROSSWALK_SETBACK, CROSSWALK_SETBACK + CROSSWALK_WIDTH), section)
        _paint_line(builder, road, stop, self._regulation.rule(leg, self._headings), leg in self.crosswalks)
        start = stop + STOP_WIDTH
        solid = min(start + SOLID_LENGTH, end)
        _paint.paint_marks(builder, road, (start, solid), plain=True)
        _paint.paint_marks(builder, road, (solid, end))
        _paint.paint_parking(builder, road, (start, end))


def _paint_line(builder: SurfaceBuilder, road: RoadModel, stop: float, rule: str, has_crosswalk: bool) -> None:
    """Add the line at `stop` [m] where one waits: broken where one yields, else solid; none where one need not stop."""
    section, into = road.sections[0], -1 if road.keeps_left else 1
    if rule in ("", "priority") and not has_crosswalk:
        return
    borders = road.borders(section, np.array([stop]))[0]
    for k, strip in enumerate(section.strips):
        if strip.kind == "drive" and strip.side == into:
            ends = (borders[k], borders[k + 1])
            parts = [ends] if rule != "yield" else _paint.broken(*ends)
            for left, right in parts:
                _paint.paint_box(builder, road, (stop, stop + STOP_WIDTH), left, right)


def check_angles(legs: tuple[Leg, ...]) -> None:
    """Raise ValueError if two legs are too near to each other."""
    ordered = sorted(legs, key=lambda leg: leg.heading % (2 * np.pi))
    for a, b in zip(ordered, ordered[1:] + ordered[:1], strict=True):
        apart = (b.heading - a.heading) % (2 * np.pi)
        if min(apart, 2 * np.pi - apart) < SMALLEST_ANGLE - 1e-9:
            degrees = np.rad2deg(min(apart, 2 * np.pi - apart))
            raise ValueError(f"legs {a.name!r} and {b.name!r} are {degrees:.1f} deg apart; at least 20 deg are needed")
