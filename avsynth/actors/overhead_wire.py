"""Wires between two poles, which hang through. At most 300 triangles."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors.utility_pole import WIRES
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import merged, tube
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"wire": "plastic_black"}
SLOT = slots(FINISH)
#: Radius of a wire, insulation included [m] (NFA2X 4 × 35: 8 mm), and points along it.
RADIUS, POINTS = 0.006, 9
#: Sag ÷ square of the span [1/m]: a parabola sags w l² / (8 H), by 0.6 m over 32 m.
SAG = 0.0006


@ACTORS.register
class OverheadWire(Actor):
    """The wires of one span along x, from pole to pole; their ends are its highest points."""

    kind: Literal["overhead_wire"] = "overhead_wire"
    category: ClassVar[Category] = Category.OBJECT
    placeable: ClassVar[bool] = False
    span: Length | None = Field(None, gt=2.0, lt=80.0, description="From pole to pole, along x [m].")

    def dressed(self, stream: Stream) -> Self:
        """Return the wires; spans are 32 m long unless given."""
        return self.model_copy(update={"span": self.span or 32.0})

    def model(self) -> Model:
        """Return the shape of the wires."""
        return _model(self)


@lru_cache(maxsize=64)
def _model(wire: OverheadWire) -> Model:
    """Return the model of a span."""
    x = np.linspace(-wire.span / 2, wire.span / 2, POINTS)
    sag = -SAG * (wire.span**2 - 4 * x**2)
    paths = [np.column_stack([x, np.full(POINTS, y), sag]) for y in WIRES]
    shape = merged([tube(path, np.full(POINTS, RADIUS), 3, SLOT["wire"]) for path in paths])
    return model("overhead_wire", wire, [Piece("wires", shape, Category.OBJECT)], FINISH)
