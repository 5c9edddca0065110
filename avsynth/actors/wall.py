"""Garden walls with a coping. At most 100 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._surroundings import finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import box, merged
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"body": "plaster_cream", "coping": "concrete"}
SLOT = slots(FINISH)
BODIES = {"plaster_cream": 0.25, "plaster_white": 0.15, "brick_red": 0.2, "stone": 0.25, "concrete": 0.15}
HEIGHTS = {"0.9": 0.3, "1.2": 0.3, "1.8": 0.4}


@ACTORS.register
class Wall(Actor):
    """A free-standing wall along y, across where it faces."""

    kind: Literal["wall"] = "wall"
    category: ClassVar[Category] = Category.FENCE
    length: Length | None = Field(None, gt=0.3, lt=60.0, description="Along the wall, y [m].")
    height: Length | None = Field(None, gt=0.2, lt=5.0, description="To the top of the coping [m].")
    thickness: Length = Field(0.24, gt=0.05, lt=1.0, description="Without the coping's overhang [m].")
    body: MaterialName | None = Field(None, description="Material of the wall.")

    def dressed(self, stream: Stream) -> Self:
        """Return the wall with height and material drawn."""
        return self.model_copy(
            update={
                "length": self.length or 4.0,
                "height": self.height or float(chosen(HEIGHTS, stream.child("height"))),
                "body": self.body or chosen(BODIES, stream.child("body")),
            }
        )

    def model(self) -> Model:
        """Return the shape of the wall."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the material of the wall."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=32)
def _model(wall: Wall) -> Model:
    """Return the model of a wall with pillars at both ends."""
    coping, plinth = 0.06, 0.18
    body = wall.height - coping
    shapes = [
        box(wall.thickness, wall.length, body, SLOT["body"]).moved(0, 0, body / 2),
        box(wall.thickness + 0.06, wall.length, plinth, SLOT["coping"]).moved(0, 0, plinth / 2),
        box(wall.thickness + 0.08, wall.length, coping, SLOT["coping"]).moved(0, 0, body + coping / 2),
    ]
    return model("wall", wall, [Piece("wall", merged(shapes), Category.FENCE)], FINISH)
