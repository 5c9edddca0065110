"""Cargo bikes: a long bicycle with a box before the rider, often with a child in it. At most 16500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.actors import _bicycle, _body
from avsynth.actors._mounted import Mounted, leaning
from avsynth.actors._rider import rider
from avsynth.actors._steering import Bar, balanced
from avsynth.actors.cyclist import pedalled, saddle_of, saddled
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, box, merged, rod, sheet
from avsynth.contracts import ACTORS, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

FINISH = _body.FINISH | _bicycle.FINISH | {"box": "wood"}
SLOT = slots(FINISH)
#: Cargo bikes of the long kind are 2.4 to 2.7 m long; their front wheel has 20 inches and the box is 0.6 m wide.
FRONT_RADIUS, FRONT_AXLE = 0.25, 1.52
#: A rod turns the far front wheel as the bar turns.
HEAD = (FRONT_AXLE - 0.10, 0.58)
BAR = Bar(_bicycle.HEAD_HIGH, _bicycle.BAR.rake, FRONT_AXLE - _bicycle.REAR_AXLE)
STEER = Bar(HEAD, _bicycle.BAR.rake, BAR.wheelbase).joint
#: x of the box from and to, half widths above and below, height from and to [m].
BOX, HALVES, HEIGHTS = (0.50, 1.22), (0.33, 0.27), (0.24, 0.78)
#: A child sits in so many of them [1]; its height and age.
CHILD_SHARE, CHILD = 0.5, _body.Figure(height=1.08, age=5.0, figure="female", outfit="jacket", haircut="bob")


class LoadShape(Config):
    """What the mesh of a cargo bike depends on."""

    child: bool
    rider: _body.Figure


@ACTORS.register
class CargoBike(Mounted):
    """A person riding a cargo bike with a box in front."""

    kind: Literal["cargo_bike"] = "cargo_bike"
    category: ClassVar[Category] = Category.CYCLIST
    helmet_share: ClassVar[float] = 0.45
    child: bool | None = Field(None, description="Whether a child sits in the box.")

    def _choices(self, stream: Stream) -> dict[str, object]:
        return {"child": bool(stream.rng("child").random() < CHILD_SHARE) if self.child is None else self.child}

    def model(self) -> Model:
        """Return the shape of bicycle, load and rider."""
        return _model(LoadShape(child=self.child, rider=self.sitter()))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how far it leans and steers, wheels that roll, a crank that turns, legs and arms that follow."""
        front = {"front_wheel": motion.distance / FRONT_RADIUS}
        steered = balanced(self.sitter(), saddled(self.height), BAR, motion)
        return pedalled(self.height, motion.distance) | front | steered


@lru_cache(maxsize=64)
def _model(bike: LoadShape) -> Model:
    """Return the model of bicycle, load and rider."""
    saddle, category = saddle_of(bike.rider.height), Category.CYCLIST
    person = rider(bike.rider, category, saddled(bike.rider.height))
    hub = Joint("front_wheel", (FRONT_AXLE, 0.0, FRONT_RADIUS), (0.0, 1.0, 0.0))
    share = FRONT_RADIUS / _bicycle.WHEEL_RADIUS
    wheel = _bicycle.wheel(SLOT).scaled(share, 1.2, share).moved(FRONT_AXLE, 0, FRONT_RADIUS)
    pieces = [
        Piece("bicycle", _bicycle.main_frame(SLOT, saddle), category),
        *_bicycle.drive(category, SLOT),
        Piece("steering", _bicycle.handlebar(SLOT), category, (BAR.joint,)),
        Piece("load", merged([_box(), _long_front(), *([_passenger()] if bike.child else [])]), category),
        Piece("fork", _fork(), category, (STEER,)),
        Piece("wheel_front", wheel, category, (STEER, hub)),
    ]
    return model("cargo_bike", bike, leaning([*pieces, *person], _bicycle.TYRE), FINISH)


def _box() -> Shape:
    """Return the box, wider above, open at its top, with a bench."""
    (rear, front), (wide, narrow), (low, high) = BOX, HALVES, HEIGHTS
    ring = [(rear, 1), (rear, -1), (front, -1), (front, 1)]
    loops = [
        np.array([[x - (0.06 if x == front and z == low else 0.0), s * half, z] for x, s in ring])
        for z, half in ((low, narrow), (high, wide))
    ]
    outer = sheet(np.stack([np.vstack([loop, loop[:1]]) for loop in loops]), SLOT["box"])
    shrunk = [loop * [1, 0.95, 1] + [0, 0, 0.015] for loop in loops]
    inner = sheet(np.stack([np.vstack([loop, loop[:1]]) for loop in shrunk]), SLOT["box"]).flipped()
    floor = box(front - rear - 0.06, 1.9 * narrow, 0.02, SLOT["box"]).moved((front + rear) / 2 - 0.03, 0, low)
    bench = box(0.28, 1.9 * narrow, 0.22, SLOT["box"]).moved(rear + 0.16, 0, low + 0.12)
    return merged([outer, inner, floor, bench])


def _long_front() -> Shape:
    """Return the beam below the box, the steering rod and the lamp."""
    paint = SLOT["frame"]
    parts = [
        rod([0.40, 0, 0.66], [0.44, 0, 0.22], 0.025, 8, paint),
        rod([_bicycle.CRANK_CENTRE[0], 0, _bicycle.CRANK_CENTRE[1]], [1.24, 0, 0.20], 0.028, 8, paint),
        rod([1.24, 0, 0.20], [HEAD[0], 0, HEAD[1]], 0.025, 8, paint),
        rod([0.42, 0.12, 0.17], [FRONT_AXLE - 0.04, 0.12, 0.30], 0.008, 5, SLOT["metal"]),
        box(0.05, 0.06, 0.05, SLOT["metal"]).moved(BOX[1] + 0.03, 0, 0.70),
    ]
    return merged(parts)


def _fork() -> Shape:
    """Return the fork of the front wheel."""
    legs = [([HEAD[0], y, HEAD[1]], [FRONT_AXLE, y, FRONT_RADIUS]) for y in (-0.06, 0.06)]
    return merged([rod(*ends, 0.013, 6, SLOT["frame"]) for ends in legs])


def _passenger() -> Shape:
    """Return a child on the bench, as far as it looks out of the box."""
    frame = CHILD.frame
    seen = [p.shape for p in _body.body(CHILD, Category.CYCLIST) if not p.name.startswith(("thigh", "shank", "foot"))]
    return merged(seen).moved(BOX[0] + 0.17, 0, HEIGHTS[0] + 0.30 - frame.hip)
