"""Walls with holes, and the rows of windows and doors that make a storey. What fills the holes is in `openings`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from avsynth.catalog.openings import FILLINGS, ROOMS, SHOP_GLASS, Opening
from avsynth.catalog.shapes import Shape, box, merged, tube

#: Default material of each finish slot of buildings; the order numbers the slots.
BUILDING_FINISH = {
    "wall": "plaster_cream",
    "base": "concrete",
    "trim": "plaster_white",
    "roof": "roof_tiles",
    "glass": "window_glass",
    "frame": "window_frame",
    "sill": "stone",
    "shutter": "plastic_grey",
    "curtain": "curtain",
    "door": "door_wood",
    "metal": "painted_metal_grey",
    "panel": "painted_metal_white",
    "chimney": "brick_brown",
    "sign": "painted_metal_green",
    "awning": "truck_tarp_grey",
    "gutter": "galvanised_steel",
    "ivy": "leaves_dark",
    SHOP_GLASS: "window_glass",
    **dict.fromkeys(ROOMS, "window_glass"),
}


def storey(
    width: float, low: float, high: float, holes: Sequence[Opening], slot: dict[str, int], rng: np.random.Generator,
    *, plinth: float = 0.0,
) -> list[Shape]:  # fmt: skip
    """Return one storey of a wall: the wall around its holes, and what fills them; below `plinth` [m] it is base."""
    shapes = [pierced(width, low, high, holes, slot, plinth)]
    for hole in holes:
        shapes += FILLINGS[hole.filling](hole, slot, rng)
    return shapes


def pierced(
    width: float, low: float, high: float, holes: Sequence[Opening], slot: dict[str, int], plinth: float = 0.0
) -> Shape:
    """Return a wall of `width` [m] from height `low` to `high` [m] without its holes."""
    y = np.unique(np.round([-width / 2, width / 2, *(e for h in holes for e in (h.left, h.right))], 4))
    z = [low, high, *(e for h in holes for e in (h.low, h.high)), *([plinth] if low < plinth < high else [])]
    z = np.unique(np.round(z, 4))
    middle_y, middle_z = (y[:-1] + y[1:]) / 2, (z[:-1] + z[1:]) / 2
    solid = np.ones((len(z) - 1, len(y) - 1), bool)
    for hole in holes:
        inside = np.outer(
            (middle_z > hole.low) & (middle_z < hole.high), (middle_y > hole.left) & (middle_y < hole.right)
        )
        solid &= ~inside
    row, column = np.nonzero(solid)
    first = row * len(y) + column
    above = first + len(y)
    triangles = np.concatenate(
        [np.column_stack([first, first + 1, above + 1]), np.column_stack([first, above + 1, above])]
    )
    paint = np.where(middle_z[row] < plinth, slot["base"], slot["wall"])
    grid = np.column_stack([np.zeros(len(z) * len(y)), np.tile(y, len(z)), np.repeat(z, len(y))])
    return Shape(grid, triangles, np.concatenate([paint, paint]))


def row_of(
    width: float, count: int, size: tuple[float, float], sill: float, filling: str = "window", margin: float = 0.35
) -> list[Opening]:
    """Return `count` equal holes of `size` (width, height) [m], evenly spread, their lower edges at height `sill`."""
    pitch = (width - 2 * margin) / count
    middles = (np.arange(count) + 0.5) * pitch - width / 2 + margin
    return [Opening(float(m) - size[0] / 2, float(m) + size[0] / 2, sill, sill + size[1], filling) for m in middles]


def ledge(width: float, height: float, reach: float, thick: float, slot: int) -> Shape:
    """Return a band along a wall, its middle at `height`, that stands out by `reach` [m]."""
    return box(reach, width, thick, slot).moved(reach / 2, 0, height)


def downpipe(y: float, height: float, slot: int) -> Shape:
    """Return a rain pipe from the eaves to the ground."""
    return tube([[0.07, y, 0.0], [0.07, y, height - 0.3], [0.22, y, height]], 0.045, 6, slot)


def turned_wall(shapes: Sequence[Shape], quarter: int, reach: float) -> Shape:
    """Return a wall turned by quarter turns to the left, `reach` [m] before the middle of the building."""
    return merged(shapes).moved(x=reach).turned((0.0, 0.0, 1.0), quarter * np.pi / 2)
