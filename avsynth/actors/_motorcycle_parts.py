"""What motorcycles and scooters share: finish slots, wheels, forks, lamps, mirrors, plate."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avsynth.actors import _body
from avsynth.actors._vehicle import lamps
from avsynth.catalog.finishing import Piece, slots
from avsynth.catalog.shapes import (
    Shape,
    both_sides,
    box,
    cylinder,
    ellipsoid,
    loft,
    merged,
    rod,
    rounded_box,
    superellipse,
)
from avsynth.catalog.wheels import about_y, sheet_of_revolution
from avsynth.contracts import Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

FINISH = _body.FINISH | {
    "frame": "paint_black",
    "tyre": "tyre_rubber",
    "metal": "wheel_rim",
    "engine": "painted_metal_dark",
    "chrome": "chrome",
    "saddle": "plastic_black",
    "glass": "car_glass",
    "headlamp": "headlamp",
    "tail_lamp": "tail_lamp",
    "brake_lamp": "tail_lamp",
    "left_indicator": "indicator",
    "right_indicator": "indicator",
    "plate": "plate_retro",
    "mirror": "mirror_glass",
}
SLOT = slots(FINISH)


def wheel(radius: float, width: float, name: str, x: float, category: Category) -> Piece:
    """Return a cast wheel of five spokes with a round tyre and brake discs, on its axle at x [m]."""
    turn = np.linspace(-0.62 * np.pi, 0.62 * np.pi, 9)
    crown = np.column_stack([radius - 0.5 * width + 0.5 * width * np.cos(turn), 0.5 * width * np.sin(turn)])
    rim = radius - 0.5 * width - 0.012
    parts = [
        about_y(sheet_of_revolution(crown.tolist(), 26, SLOT["tyre"])),
        about_y(sheet_of_revolution([[rim, -0.3 * width], [rim - 0.02, 0.0], [rim, 0.3 * width]], 26, SLOT["metal"])),
        about_y(cylinder(0.055, 1.1 * width, 12, SLOT["engine"])),
    ]
    for k in range(5):
        spoke = box(rim - 0.04, 0.028, 0.05, SLOT["metal"]).moved((rim + 0.03) / 2)
        parts.append(spoke.turned((0, 1, 0), 2 * np.pi * k / 5))
    disc = about_y(cylinder(0.6 * rim, 0.006, 18, SLOT["chrome"]))
    parts += [disc.moved(y=side * 0.42 * width) for side in (-1, 1)]
    hub = Joint("wheel", (x, 0.0, radius), (0.0, 1.0, 0.0))
    return Piece(f"wheel_{name}", merged(parts).moved(x, 0, radius), category, (hub,))


def hulled(rows: list[tuple[float, float, float, float]], slot: str, power: float = 2.6) -> Shape:
    """Return a body through rows of (x, middle z, half width, half height) [m] from rear to front."""
    outline = superellipse(14, power)
    rings = [
        np.column_stack([np.full(14, x), outline[:, 0] * wide, z + outline[:, 1] * tall]) for x, z, wide, tall in rows
    ]
    return loft(np.array(rings), SLOT[slot])


def fork(top: tuple[float, float], axle: tuple[float, float], half: float) -> Shape:
    """Return both legs of a fork from (x, z) of its head to the axle [m], `half` [m] beside the middle."""
    parts = []
    for y in (-half, half):
        middle = [0.45 * top[0] + 0.55 * axle[0], y, 0.45 * top[1] + 0.55 * axle[1]]
        parts += [
            rod([top[0], y, top[1]], middle, 0.024, 8, SLOT["chrome"]),
            rod(middle, [axle[0], y, axle[1]], 0.031, 8, SLOT["engine"]),
        ]
    return merged(parts)


def handlebar(grip: tuple[float, float, float], stem: tuple[float, float]) -> Shape:
    """Return a bar with grips at (x, half width, z) from its stem at (x, z) [m], mirrors on stalks, brake levers."""
    x, half, z = grip
    arm = [rod([stem[0], 0.05, stem[1]], [x + 0.03, 0.55 * half, z + 0.01], 0.013, 6, SLOT["engine"])]
    arm += [
        rod([x + 0.03, 0.55 * half, z + 0.01], [x, half + 0.04, z], 0.013, 6, SLOT["engine"]),
        rod([x, half - 0.06, z], [x - 0.01, half + 0.06, z], 0.019, 8, SLOT["saddle"]),
        rod([x + 0.07, half - 0.09, z], [x + 0.06, half + 0.04, z], 0.007, 4, SLOT["chrome"]),
        rod([x + 0.03, half - 0.12, z], [x + 0.05, half - 0.06, z + 0.17], 0.007, 5, SLOT["saddle"]),
    ]
    glass = rounded_box(0.02, 0.13, 0.085, 0.008, SLOT["saddle"], steps=1)
    face = box(0.003, 0.115, 0.07, SLOT["mirror"]).moved(-0.012)
    arm.append(merged([glass, face]).moved(x + 0.05, half - 0.03, z + 0.20))
    return both_sides(merged(arm))


def signals(front: tuple[float, float], rear: tuple[float, float], half: float) -> Shape:
    """Return indicators at (x, z) ahead and behind, `half` [m] beside the middle, on stalks."""
    parts = []
    for x, z in (front, rear):
        for side, slot in ((1, "left_indicator"), (-1, "right_indicator")):
            parts.append(rounded_box(0.05, 0.07, 0.04, 0.012, SLOT[slot], steps=1).moved(x, side * half, z))
            parts.append(rod([x, 0.02 * side, z], [x, side * half, z], 0.007, 4, SLOT["saddle"]))
    return merged(parts)


def tail(x: float, z: float) -> Shape:
    """Return tail and brake lamp at x and z [m], and the plate on its holder below."""
    return merged(
        [
            rounded_box(0.04, 0.14, 0.05, 0.012, SLOT["tail_lamp"], steps=1).moved(x, 0, z),
            box(0.012, 0.09, 0.02, SLOT["brake_lamp"]).moved(x - 0.021, 0, z),
            box(0.01, 0.18, 0.20, SLOT["plate"]).turned((0, 1, 0), -0.25).moved(x - 0.05, 0, z - 0.22),
            rod([x + 0.12, 0, z - 0.04], [x - 0.03, 0, z - 0.15], 0.014, 5, SLOT["saddle"]),
        ]
    )


def round_headlamp(x: float, z: float, radius: float) -> Shape:
    """Return a round headlamp whose lens is at x, its middle at z [m]."""
    shell = ellipsoid(0.085, radius, radius, SLOT["engine"], rings=6, sides=12).moved(x - 0.03, 0, z)
    lens = cylinder(0.92 * radius, 0.02, 14, SLOT["headlamp"]).turned((0, 1, 0), np.pi / 2).moved(x + 0.055, 0, z)
    return merged([shell, lens])


def lit(lights: str, motion: Motion) -> Mapping[str, str]:
    """Return the lamps that burn, of those that motorcycles have."""
    return {slot: material for slot, material in lamps(lights, motion, "").items() if slot in SLOT}
