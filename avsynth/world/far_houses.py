"""Far houses: walls, roofs, chimneys, and windows on the sides that look at the roads."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avsynth.catalog.shapes import Shape, box, extruded, merged
from avsynth.core.seed import Stream
from avsynth.world.far_land import FarLand

#: Houses of the horizon: distance beyond the land, length, depth, storeys, and those of the high ones [m, m, m, 1, 1].
PLACE, LENGTHS, DEPTHS, STOREYS, HIGH = (15.0, 320.0), (10.0, 26.0), (9.0, 13.0), (2, 6), (8, 16)
STOREY, FOOTING, PITCH = 2.9, 4.0, 0.75
#: Windows: width and height, height above the floor, from one to the next, how far they stand out [m]; from where on,
#: beyond the land, every other one is left out [m].
WINDOW, SILL, WINDOW_STEP, PROUD, FAR = (1.3, 1.5), 0.9, 2.8, 0.05, 170.0
#: Corners of a window, in shares of its size from the middle of its sill, and its two triangles.
PANE = np.array([[-0.5, 0.0], [0.5, 0.0], [0.5, 1.0], [-0.5, 1.0]])
HALVES = np.array([[0, 1, 2], [0, 2, 3]])
#: Colours of walls and roofs.
WALLS, ROOFS = ("light", "light", "yellow", "grey", "red"), ("red", "grey")
#: Width and height above the ridge of chimneys [m].
CHIMNEY = (0.7, 0.9)


def houses(land: FarLand, low: int, high: int, slot: Mapping[str, int], stream: Stream) -> list[Shape]:
    """Return so many `low` houses with pitched roofs and `high` ones with flat roofs, at random places."""
    found = []
    for k in range(low + high):
        rng = stream.rng(k)
        is_high = k >= low
        bearing, beyond = rng.uniform(0.0, 2 * np.pi), rng.uniform(*PLACE)
        place = land.points(np.array([bearing]), beyond)[0]
        storeys = int(rng.integers(*(HIGH if is_high else STOREYS)))
        size = (rng.uniform(*LENGTHS), rng.uniform(*DEPTHS), STOREY * storeys + FOOTING)
        wall, roof = (f"{rng.choice(words)}_{noun}" for words, noun in ((WALLS, "walls"), (ROOFS, "roofs")))
        turn = rng.uniform(0.0, np.pi)
        towards = np.pi + bearing - turn  # who looks at it, from its own x [rad]
        windows = _windows(size, storeys, towards, 2 if beyond > FAR else 1)
        shape = merged([_house(size, slot[wall], slot[roof], is_flat=is_high), windows.painted(slot["windows"])])
        found.append(shape.turned((0, 0, 1), turn).moved(*place[:2], place[2] - FOOTING))
    return found


def _windows(size: tuple[float, float, float], storeys: int, towards: float, every: int) -> Shape:
    """Return the windows of a house on the sides that look `towards` [rad] the roads, every so many of them."""
    length, depth, _ = size
    found = []
    for turn, width, away in ((k * np.pi / 2, *((depth, length) if k % 2 == 0 else (length, depth))) for k in range(4)):
        count = int(width / WINDOW_STEP) if np.cos(turn - towards) > 0 else 0
        along = (np.arange(0, count, every) - (count - 1) / 2) * WINDOW_STEP
        middles = np.stack(np.meshgrid(along, FOOTING + SILL + STOREY * np.arange(storeys)), axis=-1).reshape(-1, 1, 2)
        corners = (middles + PANE * WINDOW).reshape(-1, 2)
        walls = np.column_stack([np.full(len(corners), away / 2 + PROUD), corners])
        quads = 4 * np.arange(len(middles))[:, None]
        triangles = np.concatenate([quads + HALVES[0], quads + HALVES[1]])
        found.append(Shape(walls, triangles, np.zeros(len(triangles), int)).turned((0, 0, 1), turn))
    return merged(found)


def _house(size: tuple[float, float, float], wall: int, roof: int, *, is_flat: bool) -> Shape:
    """Return a house of a length, depth and height to the eaves [m] that stands on z = 0."""
    length, depth, height = size
    walls = box(length, depth, height, wall).moved(z=height / 2)
    if is_flat:
        return walls
    rise = PITCH * depth / 2
    gable = extruded([(-depth / 2 - 0.4, 0.0), (depth / 2 + 0.4, 0.0), (0.0, rise)], length, roof)
    lying = gable.turned((1, 0, 0), np.pi / 2).turned((0, 0, 1), np.pi / 2)
    width, above = CHIMNEY
    chimney = box(width, width, rise / 2 + above, wall).moved(length / 4, 0.0, height + 0.75 * rise + above / 2)
    return merged([walls, lying.moved(z=height), chimney])
