"""What closes the view beyond the land: hills out to the horizon, belts of wood, the houses of a town.

Silhouettes, cheap in triangles: everything stands farther from the roads than LiDARs see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from avsynth.catalog.finishing import mesh
from avsynth.catalog.shapes import Shape, box, extruded, merged
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Part

#: Materials by slot; those of the land come before them.
SLOTS = {
    "meadows": "grass",
    "fields": "leaves_light",
    "soil": "soil",
    "broadleaves": "leaves_dark",
    "conifers": "needles",
    "light_walls": "plaster_cream",
    "grey_walls": "plaster_grey",
    "red_roofs": "roof_tiles",
    "grey_roofs": "roof_slate",
}
#: Distances beyond the land at which the far land has its points, and the height of its hills there [m].
HILLS = ((0.0, 0.0), (60.0, 1.5), (160.0, 4.0), (380.0, 11.0), (850.0, 26.0), (2000.0, 70.0))
#: Points of the far land around, and of lines that are measured; how far out heights of the land's rim are left [m].
AROUND, FINE, LEFT_AT = 120, 2881, 400.0
#: Waves around the horizon: how many, the largest share of the height, and how far out they are others [1, 1, m].
WAVES = ((3, 0.5), (5, 0.4), (9, 0.3), (16, 0.2))
DRIFT = 260.0
#: Belts of wood: distance beyond the land, mean height and width of what counts as one tree there [m].
BELTS = ((12.0, 13.0, 6.0), (130.0, 17.0, 10.0), (330.0, 18.0, 16.0), (800.0, 20.0, 30.0))
#: Share of trees that are conifers; how much heights and outlines spread; how far crowns reach into each other [1].
CONIFERS, UNEVEN, RAGGED, OVERLAP = 0.3, 0.3, 0.12, 1.5
#: How much the shading normals of a crown lean to its sides and up [1]: it is round.
LEAN, LIFT = 0.7, 0.5
#: Share of the far land that is meadow, field, soil [1].
USED = (0.6, 0.25, 0.15)
#: Outlines of crowns: places along the width and heights [1], a broad one and a conifer's.
CROWNS = (
    np.array([[0.0, 0.55], [0.1, 0.80], [0.25, 0.92], [0.4, 1.0], [0.55, 0.98], [0.75, 0.94], [0.9, 0.8], [1.0, 0.55]]),
    np.array([[0.0, 0.40], [0.25, 0.70], [0.5, 1.0], [0.75, 0.72], [1.0, 0.40]]),
)


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
#: Houses of the horizon: distance beyond the land, length, depth, storeys, and those of the high ones [m, m, m, 1, 1].
PLACE, LENGTHS, DEPTHS, STOREYS, HIGH = (15.0, 320.0), (10.0, 26.0), (9.0, 13.0), (2, 6), (8, 16)
STOREY, FOOTING, PITCH = 2.9, 4.0, 0.75


@dataclass(frozen=True, eq=False)
class Rim:
    """The outer rim of the land, a convex ring counter-clockwise: `points` (K, 3) [m], world."""

    points: np.ndarray

    @property
    def centre(self) -> np.ndarray:
        """A place inside it (2,) [m]."""
        return self.points[:, :2].mean(axis=0)

    @property
    def bearings(self) -> np.ndarray:
        """Direction from the centre to each point, ascending, float64 (K,) [rad]."""
        away = self.points[:, :2] - self.centre
        return np.unwrap(np.arctan2(away[:, 1], away[:, 0]))

    def around(self, bearings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return distance from the centre and height of the rim in directions `bearings` (N,), float64 (N,) each [m].

        On the edge from A to B, the ray in the direction u from the centre is at r = (A × d) / (u × d), d = B − A.
        """
        known = self.bearings
        turned = known[0] + (bearings - known[0]) % (2 * np.pi)
        k = np.clip(np.searchsorted(known, turned, side="right") - 1, 0, len(known) - 1)
        start, end = self.points[k], self.points[(k + 1) % len(known)]
        edge, out = (end - start)[:, :2], np.column_stack([np.cos(turned), np.sin(turned)])
        radius = _cross(start[:, :2] - self.centre, edge) / _cross(out, edge)
        along = ((self.centre + radius[:, None] * out - start[:, :2]) * edge).sum(axis=1) / (edge**2).sum(axis=1)
        return radius, start[:, 2] + np.clip(along, 0.0, 1.0) * (end - start)[:, 2]


@dataclass(frozen=True, eq=False)
class FarLand:
    """The land beyond its rim; `phases` (W,) [rad] of its hills."""

    rim: Rim
    phases: np.ndarray

    def points(self, bearings: np.ndarray, beyond: np.ndarray | float) -> np.ndarray:
        """Return its points in directions `bearings` (N,) [rad] at distances `beyond` the rim [m], (N, 3) [m]."""
        radius, height = self.rim.around(bearings)
        wave = sum(
            share * np.sin(count * bearings + phase + np.asarray(beyond) / DRIFT * (1 + count % 3))
            for (count, share), phase in zip(WAVES, self.phases, strict=True)
        )
        hills = np.interp(beyond, *np.transpose(HILLS)) * (0.35 + 0.5 * wave)
        kept = np.clip(1 - np.asarray(beyond) / LEFT_AT, 0.0, 1.0)
        level = self.rim.points[:, 2].mean()
        out = np.column_stack([np.cos(bearings), np.sin(bearings)]) * (radius + beyond)[:, None]
        return np.column_stack([self.rim.centre + out, level + kept * (height - level) + hills])

    def paced(self, beyond: float, step: float) -> np.ndarray:
        """Return directions to points about `step` [m] apart along its outline `beyond` the rim, float64 (N,) [rad]."""
        bearings = np.linspace(0.0, 2 * np.pi, FINE)
        line = self.points(bearings, beyond)[:, :2]
        length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
        return np.interp(np.linspace(0.0, length[-1], int(length[-1] / step), endpoint=False), length, bearings)


def horizon(rim: np.ndarray, style: str, first_slot: int, stream: Stream) -> tuple[Part, ...]:
    """Return what lies beyond the outer rim of the land (K, 3) [m], a convex ring counter-clockwise.

    Its slots are those of `SLOTS`, numbered from `first_slot` on; nothing of it without surroundings.
    """
    if style not in VIEWS:
        return ()
    slot = {name: first_slot + k for k, name in enumerate(SLOTS)}
    land = FarLand(Rim(rim), stream.rng("hills").uniform(0.0, 2 * np.pi, len(WAVES)))
    view = VIEWS[style]
    belts = [_belt(land, belt, view.wood, slot, stream.child("wood", k)) for k, belt in enumerate(BELTS)]
    return (
        Part("far_land", mesh(_fields(land, slot, stream.rng("fields")), np.pi), Category.TERRAIN),
        Part("far_woods", mesh(merged(belts)), Category.VEGETATION),
        Part("skyline", mesh(merged(_houses(land, view, slot, stream.child("houses")))), Category.BUILDING),
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


def _belt(land: FarLand, belt: tuple[float, float, float], share: float, slot: dict[str, int], stream: Stream) -> Shape:
    """Return one belt of wood: one crown after the other, and into it, between clearings."""
    beyond, height, width = belt
    bearings = land.paced(beyond, width)
    spans = np.diff(bearings, append=bearings[0] + 2 * np.pi)
    first, second = stream.rng("clearings").uniform(0.0, 2 * np.pi, 2)
    bare = np.sin(3 * bearings + first) + np.sin(7 * bearings + second)
    wooded = np.flatnonzero(bare <= np.quantile(bare, share))
    return merged(
        [_tree(land, (beyond, bearings[k], spans[k]), (height, width), slot, stream.rng(int(k))) for k in wooded]
    )


def _tree(
    land: FarLand,
    place: tuple[float, float, float],
    size: tuple[float, float],
    slot: dict[str, int],
    rng: np.random.Generator,
) -> Shape:
    """Return the face of one tree, seen from the roads, at `place` (beyond the rim [m], bearing, span [rad])."""
    (beyond, bearing, span), (height, width) = place, size
    name, outline = ("conifers", CROWNS[1]) if rng.random() < CONIFERS else ("broadleaves", CROWNS[0])
    along, share = outline.T
    foot = land.points(bearing + span * OVERLAP * (along + rng.uniform(-UNEVEN, UNEVEN)), beyond + width * rng.random())
    tall = height * (1 + rng.uniform(-UNEVEN, UNEVEN)) * share * (1 + rng.uniform(-RAGGED, RAGGED, len(share)))
    side = LEAN * (2 * along - 1)[:, None] * np.array([-np.sin(bearing), np.cos(bearing), 0.0])
    up = np.array([0.0, 0.0, 1.0])
    k, count = np.arange(len(along) - 1), len(along)
    a, b = np.column_stack([k, k + count, k + 1]), np.column_stack([k + 1, k + count, k + count + 1])
    return Shape(
        np.concatenate([foot - FOOTING * up, foot + np.outer(tall, up)]),
        np.concatenate([a, b]).astype(np.int32),
        np.full(2 * len(k), slot[name], np.uint8),
        np.concatenate([side, side + LIFT * up]),
    )


def _houses(land: FarLand, view: View, slot: dict[str, int], stream: Stream) -> list[Shape]:
    """Return houses at random places beyond the rim, most with a pitched roof, high ones with a flat one."""
    found = []
    for k in range(view.houses + view.towers):
        rng = stream.rng(k)
        is_high = k >= view.houses
        place = land.points(rng.uniform(0.0, 2 * np.pi, 1), rng.uniform(*PLACE))[0]
        storeys = rng.integers(*(HIGH if is_high else STOREYS))
        size = (rng.uniform(*LENGTHS), rng.uniform(*DEPTHS), STOREY * storeys + FOOTING)
        wall, roof = (rng.choice([f"{a}_{word}", f"grey_{word}"]) for a, word in (("light", "walls"), ("red", "roofs")))
        shape = _house(size, slot[wall], slot[roof], is_flat=is_high)
        found.append(shape.turned((0, 0, 1), rng.uniform(0.0, np.pi)).moved(*place[:2], place[2] - FOOTING))
    return found


def _house(size: tuple[float, float, float], wall: int, roof: int, *, is_flat: bool) -> Shape:
    """Return a house of a length, depth and height to the eaves [m] that stands on z = 0."""
    length, depth, height = size
    walls = box(length, depth, height, wall).moved(z=height / 2)
    if is_flat:
        return walls
    rise = PITCH * depth / 2
    gable = extruded([(-depth / 2 - 0.4, 0.0), (depth / 2 + 0.4, 0.0), (0.0, rise)], length, roof)
    lying = gable.turned((1, 0, 0), np.pi / 2).turned((0, 0, 1), np.pi / 2)
    return merged([walls, lying.moved(z=height)])


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the z component of a × b for vectors (N, 2)."""
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
