"""Far woods: belts of trees between clearings, of which one sees the faces towards the roads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from avsynth.catalog.shapes import Shape, merged
from avsynth.core.seed import Stream
from avsynth.world.far_land import FarLand

#: How far below the ground faces begin, so that no gap shows on slopes [m].
FOOTING = 4.0
#: Share of trees that are conifers; how much heights and outlines spread; how far crowns reach into each other [1].
CONIFERS, UNEVEN, RAGGED, OVERLAP = 0.3, 0.3, 0.12, 1.5
#: How much the shading normals of a crown lean to its sides and up [1]: it is round.
LEAN, LIFT = 0.7, 0.5
#: How far the middle of a near crown stands out per width [1]; height of its lower side above the ground, where a trunk
#: shows [m], how wide that is [m], and the share of trees at the edge of a wood that show one [1].
BULGE, BARE, TRUNK_WIDTH, BARE_SHARE = 0.35, (1.6, 3.4), 0.45, 0.55
#: Height of the shrubs before a wood [m], and the share of places at its edge that have one [1].
SHRUBS, SHRUB_SHARE = (1.2, 2.8), 0.6
#: Outlines of crowns: places along the width and heights [1], a broad one and a conifer's.
CROWNS = (
    np.array([[0.0, 0.55], [0.1, 0.80], [0.25, 0.92], [0.4, 1.0], [0.55, 0.98], [0.75, 0.94], [0.9, 0.8], [1.0, 0.55]]),
    np.array([[0.0, 0.40], [0.25, 0.70], [0.5, 1.0], [0.75, 0.72], [1.0, 0.40]]),
)
#: How much the shading of clumps of leaves differs, and the width of the lower side of crowns on trunks [1].
CLUMPS, WAIST = 0.3, 0.7


class Belt(NamedTuple):
    """A row of trees: distance beyond the land, mean height and width of what counts as one tree [m], by which belt its
    clearings go, and whether it is near: near crowns are round, those of the first row show trunks and shrubs.
    """

    beyond: float
    height: float
    width: float
    clearings: int
    is_near: bool = False


BELTS = (
    Belt(12.0, 11.0, 6.0, 0, is_near=True),
    Belt(20.0, 14.0, 7.0, 0, is_near=True),
    Belt(130.0, 17.0, 10.0, 2, is_near=True),
    Belt(330.0, 18.0, 16.0, 3),
    Belt(800.0, 20.0, 30.0, 4),
)


def woods(land: FarLand, share: float, slot: Mapping[str, int], stream: Stream) -> Shape:
    """Return all belts of wood, which cover a `share` of the horizon [1]; `slot` numbers their materials by name."""
    belts = enumerate(BELTS)
    return merged([_belt(land, k, _wooded(land, belt, share, stream), slot, stream) for k, belt in belts])


def _wooded(land: FarLand, belt: Belt, share: float, stream: Stream) -> np.ndarray:
    """Return direction and width of the places of trees between clearings, float64 (N, 2) [rad]."""
    bearings = land.paced(belt.beyond, belt.width)
    spans = np.diff(bearings, append=bearings[0] + 2 * np.pi)
    first, second = stream.child(belt.clearings).rng("clearings").uniform(0.0, 2 * np.pi, 2)
    bare = np.sin(3 * bearings + first) + np.sin(7 * bearings + second)
    return np.column_stack([bearings, spans])[bare <= np.quantile(bare, share)]


def _belt(land: FarLand, number: int, places: np.ndarray, slot: Mapping[str, int], stream: Stream) -> Shape:
    """Return one belt of wood: at each of `places` (N, 2) [rad] a crown that reaches into the next."""
    belt, shapes = BELTS[number], []
    for k, (bearing, span) in enumerate(places):
        rng = stream.child(number).rng(k)
        shapes.append(_tree(land, belt, (bearing, span), slot, rng, shows_trunk=number == 0))
        if number == 0 and rng.random() < SHRUB_SHARE:
            low = belt._replace(beyond=belt.beyond - 3.0, height=float(rng.uniform(*SHRUBS)))
            shapes.append(_crown(land, low, (bearing, span), CROWNS[0], (slot["saplings"], -FOOTING), rng))
    return merged(shapes)


def _tree(
    land: FarLand,
    belt: Belt,
    place: tuple[float, float],
    slot: Mapping[str, int],
    rng: np.random.Generator,
    *,
    shows_trunk: bool,
) -> Shape:
    """Return one tree, seen from the roads, at `place` (bearing, span [rad]); some with `shows_trunk` do."""
    if rng.random() < CONIFERS:
        return _crown(land, belt, place, CROWNS[1], (slot["conifers"], -FOOTING), rng)
    name = "saplings" if rng.random() < CONIFERS else "broadleaves"
    if not (shows_trunk and rng.random() < BARE_SHARE):
        return _crown(land, belt, place, CROWNS[0], (slot[name], -FOOTING), rng)
    low = float(rng.uniform(*BARE))
    trunk = _trunk(land.points(np.array([place[0] + place[1] / 2]), belt.beyond)[0], place[0], low, slot["trunks"])
    return merged([_crown(land, belt, place, CROWNS[0], (slot[name], low), rng), trunk])


def _crown(
    land: FarLand,
    belt: Belt,
    place: tuple[float, float],
    outline: np.ndarray,
    look: tuple[int, float],
    rng: np.random.Generator,
) -> Shape:
    """Return the face of a crown under an `outline` (K, 2) [1]; `look` is its slot and how high its lower side is [m].

    Near ones stand out in their middle, the normals of far ones lean: light falls on both as on something round.
    Those of near ones lean to who looks at them, as leaves never mirror the sky at grazing angles.
    """
    (bearing, span), (number, low) = place, look
    along, share = outline.T
    depth = belt.width * rng.random()
    foot = land.points(bearing + span * OVERLAP * (along + rng.uniform(-UNEVEN, UNEVEN)), belt.beyond + depth)
    tall = belt.height * (1 + rng.uniform(-UNEVEN, UNEVEN)) * share * (1 + rng.uniform(-RAGGED, RAGGED, len(share)))
    up, towards = np.array([0.0, 0.0, 1.0]), -np.array([np.cos(bearing), np.sin(bearing), 0.0])
    side = LEAN * (2 * along - 1)[:, None] * np.array([-np.sin(bearing), np.cos(bearing), 0.0])
    waist = foot.mean(axis=0) + (WAIST if low > 0 else 1.0) * (foot - foot.mean(axis=0))
    rows, leans = [waist + low * up, foot + np.outer(np.maximum(tall, low), up)], [side, side + LIFT * up]
    if belt.is_near:
        out = BULGE * belt.width * np.sin(np.pi * along) * rng.uniform(0.5, 1.0, len(along))
        middle = foot + np.outer(max(low, 0.0) + rng.uniform(0.3, 0.5, len(along)) * tall, up) + np.outer(out, towards)
        rows, leans = [rows[0], middle, rows[1]], [lean * up + towards for lean in (-LIFT, 0.0, LIFT)]
        leans = [np.broadcast_to(lean, foot.shape) for lean in leans]
    count, k = len(along), np.arange(len(along) - 1)
    faces = np.concatenate([[k, k + count, k + 1], [k + 1, k + count, k + count + 1]], axis=1).T
    triangles = np.concatenate([faces + n * count for n in range(len(rows) - 1)]).astype(np.int32)
    slots = np.full(len(triangles), number, np.uint8)
    leaning = np.concatenate(leans)
    return Shape(np.concatenate(rows), triangles, slots, leaning + rng.normal(0.0, CLUMPS, leaning.shape))


def _trunk(foot: np.ndarray, bearing: float, height: float, slot: int) -> Shape:
    """Return the face of a trunk at `foot` (3,) [m] that goes on into its crown."""
    across = TRUNK_WIDTH / 2 * np.array([-np.sin(bearing), np.cos(bearing), 0.0])
    ends = [foot - FOOTING * np.array([0.0, 0.0, 1.0]), foot + (height + 2.0) * np.array([0.0, 0.0, 1.0])]
    corners = np.array([end + sign * across for end in ends for sign in (-1, 1)])
    triangles = np.array([[0, 2, 1], [1, 2, 3]], np.int32)
    return Shape(corners, triangles, np.full(2, slot, np.uint8), np.zeros((4, 3)))
