"""What all passenger cars share: coachwork by style, faces, wheels, doors, what is on the roof."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

import numpy as np

from avsynth.actors._car_profiles import MIRROR_REACH, PROFILES, coachwork
from avsynth.actors._motorcar import Motorcar
from avsynth.actors._service import SERVICES, Service
from avsynth.actors._vehicle import DOOR_ACTS, LAMP_ACTS, BodyShape, Sizes, door_joints, driven_joints, shaped
from avsynth.catalog import fixtures
from avsynth.catalog.coachwork import CAR_FINISH, Coachwork
from avsynth.catalog.faces import look_of
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import Fitment, motorcar
from avsynth.catalog.shapes import Shape
from avsynth.contracts import Motion
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Forms of tail lamps of styles that do not have all.
TAILS = {"estate": ("upright", "upright", "wrap"), "mpv": ("upright", "upright", "wrap"), "pickup": ("upright",)}


class PassengerCar(Motorcar):
    """A car with glass one sees through, seats, doors that open, lamps and, unless parked, a driver."""

    category: ClassVar[Category] = Category.CAR
    acts: ClassVar[Mapping[str, str]] = {**LAMP_ACTS, **DOOR_ACTS}
    limits: ClassVar[Sizes] = ((2.4, 6.0), (1.3, 2.5), (1.1, 2.2))

    def model(self) -> Model:
        """Return the shape of the car."""
        return _model(shaped(self, BodyShape))

    def finish(self) -> Mapping[str, str]:
        """Return paint, roof, glass and rims of the design, and the livery of its service."""
        return self._painted() | _design(self.style, self.variant)

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll and how far doors stand open."""
        body = coachwork(shaped(self, BodyShape))
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
    return model("car", car, pieces(car), CAR_FINISH)


def pieces(car: BodyShape) -> list[Piece]:
    """Return body, doors and wheels of a car."""
    body, rng = coachwork(car), Stream(0).rng("fitment", car.style, car.variant)
    rows, service = PROFILES[car.style], SERVICES[car.service]
    tails = TAILS.get(car.style, ("upright", "wrap", "wrap", "bar", "round"))
    fitment = Fitment(
        look=look_of(rng, tails=tails),
        seats=(body.cowl - rows["rows"][0], max(body.cowl - rows["rows"][1], body.tail + 0.42)),
        driver=car.driver,
        rear_plate=rows["plate"] + float(rng.uniform(-0.05, 0.05)),
        hatch=car.style not in ("sedan", "pickup"),
        doors=2 if car.openable else 0,
        mirror=(MIRROR_REACH, float(rng.uniform(0.115, 0.15))),
        wheel=_wheel(rng),
        stripes=service.stripes,
        extras=tuple(_extras(body, car.style, service, rng)),
    )
    return motorcar(body, fitment, Category.CAR, (car.length, car.width, car.height))


def _wheel(rng: np.random.Generator) -> tuple[str, int]:
    """Return a design of wheel and its number of spokes."""
    form = str(rng.choice(["spokes", "twin", "turbine", "steel"], p=[0.4, 0.2, 0.15, 0.25]))
    return form, int(rng.integers(5, 9) if form != "twin" else rng.integers(5, 7))


def _extras(body: Coachwork, style: str, service: Service, rng: np.random.Generator) -> list[Shape]:
    """Return what is fixed to the roof and below the bumper."""
    parts = [fixtures.exhaust(body)] if rng.random() < 0.7 else []
    if style in ("estate", "suv", "mpv") and rng.random() < 0.6:
        parts.append(fixtures.roof_rails(body))
    parts.append(
        fixtures.fin_antenna(body) if rng.random() < 0.5 else fixtures.rod_antenna(body, front=rng.random() < 0.4)
    )
    with_spoiler = style not in ("sedan", "pickup") and rng.random() < 0.55
    parts.append(fixtures.spoiler(body) if with_spoiler else fixtures.high_brake_lamp(body))
    return [*parts, *(made(body) for made in service.roof)]
