"""What a road says of its own edges: rows of street lamps, guard rails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.frames import Pose
from avsynth.core.units import Length
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._section import outer_height

Sides = Literal["left", "right", "both"]
#: +1 and −1 of the sides, as offsets count.
SIGNS = {"left": (1,), "right": (-1,), "both": (1, -1)}
#: Arm of a lamp [m]; from the edge inwards to its pole; from the pole to the middle of a lamp without arm [m].
ARM, POLE, HEAD = 1.5, 0.25, 0.35
#: Length of a piece of rail [m].
PIECE = 4.0


class LampRow(Config):
    """Street lamps along a road, instead of those that the surroundings would have."""

    shape: Literal["row"] = "row"
    side: Sides = Field("right", description="On which side they stand.")
    spacing: Length = Field(30.0, ge=8, le=100, description="From one to the next [m].")
    height: Length = Field(8.0, gt=2.5, lt=15, description="Of their light [m].")
    dead: bool = Field(False, description="Whether they do not burn in the dark.")


class GuardRail(Config):
    """A guard rail along a road."""

    shape: Literal["guardrail"] = "guardrail"
    side: Sides = Field("right", description="On which side it stands.")
    offset: Length = Field(0.5, ge=0, le=5, description="From the outer edge of the road to its beam [m].")


def lamp_fixtures(road: RoadModel, row: LampRow) -> Iterator[Fixture]:
    """Yield the lamps of a row, their arms over the road."""
    fields = (("style", "arm"), ("height", row.height), ("reach", ARM), ("burns", not row.dead))
    for side in SIGNS[row.side]:
        for station in np.arange(row.spacing / 2, road.length, row.spacing):
            yield Fixture("street_lamp", _beside(road, station, side, -POLE - HEAD - ARM / 2), fields)


def rail_fixtures(road: RoadModel, rail: GuardRail) -> Iterator[Fixture]:
    """Yield the pieces of a rail, looking at the road, but for bridges and tunnels."""
    for side in SIGNS[rail.side]:
        for station in np.arange(PIECE / 2, road.length, PIECE):
            if not any(each.first - PIECE < station < each.last + PIECE for each in road.structures):
                yield Fixture("guard_rail", _beside(road, station, side, rail.offset), (("length", PIECE),))


def _beside(road: RoadModel, station: float, side: int, outwards: float) -> Pose:
    """Return a place `outwards` [m] of the outer edge on a side, looking at the road."""
    at = np.array([station])
    section = road.section_at(station)
    edge = road.borders(section, at)[0][0 if side > 0 else -1]
    x, y, z = road.points(at, edge + side * outwards, outer_height(section, side))[0]
    return Pose.planar(x, y, z, float(road.heading(at)[0]) - side * np.pi / 2)
