"""What hangs on walls: rain pipes, meter boxes with their conduit, lamps, dishes, ivy.

All in the frame of a wall: x outwards from it, y along it, z up from the ground; near its ends, where nothing opens.
"""

from __future__ import annotations

import numpy as np

from avsynth.catalog.facade import downpipe
from avsynth.catalog.foliage import Spray, sprays
from avsynth.catalog.shapes import Shape, box, cylinder, merged, rod

#: From the end of a wall to the middle of a rain pipe, and to that of a meter box [m].
PIPE, METER = 0.14, 0.46
#: Meter boxes: depth, width, height of the box, height of its middle [m].
METER_BOX, METER_AT = (0.16, 0.34, 0.52), 1.35
#: Ivy: sprays of leaves per area [1/m²], what one looks like, how far it stands off the wall [m].
IVY_DENSITY, IVY_SPRAY, IVY_OFF = 75.0, Spray(0.13, 0.11, outward=1.2, droop=0.6), (0.02, 0.14)


def corner_pipes(width: float, top: float, slot: dict[str, int]) -> list[Shape]:
    """Return the rain pipes at both ends of a wall, below eaves at height `top` [m]."""
    return [downpipe(side * (width / 2 - PIPE), top, slot["gutter"]) for side in (-1, 1)]


def meter(width: float, top: float, slot: dict[str, int]) -> Shape:
    """Return a meter box at the left end of a wall, the conduit up from it, and a lamp above it."""
    y = width / 2 - METER
    deep, _, tall = METER_BOX
    conduit = rod([0.03, y + 0.1, METER_AT + tall / 2], [0.03, y + 0.1, top - 0.15], 0.016, 4, slot["gutter"])
    lamp = box(0.13, 0.11, 0.2, slot["metal"]).moved(0.065, y - 0.1, 2.3)
    return merged([box(*METER_BOX, slot["metal"]).moved(deep / 2, y, METER_AT), conduit, lamp])


def dish(y: float, height: float, slot: dict[str, int]) -> Shape:
    """Return a dish for satellites on its arm, at `y` and `height` [m]."""
    plate = cylinder(0.36, 0.03, 14, slot["panel"]).turned((0, 1, 0), np.pi / 2 - 0.5).turned((0, 0, 1), 0.5)
    foot = rod([0.0, y, height - 0.2], [0.28, y, height - 0.05], 0.02, 4, slot["gutter"])
    feed = rod([0.30, y, height], [0.72, y + 0.15, height - 0.02], 0.014, 4, slot["gutter"])
    return merged([plate.moved(0.34, y, height), foot, feed])


def ivy(start: float, end: float, top: float, slot: dict[str, int], rng: np.random.Generator) -> Shape:
    """Return ivy on a wall from `start` to `end` along it [m], up to `top` [m] where it grows best."""
    count = int(IVY_DENSITY * (end - start) * top)
    share, level = rng.random(count), top * rng.random(count) ** 1.2
    edge = top * (0.45 + 0.35 * np.sin(np.pi * share) + 0.2 * np.sin(7.0 * share + rng.uniform(0, 6.3)))
    grown = level < edge
    off = rng.uniform(*IVY_OFF, count) * (1.2 - level / top)
    place = np.column_stack([off, start + share * (end - start), level])[grown]
    return sprays(place, np.tile([1.0, 0.0, 0.0], (len(place), 1)), IVY_SPRAY, slot["ivy"], rng)
