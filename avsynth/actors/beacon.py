"""Beacons of road works: boards with slanting red and white stripes on a foot. At most 100 triangles."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, box, merged, sheet
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"foot": "tyre_rubber", "back": "plastic_grey", "red": "sign_retro_red", "white": "sign_retro_white"}
SLOT = slots(FINISH)
#: Board: width, height, thickness; height of a stripe [m] (German sign 605: 0.25 by 1.0 m). Foot: its size [m].
WIDE, TALL, THICK, STRIPE = 0.25, 1.0, 0.03, 0.20
FOOT = (0.80, 0.40, 0.11)


@ACTORS.register
class Beacon(Actor):
    """A beacon that looks to +x."""

    kind: Literal["beacon"] = "beacon"
    category: ClassVar[Category] = Category.TRAFFIC_SIGN
    placeable: ClassVar[bool] = False
    falls: Literal["left", "right"] | None = Field(
        None, description="Where its stripes go down to, seen from the front: traffic passes it there."
    )

    def dressed(self, stream: Stream) -> Self:
        """Return the beacon; traffic passes it on the left unless said otherwise."""
        return self.model_copy(update={"falls": self.falls or "left"})

    def model(self) -> Model:
        """Return the shape of the beacon."""
        return _model(self)


@lru_cache(maxsize=4)
def _model(beacon: Beacon) -> Model:
    """Return the model of a beacon."""
    low = FOOT[2]
    board = box(THICK, WIDE, TALL, SLOT["back"]).moved(-THICK / 2, 0, low + TALL / 2)
    face = _face() if beacon.falls == "left" else _face().mirrored()
    foot = box(*FOOT, SLOT["foot"]).moved(0, 0, low / 2)
    pieces = [
        Piece("foot", foot, Category.OBJECT),
        Piece("board", merged([board, face.moved(0.002, 0, low)]), Category.TRAFFIC_SIGN),
    ]
    return model("beacon", beacon, pieces, FINISH)


def _face() -> Shape:
    """Return the striped face, which looks to +x; its stripes go down to −y, the left of who looks at it."""
    levels = np.arange(0.0, TALL + WIDE + STRIPE, STRIPE)
    nothing = np.zeros_like(levels)
    left, right = (
        np.column_stack([nothing, nothing + y, np.clip(z, 0.0, TALL)])
        for y, z in ((-WIDE / 2, levels - WIDE), (WIDE / 2, levels))
    )
    colours = [[SLOT["red" if k % 2 == 0 else "white"]] for k in range(len(levels) - 1)]
    return sheet(np.stack([left, right], axis=1), colours)
