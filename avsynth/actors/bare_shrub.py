"""Shrubs without leaves: stems that fork into twigs, through which one sees. At most 2100 triangles."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._surroundings import designed
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import merged, tube
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"twig": "bark"}
SLOT = slots(FINISH)
DESIGNS = (
    {"variant": 0, "height": 1.1, "width": 1.4},
    {"variant": 1, "height": 1.6, "width": 1.6},
    {"variant": 2, "height": 2.2, "width": 2.0},
    {"variant": 3, "height": 0.8, "width": 1.3},
)
#: Stems, twigs of each; radius of a stem at its foot, of a twig where it leaves and at its tip, per height [1].
STEMS, TWIGS, RADII = 18, 8, np.array([0.0060, 0.0030, 0.0012])
SEED = 0
UP = np.array([0.0, 0.0, 1.0])


@ACTORS.register
class BareShrub(Actor):
    """A shrub in winter, or a dry one."""

    kind: Literal["bare_shrub"] = "bare_shrub"
    category: ClassVar[Category] = Category.VEGETATION
    placeable: ClassVar[bool] = False
    variant: int | None = Field(None, ge=0, le=7, description="Which of the shapes.")
    height: Length | None = Field(None, gt=0.3, lt=5.0, description="Above the ground [m].")
    width: Length | None = Field(None, gt=0.3, lt=6.0, description="Diameter [m].")

    def dressed(self, stream: Stream) -> Self:
        """Return the shrub with shape and size drawn."""
        return designed(self, DESIGNS, stream)

    def model(self) -> Model:
        """Return the shape of the shrub."""
        return _model(self)


@lru_cache(maxsize=16)
def _model(shrub: BareShrub) -> Model:
    """Return the model of a shrub."""
    rng = Stream(SEED).rng("bare_shrub", shrub.variant)
    rods, radii = [], RADII * shrub.height
    for turn in 2 * np.pi * (np.arange(STEMS) + rng.uniform(0, 0.8, STEMS)) / STEMS:
        out = np.array([np.cos(turn), np.sin(turn), 0.0])
        path = _stem(shrub, out, rng)
        rods.append(tube(path, [radii[0], 0.8 * radii[0], radii[1]], 3, SLOT["twig"]))
        for share in rng.uniform(0.35, 1.0, TWIGS):
            rods.append(tube(_twig(path, float(share), shrub, rng), radii[1:], 3, SLOT["twig"]))
    return model("bare_shrub", shrub, [Piece("shrub", merged(rods), Category.VEGETATION)], FINISH)


def _stem(shrub: BareShrub, out: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the path of a stem that leans towards `out` (3,), float64 (3, 3) [m]."""
    reach, tall = shrub.width / 2 * rng.uniform(0.3, 0.85), shrub.height * rng.uniform(0.55, 0.9)
    bow = out * reach
    return np.array([0.06 * out, 0.45 * bow + 0.55 * tall * UP, bow + tall * UP])


def _twig(path: np.ndarray, share: float, shrub: BareShrub, rng: np.random.Generator) -> np.ndarray:
    """Return the path of a twig that leaves a stem `share` of the way up, float64 (2, 3) [m], inside the shrub."""
    start = np.array([np.interp(share, [0.0, 0.5, 1.0], axis) for axis in path.T])
    end = start + rng.uniform(0.15, 0.35) * shrub.height * (rng.uniform(-0.7, 0.7, 3) + 0.7 * UP)
    radius = np.hypot(end[0], end[1])
    end[:2] *= min(1.0, shrub.width / 2 / max(radius, 1e-6))
    end[2] = min(max(end[2], 0.05), shrub.height)
    return np.array([start, end])
