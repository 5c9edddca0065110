"""What years leave on a road: patches of newer asphalt, sealed cracks, manholes, puddles, potholes.

Drawn by the name of the road.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._dents import Dent, rim
from avsynth.roads._mesh import SurfaceBuilder

Often = Annotated[float, Field(ge=0, le=60)]
#: Stretch of road that numbers of things count for [m].
PER = 100.0
#: How high patches, puddles and covers lie above the asphalt [m]: below and above the paint's 4 mm.
PATCH_LIFT, PUDDLE_LIFT, COVER_LIFT = 0.002, 0.005, 0.006
#: Radius of a cover and its frame [m] (EN 124: clear opening 0.60 m), and the points round things.
COVER, FRAME, POINTS = 0.31, 0.37, 20
#: Sealed cracks: their length, width, points along them, how much they wander from one to the next, height [m].
SEAM, SEAM_WIDTH, SEAM_STEP, WANDER, SEAM_LIFT = (2.0, 14.0), (0.04, 0.09), 0.5, 0.05, 0.003
#: Length and width of patches [m].
PATCH = ((0.8, 5.0), (0.5, 1.6))
#: Radius of puddles and potholes [m]; how uneven their rims are [1].
PUDDLE, POTHOLE, UNEVEN = (0.4, 1.3), (0.18, 0.45), 0.22
#: Free space between a thing and the borders of its lane [m].
MARGIN = 0.15
#: Kinds of strips that they are on.
ON = ("drive", "bus", "park")


class Details(Config):
    """How often things are met per 100 m of road, and which of all such roads it is."""

    shape: Literal["details"] = "details"
    patches: Often = Field(1.5, description="Patches of newer asphalt per 100 m [1].")
    seams: Often = Field(1.5, description="Cracks sealed with bitumen per 100 m [1].")
    manholes: Often = Field(2.0, description="Manhole covers per 100 m [1].")
    puddles: Often = Field(0.0, description="Puddles per 100 m [1].")
    potholes: Often = Field(0.0, description="Potholes per 100 m [1].")
    depth: Length = Field(0.05, ge=0.01, le=0.2, description="Depth of potholes [m].")
    seed: int = Field(0, description="Number of the pattern.")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thing lies: station and offset [m] on the road, free space to either side [m], its own randomness."""

    station: float
    offset: float
    half: float
    rng: np.random.Generator


def lay_details(builder: SurfaceBuilder, road: RoadModel, details: Details) -> None:
    """Add the things on a road."""
    stream = Stream(details.seed).child("details", road.name)
    for spot in _spots(road, stream.child("patch"), details.patches):
        _lay_patch(builder, road, spot)
    for spot in _spots(road, stream.child("seam"), details.seams):
        _lay_seam(builder, road, spot)
    for spot in _spots(road, stream.child("puddle"), details.puddles):
        _lay_blob(builder, road, spot, min(spot.rng.uniform(*PUDDLE), spot.half))
    for spot in _spots(road, stream.child("manhole"), details.manholes):
        _lay_cover(builder, road, spot)
    for spot in _spots(road, stream.child("pothole"), details.potholes):
        x, y, _ = road.points(np.array([spot.station]), spot.offset)[0]
        radius = min(spot.rng.uniform(*POTHOLE), spot.half)
        builder.dent(Dent(float(x), float(y), radius, details.depth, tuple(_wobble(spot.rng))))


def _spots(road: RoadModel, stream: Stream, often: float) -> Iterator[Spot]:
    """Yield places on lanes, by a Poisson number of `often` per 100 m; each has its own randomness."""
    count = int(stream.rng("count").poisson(often * road.length / PER))
    for k in range(count):
        rng = stream.rng(k)
        station = rng.uniform(0.0, road.length)
        section = road.section_at(station)
        borders = road.borders(section, np.array([station]))[0]
        lanes = [n for n, strip in enumerate(section.strips) if strip.kind in ON and borders[n] - borders[n + 1] > 1.5]
        if lanes:
            n = lanes[int(rng.integers(len(lanes)))]
            half = (borders[n] - borders[n + 1]) / 2 - MARGIN
            reach = rng.uniform(0.3, 0.8) * half  # what is left beside it
            offset = (borders[n] + borders[n + 1]) / 2 + rng.uniform(-1.0, 1.0) * (half - reach)
            yield Spot(station, float(offset), float(reach), rng)


def _lay_patch(builder: SurfaceBuilder, road: RoadModel, spot: Spot) -> None:
    """Add a patch of newer asphalt, cut square to the road."""
    (shortest, longest), (narrowest, widest) = PATCH
    length, half = spot.rng.uniform(shortest, longest), min(spot.rng.uniform(narrowest, widest), spot.half)
    stations = road.stations(spot.station, spot.station + length)
    lines = (road.points(stations, spot.offset + side * half, PATCH_LIFT) for side in (1, -1))
    builder.ribbon(*lines, "asphalt_new")


def _lay_seam(builder: SurfaceBuilder, road: RoadModel, spot: Spot) -> None:
    """Add a sealed crack that wanders along its lane."""
    length, half = spot.rng.uniform(*SEAM), spot.rng.uniform(*SEAM_WIDTH) / 2
    stations = spot.station + np.arange(0.0, length, SEAM_STEP)
    wander = np.cumsum(spot.rng.normal(0.0, WANDER, len(stations)))
    middle = spot.offset + np.clip(wander, half - spot.half, spot.half - half)
    builder.ribbon(*(road.points(stations, middle + side * half, SEAM_LIFT) for side in (1, -1)), "bitumen")


def _lay_cover(builder: SurfaceBuilder, road: RoadModel, spot: Spot) -> None:
    """Add a manhole cover and its frame."""
    rings = [_ring(road, spot, np.full(POINTS, radius), COVER_LIFT) for radius in (FRAME, COVER)]
    middle = np.repeat(_ring(road, spot, np.zeros(1), COVER_LIFT)[:1], POINTS + 1, axis=0)
    builder.ribbon(rings[1], rings[0], "concrete_dark")
    builder.ribbon(middle, rings[1], "cast_iron")


def _lay_blob(builder: SurfaceBuilder, road: RoadModel, spot: Spot, radius: float) -> None:
    """Add a puddle with an uneven rim."""
    angle = np.linspace(0.0, 2 * np.pi, POINTS, endpoint=False)
    ring = _ring(road, spot, radius * rim(angle, _wobble(spot.rng)), PUDDLE_LIFT)
    middle = np.repeat(_ring(road, spot, np.zeros(1), PUDDLE_LIFT)[:1], POINTS + 1, axis=0)
    builder.ribbon(middle, ring, "water")


def _ring(road: RoadModel, spot: Spot, radii: np.ndarray, lift: float) -> np.ndarray:
    """Return a closed line round a spot at distances `radii` (N,), float64 (N + 1, 3) [m], counter-clockwise."""
    angle = np.linspace(0.0, 2 * np.pi, len(radii), endpoint=False)
    ring = road.points(spot.station + radii * np.cos(angle), spot.offset + radii * np.sin(angle), lift)
    return np.concatenate([ring, ring[:1]])


def _wobble(rng: np.random.Generator) -> np.ndarray:
    """Return size and phase of the second, third and fifth harmonic of a rim, float64 (6,)."""
    return np.concatenate([rng.uniform(0.0, UNEVEN, 3), rng.uniform(0.0, 2 * np.pi, 3)])
