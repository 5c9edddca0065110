"""What all vans share: coachwork by style, faces, front doors, plain steel wheels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from avsynth.actors._motorcar import Motorcar
from avsynth.actors._service import SERVICES
from avsynth.actors._van_profiles import PROFILES, coachwork
from avsynth.actors._vehicle import FRONT_DOORS, LAMP_ACTS, BodyShape, Sizes, door_joints, driven_joints, shaped
from avsynth.catalog.coachwork import CAR_FINISH
from avsynth.catalog.faces import look_of
from avsynth.catalog.finishing import model
from avsynth.catalog.motorcar import Fitment, motorcar
from avsynth.contracts import Motion
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model


class PanelVan(Motorcar):
    """A van on the coachwork of cars."""

    category: ClassVar[Category] = Category.VAN
    acts: ClassVar[Mapping[str, str]] = {**LAMP_ACTS, **FRONT_DOORS}
    limits: ClassVar[Sizes] = ((3.5, 7.6), (1.6, 2.7), (1.6, 3.3))

    def model(self) -> Model:
        """Return the shape of the van."""
        return _model(shaped(self, BodyShape))

    def finish(self) -> Mapping[str, str]:
        """Return the paint and the livery of its service; wheels are plain steel."""
        return self._painted() | {"rim": "painted_metal_grey"}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll and how far doors stand open."""
        body = coachwork(shaped(self, BodyShape))
        wheels = driven_joints(motion, body.wheel_radius, body.front_axle - body.rear_axle, body.width)
        return wheels | door_joints(motion, self.openable, FRONT_DOORS)


@lru_cache(maxsize=128)
def _model(van: BodyShape) -> Model:
    """Return the model of a van."""
    body, rng = coachwork(van), Stream(0).rng("van", van.style, van.variant)
    rows, service = PROFILES[van.style], SERVICES[van.service]
    fitment = Fitment(
        look=look_of(rng, tails=("upright",)),
        seats=tuple(body.cowl - back for back in rows["seats"]),
        driver=van.driver,
        rear_plate=float(rng.uniform(0.66, 0.78)),
        shelf=False,
        doors=1 if van.openable else 0,
        handle=0.80,
        mirror=rows["mirror"],
        wheel=("steel", 8),
        stripes=service.stripes,
        extras=tuple(made(body) for made in service.roof),
    )
    return model("van", van, motorcar(body, fitment, Category.VAN, (van.length, van.width, van.height)), CAR_FINISH)
