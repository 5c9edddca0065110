"""Rigid trucks: a cab over the front axle and a box, a curtain-sided or an open body behind. At most 7000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._truck_body import load_bed, running_gear
from avsynth.actors._truck_cab import SLOT, TRUCK_FINISH, cab
from avsynth.actors._vehicle import driven_joints
from avsynth.catalog.finishing import Piece, fitted, model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import merged
from avsynth.catalog.wheels import axle, road_wheel
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

Body = Literal["box", "curtain", "open"]

#: Mean and spread of length, width over the mirrors and height [m], around KITTI's means of 10.1 × 2.6 × 3.25 m;
#: 2.55 m is the legal width without mirrors.
LENGTH, WIDTH, HEIGHT = (9.4, 1.1), (2.66, 0.03), (3.45, 0.20)
BODIES = {"box": 0.5, "curtain": 0.35, "open": 0.15}
PAINTS = {
    "paint_white": 0.45,
    "paint_blue": 0.14,
    "paint_red": 0.12,
    "paint_silver": 0.08,
    "paint_yellow": 0.06,
    "paint_green": 0.07,
    "paint_orange": 0.08,
}
COVERS = {"truck_box_white": 0.6, "truck_tarp_blue": 0.2, "truck_tarp_grey": 0.2}
#: From this length on there are two rear axles [m].
TWO_AXLES = 9.6
WHEEL_RADIUS, TYRE_WIDTH, TWIN_WIDTH = 0.50, 0.30, 0.56


class TruckShape(Config):
    """What the mesh of a truck depends on."""

    body: Body
    length: float
    width: float
    height: float
    driver: bool

    @property
    def axles(self) -> dict[str, float]:
        """x of each axle by name, from the middle of the length [m]."""
        half = self.length / 2
        rear = -half + 0.24 * self.length
        if self.length < TWO_AXLES:
            return {"front": half - 1.35, "rear": rear}
        return {"front": half - 1.40, "rear": rear + 0.55, "last": rear - 0.80}


@ACTORS.register
class Truck(Actor):
    """A rigid truck of 7.5 to 26 tonnes."""

    kind: Literal["truck"] = "truck"
    category: ClassVar[Category] = Category.TRUCK
    body: Body | None = Field(None, description="What it carries its load in.")
    length: Length | None = Field(None, gt=6.0, lt=12.5, description="Over everything [m].")
    width: Length | None = Field(None, gt=2.2, lt=3.0, description="Over the mirrors [m].")
    height: Length | None = Field(None, gt=2.8, lt=4.2, description="Over everything [m].")
    paint: MaterialName | None = Field(None, description="Material of the cab's paint.")
    cover: MaterialName | None = Field(None, description="Material of box or curtain.")
    driver: bool = Field(True, description="Whether somebody sits at the wheel.")

    def dressed(self, stream: Stream) -> Self:
        """Return the truck with body, size and colours drawn."""
        return self.model_copy(
            update={
                "body": self.body or chosen(BODIES, stream.child("body")),
                "length": self.length or drawn_normal(*LENGTH, stream.child("length")),
                "width": self.width or drawn_normal(*WIDTH, stream.child("width")),
                "height": self.height or drawn_normal(*HEIGHT, stream.child("height")),
                "paint": self.paint or chosen(PAINTS, stream.child("paint")),
                "cover": self.cover or chosen(COVERS, stream.child("cover")),
            }
        )

    def model(self) -> Model:
        """Return the shape of the truck."""
        return _model(self._shape())

    def finish(self) -> Mapping[str, str]:
        """Return the colours of cab and body."""
        return {"paint": self.paint, "cover": self.cover}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll."""
        axles = self._shape().axles
        return driven_joints(motion, WHEEL_RADIUS, axles["front"] - axles["rear"], self.width - 0.3, tuple(axles))

    def _shape(self) -> TruckShape:
        return TruckShape(**{name: getattr(self, name) for name in TruckShape.model_fields})


@lru_cache(maxsize=64)
def _model(truck: TruckShape) -> Model:
    """Return the model of a truck."""
    half, axles = truck.width / 2 - 0.06, truck.axles
    front = truck.length / 2
    shapes = [
        cab(front, half - 0.03, min(truck.height - 0.15, 2.95), truck.width / 2, driver=truck.driver),
        load_bed(truck.body, front - 2.05, -front, half, truck.height),
        running_gear(front, axles, half, WHEEL_RADIUS),
    ]
    pieces = [Piece("body", fitted(merged(shapes), truck.length, truck.width, truck.height), Category.TRUCK)]
    for name, x in axles.items():
        wide = TYRE_WIDTH if name == "front" else TWIN_WIDTH
        wheel = road_wheel(WHEEL_RADIUS, wide, ("truck", 8), SLOT)
        pieces += axle((x, half - 0.04, WHEEL_RADIUS), wide, wheel, name, Category.TRUCK)
    return model("truck", truck, pieces, TRUCK_FINISH)
