"""Roads and junctions together, as models; `lanes` makes the lanes of them that actors use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.control import Control
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.lanes import lanes_of
from avsynth.datatypes.road import Crosswalk, Lane, RoadMap
from avsynth.datatypes.road_model import RoadModel


@dataclass(frozen=True, slots=True)
class Connection:
    """How one road goes on into another one at a junction; `lanes` are pairs of the numbers of their strips."""

    incoming: str
    connecting: str
    contact: str
    lanes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class JunctionModel:
    """Where roads meet: which connecting road leads on from which incoming one."""

    name: str
    connections: tuple[Connection, ...] = ()


@dataclass(frozen=True, eq=False)
class RoadNetwork:
    """Roads, the junctions between them, and what has a place on them.

    Parameters
    ----------
    roads : tuple of RoadModel
    junctions : tuple of JunctionModel
    crosswalks : tuple of Crosswalk
    walks : tuple of Lane
        Pavements that belong to no road, such as those round corners.
    controls : tuple of Control
        What holds where lanes enter junctions, and on crosswalks.
    fixtures : tuple of Fixture
        Lights, signs, rails and the like.
    closures : tuple of (str, float [m])
        Names of lanes that road works close, and from which station of them.
    paint : tuple of float64 (K, 3) [m]
        Closed outlines of areas of white paint on the ground, other than marks along borders.
    """

    roads: tuple[RoadModel, ...]
    junctions: tuple[JunctionModel, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    walks: tuple[Lane, ...] = ()
    controls: tuple[Control, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    closures: tuple[tuple[str, float], ...] = ()
    paint: tuple[np.ndarray, ...] = ()

    @property
    def summary(self) -> str:
        """How much there is of what, in words."""
        length = sum(road.length for road in self.roads) / 1000
        counts = {"road": self.roads, "junction": self.junctions, "crosswalk": self.crosswalks}
        words = [f"{len(some)} {word}{'' if len(some) == 1 else 's'}" for word, some in counts.items()]
        return f"{', '.join(words)}, {length:.2f} km"

    def moved(self, pose: Pose) -> RoadNetwork:
        """Return the network where an upright `pose` takes it."""
        return replace(
            self,
            roads=tuple(road.moved(pose) for road in self.roads),
            crosswalks=tuple(
                replace(one, start=pose.points(one.start), end=pose.points(one.end)) for one in self.crosswalks
            ),
            walks=tuple(replace(walk, centre=pose.points(walk.centre)) for walk in self.walks),
            fixtures=tuple(replace(one, world_from_ground=pose @ one.world_from_ground) for one in self.fixtures),
            paint=tuple(pose.points(area) for area in self.paint),
        )

    @cached_property
    def by_name(self) -> Mapping[str, RoadModel]:
        """The roads by name."""
        return {road.name: road for road in self.roads}

    @cached_property
    def road_map(self) -> RoadMap:
        """The lanes, with their names and successors."""
        touching = [
            (connection.incoming, junction.name, connection)
            for junction in self.junctions
            for connection in junction.connections
        ]
        lanes, aliases = lanes_of(self.roads, touching)
        closed = dict(self.closures)
        lanes = tuple(replace(lane, closed=closed[lane.name]) if lane.name in closed else lane for lane in lanes)
        return RoadMap((*lanes, *self.walks), self.crosswalks, aliases, self.controls, self.fixtures)


def united(networks: Sequence[RoadNetwork]) -> RoadNetwork:
    """Return one network of several."""
    names = [field.name for field in fields(RoadNetwork)]
    return RoadNetwork(**{name: tuple(chain.from_iterable(getattr(one, name) for one in networks)) for name in names})
