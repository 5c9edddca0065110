"""Fences: wooden pickets, welded mesh panels, or iron railings. At most 1500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._surroundings import designed, finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, box, extruded, lathe, merged
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"bar": "wood", "post": "wood", "base": "concrete"}
SLOT = slots(FINISH)
DESIGNS = (
    {"style": "pickets", "height": 1.0, "bar": "wood", "post": "wood"},
    {"style": "pickets", "height": 1.2, "bar": "wood_weathered", "post": "wood_weathered"},
    {"style": "pickets", "height": 1.0, "bar": "painted_metal_white", "post": "painted_metal_white"},
    {"style": "mesh", "height": 1.25, "bar": "painted_metal_green", "post": "painted_metal_green"},
    {"style": "mesh", "height": 1.8, "bar": "galvanised_steel", "post": "galvanised_steel"},
    {"style": "railing", "height": 1.2, "bar": "painted_metal_dark", "post": "painted_metal_dark"},
    {"style": "boards", "height": 1.8, "bar": "wood_weathered", "post": "wood_weathered"},
)
#: Pieces are this long unless given; posts stand at most this far apart [m].
PIECE, SPAN = 4.0, 2.5


@ACTORS.register
class Fence(Actor):
    """A fence along y, across where it faces; its better side looks to +x."""

    kind: Literal["fence"] = "fence"
    category: ClassVar[Category] = Category.FENCE
    style: Literal["pickets", "mesh", "railing", "boards"] | None = Field(
        None, description="What stands between posts."
    )
    length: Length | None = Field(None, gt=0.5, lt=12.0, description="Along the fence, y [m].")
    height: Length | None = Field(None, gt=0.4, lt=3.0, description="Above the ground [m].")
    bar: MaterialName | None = Field(None, description="Material of pickets, wires or boards.")
    post: MaterialName | None = Field(None, description="Material of the posts.")

    def dressed(self, stream: Stream) -> Self:
        """Return the fence with style, height and materials drawn."""
        return designed(self.model_copy(update={"length": self.length or PIECE}), DESIGNS, stream)

    def model(self) -> Model:
        """Return the shape of the fence."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials of bars and posts."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=32)
def _model(fence: Fence) -> Model:
    """Return the model of a fence."""
    filling = {"pickets": _pickets, "mesh": _mesh, "railing": _railing, "boards": _boards}[fence.style]
    shapes = [*_posts(fence), *filling(fence.length, fence.height)]
    return model("fence", fence, [Piece("fence", merged(shapes), Category.FENCE)], FINISH)


def _posts(fence: Fence) -> list[Shape]:
    """Return posts in the middle of equal spans, so that pieces continue one another."""
    wide = 0.09 if fence.style in ("pickets", "boards") else 0.06
    post = box(wide, wide, fence.height, SLOT["post"]).moved(-0.06, 0, fence.height / 2)
    return [post.moved(y=y) for y in _spread(fence.length, SPAN)]


def _spread(length: float, spacing: float) -> np.ndarray:
    """Return places at most `spacing` apart, half a step from the ends [m]."""
    count = int(np.ceil(length / spacing - 1e-9))
    return (np.arange(count) + 0.5) * length / count - length / 2


def _rails(length: float, heights: tuple[float, ...], thick: float) -> list[Shape]:
    """Return bars along the fence at the given heights."""
    return [box(thick, length, thick * 1.6, SLOT["bar"]).moved(-0.03, 0, z) for z in heights]


def _pickets(length: float, height: float) -> list[Shape]:
    """Return pointed pickets on two rails."""
    half, low = 0.04, 0.06
    outline = [[-half, low], [half, low], [half, height - 0.05], [0, height], [-half, height - 0.05]]
    picket = extruded(outline, 0.02, SLOT["bar"]).turned((1, 0, 0), np.pi / 2).turned((0, 0, 1), np.pi / 2)
    return [picket.moved(y=y) for y in _spread(length, 0.135)] + _rails(length, (0.25 * height, 0.8 * height), 0.04)


def _boards(length: float, height: float) -> list[Shape]:
    """Return upright boards close to each other, in turns a little before and behind."""
    places = _spread(length, 0.15)
    boards = []
    for number, y in enumerate(places):
        board = box(0.02, 0.146, height - 0.08, SLOT["bar"]).moved(0.012 * (number % 2), y, height / 2)
        boards.append(board)
    return boards + _rails(length, (0.2 * height, 0.85 * height), 0.045)


def _railing(length: float, height: float) -> list[Shape]:
    """Return round bars with points on a low base."""
    bar = lathe([(0.009, 0.2), (0.009, height - 0.08), (0.016, height - 0.06), (0.0, height)], 5, SLOT["bar"])
    base = box(0.22, length, 0.22, SLOT["base"]).moved(-0.04, 0, 0.11)
    rails = _rails(length, (0.32, height - 0.14), 0.022)
    return [bar.moved(-0.03, y, 0) for y in _spread(length, 0.13)] + [base, *rails]


def _mesh(length: float, height: float) -> list[Shape]:
    """Return a welded panel: upright wires every 5 cm are 5 mm thick, cross wires every 20 cm are twins."""
    upright = box(0.005, 0.005, height - 0.06, SLOT["bar"]).moved(0, 0, height / 2)
    levels = np.arange(0.06, height - 0.02, 0.20)
    across = [box(0.016, length, 0.006, SLOT["bar"]).moved(0, 0, z) for z in levels]
    return [upright.moved(y=y) for y in _spread(length, 0.05)] + across
