"""Roads: a frozen description that becomes lanes and surfaces."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
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
        Outer edges of the surface, counter-clockwise around it (what lies beyond is to the right). Joined in their
        order they are the closed outline; the joints between them are where the road runs on out of sight.
    """

    road: RoadMap
    surface: Model
    edges: tuple[np.ndarray, ...]

    def __post_init__(self) -> None:
        edges = tuple(locked(edge, np.float64, (ANY, 3), "RoadPlan.edges") for edge in self.edges)
        object.__setattr__(self, "edges", edges)

    @property
    def outline(self) -> np.ndarray:
        """The closed outline, float64 (K, 3) [m], world, counter-clockwise; the last point is not the first."""
        return np.concatenate(self.edges)


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
