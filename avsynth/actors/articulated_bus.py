"""Articulated city buses: two bodies with bellows between them, which bend in turns. At most 20000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from avsynth.actors._articulation import Coupling, bend
from avsynth.actors._coach import Liveried, back, coach_joints, face
from avsynth.actors._heavy import HeavyShape
from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT, drivers_place
from avsynth.actors._hull import Hull, hull, inside
from avsynth.actors._truck_chassis import truck_wheels
from avsynth.actors._vehicle import Sizes, shaped
from avsynth.actors.bus import FLOOR, PAINTS, RADIUS, RAISED
from avsynth.catalog.boxwork import Arch
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import Shape, box, merged, rounded_box
from avsynth.catalog.wheels import rolled
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean and spread of length, width over the mirrors, height [m]: 18.75 m long is what the law allows [EU9653]_, most
#: are 17.9 to 18.1 m long and 2.55 m wide without mirrors.
SIZES: Sizes = ((17.98, 0.08), (2.79, 0.008), (3.08, 0.09))
LIMITS: Sizes = ((15.0, 18.75), (2.4, 3.1), (2.7, 3.6))
#: Behind the front: front and middle axle, hinge; the last axle before the rear [m].
FRONT_AXLE, MIDDLE_AXLE, HINGE, LAST_AXLE = 2.72, 8.62, 10.45, 3.40
#: Length of the bellows, and of one of its folds [m].
BELLOWS, FOLD = 1.20, 0.15
#: Doors on the right: x of the front edge behind the front, width [m].
DOORS = ((0.45, 1.15), (5.25, 1.30), (11.60, 1.30), (15.9, 1.20))


class BendyShape(HeavyShape):
    """What the mesh of an articulated bus depends on."""

    @property
    def axles(self) -> dict[str, float]:
        """x of the leading body's axles by name, from the middle of the length [m]."""
        return {"front": self.length / 2 - FRONT_AXLE, "rear": self.length / 2 - MIDDLE_AXLE}

    @property
    def coupling(self) -> Coupling:
        """Where it bends."""
        return Coupling(self.axles["rear"], self.length / 2 - HINGE, LAST_AXLE - self.length / 2)


@ACTORS.register
class ArticulatedBus(Liveried):
    """A low-floor articulated bus of two bodies."""

    kind: Literal["articulated_bus"] = "articulated_bus"
    category: ClassVar[Category] = Category.BUS
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    paints: ClassVar[Mapping[str, float]] = PAINTS

    def model(self) -> Model:
        """Return the shape of the bus."""
        return _model(shaped(self, BendyShape))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the bus bends, the wheels steer and roll, and how far the doors stand open."""
        shape = shaped(self, BendyShape)
        bent = bend(shape.coupling, motion.curvature)
        turning = replace(motion, curvature=bent.curvature)
        return {
            **bent.angles,
            **coach_joints(turning, shape.axles, RADIUS, self.width, openable=self.openable),
            **rolled(("last",), motion.distance, RADIUS),
        }


@lru_cache(maxsize=32)
def _model(bus: BendyShape) -> Model:
    """Return the model of an articulated bus."""
    leading, trailing = bus.coupling.joints()
    ahead, behind = _leading(bus), _trailing(bus)
    pieces = fitted([*ahead, *behind], (bus.length, bus.width, bus.height))
    bodies = [
        replace(piece, joints=(leading if number < len(ahead) else trailing) + piece.joints)
        for number, piece in enumerate(pieces)
    ]
    half = bus.width / 2 - 0.13
    wheels = truck_wheels(bus.axles, half, RADIUS, Category.BUS, leading)
    wheels += truck_wheels({"last": bus.coupling.trailer}, half, RADIUS, Category.BUS, trailing)
    return model("articulated_bus", bus, [*bodies, *wheels], HEAVY_FINISH)


def _leading(bus: BendyShape) -> list[Piece]:
    """Return the body with the driver, and the half of the bellows that goes with it."""
    front, hinge = bus.length / 2, bus.coupling.kingpin
    form = _hull(bus, front, hinge + BELLOWS / 2, tuple(bus.axles.values()))
    body, *leaves = hull(form, Category.BUS, "body", openable=bus.openable)
    shapes = [
        body.shape,
        inside(form, np.arange(form.rear + 0.5, front - 3.2, 0.93), lambda x: FLOOR, poles=True),
        drivers_place((front - 1.25, 0.5 * form.half, 1.02), 0.48, driver=bus.driver),
        _bellows(form, form.rear, hinge),
        rounded_box(2.6, 1.6, 0.26, 0.08, SLOT["roof"], steps=1).moved(front - 4.2, 0, bus.height - 0.13),
    ]
    return [Piece("body", merged([*shapes, face(form, bus.width / 2)]), Category.BUS), *leaves]


def _trailing(bus: BendyShape) -> list[Piece]:
    """Return the body behind the hinge, with its half of the bellows."""
    rear, hinge = -bus.length / 2, bus.coupling.kingpin
    last = bus.coupling.trailer
    form = _hull(bus, hinge - BELLOWS / 2, rear, (last,))
    body, *leaves = hull(form, Category.BUS, "trailer", openable=bus.openable)
    shapes = [
        body.shape,
        inside(
            form,
            np.arange(rear + 0.95, form.front - 0.4, 0.93),
            lambda x: FLOOR + RAISED * (x < last + 1.2),
            poles=True,
        ),
        _bellows(form, hinge, form.front),
        back(form),
        rounded_box(1.8, 1.5, 0.20, 0.06, SLOT["roof"], steps=1).moved(rear + 2.4, 0, bus.height - 0.19),
    ]
    leaves = [replace(leaf, name=f"trailer_{leaf.name}") for leaf in leaves]
    return [Piece("trailer", merged(shapes), Category.BUS), *leaves]


def _hull(bus: BendyShape, front: float, rear: float, axles: tuple[float, ...]) -> Hull:
    """Return one body between x = `front` and `rear` [m]; only the ends of the bus are rounded and glazed."""
    places = [(bus.length / 2 - start, bus.length / 2 - start - wide) for start, wide in DOORS]
    first, last = front == bus.length / 2, rear == -bus.length / 2
    return Hull(
        front=front, rear=rear, half=bus.width / 2 - 0.13, top=bus.height - 0.34, skirt=0.30, screen=0.92, sill=1.05,
        head=bus.height - 0.72, rake=(0.22 * first, 0.10 * last), radius=0.28, glazed=(first, last), posts=1.45,
        doors=((), tuple(door for door in places if rear < door[1] and door[0] < front)),
        arches=tuple(Arch(x, RADIUS, RADIUS + 0.09) for x in axles),
    )  # fmt: skip


def _bellows(form: Hull, rear: float, front: float) -> Shape:
    """Return the folds of the bellows between two x [m], as frames with gaps; they meet within the hinge."""
    tall = form.top - form.skirt - 0.02
    core = box(front - rear, 2 * form.half - 0.28, tall - 0.16, SLOT["trim"])
    folds = [
        rounded_box(0.6 * FOLD, 2 * form.half - 0.06, tall, 0.03, SLOT["trim"], steps=1).moved(x)
        for x in np.arange(rear + FOLD / 2, front, FOLD)
    ]
    return merged([core.moved((front + rear) / 2), *folds]).moved(z=form.skirt + 0.06 + tall / 2)
