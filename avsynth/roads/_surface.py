"""The surface of a road model: carriageway, kerbs, pavements, verges, and its outer edges."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Section, Strip
from avsynth.roads._mesh import SurfaceBuilder

#: Material of each kind of strip; the rest is asphalt.
SLOT_OF = {
    "verge": "grass",
    "none": "grass",
    "walk": "pavement",
    "median": "pavement",
    "bike": "paving_red",
    "kerb": "concrete_kerb",
}
#: Steps lower than this are none [m].
LOWEST_STEP = 1e-4


@dataclass(frozen=True, eq=False)
class Band:
    """Neighbouring strips of one material and no step between them: left and right border, (K, 3) [m], world."""

    slot: str
    left: np.ndarray
    right: np.ndarray


def lay(builder: SurfaceBuilder, road: RoadModel, span: tuple[float, float]) -> None:
    """Add the surface of `road` between the two stations of `span` [m], which may lie beyond its ends."""
    for section, stations in stretches(road, span):
        bands = _bands(road, section, stations)
        for band in bands:
            builder.ribbon(band.left, band.right, band.slot)
        for one, other in pairwise(bands):
            if np.abs(one.right - other.left).max() > LOWEST_STEP:
                builder.ribbon(one.right, other.left, "concrete_kerb")


def lay_face(builder: SurfaceBuilder, road: RoadModel, station: float, ends: np.ndarray, height: float) -> None:
    """Add the upright face across a road between two offsets `ends` (2,) [m], for who sees the first on the right."""
    bottom, top = (road.points(np.full(2, station), ends, z) for z in (0.0, height))
    builder.ribbon(bottom, top, "concrete_kerb")


def stretches(road: RoadModel, span: tuple[float, float]) -> list[tuple[Section, np.ndarray]]:
    """Return each section with its stations within `span` [m]; the first and last run on beyond the road."""
    found = []
    for number, section in enumerate(road.sections):
        first = span[0] if number == 0 else max(section.start, span[0])
        last = span[1] if number == len(road.sections) - 1 else min(road.section_end(number), span[1])
        if last - first > LOWEST_STEP:
            found.append((section, road.stations(first, last)))
    return found


def edge_lines(road: RoadModel, span: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return the right edge, forwards, and the left edge, backwards, (K, 3) [m]: counter-clockwise around the road."""
    lefts, rights = [], []
    for section, stations in stretches(road, span):
        borders = road.borders(section, stations)
        for edges, offset, strips in ((lefts, borders[:, 0], section.left), (rights, borders[:, -1], section.right)):
            height = _height(strips[-1], section, road, stations, 1) if strips else 0.0
            edges.append(road.points(stations, offset, height))
    return np.concatenate(rights), np.concatenate(lefts)[::-1]


def outer_edges(road: RoadModel, stations: np.ndarray, without: tuple[str, ...] = ()) -> np.ndarray:
    """Return offset and height above the road of the left and the right outer edge, float64 (2, N, 2) [m].

    Outermost strips of the kinds `without` do not count.
    """
    found = np.zeros((2, len(stations), 2))
    for k, station in enumerate(stations):
        section, at = road.section_at(station), np.array([station])
        borders = road.borders(section, at)[0]
        for side, strips in enumerate((section.left, section.right)):
            beyond = [number for number, strip in enumerate(strips) if strip.kind not in without]
            count = beyond[-1] + 1 if beyond else 0
            found[side, k, 0] = borders[len(section.left) + (-count if side == 0 else count)]
            found[side, k, 1] = _height(strips[count - 1], section, road, at, True)[0] if count else 0.0
    return found


def _bands(road: RoadModel, section: Section, stations: np.ndarray) -> list[Band]:
    """Return the bands of a section from left to right."""
    borders, strips = road.borders(section, stations), section.strips
    bands: list[Band] = []
    before: tuple | None = None
    for k, strip in enumerate(strips):
        slot = slot_of(strip)
        heights = [_height(strip, section, road, stations, side) for side in (strip.side > 0, strip.side < 0)]
        left, right = (road.points(stations, borders[:, k + n], heights[n]) for n in (0, 1))
        flat = not road.camber and strip.inner.is_zero and strip.outer.is_zero
        if before == (slot, True) and flat:
            bands[-1] = Band(slot, bands[-1].left, right)
        else:
            bands.append(Band(slot, left, right))
        before = (slot, flat)
    return bands


def slot_of(strip: Strip) -> str:
    """Return the material of a strip; cycle lanes are red beyond the kerb only."""
    if strip.kind == "bike" and strip.inner.is_zero:
        return "asphalt"
    return SLOT_OF.get(strip.kind, "asphalt")


def _height(strip: Strip, section: Section, road: RoadModel, stations: np.ndarray, outer: bool) -> np.ndarray:
    """Return the height of the outer or inner border of `strip` above the road at `stations` (N,), float64 (N,) [m]."""
    local = np.clip(stations, 0.0, road.length) - section.start
    return (strip.outer if outer else strip.inner).at(local)
