"""A road that divides: forks and off-ramps on the side that traffic keeps to; on the other one merges and on-ramps."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.units import Length
from avsynth.datatypes.network import RoadNetwork
from avsynth.roads import _paint
from avsynth.roads._branching import Branching, check_branching, paint_gore
from avsynth.roads._junction_surface import lay_noses
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._reference import Path
from avsynth.roads._section import KERB_HEIGHT, Detail, Lanes
from avsynth.roads._street import RUN_ON
from avsynth.roads._surface import edge_lines, lay


@ROADS.register
class Fork(RoadPiece):
    """A road from which another one branches off.

    Where traffic keeps right, a branch on the right is where vehicles leave, seen along the road, and one on the left
    is where those that come against it join; where it keeps left, the other way round. Its lanes are ``NAME.fwd[0]``
    and ``NAME.back[0]`` before the branch, ``NAME.through.fwd[0]`` beyond it, ``NAME.branch.fwd[0]`` or
    ``NAME.branch.back[0]`` on it.
    """

    kind: Literal["fork"] = "fork"
    parts: ClassVar[tuple[str, ...]] = ("through", "branch")
    lanes: Lanes = Field(description="Strips left and right of the reference line before the branch.")
    branch: Lanes = Field(description="Strips of the branch, left and right of its own reference line.")
    side: Literal["right", "left"] = Field("right", description="On which side it branches off.")
    adds: bool = Field(
        True,
        description="Whether its lanes are added beside those of the road, as ramps are; else they are its outer ones.",
    )
    path: Path = Field(description="Pieces of the reference line of the road beyond the branch.")
    branch_path: Path = Field(
        description="Pieces of the reference line of the branch, from where it has left the road."
    )
    before: Length = Field(60.0, ge=10, description="Length of the road before anything changes [m].")
    taper: Length = Field(60.0, ge=10, description="Length over which added lanes widen [m].")
    beside: Length = Field(120.0, ge=20, description="Length over which lanes of the branch run beside the road [m].")
    parting: Length = Field(70.0, ge=20, description="Length over which the two move apart [m].")
    grade: float = Field(
        0.0, ge=-0.1, le=0.1, description="Slope of the branch away from the road, uphill positive [1]."
    )
    traffic: Literal["right", "left"] = Field("right", description="Side of the road that traffic keeps to.")
    kerb: Length = Field(KERB_HEIGHT, ge=0, le=0.4, description="Height of kerbs [m].")

    @model_validator(mode="after")
    def _check(self) -> Fork:
        check_branching(self.lanes, self.branch, self.side, adds=self.adds)
        return self

    def network(self) -> RoadNetwork:
        """Return the road, what it goes on as, and the branch."""
        return self._branching.network(self.name)

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; all three roads run on out of sight."""
        builder, network = SurfaceBuilder(), self.network()
        road, through, branch = network.roads
        spans = [(-RUN_ON, road.length), (0.0, through.length + RUN_ON), (0.0, branch.length + RUN_ON)]
        for each, span in zip(network.roads, spans, strict=True):
            lay(builder, each, span)
            _paint.paint_marks(builder, each, span)
        side = self._branching.side
        paint_gore(builder, road, side)
        for each, toward in ((through, side), (branch, -side)):  # what is raised between the two begins at the nose
            lay_noses(builder, each, (0.0, np.inf) if toward > 0 else (-np.inf, 0.0))
        edges = [edge_lines(each, span) for each, span in zip(network.roads, spans, strict=True)]
        (right, left), (right_first, left_first), (right_last, left_last) = (
            edges if side > 0 else (edges[0], edges[2], edges[1])
        )
        around = ((right, right_first), (left_first, right_last), (left_last, left))
        return RoadPlan(network.road_map, builder.model(self.name), tuple(map(np.concatenate, around)))

    @cached_property
    def _branching(self) -> Branching:
        return Branching(
            self.lanes,
            self.branch,
            side=1 if self.side == "left" else -1,
            adds=self.adds,
            lengths=(self.before, self.taper, self.beside, self.parting),
            start=(self.x, self.y, self.heading),
            paths=(self.path, self.branch_path),
            heights=(self.z, self.grade),
            detail=Detail(self.kerb),
            keeps_left=self.traffic == "left",
        )
