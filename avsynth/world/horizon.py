"""What closes the view beyond the land: hills out to the horizon, belts of wood, the houses of a town.

Cheap in triangles: everything stands farther from the roads than LiDARs see.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from avsynth.catalog.finishing import mesh
from avsynth.catalog.shapes import Shape, merged
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Part
from avsynth.world.far_houses import houses
from avsynth.world.far_land import AROUND, HILLS, WAVES, FarLand, Rim
from avsynth.world.far_woods import woods

#: Materials by slot; those of the land come before them.
SLOTS = {
    "meadows": "grass",
    "fields": "leaves_light",
    "soil": "soil",
    "broadleaves": "leaves_dark",
    "conifers": "needles",
    "saplings": "leaves",
    "trunks": "bark",
    "light_walls": "plaster_cream",
    "grey_walls": "plaster_grey",
    "red_walls": "brick_red",
    "yellow_walls": "plaster_yellow",
    "windows": "window_glass",
    "red_roofs": "roof_tiles",
    "grey_roofs": "roof_slate",
}
#: Share of the far land that is meadow, field, soil [1].
USED = (0.6, 0.25, 0.15)


class View(NamedTuple):
    """What one sees far away: the share of the horizon that is wood [1], and the number of houses and high ones."""

    wood: float
    houses: int
    towers: int


VIEWS = {
    "urban": View(0.45, 90, 8),
    "old_town": View(0.40, 110, 2),
    "suburb": View(0.75, 60, 1),
    "industrial": View(0.60, 40, 4),
    "highway": View(0.85, 12, 0),
}


def horizon(rim: np.ndarray, style: str, first_slot: int, stream: Stream) -> tuple[Part, ...]:
    """Return what lies beyond the outer rim of the land (K, 3) [m], a convex ring counter-clockwise.

    Its slots are those of `SLOTS`, numbered from `first_slot` on; nothing of it without surroundings.
    """
    if style not in VIEWS:
        return ()
    slot = {name: first_slot + k for k, name in enumerate(SLOTS)}
    land = FarLand(Rim(rim), stream.rng("hills").uniform(0.0, 2 * np.pi, len(WAVES)))
    view = VIEWS[style]
    town = houses(land, view.houses, view.towers, slot, stream.child("houses"))
    return (
        Part("far_land", mesh(_fields(land, slot, stream.rng("fields")), np.pi), Category.TERRAIN),
        Part("far_woods", mesh(woods(land, view.wood, slot, stream.child("wood"))), Category.VEGETATION),
        Part(
            "skyline",
            mesh(merged(town)),
            Category.BUILDING,
        ),
    )


def _fields(land: FarLand, slot: dict[str, int], rng: np.random.Generator) -> Shape:
    """Return the far land: rings of points, the first one along the rim, and fields between them."""
    regular = np.linspace(0.0, 2 * np.pi, AROUND, endpoint=False)
    bearings = np.unique(np.concatenate([regular, land.rim.bearings % (2 * np.pi)]))
    rings = np.concatenate([land.points(bearings, beyond) for beyond, _ in HILLS])
    count = len(bearings)
    k = np.arange(count)
    inner = (np.arange(len(HILLS) - 1) * count)[:, None]
    a, b = (inner + k).ravel(), (inner + (k + 1) % count).ravel()
    triangles = np.concatenate([np.column_stack([a, a + count, b + count]), np.column_stack([a, b + count, b])])
    used = rng.choice([slot["meadows"], slot["fields"], slot["soil"]], size=len(a), p=USED)
    used[:count] = slot["meadows"]  # as the land before it
    return Shape(rings, triangles.astype(np.int32), np.tile(used, 2).astype(np.uint8))
