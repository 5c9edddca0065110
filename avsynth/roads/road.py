"""A road along a path of lines, arcs and spirals, with the same cross-section all the way."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.units import Length
from avsynth.datatypes.road import Crosswalk, Lane, RoadMap
from avsynth.roads import _strips
from avsynth.roads._lanes import aliases_of, lane_along
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._reference import PathPiece, ReferenceLine, reference_line
from avsynth.roads._section import KERB_HEIGHT, Lanes, Section, carriage_width, section_of

#: How far the surface runs on beyond either end, so that the road does not stop in sight [m].
RUN_ON = 90.0
#: A zebra crossing: how wide it is along the road, and from it to the stop line [m].
CROSSWALK_WIDTH = 3.6
STOP_DISTANCE = 1.0
STOP_WIDTH = 0.4


@ROADS.register
class Road(RoadPiece):
    """A road along a path. Traffic keeps right: lanes right of the reference line run along it, left against."""

    kind: Literal["road"] = "road"
    lanes: Lanes = Field(description="Strips left and right of the reference line, from left to right.")
    path: tuple[PathPiece, ...] = Field(min_length=1, description="Pieces of the reference line: line, arc, spiral.")
    crosswalks: tuple[Annotated[Length, Field(ge=0)], ...] = Field(
        (), description="Stations of zebra crossings along the reference line [m]."
    )
    parked: float = Field(0.0, ge=0, le=1, description="Share of parking places taken by cars that nobody placed [1].")

    def road_map(self) -> RoadMap:
        """Return the lanes, as ``NAME.right.drive[0]``, and crosswalks, as ``NAME.crosswalk[0]``."""
        line, section = self._line, section_of(self.lanes)
        lanes = []
        for strip in section.strips:
            name = f"{self.name}.{strip.side_name}.{strip.kind}[{strip.index}]"
            against = strip.side > 0 and strip.kind not in ("walk", "verge")
            parked = self.parked if strip.kind == "park" else 0.0
            lanes.append(lane_along(line, strip, name, road=self.name, against=against, parked=parked))
        return RoadMap(tuple(lanes), self._crosswalks(line, section), self._aliases(lanes))

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; the surface runs on beyond either end."""
        line, section, builder = self._line, section_of(self.lanes), SurfaceBuilder()
        span = (-RUN_ON, line.length + RUN_ON)
        _strips.lay_strips(builder, line, span, section)
        for first, last in self._free_spans(span):
            for mark in _strips.mark_lines(section):
                _strips.paint_line(builder, line, (first, last), mark)
            for strip in section.strips:
                if strip.kind == "park" and not strip.raised:
                    _strips.paint_parking(builder, line, (first, last), strip)
        for station in self.crosswalks:
            self._paint_crosswalk(builder, line, section, station)
        return RoadPlan(self.road_map(), builder.model(self.name), _strips.edge_lines(line, span, section))

    @property
    def _line(self) -> ReferenceLine:
        return reference_line(self.path, (self.x, self.y, self.heading))

    def _aliases(self, lanes: list[Lane]) -> tuple[tuple[str, str], ...]:
        """Return the other names of the lanes: ``fwd`` and ``back`` for those of vehicles."""
        pairs = []
        for lane in lanes:
            pairs += aliases_of(self.name, lane.name)
            _, side, last = lane.name.rsplit(".", 2)
            if last.startswith("drive"):
                word = "fwd" if side == "right" else "back"
                pairs += aliases_of(self.name, lane.name, f"{self.name}.{last.replace('drive', word)}")
        return tuple(pairs)

    def _crosswalks(self, line: ReferenceLine, section: Section) -> tuple[Crosswalk, ...]:
        left, right = carriage_width(section.left), carriage_width(section.right)
        found = []
        for k, station in enumerate(self.crosswalks):
            ends = [line.offset([station], t, KERB_HEIGHT)[0] for t in (left + 0.5, -right - 0.5)]
            found.append(Crosswalk(f"{self.name}.crosswalk[{k}]", self.name, ends[0], ends[1], CROSSWALK_WIDTH))
        return tuple(found)

    def _free_spans(self, span: tuple[float, float]) -> list[tuple[float, float]]:
        """Return the stretches of `span` without crosswalks and the space before their stop lines."""
        reach = CROSSWALK_WIDTH / 2 + STOP_DISTANCE + STOP_WIDTH
        cuts = [(s - reach, s + reach) for s in sorted(self.crosswalks)]
        firsts, lasts = [span[0]] + [b for _, b in cuts], [a for a, _ in cuts] + [span[1]]
        return [(a, b) for a, b in zip(firsts, lasts, strict=True) if b > a]

    def _paint_crosswalk(self, builder: SurfaceBuilder, line: ReferenceLine, section: Section, station: float) -> None:
        """Add the bars, and a stop line for either direction."""
        half = CROSSWALK_WIDTH / 2
        _strips.paint_zebra(builder, line, (station - half, station + half), section)
        for strip in section.strips:
            if strip.kind == "drive":
                at = station + strip.side * (half + STOP_DISTANCE + STOP_WIDTH / 2)
                left, right = sorted((strip.side * strip.inner, strip.side * strip.outer), reverse=True)
                _strips.paint_box(builder, line, (at - STOP_WIDTH / 2, at + STOP_WIDTH / 2), left, right)
