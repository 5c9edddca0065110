"""What one sees through the windows: floor, dashboard, steering wheel, seats, a driver."""

from __future__ import annotations

import numpy as np

from avsynth.catalog.coachwork import SLOT, Coachwork
from avsynth.catalog.curves import smooth
from avsynth.catalog.shapes import Shape, both_sides, ellipsoid, merged, rounded_box, sheet, tube
from avsynth.catalog.wheels import torus

#: How far the floor is below the lower edge of the windows at most [m].
SEAT_DEPTH = 0.78


def cabin(
    body: Coachwork, rows: tuple[float, ...], *, driver: bool, shelf: bool = True, open_from: float | None = None
) -> Shape:
    """Return the inside with seats at the given x [m] (hips of the sitters), the first row two single seats.

    Its side walls reach from the cowl, or from `open_from` [m] on where doors before it have insides of their own.
    """
    belt = float(smooth(rows[0], body.edge))
    floor = max(body.clearance + 0.05, belt - SEAT_DEPTH)
    inner = body.width / 2 - 0.14
    shapes = [*_tray(body, floor, inner, open_from), _dashboard(body, belt, inner)]
    if shelf:
        shapes.append(_shelf(body, inner))
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


def _tray(body: Coachwork, floor: float, inner: float, open_from: float | None) -> list[Shape]:
    """Return the floor and the walls at its sides and rear below the belt."""
    front, rear = body.cowl + 0.1, body.tail + 0.12
    x = np.linspace(front, rear, 5)
    ground = sheet(np.stack([_row(x, inner, floor), _row(x, -inner, floor)]))
    belt = float(smooth(rear, body.edge)) - 0.03
    back = sheet(np.array([[[rear, y, z] for y in (inner, -inner)] for z in (floor, belt)]))
    wall_x = x if open_from is None else np.linspace(min(open_from, front), rear, 3)
    wall = np.stack([_row(wall_x, inner, smooth(wall_x, body.edge) - 0.03), _row(wall_x, inner, floor)])
    return [part.painted(SLOT["interior"]) for part in (ground, back, both_sides(sheet(wall).flipped()))]


def _row(x: np.ndarray, y: float, z: np.ndarray | float) -> np.ndarray:
    """Return points (K, 3) at x (K,) and one y [m]."""
    return np.column_stack([x, np.full(len(x), y), np.broadcast_to(z, len(x))])


def _shelf(body: Coachwork, inner: float) -> Shape:
    """Return the shelf below the rear window."""
    rear = body.tail + 0.12
    level = float(smooth(rear, body.edge)) - 0.03
    ends = np.array([[rear + 0.42, inner, level], [body.tail + 0.02, inner, level]])
    return sheet(np.stack([ends, ends * [1, -1, 1]])).painted(SLOT["interior"])


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
