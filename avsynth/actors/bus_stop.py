"""Bus stops: a shelter of glass with bench and timetable, and the sign. At most 900 triangles."""

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
from avsynth.catalog.shapes import Shape, box, cylinder, merged, rod
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {
    "frame": "painted_metal_dark", "glass": "car_glass", "roof": "painted_metal_grey", "seat": "wood",
    "poster": "plaster_blue", "sign": "sign_retro_yellow", "letter": "sign_retro_green",
}  # fmt: skip
SLOT = slots(FINISH)
#: Height of the roof's lower edge, its thickness, depth of the shelter [m].
UNDER, ROOF, DEPTH = 2.35, 0.10, 1.45
POSTERS = {"plaster_blue": 0.3, "plaster_yellow": 0.3, "plaster_red": 0.2, "plaster_white": 0.2}


@ACTORS.register
class BusStop(Actor):
    """A bus stop whose open side looks to +x."""

    kind: Literal["bus_stop"] = "bus_stop"
    category: ClassVar[Category] = Category.OBJECT
    placeable: ClassVar[bool] = False
    width: Length | None = Field(None, gt=2.0, lt=9.0, description="Along the kerb, y [m].")
    poster: MaterialName | None = Field(None, description="Material of the poster.")

    def dressed(self, stream: Stream) -> Self:
        """Return the stop with width and poster drawn."""
        return self.model_copy(
            update={
                "width": self.width or float(chosen({"2.8": 0.3, "4.2": 0.7}, stream.child("width"))),
                "poster": self.poster or chosen(POSTERS, stream.child("poster")),
            }
        )

    def model(self) -> Model:
        """Return the shape."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials that are chosen."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=8)
def _model(stop: BusStop) -> Model:
    """Return the model of a bus stop."""
    half = stop.width / 2
    corners = [(x, y) for x in (-DEPTH / 2, DEPTH / 2 - 0.35) for y in (-half, half)]
    posts = [box(0.06, 0.06, UNDER, SLOT["frame"]).moved(x, y, UNDER / 2) for x, y in corners]
    roof = box(DEPTH + 0.2, stop.width + 0.3, ROOF, SLOT["roof"]).moved(0, 0, UNDER + ROOF / 2)
    panes = [box(0.012, stop.width - 0.08, UNDER - 0.45, SLOT["glass"]).moved(-DEPTH / 2, 0, UNDER / 2 + 0.1)]
    panes.append(box(DEPTH - 0.45, 0.012, UNDER - 0.45, SLOT["glass"]).moved(-0.17, half, UNDER / 2 + 0.1))
    light = box(DEPTH - 0.45, 0.14, 1.85, SLOT["frame"]).moved(-0.17, -half, 1.18)
    posters = [box(DEPTH - 0.60, 0.01, 1.65, SLOT["poster"]).moved(-0.17, -half + y, 1.20) for y in (-0.075, 0.075)]
    seat = box(0.40, stop.width - 1.0, 0.05, SLOT["seat"]).moved(-DEPTH / 2 + 0.32, 0, 0.46)
    legs = [box(0.05, 0.05, 0.45, SLOT["frame"]).moved(-DEPTH / 2 + 0.32, y, 0.22) for y in (-half + 0.8, half - 0.8)]
    shapes = [*posts, roof, *panes, light, *posters, seat, *legs, _sign().moved(DEPTH / 2 + 0.1, half + 0.9, 0)]
    return model("bus_stop", stop, [Piece("shelter", merged(shapes), Category.OBJECT)], FINISH)


def _sign() -> Shape:
    """Return the sign of a stop (StVO 224): a disc on a pole, and the timetable below it."""
    disc = cylinder(0.21, 0.012, 24, SLOT["letter"]).turned((0, 1, 0), np.pi / 2).turned((0, 0, 1), np.pi / 2)
    face = cylinder(0.16, 0.016, 24, SLOT["sign"]).turned((0, 1, 0), np.pi / 2).turned((0, 0, 1), np.pi / 2)
    table = box(0.32, 0.03, 0.45, SLOT["poster"]).moved(0, 0, 1.45)
    return merged([rod([0, 0, 0], [0, 0, 2.75], 0.03, 8, SLOT["frame"]), disc.moved(z=2.5), face.moved(z=2.5), table])
