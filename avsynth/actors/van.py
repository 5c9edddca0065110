"""Vans: small and large panel vans and minibuses, on the coachwork of cars. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._van_profiles import MIRROR_REACH, PROFILES, coachwork
from avsynth.actors._vehicle import (
    FRONT_DOORS,
    LAMP_ACTS,
    BodyShape,
    Lights,
    StyleRow,
    body_shape,
    door_joints,
    driven_joints,
    lamps,
    styled,
)
from avsynth.catalog.coachwork import CAR_FINISH
from avsynth.catalog.faces import look_of
from avsynth.catalog.finishing import model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.motorcar import Fitment, motorcar
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

Style = Literal["panel", "high_roof", "minibus", "compact"]

#: Share of each style, and mean and spread of length, width over the mirrors and height [m]. The mixture has KITTI's
#: means of 5.08 × 1.90 × 2.2 m within about a decimetre, mirrors added.
STYLES: dict[str, StyleRow] = {
    "panel": (0.35, (5.05, 0.20), (2.12, 0.04), (2.00, 0.06)),
    "high_roof": (0.25, (5.90, 0.30), (2.24, 0.04), (2.60, 0.10)),
    "minibus": (0.25, (4.95, 0.15), (2.12, 0.04), (1.97, 0.05)),
    "compact": (0.15, (4.40, 0.15), (2.02, 0.04), (1.84, 0.04)),
}
#: Vans are mostly white.
PAINTS = {
    "paint_white": 0.52,
    "paint_silver": 0.13,
    "paint_grey": 0.10,
    "paint_blue": 0.06,
    "paint_black": 0.05,
    "paint_red": 0.05,
    "paint_yellow": 0.05,
    "paint_blue_dark": 0.04,
}


@ACTORS.register
class Van(Actor):
    """A delivery van or minibus."""

    kind: Literal["van"] = "van"
    category: ClassVar[Category] = Category.VAN
    acts: ClassVar[Mapping[str, str]] = {**LAMP_ACTS, **FRONT_DOORS}
    style: Style | None = Field(None, description="Shape of the body.")
    length: Length | None = Field(None, gt=3.5, lt=7.6, description="Over the bumpers [m].")
    width: Length | None = Field(None, gt=1.6, lt=2.6, description="Over the mirrors [m].")
    height: Length | None = Field(None, gt=1.6, lt=3.2, description="Over the roof [m].")
    paint: MaterialName | None = Field(None, description="Material of the paint, such as 'paint_white'.")
    variant: int | None = Field(None, ge=0, lt=10_000, description="Number of the design: face, lamps, curves.")
    driver: bool = Field(True, description="Whether somebody sits at the wheel.")
    lights: Lights | None = Field(None, description="Lamps that burn.")
    openable: bool = Field(True, description="Whether front doors are parts of their own, which can open.")

    def dressed(self, stream: Stream) -> Self:
        """Return the van with style, size, paint and design drawn."""
        return styled(self, STYLES, PAINTS, stream)

    def model(self) -> Model:
        """Return the shape of the van."""
        return _model(body_shape(self))

    def finish(self) -> Mapping[str, str]:
        """Return the paint; wheels are plain steel."""
        return {"paint": self.paint, "roof": self.paint, "rim": "painted_metal_grey"}

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the lamps that burn."""
        return lamps(self.lights, motion)

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll and how far doors stand open."""
        body = coachwork(body_shape(self))
        wheels = driven_joints(motion, body.wheel_radius, body.front_axle - body.rear_axle, body.width)
        return wheels | door_joints(motion, self.openable, FRONT_DOORS)


@lru_cache(maxsize=128)
def _model(van: BodyShape) -> Model:
    """Return the model of a van."""
    body, rng = coachwork(van), Stream(0).rng("van", van.style, van.variant)
    rows = PROFILES[van.style]
    fitment = Fitment(
        look=look_of(rng, tails=("upright",)),
        seats=tuple(body.cowl - back for back in rows["seats"]),
        driver=van.driver,
        rear_plate=float(rng.uniform(0.66, 0.78)),
        shelf=False,
        doors=1 if van.openable else 0,
        handle=0.80,
        mirror=(MIRROR_REACH, 0.25),
        wheel=("steel", 8),
    )
    return model("van", van, motorcar(body, fitment, Category.VAN, (van.length, van.width, van.height)), CAR_FINISH)
