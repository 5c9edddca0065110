"""A car park: an aisle with rows of bays on either side, between kerbs and green islands."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.units import Angle, Length
from avsynth.datatypes.curve import straight
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.places import Places
from avsynth.datatypes.profile import even
from avsynth.datatypes.road_model import RoadModel, Section, Strip
from avsynth.roads import _paint
from avsynth.roads._details import Details, lay_details
from avsynth.roads._marks import marked
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._section import KERB_HEIGHT, KERB_WIDTH, Detail, Lanes, lies, section_of
from avsynth.roads._street import RUN_ON
from avsynth.roads._surface import edge_lines, lay, lay_face


@ROADS.register
class CarPark(RoadPiece):
    """Rows of bays on both sides of an aisle for both directions, which one enters and leaves at either end.

    Its lanes are ``NAME.fwd[0]`` and ``NAME.back[0]``. Row k is the parking lane ``NAME.right.park[k]`` or
    ``NAME.left.park[k]``: its bays lie side by side along it. Default sizes are those of [EAR05]_.
    """

    kind: Literal["car_park"] = "car_park"
    rows: Annotated[tuple[Annotated[int, Field(ge=1, le=60)], ...], Field(min_length=1)] = Field(
        (8, 8), description="Bays on either side in each row; green islands lie between rows."
    )
    bay_width: Length = Field(2.5, ge=2.0, le=6.0, description="Width of a bay between the middles of its lines [m].")
    bay_length: Length = Field(5.0, ge=4.0, le=20.0, description="Length of a bay [m].")
    angle: Annotated[Angle, Field(ge=np.deg2rad(30), le=np.pi / 2)] = Field(
        np.pi / 2, description="Between the bays and the aisle; below 90 deg one drives in forwards [rad]."
    )
    aisle: Length = Field(6.0, ge=5.0, le=14.0, description="Width of the aisle, both directions together [m].")
    islands: Length = Field(2.5, ge=1.0, le=20.0, description="Length of the green islands between rows [m].")
    driveway: Length = Field(12.0, ge=1.0, le=200.0, description="Length of the way in before the first bays [m].")
    traffic: Literal["right", "left"] = Field("right", description="Side of the aisle that traffic keeps to.")
    edge: Length = Field(1.8, ge=0.5, le=10.0, description="Width of the footway round the bays [m].")
    kerb: Length = Field(KERB_HEIGHT, ge=0.02, le=0.4, description="Height of kerbs [m].")
    parked: float = Field(0.0, ge=0, le=1, description="Share of bays taken by cars that nobody placed [1].")
    surface: Details | None = Field(
        None, description="What lies on it: details(patches: 2, seams: 1, manholes: 2), per 100 m."
    )

    def network(self) -> RoadNetwork:
        """Return the aisle with its bays."""
        return RoadNetwork((self._model,))

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; the driveways run on out of sight."""
        builder, road = SurfaceBuilder(), self._model
        span = (-RUN_ON, road.length + RUN_ON)
        lay(builder, road, span)
        _paint.paint_marks(builder, road, span)
        _paint.paint_parking(builder, road, span)
        self._lay_heads(builder)
        if self.surface:
            lay_details(builder, road, self.surface)
        return RoadPlan(self.network().road_map, builder.model(self.name), edge_lines(road, span))

    @cached_property
    def _places(self) -> Places:
        turn = self.angle if self.traffic == "right" else -self.angle
        return Places(self.bay_width / float(np.sin(self.angle)), turn)

    @property
    def _depth(self) -> float:
        """How far rows of bays reach from the aisle [m]: that of a rectangle at an angle."""
        return float(self.bay_length * np.sin(self.angle) + self.bay_width * np.cos(self.angle))

    @cached_property
    def _starts(self) -> tuple[float, ...]:
        """Where each section starts [m], driveways and rows by turns, and where the last one ends."""
        lean = self._places.lean(self._depth)
        lengths = [self.driveway]
        for bays in self.rows:
            lengths += [bays * self._places.pitch + lean, self.islands]
        lengths[-1] = self.driveway
        return (0.0, *(float(end) for end in np.cumsum(lengths)))

    @cached_property
    def _model(self) -> RoadModel:
        *starts, length = self._starts
        green, bays = self._green, self._bays
        plain = [replace(bays if k % 2 else green, start=start) for k, start in enumerate(starts)]
        sections = [_linked(*around) for around in zip([None, *plain[:-1]], plain, [*plain[1:], None], strict=True)]
        curve = straight((self.x, self.y, self.heading), length)
        return RoadModel(self.name, curve, tuple(sections), elevation=even(self.z), keeps_left=self.traffic == "left")

    @property
    def _green(self) -> Section:
        """The aisle between green strips; in all they are as wide as bays and their kerbs."""
        out = (("drive", self.aisle / 2), ("verge", self._depth + KERB_WIDTH), ("walk", self.edge))
        return marked(section_of(Lanes(left=out[::-1], right=out), Detail(self.kerb)))

    @property
    def _bays(self) -> Section:
        """The aisle between bays, without lines of its own."""
        out = (("drive", self.aisle / 2), ("park", self._depth), ("kerb", KERB_WIDTH), ("walk", self.edge))
        section = section_of(Lanes(left=out[::-1], right=out), Detail(self.kerb, self.parked))
        left, right = (
            tuple(replace(strip, places=self._places) if strip.kind == "park" else strip for strip in strips)
            for strips in (section.left, section.right)
        )
        return replace(section, left=left, right=right)

    def _lay_heads(self, builder: SurfaceBuilder) -> None:
        """Add the upright faces where green strips end at bays."""
        road = self._model
        for number, (section, after) in enumerate(pairwise(road.sections)):
            ends_green = number % 2 == 0
            for side in lies(after if ends_green else section):
                for lie in side:
                    if lie.kind == "park":
                        ends = np.sort(lie.side * np.array([lie.inner, lie.outer]))
                        lay_face(builder, road, after.start, ends[::-1] if ends_green else ends, self.kerb)


def _linked(before: Section | None, section: Section, after: Section | None) -> Section:
    """Return `section` with its strips linked to those of the same number and kind before and after it."""

    def follows(strip: Strip, other: Section | None) -> int | None:
        found = other.strip(strip.number) if other else None
        return strip.number if found and found.kind == strip.kind else None

    left, right = (
        tuple(replace(strip, before=follows(strip, before), after=follows(strip, after)) for strip in strips)
        for strips in (section.left, section.right)
    )
    return replace(section, left=left, right=right)
