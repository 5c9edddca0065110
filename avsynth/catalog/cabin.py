"""What one sees through the windows: floor, dashboard, steering wheel, seats, a driver; and the mirrors outside."""

from __future__ import annotations

import numpy as np

from avsynth.catalog.coachwork import SLOT, Coachwork
from avsynth.catalog.curves import smooth
from avsynth.catalog.shapes import Shape, box, both_sides, ellipsoid, merged, rounded_box, sheet, tube
from avsynth.catalog.wheels import torus


def cabin(body: Coachwork, rows: tuple[float, ...], *, driver: bool) -> Shape:
    """Return the inside with seats at the given x [m] (hips of the sitters), the first row two single seats."""
    belt = float(smooth(rows[0], body.edge))
    floor = body.clearance + 0.05
    inner = body.width / 2 - 0.14
    shapes = [_tray(body, floor, inner), _dashboard(body, belt, inner)]
    for number, x in enumerate(rows):
        seat = _seat(x, floor, 0.50) if number == 0 else _seat(x, floor, inner * 0.95)
        shapes.append(both_sides(seat.moved(y=_driver_y(body) if number == 0 else inner * 0.47)))
    if driver:
        shapes.append(_driver(body, rows[0], floor))
    return merged(shapes)


def _driver_y(body: Coachwork) -> float:
    """Return how far left the driver sits [m]."""
    return 0.215 * body.width


def _tray(body: Coachwork, floor: float, inner: float) -> Shape:
    """Return the floor, closed at its sides below the belt, and the shelf below the rear window."""
    front, rear = body.cowl + 0.1, body.tail + 0.12
    x = np.linspace(front, rear, 5)
    belt = smooth(x, body.edge) - 0.03
    wall = np.stack([np.column_stack([x, np.full(5, inner), belt]), np.column_stack([x, np.full(5, inner), np.full(5, floor)])])
    ground = np.stack([wall[1], wall[1] * [1, -1, 1]])
    back = np.stack([ground[:, -1], ground[:, -1] + [0, 0, belt[-1] - floor]])
    across = inner * np.array([[1.0], [-1.0]])
    shelf = np.array([[[rear + 0.42, y[0], belt[-1]], [body.tail + 0.02, y[0], belt[-1]]] for y in across])
    return merged([both_sides(sheet(wall).flipped()), sheet(ground), sheet(back), sheet(shelf)]).painted(SLOT["interior"])


def _dashboard(body: Coachwork, belt: float, inner: float) -> Shape:
    """Return the dashboard and the steering wheel."""
    panel = rounded_box(0.42, 2 * inner, 0.34, 0.07, SLOT["interior"], steps=1).moved(body.cowl - 0.10, 0, belt - 0.17)
    wheel = torus(0.185, 0.016, 14, SLOT["interior"]).turned((0, 0, 1), np.pi / 2).turned((0, 1, 0), -0.42)
    return merged([panel, wheel.moved(body.cowl - 0.47, _driver_y(body), belt - 0.06)])


def _seat(x: float, floor: float, width: float) -> Shape:
    """Return one seat (a bench when wide): cushion, back, head rest; hips at x, standing on the floor."""
    cushion = rounded_box(0.50, width, 0.16, 0.05, SLOT["seat"], steps=1).moved(x + 0.10, 0, floor + 0.19)
    back = rounded_box(0.13, width, 0.58, 0.05, SLOT["seat"], steps=1).turned((0, 1, 0), -0.30).moved(x - 0.24, 0, floor + 0.50)
    rest = rounded_box(0.09, min(0.26, width), 0.17, 0.04, SLOT["seat"], steps=1).moved(x - 0.36, 0, floor + 0.86)
    return merged([cushion, back, rest])


def _driver(body: Coachwork, x: float, floor: float) -> Shape:
    """Return somebody who sits and steers: torso, head, arms to the wheel, thighs."""
    y, hip = _driver_y(body), floor + 0.28
    shoulder = np.array([x - 0.20, y, hip + 0.46])
    hand = np.array([body.cowl - 0.50, y, float(smooth(body.cowl, body.edge)) - 0.02])
    torso = ellipsoid(0.13, 0.21, 0.33, SLOT["clothing"], rings=5, sides=8).turned((0, 1, 0), -0.25).moved(x - 0.10, y, hip + 0.26)
    head = ellipsoid(0.10, 0.078, 0.125, SLOT["skin"], rings=6, sides=8).moved(shoulder[0] + 0.02, y, shoulder[2] + 0.20)
    hair = ellipsoid(0.103, 0.083, 0.11, SLOT["hair"], rings=5, sides=8).moved(shoulder[0] - 0.015, y, shoulder[2] + 0.235)
    arms = []
    for side in (-1, 1):
        start, end = shoulder + [0, side * 0.17, -0.06], hand + [0, side * 0.16, 0]
        elbow = (start + end) / 2 + [0, side * 0.06, -0.15]
        arms.append(tube([start, elbow, end], [0.055, 0.045, 0.035], 6, SLOT["clothing"]))
        arms.append(tube([[x, y + side * 0.09, hip], [x + 0.42, y + side * 0.12, hip + 0.06]], [0.085, 0.065], 6, SLOT["clothing"]))
    return merged([torso, head, hair, *arms])


def mirrors(body: Coachwork, reach: float, *, tall: float = 0.125) -> Shape:
    """Return both outside mirrors, `reach` [m] beyond the widest part of the body."""
    x = body.cowl - 0.10
    belt = float(smooth(x, body.edge))
    y = body.width / 2 + reach
    shell = rounded_box(0.10, 0.19, tall, 0.035, SLOT["paint"], steps=2).moved(x, y - 0.095, belt + 0.02 + tall / 2)
    glass = box(0.006, 0.15, tall - 0.04, SLOT["mirror"]).moved(x - 0.05, y - 0.095, belt + 0.02 + tall / 2)
    foot = box(0.05, 0.16, 0.035, SLOT["trim"]).moved(x, y - 0.20, belt + 0.045)
    return both_sides(merged([shell, glass, foot]))
