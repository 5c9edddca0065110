"""Doors of cars and vans as parts of their own: cut out of the side, with an inside, on hinges at their front edges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from avsynth.catalog.coachwork import SLOT, Coachwork
from avsynth.catalog.finishing import Piece
from avsynth.catalog.greenhouse import Windows
from avsynth.catalog.shapes import Shape, merged, rounded_box, sheet
from avsynth.catalog.shell import Side
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

#: Thickness of a door, and how far inside the skin its hinge is [m].
THICK, HINGE_DEPTH = 0.075, 0.03
#: How far a door opens [rad].
WIDEST = float(np.deg2rad(68.0))
ROWS = ("front", "rear")


def door_pairs(body: Coachwork, count: int) -> tuple[tuple[float, float], ...]:
    """Return x of front and rear seam of the first `count` doors [m]."""
    return tuple(zip(body.doors[:count], body.doors[1 : count + 1], strict=True))


def doors(
    body: Coachwork, left: Side, windows: Windows, fittings: Sequence[Sequence[Shape]], category: Category
) -> list[Piece]:
    """Return the doors of both sides, front to rear; `fittings` are what sits on each left one (handle, mirror)."""
    pieces = []
    for number, own in enumerate(fittings):
        first, last = door_pairs(body, number + 1)[number]
        leaf = merged([*_leaf(left, first, last), windows.sheet(windows.door(number)), *own])
        at = left.points[4, left.cells(first, last).start]
        for side, shape, sign in (("left", leaf, 1.0), ("right", leaf.mirrored(), -1.0)):
            name = f"door_{ROWS[number]}_{side}"
            hinge = Joint(name, (first - 0.02, sign * (float(at[1]) - HINGE_DEPTH), float(at[2])), (0.0, 0.0, -sign))
            pieces.append(Piece(name, shape, category, (hinge,)))
    return pieces


def door_angles(acts: dict[str, float]) -> dict[str, float]:
    """Return the joint angles [rad] of doors that stand open to the given degrees [1]."""
    return {name: WIDEST * min(max(degree, 0.0), 1.0) for name, degree in acts.items()}


def _leaf(left: Side, first: float, last: float) -> list[Shape]:
    """Return skin, inside and edges of a left door below its window, with an armrest."""
    cells = left.cells(first, last)
    outer = left.points[1:, cells.start : cells.stop + 1]
    inner = outer - np.array([0.0, THICK, 0.0])
    slots = left.slots[1:, cells]
    edges = [
        np.stack([inner[:, 0], outer[:, 0]], axis=1),
        np.stack([outer[:, -1], inner[:, -1]], axis=1),
        np.stack([inner[0], outer[0]]),
        np.stack([outer[-1], inner[-1]]),
    ]
    middle, low = inner[5].mean(axis=0), inner[3].mean(axis=0)
    rest = rounded_box(0.55 * (first - last), 0.07, 0.07, 0.02, SLOT["interior"], steps=1)
    pocket = rounded_box(0.5 * (first - last), 0.05, 0.12, 0.02, SLOT["trim"], steps=1)
    return [
        sheet(outer, slots),
        sheet(inner, SLOT["interior"]).flipped(),
        *(sheet(edge, SLOT["paint"]) for edge in edges),
        rest.moved(middle[0], middle[1] - 0.03, middle[2]),
        pocket.moved(low[0], low[1] - 0.02, low[2]),
    ]
