"""The sheet metal of a car or van up to the windows: sides with wheel arches, nose, tail, bonnet, boot lid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.catalog.coachwork import ARCH_STEP, CORNER, SLOT, Coachwork, end, lid, side
from avsynth.catalog.shapes import Shape, both_sides, fan, merged, sheet

#: Rows of the shell from its lower to its upper edge [1].
ROWS = np.array([0.0, 0.07, 0.20, 0.36, 0.50, 0.64, 0.76, 0.82, 0.91, 1.0])
#: Columns of nose, tail and lids across half the width [1].
ACROSS = np.array([0.0, 0.22, 0.45, 0.68, 0.86, 1.0])
#: Half width of a wheel housing's strip [m].
HOUSING_DEPTH = 0.27
#: Columns are rounded to a tenth of a millimetre, so that equal ones are one; half of it, with room [m].
ROUNDING = 1e-4
#: Width of a door seam [m].
SEAM = 0.010
#: Thickness of the walls of an open bed [m].
RAIL = 0.07
#: Width of the ledge between the upper edge and the windows ÷ half width [1].
LEDGE = 0.10


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The left side as a grid.

    Parameters
    ----------
    x : float64 (S,) [m]
        Of its columns, from nose to tail.
    points : float64 (R, S, 3) [m]
        Rows from lower to upper edge.
    slots : int (R − 1, S − 1)
        Finish of its cells.
    """

    x: np.ndarray
    points: np.ndarray
    slots: np.ndarray

    def cells(self, first: float, last: float) -> slice:
        """Return the columns of cells between x = `first` and x = `last` < `first` [m]."""
        middle = (self.x[1:] + self.x[:-1]) / 2
        inside = np.flatnonzero((middle < first) & (middle > last))
        return slice(inside[0], inside[-1] + 1)


def side_grid(body: Coachwork) -> Side:
    """Return the left side of the shell."""
    x = _stations(body)
    points = side(body, x[None], ROWS[:, None])
    return Side(x, points, _side_slots(body, x))


def shell(body: Coachwork, left: Side, cut: tuple[tuple[float, float], ...] = ()) -> Shape:
    """Return the shell without the doors between the pairs (x of front seam, of rear seam) of `cut`."""
    return merged(
        [
            both_sides(_flank(left, cut)),
            _end_panel(body, 1),
            _end_panel(body, -1),
            _lids(body, left),
            both_sides(_ledge(body, left)),
            both_sides(merged([_housing(body, axle) for axle in (body.front_axle, body.rear_axle)])),
            _underside(body, left),
        ]
    )


def _flank(left: Side, cut: tuple[tuple[float, float], ...]) -> Shape:
    """Return the left side; of the columns of doors that are cut out, only the sill below them."""
    kept = np.ones(left.slots.shape, bool)
    for first, last in cut:
        kept[1:, left.cells(first, last)] = False
    return sheet(left.points, left.slots, kept)


def _stations(body: Coachwork) -> np.ndarray:
    """Return the x of the columns of the side, from nose to tail, float64 (S,) [m]."""
    half = body.length / 2
    ends = np.array([CORNER, 0.11, 0.15, 0.21, 0.30, 0.42])
    arch = body.arch_radius * np.cos(np.linspace(0, np.pi, 13))
    arch = np.concatenate([arch, [-body.arch_radius - ARCH_STEP, body.arch_radius + ARCH_STEP]])
    seams = np.array([s for door in body.doors for s in (door + SEAM / 2, door - SEAM / 2)])
    fill = np.linspace(-half + 0.55, half - 0.55, 12)
    wanted = np.concatenate([half - ends, ends - half, body.front_axle + arch, body.rear_axle + arch])
    fixed = np.concatenate([wanted, seams, [body.cowl, body.tail]])
    fill = fill[np.min(np.abs(fill[:, None] - fixed), axis=1) > 0.1]
    return np.unique(np.concatenate([fixed, fill]).round(4))[::-1]


def _side_slots(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return the finish of the side's cells, int (R − 1, S − 1)."""
    middle = (x[1:] + x[:-1]) / 2
    slots = np.full((len(ROWS) - 1, len(middle)), SLOT["paint"])
    for door in body.doors:
        slots[1:, np.abs(middle - door) < SEAM / 2] = SLOT["seam"]
    slots[0] = SLOT["trim"]
    if body.arch_trim:
        slots[1] = SLOT["trim"]
        for axle in (body.front_axle, body.rear_axle):
            slots[0:2, np.abs(middle - axle) < body.arch_radius] = SLOT["trim"]
    return slots


def _end_panel(body: Coachwork, sign: int) -> Shape:
    """Return nose (`sign` 1) or tail (−1), columns from left to right."""
    across = np.concatenate([ACROSS[::-1], -ACROSS[1:]])
    points = end(body, sign, across[None], ROWS[:, None])
    slots = np.full((len(ROWS) - 1, len(across) - 1), SLOT["paint"])
    slots[0] = SLOT["trim"]
    panel = sheet(points, slots)
    return panel.flipped() if sign > 0 else panel


def _lids(body: Coachwork, left: Side) -> Shape:
    """Return bonnet and boot lid, between the upper edges of the ends and the windows' bases."""
    panels, ranges = [], [left.x >= body.cowl - ROUNDING, left.x <= body.tail + ROUNDING]
    if body.bed is not None:
        panels.append(_bed(body, left.x[ranges.pop()]))
    for where in ranges:
        x = left.x[where]
        half = side(body, x, np.ones(len(x)))[:, 1]
        across = np.concatenate([ACROSS[::-1], -ACROSS[1:]])
        panels.append(sheet(lid(body, x[:, None], half[:, None] * across)[:, ::-1], SLOT["paint"]))
    return merged(panels)


def _bed(body: Coachwork, x: np.ndarray) -> Shape:
    """Return an open bed inside the sides from x[0], behind the cab, to x[-1], at the tail: rails, walls, floor."""
    rear = x[-1] + RAIL
    x = np.concatenate([x[x > rear], [rear]])
    outer = side(body, x, np.ones(len(x)))
    inner = outer - [0.0, RAIL, 0.0]
    foot = inner * [1, 1, 0] + [0, 0, body.bed]
    half = sheet(np.stack([outer, inner, foot, foot * [1, 0, 1]]), SLOT["trim"])
    across = np.concatenate([ACROSS[::-1], -ACROSS[1:]])
    rows = [inner[0, 1] * across, inner[-1, 1] * across]
    walls = []
    for at, y, top in (
        (x[0], rows[0], lid(body, x[0], rows[0])[:, 2]),
        (rear, rows[1], np.full(len(across), inner[-1, 2])),
    ):
        walls.append(np.stack([np.column_stack([np.full(len(y), at), y, np.full(len(y), body.bed)]),
                               np.column_stack([np.full(len(y), at), y, top])]))  # fmt: skip
    gate = np.stack([walls[1][1], end(body, -1, across, 1.0)])
    tailgate = [sheet(walls[1], SLOT["trim"]).flipped(), sheet(gate, SLOT["paint"]).flipped()]
    return merged([both_sides(half), sheet(walls[0], SLOT["paint"]), *tailgate])


def _ledge(body: Coachwork, left: Side) -> Shape:
    """Return the narrow shoulder between the upper edge of the left side and the windows."""
    where = (left.x <= body.cowl + ROUNDING) & (left.x >= body.tail - ROUNDING)
    outer = left.points[-1, where]
    return sheet(np.stack([outer, outer * [1, 1 - LEDGE, 1]]), SLOT["paint"])


def _housing(body: Coachwork, axle: float) -> Shape:
    """Return the dark inside of a left wheel arch, from the lip inwards."""
    angle = np.linspace(-0.36, np.pi + 0.36, 15)
    across = np.where(np.sin(angle) < 0, np.sign(np.cos(angle)), np.cos(angle))
    x, z = axle + body.arch_radius * across, body.wheel_radius + body.arch_radius * np.sin(angle)
    lip = side(body, x, np.zeros(15))[:, 1]
    outer = np.column_stack([x, lip, z])
    inner = np.column_stack([x, np.full(15, body.width / 2 - HOUSING_DEPTH), z])
    return merged([sheet(np.stack([outer, inner]), SLOT["underbody"]).flipped(), fan(inner[::-1], SLOT["underbody"])])


def _underside(body: Coachwork, left: Side) -> Shape:
    """Return the flat underside, narrow between the wheels."""
    inside = np.min([np.abs(left.x - axle) for axle in (body.front_axle, body.rear_axle)], axis=0)
    inside = inside < body.arch_radius + ARCH_STEP / 2
    low = left.points[0]
    half = np.where(inside, body.width / 2 - HOUSING_DEPTH, low[:, 1])
    level = np.where(inside, body.clearance, low[:, 2])
    left_edge, right_edge = (np.column_stack([low[:, 0], sign * half, level]) for sign in (1, -1))
    return sheet(np.stack([left_edge, right_edge]), SLOT["underbody"]).flipped()
