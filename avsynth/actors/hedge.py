"""Clipped hedges: a box of leaves around a dark core. At most 6000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._surroundings import designed, finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.foliage import Spray, leaves_on_box, stretched
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import box, merged
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"leaves": "leaves_dark", "inside": "leaves_dark"}
SLOT = slots(FINISH)
DESIGNS = (
    {"variant": 0, "height": 1.1, "thickness": 0.6, "leaves": "leaves"},
    {"variant": 1, "height": 1.5, "thickness": 0.7, "leaves": "leaves_dark"},
    {"variant": 2, "height": 1.9, "thickness": 0.9, "leaves": "needles"},
    {"variant": 3, "height": 0.7, "thickness": 0.5, "leaves": "leaves_light"},
)
#: Pieces are this long unless given [m].
PIECE = 4.0
#: Sprays of leaves per area [1/m²], at most so many; their length [m]; how far below them the core lies [m].
DENSITY, MOST, LEAF, INSET = 300.0, 5800, 0.11, 0.15
SEED = 0


@ACTORS.register
class Hedge(Actor):
    """A hedge along y, across where it faces."""

    kind: Literal["hedge"] = "hedge"
    category: ClassVar[Category] = Category.VEGETATION
    variant: int | None = Field(None, ge=0, le=7, description="Which of the shapes.")
    length: Length | None = Field(None, gt=0.5, lt=12.0, description="Along the hedge, y [m].")
    height: Length | None = Field(None, gt=0.3, lt=4.0, description="Above the ground [m].")
    thickness: Length | None = Field(None, gt=0.2, lt=2.5, description="Across the hedge, x [m].")
    leaves: MaterialName | None = Field(None, description="Material of the leaves.")

    def dressed(self, stream: Stream) -> Self:
        """Return the hedge with size and leaves drawn."""
        return designed(self.model_copy(update={"length": self.length or PIECE}), DESIGNS, stream)

    def model(self) -> Model:
        """Return the shape of the hedge."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the material of the leaves."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=16)
def _model(hedge: Hedge) -> Model:
    """Return the model of a hedge."""
    size = np.array([hedge.thickness, hedge.length, hedge.height])
    area = 2 * hedge.height * (hedge.length + hedge.thickness) + hedge.length * hedge.thickness
    count = int(min(DENSITY * area, MOST))
    spray = Spray(LEAF * np.sqrt(DENSITY * area / count), 0.75 * LEAF * np.sqrt(DENSITY * area / count), depth=0.5)
    rng = Stream(SEED).rng("hedge", hedge.variant)
    cover = leaves_on_box(size, count, spray, SLOT["leaves"], rng)
    core = box(*(size - [2 * INSET, 2 * INSET, INSET]), SLOT["inside"]).moved(z=(hedge.height - INSET) / 2)
    whole = stretched(cover, [*-size[:2] / 2, 0.01], [*size[:2] / 2, hedge.height])
    return model("hedge", hedge, [Piece("hedge", merged([whole, core]), Category.VEGETATION)], FINISH)
