"""A street that ends in a turning circle."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.units import Length
from avsynth.datatypes.network import RoadNetwork
from avsynth.roads._arm import Leg, arms_of
from avsynth.roads._circulation import Circulation
from avsynth.roads._control import Regulation
from avsynth.roads._corner import Edge
from avsynth.roads._details import Details
from avsynth.roads._island import Island
from avsynth.roads._meeting import Meeting
from avsynth.roads._plane import plane_of
from avsynth.roads._reference import Path
from avsynth.roads._section import KERB_HEIGHT, Detail, Lanes
from avsynth.roads._street import Crown, crowned

#: Word for the street that leads to the circle.
STREET = "street"
#: Room that vehicles need to drive round [m].
ROOM = 4.0


@ROADS.register
class CulDeSac(RoadPiece):
    """A street from a turning circle outwards; x, y is the middle of the circle.

    Its lanes are ``NAME.street.in[0]``, towards the circle, and ``NAME.street.out[0]``.
    """

    kind: Literal["cul_de_sac"] = "cul_de_sac"
    parts: ClassVar[tuple[str, ...]] = (STREET,)
    lanes: Lanes = Field(description="Strips left and right of the reference line of the street, seen from the circle.")
    radius: Length = Field(9.0, ge=7.5, le=40, description="Radius of the kerb round the circle [m].")
    island: Length = Field(0.0, ge=0, description="Radius of an island in its middle, 0 for none [m].")
    leg_length: Length = Field(80.0, ge=10, description="Length of the street from the circle [m].")
    path: Path | None = Field(None, description="Pieces of the street's line from the circle outwards; else straight.")
    corner_radius: Length = Field(8.0, ge=2, description="Radius of the kerbs between street and circle, at most [m].")
    traffic: Literal["right", "left"] = Field("right", description="Side of the road that traffic keeps to.")
    crown: Crown = Field(0.0, description="Fall of the street from its reference line to either side [1].")
    surface: Details | None = Field(
        None, description="What lies on its legs: details(patches: 2, manholes: 2, puddles: 1, potholes: 1), per 100 m."
    )
    kerb: Length = Field(KERB_HEIGHT, ge=0, le=0.4, description="Height of kerbs [m].")
    parked: float = Field(0.0, ge=0, le=1, description="Share of parking places taken by cars that nobody placed [1].")

    @model_validator(mode="after")
    def _check(self) -> CulDeSac:
        if self.island > self.radius - ROOM:
            raise ValueError(
                f"an island of radius {self.island:g} m leaves no room to drive round in a circle of radius "
                f"{self.radius:g} m; at most {self.radius - ROOM:g} m are free"
            )
        _ = self._circulation  # raises where the street is too wide for the circle
        return self

    def network(self) -> RoadNetwork:
        """Return the street and the way round."""
        return self._meeting.network

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; the street runs on out of sight."""
        return self._meeting.plan()

    @cached_property
    def _meeting(self) -> Meeting:
        circulation = self._circulation
        crown = crowned(self.crown) if self.crown else None
        return Meeting(
            self.name,
            circulation.plane,
            circulation.arms,
            tuple(arm.model(self.name, circulation.plane, self.leg_length, crown) for arm in circulation.arms),
            tuple(circulation.corner_points()),
            tuple(circulation.roads()),
            Regulation("none"),
            (),
            self.kerb,
            self.surface,
            (Island(self.x, self.y, self.island, is_dome=False),) if self.island else (),
        )

    @cached_property
    def _circulation(self) -> Circulation:
        leg = Leg(name=STREET, heading=0.0, lanes=self.lanes, path=self.path)
        plane = plane_of(self.x, self.y, self.z, [(self.heading, 0.0)])
        arms = arms_of(
            (leg,),
            plane,
            Edge(self.x, self.y, self.heading),
            Detail(self.kerb, self.parked),
            islands=(),
            keeps_left=self.traffic == "left",
        )
        width = self.radius - max(self.island, self.radius - 2 * ROOM)
        return Circulation(self.name, plane, arms, self.radius, (width,), self.corner_radius).fitted()
