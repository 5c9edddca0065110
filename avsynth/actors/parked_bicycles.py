"""Bicycles that nobody rides: leaning at a rack, one or several. At most 14000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors import _bicycle
from avsynth.actors._choice import chosen
from avsynth.actors._surroundings import finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, circle, merged, tube
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = _bicycle.FINISH | {"rack": "galvanised_steel"}
SLOT = slots(FINISH)
PAINTS = {"paint_black": 0.4, "paint_blue": 0.15, "paint_red": 0.15, "paint_silver": 0.15, "paint_white": 0.15}
#: Distance of two places of a rack, height of its hoops [m]; how far a bicycle leans [rad]; height of saddles [m].
PLACE, HOOP, LEAN, SADDLE = 0.75, 0.80, 0.10, 0.90


@ACTORS.register
class ParkedBicycles(Actor):
    """A rack with bicycles, their front wheels to +x."""

    kind: Literal["parked_bicycles"] = "parked_bicycles"
    category: ClassVar[Category] = Category.OBJECT
    placeable: ClassVar[bool] = False
    count: int | None = Field(None, ge=1, le=4, description="Bicycles, each at a hoop.")
    frame: MaterialName | None = Field(None, description="Material of their frames.")

    def dressed(self, stream: Stream) -> Self:
        """Return the rack with number and paint drawn."""
        return self.model_copy(
            update={
                "count": self.count or int(chosen({"1": 0.4, "2": 0.3, "3": 0.2, "4": 0.1}, stream.child("count"))),
                "frame": self.frame or chosen(PAINTS, stream.child("frame")),
            }
        )

    def model(self) -> Model:
        """Return the shape."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials that are chosen."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=8)
def _model(rack: ParkedBicycles) -> Model:
    """Return the model of a rack with its bicycles."""
    shapes = []
    for k in range(rack.count):
        y = (k - (rack.count - 1) / 2) * PLACE
        whole = merged([piece.shape for piece in _bicycle.bicycle(Category.OBJECT, SLOT, SADDLE + 0.03 * k)])
        shapes.append(whole.turned((1, 0, 0), -LEAN).moved(0.05 * (-1) ** k, y, 0.0))
        shapes.append(_hoop().moved(0.1, y - 0.16, 0.0))
    low = min(float(shape.vertices[:, 2].min()) for shape in shapes)
    stood = merged(shapes).moved(z=-low)
    return model("parked_bicycles", rack, [Piece("bicycles", stood, Category.OBJECT)], FINISH)


def _hoop() -> Shape:
    """Return a hoop of bent tube, in which a frame leans."""
    bend = circle(24)[:13]
    arch = np.column_stack([0.35 * bend[:, 0], np.zeros(13), HOOP - 0.2 + 0.2 * bend[:, 1]])
    return tube(np.concatenate([[[0.35, 0, 0]], arch, [[-0.35, 0, 0]]]), 0.024, 8, SLOT["rack"])
