"""Passenger cars: hatchback, sedan, estate and SUV. At most 8000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._vehicle import PAINTS, BodyShape, StyleRow, axle_joints, body_shape, driven_joints, styled
from avsynth.catalog.cabin import cabin, mirrors
from avsynth.catalog.coachwork import CAR_FINISH, SLOT, Coachwork, door_handles, number_plate, shell
from avsynth.catalog.finishing import Piece, fitted, model
from avsynth.catalog.greenhouse import greenhouse
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import merged
from avsynth.catalog.wheels import road_wheel
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

Style = Literal["hatchback", "sedan", "estate", "suv"]

#: Share of each style, and mean and spread of length, width over the mirrors and height [m].
#: Chosen so that the mixture has KITTI's means of 3.88 × 1.63 × 1.53 m within a few centimetres (mirrors add 0.10 m).
STYLES: dict[str, StyleRow] = {
    "hatchback": (0.50, (3.78, 0.20), (1.71, 0.05), (1.50, 0.04)),
    "sedan": (0.18, (4.42, 0.18), (1.78, 0.05), (1.45, 0.03)),
    "estate": (0.20, (4.40, 0.18), (1.78, 0.05), (1.49, 0.04)),
    "suv": (0.12, (4.25, 0.20), (1.82, 0.05), (1.67, 0.05)),
}


@ACTORS.register
class Car(Actor):
    """A passenger car with glass one sees through, seats, steering front wheels and, unless parked, a driver."""

    kind: Literal["car"] = "car"
    category: ClassVar[Category] = Category.CAR
    style: Style | None = Field(None, description="Shape of the body.")
    length: Length | None = Field(None, gt=2.4, lt=6.0, description="Over the bumpers [m].")
    width: Length | None = Field(None, gt=1.3, lt=2.3, description="Over the mirrors [m].")
    height: Length | None = Field(None, gt=1.1, lt=2.2, description="Over the roof [m].")
    paint: MaterialName | None = Field(None, description="Material of the paint, such as 'paint_red'.")
    variant: int | None = Field(None, ge=0, le=7, description="Details of lamps, nose and wheels.")
    driver: bool = Field(True, description="Whether somebody sits at the wheel.")

    def dressed(self, stream: Stream) -> Self:
        """Return the car with style, size, paint and details drawn."""
        return styled(self, STYLES, PAINTS, stream)

    def model(self) -> Model:
        """Return the shape of the car."""
        return _model(body_shape(self))

    def finish(self) -> Mapping[str, str]:
        """Return the paint."""
        return {"paint": self.paint}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll."""
        body = coachwork(body_shape(self))
        return driven_joints(motion, body.wheel_radius, body.front_axle - body.rear_axle, body.width)


@lru_cache(maxsize=256)
def coachwork(car: BodyShape) -> Coachwork:
    """Return the body's curves: fixed shares of length and height per style, varied a little."""
    length, height, half = car.length, car.height, car.length / 2
    rows = PROFILES[car.style]
    lift = 0.006 * ((car.variant >> 1) - 1.5)

    def x(share: float) -> float:
        return half - share * length

    return Coachwork(
        length=length,
        width=car.width - 2 * MIRROR_REACH,
        height=height,
        wheel_radius=rows["wheel"],
        tyre_width=0.205,
        front_axle=x(rows["axles"][0]),
        rear_axle=x(rows["axles"][1]),
        clearance=rows["clearance"],
        edge=tuple((x(s), (z + lift * (s > 0.2)) * height) for s, z in reversed(rows["edge"])),
        cowl=x(rows["glass"][0]),
        roof_front=x(rows["glass"][1]),
        roof_rear=x(rows["glass"][2]),
        tail=x(rows["glass"][3]),
        roof=tuple((x(s), z * height) for s, z in reversed(rows["roof"])),
        pillars=tuple((x(belt), x(top), thick, black) for belt, top, thick, black in rows["pillars"]),
        rail=rows["rail"] * (car.width - 2 * MIRROR_REACH) / 2,
        doors=tuple(x(s) for s in rows["doors"]),
        lamps=(5, 7) if car.variant % 4 < 2 else (6, 7),
        tail_lamps=((5, 7), (4, 7), (5, 8), (6, 8))[car.variant % 4],
        lamp_share=0.6 if car.variant % 3 else 0.4,
        handles=tuple((x(s) + 0.16, 0.545 * height) for s in rows["doors"][1:]),
        nose_narrow=0.56 + 0.03 * (car.variant % 4),
        nose_rake=0.10 + 0.025 * (car.variant % 3),
    )


@lru_cache(maxsize=128)
def _model(car: BodyShape) -> Model:
    """Return the model of a car."""
    body = coachwork(car)
    rows = (body.cowl - 1.16, max(body.cowl - 2.00, body.tail + 0.42))
    outside = [
        shell(body),
        greenhouse(body),
        cabin(body, rows, driver=car.driver),
        mirrors(body, MIRROR_REACH),
        door_handles(body),
        number_plate(body, 1, 0.40),
        number_plate(body, -1, PROFILES[car.style]["plate"]),
    ]
    wheel = road_wheel(body.wheel_radius, body.tyre_width, 5 + car.variant % 3, SLOT)
    pieces = [Piece("body", fitted(merged(outside), car.length, car.width, car.height), Category.CAR)]
    pieces += axle_joints(
        body.front_axle, body.width / 2 - 0.02, body.tyre_width, body.wheel_radius, wheel, "front", Category.CAR
    )
    pieces += axle_joints(
        body.rear_axle, body.width / 2 - 0.02, body.tyre_width, body.wheel_radius, wheel, "rear", Category.CAR
    )
    return model("car", car, pieces, CAR_FINISH)


#: How far a mirror stands out beyond the body [m].
MIRROR_REACH = 0.05

#: Side views, as shares of length from the nose and of height from the ground. `edge` is the upper edge of the shell,
#: `roof` the roof's side edge, `glass` the windscreen's base, the roof's front and rear and the rear window's base;
#: `pillars` hold (at belt, at roof, half thickness [m], black).
PROFILES: dict[str, dict] = {
    "hatchback": {
        "edge": (
            (0.0, 0.49),
            (0.05, 0.515),
            (0.14, 0.575),
            (0.255, 0.625),
            (0.40, 0.635),
            (0.75, 0.665),
            (0.93, 0.675),
            (1.0, 0.62),
        ),
        "roof": ((0.36, 0.90), (0.46, 0.945), (0.60, 0.960), (0.80, 0.95), (0.95, 0.915)),
        "glass": (0.255, 0.435, 0.925, 0.966),
        "pillars": ((0.545, 0.565, 0.035, True), (0.80, 0.80, 0.09, False)),
        "axles": (0.195, 0.815),
        "doors": (0.30, 0.555, 0.755),
        "wheel": 0.305,
        "clearance": 0.19,
        "rail": 0.735,
        "plate": 0.78,
    },
    "sedan": {
        "edge": (
            (0.0, 0.49),
            (0.05, 0.52),
            (0.14, 0.585),
            (0.275, 0.645),
            (0.42, 0.655),
            (0.70, 0.68),
            (0.87, 0.695),
            (0.97, 0.68),
            (1.0, 0.64),
        ),
        "roof": ((0.38, 0.905), (0.47, 0.948), (0.58, 0.960), (0.68, 0.945), (0.78, 0.90)),
        "glass": (0.275, 0.435, 0.735, 0.875),
        "pillars": ((0.505, 0.535, 0.035, True), (0.735, 0.70, 0.035, False)),
        "axles": (0.195, 0.785),
        "doors": (0.31, 0.52, 0.715),
        "wheel": 0.32,
        "clearance": 0.18,
        "rail": 0.70,
        "plate": 0.74,
    },
    "estate": {
        "edge": (
            (0.0, 0.48),
            (0.05, 0.505),
            (0.14, 0.57),
            (0.265, 0.63),
            (0.40, 0.64),
            (0.75, 0.66),
            (0.94, 0.665),
            (1.0, 0.62),
        ),
        "roof": ((0.36, 0.895), (0.46, 0.94), (0.60, 0.960), (0.80, 0.955), (0.97, 0.92)),
        "glass": (0.265, 0.425, 0.93, 0.966),
        "pillars": ((0.485, 0.515, 0.035, True), (0.70, 0.715, 0.035, False)),
        "axles": (0.195, 0.775),
        "doors": (0.30, 0.50, 0.71),
        "wheel": 0.32,
        "clearance": 0.18,
        "rail": 0.715,
        "plate": 0.74,
    },
    "suv": {
        "edge": (
            (0.0, 0.52),
            (0.05, 0.55),
            (0.14, 0.60),
            (0.245, 0.635),
            (0.40, 0.645),
            (0.75, 0.665),
            (0.94, 0.675),
            (1.0, 0.62),
        ),
        "roof": ((0.34, 0.905), (0.44, 0.945), (0.60, 0.962), (0.80, 0.955), (0.97, 0.915)),
        "glass": (0.245, 0.39, 0.925, 0.966),
        "pillars": ((0.485, 0.505, 0.035, True), (0.715, 0.72, 0.045, False)),
        "axles": (0.19, 0.795),
        "doors": (0.285, 0.495, 0.72),
        "wheel": 0.36,
        "clearance": 0.24,
        "rail": 0.745,
        "plate": 0.86,
    },
}
