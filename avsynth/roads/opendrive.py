"""Roads from a file in ASAM OpenDRIVE."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from avsynth import opendrive
from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.core.errors import RoadFileError
from avsynth.core.frames import Pose
from avsynth.core.paths import SceneFile
from avsynth.core.units import Length
from avsynth.datatypes.network import RoadNetwork
from avsynth.roads import _network_surface as surface

#: A map whose middle lies farther from its origin is moved there by itself [m]: meshes keep 1 mm up to there.
FAR = 5000.0

Point = tuple[Length, Length]


@ROADS.register
class OpenDrive(RoadPiece):
    """The roads of an OpenDRIVE file, by their ids: ``NAME.r12.right.drive[0]``; ``NAME.j3.r7…`` across junctions."""

    kind: Literal["opendrive"] = "opendrive"
    file: SceneFile = Field(description="Path of the .xodr file, from the folder of the scene.")
    origin: Point | None = Field(
        None,
        description="Point of the file that lies at x, y; by default its own origin, or its middle if that is far [m].",
    )
    kerb: Annotated[Length, Field(ge=0, le=0.4)] = Field(
        0.0, description="Height of pavements that the file leaves level with the road; 0 leaves them there [m]."
    )

    @model_validator(mode="after")
    def _check(self) -> OpenDrive:
        try:
            _ = self._network
        except RoadFileError as error:
            raise ValueError(str(error)) from None
        return self

    def network(self) -> RoadNetwork:
        """Return the roads and junctions of the file where they lie in the scene."""
        return self._network

    def build(self) -> RoadPlan:
        """Return lanes and surfaces; roads that end nowhere run on out of sight."""
        return surface.plan_of(self.name, self._network)

    @cached_property
    def _network(self) -> RoadNetwork:
        found = surface.furnished(surface.raised(opendrive.read(self.file, self.name).network, self.kerb))
        x, y = _middle(found) if self.origin is None else self.origin
        return found.moved(Pose.planar(self.x, self.y, self.z, self.heading) @ Pose.planar(-x, -y, 0.0, 0.0))


def _middle(network: RoadNetwork) -> Point:
    """Return the middle of the roads if it is far from the origin, else the origin [m]."""
    points = np.concatenate([road.curve.poses(road.curve.knots)[:, :2] for road in network.roads])
    x, y = (points.min(axis=0) + points.max(axis=0)) / 2
    return (float(np.round(x)), float(np.round(y))) if np.hypot(x, y) > FAR else (0.0, 0.0)
