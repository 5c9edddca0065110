"""A car park: aisles with rows of bays on either side, between kerbs and green islands, at a street or on their own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.frames import Pose
from avsynth.core.units import Angle, Length
from avsynth.datatypes.network import RoadNetwork, united
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._aisle import Aisle, Bays
from avsynth.roads._arm import Equipment
from avsynth.roads._details import Details, lay_details
from avsynth.roads._lot import Lot, outer_parts
from avsynth.roads._marks import Marks
from avsynth.roads._meeting import Meeting
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._section import KERB_HEIGHT, Detail, Lanes
from avsynth.roads._street import RUN_ON
from avsynth.roads._surface import edge_lines

#: How far beside its edges it is looked whether they are those of the whole [m], and the shortest that is lined [m].
BESIDE, SHORTEST_EDGE = 1.0, 3.0


@ROADS.register
class CarPark(RoadPiece):
    """Rows of bays on both sides of aisles for both directions.

    A single aisle on its own is entered and left at either end; its lanes are ``NAME.fwd[0]`` and ``NAME.back[0]``, and
    row k is the parking lane ``NAME.right.park[k]`` or ``NAME.left.park[k]``: its bays lie side by side along it.
    Several, ``NAME.aisle0.fwd[0]`` …, meet ways across at both ends. A `street` runs across x, y, with the lanes
    ``NAME.gate0.left.in[0]`` and ``NAME.gate0.right.in[0]``; ``NAME.gate0.lot.out[0]`` leads into the lot.
    Default sizes are those of [EAR05]_.
    """

    kind: Literal["car_park"] = "car_park"
    rows: Annotated[tuple[Annotated[int, Field(ge=1, le=60)], ...], Field(min_length=1)] = Field(
        (8, 8), description="Bays on either side in each row; green islands lie between rows."
    )
    aisles: int = Field(1, ge=1, le=12, description="Number of aisles side by side, from right to left.")
    street: Lanes | None = Field(
        None, description="Strips of the street that it lies at, for who comes from its right side; none: it leads on."
    )
    gates: int = Field(1, ge=1, le=2, description="1: one way in and out, at the first aisle; 2: also at the last one.")
    disabled: int = Field(
        0, ge=0, le=20, description="Wide bays on either side in a row of their own before the first."
    )
    disabled_width: Length = Field(3.5, ge=3.0, le=6.0, description="Width of these [m].")
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

    @model_validator(mode="after")
    def _check(self) -> CarPark:
        if self.gates > 1 and self.aisles == 1:
            raise ValueError("a car park of a single aisle has one gate; make it 'aisles: 2' or more for 'gates: 2'")
        if self._lot:
            _ = self._lot.meetings  # raises where the ways across do not fit
        return self

    def network(self) -> RoadNetwork:
        """Return the aisles with their bays, the ways across and the street."""
        return united((RoadNetwork(self._aisles), *(meeting.network for meeting in self._meetings)))

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; what leads on runs on out of sight."""
        builder = SurfaceBuilder()
        for road in self._aisles:
            self._aisle.lay(builder, road, _span(road))
            if self.surface:
                lay_details(builder, road, self.surface)
        for meeting in self._meetings:
            meeting.lay(builder)
        road_map, surface = self.network().road_map, builder.model(self.name)
        outlines = [edge_lines(road, _span(road)) for road in self._aisles]
        if not self._lot:
            return RoadPlan(road_map, surface, outlines[0])
        outlines += [meeting.edges for meeting in self._meetings]
        edges = [
            part
            for edge in (edge for outline in outlines for edge in outline)
            for part in outer_parts(edge, self._lot.hull, BESIDE)
            if np.hypot(*(part[-1] - part[0])[:2]) > SHORTEST_EDGE
        ]
        return RoadPlan(road_map, surface, tuple(edges), tuple(map(np.concatenate, outlines)), tuple(self._ends()))

    @property
    def _aisle(self) -> Aisle:
        return Aisle(
            Bays(self.rows, self.bay_width, self.bay_length, self.angle),
            self.disabled,
            self.disabled_width,
            self.aisle,
            self.islands,
            self.driveway,
            self.edge,
            Detail(self.kerb, self.parked),
            keeps_left=self.traffic == "left",
        )

    @cached_property
    def _lot(self) -> Lot | None:
        """The ways between aisles and to the street; None for a single aisle without one."""
        if self.aisles == 1 and not self.street:
            return None
        equipment = Equipment(Detail(self.kerb), Marks(), (), (), keeps_left=self.traffic == "left")
        pose = Pose.planar(self.x, self.y, self.z, self.heading)
        return Lot(self.name, pose, self._aisle, self.aisles, self.gates, self.street, equipment)

    @cached_property
    def _aisles(self) -> tuple[RoadModel, ...]:
        if self._lot:
            return self._lot.aisles
        return (self._aisle.model(self.name, (self.x, self.y, self.heading), self.z),)

    @property
    def _meetings(self) -> tuple[Meeting, ...]:
        return self._lot.meetings if self._lot else ()

    def _ends(self) -> Iterator[np.ndarray]:
        """Yield where legs and aisles run on out of sight, from right to left seen from the lot, (2, 3) each [m]."""
        for meeting in self._meetings:
            edges = meeting.edges
            for road, before, after in zip(meeting.roads, (edges[-1], *edges[:-1]), edges, strict=True):
                if road.after is None:
                    yield np.stack([before[-1], after[0]])
        for road in self._aisles:
            right, left = edge_lines(road, _span(road))
            if road.after is None:
                yield np.stack([right[-1], left[0]])


def _span(road: RoadModel) -> tuple[float, float]:
    """Return the stations between which an aisle is laid [m]: on out of sight, where nothing continues it."""
    return (0.0 if road.before else -RUN_ON, road.length + (0.0 if road.after else RUN_ON))
