"""What all roads whose legs meet have in common: their settings, where the legs lie, the hand-over to the meeting."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from avsynth.contracts.road import RoadPiece, RoadPlan
from avsynth.core.units import Length
from avsynth.datatypes.network import Connection, RoadNetwork
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._arm import Arm, Equipment, Leg, arms_of
from avsynth.roads._circulation import Circulation
from avsynth.roads._control import Regulation
from avsynth.roads._corner import Edge
from avsynth.roads._crossing import Crossing
from avsynth.roads._details import Details
from avsynth.roads._island import Island
from avsynth.roads._marks import Marks
from avsynth.roads._meeting import Meeting
from avsynth.roads._plane import Plane, plane_of
from avsynth.roads._section import KERB_HEIGHT, Detail
from avsynth.roads._slip import SlipIsland
from avsynth.roads._street import Crown, crowned


class JunctionPiece(RoadPiece):
    """Legs that meet round x, y."""

    leg_length: Length = Field(80.0, ge=10, description="Length of each leg from its mouth outwards [m].")
    traffic: Literal["right", "left"] = Field("right", description="Side of the road that traffic keeps to.")
    crown: Crown = Field(0.0, description="Fall of the legs from their reference line to either side [1].")
    surface: Details | None = Field(
        None, description="What lies on its legs: details(patches: 2, seams: 1, manholes: 2), per 100 m."
    )
    marks: Marks = Field(Marks(), description='Lines along its legs: marks(colour: "yellow", wear: 0.4).')
    tactile: bool = Field(False, description="Whether tactile paving leads to its crosswalks.")
    kerb: Length = Field(KERB_HEIGHT, ge=0, le=0.4, description="Height of kerbs [m].")
    parked: float = Field(0.0, ge=0, le=1, description="Share of parking places taken by cars that nobody placed [1].")

    def network(self) -> RoadNetwork:
        """Return the legs, and the ways between them."""
        return self._meeting.network

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; the legs' surfaces run on beyond their lanes."""
        return self._meeting.plan()

    @property
    @abstractmethod
    def _meeting(self) -> Meeting:
        """The legs as they meet."""

    def _laid(
        self, legs: tuple[Leg, ...], islands: tuple[str, ...] = (), crosswalks: tuple[str, ...] = ()
    ) -> tuple[Plane, tuple[Arm, ...]]:
        """Return the plane that `legs` meet in, and the legs in it, counter-clockwise."""
        plane = plane_of(self.x, self.y, self.z, [(leg.heading + self.heading, leg.grade) for leg in legs])
        axis, detail = Edge(self.x, self.y, self.heading), Detail(self.kerb, self.parked)
        equipment = Equipment(detail, self.marks, islands, crosswalks, keeps_left=self.traffic == "left")
        return plane, arms_of(legs, plane, axis, equipment)

    def _met(
        self,
        form: Crossing | Circulation,
        links: Iterable[tuple[RoadModel, Connection]],
        regulation: Regulation,
        *,
        crosswalks: tuple[str, ...] = (),
        islands: tuple[Island | SlipIsland, ...] = (),
    ) -> Meeting:
        """Return the meeting of legs in a `form`, which `links` connect."""
        crown = crowned(self.crown) if self.crown else None
        return Meeting(
            self.name,
            form.plane,
            form.arms,
            tuple(arm.model(self.name, form.plane, self.leg_length, crown) for arm in form.arms),
            tuple(form.corner_points),
            tuple(links),
            regulation,
            crosswalks,
            self.tactile,
            self.surface,
            islands,
            tuple(form.strokes()),
        )
