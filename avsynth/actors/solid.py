"""Solids upright on a ground plan of any shape: buildings and obstacles of files of roads. At most 3000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, NamedTuple, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._surroundings import finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, loft, merged, sheet, triangulated
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"body": "concrete", "roof": "roof_felt", "window": "window_glass"}
SLOT = slots(FINISH)
#: Ground plan and height of one whose shape nobody said [m].
PLAN, HEIGHT = ((0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5), (0.5, -0.5)), 1.0
#: Height of a storey, of a window and of its sill, width of a window, from one to the next, before the wall [m].
STOREY, WINDOW, SILL, WIDE, PITCH, PROUD = 3.0, 1.4, 0.95, 1.2, 2.6, 0.02
#: Most windows of one building.
MOST_WINDOWS = 1200


class Role(NamedTuple):
    """What its points are called, and what it is made of, by weight."""

    category: Category
    bodies: Mapping[str, float]


ROLES = {
    "building": Role(
        Category.BUILDING, {"plaster_cream": 0.3, "plaster_white": 0.2, "plaster_grey": 0.2, "brick_red": 0.3}
    ),
    "barrier": Role(Category.FENCE, {"concrete": 1.0}),
    "pole": Role(Category.POLE, {"galvanised_steel": 1.0}),
    "island": Role(Category.KERB, {"concrete_kerb": 1.0}),
    "object": Role(Category.OBJECT, {"painted_metal_grey": 1.0}),
}


@ACTORS.register
class Solid(Actor):
    """What stands upright on a ground plan; buildings have windows."""

    kind: Literal["solid"] = "solid"
    category: ClassVar[Category] = Category.OBJECT
    placeable: ClassVar[bool] = False
    role: Literal["building", "barrier", "pole", "island", "object"] = Field("object", description="What it is.")
    plan: tuple[tuple[Length, Length], ...] = Field(PLAN, description="Corners of its ground plan, around it [m].")
    tops: tuple[Length, ...] = Field((), description="Height above the ground at each corner, 1 m if none is given.")
    body: MaterialName | None = Field(None, description="Material of the walls.")

    def dressed(self, stream: Stream) -> Self:
        """Return the solid with its material drawn."""
        body = self.body or chosen(ROLES[self.role].bodies, stream.child("body"))
        return self.model_copy(update={"body": body, "tops": self.tops or (HEIGHT,) * len(self.plan)})

    def model(self) -> Model:
        """Return the shape."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the material of the walls."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=128)
def _model(solid: Solid) -> Model:
    """Return the model of a solid: walls, and lids cut into ears."""
    plan, tops = np.array(solid.plan), np.array(solid.tops)
    if _turn(plan) < 0:
        plan, tops = plan[::-1], tops[::-1]
    low, high = np.column_stack([plan, np.zeros(len(plan))]), np.column_stack([plan, tops])
    ears = triangulated(plan)
    roof = SLOT["roof"] if solid.role == "building" else SLOT["body"]
    shapes = [
        loft(np.stack([low, high]), SLOT["body"], caps=(False, False)),
        Shape(high, ears, np.full(len(ears), roof)),
        Shape(low, ears[:, ::-1], np.full(len(ears), SLOT["body"])),
    ]
    if solid.role == "building":
        shapes += _windows(plan, tops)
    return model("solid", solid, [Piece("solid", merged(shapes), ROLES[solid.role].category)], FINISH)


def _turn(plan: np.ndarray) -> float:
    """Return twice the area of a ground plan (K, 2), positive if it runs counter-clockwise [m²]."""
    x, y = plan.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1))


def _windows(plan: np.ndarray, tops: np.ndarray) -> list[Shape]:
    """Return the windows of all walls that are long and high enough for some, storey by storey."""
    found: list[Shape] = []
    for k, start in enumerate(plan):
        way = plan[(k + 1) % len(plan)] - start
        length = float(np.hypot(*way))
        count = int(length // PITCH)
        storeys = int(min(tops[k], tops[(k + 1) % len(plan)]) // STOREY)
        if min(count, storeys) < 1 or len(found) + count * storeys > MOST_WINDOWS:
            continue
        ahead = way / length
        outside = PROUD * np.array([ahead[1], -ahead[0]])
        for middle in (np.arange(count) + 0.5) * length / count:
            sides = [start + outside + (middle + half) * ahead for half in (-WIDE / 2, WIDE / 2)]
            for sill in SILL + STOREY * np.arange(storeys):
                rows = [[[*side, z] for side in sides] for z in (sill, sill + WINDOW)]
                found.append(sheet(np.array(rows), SLOT["window"]))
    return found
