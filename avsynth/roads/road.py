"""A road along a path of lines, arcs, clothoids and free curves, up and down hill, banked in bends."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.units import Angle, Length
from avsynth.datatypes.curve import Curve
from avsynth.datatypes.ground import Ground
from avsynth.datatypes.model import Model
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.road import Crosswalk, RoadMap
from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Section
from avsynth.roads import _paint
from avsynth.roads._changes import Change, changing_sections, check_changes
from avsynth.roads._details import Details, lay_details
from avsynth.roads._dropped import dropped
from avsynth.roads._lining import GuardRail, LampRow, lamp_fixtures, rail_fixtures
from avsynth.roads._marks import Marks, marked
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._rails import LevelCrossing, Rails
from avsynth.roads._reference import (
    Heights,
    Path,
    bank_of,
    check_bank,
    check_heights,
    elevation_of,
    reference_line,
)
from avsynth.roads._section import KERB_HEIGHT, Detail, Lanes
from avsynth.roads._street import (
    CROSSWALK_WIDTH,
    RUN_ON,
    STOP_DISTANCE,
    STOP_WIDTH,
    Crown,
    crosswalk_ends,
    crowned,
)
from avsynth.roads._structures import Landing, Structure, check_structures
from avsynth.roads._surface import edge_lines, lay
from avsynth.roads._tactile import lay_tactile
from avsynth.roads._tramway import lay_tram_rails
from avsynth.roads._tunnel import tunnel_lamps
from avsynth.roads._works import Works, check_works, closure, lay_works, work_fixtures


@ROADS.register
class Road(RoadPiece):
    """A road along a path. Lanes on the side that traffic keeps to run along the reference line, the others against."""

    kind: Literal["road"] = "road"
    lanes: Lanes = Field(description="Strips left and right of the reference line, from left to right.")
    path: Path = Field(description="Pieces of the reference line: line, arc, spiral, poly.")
    changes: tuple[Change, ...] = Field(
        (), description="Other cross-sections from stations on: change(at: 200 m, lanes: [...] | [...], taper: 60 m)."
    )
    elevation: Heights | None = Field(None, description="Heights along the road, as profile([0 m, 0 m], [90 m, 4 m]).")
    superelevation: tuple[Annotated[Angle, Field(ge=-0.2, le=0.2)], ...] = Field(
        (), description="Bank where the pieces of the path meet, left side up positive [rad]."
    )
    crown: Crown = Field(0.0, description="Fall of the surface from the reference line to either side [1].")
    structures: tuple[Structure, ...] = Field(
        (),
        description="In their order: bridge(at: 80 m, length: 60 m, depth: 6 m), tunnel(at: 190 m, length: 60 m).",
    )
    rails: tuple[Rails, ...] = Field((), description="Level crossings: rails(at: 80 m, angle: 70 deg, closed: 35 s).")
    works: tuple[Works, ...] = Field((), description='Road works: works(at: 60 m, length: 40 m, side: "right").')
    traffic: Literal["right", "left"] = Field("right", description="Side of the road that traffic keeps to.")
    crosswalks: tuple[Annotated[Length, Field(ge=0)], ...] = Field(
        (), description="Stations of zebra crossings along the reference line [m]."
    )
    tactile: bool = Field(False, description="Whether tactile paving leads to its crosswalks.")
    lamps: LampRow | None = Field(
        None, description='Street lamps: row(side: "right", spacing: 30 m, height: 8 m, dead: false).'
    )
    barrier: GuardRail | None = Field(None, description='A rail along it: guardrail(side: "both", offset: 1 m).')
    marks: Marks = Field(Marks(), description='Lines along it: marks(centre: "solid", wear: 0.4).')
    surface: Details | None = Field(
        None, description="What lies on it: details(patches: 2, seams: 1, manholes: 2), per 100 m."
    )
    kerb: Length = Field(KERB_HEIGHT, ge=0, le=0.4, description="Height of kerbs [m].")
    parked: float = Field(0.0, ge=0, le=1, description="Share of parking places taken by cars that nobody placed [1].")

    @model_validator(mode="after")
    def _check(self) -> Road:
        check_changes(self.changes, self._curve.length)
        check_structures(self.structures, self._curve.length)
        check_heights(self.elevation)
        check_bank(self.superelevation, len(self.path))
        for each in self.works:
            check_works(self._model, each)
        return self

    def network(self) -> RoadNetwork:
        """Return the road with lanes ``NAME.right.drive[0]`` …, and crosswalks ``NAME.crosswalk[0]``."""
        road = self._model
        plain = RoadNetwork((road,), crosswalks=self._crosswalks(road))
        crossings = self._level_crossings
        fixtures = [fixture for each in crossings for fixture in each.fixtures()]
        fixtures += [fixture for each in self.works for fixture in work_fixtures(road, each)]
        fixtures += lamp_fixtures(road, self.lamps) if self.lamps else ()
        fixtures += rail_fixtures(road, self.barrier) if self.barrier else ()
        fixtures += tunnel_lamps(road)
        controls = [control for each in crossings for control in each.controls(plain.road_map)]
        closures = tuple(closure(road, each, plain.road_map) for each in self.works)
        return replace(plain, controls=tuple(controls), fixtures=tuple(fixtures), closures=closures)

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; the surface runs on beyond either end."""
        network, builder = self.network(), SurfaceBuilder()
        (road,) = network.roads
        span = (-RUN_ON, road.length + RUN_ON)
        lay(builder, road, span)
        lay_tram_rails(builder, road, span)
        for part in self._free_spans(span):
            _paint.paint_marks(builder, road, part)
            _paint.paint_parking(builder, road, part)
        for station in self.crosswalks:
            self._paint_crosswalk(builder, road, station)
        for each in self._level_crossings:
            each.lay(builder)
            self._paint_stops(builder, road, each)
        for each in self.works:
            lay_works(builder, road, each)
        if self.surface:
            lay_details(builder, road, self.surface)
        landing = Landing(road, span, Ground(()))
        landing.lay(builder)
        return self._plan(network.road_map, builder.model(self.name), landing)

    def _plan(self, road_map: RoadMap, surface: Model, landing: Landing) -> RoadPlan:
        """Return the road in its land, which structures leave: nothing lines the road near them."""
        edges = [edge for lined in landing.lined for edge in edge_lines(landing.road, lined)]
        ends = [np.stack(pair) for pair in ((edges[1][-1], edges[0][0]), (edges[-2][-1], edges[-1][0]))]
        return RoadPlan(
            road_map,
            surface,
            tuple(edges),
            tuple(landing.outlines),
            tuple(ends),
            np.concatenate([landing.ground, *(each.ground() for each in self._level_crossings)]),
            tuple(landing.spans),
        )

    @cached_property
    def _curve(self) -> Curve:
        return reference_line(self.path, (self.x, self.y, self.heading))

    @property
    def _near(self) -> int:
        """+1 where traffic keeps right, −1 where it keeps left."""
        return 1 if self.traffic == "right" else -1

    @property
    def _level_crossings(self) -> list[LevelCrossing]:
        return [LevelCrossing(self._model, each) for each in self.rails]

    @cached_property
    def _model(self) -> RoadModel:
        sections = changing_sections(self.lanes, self.changes, Detail(self.kerb, self.parked), self._curve.length)
        ends = [section.start for section in sections[1:]] + [np.inf]
        return RoadModel(
            self.name,
            self._curve,
            tuple(self._finished(section, end) for section, end in zip(sections, ends, strict=True)),
            elevation=elevation_of(self.elevation, self.z),
            bank=bank_of(self.superelevation, self._curve),
            camber=((0.0, crowned(self.crown)),) if self.crown else (),
            keeps_left=self.traffic == "left",
            structures=tuple(each.model for each in self.structures),
        )

    def _finished(self, section: Section, end: float) -> Section:
        """Return a section that ends at a station [m] with its lines, and its kerbs dropped at crosswalks."""
        return dropped(marked(section, self.marks), end, [_crossed(station) for station in self.crosswalks])

    def _crosswalks(self, road: RoadModel) -> tuple[Crosswalk, ...]:
        found = []
        for k, station in enumerate(self.crosswalks):
            name = f"{self.name}.crosswalk[{k}]"
            found.append(Crosswalk(name, self.name, *crosswalk_ends(road, station), CROSSWALK_WIDTH))
        return tuple(found)

    def _free_spans(self, span: tuple[float, float]) -> list[tuple[float, float]]:
        """Return the stretches of `span` without crosswalks and the space before their stop lines."""
        reach = CROSSWALK_WIDTH / 2 + STOP_DISTANCE + STOP_WIDTH
        cuts = [(s - reach, s + reach) for s in sorted(self.crosswalks)]
        firsts, lasts = [span[0]] + [b for _, b in cuts], [a for a, _ in cuts] + [span[1]]
        return [(a, b) for a, b in zip(firsts, lasts, strict=True) if b > a]

    def _paint_stops(self, builder: SurfaceBuilder, road: RoadModel, crossing: LevelCrossing) -> None:
        """Add the lines where one stops before a level crossing, for either direction."""
        for ahead in (1, -1):
            station = crossing.stop(ahead)
            section = road.section_at(station)
            borders = road.borders(section, np.array([station]))[0]
            for k, strip in enumerate(section.strips):
                if strip.kind == "drive" and strip.side == -ahead * self._near:
                    span = sorted((station, station - ahead * STOP_WIDTH))
                    _paint.paint_box(builder, road, tuple(span), borders[k], borders[k + 1])

    def _paint_crosswalk(self, builder: SurfaceBuilder, road: RoadModel, station: float) -> None:
        """Add the bars, and a stop line for either direction."""
        half, section = CROSSWALK_WIDTH / 2, road.section_at(station)
        _paint.paint_zebra(builder, road, _crossed(station), self.marks.wear)
        if self.tactile:
            lay_tactile(builder, road, _crossed(station))
        borders = road.borders(section, np.array([station]))[0]
        for k, strip in enumerate(section.strips):
            if strip.kind == "drive":
                at = station + strip.side * self._near * (half + STOP_DISTANCE + STOP_WIDTH / 2)
                _paint.paint_box(builder, road, (at - STOP_WIDTH / 2, at + STOP_WIDTH / 2), borders[k], borders[k + 1])


def _crossed(station: float) -> tuple[float, float]:
    """Return the stations between which a crosswalk about `station` lies [m]."""
    return station - CROSSWALK_WIDTH / 2, station + CROSSWALK_WIDTH / 2
