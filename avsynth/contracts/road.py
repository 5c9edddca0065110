"""Roads: a frozen description that becomes lanes and surfaces."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.registry import Registry
from avsynth.datatypes.model import Model
from avsynth.datatypes.road import RoadMap


@dataclass(frozen=True, eq=False)
class RoadPlan:
    """A road as built: its lanes, and its surfaces (carriageway, marks, kerbs, pavements) as one model in the world."""

    road: RoadMap
    surface: Model


class RoadPiece(Config, ABC):
    """A kind of road, such as a road along a path or a junction of legs."""

    kind: str
    name: str = Field(description="Name of the road in the scenario.")

    @abstractmethod
    def build(self) -> RoadPlan:
        """Return lanes and surfaces."""


ROADS: Registry[RoadPiece] = Registry("road", "avsynth.roads", key="kind")
