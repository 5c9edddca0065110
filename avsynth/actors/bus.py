"""City buses: a long glazed box with doors on the right, seats and a driver. At most 9500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT
from avsynth.actors._vehicle import driven_joints
from avsynth.catalog.boxwork import Arch, Level, Walls, walls, wheel_house
from avsynth.catalog.cabin import seat, sitter
from avsynth.catalog.finishing import Piece, fitted, model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, both_sides, box, merged, rod, rounded_box
from avsynth.catalog.wheels import axle, road_wheel, torus
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean and spread of length, width over the mirrors, height [m]: a standard low-floor bus is 12.0 × 2.55 × 3.0 m.
LENGTH, WIDTH, HEIGHT = (11.6, 0.7), (2.72, 0.03), (3.02, 0.07)
PAINTS = {
    "paint_white": 0.30,
    "paint_yellow": 0.18,
    "paint_red": 0.18,
    "paint_blue": 0.14,
    "paint_green": 0.10,
    "paint_silver": 0.10,
}
WHEEL_RADIUS, TYRE_WIDTH, TWIN_WIDTH = 0.48, 0.28, 0.55
#: Heights of the bands above the ground [m].
SKIRT, FLOOR, SILL = 0.30, 0.38, 1.02
#: Doors on the right: (begin, end) as shares of the length from the front.
DOORS = ((0.035, 0.130), (0.46, 0.565))


class BusShape(Config):
    """What the mesh of a bus depends on."""

    length: float
    width: float
    height: float
    driver: bool

    @property
    def axles(self) -> dict[str, float]:
        """x of each axle by name, from the middle of the length [m]."""
        half = self.length / 2
        return {"front": half - 2.70, "rear": 3.35 - half}


@ACTORS.register
class Bus(Actor):
    """A low-floor city bus."""

    kind: Literal["bus"] = "bus"
    category: ClassVar[Category] = Category.BUS
    length: Length | None = Field(None, gt=8.0, lt=15.0, description="Over everything [m].")
    width: Length | None = Field(None, gt=2.3, lt=3.0, description="Over the mirrors [m].")
    height: Length | None = Field(None, gt=2.6, lt=3.6, description="Over the roof [m].")
    paint: MaterialName | None = Field(None, description="Material of the paint.")
    driver: bool = Field(True, description="Whether somebody sits at the wheel.")

    def dressed(self, stream: Stream) -> Self:
        """Return the bus with size and paint drawn."""
        return self.model_copy(
            update={
                "length": self.length or drawn_normal(*LENGTH, stream.child("length")),
                "width": self.width or drawn_normal(*WIDTH, stream.child("width")),
                "height": self.height or drawn_normal(*HEIGHT, stream.child("height")),
                "paint": self.paint or chosen(PAINTS, stream.child("paint")),
            }
        )

    def model(self) -> Model:
        """Return the shape of the bus."""
        return _model(self._shape())

    def finish(self) -> Mapping[str, str]:
        """Return the paint."""
        return {"paint": self.paint}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll."""
        axles = self._shape().axles
        return driven_joints(motion, WHEEL_RADIUS, axles["front"] - axles["rear"], self.width - 0.3)

    def _shape(self) -> BusShape:
        return BusShape(**{name: getattr(self, name) for name in BusShape.model_fields})


@lru_cache(maxsize=32)
def _model(bus: BusShape) -> Model:
    """Return the model of a bus."""
    half = bus.width / 2 - 0.08
    shapes = [_body(bus, half), _inside(bus, half), both_sides(_mirror(bus, half))]
    pieces = [Piece("body", fitted(merged(shapes), bus.length, bus.width, bus.height), Category.BUS)]
    for name, x in bus.axles.items():
        wide = TYRE_WIDTH if name == "front" else TWIN_WIDTH
        wheel = road_wheel(WHEEL_RADIUS, wide, ("truck", 8), SLOT)
        pieces += axle((x, half - 0.04, WHEEL_RADIUS), wide, wheel, name, Category.BUS)
    return model("bus", bus, pieces, HEAVY_FINISH)


def _body(bus: BusShape, half: float) -> Shape:
    """Return walls with windows and doors, roof, underside, wheel arches, plates and the unit on the roof."""
    front, rear, top = bus.length / 2, -bus.length / 2, bus.height - 0.24
    levels = [
        Level(SKIRT, front - 0.10, rear + 0.08, half - 0.02, 0.25),
        Level(0.55, front - 0.02, rear, half, 0.26),
        Level(0.78, front, rear, half, 0.27),
        Level(SILL, front - 0.01, rear, half, 0.28),
        Level(SILL + 0.09, front - 0.02, rear, half, 0.28),
        Level(top - 0.42, front - 0.13, rear + 0.02, half - 0.025, 0.28),
        Level(top - 0.16, front - 0.20, rear + 0.04, half - 0.05, 0.28),
        Level(top, front - 0.32, rear + 0.08, half - 0.09, 0.28),
        Level(top + 0.09, front - 0.50, rear + 0.20, half - 0.20, 0.25),
    ]
    arches = [Arch(x, WHEEL_RADIUS, WHEEL_RADIUS + 0.09) for x in bus.axles.values()]
    posts = _posts(bus)
    edges = [front - share * bus.length for door in DOORS for share in (*door, sum(door) / 2)]
    stations = [x + s for x in [*posts, *edges] for s in (0.035, -0.035)]
    body = walls(levels, stations, arches)
    left, right = _slots(body, bus), _slots(body, bus)
    _add_doors(right, body, bus)
    return merged(
        [
            body.skin(left, right),
            body.lid(SLOT["paint"], crown=0.05),
            body.floor(SLOT["underbody"], SKIRT + 0.02, arches, 0.60),
            both_sides(merged([wheel_house(arch, half - 0.005, 0.60, SLOT["underbody"]) for arch in arches])),
            box(0.02, 0.52, 0.11, SLOT["plate"]).moved(front, 0, 0.48),
            box(0.02, 0.52, 0.11, SLOT["plate"]).moved(rear, 0, 0.62),
            rounded_box(2.2, 1.5, 0.24, 0.08, SLOT["paint"], steps=1).moved(0.1 * bus.length, 0, bus.height - 0.12),
            box(0.03, 1.35, 0.20, SLOT["trim"]).moved(front - 0.17, 0, top - 0.27),
        ]
    )


def _posts(bus: BusShape) -> list[float]:
    """Return x of the posts between the windows [m]."""
    count = round(bus.length / 1.45)
    return list(np.linspace(bus.length / 2 - 0.135 * bus.length, 0.75 - bus.length / 2, count))


def _slots(body: Walls, bus: BusShape) -> np.ndarray:
    """Return the finish of the cells of a side without doors."""
    slots = np.full(body.cells, SLOT["paint"])
    x, corner = body.middle_x, ~(body.is_side | body.is_front | body.is_rear)
    ahead, behind = corner & (x > bus.length / 2 - 0.5), corner & (x < 0.5 - bus.length / 2)
    slots[0] = SLOT["trim"]
    slots[3:6, body.is_side] = SLOT["trim"]
    slots[4, body.is_side] = SLOT["glass"]
    for post in _posts(bus):
        slots[4, body.is_side & (np.abs(x - post) < 0.035)] = SLOT["trim"]
    slots[3:5, body.is_front | ahead] = SLOT["glass"]
    slots[5, body.is_front] = SLOT["trim"]
    slots[1, ahead] = SLOT["headlamp"]
    slots[1:3, behind] = SLOT["tail_lamp"]
    slots[4, body.is_rear] = SLOT["rear_glass"]
    return slots


def _add_doors(slots: np.ndarray, body: Walls, bus: BusShape) -> None:
    """Turn the cells of the doors to glass with dark frames, from the floor up."""
    x = body.middle_x
    for door in DOORS:
        begin, end = (bus.length / 2 - share * bus.length for share in door)
        inside = body.is_side & (x < begin + 0.04) & (x > end - 0.04)
        slots[0:5, inside] = SLOT["glass"]
        for edge in (begin, (begin + end) / 2, end):
            slots[0:5, inside & (np.abs(x - edge) < 0.035)] = SLOT["trim"]
        slots[0, inside] = SLOT["trim"]


def _inside(bus: BusShape, half: float) -> Shape:
    """Return the floor, rows of seats, poles, and the driver's place."""
    front, rear = bus.length / 2, -bus.length / 2
    parts = [box(bus.length - 0.5, 2 * half - 0.1, 0.03, SLOT["interior"]).moved(0, 0, FLOOR)]
    for x in np.arange(rear + 1.0, front - 3.2, 0.95):
        raised = 0.35 if x < 0 else 0.10
        parts.append(seat(x, FLOOR + raised, 0.85).moved(y=0.60 * half))
        if abs(x - (front - 0.51 * bus.length)) > 0.9:
            parts.append(seat(x, FLOOR + raised, 0.85).moved(y=-0.60 * half))
    for x in np.arange(rear + 2.0, front - 3.0, 2.1):
        parts.append(rod([x, 0.22, FLOOR], [x, 0.22, bus.height - 0.3], 0.018, 5, SLOT["chrome"]))
    hips, y = front - 1.35, 0.52 * half
    wheel = torus(0.23, 0.018, 14, SLOT["interior"]).turned((0, 0, 1), np.pi / 2).turned((0, 1, 0), -0.95)
    parts += [seat(hips, 0.72, 0.52).moved(y=y), wheel.moved(hips + 0.55, y, 1.30)]
    parts.append(rounded_box(0.45, 1.3, 0.45, 0.08, SLOT["interior"], steps=1).moved(front - 0.45, y, 1.0))
    if bus.driver:
        parts.append(sitter((hips, y, 1.02), (hips + 0.50, y, 1.36)))
    return merged(parts)


def _mirror(bus: BusShape, half: float) -> Shape:
    """Return the left mirror, hanging on an arm from above the windscreen."""
    front, y, top = bus.length / 2, bus.width / 2 - 0.09, bus.height - 0.55
    return merged(
        [
            rod([front - 0.35, half - 0.25, top + 0.10], [front + 0.02, y, top], 0.025, 6, SLOT["trim"]),
            rounded_box(0.10, 0.18, 0.40, 0.03, SLOT["trim"], steps=1).moved(front + 0.02, y, top - 0.22),
            box(0.006, 0.15, 0.34, SLOT["mirror"]).moved(front - 0.033, y, top - 0.22),
        ]
    )
