"""A street that ends in a turning circle."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS
from avsynth.core.units import Length
from avsynth.roads._arm import Leg
from avsynth.roads._circulation import Circulation
from avsynth.roads._control import Regulation
from avsynth.roads._island import Island
from avsynth.roads._junction_piece import JunctionPiece
from avsynth.roads._meeting import Meeting
from avsynth.roads._reference import Path
from avsynth.roads._section import Lanes

#: Word for the street that leads to the circle.
STREET = "street"
#: Room that vehicles need to drive round [m].
ROOM = 4.0


@ROADS.register
class CulDeSac(JunctionPiece):
    """A street from a turning circle outwards; x, y is the middle of the circle.

    Its lanes are ``NAME.street.in[0]``, towards the circle, and ``NAME.street.out[0]``.
    """

    kind: Literal["cul_de_sac"] = "cul_de_sac"
    parts: ClassVar[tuple[str, ...]] = (STREET,)
    lanes: Lanes = Field(description="Strips left and right of the reference line of the street, seen from the circle.")
    radius: Length = Field(9.0, ge=7.5, le=40, description="Radius of the kerb round the circle [m].")
    island: Length = Field(0.0, ge=0, description="Radius of an island in its middle, 0 for none [m].")
    path: Path | None = Field(None, description="Pieces of the street's line from the circle outwards; else straight.")
    corner_radius: Length = Field(8.0, ge=2, description="Radius of the kerbs between street and circle, at most [m].")

    @model_validator(mode="after")
    def _check(self) -> CulDeSac:
        if self.island > self.radius - ROOM:
            raise ValueError(
                f"an island of radius {self.island:g} m leaves no room to drive round in a circle of radius "
                f"{self.radius:g} m; at most {self.radius - ROOM:g} m are free"
            )
        _ = self._circulation  # raises where the street is too wide for the circle
        return self

    @cached_property
    def _meeting(self) -> Meeting:
        circulation = self._circulation
        islands = (Island(self.x, self.y, self.island, is_dome=False),) if self.island else ()
        return self._met(circulation, circulation.roads(), Regulation("none"), islands=islands)

    @cached_property
    def _circulation(self) -> Circulation:
        leg = Leg(name=STREET, heading=0.0, lanes=self.lanes, path=self.path)
        plane, arms = self._laid((leg,))
        width = self.radius - max(self.island, self.radius - 2 * ROOM)
        return Circulation(self.name, plane, arms, self.radius, (width,), self.corner_radius).fitted()
