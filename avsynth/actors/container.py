"""Shipping containers, alone or stacked. At most 1500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._surroundings import finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, box, merged, sheet
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"body": "paint_blue", "frame": "painted_metal_dark"}
SLOT = slots(FINISH)
BODIES = {
    "paint_blue": 0.3,
    "paint_red_dark": 0.25,
    "paint_green": 0.15,
    "paint_orange": 0.1,
    "painted_metal_grey": 0.2,
}
#: Length, width, height [m] of a container of 20 and of 40 feet [ISO668]_.
SIZES = {"20": (6.058, 2.438, 2.591), "40": (12.192, 2.438, 2.591)}


@ACTORS.register
class Container(Actor):
    """A shipping container that lies along y; several are stacked."""

    kind: Literal["container"] = "container"
    category: ClassVar[Category] = Category.OBJECT
    placeable: ClassVar[bool] = False
    feet: Literal["20", "40"] | None = Field(None, description="Length [ft].")
    stacked: int | None = Field(None, ge=1, le=3, description="How many stand on each other.")
    body: MaterialName | None = Field(None, description="Material of the walls.")

    def dressed(self, stream: Stream) -> Self:
        """Return the container with length, stack and paint drawn."""
        return self.model_copy(
            update={
                "feet": self.feet or chosen({"20": 0.6, "40": 0.4}, stream.child("feet")),
                "stacked": self.stacked or int(chosen({"1": 0.6, "2": 0.3, "3": 0.1}, stream.child("stacked"))),
                "body": self.body or chosen(BODIES, stream.child("body")),
            }
        )

    def model(self) -> Model:
        """Return the shape."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials that are chosen."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=8)
def _model(container: Container) -> Model:
    """Return the model of a stack of containers."""
    length, width, height = SIZES[container.feet]
    one = _box(length, width, height)
    stack = merged([one.moved(z=k * height) for k in range(container.stacked)])
    return model("container", container, [Piece("container", stack, Category.OBJECT)], FINISH)


def _box(length: float, width: float, height: float) -> Shape:
    """Return a container: four corrugated walls within a frame."""
    sides = [(length, 0.0, width), (length, np.pi, width), (width, np.pi / 2, length), (width, -np.pi / 2, length)]
    walls = []
    for long, turn, apart in sides:
        folds = round(long / 0.28)
        y = np.linspace(-long / 2, long / 2, folds + 1)
        x = apart / 2 - 0.01 - np.where(np.arange(folds + 1) % 2 == 0, 0.0, 0.036)
        rows = np.stack([np.column_stack([x, y, np.full(folds + 1, z)]) for z in (0.12, height - 0.08)])
        walls.append(sheet(rows, SLOT["body"]).turned((0, 0, 1), turn))
    lids = [box(width - 0.02, length - 0.02, 0.1, SLOT["body"]).moved(z=z) for z in (0.1, height - 0.07)]
    across, along, frame = width / 2 - 0.075, length / 2 - 0.075, SLOT["frame"]
    posts = [box(0.15, 0.15, height, frame).moved(x, y, height / 2) for x in (-across, across) for y in (-along, along)]
    levels = (0.06, height - 0.06)
    rails = [box(0.1, length, 0.12, frame).moved(x, 0, z) for x in (-across, across) for z in levels]
    ends = [box(width, 0.1, 0.12, frame).moved(0, y, z) for y in (-along, along) for z in levels]
    return merged([*walls, *lids, *posts, *rails, *ends])
