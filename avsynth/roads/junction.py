"""A junction of three or more legs at any headings, each with its own cross-section and grade."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS
from avsynth.core.units import Length
from avsynth.roads._arm import Arm, Leg, check_legs
from avsynth.roads._control import ByRule, Regulation
from avsynth.roads._crossing import Crossing
from avsynth.roads._junction_piece import JunctionPiece
from avsynth.roads._meeting import Meeting
from avsynth.roads._signals import Signals
from avsynth.roads._slip import SlipIsland

#: Smallest angle between two legs [rad].
SMALLEST_ANGLE = np.deg2rad(20.0)


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
    slip_radius: Length = Field(25.0, ge=12, le=80, description="Radius of the kerb beside such a lane [m].")
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
        self._check_ways()
        return self

    def _check_ways(self) -> None:
        """Raise ValueError where no way is left between an island beside a slip lane and the kerbs."""
        kerbs = self._crossing.kerbs([island.ring for island in self._slip_islands])
        for road, link in self._meeting.links if self._slip_islands else ():
            if kerbs.clearances(road.curve.poses(road.stations(0.0, road.length))[:, :2])[0].min() <= 0:
                raise ValueError(
                    f"the way from {link.incoming!r} to {road.after.name!r} finds no room between the kerbs and the "
                    "island beside a slip lane; leave out a slip lane, or make corner_radius larger"
                )

    @cached_property
    def _meeting(self) -> Meeting:
        crossing, islands = self._crossing, self._slip_islands
        links = crossing.roads(islands=[island.ring for island in islands])
        return self._met(crossing, links, self._regulation, crosswalks=self.crosswalks, islands=islands)

    @cached_property
    def _crossing(self) -> Crossing:
        """The legs, counter-clockwise, each starting where all its corners have ended."""
        plane, arms = self._laid(self.legs, self.islands)
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
