"""Bridges and tunnels as scenes say them, and how a road with some of them lies in the land."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Length
from avsynth.datatypes import road_model as model
from avsynth.datatypes.ground import Ground
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._bridge import lay_bridge, settled, valley
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._surface import edge_lines, outer_edges
from avsynth.roads._tunnel import BEHIND, hill, lay_tunnel, top

#: From a bridge or tunnel to where things line the road [m].
APART = 10.0


class Bridge(Config):
    """A bridge: from a station on the land lies below the road."""

    shape: Literal["bridge"] = "bridge"
    at: Length = Field(ge=0, description="Station where it begins [m].")
    length: Length = Field(ge=model.SHORTEST_STRUCTURE, description="Length [m].")
    depth: Length = Field(6.0, ge=2, le=60, description="How far the land lies below the road in its middle [m].")

    @property
    def model(self) -> model.Structure:
        """The bridge as part of a road model."""
        return model.Structure("bridge", self.at, self.at + self.length, depth=self.depth)


class Tunnel(Config):
    """A tunnel: from a station on the land lies above the road."""

    shape: Literal["tunnel"] = "tunnel"
    at: Length = Field(ge=0, description="Station where it begins [m].")
    length: Length = Field(ge=model.SHORTEST_STRUCTURE, description="Length [m].")
    clearance: Length = Field(5.6, ge=3, le=12, description="Height of its vault above the road [m].")
    lamps: bool = Field(True, description="Whether lamps hang from its vault.")

    @property
    def model(self) -> model.Structure:
        """The tunnel as part of a road model."""
        return model.Structure("tunnel", self.at, self.at + self.length, clearance=self.clearance, is_lit=self.lamps)


Structure = Annotated[Bridge | Tunnel, Field(discriminator="shape")]


def check_structures(structures: tuple[Bridge | Tunnel, ...], length: float) -> None:
    """Raise ValueError unless the structures lie on a road of `length` [m], in order and apart."""
    last = 0.0
    for each in structures:
        if each.at < last or each.at + each.length > length:
            raise ValueError(
                f"the {each.shape} from {each.at:g} m to {each.at + each.length:g} m must begin after {last:g} m and "
                f"end before {length:g} m, the end of the road"
            )
        last = each.at + each.length + model.BETWEEN_STRUCTURES


@dataclass(frozen=True, eq=False)
class Landing:
    """How a road lies in the land: its stretches on it, between its bridges and tunnels.

    Parameters
    ----------
    road : RoadModel
    span : (first, last) [m]
        Stations between which the surface is laid, which may lie beyond the road.
    below : Ground
        What lies below bridges and beside tunnels: the lanes of all roads.
    """

    road: RoadModel
    span: tuple[float, float]
    below: Ground

    @cached_property
    def structures(self) -> tuple[model.Structure, ...]:
        """Bridges and tunnels; those bridges as deep as what they lead over."""
        return tuple(settled(self.road, each, self.below) for each in self.road.structures)

    def lay(self, builder: SurfaceBuilder) -> None:
        """Add the surfaces of bridges and tunnels other than the road itself."""
        for each in self.structures:
            (lay_bridge if each.kind == "bridge" else lay_tunnel)(builder, self.road, each, self.below)

    @property
    def outlines(self) -> list[np.ndarray]:
        """Closed outlines of the stretches on land, float64 (K, 3) each [m]."""
        return [
            _outline(self.road, edge_lines(self.road, span), *around)
            for span, around in self._stretches
            if span[1] - span[0] > model.SAME_STATION
        ]

    @property
    def lined(self) -> list[tuple[float, float]]:
        """Spans of stations where things may line the road [m]: nothing does near structures."""
        spans = [
            (first + (APART if before else 0.0), last - (APART if after else 0.0))
            for (first, last), (before, after) in self._stretches
        ]
        return [(first, last) for first, last in spans if last > first]

    @property
    def ground(self) -> np.ndarray:
        """Points that the land goes through under bridges and over tunnels, float64 (F, 3) [m], world."""
        points = ((valley if one.kind == "bridge" else hill)(self.road, one) for one in self.structures)
        return np.concatenate([np.zeros((0, 3)), *points])

    @property
    def spans(self) -> list[np.ndarray]:
        """Closed outlines of bridges, float64 (K, 3) each [m]."""
        bridges = (one for one in self.structures if one.kind == "bridge")
        return [np.concatenate(edge_lines(self.road, (one.first, one.last))) for one in bridges]

    @property
    def _stretches(self) -> list[tuple[tuple[float, float], tuple[model.Structure | None, model.Structure | None]]]:
        """First and last station of each stretch on land [m], and the structures before and after it."""
        around: Sequence[model.Structure | None] = [None, *self.structures, None]
        return [
            ((before.last if before else self.span[0], after.first if after else self.span[1]), (before, after))
            for before, after in pairwise(around)
        ]


def _outline(
    road: RoadModel,
    edges: tuple[np.ndarray, np.ndarray],
    before: model.Structure | None,
    after: model.Structure | None,
) -> np.ndarray:
    """Return the closed outline of a stretch of road on land between two structures, float64 (K, 3) [m].

    Into a tunnel it goes on until behind the wall, where the land is as high as above the tunnel: else the land would
    close the opening.
    """
    right, left = edges
    tips = []
    for each, sign in ((after, 1), (before, -1)):
        corners = np.zeros((0, 3))
        if each is not None and each.kind == "tunnel":
            at = np.array([each.first + BEHIND if sign > 0 else each.last - BEHIND])
            sides = outer_edges(road, at)[::sign, :, 0]
            corners = np.concatenate([road.points(at, sides[k]) for k in (1, 0)])
            corners[:, 2] += top(each)
        tips.append(corners)
    return np.concatenate([right, tips[0], left, tips[1]])
