"""The cab of a truck: a rounded box with windows one sees through, lamps, mirrors on arms, and a driver."""

from __future__ import annotations

import numpy as np

from avsynth.catalog.boxwork import Arch, Level, Walls, walls, wheel_house
from avsynth.catalog.cabin import seat, sitter
from avsynth.catalog.coachwork import CAR_FINISH
from avsynth.catalog.shapes import Shape, both_sides, box, merged, rod, rounded_box
from avsynth.catalog.wheels import torus

#: Finish slots of a truck: those of a car, so that cabins fit, and the body's own.
TRUCK_FINISH = CAR_FINISH | {
    "rim": "painted_metal_grey",
    "cover": "truck_box_white",
    "bed": "wood_weathered",
    "reflex_red": "reflex_red",
    "reflex_white": "reflex_white",
}
SLOT = {name: number for number, name in enumerate(TRUCK_FINISH)}

#: Heights of the cab's bands above the ground [m]; those above the window sill hang on the roof.
SKIRT, BUMPER, LAMPS, GRILLE, SILL = 0.34, 0.62, 0.84, 1.42, 1.58
#: Length of the cab, and x of door edges before the front [m].
LENGTH = 1.95
DOOR = (0.38, 1.42)


def cab(front: float, half: float, roof: float, reach: float, *, driver: bool) -> Shape:
    """Return a cab whose front is at x = `front`, of half width `half` and mirrors out to `reach` [m]."""
    top = roof - 0.62
    levels = [
        Level(SKIRT, front - 0.06, front - LENGTH, half - 0.02, 0.16),
        Level(BUMPER, front, front - LENGTH, half, 0.17),
        Level(LAMPS, front, front - LENGTH, half, 0.17),
        Level(GRILLE, front - 0.05, front - LENGTH, half, 0.18),
        Level(SILL, front - 0.08, front - LENGTH, half, 0.20),
        Level(top + 0.10, front - 0.22, front - LENGTH, half - 0.02, 0.22),
        Level(top + 0.30, front - 0.30, front - LENGTH + 0.02, half - 0.05, 0.24),
        Level(roof - 0.06, front - 0.62, front - LENGTH + 0.05, half - 0.10, 0.24),
        Level(roof, front - 0.85, front - LENGTH + 0.15, half - 0.22, 0.20),
    ]
    arch = Arch(front - 1.37, 0.50, 0.60)
    doors = [front - d + s for d in DOOR for s in (0.006, -0.006)]
    body = walls(levels, [*doors, front - 1.30, front - 0.46], [arch])
    slots = _slots(body, front)
    parts = [
        body.skin(slots, slots),
        body.lid(SLOT["paint"], crown=0.03),
        body.floor(SLOT["underbody"], SKIRT + 0.02, [arch], 0.45),
        both_sides(wheel_house(arch, half - 0.01, 0.45, SLOT["underbody"])),
        _inside(front, half, driver=driver),
        both_sides(_mirror(front, half, reach)),
        box(0.02, 0.52, 0.11, SLOT["plate"]).moved(front + 0.005, 0, 0.52),
    ]
    return merged(parts)


def _slots(body: Walls, front: float) -> np.ndarray:
    """Return the finish of the cab's cells, the same on both sides."""
    slots = np.full(body.cells, SLOT["paint"])
    corner = ~(body.is_side | body.is_front | body.is_rear) & (body.middle_x > front - 0.4)
    slots[0] = SLOT["trim"]
    slots[1, body.is_front] = SLOT["trim"]
    slots[1, corner] = SLOT["headlamp"]
    slots[2, 0] = SLOT["grille"]
    slots[4, body.is_front] = SLOT["glass"]
    slots[4, corner] = SLOT["paint"]
    x = body.middle_x
    slots[4, body.is_side & (x < front - 0.46) & (x > front - 1.30)] = SLOT["glass"]
    for door in DOOR:
        slots[1:6, body.is_side & (np.abs(x - front + door) < 0.006)] = SLOT["trim"]
    slots[3, body.is_front] = SLOT["trim"]
    return slots


def _inside(front: float, half: float, *, driver: bool) -> Shape:
    """Return seats, dashboard, steering wheel, back wall and the driver."""
    hips, floor = front - 1.15, 1.05
    y = 0.58 * half
    wheel = torus(0.22, 0.018, 14, SLOT["interior"]).turned((0, 0, 1), np.pi / 2).turned((0, 1, 0), -0.95)
    parts = [
        both_sides(seat(hips, floor, 0.52).moved(y=y)),
        rounded_box(0.45, 2 * half - 0.2, 0.35, 0.08, SLOT["interior"], steps=1).moved(front - 0.36, 0, SILL - 0.16),
        wheel.moved(front - 0.66, y, SILL + 0.02),
        box(LENGTH - 0.2, 2 * half - 0.1, 0.04, SLOT["interior"]).moved(front - LENGTH / 2, 0, floor),
    ]
    if driver:
        parts.append(sitter((hips, y, floor + 0.32), (front - 0.68, y, SILL + 0.08)))
    return merged(parts)


def _mirror(front: float, half: float, reach: float) -> Shape:
    """Return the left mirrors: a tall one and a wide-angle one on two arms."""
    x, y = front - 0.20, reach - 0.10
    return merged(
        [
            rounded_box(0.09, 0.20, 0.42, 0.03, SLOT["trim"], steps=1).moved(x, y, 1.98),
            box(0.006, 0.16, 0.36, SLOT["mirror"]).moved(x - 0.045, y, 1.98),
            rounded_box(0.09, 0.19, 0.19, 0.03, SLOT["trim"], steps=1).moved(x, y, 1.64),
            rod([x - 0.10, half - 0.12, 2.24], [x, y, 2.16], 0.018, 5, SLOT["trim"]),
            rod([x - 0.06, half - 0.08, 1.56], [x, y, 1.60], 0.018, 5, SLOT["trim"]),
        ]
    )
