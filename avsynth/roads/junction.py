"""A junction of three or more legs at any headings, each with its own cross-section and grade."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.units import Length
from avsynth.datatypes.network import RoadNetwork
from avsynth.roads._arm import Arm, Leg, arms_of, check_legs
from avsynth.roads._control import ByRule, Regulation
from avsynth.roads._corner import Edge
from avsynth.roads._crossing import Crossing
from avsynth.roads._details import Details
from avsynth.roads._meeting import Meeting
from avsynth.roads._plane import plane_of
from avsynth.roads._section import KERB_HEIGHT, Detail
from avsynth.roads._signals import Signals
from avsynth.roads._slip import SlipIsland
from avsynth.roads._street import Crown, crowned

#: Smallest angle between two legs [rad].
SMALLEST_ANGLE = np.deg2rad(20.0)


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
    slip_lanes: tuple[str, ...] = Field(
        (), description="Names of the legs whose traffic turns to its near side on a lane of its own, behind an island."
    )
    slip_radius: Length = Field(25.0, ge=12, le=80, description="Radius of the kerb beside such a lane [m].")
    control: ByRule | Signals = Field(
        "none", description="Who goes first: none, yield, stop, all_way (everybody stops), or signals(cycle: 60 s)."
    )
    priority: tuple[str, ...] = Field(
        (), description="Names of the legs that the others let go first; by default the two that face each other best."
    )
    traffic: Literal["right", "left"] = Field("right", description="Side of the road that traffic keeps to.")
    crown: Crown = Field(0.0, description="Fall of the legs from their reference line to either side [1].")
    surface: Details | None = Field(
        None, description="What lies on its legs: details(patches: 2, manholes: 2, puddles: 1, potholes: 1), per 100 m."
    )
    kerb: Length = Field(KERB_HEIGHT, ge=0, le=0.4, description="Height of kerbs [m].")
    parked: float = Field(0.0, ge=0, le=1, description="Share of parking places taken by cars that nobody placed [1].")

    @model_validator(mode="after")
    def _check(self) -> Junction:
        check_legs(
            self.legs, crosswalk=self.crosswalks, island=self.islands, slip_lane=self.slip_lanes, priority=self.priority
        )
        check_angles(self.legs)
        self._regulation.check(self._headings)
        _ = self._crossing  # raises where lanes for turning do not fit, or vehicles could not turn
        _ = self._slip_islands
        return self

    def network(self) -> RoadNetwork:
        """Return the roads and the junction between them."""
        return self._meeting.network

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; the legs' surfaces run on beyond their lanes."""
        return self._meeting.plan()

    @cached_property
    def _meeting(self) -> Meeting:
        crossing = self._crossing
        crown = crowned(self.crown) if self.crown else None
        return Meeting(
            self.name,
            crossing.plane,
            crossing.arms,
            tuple(arm.model(self.name, crossing.plane, self.leg_length, crown) for arm in crossing.arms),
            tuple(crossing.corner_points()),
            tuple(crossing.roads(islands=[island.ring for island in self._slip_islands])),
            self._regulation,
            self.crosswalks,
            self.kerb,
            self.surface,
            self._slip_islands,
        )

    @cached_property
    def _crossing(self) -> Crossing:
        """The legs, counter-clockwise, each starting where all its corners have ended."""
        plane = plane_of(self.x, self.y, self.z, [(leg.heading + self.heading, leg.grade) for leg in self.legs])
        arms = arms_of(
            self.legs,
            plane,
            Edge(self.x, self.y, self.heading),
            Detail(self.kerb, self.parked),
            islands=self.islands,
            keeps_left=self.traffic == "left",
        )
        slips = self._slips(arms)
        radii = tuple(self.slip_radius if slip else self.corner_radius for slip in slips)
        return Crossing(self.name, plane, arms, radii, slips).opened()

    def _slips(self, arms: tuple[Arm, ...]) -> tuple[bool, ...]:
        """Return whether a lane slips round the corner after each arm: that of the arm, or where traffic keeps left of
        the next one.
        """
        names = [arm.leg.name for arm in arms]
        turning = names if self.traffic == "right" else names[1:] + names[:1]
        return tuple(name in self.slip_lanes for name in turning)

    @cached_property
    def _slip_islands(self) -> tuple[SlipIsland, ...]:
        """The islands beside slip lanes; raises where a corner leaves no room for one."""
        corners = zip(self._crossing.corners(full=False), self._crossing.slips, strict=True)
        found = [SlipIsland.at(corner) for corner, slips in corners if slips]
        if None in found:
            raise ValueError(
                f"a slip lane of radius {self.slip_radius:g} m leaves no room for an island at its corner; make "
                "slip_radius larger, or leave it out where the legs are nearly opposite"
            )
        return tuple(found)

    @property
    def _headings(self) -> dict[str, float]:
        return {leg.name: leg.heading for leg in self.legs}

    @property
    def _regulation(self) -> Regulation:
        return Regulation(self.control, self.priority)


def check_angles(legs: tuple[Leg, ...]) -> None:
    """Raise ValueError if two legs are too near to each other."""
    ordered = sorted(legs, key=lambda leg: leg.heading % (2 * np.pi))
    for a, b in zip(ordered, ordered[1:] + ordered[:1], strict=True):
        apart = (b.heading - a.heading) % (2 * np.pi)
        if min(apart, 2 * np.pi - apart) < SMALLEST_ANGLE - 1e-9:
            degrees = np.rad2deg(min(apart, 2 * np.pi - apart))
            raise ValueError(f"legs {a.name!r} and {b.name!r} are {degrees:.1f} deg apart; at least 20 deg are needed")
