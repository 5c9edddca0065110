"""Railway tracks: ballast, sleepers and rails, in straight pieces. At most 700 triangles."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, box, merged, sheet
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"ballast": "gravel", "sleeper": "concrete_dark", "rail": "cast_iron"}
SLOT = slots(FINISH)
#: From the middle of one rail's head to that of the other [m]: gauge 1.435 m and the width of a head (UIC 60: 72 mm).
RAILS, HEAD, RAIL_HEIGHT = 1.507, 0.072, 0.172
#: Ballast: height, half its width at the top and at the bottom [m].
BALLAST, TOP_HALF, BOTTOM_HALF = 0.38, 1.7, 2.3
#: Sleepers: length, width, height above the ballast, from one to the next [m] (B70: 2.60 by 0.30 m, every 0.60 m).
SLEEPER, SPACING = (0.30, 2.60, 0.05), 0.60


@ACTORS.register
class Railway(Actor):
    """A piece of railway track along x; the tops of its rails are its highest points."""

    kind: Literal["railway"] = "railway"
    category: ClassVar[Category] = Category.TERRAIN
    placeable: ClassVar[bool] = False
    length: Length | None = Field(None, gt=0.5, lt=60.0, description="Along the track, x [m].")

    def dressed(self, stream: Stream) -> Self:
        """Return the track; pieces are 9 m long unless given."""
        return self.model_copy(update={"length": self.length or 9.0})

    def model(self) -> Model:
        """Return the shape of the track."""
        return _model(self)


#: Height of the tops of the rails above the foot of the ballast [m].
HEIGHT = BALLAST + SLEEPER[2] + RAIL_HEIGHT


@lru_cache(maxsize=8)
def _model(track: Railway) -> Model:
    """Return the model of a track."""
    count = max(1, round(track.length / SPACING))
    places = (np.arange(count) + 0.5) * track.length / count - track.length / 2
    sleepers = [box(*SLEEPER, SLOT["sleeper"]).moved(x, 0, BALLAST + SLEEPER[2] / 2) for x in places]
    rails = [
        box(track.length, HEAD, RAIL_HEIGHT, SLOT["rail"]).moved(0, side * RAILS / 2, HEIGHT - RAIL_HEIGHT / 2)
        for side in (1, -1)
    ]
    pieces = [
        Piece("bed", merged([_ballast(track.length), *sleepers]), Category.TERRAIN),
        Piece("rails", merged(rails), Category.OBJECT),
    ]
    return model("railway", track, pieces, FINISH)


def _ballast(length: float) -> Shape:
    """Return the bed of the track."""
    profile = ((BOTTOM_HALF, 0.0), (TOP_HALF, BALLAST), (-TOP_HALF, BALLAST), (-BOTTOM_HALF, 0.0))
    ends = (-length / 2, length / 2)
    return sheet(np.array([[[x, y, z] for x in ends] for y, z in profile]), SLOT["ballast"])
