"""The map of the roads: their lanes, how these connect, how high they lie, where people cross, who may go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.core.arrays import lock
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.datatypes.control import Control
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.ground import Ground
from avsynth.datatypes.lane import CARRIAGEWAY, TRAVELLED, Lane
from avsynth.datatypes.lane_search import LaneSearch

__all__ = ["CARRIAGEWAY", "TRAVELLED", "Crosswalk", "Lane", "RoadMap", "is_on", "joined"]


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """Where people cross: from `start` to `end` (3,) [m], world, on the two kerbs; `width` [m] along the road."""

    name: str
    road: str
    start: np.ndarray
    end: np.ndarray
    width: float

    def __post_init__(self) -> None:
        lock(self, start=(np.float64, (3,)), end=(np.float64, (3,)))


@dataclass(frozen=True, eq=False)
class RoadMap:
    """All lanes and crosswalks of a scenario, the words by which the language names them, and what stands there."""

    lanes: tuple[Lane, ...]
    crosswalks: tuple[Crosswalk, ...] = ()
    #: Other names of lanes: ``"main.fwd[0]"`` → ``"main.right.drive[0]"``.
    aliases: tuple[tuple[str, str], ...] = ()
    controls: tuple[Control, ...] = ()
    fixtures: tuple[Fixture, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, Lane]:
        lanes = {lane.name: lane for lane in self.lanes}
        return lanes | {alias: lanes[name] for alias, name in self.aliases}

    def crosswalk(self, name: str) -> Crosswalk | None:
        """Return the crosswalk called `name`, or the first one on the road or leg `name`; None if there is none."""
        named = [
            crosswalk for crosswalk in self.crosswalks if name in (crosswalk.name, crosswalk.name.removesuffix("[0]"))
        ]
        return next(iter(named or [crosswalk for crosswalk in self.crosswalks if crosswalk.road == name]), None)

    def lane(self, name: str) -> Lane:
        """Return the lane called `name`; raise ScenarioError with the nearest name if there is none."""
        if name not in self._by_name:
            raise ScenarioError(f"no lane {name!r}{did_you_mean(name, self._by_name)}")
        return self._by_name[name]

    def find(self, name: str) -> Lane | None:
        """Return the lane called `name`, or None."""
        return self._by_name.get(name)

    def control(self, name: str) -> Control | None:
        """Return what holds at the end of the lane, or on the crosswalk, of that full name; None if nothing is said."""
        return self._controls.get(name)

    @cached_property
    def _controls(self) -> dict[str, Control]:
        return {control.of: control for control in self.controls}

    def lanes_at(self, point: np.ndarray) -> list[tuple[Lane, float, float]]:
        """Return the lanes that hold `point` (2,) or (3,) [m] seen from above, each with station and offset [m]."""
        return self._lane_search.at(np.asarray(point)[:2])

    @cached_property
    def _lane_search(self) -> LaneSearch:
        return LaneSearch(self.lanes)

    def height_at(self, point: np.ndarray, default: float = 0.0) -> float:
        """Return the height of the highest lane at `point` (2,) or (3,) [m], or `default` if it is on none.

        Given a point with a height, lanes that lie more than a step above it do not count: they are bridges.
        """
        point = np.asarray(point, dtype=np.float64)
        height = self.ground.heights(point[None, :2], point[2] if len(point) > 2 else np.inf)[0]
        return default if np.isnan(height) else float(height)

    @cached_property
    def ground(self) -> Ground:
        """What actors stand on."""
        return Ground(self.lanes)

    def nearest(self, point: np.ndarray, kinds: tuple[str, ...]) -> tuple[Lane, float, float] | None:
        """Return the lane of `kinds` nearest to `point` with station and offset [m]; None if there is none."""
        best = None
        for away, k, lane in self.by_distance(point):
            if best is not None and away > best[0][0]:
                break  # no other one is nearer than its box
            if lane.kind in kinds:
                station, offset = lane.project(point)
                beyond = max(-station, station - lane.length, 0.0)
                distance = float(np.hypot(beyond, max(abs(offset) - lane.width[0] / 2, 0.0))) + 1e-6 * abs(offset)
                if best is None or (distance, k) < best[0]:
                    best = ((distance, k), lane, station, offset)
        return best and best[1:]

    def by_distance(self, point: np.ndarray) -> Iterator[tuple[float, int, Lane]]:
        """Yield the lanes, the nearest first: how far the box round each is from `point` [m], its number, and it."""
        low, high = self._lane_search.bounds
        away = np.hypot(*np.maximum(np.maximum(low - point[:2], point[:2] - high), 0.0).T)
        for k in np.argsort(away, kind="stable").tolist():
            yield float(away[k]), k, self.lanes[k]

    def ahead(self, lane: Lane, station: float) -> tuple[Lane, float]:
        """Return lane and station [m] of a `station` that may lie beyond `lane`, on the straightest way on."""
        while station > lane.length and lane.successors:
            station -= lane.length
            lane = max(map(self.lane, lane.successors), key=lambda after, here=lane: _straightness(here, after))
        while station < 0:
            before = [other for other in self.lanes if lane.name in other.successors]
            if not before:
                break
            lane = max(before, key=lambda other, here=lane: _straightness(other, here))
            station += lane.length
        return lane, station

    def route(self, start: Lane, roads: tuple[str, ...]) -> tuple[Lane, ...]:
        """Return the lanes from `start` through `roads` in their order, by the fewest lanes; empty if there is no way.

        A road is reached on any lane that belongs to it, or whose name begins with it.
        """
        way: tuple[Lane, ...] = (start,)
        for road in roads:
            leg = self._search(way[-1], road)
            if not leg:
                return ()
            way += leg[1:]
        return way

    def _search(self, start: Lane, road: str) -> tuple[Lane, ...]:
        """Return the fewest lanes from `start` to one on `road`, both included, breadth first."""
        ways = [(start,)]
        seen = {start.name}
        while ways:
            way = ways.pop(0)
            if is_on(way[-1], road):
                return way
            for name in way[-1].successors:
                if name not in seen:
                    seen.add(name)
                    ways.append((*way, self.lane(name)))
        return ()


def is_on(lane: Lane, road: str) -> bool:
    """Return whether `lane` belongs to `road`: a road, a leg, or a lane by name."""
    return lane.road == road or lane.name == road or lane.name.startswith((f"{road}.", f"{road}["))


def joined(maps: tuple[RoadMap, ...]) -> RoadMap:
    """Return one map of several."""
    return RoadMap(
        tuple(lane for one in maps for lane in one.lanes),
        tuple(crosswalk for one in maps for crosswalk in one.crosswalks),
        tuple(alias for one in maps for alias in one.aliases),
        tuple(control for one in maps for control in one.controls),
        tuple(fixture for one in maps for fixture in one.fixtures),
    )


def _straightness(lane: Lane, after: Lane) -> float:
    """Return the cosine between the directions in which `lane` and the end of its successor `after` run."""
    return float(lane.tangents[-1] @ after.tangents[-1])
