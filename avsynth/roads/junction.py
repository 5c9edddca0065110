"""A junction of three or more legs at any headings, each with its own cross-section and grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS
from avsynth.core.units import Length
from avsynth.datatypes.network import Connection
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._arm import Arm, Leg, check_legs
from avsynth.roads._control import ByRule, Regulation
from avsynth.roads._corner import Corner
from avsynth.roads._crossing import Crossing
from avsynth.roads._junction_piece import JunctionPiece
from avsynth.roads._meeting import Meeting
from avsynth.roads._signals import Signals
from avsynth.roads._slip import SlipIsland

#: Radii of slip lanes that are tried, and the space that their islands leave to the other lanes [m].
SLIP_RADII, SLIP_MARGINS = (25.0, 30.0, 37.0, 46.0, 60.0, 80.0), (0.5, 1.6, 3.4)
#: Smallest angle between two legs [rad].
SMALLEST_ANGLE = np.deg2rad(20.0)

Links = tuple[tuple[RoadModel, Connection], ...]


@ROADS.register
class Junction(JunctionPiece):
    """Legs that meet; every lane that comes in is connected to every other leg, unless turn lanes say otherwise.

    Without `control`, who comes from the right goes first.
    """

    kind: Literal["junction"] = "junction"
    legs: tuple[Leg, ...] = Field(min_length=3, description="Its arms, at least 3, at least 20 degrees apart.")
    corner_radius: Length = Field(6.0, ge=1, description="Radius of the kerb at the corners [m].")
    crosswalks: tuple[str, ...] = Field((), description="Names of the legs with a zebra crossing at their mouth.")
    islands: tuple[str, ...] = Field((), description="Names of the legs with an island between the two directions.")
    slip_lanes: tuple[str, ...] = Field(
        (), description="Names of the legs whose traffic turns to its near side on a lane of its own, behind an island."
    )
    slip_radius: Annotated[Length, Field(ge=12, le=80)] | None = Field(
        None,
        description="Radius of the kerb beside such a lane; by default 25 m, or more if its island needs that [m].",
    )
    control: ByRule | Signals = Field(
        "none", description="Who goes first: none, yield, stop, all_way (everybody stops), or signals(cycle: 60 s)."
    )
    priority: tuple[str, ...] = Field(
        (), description="Names of the legs that the others let go first; by default the two that face each other best."
    )

    @model_validator(mode="after")
    def _check(self) -> Junction:
        check_legs(
            self.legs, crosswalk=self.crosswalks, island=self.islands, slip_lane=self.slip_lanes, priority=self.priority
        )
        check_angles(self.legs)
        self._regulation.check(self._headings)
        _ = self._crossing  # raises where lanes for turning do not fit, or vehicles could not turn
        _ = self._slipped  # raises where slip lanes do not fit
        return self

    @cached_property
    def _meeting(self) -> Meeting:
        islands, links = self._slipped
        return self._met(self._crossing, links, self._regulation, crosswalks=self.crosswalks, islands=islands)

    @cached_property
    def _crossing(self) -> Crossing:
        """The legs, counter-clockwise, each starting where all its corners have ended."""
        plane, arms = self._laid(self.legs, self.islands, self.crosswalks)
        plain = Crossing(self.name, plane, arms, (self.corner_radius,) * len(arms), self._slips(arms))
        corners = zip(plain.corners(full=False), plain.slips, strict=True)
        radii = tuple(self._slip_radius(corner) if slip else self.corner_radius for corner, slip in corners)
        return replace(plain, radii=radii).opened()

    def _slip_radius(self, corner: Corner) -> float:
        """Return the radius of the kerb beside the slip lane at a corner: the least that leaves room for an island."""
        tried = (self.slip_radius,) if self.slip_radius else SLIP_RADII
        fitting = (radius for radius in tried if SlipIsland.at(replace(corner, radius=radius), SLIP_MARGINS[0]))
        return next(fitting, tried[-1])

    def _slips(self, arms: tuple[Arm, ...]) -> tuple[bool, ...]:
        """Return whether a lane slips round the corner after each arm: that of the arm, or where traffic keeps left of
        the next one.
        """
        names = [arm.leg.name for arm in arms]
        turning = names if self.traffic == "right" else names[1:] + names[:1]
        return tuple(name in self.slip_lanes for name in turning)

    @cached_property
    def _slipped(self) -> tuple[tuple[SlipIsland, ...], Links]:
        """The islands beside slip lanes, as large as the ways leave room for, and the ways; raises where none fit."""
        corners = [
            corner
            for corner, slips in zip(self._crossing.corners(full=False), self._crossing.slips, strict=True)
            if slips
        ]
        blocked = ""
        for margin in SLIP_MARGINS:
            islands = tuple(SlipIsland.at(corner, margin) for corner in corners)
            if None in islands:
                break
            rings = [island.ring for island in islands]
            links = tuple(self._crossing.roads(islands=rings))
            blocked = next(self._blocked(rings, links), "")
            if not blocked:
                return islands, links
        raise ValueError(
            blocked
            or f"a slip lane of radius {max(self._crossing.radii):g} m leaves no room for an island at its corner; "
            "make slip_radius larger, or leave it out where the legs are nearly opposite"
        )

    def _blocked(self, rings: list[np.ndarray], links: Links) -> Iterator[str]:
        """Yield what to do about each way that finds no room between the kerbs and islands of `rings` (K, 2) [m]."""
        kerbs = self._crossing.kerbs(rings)
        for road, link in links if rings else ():
            if kerbs.clearances(road.curve.poses(road.stations(0.0, road.length))[:, :2])[0].min() <= 0:
                yield (
                    f"the way from {link.incoming!r} to {road.after.name!r} finds no room between the kerbs and the "
                    "island beside a slip lane; leave out a slip lane, or make corner_radius larger"
                )

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
