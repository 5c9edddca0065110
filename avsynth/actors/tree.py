"""Trees of eight shapes: trunk, branches and a crown of leaves that lets some rays through. At most 8000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._surroundings import designed, finish_of, unfinished
from avsynth.catalog.crowns import grown
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"bark": "bark", "leaves": "leaves", "inside": "leaves_dark"}
SLOT = slots(FINISH)
#: Root of the randomness within a shape: a variant looks the same in every scenario.
SEED = 0
DESIGNS = (
    {"variant": 0, "height": 8.0, "crown": 5.5, "leaves": "leaves", "bark": "bark"},
    {"variant": 1, "height": 10.0, "crown": 6.5, "leaves": "leaves", "bark": "bark"},
    {"variant": 2, "height": 6.0, "crown": 3.6, "leaves": "leaves_light", "bark": "bark"},
    {"variant": 3, "height": 12.0, "crown": 9.0, "leaves": "leaves_dark", "bark": "bark"},
    {"variant": 4, "height": 14.0, "crown": 3.4, "leaves": "leaves", "bark": "bark"},
    {"variant": 5, "height": 13.0, "crown": 5.0, "leaves": "needles", "bark": "bark"},
    {"variant": 6, "height": 9.0, "crown": 4.6, "leaves": "leaves_light", "bark": "bark_light"},
    {"variant": 7, "height": 7.0, "crown": 5.5, "leaves": "leaves_dark", "bark": "bark"},
)


@ACTORS.register
class Tree(Actor):
    """A tree."""

    kind: Literal["tree"] = "tree"
    category: ClassVar[Category] = Category.VEGETATION
    placeable: ClassVar[bool] = False
    variant: int | None = Field(
        None, ge=0, le=7, description="0 lime, 1 maple, 2 young tree, 3 oak, 4 poplar, 5 spruce, 6 birch, 7 broad."
    )
    height: Length | None = Field(None, gt=2.0, lt=30.0, description="Of the highest leaves [m].")
    crown: Length | None = Field(None, gt=1.0, lt=20.0, description="Diameter of the crown [m].")
    leaves: MaterialName | None = Field(None, description="Material of the leaves.")
    bark: MaterialName | None = Field(None, description="Material of the bark.")

    def dressed(self, stream: Stream) -> Self:
        """Return the tree with shape, size and materials drawn."""
        return designed(self, DESIGNS, stream)

    def model(self) -> Model:
        """Return the shape of the tree."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials of bark and leaves."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=32)
def _model(tree: Tree) -> Model:
    """Return the model of a tree."""
    rng = Stream(SEED).rng("tree", tree.variant)
    wood, foliage = grown(tree.variant, tree.height, tree.crown, SLOT, rng)
    pieces = [Piece("trunk", wood, Category.TRUNK), Piece("crown", foliage, Category.VEGETATION)]
    return model("tree", tree, pieces, FINISH)
