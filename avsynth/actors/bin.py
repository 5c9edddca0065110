"""Bins: the wheeled bins in front of houses, and litter bins on a post. At most 300 triangles."""

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
from avsynth.catalog.shapes import Shape, box, cylinder, lathe, loft, merged, rod
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"body": "plastic_grey", "lid": "plastic_grey", "tyre": "tyre_rubber", "post": "galvanised_steel"}
SLOT = slots(FINISH)
BODIES = {"plastic_grey": 0.5, "plastic_green": 0.2, "plastic_black": 0.3}
LIDS = {"plastic_grey": 0.4, "plastic_yellow": 0.25, "plastic_green": 0.15, "plastic_black": 0.2}
#: Outer sizes of two-wheeled bins [m] by content in litres: length, width, height (EN 840-1, rounded).
WHEELED = {"120": (0.55, 0.48, 0.93), "240": (0.73, 0.58, 1.07)}


@ACTORS.register
class Bin(Actor):
    """A two-wheeled bin of 120 or 240 litres, or a litter bin on a post."""

    kind: Literal["bin"] = "bin"
    category: ClassVar[Category] = Category.OBJECT
    placeable: ClassVar[bool] = False
    style: Literal["120", "240", "litter"] | None = Field(None, description="Litres of a wheeled bin, or 'litter'.")
    body: MaterialName | None = Field(None, description="Material of the body.")
    lid: MaterialName | None = Field(None, description="Material of the lid.")

    def dressed(self, stream: Stream) -> Self:
        """Return the bin with style and materials drawn."""
        style = self.style or chosen({"120": 0.4, "240": 0.4, "litter": 0.2}, stream.child("style"))
        body = self.body or chosen(BODIES, stream.child("body"))
        lid = self.lid or (body if style == "litter" else chosen(LIDS, stream.child("lid")))
        return self.model_copy(update={"style": style, "body": body, "lid": lid})

    def model(self) -> Model:
        """Return the shape of the bin."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials of body and lid."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=4)
def _model(bin: Bin) -> Model:
    """Return the model of a bin."""
    shape = _litter() if bin.style == "litter" else _wheeled(*WHEELED[bin.style])
    return model("bin", bin, [Piece("bin", shape, Category.OBJECT)], FINISH)


def _wheeled(length: float, width: float, height: float) -> Shape:
    """Return a bin that tapers downwards, with a sloping lid, handle and two wheels at the back."""
    square = np.array([[1, -1], [1, 1], [-1, 1], [-1, -1]]) / 2
    rim = 0.88 * height

    def ring(long: float, wide: float, z: float, lift: float = 0.0) -> np.ndarray:
        points = square * [long, wide]
        return np.column_stack([points, z - lift * square[:, 0]])

    body = loft(
        [
            ring(0.68 * length, 0.78 * width, 0.06 * height),
            ring(0.90 * length, 0.96 * width, rim - 0.05),
            ring(length * 0.96, width, rim - 0.05),
            ring(length * 0.96, width, rim),
        ],
        SLOT["body"],
    )
    lid = loft(
        [
            ring(0.94 * length, 0.98 * width, rim),
            ring(0.92 * length, 0.95 * width, 0.955 * height, 0.04),
            ring(0.60 * length, 0.70 * width, height - 0.01, 0.02),
        ],
        SLOT["lid"],
    )
    handle = rod([-0.5 * length, -0.4 * width, rim], [-0.5 * length, 0.4 * width, rim], 0.016, 6, SLOT["body"])
    wheel = cylinder(0.10, 0.05, 12, SLOT["tyre"]).turned((1, 0, 0), np.pi / 2).moved(-0.34 * length, 0, 0.10)
    wheels = [wheel.moved(y=side * (0.39 * width + 0.03)) for side in (-1, 1)]
    return merged([body, lid, handle, *wheels])


def _litter() -> Shape:
    """Return a round litter bin in front of a post."""
    outline = [(0.15, 0.42), (0.18, 0.46), (0.20, 0.92), (0.185, 0.92), (0.18, 0.62)]
    drum = lathe(outline, 14, SLOT["body"])
    cap = lathe([(0.20, 1.02), (0.12, 1.07), (0.0, 1.09)], 14, SLOT["lid"])
    struts = [rod([0.0, y, 0.9], [0.0, y, 1.03], 0.012, 4, SLOT["post"]) for y in (-0.185, 0.185)]
    post = rod([-0.24, 0, 0], [-0.24, 0, 1.15], 0.03, 8, SLOT["post"])
    bracket = box(0.08, 0.06, 0.30, SLOT["post"]).moved(-0.21, 0, 0.68)
    return merged([drum, cap, *struts, post, bracket])
