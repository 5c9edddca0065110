"""Poles of overhead lines: cross-arm, insulators, a cable down the pole, some a transformer. At most 400 triangles."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._surroundings import designed
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, box, cylinder, lathe, merged, rod
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"pole": "wood_weathered", "arm": "galvanised_steel", "insulator": "plastic_grey", "box": "painted_metal_grey"}
SLOT = slots(FINISH)
#: Height of what the wires lie on above the ground, how far they hang from the axis of the pole [m].
WIRES_AT, WIRES = 7.6, (-0.70, -0.35, 0.35, 0.70)
#: Radii of the pole at the foot and at the top, and how far it goes on above the wires [m].
RADII, TOP = (0.13, 0.09), 0.35
DESIGNS = ({"transformer": False}, {"transformer": False}, {"transformer": False}, {"transformer": True})


@ACTORS.register
class UtilityPole(Actor):
    """A pole whose wires run along y: its cross-arm reaches along x."""

    kind: Literal["utility_pole"] = "utility_pole"
    category: ClassVar[Category] = Category.POLE
    placeable: ClassVar[bool] = False
    transformer: bool | None = Field(None, description="Whether a transformer hangs on it.")
    height: Length = Field(WIRES_AT + TOP, ge=5.0, le=14.0, description="Of its top; wires lie 0.35 m below [m].")

    def dressed(self, stream: Stream) -> Self:
        """Return the pole; one in four has a transformer."""
        return designed(self, DESIGNS, stream)

    def model(self) -> Model:
        """Return the shape of the pole."""
        return _model(self)


@lru_cache(maxsize=4)
def _model(pole: UtilityPole) -> Model:
    """Return the model of a pole."""
    level = pole.height - TOP
    shapes = [lathe([(RADII[0], 0.0), (RADII[1], pole.height), (0.0, pole.height)], 8, SLOT["pole"])]
    shapes.append(box(2 * WIRES[-1] + 0.2, 0.09, 0.09, SLOT["arm"]).moved(0, 0.1, level - 0.17))
    shapes += [
        rod([side * 0.45, 0.1, level - 0.2], [0.0, 0.1, level - 0.75], 0.018, 5, SLOT["arm"]) for side in (-1, 1)
    ]
    shapes += [cylinder(0.04, 0.13, 6, SLOT["insulator"]).moved(x, 0.1, level - 0.06) for x in WIRES]
    if pole.transformer:
        shapes.append(cylinder(0.22, 0.8, 10, SLOT["box"]).moved(0.0, -0.36, level - 1.5))
    shapes.append(_descent(level))
    return model("utility_pole", pole, [Piece("pole", merged(shapes), Category.POLE)], FINISH)


def _descent(level: float) -> Shape:
    """Return the pipe in which a cable comes down, and its meter."""
    pipe = rod([-0.14, 0.0, 0.3], [-0.11, 0.0, level - 1.0], 0.025, 5, SLOT["arm"])
    meter = box(0.16, 0.24, 0.34, SLOT["box"]).moved(-0.2, 0.0, 1.5)
    return merged([pipe, meter]).turned((0, 0, 1), np.pi)
