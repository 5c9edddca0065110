"""A roundabout: legs at any headings round a circle; small ones have a dome that long vehicles drive over."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS
from avsynth.core.units import Length
from avsynth.roads._arm import Leg, check_legs
from avsynth.roads._circulation import Circulation
from avsynth.roads._control import Regulation
from avsynth.roads._island import Island
from avsynth.roads._junction_piece import JunctionPiece
from avsynth.roads._meeting import Meeting

#: Islands up to this radius are domes, as in mini-roundabouts [m]; the smallest one [m].
LARGEST_DOME, SMALLEST_ISLAND = 4.0, 0.8


@ROADS.register
class Roundabout(JunctionPiece):
    """Legs round an island. Who comes in lets those go first who are in it; every leg leads to every other one.

    Cycle lanes of its legs go round on one of their own, outside of the others.
    """

    kind: Literal["roundabout"] = "roundabout"
    legs: tuple[Leg, ...] = Field(min_length=2, description="Its arms, whose axes go through the centre.")
    radius: Length = Field(16.0, ge=6, le=80, description="Radius of the outer kerb of the circle [m].")
    lanes: int = Field(1, ge=1, le=3, description="How many lanes go round.")
    lane_width: Length = Field(5.0, ge=3, le=9, description="Width of each lane that goes round [m].")
    corner_radius: Length = Field(12.0, ge=2, description="Radius of the kerbs between legs and circle, at most [m].")
    crosswalks: tuple[str, ...] = Field((), description="Names of the legs with a zebra crossing at their mouth.")
    islands: tuple[str, ...] = Field((), description="Names of the legs with an island between the two directions.")

    @model_validator(mode="after")
    def _check(self) -> Roundabout:
        check_legs(self.legs, crosswalk=self.crosswalks, island=self.islands)
        for leg in self.legs:
            if leg.offset or leg.turn_lanes:
                raise ValueError(f"leg {leg.name!r} of a roundabout has neither 'offset' nor 'turn_lanes'")
        if self._island_radius < SMALLEST_ISLAND:
            raise ValueError(
                f"{self.lanes} lanes of {self.lane_width:g} m leave no island in a circle of radius {self.radius:g} m; "
                f"at least {self.radius - self._island_radius + SMALLEST_ISLAND:g} m are needed"
            )
        _ = self._circulation  # raises where the legs are too near to each other
        return self

    @property
    def _island_radius(self) -> float:
        return self.radius - self.lanes * self.lane_width - self._cycle

    @property
    def _cycle(self) -> float:
        """Width of the lane for bicycles round the circle [m]: as wide as that of any leg, 0 if none has one."""
        sides = (strip for leg in self.legs for side in (leg.lanes.left, leg.lanes.right) for strip in side)
        return max((width for kind, width in sides if kind == "bike"), default=0.0)

    @cached_property
    def _meeting(self) -> Meeting:
        circulation = self._circulation
        island = Island(self.x, self.y, self._island_radius, self._island_radius <= LARGEST_DOME)
        yielding = Regulation("all_yield")
        return self._met(circulation, circulation.roads(), yielding, crosswalks=self.crosswalks, islands=(island,))

    @cached_property
    def _circulation(self) -> Circulation:
        """The legs, counter-clockwise, each starting where both its kerbs begin to swing."""
        plane, arms = self._laid(self.legs, self.islands, self.crosswalks)
        widths = (self.lane_width,) * self.lanes
        return Circulation(self.name, plane, arms, self.radius, widths, self.corner_radius, self._cycle).fitted()
