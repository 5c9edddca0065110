"""What stands behind a truck's cab, and what is below: load body, frame, tanks, guards, lamps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avsynth.actors._truck_cab import SLOT
from avsynth.catalog.shapes import Shape, both_sides, box, cylinder, merged, rounded_box, sheet

#: Height of the load floor [m].
FLOOR = 1.12
#: Height of the sides of an open body [m].
BOARD = 0.60


def load_bed(kind: str, front: float, rear: float, half: float, height: float) -> Shape:
    """Return the load body from x = `front` to `rear`, of half width `half`, up to `height` [m]."""
    length, middle = front - rear, (front + rear) / 2
    floor = box(length, 2 * half, 0.14, SLOT["trim"]).moved(middle, 0, FLOOR - 0.07)
    lamps = [_rear_end(rear, half), *_side_markers(front, rear, half)]
    if kind == "open":
        return merged([floor, *lamps, _boards(front, rear, half, height)])
    tall = height - FLOOR
    shell = rounded_box(length, 2 * half, tall, 0.03, SLOT["cover"], steps=1).moved(middle, 0, FLOOR + tall / 2)
    frame = [_frame(x, half, height) for x in (front - 0.03, rear + 0.03)]
    parts = [shell, floor, *frame, *lamps, _doors(rear, half, height)]
    if kind == "curtain":
        parts.append(both_sides(_curtain(front, rear, half, height)))
    return merged(parts)


def _frame(x: float, half: float, height: float) -> Shape:
    """Return the posts and the beam around one end of a box."""
    post = both_sides(box(0.07, 0.05, height - FLOOR, SLOT["rim"]).moved(x, half - 0.022, (height + FLOOR) / 2))
    return merged([post, box(0.07, 2 * half, 0.06, SLOT["rim"]).moved(x, 0, height - 0.028)])


def _doors(rear: float, half: float, height: float) -> Shape:
    """Return the lock bars, the gap between the rear doors, and the retro-reflective contour."""
    tall, middle = height - FLOOR - 0.25, (height + FLOOR) / 2
    bars = [
        box(0.03, 0.03, tall, SLOT["rim"]).moved(rear - 0.012, y, middle)
        for y in (-0.55 * half, -0.12, 0.12, 0.55 * half)
    ]
    gap = box(0.012, 0.02, tall, SLOT["trim"]).moved(rear, 0, middle)
    contour = [both_sides(box(0.01, 0.05, tall, SLOT["reflex_red"]).moved(rear - 0.003, half - 0.08, middle))]
    contour += [
        box(0.01, 2 * half - 0.2, 0.05, SLOT["reflex_red"]).moved(rear - 0.003, 0, z)
        for z in (FLOOR + 0.08, height - 0.10)
    ]
    return merged([*bars, gap, *contour])


def _curtain(front: float, rear: float, half: float, height: float) -> Shape:
    """Return a left curtain: cloth that bulges a little between its straps."""
    count = max(4, int((front - rear) / 0.65))
    x = np.linspace(front - 0.08, rear + 0.08, 2 * count + 1)
    bulge = np.where(np.arange(len(x)) % 2 == 1, 0.018, 0.004)
    z = np.array([FLOOR + 0.02, FLOOR + 0.5, (FLOOR + height) / 2, height - 0.4, height - 0.07])
    out = np.array([0.1, 0.8, 1.0, 0.8, 0.1])[:, None] * bulge
    return sheet(np.stack(np.broadcast_arrays(x, half + 0.002 + out, z[:, None]), axis=2), SLOT["cover"])


def _boards(front: float, rear: float, half: float, height: float) -> Shape:
    """Return boards around an open bed, a front wall as high as the cab, and a load of crates."""
    length, middle, z = front - rear, (front + rear) / 2, FLOOR + BOARD / 2
    parts = [
        both_sides(box(length, 0.035, BOARD, SLOT["cover"]).moved(middle, half - 0.02, z)),
        box(0.035, 2 * half, BOARD, SLOT["cover"]).moved(rear + 0.02, 0, z),
        box(0.05, 2 * half, height - FLOOR, SLOT["rim"]).moved(front - 0.03, 0, (height + FLOOR) / 2),
        box(length - 0.1, 2 * half - 0.1, 0.02, SLOT["bed"]).moved(middle, 0, FLOOR + 0.01),
    ]
    for number, share in enumerate((0.25, 0.55, 0.80)):
        tall = (0.9, 1.3, 0.7)[number]
        parts.append(
            box(1.1, 1.5, tall, SLOT["bed"]).moved(front - share * length, 0.1 * (number - 1), FLOOR + tall / 2)
        )
    return merged(parts)


def _rear_end(rear: float, half: float) -> Shape:
    """Return lamps, plate and the bar that keeps cars from driving under."""
    lamp = box(0.06, 0.42, 0.13, SLOT["tail_lamp"]).moved(rear + 0.04, half - 0.26, 0.86)
    bar = box(0.08, 2 * half - 0.1, 0.12, SLOT["rim"]).moved(rear + 0.10, 0, 0.52)
    struts = both_sides(box(0.08, 0.08, 0.50, SLOT["underbody"]).moved(rear + 0.12, 0.45, 0.74))
    return merged([both_sides(lamp), bar, struts, box(0.02, 0.52, 0.11, SLOT["plate"]).moved(rear + 0.02, 0, 0.86)])


def _side_markers(front: float, rear: float, half: float) -> list[Shape]:
    """Return the retro-reflective line along the lower edge of both sides."""
    return [
        both_sides(
            box(front - rear - 0.3, 0.008, 0.05, SLOT["reflex_white"]).moved((front + rear) / 2, half, FLOOR - 0.03)
        )
    ]


def running_gear(front: float, axles: Mapping[str, float], half: float, radius: float) -> Shape:
    """Return frame rails, axles, mudguards, tank, battery box and side guards."""
    rear_axle = min(axles.values())
    free = (axles["front"] - 1.15, axles["rear"] + radius + 0.15)  # between cab and rear wheels
    middle, long = (free[0] + free[1]) / 2, free[0] - free[1]
    parts = [
        both_sides(box(2 * front - 0.6, 0.09, 0.26, SLOT["underbody"]).moved(-0.2, 0.40, 0.84)),
        rounded_box(min(1.3, 0.55 * long), 0.55, 0.55, 0.08, SLOT["rim"], steps=1).moved(
            free[0] - 0.75, half - 0.42, 0.68
        ),
        box(0.8, 0.5, 0.45, SLOT["trim"]).moved(free[0] - 0.55, 0.42 - half, 0.70),
    ]
    parts += [both_sides(box(long, 0.03, 0.10, SLOT["rim"]).moved(middle, half - 0.06, z)) for z in (0.50, 0.80)]
    for x in axles.values():
        parts.append(
            cylinder(0.09, 2 * half - 0.6, 8, SLOT["underbody"]).turned((1, 0, 0), np.pi / 2).moved(x, 0, radius)
        )
    parts.append(both_sides(box(0.02, 0.5, 0.55, SLOT["trim"]).moved(rear_axle - radius - 0.16, half - 0.32, 0.62)))
    return merged(parts)
