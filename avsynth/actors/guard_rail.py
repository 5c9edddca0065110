"""Guard rails: a W-shaped steel beam on posts. At most 900 triangles."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.catalog.curves import smooth
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, box, merged, sheet
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"beam": "galvanised_steel", "post": "galvanised_steel", "reflector": "reflex_white"}
SLOT = slots(FINISH)
#: Height, depth of the beam; its upper edge above the ground; distance between posts [m] (RAL-RG 620, profile B).
BEAM, DEPTH, TOP, SPACING = 0.31, 0.081, 0.75, 2.0
#: Half section of the W: height above the middle ÷ half height, depth ÷ depth of the beam.
SECTION = ((0.0, 0.05), (0.12, 0.12), (0.38, 0.95), (0.62, 0.95), (0.88, 0.12), (1.0, 0.0))


@ACTORS.register
class GuardRail(Actor):
    """A guard rail along y; the beam looks to +x, towards the road."""

    kind: Literal["guard_rail"] = "guard_rail"
    category: ClassVar[Category] = Category.FENCE
    placeable: ClassVar[bool] = False
    length: Length | None = Field(None, gt=0.5, lt=60.0, description="Along the rail, y [m].")

    def dressed(self, stream: Stream) -> Self:
        """Return the rail; pieces are 4 m long unless given."""
        return self.model_copy(update={"length": self.length or 4.0})

    def model(self) -> Model:
        """Return the shape of the rail."""
        return _model(self)


@lru_cache(maxsize=16)
def _model(rail: GuardRail) -> Model:
    """Return the model of a rail."""
    count = max(1, round(rail.length / SPACING))
    places = (np.arange(count) + 0.5) * rail.length / count - rail.length / 2
    posts = [_post().moved(y=place) for place in places]
    return model("guard_rail", rail, [Piece("rail", merged([_beam(rail.length), *posts]), Category.FENCE)], FINISH)


def _beam(length: float) -> Shape:
    """Return both sides of the beam, 3 mm apart."""
    up = np.linspace(0, 1, 9)
    half = np.column_stack([DEPTH * smooth(up, SECTION), BEAM / 2 * up])
    outline = np.vstack([half[:0:-1] * [1, -1], half])
    ends = np.array([-length / 2, length / 2])
    front = np.stack([[[x, y, z + TOP - BEAM / 2] for y in ends] for x, z in outline])
    return merged([sheet(front, SLOT["beam"]), sheet(front - [0.003, 0, 0], SLOT["beam"]).flipped()])


def _post() -> Shape:
    """Return a C-shaped post, the spacer to the beam, and a reflector between the waves."""
    post = box(0.10, 0.055, TOP - 0.05, SLOT["post"]).moved(-0.13, 0, (TOP - 0.05) / 2)
    spacer = box(0.10, 0.07, 0.16, SLOT["post"]).moved(-0.05, 0, TOP - BEAM / 2)
    reflector = box(0.012, 0.05, 0.045, SLOT["reflector"]).moved(0.03, 0, TOP - BEAM / 2)
    return merged([post, spacer, reflector])
