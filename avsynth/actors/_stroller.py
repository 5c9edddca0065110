"""A stroller that is pushed: its wheels roll, a child lies in it."""

from __future__ import annotations

import numpy as np

from avsynth.actors import _head
from avsynth.actors._body import SLOT, Figure
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import (
    Shape,
    both_sides,
    box,
    ellipsoid,
    lathe,
    loft,
    merged,
    rod,
    sheet,
    superellipse,
    tube,
)
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

GEAR, METAL, RUBBER, DARK = SLOT["gear"], SLOT["metal"], SLOT["rubber"], SLOT["eye"]
#: Radius of its wheels [m].
WHEEL = 0.13


def stroller(figure: Figure, category: Category) -> list[Piece]:
    """Return a stroller before the hands, on four wheels that roll."""
    x, z = 0.325 * figure.height, figure.frame.at(0.632)
    front, back, half = x + 0.78, x + 0.22, 0.27
    rods = [rod([x, -half, z], [x, half, z], 0.016, 8, DARK)]
    for y in (-half, half):
        rods += [
            rod([x, y, z], [front, y, WHEEL], 0.013, 7, METAL),
            rod([back, y, WHEEL], [x + 0.5, y, 0.62], 0.013, 7, METAL),
        ]
    tub = [(0.36, 0.16, 0.10), (0.40, 0.24, 0.19), (0.52, 0.34, 0.22), (0.66, 0.38, 0.23)]
    outline = superellipse(16, 2.6)
    rings = np.array([np.column_stack([outline * [deep, wide], np.full(16, at)]) for at, deep, wide in tub])
    turns = np.linspace(0.15, np.pi * 0.72, 7)
    hood = np.array(
        [
            np.column_stack(
                [
                    -0.36 * np.cos(turn) * np.ones(9),
                    0.23 * np.cos(np.linspace(0, np.pi, 9)),
                    0.66 + 0.32 * np.sin(turn) * np.sin(np.linspace(0, np.pi, 9)) ** 0.6,
                ]
            )
            for turn in turns
        ]
    )
    blanket = ellipsoid(0.30, 0.19, 0.10, SLOT["top"], rings=6, sides=12).moved(0.10, 0, 0.66)
    basket = box(0.42, 0.36, 0.12, SLOT["bag"]).moved(0, 0, 0.24)
    cloth = [loft(rings, GEAR), *_both_faces(hood, GEAR), blanket, _baby(), basket]
    seat = merged(cloth).moved(x + 0.48)
    found = [Piece("stroller", merged([*rods, seat]), category)]
    for at in (front, back):
        axle = Joint("stroller", (at, 0.0, WHEEL), (0.0, 1.0, 0.0))
        tyres = [lathe([[0.05, -0.02], [WHEEL, -0.02], [WHEEL, 0.02], [0.05, 0.02]], 16, RUBBER) for _ in range(2)]
        pair = [t.turned((1, 0, 0), np.pi / 2).moved(at, y, WHEEL) for t, y in zip(tyres, (-half, half), strict=True)]
        found.append(Piece(f"stroller_wheels_{at:.2f}", merged(pair), category, (axle,)))
    return found


def _baby() -> Shape:
    """Return head and arms of a child of about a year who sits under the hood, its head 0.17 m high [WHO2006]_."""
    size = 0.17
    head = _head.head("cropped", "beanie", SLOT).scaled(size, size, size).turned((0, 1, 0), -0.5).moved(-0.17, 0, 0.76)
    arms = [tube([[-0.14, 0.09, 0.76], [-0.02, 0.13, 0.74], [0.08, 0.07, 0.77]], [0.035, 0.03, 0.026], 8, SLOT["top"])]
    hands = [ellipsoid(0.03, 0.026, 0.026, SLOT["skin"], rings=5, sides=8).moved(0.10, 0.06, 0.775)]
    chest = ellipsoid(0.12, 0.11, 0.10, SLOT["top"], rings=6, sides=12).moved(-0.10, 0, 0.70)
    return merged([head, chest, both_sides(merged([*arms, *hands]))])


def _both_faces(grid: np.ndarray, slot: int) -> list[Shape]:
    """Return a sheet of cloth that looks to both sides."""
    return [sheet(grid, slot).moved(z=0.004), sheet(grid, slot).flipped()]
