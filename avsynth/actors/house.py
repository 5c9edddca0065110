"""Detached houses with a pitched roof, chimney and sometimes a garage. At most 3000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._surroundings import designed, finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import box
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {
    "wall": "plaster_white",
    "base": "concrete_dark",
    "trim": "plaster_white",
    "roof": "roof_tiles",
    "glass": "window_glass",
    "curtain": "curtain",
    "frame": "window_frame",
    "door": "door_wood",
    "metal": "painted_metal_grey",
}
SLOT = slots(FINISH)
WALLS = {
    "plaster_white": 0.34,
    "plaster_cream": 0.26,
    "plaster_yellow": 0.10,
    "brick_red": 0.12,
    "plaster_grey": 0.08,
    "plaster_ochre": 0.10,
}
DESIGNS = (
    {"width": 10.0, "depth": 9.0, "storeys": 1, "ridge": "along", "garage": False, "variant": 0},
    {"width": 9.0, "depth": 10.0, "storeys": 2, "ridge": "across", "garage": False, "variant": 1},
    {"width": 11.0, "depth": 9.0, "storeys": 2, "ridge": "along", "garage": False, "variant": 2},
    {"width": 10.0, "depth": 10.0, "storeys": 1, "ridge": "across", "garage": True, "variant": 3},
    {"width": 12.0, "depth": 9.0, "storeys": 1, "ridge": "along", "garage": True, "variant": 4},
    {"width": 9.0, "depth": 9.0, "storeys": 2, "ridge": "along", "garage": True, "variant": 5},
)


@ACTORS.register
class House(Actor):
    """A detached house whose door looks to +x."""

    kind: Literal["house"] = "house"
    category: ClassVar[Category] = Category.BUILDING
    placeable: ClassVar[bool] = False
    width: Length | None = Field(None, ge=5.0, le=20.0, description="Along the street, y, without the garage [m].")
    depth: Length | None = Field(None, ge=5.0, le=16.0, description="Between front and rear wall, x [m].")
    storeys: int | None = Field(None, ge=1, le=3, description="Floors below the roof.")
    ridge: Literal["along", "across"] | None = Field(
        None, description="Roof ridge along the street, or gable towards it."
    )
    garage: bool | None = Field(None, description="Whether a garage stands at its left (+y).")
    variant: int | None = Field(None, ge=0, le=7, description="Proportions of windows, roof pitch.")
    wall: str | None = Field(None, description="Material of the walls.")
    roof: str | None = Field(None, description="Material of the roof.")

    def dressed(self, stream: Stream) -> Self:
        """Return the house with shape and materials drawn."""
        shaped = designed(self, DESIGNS, stream.child("design"))
        wall = self.wall or chosen(WALLS, stream.child("wall"))
        roof = self.roof or chosen({"roof_tiles": 0.8, "roof_slate": 0.2}, stream.child("roof"))
        return shaped.model_copy(update={"wall": wall, "roof": roof})

    def model(self) -> Model:
        """Return the shape of the house."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials of walls and roof."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=32)
def _model(house: House) -> Model:
    """Return the model of a house."""
    shape = box(house.depth, house.width, 2.8 * house.storeys + 4, SLOT["wall"])
    return model("house", house, [Piece("house", shape, Category.BUILDING)], FINISH)
