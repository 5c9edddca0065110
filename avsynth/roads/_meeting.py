"""Legs that meet, once it is known where they lie and how they connect: the network and the surface of a junction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.contracts.road import RoadPlan
from avsynth.datatypes.control import Control
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.network import Connection, JunctionModel, RoadNetwork
from avsynth.datatypes.road import Crosswalk
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads import _junction_surface as surface
from avsynth.roads import _paint
from avsynth.roads._arm import Arm
from avsynth.roads._arrows import LENGTH, paint_arrow
from avsynth.roads._control import Approach, Regulation, crossing_lights
from avsynth.roads._details import Details, lay_details
from avsynth.roads._island import Island
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._plane import Plane
from avsynth.roads._section import carriageway
from avsynth.roads._slip import SlipIsland
from avsynth.roads._street import (
    CROSSWALK_SETBACK,
    CROSSWALK_WIDTH,
    RUN_ON,
    STOP_DISTANCE,
    STOP_WIDTH,
    crosswalk_ends,
)
from avsynth.roads._surface import lay
from avsynth.roads._tactile import lay_tactile
from avsynth.roads._tramway import lay_tram_rails

#: How long the centre line of a leg is solid before its stop line [m].
SOLID_LENGTH = 12.0
#: From the stop line to the tips of arrows on lanes for turning [m], and the narrowest lane that has them [m].
ARROWS, NARROWEST = (4.0, 22.0), 2.2


@dataclass(frozen=True, eq=False)
class Meeting:
    """A junction where it lies.

    Parameters
    ----------
    name : str
    plane : Plane
        That it lies in.
    arms : tuple of Arm
        Counter-clockwise.
    roads : tuple of RoadModel
        Of the arms.
    corner_points : tuple of (float64 (K, 2), float64 (K, 2)) [m]
        Kerb and outer edge round the corner after each arm.
    links : tuple of (RoadModel, Connection)
        The roads that connect the arms.
    regulation : Regulation
    crosswalks : tuple of str
        Names of the legs that have one.
    tactile : bool
        Whether tactile paving leads to the crosswalks.
    details : Details, optional
        What lies on the legs.
    islands : tuple
        In the middle, or at corners: what leaves a hole in the carriageway.
    strokes : tuple of (float64 (K, 2), float64 (K, 2)) [m]
        Further paint inside: left and right edge of each stroke.
    """

    name: str
    plane: Plane
    arms: tuple[Arm, ...]
    roads: tuple[RoadModel, ...]
    corner_points: tuple[tuple[np.ndarray, np.ndarray], ...]
    links: tuple[tuple[RoadModel, Connection], ...]
    regulation: Regulation
    crosswalks: tuple[str, ...]
    tactile: bool = False
    details: Details | None = None
    islands: tuple[Island | SlipIsland, ...] = ()
    strokes: tuple[tuple[np.ndarray, np.ndarray], ...] = ()

    @cached_property
    def network(self) -> RoadNetwork:
        """Lanes ``NAME.LEG.in[0]``, ``.out[0]``, ``.right.walk[0]`` …, connecting lanes and crosswalks."""
        approaches = list(self._approaches())
        return RoadNetwork(
            (*self.roads, *(road for road, _ in self.links)),
            (JunctionModel(self.name, tuple(connection for _, connection in self.links)),),
            tuple(self._crosswalks()),
            tuple(surface.corner_walks(self.name, self._corners)),
            tuple(control for one in approaches for control in one.controls()) + tuple(self._walking()),
            (
                *(fixture for one in approaches for fixture in one.fixtures()),
                *self._walking_lights(),
                *(
                    plant
                    for island in self.islands
                    if isinstance(island, Island)
                    for plant in island.plants(self.plane)
                ),
            ),
        )

    def plan(self) -> RoadPlan:
        """Return lanes and surfaces; the legs' surfaces run on beyond their lanes."""
        builder = SurfaceBuilder()
        self.lay(builder)
        return RoadPlan(self.network.road_map, builder.model(self.name), self.edges)

    @property
    def edges(self) -> tuple[np.ndarray, ...]:
        """One edge a corner, counter-clockwise around, float64 (K, 3) each [m]."""
        return surface.outer_edges(self.roads, [lines.rim for lines in self._corners], list(map(_end, self.roads)))

    def lay(self, builder: SurfaceBuilder) -> None:
        """Add its surface; legs that nothing continues run on beyond their lanes."""
        for arm, road in zip(self.arms, self.roads, strict=True):
            lay(builder, road, (0.0, _end(road)))
            lay_tram_rails(builder, road, (0.0, _end(road)))
            self._paint_leg(builder, arm.leg.name, road)
            self._paint_arrows(builder, arm, road)
            if self.details:
                lay_details(builder, road, self.details)
        holes = [island.lay(builder, self.plane) for island in self.islands]
        surface.lay_middle(builder, self.roads, [lines.foot for lines in self._corners], holes)
        for road, _ in self.links:
            lay_tram_rails(builder, road, (0.0, road.length))
            _paint.paint_marks(builder, road, (0.0, road.length))
        for left, right in self.strokes:
            builder.ribbon(*(self.plane.lifted(line, _paint.PAINT_LIFT) for line in (left, right)), "lane_paint")
        for lines in self._corners:
            surface.lay_corner(builder, lines)

    @cached_property
    def _corners(self) -> list[surface.CornerLines]:
        return surface.corner_lines(self.plane, self.corner_points, self.roads)

    @property
    def _headings(self) -> dict[str, float]:
        return {arm.leg.name: arm.leg.heading for arm in self.arms}

    def _approaches(self) -> Iterator[Approach]:
        signs, signals = self.regulation.rules(self._headings), self.regulation.signals(self._headings)
        for arm, road in zip(self.arms, self.roads, strict=True):
            leg = arm.leg.name
            yield Approach(arm, road, self._stop(leg) + STOP_WIDTH, signs[leg], signals.get(leg))

    def _crosswalks(self) -> Iterator[Crosswalk]:
        middle = CROSSWALK_SETBACK + CROSSWALK_WIDTH / 2
        for road in self._crossed:
            ends = crosswalk_ends(road, middle)
            yield Crosswalk(f"{road.name}.crosswalk", road.name, *ends, CROSSWALK_WIDTH)

    def _walking(self) -> Iterator[Control]:
        """Yield the signals of the crosswalks."""
        for road in self._crossed:
            left, right = carriageway(road, 0.0)
            signal = self.regulation.walking(self._headings, road.name.rpartition(".")[2], left - right)
            if signal:
                yield Control(f"{road.name}.crosswalk", "signal", signal=signal)

    def _walking_lights(self) -> Iterator[Fixture]:
        """Yield the lights at both ends of the crosswalks that have signals, each looking across."""
        signals = {control.of: control.signal for control in self._walking()}
        for crosswalk in self._crosswalks():
            if crosswalk.name in signals:
                yield from crossing_lights(crosswalk, signals[crosswalk.name])

    @property
    def _crossed(self) -> list[RoadModel]:
        """The arms' roads that have a crosswalk."""
        return [road for arm, road in zip(self.arms, self.roads, strict=True) if arm.leg.name in self.crosswalks]

    def _stop(self, leg: str) -> float:
        """Return how far from the mouth of a leg its stop line lies [m]."""
        return CROSSWALK_SETBACK + (CROSSWALK_WIDTH + STOP_DISTANCE if leg in self.crosswalks else 0.0)

    def _paint_leg(self, builder: SurfaceBuilder, leg: str, road: RoadModel) -> None:
        """Add the zebra crossing, the stop lines and the lines along a leg."""
        stop, end = self._stop(leg), _end(road)
        if leg in self.crosswalks:
            span = (CROSSWALK_SETBACK, CROSSWALK_SETBACK + CROSSWALK_WIDTH)
            _paint.paint_zebra(builder, road, span)
            if self.tactile:
                lay_tactile(builder, road, span)
        self._paint_line(builder, leg, road, stop)
        start = stop + STOP_WIDTH
        solid = min(start + SOLID_LENGTH, end)
        _paint.paint_marks(builder, road, (start, solid), plain=True)
        _paint.paint_marks(builder, road, (solid, end))
        _paint.paint_parking(builder, road, (start, end))

    def _paint_arrows(self, builder: SurfaceBuilder, arm: Arm, road: RoadModel) -> None:
        """Add arrows on lanes that come in and are for some movements only."""
        strips = arm.strips(arm.into, "drive")
        if not arm.leg.turn_lanes:
            return
        section = road.sections[0]
        for distance in ARROWS:
            station = self._stop(arm.leg.name) + distance + LENGTH
            borders = road.borders(section, np.array([station]))[0]
            for strip, movement in zip(strips, arm.leg.turn_lanes, strict=True):
                k = section.strips.index(strip)
                width = borders[k] - borders[k + 1]
                if station < min(road.section_end(0), road.length) and width > NARROWEST:
                    paint_arrow(builder, road, (station, (borders[k] + borders[k + 1]) / 2), -1, movement)

    def _paint_line(self, builder: SurfaceBuilder, leg: str, road: RoadModel, stop: float) -> None:
        """Add the line at `stop` [m] where one waits: broken where one yields, none where one need not stop."""
        rule = self.regulation.rule(leg, self._headings)
        if rule in ("", "priority") and leg not in self.crosswalks:
            return
        section, into = road.sections[0], -1 if road.keeps_left else 1
        borders = road.borders(section, np.array([stop]))[0]
        for k, strip in enumerate(section.strips):
            if strip.kind == "drive" and strip.side == into:
                ends = (borders[k], borders[k + 1])
                for left, right in _paint.broken(*ends) if rule == "yield" else [ends]:
                    _paint.paint_box(builder, road, (stop, stop + STOP_WIDTH), left, right)


def _end(road: RoadModel) -> float:
    """Return the station up to which a leg is laid [m]: on out of sight, if nothing continues it."""
    return road.length + (RUN_ON if road.after is None else 0.0)
