"""Bushes: leaves down to the ground around a dark core. At most 1500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._surroundings import designed, finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import ellipsoid
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"leaves": "leaves", "inside": "leaves_dark"}
SLOT = slots(FINISH)
DESIGNS = (
    {"variant": 0, "height": 1.2, "width": 1.6, "leaves": "leaves"},
    {"variant": 1, "height": 0.8, "width": 1.1, "leaves": "leaves_light"},
    {"variant": 2, "height": 1.8, "width": 2.2, "leaves": "leaves_dark"},
    {"variant": 3, "height": 2.4, "width": 2.4, "leaves": "leaves"},
)


@ACTORS.register
class Bush(Actor):
    """A bush."""

    kind: Literal["bush"] = "bush"
    category: ClassVar[Category] = Category.VEGETATION
    placeable: ClassVar[bool] = False
    variant: int | None = Field(None, ge=0, le=7, description="Which of the shapes.")
    height: Length | None = Field(None, gt=0.3, lt=5.0, description="Above the ground [m].")
    width: Length | None = Field(None, gt=0.3, lt=6.0, description="Diameter [m].")
    leaves: str | None = Field(None, description="Material of the leaves.")

    def dressed(self, stream: Stream) -> Self:
        """Return the bush with shape, size and leaves drawn."""
        return designed(self, DESIGNS, stream)

    def model(self) -> Model:
        """Return the shape of the bush."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the material of the leaves."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=16)
def _model(bush: Bush) -> Model:
    """Return the model of a bush."""
    shape = ellipsoid(bush.width / 2, bush.width / 2, bush.height / 2, SLOT["leaves"])
    return model("bush", bush, [Piece("bush", shape, Category.VEGETATION)], FINISH)
