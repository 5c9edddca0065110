"""Park benches: slats on two feet of metal. At most 400 triangles."""

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

FINISH = {"slat": "wood", "frame": "painted_metal_dark"}
SLOT = slots(FINISH)
SLATS = {"wood": 0.5, "wood_weathered": 0.3, "painted_metal_green": 0.2}
#: Height of the seat, thickness of a slat [m].
SEAT, THICKNESS = 0.45, 0.035
#: Lean of the back rest [rad].
LEAN = 0.22


@ACTORS.register
class Bench(Actor):
    """A bench with a back rest; one sits looking to +x."""

    kind: Literal["bench"] = "bench"
    category: ClassVar[Category] = Category.OBJECT
    placeable: ClassVar[bool] = False
    width: Length | None = Field(None, gt=0.8, lt=4.0, description="Along the seat, y [m].")
    slat: MaterialName | None = Field(None, description="Material of the slats.")

    def dressed(self, stream: Stream) -> Self:
        """Return the bench with width and material drawn."""
        width = self.width or float(chosen({"1.8": 0.8, "1.5": 0.2}, stream.child("width")))
        return self.model_copy(update={"width": width, "slat": self.slat or chosen(SLATS, stream.child("slat"))})

    def model(self) -> Model:
        """Return the shape of the bench."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the material of the slats."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=8)
def _model(bench: Bench) -> Model:
    """Return the model of a bench."""
    slats = [box(0.085, bench.width, THICKNESS, SLOT["slat"]).moved(x, 0, SEAT) for x in np.arange(-0.20, 0.21, 0.10)]
    for up in (0.16, 0.27, 0.38):
        rest = box(THICKNESS, bench.width, 0.085, SLOT["slat"]).turned((0, 1, 0), -LEAN)
        slats.append(rest.moved(-0.22 - up * np.sin(LEAN), 0, SEAT + up))
    feet = []
    for y in (-0.38 * bench.width, 0.38 * bench.width):
        feet += [box(0.05, 0.05, SEAT, SLOT["frame"]).moved(x, y, SEAT / 2 - 0.01) for x in (-0.20, 0.18)]
        feet.append(box(0.46, 0.05, 0.04, SLOT["frame"]).moved(0, y, SEAT - 0.04))
        back = box(0.03, 0.05, 0.48, SLOT["frame"]).turned((0, 1, 0), -LEAN)
        feet.append(back.moved(-0.25 - 0.20 * np.sin(LEAN), y, SEAT + 0.20))
    return model("bench", bench, [Piece("bench", merged([*slats, *feet]), Category.OBJECT)], FINISH)
