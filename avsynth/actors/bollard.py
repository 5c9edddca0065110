"""Bollards that keep cars off the pavement. At most 200 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._surroundings import designed, finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import lathe
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"paint": "painted_metal_dark", "band": "reflex_white"}
SLOT = slots(FINISH)
DESIGNS = (
    {"height": 0.95, "radius": 0.045, "paint": "painted_metal_dark"},
    {"height": 0.90, "radius": 0.08, "paint": "painted_metal_grey"},
    {"height": 0.75, "radius": 0.12, "paint": "concrete"},
)


@ACTORS.register
class Bollard(Actor):
    """A bollard with a rounded head and a reflecting band."""

    kind: Literal["bollard"] = "bollard"
    category: ClassVar[Category] = Category.POLE
    placeable: ClassVar[bool] = False
    height: Length | None = Field(None, gt=0.3, lt=1.5, description="Above the ground [m].")
    radius: Length | None = Field(None, gt=0.02, lt=0.3, description="Of the shaft [m].")
    paint: MaterialName | None = Field(None, description="Material of the shaft.")

    def dressed(self, stream: Stream) -> Self:
        """Return the bollard with size and material drawn."""
        return designed(self, DESIGNS, stream)

    def model(self) -> Model:
        """Return the shape of the bollard."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the material of the shaft."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=16)
def _model(bollard: Bollard) -> Model:
    """Return the model of a bollard."""
    radius, height = bollard.radius, bollard.height
    heights = [
        (1.0, 0.0),
        (1.0, 0.80),
        (1.0, 0.88),
        (0.85, 0.90),
        (1.0, 0.92),
        (0.75, 0.975),
        (0.35, 0.995),
        (0.0, 1.0),
    ]
    profile = [(share * radius, level * height) for share, level in heights]
    bands = [SLOT["paint"], SLOT["band"], *[SLOT["paint"]] * 5]
    return model("bollard", bollard, [Piece("shaft", lathe(profile, 12, bands), Category.POLE)], FINISH)
