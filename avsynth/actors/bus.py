"""City buses: a long glazed box with doors on the right, seats and a driver. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from avsynth.actors._coach import Liveried, back, coach_joints, face
from avsynth.actors._heavy import HeavyShape
from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT, drivers_place
from avsynth.actors._hull import Hull, hull, inside
from avsynth.actors._truck_chassis import truck_wheels
from avsynth.actors._vehicle import Sizes, shaped
from avsynth.catalog.boxwork import Arch
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import merged, rounded_box
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean and spread of length, width over the mirrors, height [m]: a standard low-floor bus is 12.0 × 2.55 × 3.0 m;
#: the means of boxes are 12.7 × 2.92 × 3.42 m in [Lyft]_ and 11.2 × 2.94 × 3.47 m in [NuScenes]_, which hold coaches.
SIZES: Sizes = ((11.9, 0.35), (2.79, 0.008), (3.08, 0.09))
LIMITS: Sizes = ((8.0, 15.0), (2.4, 3.1), (2.7, 3.6))
PAINTS = {
    "paint_white": 0.30,
    "paint_yellow": 0.18,
    "paint_red": 0.18,
    "paint_blue": 0.14,
    "paint_green": 0.10,
    "paint_silver": 0.10,
}
RADIUS, FLOOR, RAISED = 0.48, 0.38, 0.30
#: Doors on the right: x of the front edge behind the front, width [m]; the last one is left out of short buses.
DOORS, LONG = ((0.45, 1.15), (5.55, 1.30), (8.75, 1.30)), 11.0


class BusShape(HeavyShape):
    """What the mesh of a bus depends on."""

    @property
    def axles(self) -> dict[str, float]:
        """x of each axle by name, from the middle of the length [m]."""
        half = self.length / 2
        return {"front": half - 2.72, "rear": 3.40 - half}


@ACTORS.register
class Bus(Liveried):
    """A low-floor city bus."""

    kind: Literal["bus"] = "bus"
    category: ClassVar[Category] = Category.BUS
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    paints: ClassVar[Mapping[str, float]] = PAINTS

    def model(self) -> Model:
        """Return the shape of the bus."""
        return _model(shaped(self, BusShape))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll and how far the doors stand open."""
        return coach_joints(motion, shaped(self, BusShape).axles, RADIUS, self.width, openable=self.openable)


@lru_cache(maxsize=32)
def _model(bus: BusShape) -> Model:
    """Return the model of a bus."""
    front, half = bus.length / 2, bus.width / 2 - 0.13
    doors = [(front - start, front - start - wide) for start, wide in DOORS if start < 7.0 or bus.length > LONG]
    form = Hull(
        front=front, rear=-front, half=half, top=bus.height - 0.34, skirt=0.30, screen=0.92, sill=1.05,
        head=bus.height - 0.72, rake=(0.22, 0.10), radius=0.28, glazed=(True, True), posts=1.45,
        doors=((), tuple(doors)), arches=tuple(Arch(x, RADIUS, RADIUS + 0.09) for x in bus.axles.values()),
    )  # fmt: skip
    body, *leaves = hull(form, Category.BUS, "body", openable=bus.openable)
    rows = np.arange(0.95 - front, front - 3.2, 0.93)
    shapes = [
        body.shape,
        inside(form, rows, lambda x: FLOOR + (RAISED if x < bus.axles["rear"] + 1.2 else 0.0), poles=True),
        drivers_place((front - 1.25, 0.5 * half, 1.02), 0.48, driver=bus.driver),
        face(form, bus.width / 2),
        back(form),
        rounded_box(2.6, 1.6, 0.26, 0.08, SLOT["roof"], steps=1).moved(0.12 * bus.length, 0, bus.height - 0.13),
        rounded_box(1.5, 1.5, 0.18, 0.06, SLOT["roof"], steps=1).moved(-0.34 * bus.length, 0, bus.height - 0.20),
    ]
    pieces = [Piece("body", merged(shapes), Category.BUS), *leaves]
    bodies = fitted(pieces, (bus.length, bus.width, bus.height))
    return model("bus", bus, [*bodies, *truck_wheels(bus.axles, half, RADIUS, Category.BUS)], HEAVY_FINISH)
