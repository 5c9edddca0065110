"""Rigid trucks: a cab over the front axle and what the load is carried in behind. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal

from avsynth.actors._hauler import Body, Hauler
from avsynth.actors._heavy import HeavyShape
from avsynth.actors._heavy_parts import HEAVY_FINISH
from avsynth.actors._truck_cab import Cab, cab, deflector
from avsynth.actors._truck_chassis import between_axles, frame, guards, rear_end, truck_wheels
from avsynth.actors._truck_load import Space, load
from avsynth.actors._vehicle import FRONT_DOORS, Sizes, door_joints, driven_joints, shaped
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import merged
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean and spread of length, width over the mirrors and height [m], around KITTI's means of 10.1 × 2.6 × 3.25 m;
#: 2.55 m is the legal width without mirrors, 12 m the legal length of a rigid vehicle [EU9653]_.
SIZES: Sizes = ((9.4, 1.1), (2.68, 0.03), (3.45, 0.20))
LIMITS: Sizes = ((6.0, 12.5), (2.2, 3.0), (2.8, 4.2))
BODIES = {"box": 0.42, "curtain": 0.28, "open": 0.10, "tank": 0.05, "container": 0.05, "tipper": 0.10}
#: From this length on there are two rear axles [m].
TWO_AXLES = 9.6
RADIUS, CAB, FLOOR, SILL = 0.50, 1.95, 1.14, 1.62


class TruckShape(HeavyShape):
    """What the mesh of a truck depends on."""

    body: Body

    @property
    def axles(self) -> dict[str, float]:
        """x of each axle by name, from the middle of the length [m]."""
        half = self.length / 2
        rear = -half + 0.24 * self.length
        if self.length < TWO_AXLES:
            return {"front": half - 1.35, "rear": rear}
        return {"front": half - 1.40, "rear": rear + 0.55, "last": rear - 0.80}


@ACTORS.register
class Truck(Hauler):
    """A rigid truck of 7.5 to 26 tonnes: box, curtains, open bed, tank, container or tipper."""

    kind: Literal["truck"] = "truck"
    category: ClassVar[Category] = Category.TRUCK
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    bodies: ClassVar[Mapping[str, float]] = BODIES

    def model(self) -> Model:
        """Return the shape of the truck."""
        return _model(shaped(self, TruckShape))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll and how far doors stand open."""
        axles = shaped(self, TruckShape).axles
        wheels = driven_joints(motion, RADIUS, axles["front"] - axles["rear"], self.width - 0.3, tuple(axles))
        return wheels | door_joints(motion, self.openable, FRONT_DOORS)


@lru_cache(maxsize=64)
def _model(truck: TruckShape) -> Model:
    """Return the model of a truck."""
    half, axles, front = truck.width / 2 - 0.08, truck.axles, truck.length / 2
    form = Cab(
        front=front, half=half - 0.03, roof=min(truck.height - 0.12, 3.0), reach=truck.width / 2, length=CAB, sill=SILL,
        axle=axles["front"], wheel=RADIUS, driver=truck.driver, openable=truck.openable,
    )  # fmt: skip
    space = Space(front - CAB - 0.12, 0.01 - front, half, FLOOR, truck.height)
    shapes = [
        load(truck.body, space),
        frame(front - 0.4, 0.3 - front, FLOOR),
        between_axles(axles["front"] - 0.75, axles["rear"] + RADIUS + 0.15, half),
        guards(axles, half, RADIUS),
        rear_end(-front, half, FLOOR),
    ]
    if truck.body in ("box", "curtain") and truck.height - form.roof > 0.35:
        shapes.append(deflector(form, truck.height))
    pieces = [Piece("body", merged(shapes), Category.TRUCK), *cab(form, Category.TRUCK)]
    bodies = fitted(pieces, (truck.length, truck.width, truck.height))
    return model("truck", truck, [*bodies, *truck_wheels(axles, half, RADIUS, Category.TRUCK)], HEAVY_FINISH)
