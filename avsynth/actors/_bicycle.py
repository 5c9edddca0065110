"""A city bicycle: frame, wheels, crank, handlebar; on z = 0, facing +x. Who rides it is elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from avsynth.actors._steering import Bar
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape, circle, cylinder, loft, merged, rod, rounded_box, sheet, tube
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

#: Slot name → default material.
FINISH = {
    "frame": "paint_black",
    "tyre": "tyre_rubber",
    "metal": "wheel_rim",
    "saddle": "plastic_black",
    "lamp": "reflex_red",
}

#: Width of a tyre [m].
TYRE = 0.037
#: 28-inch wheels, ISO 37-622, with tyre [m]; axles; centre of the crank; crank length; half pedal spacing.
WHEEL_RADIUS, REAR_AXLE, FRONT_AXLE = 0.345, -0.53, 0.54
CRANK_CENTRE, CRANK_LENGTH, PEDAL_HALF = (-0.09, 0.285), 0.17, 0.115
SADDLE_X, GRIP = -0.28, (0.30, 1.06, 0.235)
#: Lower and upper end of the head tube (x, z) [m]: it leans back by about 17°, as city bicycles' do.
HEAD_LOW, HEAD_HIGH = (0.43, 0.62), (0.375, 0.80)
BAR = Bar(HEAD_HIGH, float(np.arctan2(HEAD_LOW[0] - HEAD_HIGH[0], HEAD_HIGH[1] - HEAD_LOW[1])), FRONT_AXLE - REAR_AXLE)
#: Metres travelled for one turn of the crank: a usual city gear.
DEVELOPMENT = 5.0
SPOKES = 14


def bicycle(
    category: Category, slot: dict[str, int], saddle: float, behind: Sequence[Shape] = (), ahead: Sequence[Shape] = ()
) -> list[Piece]:
    """Return the parts of a bicycle whose `saddle` is so high [m], with what is fixed `behind`, and `ahead` to the bar.

    Its joints are "wheel" and "crank", which turn forwards, "pedal", which keeps the pedals level, and "steer".
    """
    hub = Joint("wheel", (FRONT_AXLE, 0.0, WHEEL_RADIUS), (0.0, 1.0, 0.0))
    return [
        Piece("bicycle", merged([main_frame(slot, saddle), *behind]), category),
        *drive(category, slot),
        Piece("steering", merged([_fork(slot), handlebar(slot), *ahead]), category, (BAR.joint,)),
        Piece("wheel_front", wheel(slot).moved(FRONT_AXLE, 0, WHEEL_RADIUS), category, (BAR.joint, hub)),
    ]


def drive(category: Category, slot: dict[str, int]) -> list[Piece]:
    """Return the rear wheel, crank and pedals."""
    hub = Joint("wheel", (REAR_AXLE, 0.0, WHEEL_RADIUS), (0.0, 1.0, 0.0))
    x, z = CRANK_CENTRE
    crank = Joint("crank", (x, 0.0, z), (0.0, 1.0, 0.0))
    pieces = [
        Piece("wheel_rear", wheel(slot).moved(REAR_AXLE, 0, WHEEL_RADIUS), category, (hub,)),
        Piece("crank", _crank(slot).moved(x, 0, z), category, (crank,)),
    ]
    for side, sign in (("left", 1.0), ("right", -1.0)):
        spindle = (x + sign * CRANK_LENGTH, sign * PEDAL_HALF, z)
        pedal = rounded_box(0.09, 0.085, 0.022, 0.008, slot["saddle"], steps=1).moved(*spindle)
        pieces.append(Piece(f"pedal_{side}", pedal, category, (crank, Joint("pedal", spindle, (0.0, 1.0, 0.0)))))
    return pieces


def main_frame(slot: dict[str, int], saddle: float) -> Shape:
    """Return what does not turn: tubes, saddle, rear mudguard, lamp."""
    paint, metal, black = slot["frame"], slot["metal"], slot["saddle"]
    seat, head_low, head_high = (-0.235, 0, 0.74), (HEAD_LOW[0], 0, HEAD_LOW[1]), (HEAD_HIGH[0], 0, HEAD_HIGH[1])
    crank = (CRANK_CENTRE[0], 0, CRANK_CENTRE[1])
    tubes = [(crank, seat, 0.017), (seat, head_high, 0.016), (crank, head_low, 0.019), (head_low, head_high, 0.020)]
    shapes = [rod(a, b, r, 8, paint) for a, b, r in tubes]
    shapes.append(rod(seat, (SADDLE_X + 0.02, 0, saddle - 0.04), 0.013, 6, metal))
    for y in (-0.055, 0.055):
        shapes.append(rod((crank[0], 0.6 * y, crank[2]), (REAR_AXLE, y, WHEEL_RADIUS), 0.009, 6, paint))
        shapes.append(rod((seat[0], 0.3 * y, seat[2]), (REAR_AXLE, y, WHEEL_RADIUS), 0.008, 6, paint))
    shapes.append(_saddle(black).moved(SADDLE_X, 0, saddle))
    shapes.append(_mudguard(REAR_AXLE, np.deg2rad(20), np.deg2rad(185), black))
    shapes.append(rounded_box(0.03, 0.06, 0.05, 0.01, slot["lamp"], steps=1).moved(REAR_AXLE - 0.335, 0, 0.52))
    return merged(shapes)


def _fork(slot: dict[str, int]) -> Shape:
    """Return the fork of a front wheel, its mudguard and the lamp above it."""
    legs = [
        tube([(0.435, y, 0.61), (0.475, y, 0.51), (FRONT_AXLE, y, WHEEL_RADIUS)], 0.011, 6, slot["frame"])
        for y in (-0.055, 0.055)
    ]
    lamp = rounded_box(0.06, 0.07, 0.06, 0.015, slot["metal"], steps=1).moved(0.40, 0, 0.86)
    return merged([*legs, _mudguard(FRONT_AXLE, np.deg2rad(45), np.deg2rad(150), slot["saddle"]), lamp])


def handlebar(slot: dict[str, int]) -> Shape:
    """Return a stem and a swept-back bar with grips."""
    x, z, half = GRIP
    metal, black = slot["metal"], slot["saddle"]
    bar = [
        (x - 0.06, -half - 0.02, z),
        (x + 0.03, -half + 0.03, z),
        (0.345, -0.10, 0.995),
        (0.345, 0.10, 0.995),
        (x + 0.03, half - 0.03, z),
    ]
    shapes = [rod((HEAD_HIGH[0], 0, HEAD_HIGH[1]), (0.335, 0, 0.99), 0.013, 6, metal)]
    shapes += [tube([*bar, (x - 0.06, half + 0.02, z)], 0.012, 6, metal)]
    shapes += [
        rod((x - 0.07, s * (half + 0.025), z), (x + 0.03, s * (half - 0.03), z), 0.017, 6, black) for s in (-1, 1)
    ]
    return merged(shapes)


def _saddle(black: int) -> Shape:
    """Return a saddle, wide behind."""
    rows = np.array([[-0.12, 0.085, 0.035], [-0.05, 0.080, 0.04], [0.04, 0.035, 0.035], [0.14, 0.018, 0.025]])
    ring = circle(10)
    rings = [np.column_stack([np.full(10, x), -ring[:, 0] * wide, ring[:, 1] * high]) for x, wide, high in rows]
    return loft(np.array(rings)[::-1], black)


def _mudguard(x: float, start: float, end: float, slot: int) -> Shape:
    """Return a thin strip around the tyre, between two angles [rad] from +x, seen from both sides."""
    angle = np.linspace(start, end, 9)
    arc = np.column_stack([np.cos(angle), np.sin(angle)]) * (WHEEL_RADIUS + 0.025)
    rows = np.stack(
        [np.column_stack([arc[:, 0] + x, np.full(9, y), arc[:, 1] + WHEEL_RADIUS]) for y in (-0.028, 0.028)]
    )
    strip = sheet(rows, slot)
    return merged([strip.flipped(), strip.moved(z=-0.002)])


def wheel(slot: dict[str, int]) -> Shape:
    """Return tyre, rim, hub and spokes around the origin, axle along y."""
    r = WHEEL_RADIUS
    tyre = _ring(
        [
            [r - 0.034, -0.016],
            [r - 0.010, -0.019],
            [r, 0.0],
            [r - 0.010, 0.019],
            [r - 0.034, 0.016],
            [r - 0.034, -0.016],
        ],
        28,
    )
    rim = _ring(
        [[r - 0.050, -0.010], [r - 0.030, -0.012], [r - 0.030, 0.012], [r - 0.050, 0.010], [r - 0.050, -0.010]], 28
    )
    spokes = [
        rod((0.02 * c, 0.02 * s, 0.03 * (-1) ** k), ((r - 0.045) * c, (r - 0.045) * s, 0.0), 0.0035, 3, slot["metal"])
        for k, (c, s) in enumerate(circle(SPOKES))
    ]
    hub = cylinder(0.022, 0.1, 8, slot["metal"])
    flat = merged([tyre.painted(slot["tyre"]), rim.painted(slot["metal"]), hub, *spokes])
    return flat.turned((1.0, 0.0, 0.0), -np.pi / 2)


def _crank(slot: dict[str, int]) -> Shape:
    """Return chainwheel and both cranks; at rest the left one points forwards."""
    ring = _ring([[0.075, -0.004], [0.09, -0.004], [0.09, 0.004], [0.075, 0.004], [0.075, -0.004]], 16).painted(
        slot["metal"]
    )
    shapes = [ring.turned((1.0, 0.0, 0.0), -np.pi / 2).moved(y=-0.05)]
    for sign in (1.0, -1.0):
        y = sign * 0.07
        shapes.append(rod((0, y, 0), (sign * CRANK_LENGTH, y, 0), 0.011, 5, slot["metal"]))
        shapes.append(
            rod(
                (sign * CRANK_LENGTH, y, 0),
                (sign * CRANK_LENGTH, sign * (PEDAL_HALF + 0.03), 0),
                0.008,
                5,
                slot["metal"],
            )
        )
    return merged(shapes)


def _ring(profile: list[list[float]], sides: int) -> Shape:
    """Return a closed profile of (radius, height) [m] turned about z: a torus of any section."""
    unit = circle(sides)
    rings = [np.column_stack([unit * radius, np.full(sides, height)]) for radius, height in profile]
    return loft(np.array(rings), caps=(False, False))
