"""The cross-section of a road as written, and the section of the model that it makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Length
from avsynth.datatypes.profile import NOTHING, even
from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Section, Strip

LaneKind = Literal["drive", "bus", "tram", "bike", "park", "shoulder", "walk", "kerb", "median", "verge"]
LaneWidth = Annotated[Length, Field(gt=0.1, le=30.0)]

#: Kerb: height of its face and width of its top [m] (common European urban kerbs: 12 to 15 cm, 15 cm wide).
KERB_HEIGHT, KERB_WIDTH = 0.13, 0.15
#: Kinds of strips that lie at the level of the carriageway, and those that are paved for wheels.
FOR_WHEELS = {"drive", "bus", "tram", "park", "shoulder"}
PAVED = FOR_WHEELS | {"bike"}
#: Kinds that are as high as a kerb, and those that stay so beyond it.
RAISED = {"walk", "kerb", "median"}
#: From here on a drive lane counts as one of a fast road [m].
FAST_WIDTH = 3.5

Written = tuple[tuple[LaneKind, LaneWidth], ...]


class Lanes(Config):
    """The strips of a road as written, from left to right across it; the reference line lies between the two lists."""

    left: Written = Field((), description="Kind and width [m] of each strip, from the outside to the centre.")
    right: Written = Field((), description="Kind and width [m] of each strip, from the centre to the outside.")


@dataclass(frozen=True, slots=True)
class Detail:
    """What else makes a section: height of kerbs [m], share of parking places taken [1], speed limit [m/s]."""

    kerb: float = KERB_HEIGHT
    parked: float = 0.0
    speed: float | None = None


@dataclass(frozen=True, slots=True)
class Lie:
    """Where a strip lies: `inner`, `outer` are its distances from the reference line [m], `height` above the road."""

    strip: Strip
    inner: float
    outer: float
    height: float

    @property
    def kind(self) -> str:
        """Kind of the strip."""
        return self.strip.kind

    @property
    def side(self) -> int:
        """+1 left, −1 right."""
        return self.strip.side

    @property
    def middle(self) -> float:
        """Offset of its centre line, positive to the left [m]."""
        return self.side * (self.inner + self.outer) / 2

    @property
    def width(self) -> float:
        """Its width [m]."""
        return self.outer - self.inner

    @property
    def is_paved(self) -> bool:
        """Whether it is part of the carriageway."""
        return self.kind in PAVED and self.height == 0


def section_of(lanes: Lanes, detail: Detail | None = None, start: float = 0.0) -> Section:
    """Return the cross-section of `lanes` from the station `start` [m] on, without marks."""
    detail = detail or Detail()
    left, right = lanes.left[::-1], lanes.right
    inside = tuple(bool(side) and side[0][0] in RAISED for side in (left, right))
    return Section(start, _side(left, +1, detail, inside[1]), _side(right, -1, detail, inside[0]))


def lies(section: Section) -> tuple[tuple[Lie, ...], tuple[Lie, ...]]:
    """Return where the strips of either side lie at the start of the section, from the reference line outwards."""
    return _lies(section.left), _lies(section.right)


@lru_cache(maxsize=256)
def carriage_width(strips: tuple[Strip, ...]) -> float:
    """Return the distance of the outer edge of the pavement for wheels from the reference line [m]."""
    return max((lie.outer for lie in _lies(strips) if lie.is_paved), default=0.0)


@lru_cache(maxsize=256)
def full_width(strips: tuple[Strip, ...]) -> float:
    """Return the distance of the outer edge of one side from the reference line [m]."""
    return max((lie.outer for lie in _lies(strips)), default=0.0)


def carriageway(road: RoadModel, station: float) -> tuple[float, float]:
    """Return the offsets of the left and right edge of the pavement for wheels at `station` [m]."""
    section = road.section_at(station)
    borders = road.borders(section, np.array([station]))[0]
    paved = [k for k, strip in enumerate(section.strips) if strip.kind in PAVED and strip.inner.is_zero]
    return (borders[paved[0]], borders[paved[-1] + 1]) if paved else (0.0, 0.0)


def outer_height(section: Section, side: int) -> float:
    """Return how high the left (+1) or right (−1) outer edge lies above the road at the start of the section [m]."""
    strips = section.left if side > 0 else section.right
    return float(strips[-1].outer.at(np.zeros(1))[0]) if strips else 0.0


def is_fast(section: Section) -> bool:
    """Return whether marks follow the pattern of fast roads: wide lanes and nobody walking."""
    left, right = lies(section)
    walks = any(lie.kind == "walk" for lie in left + right)
    return not walks and any(lie.kind == "drive" and lie.width >= FAST_WIDTH for lie in left + right)


def _lies(strips: tuple[Strip, ...]) -> tuple[Lie, ...]:
    found, inner = [], 0.0
    for strip in strips:
        width = float(strip.width.at([0.0])[0])
        found.append(Lie(strip, inner, inner + width, float(strip.inner.at([0.0])[0])))
        inner += width
    return tuple(found)


def _side(written: Written, side: int, detail: Detail, is_raised_inside: bool) -> tuple[Strip, ...]:
    """Return the strips of one side, given from the centre outwards. Beyond a kerb everything stays raised."""
    strips: list[Strip] = []
    raised, inside = False, is_raised_inside
    for k, (kind, width) in enumerate(written):
        beyond = {later for later, _ in written[k + 1 :]}
        raised = (raised and written[k - 1][0] != "median") or kind in RAISED
        raised = raised or (kind == "verge" and "walk" in beyond and not beyond & FOR_WHEELS)
        kerbs = (raised and not inside, kind == "median" and bool(beyond & FOR_WHEELS))
        height = even(detail.kerb) if raised else NOTHING
        for part, across in _with_kerbs(kind, width, kerbs):
            strip = Strip(side * (len(strips) + 1), part, even(across), height, height, speed=detail.speed)
            strips.append(replace(strip, parked=detail.parked) if part == "park" else strip)
        inside = raised
    return tuple(strips)


def _with_kerbs(kind: str, width: float, kerbs: tuple[bool, bool]) -> list[tuple[str, float]]:
    """Return the parts of a strip [m]: kerbs on its inner and outer side if it has them and is wide enough."""
    left = width - KERB_WIDTH * sum(kerbs)
    if kind == "kerb" or left <= KERB_WIDTH:
        return [(kind, width)]
    return [("kerb", KERB_WIDTH)] * kerbs[0] + [(kind, left)] + [("kerb", KERB_WIDTH)] * kerbs[1]
