"""Town houses in a row: two to five storeys, shops or flats below, flat or pitched roof. At most 4000 triangles."""

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
    "wall": "plaster_cream",
    "base": "stone",
    "trim": "plaster_white",
    "roof": "roof_tiles",
    "glass": "window_glass",
    "curtain": "curtain",
    "frame": "window_frame",
    "door": "door_wood",
    "metal": "painted_metal_dark",
}
SLOT = slots(FINISH)
WALLS = {
    "plaster_cream": 0.20, "plaster_white": 0.16, "plaster_yellow": 0.12, "plaster_grey": 0.12, "plaster_ochre": 0.10, "brick_red": 0.10,
    "brick_yellow": 0.05, "plaster_red": 0.05, "plaster_green": 0.05, "plaster_blue": 0.05,
}  # fmt: skip
DESIGNS = (
    {
        "width": 10.0,
        "depth": 10.0,
        "storeys": 3,
        "roof_shape": "pitched",
        "ground": "flats",
        "balconies": False,
        "variant": 0,
    },
    {
        "width": 12.0,
        "depth": 10.0,
        "storeys": 3,
        "roof_shape": "pitched",
        "ground": "shops",
        "balconies": False,
        "variant": 1,
    },
    {
        "width": 8.0,
        "depth": 9.0,
        "storeys": 2,
        "roof_shape": "pitched",
        "ground": "flats",
        "balconies": False,
        "variant": 2,
    },
    {
        "width": 15.0,
        "depth": 11.0,
        "storeys": 4,
        "roof_shape": "pitched",
        "ground": "shops",
        "balconies": False,
        "variant": 3,
    },
    {
        "width": 18.0,
        "depth": 11.0,
        "storeys": 4,
        "roof_shape": "flat",
        "ground": "flats",
        "balconies": True,
        "variant": 4,
    },
    {
        "width": 14.0,
        "depth": 10.0,
        "storeys": 4,
        "roof_shape": "pitched",
        "ground": "flats",
        "balconies": True,
        "variant": 5,
    },
    {
        "width": 9.0,
        "depth": 10.0,
        "storeys": 4,
        "roof_shape": "pitched",
        "ground": "shops",
        "balconies": False,
        "variant": 6,
    },
    {
        "width": 20.0,
        "depth": 12.0,
        "storeys": 5,
        "roof_shape": "flat",
        "ground": "shops",
        "balconies": False,
        "variant": 7,
    },
    {
        "width": 11.0,
        "depth": 9.0,
        "storeys": 2,
        "roof_shape": "pitched",
        "ground": "shops",
        "balconies": False,
        "variant": 0,
    },
    {
        "width": 13.0,
        "depth": 10.0,
        "storeys": 3,
        "roof_shape": "flat",
        "ground": "flats",
        "balconies": True,
        "variant": 1,
    },
)


@ACTORS.register
class Building(Actor):
    """A town house whose street front looks to +x; its side walls are blank, so that others stand close."""

    kind: Literal["building"] = "building"
    category: ClassVar[Category] = Category.BUILDING
    placeable: ClassVar[bool] = False
    width: Length | None = Field(None, ge=5.0, le=40.0, description="Along the street, y [m].")
    depth: Length | None = Field(None, ge=5.0, le=20.0, description="Between front and rear wall, x [m].")
    storeys: int | None = Field(None, ge=1, le=8, description="Floors below the roof.")
    roof_shape: Literal["pitched", "flat"] | None = Field(None, description="Shape of the roof.")
    ground: Literal["flats", "shops"] | None = Field(None, description="What the ground floor holds.")
    balconies: bool | None = Field(None, description="Whether the front has balconies.")
    variant: int | None = Field(None, ge=0, le=7, description="Proportions of windows, ornaments.")
    wall: str | None = Field(None, description="Material of the walls.")
    roof: str | None = Field(None, description="Material of the roof.")

    def dressed(self, stream: Stream) -> Self:
        """Return the building with shape and materials drawn."""
        shaped = designed(self, DESIGNS, stream.child("design"))
        tiles = {"roof_tiles": 0.75, "roof_slate": 0.25} if shaped.roof_shape == "pitched" else {"roof_felt": 1.0}
        wall = self.wall or chosen(WALLS, stream.child("wall"))
        return shaped.model_copy(update={"wall": wall, "roof": self.roof or chosen(tiles, stream.child("roof"))})

    def model(self) -> Model:
        """Return the shape of the building."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials of walls and roof."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=64)
def _model(building: Building) -> Model:
    """Return the model of a building."""
    shape = box(building.depth, building.width, 3.1 * building.storeys + 3, SLOT["wall"])
    return model("building", building, [Piece("building", shape, Category.BUILDING)], FINISH)
