"""What trucks, buses and machines share: finish slots, lamps, plates, mirrors on arms, beacons, a driver's place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np

from avsynth.catalog.cabin import seat, sitter
from avsynth.catalog.coachwork import CAR_FINISH
from avsynth.catalog.shapes import Shape, box, cylinder, merged, rod, rounded_box
from avsynth.catalog.wheels import about_y, torus

#: Finish slots of heavy vehicles: those of a car, so that cabins and lamps fit, and the body's own.
HEAVY_FINISH = CAR_FINISH | {
    "rim": "painted_metal_grey",
    "cover": "truck_box_white",
    "bed": "wood_weathered",
    "second": "paint_white",
    "band": "plastic_black",
    "pole": "painted_metal_yellow",
    "steel": "galvanised_steel",
    "gravel": "gravel",
    "reflex_red": "reflex_red",
    "reflex_white": "reflex_white",
    "display": "display_amber",
    "cabin_lamp": "painted_metal_white",
}
SLOT = {name: number for number, name in enumerate(HEAVY_FINISH)}
#: Slots of indicators, left and right.
SIDES = (SLOT["left_indicator"], SLOT["right_indicator"])


def pair(left: Shape) -> Shape:
    """Return a shape of the left side and its mirror image, whose left indicators are right ones."""
    right = left.mirrored()
    return merged([left, replace(right, slots=np.where(right.slots == SIDES[0], SIDES[1], right.slots))])


def headlamp(x: float, y: float, z: float, size: tuple[float, float] = (0.34, 0.20)) -> Shape:
    """Return a left front lamp at x, its middle at y and z [m], of so much width and height, in a dark housing."""
    wide, tall = size
    radius = min(0.34 * tall, 0.2 * wide)
    parts = [box(0.05, wide, tall, SLOT["lamp_housing"]).moved(x - 0.015, y, z)]
    for share in (-0.26, 0.10):
        lens = cylinder(radius, 0.012, 12, SLOT["headlamp"]).turned((0, 1, 0), np.pi / 2)
        parts.append(lens.moved(x + 0.012, y + share * wide, z + 0.08 * tall))
    parts.append(
        box(0.012, 0.66 * wide, 0.09 * tall, SLOT["day_lamp"]).moved(x + 0.012, y - 0.1 * wide, z - 0.40 * tall)
    )
    parts.append(box(0.012, 0.16 * wide, 0.80 * tall, SLOT["left_indicator"]).moved(x + 0.012, y + 0.40 * wide, z))
    return merged(parts)


def tail_lamp(x: float, y: float, z: float, size: tuple[float, float] = (0.42, 0.13)) -> Shape:
    """Return a left tail lamp at x, its middle at y and z [m]: indicator, brake, tail and reversing lamp in a row.

    Rows lie along the longer edge of `size` (width, height) [m].
    """
    wide, tall = size
    parts = [box(0.06, wide, tall, SLOT["trim"]).moved(x + 0.03, y, z)]
    names = ("left_indicator", "brake_lamp", "tail_lamp", "reverse_lamp")
    for number, name in enumerate(names):
        share = (1.5 - number) / 4
        if wide > tall:
            lens = box(0.014, 0.21 * wide, 0.84 * tall, SLOT[name]).moved(x - 0.005, y + share * wide, z)
        else:
            lens = box(0.014, 0.84 * wide, 0.21 * tall, SLOT[name]).moved(x - 0.005, y, z + share * tall)
        parts.append(lens)
    return merged(parts)


def arm_mirrors(x: float, y: float, window: tuple[float, float], root: tuple[float, float]) -> Shape:
    """Return the left mirrors of a cab, their middle at x and y [m]: a tall one and a wide-angle one.

    They hang beside a `window` (low, high) on two arms from the wall at `root` (x, y) [m].
    """
    low, high = window
    tall = 0.50 * (high - low)
    main, wide = high - 0.15 - tall / 2, low + 0.10
    return merged(
        [
            rounded_box(0.10, 0.20, tall, 0.03, SLOT["trim"], steps=1).moved(x, y, main),
            box(0.006, 0.16, tall - 0.06, SLOT["mirror"]).moved(x - 0.051, y, main),
            rounded_box(0.10, 0.19, 0.20, 0.03, SLOT["trim"], steps=1).moved(x, y, wide),
            box(0.006, 0.15, 0.15, SLOT["mirror"]).moved(x - 0.051, y, wide),
            rod([*root, high - 0.05], [x, y, main + 0.45 * tall], 0.018, 5, SLOT["trim"]),
            rod([*root, low], [x, y, wide - 0.08], 0.018, 5, SLOT["trim"]),
        ]
    )


def drivers_place(hip: tuple[float, float, float], reach: float, *, driver: bool, lean: float = 0.95) -> Shape:
    """Return seat, steering wheel and, if there is a `driver`, somebody, with hips at `hip` [m].

    The wheel is `reach` [m] ahead, turned by `lean` [rad] from upright.
    """
    x, y, z = hip
    wheel = torus(0.22, 0.018, 14, SLOT["interior"]).turned((0, 0, 1), np.pi / 2).turned((0, 1, 0), -lean)
    parts = [seat(x, z - 0.32, 0.52).moved(y=y), wheel.moved(x + reach, y, z + 0.25)]
    parts.append(rod([x + reach, y, z + 0.25], [x + reach + 0.22, y, z - 0.10], 0.03, 6, SLOT["interior"]))
    if driver:
        parts.append(sitter(hip, (x + reach - 0.03, y, z + 0.30)))
    return merged(parts)


def beacon(x: float, y: float, z: float) -> Shape:
    """Return a round beacon that stands on z [m]."""
    base = cylinder(0.075, 0.05, 10, SLOT["trim"]).moved(x, y, z + 0.025)
    return merged([base, cylinder(0.065, 0.13, 10, SLOT["beacon"]).moved(x, y, z + 0.115)])


def axle_beams(axles: Mapping[str, float], half: float, radius: float) -> Shape:
    """Return the beams between the wheels of each axle, at half track `half` and height `radius` [m]."""
    beam = about_y(cylinder(0.09, 2 * half - 0.6, 8, SLOT["underbody"]))
    hub = about_y(cylinder(0.20, 0.40, 10, SLOT["underbody"]))
    return merged([part.moved(x, 0, radius) for x in axles.values() for part in (beam, hub)])


def mudguard(x: float, half: float, radius: float, wide: float) -> Shape:
    """Return the left mudguard over a wheel of `radius` at x, its outside at y = `half`, so `wide` [m]."""
    angle = np.linspace(0.35, np.pi - 0.35, 7)
    shapes = []
    for a, b in pairwise(angle):
        middle, reach = (a + b) / 2, radius + 0.10
        slab = box(reach * (b - a) + 0.01, wide, 0.02, SLOT["trim"]).turned((0, 1, 0), np.pi / 2 - middle)
        shapes.append(slab.moved(x + reach * np.cos(middle), half - wide / 2, radius + reach * np.sin(middle)))
    return merged(shapes)
