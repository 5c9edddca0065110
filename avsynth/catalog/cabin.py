"""What one sees through the windows: floor, dashboard, steering wheel, seats, a driver; and the mirrors outside."""

from __future__ import annotations

import numpy as np

from avsynth.catalog.coachwork import SLOT, Coachwork
from avsynth.catalog.curves import smooth
from avsynth.catalog.shapes import Shape, both_sides, box, ellipsoid, merged, rounded_box, sheet, tube
from avsynth.catalog.wheels import torus

#: How far the floor is below the lower edge of the windows at most [m].
SEAT_DEPTH = 0.78


def cabin(body: Coachwork, rows: tuple[float, ...], *, driver: bool) -> Shape:
    """Return the inside with seats at the given x [m] (hips of the sitters), the first row two single seats."""
    belt = float(smooth(rows[0], body.edge))
    floor = max(body.clearance + 0.05, belt - SEAT_DEPTH)
    inner = body.width / 2 - 0.14
    shapes = [_tray(body, floor, inner, shelf=len(rows) == 2), _dashboard(body, belt, inner)]
    for number, x in enumerate(rows):
        one = seat(x, floor, 0.50 if number == 0 else inner * 0.95)
        shapes.append(both_sides(one.moved(y=_driver_y(body) if number == 0 else inner * 0.47)))
    if driver:
        y, dash = _driver_y(body), float(smooth(body.cowl, body.edge)) - 0.02
        shapes.append(sitter((rows[0], y, floor + 0.28), (body.cowl - 0.50, y, dash)))
    return merged(shapes)


def _driver_y(body: Coachwork) -> float:
    """Return how far left the driver sits [m]."""
    return 0.215 * body.width


def _tray(body: Coachwork, floor: float, inner: float, *, shelf: bool) -> Shape:
    """Return the floor, closed at its sides below the belt, with a shelf below the rear window or without."""
    front, rear = body.cowl + 0.1, body.tail + 0.12
    x = np.linspace(front, rear, 5)
    belt = smooth(x, body.edge) - 0.03
    wall = np.stack(
        [np.column_stack([x, np.full(5, inner), belt]), np.column_stack([x, np.full(5, inner), np.full(5, floor)])]
    )
    ground = np.stack([wall[1], wall[1] * [1, -1, 1]])
    back = np.stack([ground[:, -1], ground[:, -1] + [0, 0, belt[-1] - floor]])
    shapes = [both_sides(sheet(wall).flipped()), sheet(ground), sheet(back)]
    if shelf:
        ends = [[rear + 0.42, inner, belt[-1]], [body.tail + 0.02, inner, belt[-1]]]
        shapes.append(sheet(np.stack([ends, np.array(ends) * [1, -1, 1]])))
    return merged(shapes).painted(SLOT["interior"])


def _dashboard(body: Coachwork, belt: float, inner: float) -> Shape:
    """Return the dashboard and the steering wheel."""
    panel = rounded_box(0.42, 2 * inner, 0.34, 0.07, SLOT["interior"], steps=1).moved(body.cowl - 0.10, 0, belt - 0.17)
    wheel = torus(0.185, 0.016, 14, SLOT["interior"]).turned((0, 0, 1), np.pi / 2).turned((0, 1, 0), -0.42)
    return merged([panel, wheel.moved(body.cowl - 0.47, _driver_y(body), belt - 0.06)])


def seat(x: float, floor: float, width: float) -> Shape:
    """Return one seat (a bench when wide): cushion, back, head rest; hips at x, standing on the floor."""
    cushion = rounded_box(0.50, width, 0.16, 0.05, SLOT["seat"], steps=1).moved(x + 0.10, 0, floor + 0.19)
    back = (
        rounded_box(0.13, width, 0.58, 0.05, SLOT["seat"], steps=1)
        .turned((0, 1, 0), -0.30)
        .moved(x - 0.24, 0, floor + 0.50)
    )
    rest = rounded_box(0.09, min(0.26, width), 0.17, 0.04, SLOT["seat"], steps=1).moved(x - 0.36, 0, floor + 0.86)
    return merged([cushion, back, rest])


def sitter(hip: tuple[float, float, float], hands: tuple[float, float, float]) -> Shape:
    """Return somebody who sits with hips at `hip` and both hands before `hands` [m]: torso, head, arms, thighs."""
    x, y, z = hip
    shoulder = np.array([x - 0.20, y, z + 0.46])
    torso = (
        ellipsoid(0.13, 0.21, 0.33, SLOT["clothing"], rings=5, sides=8)
        .turned((0, 1, 0), -0.25)
        .moved(x - 0.10, y, z + 0.26)
    )
    head = ellipsoid(0.10, 0.078, 0.125, SLOT["skin"], rings=6, sides=8).moved(
        shoulder[0] + 0.02, y, shoulder[2] + 0.20
    )
    hair = ellipsoid(0.103, 0.083, 0.11, SLOT["hair"], rings=5, sides=8).moved(
        shoulder[0] - 0.015, y, shoulder[2] + 0.235
    )
    limbs = []
    for side in (-1, 1):
        start, end = shoulder + np.array([0, side * 0.17, -0.06]), np.add(hands, [0, side * 0.16, 0])
        elbow = (start + end) / 2 + [0, side * 0.06, -0.15]
        limbs.append(tube([start, elbow, end], [0.055, 0.045, 0.035], 6, SLOT["clothing"]))
        thigh = [[x, y + side * 0.09, z], [x + 0.42, y + side * 0.12, z + 0.06]]
        limbs.append(tube(thigh, [0.085, 0.065], 6, SLOT["clothing"]))
    return merged([torso, head, hair, *limbs])


def mirrors(body: Coachwork, reach: float, *, tall: float = 0.125) -> Shape:
    """Return both outside mirrors, `reach` [m] beyond the widest part of the body."""
    x = body.cowl - 0.10
    belt = float(smooth(x, body.edge))
    y = body.width / 2 + reach
    shell = rounded_box(0.10, 0.19, tall, 0.035, SLOT["paint"], steps=2).moved(x, y - 0.095, belt + 0.02 + tall / 2)
    glass = box(0.006, 0.15, tall - 0.04, SLOT["mirror"]).moved(x - 0.05, y - 0.095, belt + 0.02 + tall / 2)
    foot = box(0.05, 0.16, 0.035, SLOT["trim"]).moved(x, y - 0.20, belt + 0.045)
    return both_sides(merged([shell, glass, foot]))
