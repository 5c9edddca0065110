"""How a road divides: its sections up to the nose, what it goes on as, and the branch, as models that fit to the bit.

Up to the nose everything is one road: lanes of the branch are added or are its outer ones, then a paved gore widens
between the two, until beyond its last stretch both have room for all their strips.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from avsynth.datatypes.curve import Curve, straight
from avsynth.datatypes.network import Connection, JunctionModel, RoadNetwork
from avsynth.datatypes.profile import even
from avsynth.datatypes.road_model import Link, RoadModel
from avsynth.datatypes.section import Mark, Section, Strip
from avsynth.roads import _paint
from avsynth.roads._changes import eased, width_of
from avsynth.roads._marks import marked
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._plane import Plane, leaving
from avsynth.roads._reference import Path, reference_line
from avsynth.roads._section import Detail, Lanes, section_of

#: The line between the road and an added lane [m]: wide, short strokes (German RMS 1, "Blockmarkierung").
ADDED = Mark("dashed", width=0.30, stroke=6.0, gap=6.0)
#: What lies between road and branch until they have parted.
GORE = "gore"

#: Name of a strip across the sections of the road; strips of the same name go on as each other.
Key = str
Row = dict[Key, Strip]


@dataclass(frozen=True, eq=False)
class Branching:
    """A road that divides, from its start.

    Parameters
    ----------
    lanes, branch : Lanes
    side : int
        +1 where the branch leads off to the left, −1 to the right.
    adds : bool
        Whether the lanes of the branch are added.
    lengths : tuple of float [m]
        Before anything changes, of the taper, beside the road, until both have parted.
    start : (x, y [m], heading [rad])
    paths : (Path, Path)
        Of the road and the branch beyond the nose.
    heights : (float [m], float [1])
        Height of the road and slope of the branch.
    detail : Detail
    keeps_left : bool
        Whether traffic keeps left.
    """

    lanes: Lanes
    branch: Lanes
    side: int
    adds: bool
    lengths: tuple[float, float, float, float]
    start: tuple[float, float, float]
    paths: tuple[Path, Path]
    heights: tuple[float, float]
    detail: Detail
    keeps_left: bool = False

    def network(self, name: str) -> RoadNetwork:
        """Return the road `name`, ``NAME.through`` and ``NAME.branch``, connected at the nose."""
        z, grade = self.heights
        x, y, heading = map(float, self._curve.poses(np.array([self._curve.length]))[0])
        aside = self.side * (self._width_of_kept + self._gore)
        place = (x - aside * np.sin(heading), y + aside * np.cos(heading), heading)
        curves = [reference_line(path, at) for path, at in zip(self.paths, ((x, y, heading), place), strict=True)]
        slope, _ = leaving(Plane(*place[:2], z), place, grade, curves[1].length)
        nose = Link(f"{name}.nose", is_junction=True)
        roads = (
            RoadModel(name, self._curve, self._sections, elevation=even(z), after=nose),
            RoadModel(f"{name}.through", curves[0], (marked(self._through),), elevation=even(z), before=nose),
            RoadModel(
                f"{name}.branch",
                curves[1],
                (marked(section_of(self.branch, self.detail)),),
                elevation=slope,
                before=nose,
            ),
        )
        connections = [
            Connection(name, road.name, "start", tuple(pairs))
            for road, pairs in zip(roads[1:], self._connected, strict=True)
        ]
        roads = tuple(replace(road, keeps_left=self.keeps_left) for road in roads)
        return RoadNetwork(roads, (JunctionModel(nose.name, tuple(connections)),))

    @cached_property
    def _curve(self) -> Curve:
        return straight(self.start, sum(self.lengths))

    @cached_property
    def _plain(self) -> Section:
        return section_of(self.lanes, self.detail)

    @cached_property
    def _own(self) -> tuple[Strip, ...]:
        """The strips of the road on the side of the branch."""
        return _side(self._plain, self.side)

    @cached_property
    def _kept(self) -> int:
        """How many strips of that side the road keeps up to the gore: those for vehicles, less those of the branch."""
        leaving_lanes = 0 if self.adds else _drives(_side(section_of(self.branch, self.detail), self.side))
        return _drives(self._own) - leaving_lanes

    @cached_property
    def _width_of_kept(self) -> float:
        return sum(map(width_of, self._own[: self._kept]))

    @cached_property
    def _through(self) -> Section:
        """The road beyond the nose."""
        strips = [*self._own[: self._kept], *self._own[_drives(self._own) :]]
        row = tuple(replace(strip, number=self.side * (k + 1)) for k, strip in enumerate(strips))
        return replace(self._plain, left=row) if self.side > 0 else replace(self._plain, right=row)

    @cached_property
    def _gore(self) -> float:
        """Width of the gore at the nose: what the road and the branch have between their lanes there [m]."""
        outer = self._own[_drives(self._own) :]
        inner = _side(section_of(self.branch, self.detail), -self.side)
        return sum(map(width_of, (*outer, *inner)))

    @cached_property
    def _rows(self) -> list[Row]:
        """The strips on the side of the branch, section by section, outwards."""
        branch = _side(section_of(self.branch, self.detail), self.side)
        count = _drives(branch)
        kept = {f"lane {k}": strip for k, strip in enumerate(self._own[: self._kept])}
        added = {f"branch {k}": strip for k, strip in enumerate(branch[:count])}
        beyond = _by_kind(branch[count:])
        before = {f"branch {k}": s for k, s in enumerate(self._own[self._kept : _drives(self._own)])}
        gore = {GORE: Strip(0, "shoulder", even(self._gore), speed=self.detail.speed)}
        rows = [kept | before | _by_kind(self._own[_drives(self._own) :])]
        rows += [kept | added | beyond] if self.adds else []
        return [_numbered(row, self.side) for row in (*rows, kept | gore | added | beyond)]

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        before, taper, beside, parting = self.lengths
        lengths = [before, taper + beside, parting] if self.adds else [before + taper + beside, parting]
        tapers = [(0.0, taper / 2), *([(taper, 0.0)] if self.adds else []), (parting, 0.0)]
        rows = [None, *self._rows, None]
        sections, start = [], 0.0
        for k, (length, easing) in enumerate(zip(lengths, tapers, strict=True)):
            last, row, following = rows[k : k + 3]
            own = eased(tuple(row.values()), _pairs(row, last), _pairs(row, following), easing, length)
            other = _unchanged(_side(self._plain, -self.side), is_first=last is None)
            pair = (own, other) if self.side > 0 else (other, own)
            sections.append(self._with_line(marked(Section(start, *pair)), k))
            start += length
        return tuple(sections)

    def _with_line(self, section: Section, number: int) -> Section:
        """Return the section with the line between the road and lanes that are added beside it."""
        if not self.adds or number != 1:
            return section
        at = self.side * self._kept
        if at == 0:
            return section
        strips = tuple(replace(s, marks=(ADDED,)) if s.number == at else s for s in _side(section, self.side))
        return replace(section, left=strips) if self.side > 0 else replace(section, right=strips)

    @cached_property
    def _connected(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Numbers of strips at the nose, and of those they go on as: of the road, and of the branch."""
        last, count = self._rows[-1], _drives(_side(section_of(self.branch, self.detail), self.side))
        through = [(s.number, s.number) for s in _side(self._plain, -self.side)]
        through += [(last[f"lane {k}"].number, self.side * (k + 1)) for k in range(self._kept)]
        return through, [(last[f"branch {k}"].number, self.side * (k + 1)) for k in range(count)]


def check_branching(lanes: Lanes, branch: Lanes, side: str, *, adds: bool) -> None:
    """Raise ValueError unless road and branch have lanes for vehicles on the `side` of the branch."""
    sign = 1 if side == "left" else -1
    own, other = (_drives(_side(section_of(each), sign)) for each in (lanes, branch))
    least = 1 if adds else other + 1
    if other == 0 or own < least:
        raise ValueError(
            f"a branch to the {side} needs drive lanes on the {side} of the road (at least {least}) and of the branch "
            f"(at least 1); they have {own} and {other}"
        )


def paint_gore(builder: SurfaceBuilder, road: RoadModel, side: int) -> None:
    """Add the hatching of the gore of a road that divides."""
    section = road.sections[-1]
    numbers = [strip.number for strip in section.strips]
    gore = next(s for s in _side(section, side) if s.kind == "shoulder" and width_of(s) == 0.0)
    _paint.paint_hatching(builder, road, (section, numbers.index(gore.number)), (section.start, road.length))


def _side(section: Section, side: int) -> tuple[Strip, ...]:
    return section.left if side > 0 else section.right


def _drives(strips: tuple[Strip, ...]) -> int:
    """Return how many strips there are up to the last one that vehicles drive on."""
    return max((k + 1 for k, strip in enumerate(strips) if strip.kind in ("drive", "bus")), default=0)


def _by_kind(strips: tuple[Strip, ...]) -> Row:
    """Return strips beyond the lanes by their kind and how many of it there were before."""
    seen: Counter[str] = Counter()
    found: Row = {}
    for strip in strips:
        found[f"{strip.kind} {seen[strip.kind]}"] = strip
        seen[strip.kind] += 1
    return found


def _pairs(row: Row, other: Row | None) -> dict[Strip, Strip] | None:
    """Return the strip of another row that each strip of a row goes on as; None where there is no other row."""
    return None if other is None else {strip: other[key] for key, strip in row.items() if key in other}


def _unchanged(strips: tuple[Strip, ...], *, is_first: bool) -> tuple[Strip, ...]:
    """Return the strips of the side where nothing branches off, linked to themselves."""
    return tuple(replace(s, before=None if is_first else s.number, after=s.number) for s in strips)


def _numbered(row: Row, side: int) -> Row:
    """Return the strips of a row as strips of their own, numbered outwards."""
    return {key: replace(strip, number=side * (k + 1)) for k, (key, strip) in enumerate(row.items())}
