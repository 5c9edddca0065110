"""What fills the holes in a wall: windows, doors, shop fronts, garage doors, and what hangs before them.

A wall looks to +x and lies in x = 0; y is to the right seen from outside, z is up. Walls themselves are in `facade`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np

from avsynth.catalog.shapes import Shape, box, sheet

#: How far windows, and doors, lie behind the wall's face [m].
RECESS, DOOR_RECESS = 0.12, 0.22
#: Width of a window's frame, of bars between panes, of the band around a window [m].
FRAME, BAR, SURROUND = 0.065, 0.07, 0.14
#: Share of windows with a shutter partly down, and with curtains.
SHUTTERED, CURTAINED = 0.28, 0.35
#: Finish slots of panes: windows of one room light up together; shops light up at once.
ROOMS, SHOP_GLASS = tuple(f"room_{number}" for number in range(12)), "shop_glass"


@dataclass(frozen=True, slots=True)
class Opening:
    """A hole in a wall from (left, low) to (right, high) [m], and what fills it: a name of `FILLINGS`."""

    left: float
    right: float
    low: float
    high: float
    filling: str = "window"

    @property
    def middle(self) -> float:
        """y of the middle [m]."""
        return (self.left + self.right) / 2

    def loop(self, x: float, inset: float = 0.0) -> np.ndarray:
        """Return its outline at depth `x`, smaller by `inset`, counter-clockwise and closed, float64 (5, 3) [m]."""
        a, b, c, d = self.left + inset, self.right - inset, self.low + inset, self.high - inset
        return np.array([[x, a, c], [x, b, c], [x, b, d], [x, a, d], [x, a, c]])


def pane(left: float, right: float, low: float, high: float, x: float, slot: int) -> Shape:
    """Return a rectangle that looks to +x."""
    return sheet([[[x, left, low], [x, right, low]], [[x, left, high], [x, right, high]]], slot)


def room_behind(hole: Opening) -> str:
    """Return the slot of the panes of the room behind a hole, by where the hole lies in its wall."""
    return ROOMS[crc32(f"{hole.left:.1f} {hole.low:.1f}".encode()) % len(ROOMS)]


def reveal(hole: Opening, depth: float, slot: int) -> Shape:
    """Return the four sides of a hole."""
    return sheet(np.stack([hole.loop(0.0), hole.loop(-depth)]), slot)


def window(hole: Opening, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return a recessed window with frame, bars, sill, and often curtains or a shutter."""
    shapes = [*plain_window(hole, slot, rng), _sill(hole, slot)]
    chance = rng.random()
    if chance < SHUTTERED:
        share = rng.choice([0.25, 0.4, 0.6, 1.0], p=[0.4, 0.3, 0.2, 0.1])
        low = hole.high - share * (hole.high - hole.low)
        shapes.append(pane(hole.left, hole.right, low, hole.high, 0.04 - RECESS, slot["shutter"]))
    return shapes


def framed_window(hole: Opening, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return a window inside a raised band of stone or plaster."""
    around = Opening(hole.left - SURROUND, hole.right + SURROUND, hole.low - SURROUND, hole.high + SURROUND)
    band = sheet(np.stack([around.loop(0.0), around.loop(0.03), hole.loop(0.03), hole.loop(0.0)]), slot["trim"])
    return [*window(hole, slot, rng), band]


def plain_window(hole: Opening, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return a recessed window: frame, panes, and a bar in the middle where it is wide."""
    shapes = [
        reveal(hole, RECESS, slot["trim"]),
        sheet(np.stack([hole.loop(-RECESS), hole.loop(-RECESS, FRAME)]), slot["frame"]),
        *_panes(hole, slot, rng),
    ]
    if hole.right - hole.left > 0.9:
        half = BAR / 2
        bar = pane(hole.middle - half, hole.middle + half, hole.low, hole.high, 0.012 - RECESS, slot["frame"])
        shapes.append(bar)
    return shapes


def _panes(hole: Opening, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return the glass; where there are curtains, they show at both sides or as a strip above."""
    left, right, low, high = hole.left + FRAME, hole.right - FRAME, hole.low + FRAME, hole.high - FRAME
    glass = slot[room_behind(hole)]
    if rng.random() > CURTAINED:
        return [pane(left, right, low, high, -RECESS, glass)]
    share = rng.uniform(0.15, 0.45)
    edge = share * (right - left)
    sides = np.array([left, left + edge, right - edge, right])
    grid = np.stack([[[-RECESS, y, z] for y in sides] for z in (low, high)])
    return [sheet(grid, np.array([[slot["curtain"], glass, slot["curtain"]]]))]


def _sill(hole: Opening, slot: dict[str, int]) -> Shape:
    """Return the ledge below a window."""
    wide, thick = hole.right - hole.left + 0.12, 0.05
    return box(RECESS + 0.07, wide, thick, slot["sill"]).moved(
        (0.07 - RECESS) / 2, hole.middle, hole.low - thick / 2 + 0.01
    )


def door(hole: Opening, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return a house door in its frame, with a pane in it or above it, and a step."""
    inner = Opening(hole.left + 0.07, hole.right - 0.07, hole.low, hole.high - 0.07)
    frame = sheet(np.stack([hole.loop(-DOOR_RECESS)[:4], inner.loop(-DOOR_RECESS)[:4]])[:, [1, 2, 3, 0]], slot["frame"])
    shapes = [reveal(hole, DOOR_RECESS, slot["trim"]), frame]
    split = hole.low + 2.05
    above = inner.high - split
    top = split if above > 0.2 else inner.high
    shapes.append(pane(inner.left, inner.right, hole.low, top, -DOOR_RECESS, slot["door"]))
    if above > 0.2:
        shapes.append(pane(inner.left, inner.right, split, inner.high, -DOOR_RECESS, slot["glass"]))
    glazed = Opening(inner.left + 0.18, inner.right - 0.18, hole.low + 1.05, top - 0.2)
    shapes.append(pane(glazed.left, glazed.right, glazed.low, glazed.high, 0.01 - DOOR_RECESS, slot["glass"]))
    if hole.low > 0.05:
        step = box(0.75, hole.right - hole.left + 0.4, hole.low, slot["base"])
        shapes.append(step.moved(0.375 - DOOR_RECESS, hole.middle, hole.low / 2))
    return shapes


def shop(hole: Opening, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return a shop window: large panes between thin dark bars."""
    shapes = [
        reveal(hole, RECESS, slot["metal"]),
        sheet(np.stack([hole.loop(-RECESS), hole.loop(-RECESS, FRAME)]), slot["metal"]),
        pane(hole.left + FRAME, hole.right - FRAME, hole.low + FRAME, hole.high - FRAME, -RECESS, slot[SHOP_GLASS]),
    ]
    count = int((hole.right - hole.left) / 1.5)
    for y in np.linspace(hole.left, hole.right, count + 2)[1:-1]:
        shapes.append(pane(y - 0.03, y + 0.03, hole.low, hole.high, 0.015 - RECESS, slot["metal"]))
    shapes.append(pane(hole.left, hole.right, hole.high - 0.55, hole.high - 0.49, 0.015 - RECESS, slot["metal"]))
    return shapes


def balcony_door(hole: Opening, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return the door behind a balcony."""
    return glass_door(hole, slot, slot[room_behind(hole)])


def shop_door(hole: Opening, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return the door of a shop."""
    return glass_door(hole, slot, slot[SHOP_GLASS])


def glass_door(hole: Opening, slot: dict[str, int], glass: int) -> list[Shape]:
    """Return a door of glass in a frame."""
    return [
        reveal(hole, RECESS, slot["trim"]),
        sheet(np.stack([hole.loop(-RECESS), hole.loop(-RECESS, 0.09)]), slot["frame"]),
        pane(hole.left + 0.09, hole.right - 0.09, hole.low + 0.09, hole.high - 0.09, -RECESS, glass),
        pane(hole.middle - 0.05, hole.middle + 0.05, hole.low, hole.high, 0.012 - RECESS, slot["frame"]),
    ]


def garage_door(hole: Opening, slot: dict[str, int], rng: np.random.Generator) -> list[Shape]:
    """Return an up-and-over door with grooves between its panels."""
    shapes = [reveal(hole, DOOR_RECESS, slot["trim"])]
    edges = np.linspace(hole.low, hole.high, 6)
    rows = []
    for low, high in pairwise(edges):
        rows += [(low + 0.01, 0.0), (high - 0.03, 0.0), (high - 0.02, -0.02), (high, -0.02)]
    grid = np.stack([[[x - DOOR_RECESS, y, z] for y in (hole.left, hole.right)] for z, x in [(hole.low, 0.0), *rows]])
    return [*shapes, sheet(grid, slot["panel"])]


def balcony(middle: float, width: float, floor: float, depth: float, slot: dict[str, int]) -> list[Shape]:
    """Return a slab with a railing of panels below a rail, its upper side at height `floor` [m]."""
    slab = box(depth, width, 0.16, slot["trim"]).moved(depth / 2, middle, floor - 0.08)
    front = box(0.03, width, 0.80, slot["panel"]).moved(depth - 0.03, middle, floor + 0.50)
    rail = box(0.05, width, 0.05, slot["metal"]).moved(depth - 0.03, middle, floor + 1.0)
    shapes = [slab, front, rail]
    for side in (-1, 1):
        y = middle + side * (width / 2 - 0.02)
        shapes.append(box(depth, 0.03, 0.80, slot["panel"]).moved(depth / 2, y, floor + 0.50))
        shapes.append(box(depth, 0.05, 0.05, slot["metal"]).moved(depth / 2, y, floor + 1.0))
    return shapes


def awning(left: float, right: float, height: float, slot: dict[str, int]) -> list[Shape]:
    """Return an awning that slopes from the wall over the pavement, with a hanging edge."""
    out, drop = 1.3, 0.55
    ends = (left, right)
    rows = [(out, height - drop - 0.22), (out, height - drop), (0.0, height)]
    return [sheet(np.stack([[[x, y, z] for y in ends] for x, z in rows]), slot["awning"])]


FILLINGS = {
    "window": window,
    "framed_window": framed_window,
    "plain_window": plain_window,
    "door": door,
    "shop": shop,
    "balcony_door": balcony_door,
    "shop_door": shop_door,
    "garage_door": garage_door,
}
