"""The surface of a whole network of roads, such as an imported one, and where it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from avsynth.catalog.shapes import triangulated as ears
from avsynth.contracts.road import RoadPlan
from avsynth.datatypes.ground import Ground
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.profile import even
from avsynth.datatypes.road import CARRIAGEWAY, Crosswalk
from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Strip
from avsynth.roads import _paint
from avsynth.roads._gaps import gaps_between
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._paint import PAINT_LIFT, ZEBRA_BAR
from avsynth.roads._section import RAISED
from avsynth.roads._structures import Landing
from avsynth.roads._surface import edge_lines, lay
from avsynth.roads._triangulate import signed_area
from avsynth.roads._tunnel import tunnel_lamps
from avsynth.roads.road import RUN_ON

#: How far outside an edge it is looked whether another road lies there [m], and how far above or below it may be [m].
BESIDE, SAME_LEVEL = 0.15, 1.0
#: Shorter edges are not lined by anything [m].
SHORTEST_EDGE = 3.0
#: Points along a bar of a zebra crossing.
BAR_POINTS = 7
#: Steps in which it is looked whether a road that ends may run on [m].
STEP = 5.0


def plan_of(name: str, network: RoadNetwork) -> RoadPlan:
    """Return lanes and surface of all roads; the edges are where nothing else lies beside."""
    builder = SurfaceBuilder()
    lanes = network.road_map.lanes
    ground = Ground(lanes, runs_on=False)
    pieces = [Laid(_paved(road), _span(road, ground), ground) for road in network.roads if _has_width(road)]
    for piece in pieces:
        lay(builder, piece.road, piece.span)
        _paint.paint_marks(builder, piece.road, piece.span)
        _paint.paint_parking(builder, piece.road, piece.span)
        piece.landing.lay(builder)
    paved = Ground([lane for lane in lanes if lane.kind in CARRIAGEWAY], runs_on=False)
    for crosswalk in network.crosswalks:
        _paint_bars(builder, crosswalk, paved)
    for area in network.paint:
        _paint_area(builder, area, paved)
    outlines = [np.concatenate(piece.edges) for piece in pieces]
    inner = [outline for piece, outline in zip(pieces, outlines, strict=True) if piece.road.junction]
    gaps = gaps_between(outlines, inner, ground)
    for gap in gaps:
        builder.area(gap.vertices, gap.triangles, "asphalt")
    landed = [outline for piece in pieces for outline in piece.landing.outlines]
    return RoadPlan(
        network.road_map,
        builder.model(name),
        tuple(edge for piece in pieces for edge in piece.free_edges),
        (*landed, *(outline for gap in gaps for outline in gap.outlines)),
        tuple(end for piece in pieces for end in piece.ends),
        np.concatenate([piece.landing.ground for piece in pieces]),
        tuple(span for piece in pieces for span in piece.landing.spans),
    )


def raised(network: RoadNetwork, kerb: float) -> RoadNetwork:
    """Return the network with pavements `kerb` [m] high where they have no height of their own."""
    if kerb == 0:
        return network
    return replace(network, roads=tuple(_changed(road, lambda strip: _lifted(strip, kerb)) for road in network.roads))


def furnished(network: RoadNetwork) -> RoadNetwork:
    """Return the network with the lamps of its tunnels."""
    lamps = (lamp for road in network.roads for lamp in tunnel_lamps(road))
    return replace(network, fixtures=(*network.fixtures, *lamps))


@dataclass(frozen=True, eq=False)
class Laid:
    """A road, the stations between which its surface is laid [m], and the lanes of all roads."""

    road: RoadModel
    span: tuple[float, float]
    ground: Ground

    @cached_property
    def landing(self) -> Landing:
        """How it lies in the land."""
        return Landing(self.road, self.span, self.ground)

    @property
    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Right edge forwards and left edge backwards, (K, 3) each [m]."""
        return edge_lines(self.road, self.span)

    @property
    def ends(self) -> Iterator[np.ndarray]:
        """Where it runs on out of sight, from right to left seen from the road, (2, 3) each [m]."""
        right, left = self.edges
        if self.span[1] > self.road.length:
            yield np.stack([right[-1], left[0]])
        if self.span[0] < 0:
            yield np.stack([left[-1], right[0]])

    @property
    def free_edges(self) -> Iterator[np.ndarray]:
        """Yield those stretches of the edges beside which nothing lies; none of roads across junctions."""
        lined = () if self.road.junction else self.landing.lined
        for edge in (edge for span in lined for edge in edge_lines(self.road, span)):
            free = ~_is_covered(_beside(edge), self.ground)
            changes = np.flatnonzero(np.diff(free)) + 1
            for part, is_free in zip(np.split(edge, changes), np.split(free, changes), strict=True):
                if is_free[0] and len(part) > 1 and np.hypot(*(part[-1] - part[0])[:2]) > SHORTEST_EDGE:
                    yield part


def _paint_bars(builder: SurfaceBuilder, crosswalk: Crosswalk, paved: Ground) -> None:
    """Add the bars of a zebra crossing where it leads over a carriageway, 0.5 m wide about every 1 m."""
    way = crosswalk.end[:2] - crosswalk.start[:2]
    length = float(np.hypot(*way))
    count = int(length // (2 * ZEBRA_BAR))
    ahead = way / max(length, ZEBRA_BAR)
    aside = np.array([-ahead[1], ahead[0]])
    middles = crosswalk.start[:2] + ((np.arange(count) + 0.5) * length / max(count, 1))[:, None] * ahead
    for middle in middles:
        along = middle + np.linspace(-0.5, 0.5, BAR_POINTS)[:, None] * crosswalk.width * aside
        left, right = along - ZEBRA_BAR / 2 * ahead, along + ZEBRA_BAR / 2 * ahead
        heights = [paved.heights(line, crosswalk.start[2]) for line in (left, right)]
        if np.isfinite(heights).all():
            lines = (np.column_stack([line, z + PAINT_LIFT]) for line, z in zip((left, right), heights, strict=True))
            builder.ribbon(*lines, "lane_paint")


def _paint_area(builder: SurfaceBuilder, area: np.ndarray, paved: Ground) -> None:
    """Add an area of paint on the carriageway, inside a closed outline (K, 3) [m]; none where it leaves that."""
    counter = area if signed_area(area[:, :2]) > 0 else area[::-1]
    heights = np.array([paved.heights(point[None, :2], point[2])[0] for point in counter])
    if np.isfinite(heights).all():
        builder.area(np.column_stack([counter[:, :2], heights + PAINT_LIFT]), ears(counter[:, :2]), "lane_paint")


def _paved(road: RoadModel) -> RoadModel:
    """Return a road across a junction with asphalt where it says that there is nothing: other roads lead over it."""
    if not road.junction:
        return road
    return _changed(road, lambda strip: replace(strip, kind="shoulder") if strip.kind == "none" else strip)


def _changed(road: RoadModel, change: Callable[[Strip], Strip]) -> RoadModel:
    """Return the road with every strip changed."""
    sections = (
        replace(section, left=tuple(map(change, section.left)), right=tuple(map(change, section.right)))
        for section in road.sections
    )
    return replace(road, sections=tuple(sections))


def _has_width(road: RoadModel) -> bool:
    return any(not strip.width.is_zero for section in road.sections for strip in section.strips)


def _span(road: RoadModel, ground: Ground) -> tuple[float, float]:
    """Return the stations between which the road is laid: on beyond ends that lead nowhere, if there is room [m]."""
    before = road.before is None and not road.junction and _may_run_on(road, -1, ground)
    after = road.after is None and not road.junction and _may_run_on(road, 1, ground)
    return (-RUN_ON if before else 0.0, road.length + (RUN_ON if after else 0.0))


def _may_run_on(road: RoadModel, direction: int, ground: Ground) -> bool:
    """Return whether no other road lies where this one would run on, ahead (+1) or back (−1)."""
    distance = np.arange(STEP, RUN_ON, STEP)
    stations = road.length + distance if direction > 0 else -distance
    section = road.sections[-1 if direction > 0 else 0]
    borders = road.borders(section, stations)
    points = [road.points(stations, left) for left in (borders[:, 0], borders[:, -1], borders.mean(axis=1))]
    return not _is_covered(np.concatenate(points), ground).any()


def _is_covered(points: np.ndarray, ground: Ground) -> np.ndarray:
    """Return at which of `points` (N, 3) a road lies at about their height, bool (N,)."""
    return np.abs(ground.heights(points[:, :2]) - points[:, 2]) < SAME_LEVEL


def _beside(edge: np.ndarray) -> np.ndarray:
    """Return points a little to the right of a line (K, 3), (K, 3) [m]."""
    along = np.gradient(edge[:, :2], axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return edge + BESIDE * np.column_stack([along[:, 1], -along[:, 0], np.zeros(len(edge))])


def _lifted(strip: Strip, kerb: float) -> Strip:
    """Return the strip `kerb` [m] high if it is a pavement that lies level with the road."""
    level = strip.kind in RAISED and strip.inner.is_zero and strip.outer.is_zero
    return replace(strip, inner=even(kerb), outer=even(kerb)) if level else strip
