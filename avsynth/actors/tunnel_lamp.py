"""Lamps below the vaults of tunnels: a flat housing with a pane on its underside. At most 48 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import box, merged
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"housing": "painted_metal_grey", "glass": "lamp_glass"}
SLOT = slots(FINISH)
#: Width, length and height of the housing, depth of its pane, and height of the two brackets above it [m].
SIZE, PANE, BRACKET = (0.34, 0.9, 0.13), 0.02, 0.07


@ACTORS.register
class TunnelLamp(Actor):
    """A lamp that shines down, long along y."""

    kind: Literal["tunnel_lamp"] = "tunnel_lamp"
    category: ClassVar[Category] = Category.OBJECT
    placeable: ClassVar[bool] = False

    def dressed(self, stream: Stream) -> Self:
        """Return the lamp; all are alike."""
        return self

    def model(self) -> Model:
        """Return the shape of the lamp."""
        return _model(self)

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the pane, which shines by day and night."""
        return {"glass": "street_lamp_lit"}


@lru_cache(maxsize=1)
def _model(lamp: TunnelLamp) -> Model:
    """Return the model of a lamp."""
    width, length, height = SIZE
    shapes = [
        box(width - 0.06, length - 0.06, PANE, SLOT["glass"]).moved(z=PANE / 2),
        box(width, length, height, SLOT["housing"]).moved(z=PANE + height / 2),
    ]
    for y in (-0.3, 0.3):
        shapes.append(box(0.1, 0.06, BRACKET, SLOT["housing"]).moved(0.0, y, PANE + height + BRACKET / 2))
    return model("tunnel_lamp", lamp, [Piece("lamp", merged(shapes), Category.OBJECT)], FINISH)
