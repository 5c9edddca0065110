"""Shapes of what lies on roads: each function returns a thing on z = 0 in slots of `FINISH`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from avsynth.catalog.finishing import slots
from avsynth.catalog.shapes import Shape, box, cylinder, ellipsoid, lathe, merged, rod, rounded_box, sheet, tube

#: Slot name → default material.
FINISH = {"main": "cardboard", "second": "wood_weathered", "leaf": "leaves"}
MAIN, SECOND, LEAF = slots(FINISH).values()


def tyre(rng: np.random.Generator) -> Shape:
    """Return a car tyre that lies on its side; 195 to 225 mm wide on 15 to 17 inches (ETRTO)."""
    radius, width, rim = rng.uniform(0.30, 0.34), rng.uniform(0.195, 0.225), rng.uniform(0.19, 0.215)
    half = width / 2
    outer = [[radius - 0.03, -half], [radius - 0.008, -0.75 * half], [radius, -0.35 * half], [radius, 0.35 * half]]
    outer += [[radius - 0.008, 0.75 * half], [radius - 0.03, half], [rim + 0.02, 0.86 * half], [rim, 0.75 * half]]
    inner = [[rim + 0.05, 0.6 * half], [radius - 0.03, 0.0], [rim + 0.05, -0.6 * half], [rim, -0.75 * half]]
    profile = np.array([*outer, *inner, [rim + 0.02, -0.86 * half], outer[0]])
    ring = lathe(profile, 28, MAIN)
    wall = len(profile) * 28
    keep = (ring.triangles < wall).all(axis=1)  # the flat ends of the profile's turn are no surface
    return Shape(ring.vertices[:wall], ring.triangles[keep], ring.slots[keep]).moved(z=half)


def carton(rng: np.random.Generator) -> Shape:
    """Return a cardboard box with open flaps."""
    x, y, z = rng.uniform(0.35, 0.75), rng.uniform(0.3, 0.5), rng.uniform(0.25, 0.5)
    shapes = [box(x, y, z, MAIN).moved(z=z / 2)]
    for sign in (-1.0, 1.0):
        lean = rng.uniform(0.4, 1.3)
        flap = box(x, 0.006, y / 2, MAIN).moved(z=y / 4).turned((1, 0, 0), -sign * lean)
        shapes.append(flap.moved(0, sign * y / 2, z))
    return merged(shapes)


def mattress(rng: np.random.Generator) -> Shape:
    """Return a mattress, 0.9 or 1.4 m wide and 2 m long."""
    return rounded_box(2.0, float(rng.choice([0.9, 1.4])), rng.uniform(0.16, 0.24), 0.06, MAIN, steps=3).moved(z=0.11)


def ladder(rng: np.random.Generator) -> Shape:
    """Return a ladder of 8 to 14 rungs, 0.28 m apart (EN 131)."""
    rungs = int(rng.integers(8, 15))
    length, half = rungs * 0.28 + 0.2, 0.21
    rails = [box(length, 0.025, 0.065, MAIN).moved(0, y, 0.0325) for y in (-half, half)]
    places = (np.arange(rungs) - (rungs - 1) / 2) * 0.28
    return merged([*rails, *(rod([x, -half, 0.035], [x, half, 0.035], 0.014, 8, MAIN) for x in places)])


def pallet(rng: np.random.Generator) -> Shape:
    """Return a EUR pallet: 1.2 by 0.8 m, 144 mm high (EN 13698-1)."""
    boards = [box(1.2, wide, 0.022, SECOND).moved(0, y, 0.133) for y, wide in _BOARDS]
    stringers = [box(0.145, 0.8, 0.022, SECOND).moved(x, 0, 0.111) for x in (-0.5275, 0, 0.5275)]
    blocks = [box(0.145, 0.1, 0.078, SECOND).moved(x, y, 0.061) for x in (-0.5275, 0, 0.5275) for y in (-0.35, 0, 0.35)]
    skids = [box(1.2, 0.1, 0.022, SECOND).moved(0, y, 0.011) for y in (-0.35, 0, 0.35)]
    return merged([*boards, *stringers, *blocks, *skids]).turned((0, 0, 1), float(rng.uniform(-0.3, 0.3)))


_BOARDS = ((-0.3275, 0.145), (-0.1625, 0.1), (0.0, 0.145), (0.1625, 0.1), (0.3275, 0.145))


def branches(rng: np.random.Generator, reach: float = 1.5, radius: float = 0.03, depth: int = 2) -> Shape:
    """Return a broken branch with twigs and leaves, lying."""
    return merged(_limbs(rng, np.array([-reach / 2, 0, radius]), 0.0, reach, radius, depth))


def _limbs(
    rng: np.random.Generator, start: np.ndarray, turn: float, reach: float, radius: float, depth: int
) -> list[Shape]:
    """Return a crooked limb from `start` [m] in the direction `turn` [rad], and what grows from it."""
    bends = turn + np.cumsum(rng.normal(0, 0.16, 4))
    step = reach / 4
    path = [start]
    for bend in bends:
        rise = rng.uniform(-0.1, 0.18) * (2.2 - depth)
        path.append(path[-1] + step * np.array([np.cos(bend), np.sin(bend), rise]))
    points = np.maximum(np.array(path), [-np.inf, -np.inf, 0.3 * radius])
    shapes = [tube(points, np.linspace(radius, 0.35 * radius, 5), 7, SECOND)]
    if depth == 0:
        return [*shapes, *(_leaf(rng, points[k]) for k in rng.integers(1, 5, 9))]
    for k in (1, 2, 3, 4):
        for side in (-1.0, 1.0):
            away = bends[k - 1] + side * rng.uniform(0.5, 1.0)
            shapes += _limbs(rng, points[k], away, reach * rng.uniform(0.3, 0.5), 0.5 * radius, depth - 1)
    return shapes


def _leaf(rng: np.random.Generator, at: np.ndarray) -> Shape:
    """Return a leaf of two faces near `at` (3,) [m]."""
    size = rng.uniform(0.05, 0.10)
    blade = sheet(size * np.array([[[0, -0.5, 0], [1, -0.3, 0]], [[0, 0.5, 0.05], [1.2, 0.3, 0.05]]]), LEAF)
    both = merged([blade, blade.flipped().moved(z=-0.002)])
    turned = both.turned((1, 0, 0), rng.uniform(-1, 1)).turned((0, 0, 1), rng.uniform(0, 2 * np.pi))
    away = np.array([*rng.normal(0, 0.05, 2), abs(rng.normal(0.05, 0.05))])
    return turned.moved(*(at + away))


def tree(rng: np.random.Generator) -> Shape:
    """Return a fallen tree, 5 to 8 m long, with roots and crown."""
    length = rng.uniform(5.0, 8.0)
    root = ellipsoid(0.25, 0.7, 0.7, SECOND, rings=6, sides=12).moved(-length / 2, 0, 0.45)
    trunk = tube([[-length / 2, 0, 0.35], [0, 0.1, 0.3], [0.1 * length, 0.1, 0.3]], [0.22, 0.17, 0.14], 10, SECOND)
    crown = branches(rng, 0.55 * length, 0.13).moved(0.3 * length, 0, 0.25)
    return merged([root, trunk, crown])


def spill(rng: np.random.Generator) -> Shape:
    """Return a spilled load: cartons and a heap of gravel."""
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    rings = []
    for share in (1.0, 0.75, 0.5, 0.25, 0.04):
        rough = 1 + 0.12 * rng.standard_normal(24) * share
        height = 0.38 * (1 - share) ** 0.8 + 0.03 * rng.random(24) * (share < 1)
        rings.append(
            np.column_stack([1.3 * share * rough * np.cos(turns), 0.9 * share * rough * np.sin(turns), height])
        )
    grid = np.array(rings)
    heap = sheet(np.concatenate([grid, grid[:, :1]], axis=1), SECOND)
    shapes = [heap]
    for _ in range(int(rng.integers(4, 8))):
        away, way = rng.uniform(0.8, 2.0), rng.uniform(0, 2 * np.pi)
        place = (away * np.cos(way), away * np.sin(way), 0.0)
        shapes.append(carton(rng).turned((0, 0, 1), rng.uniform(0, 2 * np.pi)).moved(*place))
    return merged(shapes)


def barrel(rng: np.random.Generator) -> Shape:
    """Return a steel drum of 200 l on its side: 0.58 m across, 0.88 m long (ISO 15750)."""
    hoops = [cylinder(0.292, 0.02, 24, MAIN).moved(z=z) for z in (-0.145, 0.145)]
    drum = merged([cylinder(0.285, 0.88, 24, MAIN), *hoops])
    return drum.turned((1, 0, 0), np.pi / 2).turned((0, 0, 1), rng.uniform(0, np.pi)).moved(z=0.292)


def plank(rng: np.random.Generator) -> Shape:
    """Return some planks that lie across each other."""
    boards = [box(rng.uniform(1.2, 2.4), 0.14, 0.03, SECOND) for _ in range(3)]
    return merged([b.turned((0, 0, 1), rng.normal(0, 0.5)).moved(z=0.015 + 0.03 * k) for k, b in enumerate(boards)])


#: What there is: how it is made, and the materials of main and second parts.
THINGS: dict[str, tuple[Callable[[np.random.Generator], Shape], str, str]] = {
    "tyre": (tyre, "tyre_rubber", "tyre_rubber"),
    "carton": (carton, "cardboard", "cardboard"),
    "mattress": (mattress, "cotton_light", "cotton_light"),
    "ladder": (ladder, "aluminium", "aluminium"),
    "pallet": (pallet, "wood_weathered", "wood_weathered"),
    "planks": (plank, "wood", "wood"),
    "barrel": (barrel, "painted_metal_yellow", "painted_metal_yellow"),
    "branches": (branches, "bark", "bark"),
    "fallen_tree": (tree, "bark", "bark"),
    "spilled_load": (spill, "cardboard", "gravel"),
}
