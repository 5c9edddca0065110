"""What trucks and their trailers carry their loads in: boxes, curtains, open beds, tanks, containers, tippers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from avsynth.actors._heavy_parts import SLOT
from avsynth.catalog.shapes import Shape, both_sides, box, cylinder, loft, merged, rod, rounded_box, sheet, superellipse

#: Height of the sides of an open body [m].
BOARD = 0.60
#: Edges of a container [m] (ISO 668: 2.438 wide, 2.591 high), and the pitch of its corrugated sides.
CONTAINER, CORRUGATION = (2.438, 2.591), 0.28


@dataclass(frozen=True, slots=True)
class Space:
    """Where the load goes: from x = `front` back to `rear`, from `floor` up to `height`, of half width `half` [m]."""

    front: float
    rear: float
    half: float
    floor: float
    height: float

    @property
    def length(self) -> float:
        """Its length [m]."""
        return self.front - self.rear

    @property
    def middle(self) -> float:
        """x of its middle [m]."""
        return (self.front + self.rear) / 2


def load(kind: str, space: Space) -> Shape:
    """Return the load body of a `kind` of `LOADS` with its floor and the reflecting line along its sides."""
    floor = box(space.length, 2 * space.half, 0.14, SLOT["trim"]).moved(space.middle, 0, space.floor - 0.07)
    line = box(space.length - 0.3, 0.008, 0.05, SLOT["reflex_white"]).moved(
        space.middle, space.half, space.floor - 0.03
    )
    return merged([floor, both_sides(line), *LOADS[kind](space)])


def _box(space: Space) -> list[Shape]:
    """Return a closed box with frames at its ends and doors behind."""
    tall = space.height - space.floor
    shell = rounded_box(space.length, 2 * space.half, tall, 0.03, SLOT["cover"], steps=1)
    frames = [_frame(x, space) for x in (space.front - 0.03, space.rear + 0.03)]
    return [shell.moved(space.middle, 0, space.floor + tall / 2), *frames, _doors(space)]


def _frame(x: float, space: Space) -> Shape:
    """Return the posts and the beam around one end of a box."""
    middle = (space.height + space.floor) / 2
    post = box(0.07, 0.05, space.height - space.floor, SLOT["rim"]).moved(x, space.half - 0.022, middle)
    return merged([both_sides(post), box(0.07, 2 * space.half, 0.06, SLOT["rim"]).moved(x, 0, space.height - 0.028)])


def _doors(space: Space) -> Shape:
    """Return the lock bars, the gap between the rear doors, and the retro-reflective contour."""
    rear, half, tall = space.rear, space.half, space.height - space.floor - 0.25
    middle = (space.height + space.floor) / 2
    bars = [
        box(0.03, 0.03, tall, SLOT["rim"]).moved(rear - 0.012, y, middle)
        for y in (-0.55 * half, -0.12, 0.12, 0.55 * half)
    ]
    gap = box(0.012, 0.02, tall, SLOT["trim"]).moved(rear, 0, middle)
    contour = [both_sides(box(0.01, 0.05, tall, SLOT["reflex_red"]).moved(rear - 0.003, half - 0.08, middle))]
    contour += [
        box(0.01, 2 * half - 0.2, 0.05, SLOT["reflex_red"]).moved(rear - 0.003, 0, z)
        for z in (space.floor + 0.08, space.height - 0.10)
    ]
    return merged([*bars, gap, *contour])


def _curtained(space: Space) -> list[Shape]:
    """Return a box whose sides are cloth that bulges a little between straps."""
    count = max(4, int(space.length / 0.65))
    x = np.linspace(space.front - 0.08, space.rear + 0.08, 2 * count + 1)
    bulge = np.where(np.arange(len(x)) % 2 == 1, 0.018, 0.004)
    low, high = space.floor, space.height
    z = np.array([low + 0.02, low + 0.5, (low + high) / 2, high - 0.4, high - 0.07])
    out = np.array([0.1, 0.8, 1.0, 0.8, 0.1])[:, None] * bulge
    side = sheet(np.stack(np.broadcast_arrays(x, space.half + 0.002 + out, z[:, None]), axis=2), SLOT["cover"])
    straps = [
        box(0.05, 0.004, high - low - 0.2, SLOT["trim"]).moved(at, space.half + 0.022, (high + low) / 2)
        for at in x[2:-1:4]
    ]
    return [*_box(space), both_sides(merged([side.flipped(), *straps]))]


def _open(space: Space) -> list[Shape]:
    """Return boards around an open bed, a front wall as high as the cab, and a load of crates."""
    z, crates = space.floor + BOARD / 2, []
    for number, (share, tall) in enumerate(((0.25, 0.9), (0.55, 1.3), (0.80, 0.7))):
        crate = box(1.1, 1.5, tall, SLOT["bed"])
        crates.append(crate.moved(space.front - share * space.length, 0.1 * (number - 1), space.floor + tall / 2))
    return [
        both_sides(box(space.length, 0.035, BOARD, SLOT["cover"]).moved(space.middle, space.half - 0.02, z)),
        box(0.035, 2 * space.half, BOARD, SLOT["cover"]).moved(space.rear + 0.02, 0, z),
        box(0.05, 2 * space.half, space.height - space.floor, SLOT["rim"]).moved(
            space.front - 0.03, 0, (space.height + space.floor) / 2
        ),
        box(space.length - 0.1, 2 * space.half - 0.1, 0.02, SLOT["bed"]).moved(space.middle, 0, space.floor + 0.01),
        *crates,
    ]


def _tank(space: Space) -> list[Shape]:
    """Return a tank of rounded section with dished ends, bands, manholes under a rail, ladder and warning plates."""
    tall = space.height - 0.22 - space.floor
    outline, middle = superellipse(24, 2.6), space.floor + tall / 2 + 0.02
    rows = [(0.0, 0.55), (0.04, 0.80), (0.14, 0.95), (0.35, 1.0)]
    ends = [(space.rear + x, grow) for x, grow in rows] + [(space.front - x, grow) for x, grow in rows[::-1]]
    rings = [
        np.column_stack([np.full(24, x), outline[:, 0] * space.half * grow, middle + outline[:, 1] * grow * tall / 2])
        for x, grow in ends
    ]
    shapes = [loft(np.array(rings), SLOT["cover"])]
    for x in np.linspace(space.rear + 0.6, space.front - 0.6, max(3, int(space.length / 1.8))):
        rim = [[x + dx, *(p * [space.half, tall / 2] * 1.006 + [0, middle])] for dx in (-0.03, 0.03) for p in outline]
        ring = np.array(rim).reshape(2, 24, 3)
        shapes.append(loft(ring, SLOT["steel"], caps=(False, False)))
        shapes.append(cylinder(0.28, 0.10, 12, SLOT["steel"]).moved(x, 0, middle + tall / 2 + 0.03))
    top = space.height - 0.03
    rails = [
        rod([space.rear + 0.3, y, top], [space.front - 0.3, y, top], 0.02, 5, SLOT["steel"]) for y in (-0.55, 0.55)
    ]
    ladder = [
        rod([space.rear + 0.05, y, 0.7], [space.rear + 0.25, y, top], 0.02, 5, SLOT["steel"]) for y in (0.35, 0.75)
    ]
    rungs = [
        rod([space.rear + 0.05 + 0.2 * t, 0.35, z], [space.rear + 0.05 + 0.2 * t, 0.75, z], 0.012, 4, SLOT["steel"])
        for t, z in ((t, 0.7 + t * (top - 0.7)) for t in np.linspace(0.1, 0.9, 7))
    ]
    warning = box(0.02, 0.40, 0.30, SLOT["stripe"]).moved(space.rear - 0.01, -0.55, space.floor + 0.25)
    cradle = both_sides(
        box(space.length - 0.6, 0.25, 0.30, SLOT["underbody"]).moved(space.middle, 0.6, space.floor + 0.05)
    )
    return [*shapes, *rails, *ladder, *rungs, warning, cradle]


def _container(space: Space) -> list[Shape]:
    """Return a container with corrugated sides on an open frame."""
    half, tall = CONTAINER[0] / 2, min(CONTAINER[1], space.height - space.floor)
    count = int(space.length / CORRUGATION)
    x = np.linspace(space.front - 0.12, space.rear + 0.12, 4 * count + 1)
    deep = np.where(np.arange(len(x)) % 4 < 2, 0.0, 0.036)
    z = np.array([space.floor + 0.10, space.floor + tall - 0.08])
    side = sheet(np.stack(np.broadcast_arrays(x, half - 0.01 - deep, z[:, None]), axis=2), SLOT["cover"]).flipped()
    inner = box(space.length - 0.02, 2 * half - 0.10, tall - 0.06, SLOT["cover"])
    narrow = Space(space.front, space.rear, half, space.floor, space.floor + tall)
    beams = [
        box(space.length, 0.06, 0.10, SLOT["cover"]).moved(space.middle, half - 0.03, height)
        for height in (space.floor + 0.05, space.floor + tall - 0.05)
    ]
    posts = [
        box(0.14, 0.10, tall, SLOT["cover"]).moved(at, half - 0.05, space.floor + tall / 2)
        for at in (space.front - 0.07, space.rear + 0.07)
    ]
    return [
        inner.moved(space.middle, 0, space.floor + tall / 2),
        both_sides(merged([side, *beams, *posts])),
        _doors(narrow),
    ]


def _tipper(space: Space) -> list[Shape]:
    """Return a steel tub with ribs, a shield over the cab, and a heap of gravel."""
    tall = min(1.35, space.height - space.floor - 0.3)
    top = space.floor + tall
    corners = [(0.80, space.floor), (1.0, space.floor + 0.35), (1.0, top), (0.94, top), (0.94, space.floor + 0.4)]
    profile = np.array([*corners, (0.75, space.floor + 0.05)])
    side = [[[x, y * space.half, z] for y, z in profile] for x in (space.front, space.rear)]
    ribs = [
        box(0.10, 0.06, tall - 0.35, SLOT["cover"]).moved(x, space.half - 0.01, space.floor + 0.35 + (tall - 0.35) / 2)
        for x in np.linspace(space.rear + 0.3, space.front - 0.3, max(4, int(space.length / 0.8)))
    ]
    walls = [
        box(0.06, 1.9 * space.half, height, SLOT["cover"]).moved(x, 0, space.floor + height / 2)
        for x, height in ((space.front - 0.03, tall + 0.2), (space.rear + 0.03, tall))
    ]
    shield = box(0.9, 1.9 * space.half, 0.05, SLOT["cover"]).moved(space.front + 0.3, 0, space.height - 0.06)
    struts = box(0.06, 0.10, space.height - top, SLOT["cover"]).moved(
        space.front - 0.06, 0.8 * space.half, (space.height + top) / 2
    )
    return [
        both_sides(merged([sheet(np.array(side), SLOT["cover"]), *ribs, struts])),
        *walls,
        shield,
        _heap(space, top),
    ]


def _heap(space: Space, top: float) -> Shape:
    """Return a heap of gravel that fills a tub up to `top` [m] and rises in its middle."""
    u, v = np.meshgrid(np.linspace(-1, 1, 15), np.linspace(-1, 1, 9), indexing="xy")
    dune = (1 - u**2) * (1 - v**2)
    z = top - 0.18 + 0.45 * dune * (1 + 0.18 * np.sin(7 * u + 2) * np.cos(5 * v))
    points = np.stack([space.middle + u * (space.length / 2 - 0.08), v * 0.94 * space.half, z], axis=-1)
    return sheet(points, SLOT["gravel"])


#: Load body by its word.
LOADS: dict[str, Callable[[Space], list[Shape]]] = {
    "box": _box,
    "curtain": _curtained,
    "open": _open,
    "tank": _tank,
    "container": _container,
    "tipper": _tipper,
}
