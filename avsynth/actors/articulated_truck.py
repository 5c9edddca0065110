"""Articulated trucks: a tractor with a sleeper cab and a semi-trailer that bends with it. At most 14000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Literal

from avsynth.actors._articulation import Coupling, bend
from avsynth.actors._hauler import Body, Hauler
from avsynth.actors._heavy import HeavyShape
from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT, axle_beams
from avsynth.actors._truck_cab import Cab, cab, deflector
from avsynth.actors._truck_chassis import between_axles, frame, guards, rear_end, truck_wheels
from avsynth.actors._truck_load import Space, load
from avsynth.actors._vehicle import FRONT_DOORS, Sizes, door_joints, driven_joints, shaped
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import Shape, both_sides, box, cylinder, merged
from avsynth.catalog.wheels import rolled
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean and spread of length, width over the mirrors and height [m]: 16.5 m long, 2.55 m wide without mirrors and 4.0 m
#: high is what the law allows [EU9653]_, and what most trailers use up.
SIZES: Sizes = ((16.1, 0.18), (2.76, 0.005), (3.92, 0.035))
LIMITS: Sizes = ((12.0, 18.8), (2.4, 3.0), (3.4, 4.2))
BODIES = {"curtain": 0.45, "box": 0.25, "container": 0.10, "tank": 0.10, "tipper": 0.07, "open": 0.03}
RADIUS, TRAILER_RADIUS, CAB, SILL, FLOOR = 0.51, 0.49, 2.28, 1.98, 1.22
#: Behind the front: front axle, wheelbase, kingpin before the rear axle, gap between cab and trailer [m].
FRONT_AXLE, WHEELBASE, KINGPIN, GAP = 1.42, 3.75, 0.60, 0.62
#: Of a semi-trailer of 13.6 m, from kingpin to the middle of its axles, and between axles [m].
TRAILER_BASE, TRAILER_LENGTH, SPACING = 7.7, 13.6, 1.31


class TrainShape(HeavyShape):
    """What the mesh of an articulated truck depends on."""

    body: Body

    @property
    def axles(self) -> dict[str, float]:
        """x of the tractor's axles by name, from the middle of the length [m]."""
        front = self.length / 2 - FRONT_AXLE
        return {"front": front, "rear": front - WHEELBASE}

    @property
    def coupling(self) -> Coupling:
        """Where it bends."""
        kingpin = self.axles["rear"] + KINGPIN
        share = (self.length - CAB - GAP) / TRAILER_LENGTH
        return Coupling(self.axles["rear"], kingpin, kingpin - TRAILER_BASE * share)

    @property
    def trailer_axles(self) -> dict[str, float]:
        """x of the trailer's axles by name [m]; their tyres are single."""
        middle = self.coupling.trailer
        return {f"trailer{k}_single": middle + (1 - k) * SPACING for k in range(3)}


@ACTORS.register
class ArticulatedTruck(Hauler):
    """A tractor with a semi-trailer: curtains, box, container, tank (a tanker), tipper or open bed."""

    kind: Literal["articulated_truck"] = "articulated_truck"
    category: ClassVar[Category] = Category.TRUCK
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    bodies: ClassVar[Mapping[str, float]] = BODIES

    def model(self) -> Model:
        """Return the shape of tractor and trailer."""
        return _model(shaped(self, TrainShape))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the train bends, wheels steer and roll, and doors stand open."""
        shape = shaped(self, TrainShape)
        bent = bend(shape.coupling, motion.curvature)
        turning = replace(motion, curvature=bent.curvature)
        return {
            **bent.angles,
            **driven_joints(turning, RADIUS, WHEELBASE, self.width - 0.3, tuple(shape.axles)),
            **rolled(tuple(shape.trailer_axles), motion.distance, TRAILER_RADIUS),
            **door_joints(motion, self.openable, FRONT_DOORS),
        }


@lru_cache(maxsize=64)
def _model(train: TrainShape) -> Model:
    """Return the model of an articulated truck."""
    half = train.width / 2 - 0.11
    leading, trailing = train.coupling.joints()
    pieces = [
        *_tractor(train, half),
        Piece("trailer", _trailer(train, half), Category.TRUCK),
    ]
    bodies = [
        replace(piece, joints=(trailing if piece.name == "trailer" else leading) + piece.joints)
        for piece in fitted(pieces, (train.length, train.width, train.height))
    ]
    wheels = truck_wheels(train.axles, half, RADIUS, Category.TRUCK, leading)
    wheels += truck_wheels(train.trailer_axles, half, TRAILER_RADIUS, Category.TRUCK, trailing)
    return model("articulated_truck", train, [*bodies, *wheels], HEAVY_FINISH)


def _tractor(train: TrainShape, half: float) -> list[Piece]:
    """Return the cab with its doors, and the frame behind with tanks, mudguards and the trailer's bearing plate."""
    front, axles = train.length / 2, train.axles
    form = Cab(
        front=front, half=half - 0.03, roof=min(train.height - 0.18, 3.68), reach=train.width / 2, length=CAB,
        sill=SILL, axle=axles["front"], wheel=RADIUS, driver=train.driver, openable=train.openable,
    )  # fmt: skip
    rear, plate = axles["rear"] - 0.85, cylinder(0.48, 0.10, 14, SLOT["steel"])
    shapes = [
        frame(front - 0.4, rear, FLOOR - 0.05),
        between_axles(axles["front"] - 0.80, axles["rear"] + RADIUS + 0.20, half),
        guards(axles, half, RADIUS),
        plate.moved(train.coupling.kingpin, 0, FLOOR - 0.12),
        both_sides(box(0.04, 0.30, 0.12, SLOT["tail_lamp"]).moved(rear, 0.75, 0.88)),
    ]
    if train.height - form.roof > 0.2:
        shapes.append(deflector(form, train.height - 0.05))
    first, *doors = cab(form, Category.TRUCK)
    return [Piece("tractor", merged([first.shape, *shapes]), Category.TRUCK), *doors]


def _trailer(train: TrainShape, half: float) -> Shape:
    """Return the semi-trailer without its wheels."""
    front, rear = train.length / 2 - CAB - GAP, -train.length / 2
    kingpin, axles = train.coupling.kingpin, train.trailer_axles
    space = Space(front, rear + 0.01, half, FLOOR, train.height)
    first, last = max(axles.values()), min(axles.values())
    guard = (kingpin - 2.7, first + TRAILER_RADIUS + 0.15)
    legs = both_sides(box(0.14, 0.14, FLOOR - 0.32, SLOT["rim"]).moved(kingpin - 2.3, 0.75, 0.32 + (FLOOR - 0.32) / 2))
    rails = [
        both_sides(box(guard[0] - guard[1], 0.03, 0.10, SLOT["rim"]).moved(sum(guard) / 2, half - 0.04, z))
        for z in (0.55, 0.85)
    ]
    pallets = both_sides(box(2.4, 0.55, 0.42, SLOT["trim"]).moved(sum(guard) / 2, half - 0.36, 0.72))
    flap = both_sides(box(0.02, 0.42, 0.55, SLOT["trim"]).moved(last - TRAILER_RADIUS - 0.2, half - 0.25, 0.62))
    beam = box(front - rear - 0.6, 0.12, 0.34, SLOT["underbody"]).moved((front + rear) / 2, 0.5, FLOOR - 0.28)
    below = [both_sides(beam), axle_beams(axles, half, TRAILER_RADIUS), legs, *rails, pallets, flap]
    return merged([load(train.body, space), *below, rear_end(rear, half, FLOOR)])
