"""Roofs: pitched ones with eaves, gables, dormers and chimneys, and flat ones behind a parapet.

A pitched roof's ridge runs along y; it rises from the tops of the walls at height `eaves`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.catalog.openings import Opening, pane, plain_window
from avsynth.catalog.shapes import Shape, box, loft, merged, plate, rod, tube

#: Thickness of a roof's skin, how far eaves stand out before the wall [m].
SKIN, EAVES = 0.16, 0.45


@dataclass(frozen=True, slots=True)
class Pitched:
    """A pitched roof: of a building `depth` × `width` [m], its eaves at height `eaves` [m], at the angle `pitch` [rad].

    `verge` [m] is how far it stands out beyond the gables.
    """

    depth: float
    width: float
    eaves: float
    pitch: float
    verge: float = 0.0

    @property
    def rise(self) -> float:
        """Height of the ridge over the walls, without the skin [m]."""
        return self.depth / 2 * float(np.tan(self.pitch))

    def height(self, x: float) -> float:
        """Return the height of the skin's upper side above `x` [m]."""
        return self.eaves + self.rise - abs(x) * float(np.tan(self.pitch)) + SKIN / float(np.cos(self.pitch))


def pitched(roof: Pitched, slot: dict[str, int]) -> list[Shape]:
    """Return both slopes, the gables' walls below them, gutters and a ridge."""
    return [_skin(roof, slot), *_gables(roof, slot), *_gutters(roof, slot)]


def _skin(roof: Pitched, slot: dict[str, int]) -> Shape:
    """Return the skin as one bent slab along y: its section runs over the ridge and back below it."""
    out, slope = roof.depth / 2 + EAVES, float(np.tan(roof.pitch))
    ridge, lift = roof.eaves + roof.rise, SKIN / float(np.cos(roof.pitch))
    low = ridge - out * slope
    section = [[out, low], [out, low + lift], [0, ridge + lift], [-out, low + lift], [-out, low], [0, ridge]]
    half = roof.width / 2 + roof.verge
    rings = np.stack([[[x, y, z] for x, z in section] for y in (half, -half)])
    bands = np.array([[slot["trim"], slot["roof"], slot["roof"], slot["trim"], slot["trim"], slot["trim"]]])
    body = loft(rings, bands, caps=(False, False))
    # The ends are bent slabs: two four-sided faces each, on the lines of the section.
    ends = []
    for side, ring in ((1, rings[0]), (-1, rings[1])):
        for face in ([0, 1, 2, 5], [5, 2, 3, 4]):
            quad = Shape(ring[face], np.array([[0, 1, 2], [0, 2, 3]]), np.full(2, slot["trim"]))
            ends.append(quad if side < 0 else quad.flipped())
    return merged([body, *ends])


def _gables(roof: Pitched, slot: dict[str, int]) -> list[Shape]:
    """Return the triangles of wall between eaves and ridge, at both ends."""
    corners = [[-roof.depth / 2, roof.eaves], [roof.depth / 2, roof.eaves], [0, roof.eaves + roof.rise]]
    flat = plate(corners, slot["wall"]).turned((1, 0, 0), np.pi / 2)
    return [flat.moved(y=-roof.width / 2), flat.flipped().moved(y=roof.width / 2)]


def _gutters(roof: Pitched, slot: dict[str, int]) -> list[Shape]:
    """Return a gutter along each of the eaves."""
    x = roof.depth / 2 + EAVES + 0.05
    z = roof.eaves - EAVES * float(np.tan(roof.pitch)) + 0.05
    half = roof.width / 2 + roof.verge
    return [rod([s * x, -half, z], [s * x, half, z], 0.065, 6, slot["gutter"]) for s in (-1, 1)]


def dormer(roof: Pitched, y: float, wide: float, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return a dormer with a flat, slightly sloping roof on the slope towards +x, its middle at `y` [m]."""
    face = roof.depth / 2 - 0.6
    low, tall = roof.height(face) - 0.05, 1.45
    back = max(0.3, face - tall / float(np.tan(roof.pitch)) - 0.3)
    half = wide / 2
    cheek = [[face, low], [face, low + tall], [back, low + tall + 0.12], [back, low + 0.3]]
    sides = []
    for side in (-1, 1):
        ring = np.array([[x, y + side * half, z] for x, z in cheek])
        quad = Shape(ring, np.array([[0, 1, 2], [0, 2, 3]]), np.full(2, slot["dormer"]))
        sides.append(quad if side < 0 else quad.flipped())
    hole = Opening(y - half + 0.12, y + half - 0.12, low + 0.3, low + tall - 0.12)
    glazing = merged(plain_window(hole, slot | {"trim": slot["frame"]}, rng)).moved(x=face)
    front = [
        pane(y - half, y + half, low, hole.low, face, slot["dormer"]),
        pane(y - half, hole.left, hole.low, hole.high, face, slot["dormer"]),
        pane(hole.right, y + half, hole.low, hole.high, face, slot["dormer"]),
        pane(y - half, y + half, hole.high, low + tall, face, slot["dormer"]),
    ]
    top = box(face - back + 0.25, wide + 0.3, 0.1, slot["roof"]).turned((0, 1, 0), 0.06)
    return [*sides, *front, glazing, top.moved((face + back) / 2 + 0.1, y, low + tall + 0.1)]


def skylight(roof: Pitched, y: float, x: float, slot: dict[str, int]) -> Shape:
    """Return a roof window at (x, y) [m], as a slab with a pane on the slope."""
    lean = float(np.arctan2(np.tan(roof.pitch), 1.0)) * (1 if x > 0 else -1)
    slab = box(1.15, 0.80, 0.10, slot["metal"]).moved(z=0.03)
    glass = box(0.95, 0.60, 0.02, slot["glass"]).moved(z=0.085)
    return merged([slab, glass]).turned((0, 1, 0), lean).moved(x, y, roof.height(x))


def chimney(roof: Pitched, x: float, y: float, slot: dict[str, int]) -> list[Shape]:
    """Return a chimney with a cap, higher than the ridge."""
    top, low = roof.height(0) + 0.75, roof.height(x) - 0.4
    shaft = box(0.5, 0.62, top - low, slot["chimney"]).moved(x, y, (top + low) / 2)
    cap = box(0.62, 0.74, 0.08, slot["sill"]).moved(x, y, top)
    pots = [tube([[x, y + dy, top], [x, y + dy, top + 0.28]], 0.09, 7, slot["chimney"]) for dy in (-0.15, 0.15)]
    return [shaft, cap, *pots]


def flat_roof(depth: float, width: float, top: float, slot: dict[str, int]) -> list[Shape]:
    """Return a deck behind a parapet that rises to `top` [m], with a coping, and the head of a staircase."""
    deck = plate([[-depth / 2, -width / 2], [depth / 2, -width / 2], [depth / 2, width / 2], [-depth / 2, width / 2]])
    shapes = [deck.painted(slot["roof"]).moved(z=top - 0.5)]
    for x in (-1, 1):
        shapes.append(box(0.30, width + 0.06, 0.08, slot["gutter"]).moved(x * (depth / 2 - 0.12), 0, top + 0.04))
        inner = pane(-width / 2, width / 2, top - 0.5, top, 0.0, slot["wall"]).turned((0, 0, 1), (x > 0) * np.pi)
        shapes.append(inner.moved(x=x * (depth / 2 - 0.27)))
    for y in (-1, 1):
        shapes.append(box(depth - 0.54, 0.30, 0.08, slot["gutter"]).moved(0, y * (width / 2 - 0.12), top + 0.04))
        inner = pane(-depth / 2, depth / 2, top - 0.5, top, 0.0, slot["wall"]).turned((0, 0, 1), -y * np.pi / 2)
        shapes.append(inner.moved(y=y * (width / 2 - 0.27)))
    head = box(2.6, 3.2, 2.2, slot["wall"]).moved(-0.1 * depth, 0.12 * width, top + 0.6)
    return [*shapes, head, box(0.6, 0.6, 1.2, slot["gutter"]).moved(0.2 * depth, -0.25 * width, top + 0.1)]
