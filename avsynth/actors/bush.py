"""Bushes: leaves down to the ground around a dark core. At most 3500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._surroundings import designed, finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.foliage import Clumps, Spray, leaves, shade, stretched
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import merged
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"leaves": "leaves", "inside": "leaves_dark"}
SLOT = slots(FINISH)
#: Numbers of sprays outside and inside.
LEAVES, SHADE = 3200, 260
SEED = 0
DESIGNS = (
    {"variant": 0, "height": 1.2, "width": 1.6, "leaves": "leaves"},
    {"variant": 1, "height": 0.8, "width": 1.1, "leaves": "leaves_light"},
    {"variant": 2, "height": 1.8, "width": 2.2, "leaves": "leaves_dark"},
    {"variant": 3, "height": 2.4, "width": 2.4, "leaves": "leaves"},
)


@ACTORS.register
class Bush(Actor):
    """A bush."""

    kind: Literal["bush"] = "bush"
    category: ClassVar[Category] = Category.VEGETATION
    placeable: ClassVar[bool] = False
    variant: int | None = Field(None, ge=0, le=7, description="Which of the shapes.")
    height: Length | None = Field(None, gt=0.3, lt=5.0, description="Above the ground [m].")
    width: Length | None = Field(None, gt=0.3, lt=6.0, description="Diameter [m].")
    leaves: MaterialName | None = Field(None, description="Material of the leaves.")

    def dressed(self, stream: Stream) -> Self:
        """Return the bush with shape, size and leaves drawn."""
        return designed(self, DESIGNS, stream)

    def model(self) -> Model:
        """Return the shape of the bush."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the material of the leaves."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=16)
def _model(bush: Bush) -> Model:
    """Return the model of a bush."""
    rng = Stream(SEED).rng("bush", bush.variant)
    clumps = _clumps(bush, rng)
    spray = Spray(0.048 * bush.width + 0.025, 0.034 * bush.width + 0.018, outward=0.6)
    foliage = [
        leaves(clumps, LEAVES, spray, SLOT["leaves"], rng),
        shade(clumps, SHADE, 0.16 * bush.width, SLOT["inside"], rng),
    ]
    half = bush.width / 2
    whole = stretched(merged(foliage), [-half, -half, 0.0], [half, half, bush.height])
    return model("bush", bush, [Piece("bush", whole, Category.VEGETATION)], FINISH)


def _clumps(bush: Bush, rng: np.random.Generator) -> Clumps:
    """Return unequal clumps, a ring on the ground and some higher near the middle."""
    count = 13
    ring = np.arange(count) < 7
    angle = 2.4 * np.arange(count) + rng.normal(0, 0.3, count)
    out = bush.width * np.where(ring, 0.30, 0.12) * rng.uniform(0.75, 1.1, count)
    size = bush.width * rng.uniform(0.15, 0.24, count)
    z = bush.height * np.where(ring, rng.uniform(0.2, 0.42, count), rng.uniform(0.46, 0.70, count))
    centre = np.column_stack([out * np.cos(angle), out * np.sin(angle), z])
    return Clumps(centre, size[:, None] * [1.0, 1.0, max(0.8, 0.8 * bush.height / bush.width)])
