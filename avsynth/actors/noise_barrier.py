"""Noise barriers: panels between steel posts, some with a clear upper part. At most 800 triangles."""

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
from avsynth.catalog.shapes import box, merged
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"panel": "concrete", "post": "galvanised_steel", "clear": "car_glass", "plinth": "concrete_dark"}
SLOT = slots(FINISH)
#: Materials of the panels and their weights; heights [m] of barriers along German motorways (ZTV-Lsw 06).
PANELS = {"concrete": 0.4, "wood_weathered": 0.2, "painted_metal_green": 0.2, "aluminium": 0.2}
HEIGHTS = {"2.5": 0.2, "3.5": 0.4, "5.0": 0.4}
#: Distance of the posts, height of the plinth, thickness of the panels [m].
BAY, PLINTH, THICK = 4.0, 0.5, 0.12


@ACTORS.register
class NoiseBarrier(Actor):
    """A noise barrier that runs along y."""

    kind: Literal["noise_barrier"] = "noise_barrier"
    category: ClassVar[Category] = Category.FENCE
    placeable: ClassVar[bool] = False
    length: Length | None = Field(None, gt=1.0, lt=60.0, description="Along the barrier, y [m].")
    height: Length | None = Field(None, gt=1.0, lt=9.0, description="To the top [m].")
    glazed: bool | None = Field(None, description="Whether the upper half is clear.")
    panel: MaterialName | None = Field(None, description="Material of the panels.")

    def dressed(self, stream: Stream) -> Self:
        """Return the barrier with height, glazing and panels drawn."""
        glazed = chosen({"yes": 0.25, "no": 0.75}, stream.child("glazed")) == "yes"
        return self.model_copy(
            update={
                "length": self.length or 3 * BAY,
                "height": self.height or float(chosen(HEIGHTS, stream.child("height"))),
                "glazed": glazed if self.glazed is None else self.glazed,
                "panel": self.panel or chosen(PANELS, stream.child("panel")),
            }
        )

    def model(self) -> Model:
        """Return the shape."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials that are chosen."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=32)
def _model(barrier: NoiseBarrier) -> Model:
    """Return the model of a barrier: grooved panels, one above the other, between posts of I section."""
    bays = max(1, round(barrier.length / BAY))
    wide = barrier.length / bays
    solid = barrier.height * (0.55 if barrier.glazed else 1.0)
    rows = max(1, round((solid - PLINTH) / 0.5))
    high = (solid - PLINTH) / rows
    shapes = [box(0.2, barrier.length, PLINTH, SLOT["plinth"]).moved(z=PLINTH / 2)]
    for bay in range(bays):
        y = (bay + 0.5) * wide - barrier.length / 2
        for row in range(rows):
            z = PLINTH + (row + 0.5) * high
            shapes.append(box(THICK, wide - 0.10, high - 0.025, SLOT["panel"]).moved(0, y, z))
        shapes.append(box(0.6 * THICK, wide - 0.1, solid - PLINTH, SLOT["panel"]).moved(0, y, (solid + PLINTH) / 2))
        if barrier.glazed:
            pane = box(0.02, wide - 0.1, barrier.height - solid, SLOT["clear"])
            shapes.append(pane.moved(0, y, (solid + barrier.height) / 2))
    for post in np.linspace(-barrier.length / 2 + 0.08, barrier.length / 2 - 0.08, bays + 1):
        for x in (-0.08, 0.08):
            shapes.append(box(0.012, 0.16, barrier.height, SLOT["post"]).moved(x, post, barrier.height / 2))
        shapes.append(box(0.16, 0.01, barrier.height, SLOT["post"]).moved(0, post, barrier.height / 2))
    return model("noise_barrier", barrier, [Piece("barrier", merged(shapes), Category.FENCE)], FINISH)
