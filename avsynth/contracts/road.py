"""Roads: a frozen description that becomes lanes and surfaces."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from pydantic import Field

from avsynth.core.arrays import ANY, locked
from avsynth.core.config import Config
from avsynth.core.registry import Registry
from avsynth.core.units import Angle, Length
from avsynth.datatypes.model import Model
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.road import RoadMap


@dataclass(frozen=True, eq=False)
class RoadPlan:
    """A road as built.

    Parameters
    ----------
    road : RoadMap
    surface : Model
        Carriageway, marks, kerbs and pavements, in the frame of the world.
    edges : tuple of float64 (K, 3) [m], world
        Outer edges of the surface, counter-clockwise around it (what lies beyond is to the right).
    outlines : tuple of float64 (K, 3) [m], world
        Closed outlines, counter-clockwise, that cover the surface together; if none are given, the edges joined in
        their order.
    ends : tuple of float64 (2, 3) [m], world
        Where the roads run on out of sight; without outlines, the joints between the edges.
    ground : float64 (F, 3) [m], world
        Points that the land goes through: under bridges, over tunnels.
    spans : tuple of float64 (K, 3) [m], world
        Closed outlines of bridges, below which nothing stands that would reach through them.
    """

    road: RoadMap
    surface: Model
    edges: tuple[np.ndarray, ...]
    outlines: tuple[np.ndarray, ...] = ()
    ends: tuple[np.ndarray, ...] = ()
    ground: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))
    spans: tuple[np.ndarray, ...] = ()

    def __post_init__(self) -> None:
        if self.edges and not self.outlines:
            after = (*self.edges[1:], *self.edges[:1])
            object.__setattr__(self, "outlines", (np.concatenate(self.edges),))
            ends = (np.stack([edge[-1], other[0]]) for edge, other in zip(self.edges, after, strict=True))
            object.__setattr__(self, "ends", tuple(ends))
        object.__setattr__(self, "ground", locked(self.ground, np.float64, (ANY, 3), "RoadPlan.ground"))
        for name in ("edges", "outlines", "ends", "spans"):
            lines = (locked(line, np.float64, (ANY, 3), f"RoadPlan.{name}") for line in getattr(self, name))
            object.__setattr__(self, name, tuple(lines))


class RoadPiece(Config, ABC):
    """A kind of road, such as a road along a path or a junction of legs."""

    #: Words by which it names roads that it is made of, other than legs: ``NAME.branch``.
    parts: ClassVar[tuple[str, ...]] = ()
    kind: str
    name: str = Field(description="Name of the road in the scenario.")
    x: Length = Field(0.0, description="Where it starts, or its centre lies: world x [m].")
    y: Length = Field(0.0, description="Where it starts, or its centre lies: world y [m].")
    z: Length = Field(0.0, description="Its height there: world z [m].")
    heading: Angle = Field(0.0, description="Its direction, counter-clockwise from world x [rad].")

    @abstractmethod
    def network(self) -> RoadNetwork:
        """Return the roads and junctions as models, and the crosswalks; cheap."""

    def road_map(self) -> RoadMap:
        """Return the lanes and crosswalks alone; cheap."""
        return self.network().road_map

    @abstractmethod
    def build(self) -> RoadPlan:
        """Return lanes and surfaces."""


ROADS: Registry[RoadPiece] = Registry("road", "avsynth.roads", key="kind")
