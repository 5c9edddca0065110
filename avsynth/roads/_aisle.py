"""An aisle of a car park: rows of bays on both sides by turns with green islands, as a road of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from avsynth.datatypes.curve import straight
from avsynth.datatypes.places import Places
from avsynth.datatypes.profile import even
from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Section, Strip
from avsynth.roads import _paint
from avsynth.roads._arrows import LENGTH, paint_arrow, paint_wheelchair
from avsynth.roads._marks import marked
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._section import KERB_WIDTH, Detail, Lanes, lies, section_of
from avsynth.roads._surface import lay, lay_face

#: Where the arrows on its driveways end before the first and last bays [m].
ARROW_AHEAD = 2.0


@dataclass(frozen=True, slots=True)
class Bays:
    """Rows of bays: how many each has on either side, width, length [m] and angle [rad] of bays."""

    rows: tuple[int, ...]
    width: float
    length: float
    angle: float

    @property
    def depth(self) -> float:
        """How far they reach from the aisle [m]: that of a rectangle at an angle."""
        return float(self.length * np.sin(self.angle) + self.width * np.cos(self.angle))

    def places(self, width: float, *, keeps_left: bool) -> Places:
        """Return the places of bays of a `width` [m]."""
        return Places(width / float(np.sin(self.angle)), -self.angle if keeps_left else self.angle)


@dataclass(frozen=True, eq=False)
class Aisle:
    """An aisle for both directions.

    Parameters
    ----------
    bays : Bays
    disabled : int
        Bays on either side of a row of wide ones before the others, 0 for none.
    wide : float [m]
        Width of these.
    width : float [m]
        Of the aisle, both directions together.
    islands, driveway, edge : float [m]
        Length of the green islands, and of what lies before the first and behind the last row; width of the footway.
    detail : Detail
    keeps_left : bool
    """

    bays: Bays
    disabled: int
    wide: float
    width: float
    islands: float
    driveway: float
    edge: float
    detail: Detail
    keeps_left: bool

    @property
    def half(self) -> float:
        """From its axis to the outer edge of the footway [m]."""
        return self.width / 2 + self.bays.depth + KERB_WIDTH + self.edge

    @property
    def length(self) -> float:
        """Length of all of it [m]."""
        return self._starts[-1]

    def model(self, name: str, start: tuple[float, float, float], z: float) -> RoadModel:
        """Return it as a road from `start` (x, y [m], heading [rad]) at a height z [m]."""
        plain = [
            replace(self._row(k // 2) if k % 2 else self._green, start=at) for k, at in enumerate(self._starts[:-1])
        ]
        sections = [_linked(*around) for around in zip([None, *plain[:-1]], plain, [*plain[1:], None], strict=True)]
        curve = straight(start, self.length)
        return RoadModel(name, curve, tuple(sections), elevation=even(z), keeps_left=self.keeps_left)

    def lay(self, builder: SurfaceBuilder, road: RoadModel, span: tuple[float, float]) -> None:
        """Add the surface of the aisle as the `road` that it makes, between two stations [m]."""
        lay(builder, road, span)
        _paint.paint_marks(builder, road, span)
        _paint.paint_parking(builder, road, span)
        self._lay_heads(builder, road)
        self._paint_arrows(builder, road)
        if self.disabled:
            self._paint_wheelchairs(builder, road)

    @cached_property
    def _rows(self) -> list[tuple[int, Places]]:
        """How many bays each row has on either side, and where they lie."""
        first = [(self.disabled, self.wide)] if self.disabled else []
        rows = first + [(count, self.bays.width) for count in self.bays.rows]
        return [(count, self.bays.places(width, keeps_left=self.keeps_left)) for count, width in rows]

    @cached_property
    def _starts(self) -> tuple[float, ...]:
        """Where each section starts [m], driveways and rows by turns, and where the last one ends."""
        lengths = [self.driveway]
        for count, places in self._rows:
            lengths += [count * places.pitch + places.lean(self.bays.depth), self.islands]
        lengths[-1] = self.driveway
        return (0.0, *(float(end) for end in np.cumsum(lengths)))

    @cached_property
    def _green(self) -> Section:
        """The aisle between green strips; in all they are as wide as bays and their kerbs."""
        out = (("drive", self.width / 2), ("verge", self.bays.depth + KERB_WIDTH), ("walk", self.edge))
        return marked(section_of(Lanes(left=out[::-1], right=out), replace(self.detail, parked=0.0)))

    def _row(self, number: int) -> Section:
        """Return the aisle between the bays of a row, without lines of its own."""
        out = (("drive", self.width / 2), ("park", self.bays.depth), ("kerb", KERB_WIDTH), ("walk", self.edge))
        section = section_of(Lanes(left=out[::-1], right=out), self.detail)
        _, places = self._rows[number]
        left, right = (
            tuple(replace(strip, places=places) if strip.kind == "park" else strip for strip in strips)
            for strips in (section.left, section.right)
        )
        return replace(section, left=left, right=right)

    def _lay_heads(self, builder: SurfaceBuilder, road: RoadModel) -> None:
        """Add the upright faces where green strips end at bays."""
        for number, (section, after) in enumerate(pairwise(road.sections)):
            ends_green = number % 2 == 0
            for side in lies(after if ends_green else section):
                for lie in side:
                    if lie.kind == "park":
                        ends = np.sort(lie.side * np.array([lie.inner, lie.outer]))
                        lay_face(builder, road, after.start, ends[::-1] if ends_green else ends, self.detail.kerb)

    def _paint_arrows(self, builder: SurfaceBuilder, road: RoadModel) -> None:
        """Add an arrow in each direction at both ends, where the driveways have room for them."""
        if self.driveway < LENGTH + 2 * ARROW_AHEAD:
            return
        for ahead in (1, -1):
            lane = ahead * self.width / 4 * (1 if self.keeps_left else -1)
            for first in (self.driveway - ARROW_AHEAD - LENGTH, road.length - self.driveway + ARROW_AHEAD):
                paint_arrow(builder, road, (first if ahead > 0 else first + LENGTH, lane), ahead, "straight")

    def _paint_wheelchairs(self, builder: SurfaceBuilder, road: RoadModel) -> None:
        """Add the symbol on each of the wide bays, upright for who drives in."""
        _, places = self._rows[0]
        start, end = self._starts[1:3]
        for side in (1, -1):
            along = (side < 0) != self.keeps_left  # whether the traffic beside them runs along the road
            for k in range(self.disabled):
                middle = places.middle(k, self.bays.depth)
                station = start + middle if along else end - middle
                offset = side * (self.width + self.bays.depth) / 2
                turn = side * self.bays.angle if along else side * (np.pi - self.bays.angle)
                paint_wheelchair(builder, road, (station, offset), turn)


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
