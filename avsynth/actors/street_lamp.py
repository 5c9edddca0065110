"""Street lamps: a tapered pole with an arm, or a lantern on top. At most 400 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._surroundings import designed, finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, lathe, loft, merged, superellipse, tube
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"pole": "galvanised_steel", "head": "painted_metal_grey", "glass": "lamp_glass"}
SLOT = slots(FINISH)
DESIGNS = (
    {"style": "arm", "height": 8.0, "reach": 1.5, "pole": "galvanised_steel"},
    {"style": "arm", "height": 6.0, "reach": 1.0, "pole": "galvanised_steel"},
    {"style": "arm", "height": 10.0, "reach": 2.0, "pole": "painted_metal_grey"},
    {"style": "lantern", "height": 4.5, "reach": 0.0, "pole": "painted_metal_dark"},
    {"style": "lantern", "height": 4.0, "reach": 0.0, "pole": "painted_metal_green"},
)


@ACTORS.register
class StreetLamp(Actor):
    """A street lamp; its arm reaches towards +x, so the pole stands at the rear edge of the box."""

    kind: Literal["street_lamp"] = "street_lamp"
    category: ClassVar[Category] = Category.POLE
    placeable: ClassVar[bool] = False
    style: Literal["arm", "lantern"] | None = Field(None, description="Head on an arm over the road, or on the pole.")
    height: Length | None = Field(None, gt=2.5, lt=15.0, description="Of the highest point [m].")
    reach: Length | None = Field(None, ge=0.0, lt=5.0, description="Length of the arm [m].")
    burns: bool = Field(True, description="Whether it burns in the dark.")
    pole: MaterialName | None = Field(None, description="Material of the pole.")

    def dressed(self, stream: Stream) -> Self:
        """Return the lamp with style, size and material drawn."""
        return designed(self, DESIGNS, stream)

    def model(self) -> Model:
        """Return the shape of the lamp."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the material of the pole."""
        return finish_of(self, FINISH)

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the glass, which shines in the dark."""
        return {"glass": "street_lamp_lit"} if motion.dark and self.burns else {}


@lru_cache(maxsize=16)
def _model(lamp: StreetLamp) -> Model:
    """Return the model of a lamp."""
    shapes = _lantern(lamp.height) if lamp.style == "lantern" else _with_arm(lamp.height, lamp.reach)
    return model("street_lamp", lamp, [Piece("lamp", merged(shapes), Category.POLE)], FINISH)


def _pole(height: float, foot: float, top: float) -> Shape:
    """Return a tapered pole with a wider lower part that holds the door."""
    door = min(1.4, 0.25 * height)
    return lathe([(1.25 * foot, 0), (1.25 * foot, door), (foot, door + 0.06), (top, height)], 12, SLOT["pole"])


def _with_arm(height: float, reach: float) -> list[Shape]:
    """Return pole, bent arm and flat head."""
    bend = min(0.35, 0.3 * reach + 0.1)
    level = height - 0.06
    shaft = level - bend
    turn = np.linspace(0, np.pi / 2 - 0.09, 5)
    path = np.column_stack([bend * (1 - np.cos(turn)), np.zeros(5), shaft + bend * np.sin(turn)])
    path = np.vstack([path, [max(reach, bend + 0.05), 0, level]])
    arm = tube(path, np.linspace(0.045, 0.03, len(path)), 8, SLOT["pole"])
    outline = superellipse(12, 3.0) * [0.34, 0.15]
    rings = [
        np.column_stack([outline * s, np.full(12, z)])
        for s, z in ((0.88, -0.06), (1.0, -0.03), (0.95, 0.02), (0.5, 0.06))
    ]
    slots = [SLOT["head"]] * 3
    head = loft(rings, slots, caps=(False, True)).moved(path[-1, 0] + 0.25, 0, level)
    low = rings[0] + [path[-1, 0] + 0.25, 0, level]
    glass = loft([low * [1, 1, 1] - [0, 0, 0.012], low], SLOT["glass"], caps=(True, False))
    return [_pole(shaft, 0.075, 0.045), arm, head, glass]


def _lantern(height: float) -> list[Shape]:
    """Return a pole with a round lantern on top."""
    base = height - 0.62
    glass = lathe([(0.10, base + 0.06), (0.20, base + 0.42)], 10, SLOT["glass"])
    roof = lathe([(0.20, base + 0.42), (0.27, base + 0.44), (0.16, base + 0.56), (0.0, base + 0.62)], 10, SLOT["head"])
    cup = lathe([(0.045, base - 0.02), (0.11, base + 0.06)], 10, SLOT["head"])
    return [_pole(base, 0.065, 0.04), cup, glass, roof]
