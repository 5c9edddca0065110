"""Passenger cars: small car, hatchback, sedan, estate, SUV and people carrier. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._car_profiles import MIRROR_REACH, PROFILES, coachwork
from avsynth.actors._vehicle import (
    DOOR_ACTS,
    LAMP_ACTS,
    PAINTS,
    BodyShape,
    Lights,
    StyleRow,
    body_shape,
    door_joints,
    driven_joints,
    lamps,
    styled,
)
from avsynth.catalog import fixtures
from avsynth.catalog.coachwork import CAR_FINISH, Coachwork
from avsynth.catalog.faces import look_of
from avsynth.catalog.finishing import model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.motorcar import Fitment, motorcar
from avsynth.catalog.shapes import Shape
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

Style = Literal["small", "hatchback", "sedan", "estate", "suv", "mpv"]

#: Share of each style, and mean and spread of length, width over the mirrors and height [m]. Lengths are those of the
#: market segments A, B and C (hatchback), C and D (sedan, estate), J and M [EuroSegment]_; shares follow their sales
#: in the EU in 2011, the year of KITTI, shifted to smaller ones so that the mean is near KITTI's 3.88 × 1.63 × 1.53 m
#: (without mirrors).
STYLES: dict[str, StyleRow] = {
    "small": (0.24, (3.55, 0.11), (1.78, 0.03), (1.49, 0.03)),
    "hatchback": (0.36, (4.03, 0.17), (1.87, 0.04), (1.47, 0.03)),
    "sedan": (0.11, (4.48, 0.15), (1.92, 0.04), (1.44, 0.02)),
    "estate": (0.13, (4.48, 0.15), (1.92, 0.04), (1.48, 0.03)),
    "suv": (0.09, (4.32, 0.18), (1.98, 0.05), (1.66, 0.05)),
    "mpv": (0.07, (4.30, 0.20), (1.94, 0.04), (1.63, 0.05)),
}


@ACTORS.register
class Car(Actor):
    """A passenger car with glass one sees through, seats, doors that open, lamps and, unless parked, a driver."""

    kind: Literal["car"] = "car"
    category: ClassVar[Category] = Category.CAR
    acts: ClassVar[Mapping[str, str]] = {**LAMP_ACTS, **DOOR_ACTS}
    style: Style | None = Field(None, description="Shape of the body.")
    length: Length | None = Field(None, gt=2.4, lt=6.0, description="Over the bumpers [m].")
    width: Length | None = Field(None, gt=1.3, lt=2.4, description="Over the mirrors [m].")
    height: Length | None = Field(None, gt=1.1, lt=2.2, description="Over the roof [m].")
    paint: MaterialName | None = Field(None, description="Material of the paint, such as 'paint_red'.")
    variant: int | None = Field(None, ge=0, lt=10_000, description="Number of the design: face, lamps, wheels, curves.")
    driver: bool = Field(True, description="Whether somebody sits at the wheel.")
    lights: Lights | None = Field(None, description="Lamps that burn.")
    openable: bool = Field(True, description="Whether doors are parts of their own, which can open.")

    def dressed(self, stream: Stream) -> Self:
        """Return the car with style, size, paint and design drawn."""
        return styled(self, STYLES, PAINTS, stream)

    def model(self) -> Model:
        """Return the shape of the car."""
        return _model(body_shape(self))

    def finish(self) -> Mapping[str, str]:
        """Return paint, roof, glass and rims of the design."""
        return {"paint": self.paint, "roof": self.paint} | _design(self.style, self.variant)

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the lamps that burn."""
        return lamps(self.lights, motion)

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll and how far doors stand open."""
        body = coachwork(body_shape(self))
        wheels = driven_joints(motion, body.wheel_radius, body.front_axle - body.rear_axle, body.width)
        return wheels | door_joints(motion, self.openable)


def _design(style: str, variant: int) -> dict[str, str]:
    """Return the materials that come with a design."""
    rng = Stream(0).rng("design", style, variant)
    finish = {}
    if rng.random() < 0.08:
        finish["roof"] = str(rng.choice(["paint_black", "paint_white"]))
    if style not in ("small", "sedan") and rng.random() < 0.4:
        finish["rear_glass"] = "car_glass_dark"
    finish["rim"] = str(rng.choice(["wheel_rim", "painted_metal_grey", "rim_dark"], p=[0.62, 0.26, 0.12]))
    finish["seat"] = str(rng.choice(["seat_dark", "seat_beige"], p=[0.85, 0.15]))
    return finish


@lru_cache(maxsize=256)
def _model(car: BodyShape) -> Model:
    """Return the model of a car."""
    body, rng = coachwork(car), Stream(0).rng("fitment", car.style, car.variant)
    rows = PROFILES[car.style]
    tails = (
        ("upright", "upright", "wrap")
        if car.style in ("estate", "mpv")
        else ("upright", "wrap", "wrap", "bar", "round")
    )
    fitment = Fitment(
        look=look_of(rng, tails=tails),
        seats=(body.cowl - rows["rows"][0], max(body.cowl - rows["rows"][1], body.tail + 0.42)),
        driver=car.driver,
        rear_plate=rows["plate"] + float(rng.uniform(-0.05, 0.05)),
        hatch=car.style != "sedan",
        doors=2 if car.openable else 0,
        mirror=(MIRROR_REACH, float(rng.uniform(0.115, 0.15))),
        wheel=_wheel(rng),
        extras=tuple(_extras(body, car.style, rng)),
    )
    return model("car", car, motorcar(body, fitment, Category.CAR, (car.length, car.width, car.height)), CAR_FINISH)


def _wheel(rng: np.random.Generator) -> tuple[str, int]:
    """Return a design of wheel and its number of spokes."""
    form = str(rng.choice(["spokes", "twin", "turbine", "steel"], p=[0.4, 0.2, 0.15, 0.25]))
    return form, int(rng.integers(5, 9) if form != "twin" else rng.integers(5, 7))


def _extras(body: Coachwork, style: str, rng: np.random.Generator) -> list[Shape]:
    """Return what is fixed to the roof and below the bumper."""
    parts = [fixtures.exhaust(body)] if rng.random() < 0.7 else []
    if style in ("estate", "suv", "mpv") and rng.random() < 0.6:
        parts.append(fixtures.roof_rails(body))
    parts.append(
        fixtures.fin_antenna(body) if rng.random() < 0.5 else fixtures.rod_antenna(body, front=rng.random() < 0.4)
    )
    with_spoiler = style not in ("sedan",) and rng.random() < 0.55
    parts.append(fixtures.spoiler(body) if with_spoiler else fixtures.high_brake_lamp(body))
    return parts
