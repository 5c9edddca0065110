"""What tractors and machines share: cabs of glass, tyres with lugs, axles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT, drivers_place
from avsynth.catalog.boxwork import Level, walls
from avsynth.catalog.shapes import Shape, box, cylinder, merged, rounded_box
from avsynth.catalog.wheels import about_y, road_wheel

FINISH = HEAVY_FINISH | {"beacon": "beacon_amber", "rim": "paint_yellow"}


@dataclass(frozen=True, slots=True)
class GlassCab:
    """A cab of glass between posts: x of front and rear, half width, heights of floor, sill, head and roof [m]."""

    front: float
    rear: float
    half: float
    floor: float
    sill: float
    head: float
    roof: float


def glass_cab(form: GlassCab, *, driver: bool) -> Shape:
    """Return the cab with its driver's place."""
    f, r, h = form.front, form.rear, form.half
    levels = [
        Level(form.floor, f - 0.10, r + 0.05, h - 0.10, 0.08),
        Level(form.sill, f, r, h, 0.10),
        Level(form.head, f - 0.12, r + 0.10, h - 0.06, 0.10),
        Level(form.head + 0.05, f - 0.02, r, h + 0.02, 0.12),
        Level(form.roof - 0.05, f - 0.02, r, h + 0.02, 0.12),
        Level(form.roof, f - 0.14, r + 0.12, h - 0.10, 0.10),
    ]
    middle = (f + r) / 2
    body = walls(levels, [middle + 0.04, middle - 0.04])
    slots = np.full(body.cells, SLOT["paint"])
    slots[0:2] = SLOT["glass"]
    slots[0, body.is_front | body.is_rear] = SLOT["trim"]
    slots[0:2, ~(body.is_side | body.is_front | body.is_rear)] = SLOT["trim"]
    slots[0:2, body.between(middle + 0.04, middle - 0.04)] = SLOT["trim"]
    slots[2:] = SLOT["roof"]
    place = drivers_place((middle - 0.15, 0.0, form.floor + 0.52), 0.46, driver=driver)
    floor = box(f - r - 0.2, 2 * h - 0.24, 0.04, SLOT["interior"]).moved(middle, 0, form.floor + 0.02)
    dash = rounded_box(0.25, 0.6, 0.35, 0.05, SLOT["interior"], steps=1).moved(f - 0.28, 0, form.sill - 0.05)
    return merged([body.skin(slots, slots), body.lid(SLOT["roof"], crown=0.03), floor, dash, place])


def lugged_wheel(radius: float, width: float, lugs: int) -> Shape:
    """Return a wheel whose tyre has `lugs` bars on each half, aslant like arrows: the outside is +y."""
    depth = 0.05 * radius + 0.01
    parts = [road_wheel(radius - depth, width, ("truck", 8), SLOT)]
    for k in range(lugs):
        for side in (-1, 1):
            bar = box(0.09 * radius, 0.56 * width, depth + 0.02, SLOT["tyre"])
            bar = bar.turned((0, 0, 1), side * 0.7).moved(0, side * 0.23 * width, radius - depth / 2 - 0.012)
            parts.append(bar.turned((0, 1, 0), 2 * np.pi * (k + 0.25 * side) / lugs))
    wheel = merged(parts)
    x, _, z = wheel.vertices.T
    farthest = int(np.argmax(np.hypot(x, z)))  # stands on the ground
    share = radius / float(np.hypot(x[farthest], z[farthest]))
    turn = float(np.arctan2(z[farthest], x[farthest])) + np.pi / 2
    return wheel.turned((0, 1, 0), turn).scaled(share, 1, share)


def axle_tube(x: float, half: float, z: float, thick: float) -> Shape:
    """Return the tube of an axle."""
    return about_y(cylinder(thick, 2 * half, 10, SLOT["underbody"])).moved(x, 0, z)
