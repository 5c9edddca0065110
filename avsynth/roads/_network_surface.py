"""The surface of a whole network of roads, such as an imported one, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from avsynth.contracts.road import RoadPlan
from avsynth.datatypes.ground import Ground
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.profile import even
from avsynth.datatypes.road_model import RoadModel, Strip
from avsynth.roads import _paint
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._section import RAISED
from avsynth.roads._surface import edge_lines, lay
from avsynth.roads.road import RUN_ON

#: How far outside an edge it is looked whether another road lies there [m], and how far above or below it may be [m].
BESIDE, SAME_LEVEL = 0.15, 1.0
#: Shorter edges are not lined by anything [m].
SHORTEST_EDGE = 3.0
#: Steps in which it is looked whether a road that ends may run on [m].
STEP = 5.0


def plan_of(name: str, network: RoadNetwork) -> RoadPlan:
    """Return lanes and surface of all roads; the edges are where nothing else lies beside."""
    builder = SurfaceBuilder()
    ground = Ground(network.road_map.lanes, runs_on=False)
    pieces = [Laid(road, _span(road, ground)) for road in network.roads if _has_width(road)]
    for piece in pieces:
        lay(builder, piece.road, piece.span)
        _paint.paint_marks(builder, piece.road, piece.span)
        _paint.paint_parking(builder, piece.road, piece.span)
    return RoadPlan(
        network.road_map,
        builder.model(name),
        tuple(edge for piece in pieces for edge in piece.free_edges(ground)),
        tuple(np.concatenate(piece.edges) for piece in pieces),
        tuple(end for piece in pieces for end in piece.ends),
    )


def raised(network: RoadNetwork, kerb: float) -> RoadNetwork:
    """Return the network with pavements `kerb` [m] high where they have no height of their own."""
    if kerb == 0:
        return network
    return replace(network, roads=tuple(_raised(road, kerb) for road in network.roads))


@dataclass(frozen=True, eq=False)
class Laid:
    """A road, and the stations between which its surface is laid [m]."""

    road: RoadModel
    span: tuple[float, float]

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

    def free_edges(self, ground: Ground) -> Iterator[np.ndarray]:
        """Yield those stretches of the edges beside which nothing lies; none of roads across junctions."""
        for edge in () if self.road.junction else self.edges:
            free = ~_is_covered(_beside(edge), ground)
            changes = np.flatnonzero(np.diff(free)) + 1
            for part, is_free in zip(np.split(edge, changes), np.split(free, changes), strict=True):
                if is_free[0] and len(part) > 1 and np.hypot(*(part[-1] - part[0])[:2]) > SHORTEST_EDGE:
                    yield part


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


def _raised(road: RoadModel, kerb: float) -> RoadModel:
    sections = (
        replace(section, left=_lifted(section.left, kerb), right=_lifted(section.right, kerb))
        for section in road.sections
    )
    return replace(road, sections=tuple(sections))


def _lifted(strips: tuple[Strip, ...], kerb: float) -> tuple[Strip, ...]:
    height = even(kerb)
    return tuple(
        replace(strip, inner=height, outer=height)
        if strip.kind in RAISED and strip.inner.is_zero and strip.outer.is_zero
        else strip
        for strip in strips
    )
