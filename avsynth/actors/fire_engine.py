"""Fire engines: a crew cab before a body of shuttered lockers, a ladder on the roof. At most 15000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np

from avsynth.actors._heavy import Heavy, HeavyShape
from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT, beacon
from avsynth.actors._truck_cab import SECOND_ROW, Cab, cab
from avsynth.actors._truck_chassis import frame, guards, rear_end, truck_wheels
from avsynth.actors._vehicle import BEACON_ACTS, DOOR_ACTS, Sizes, door_joints, driven_joints, shaped
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import Shape, both_sides, box, merged, rod, rounded_box
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean and spread of length, width over the mirrors and height [m]: pumpers of the medium class of EN 1846, 7.3 to
#: 8.6 m long, 2.5 m wide without mirrors and 3.1 to 3.3 m high.
SIZES: Sizes = ((8.0, 0.30), (2.76, 0.005), (3.28, 0.05))
LIMITS: Sizes = ((6.5, 10.0), (2.3, 3.0), (2.8, 3.8))
#: Red in most countries, yellow or white in some.
PAINTS = {"paint_red": 0.8, "paint_yellow": 0.1, "paint_white": 0.1}
RADIUS, CAB, SILL, FLOOR, ROOF = 0.50, 1.95 + SECOND_ROW, 1.56, 0.62, 2.92


class EngineShape(HeavyShape):
    """What the mesh of a fire engine depends on."""

    @property
    def axles(self) -> dict[str, float]:
        """x of each axle by name, from the middle of the length [m]."""
        half = self.length / 2
        return {"front": half - 1.42, "rear": 2.45 - half}


@ACTORS.register
class FireEngine(Heavy):
    """A fire engine with a crew and blue lights that flash."""

    kind: Literal["fire_engine"] = "fire_engine"
    category: ClassVar[Category] = Category.TRUCK
    acts: ClassVar[Mapping[str, str]] = {**Heavy.acts, **DOOR_ACTS, **BEACON_ACTS}
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    paints: ClassVar[Mapping[str, float]] = PAINTS

    def model(self) -> Model:
        """Return the shape of the fire engine."""
        return _model(shaped(self, EngineShape))

    def finish(self) -> Mapping[str, str]:
        """Return the paint, and the other colour of the bumper."""
        other = "paint_red" if self.paint == "paint_white" else "paint_white"
        return {"paint": self.paint, "roof": self.paint, "second": other}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll and how far doors stand open."""
        axles = shaped(self, EngineShape).axles
        wheels = driven_joints(motion, RADIUS, axles["front"] - axles["rear"], self.width - 0.3)
        return wheels | door_joints(motion, self.openable)


@lru_cache(maxsize=32)
def _model(engine: EngineShape) -> Model:
    """Return the model of a fire engine."""
    half, axles, front = engine.width / 2 - 0.11, engine.axles, engine.length / 2
    form = Cab(
        front=front, half=half - 0.01, roof=ROOF, reach=engine.width / 2, length=CAB, sill=SILL,
        axle=axles["front"], wheel=RADIUS, driver=engine.driver, crew=True, openable=engine.openable,
    )  # fmt: skip
    body = (front - CAB - 0.06, -front)
    crew_door = form.doors[1]
    shapes = [
        _lockers(*body, half, axles["rear"]),
        _ladder(*body, engine.height),
        frame(front - 0.4, 0.3 - front, 0.95),
        guards(axles, half, RADIUS),
        rear_end(-front - 0.02, half, 1.12),
        both_sides(beacon(front - 0.85, 0.62 * half, ROOF - 0.02)),
        both_sides(beacon(0.25 - front, 0.80 * half, ROOF - 0.02)),
        rounded_box(0.30, 1.1, 0.14, 0.04, SLOT["beacon"], steps=1).moved(front - 1.05, 0, ROOF + 0.08),
        both_sides(_flash(crew_door[1], front - CAB, half)),
    ]
    on_doors = ((), (_flash(*crew_door, half),))
    pieces = [Piece("body", merged(shapes), Category.TRUCK), *cab(form, Category.TRUCK, on_doors)]
    bodies = fitted(pieces, (engine.length, engine.width, engine.height))
    return model("fire_engine", engine, [*bodies, *truck_wheels(axles, half, RADIUS, Category.TRUCK)], HEAVY_FINISH)


def _flash(first: float, last: float, half: float) -> Shape:
    """Return a piece of the line below the windows of the second row, on the left side."""
    mark = box(first - last - 0.04, 0.012, 0.22, SLOT["stripe"])
    return mark.moved((first + last) / 2, half - 0.008, 1.2)


def _lockers(front: float, rear: float, half: float, axle: float) -> Shape:
    """Return the body: a painted shell over shuttered lockers, cut out over the rear wheels, with a reflecting line."""
    low, high = FLOOR + 0.48, ROOF - 0.30
    parts = [rounded_box(front - rear, 2 * half, ROOF - low, 0.04, SLOT["paint"], steps=1).moved(
        (front + rear) / 2, 0, (ROOF + low) / 2
    )]  # fmt: skip
    gap = RADIUS + 0.14
    for first, last in ((front, axle + gap), (axle - gap, rear)):
        skirt = box(first - last, 2 * half, low - FLOOR + 0.06, SLOT["paint"])
        parts.append(skirt.moved((first + last) / 2, 0, (low + FLOOR) / 2 - 0.02))
    edges = np.linspace(front - 0.10, rear + 0.10, 4)
    for first, last in pairwise(edges):
        foot = low + 0.06 if last < axle + gap and first > axle - gap else FLOOR + 0.12
        parts.append(both_sides(_shutter(first - 0.05, last + 0.05, half, foot, high)))
    parts.append(_shutter(0.6, -0.6, 0.0, FLOOR + 0.3, high).turned((0, 0, 1), np.pi / 2).moved(rear))
    line = box(front - rear, 0.012, 0.14, SLOT["stripe"]).moved((front + rear) / 2, half + 0.004, high + 0.12)
    chevrons = box(0.012, 0.5 * half, 0.9, SLOT["stripe"]).moved(rear - 0.004, 0.72 * half, 1.35)
    return merged([*parts, both_sides(merged([line, chevrons]))])


def _shutter(first: float, last: float, half: float, low: float, high: float) -> Shape:
    """Return a rolled shutter of slats on the left wall at y = `half` [m]."""
    count = int((high - low) / 0.14)
    slats = [
        rounded_box(first - last, 0.024, 0.125, 0.010, SLOT["steel"], steps=1).moved(
            (first + last) / 2, half + 0.004, low + (k + 0.5) * (high - low) / count
        )
        for k in range(count)
    ]
    return merged(slats)


def _ladder(front: float, rear: float, height: float) -> Shape:
    """Return the ladder and a box on the roof."""
    z = height - 0.10
    rails = [rod([rear + 0.05, y, z], [front + 1.2, y, z + 0.05], 0.035, 6, SLOT["steel"]) for y in (-0.62, -0.22)]
    rungs = [
        rod([x, -0.62, z + 0.02], [x, -0.22, z + 0.02], 0.018, 5, SLOT["steel"])
        for x in np.arange(rear + 0.3, front + 1.1, 0.30)
    ]
    supports = [
        box(0.06, 0.6, z - ROOF, SLOT["steel"]).moved(x, -0.42, (z + ROOF) / 2) for x in (rear + 0.6, front - 0.3)
    ]
    chest = box(1.5, 0.6, 0.24, SLOT["steel"]).moved((front + rear) / 2, 0.5, ROOF + 0.12)
    return merged([*rails, *rungs, *supports, chest])
