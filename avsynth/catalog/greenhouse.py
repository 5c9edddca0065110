"""Windows, pillars and roof of a car or van: a stack of outlines from the belt line to the roof's edge."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from avsynth.catalog.coachwork import SLOT, Coachwork, lid_rise, plan, section
from avsynth.catalog.curves import smooth
from avsynth.catalog.shapes import Shape, both_sides, merged, sheet
from avsynth.catalog.shell import ACROSS

#: Levels between belt line and roof edge [1]; glass lies above the second.
LEVELS = np.array([0.0, 0.06, 0.30, 0.55, 0.78, 0.90, 0.96, 1.0])
#: Windows are cut into columns about so wide [m].
COLUMN = 0.36
#: Cells that belong to no window.
FRAME, PILLAR = -1, -2


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """The left side between belt and roof as a grid.

    Parameters
    ----------
    points : float64 (8, S, 3) [m]
        Rows from belt to roof, columns from front to rear.
    window : int (S − 1,)
        Which window each column of cells belongs to, counted from the front; FRAME or PILLAR where none.
    slots : int (7, S − 1)
    door_rows : int
        Rows of the frame of a door, above which the roof begins.
    """

    points: np.ndarray
    window: np.ndarray
    slots: np.ndarray
    door_rows: int

    def sheet(self, kept: np.ndarray) -> Shape:
        """Return the cells where `kept`, bool (7, S − 1)."""
        return sheet(self.points, self.slots, kept)

    def door(self, number: int) -> np.ndarray:
        """Return the cells of the window of door `number`, bool (7, S − 1)."""
        rows = np.zeros(len(self.slots), bool)
        rows[: self.door_rows] = True
        return rows[:, None] & (self.window == number)


def windows(body: Coachwork) -> Windows:
    """Return the left windows and pillars."""
    posts, window = _posts(body)
    return Windows(_side(body, posts), window, _side_slots(body, window), body.glass_rows + 1)


def greenhouse(body: Coachwork, left: Windows, doors: int = 0) -> Shape:
    """Return windscreen, side windows, rear window, pillars and roof; windows of so many doors are left out."""
    cut = np.any([left.door(number) for number in range(doors)], axis=0) if doors else np.zeros(left.slots.shape, bool)
    side = left.points
    front, rear = _screen(side[:, 0], 0.11), _screen(side[:, -1], -_tail_bulge(body))
    strips = _roof_strips(body, side, front, rear)
    return merged(
        [
            both_sides(left.sheet(~cut)),
            sheet(front, _screen_slots(body, SLOT["glass"])).flipped(),
            sheet(rear, _screen_slots(body, SLOT["paint"] if body.closed_tail else SLOT["rear_glass"])),
            sheet(_densified(strips), SLOT["roof"]).flipped(),
        ]
    )


def roof_height(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return the height of the roof's middle [m]."""
    return smooth(x, body.roof) + body.crown * _rise(body, x)


def _tail_bulge(body: Coachwork) -> float:
    """Return how far the rear window's middle lies behind its sides, so that it meets the boot lid [m]."""
    return 0.02 + body.tail_bulge * float(np.clip((np.abs(body.tail) - body.length / 2 + 0.4) / 0.31, 0, 1)) ** 2


def _posts(body: Coachwork) -> tuple[np.ndarray, np.ndarray]:
    """Return (x at belt, x at roof) of the columns of a side, float64 (S, 2) [m], and what each cell is, (S − 1,)."""
    edges = [(body.cowl - 0.07, body.roof_front - 0.05)]
    edges += [(belt + s * t, roof + s * t * 0.8) for belt, roof, t, _ in body.pillars for s in (1, -1)]
    edges.append((body.tail + 0.05, body.roof_rear + 0.05))
    columns, kinds = [np.array([[body.cowl, body.roof_front], edges[0]])], [FRAME]
    for number, (before, after) in enumerate(pairwise(np.array(edges))):
        is_pillar = number % 2 == 1
        count = 1 if is_pillar else max(1, round(abs(before[0] - after[0]) / COLUMN))
        columns.append(before + (after - before) * (np.arange(1, count + 1) / count)[:, None])
        kinds += [PILLAR if is_pillar else number // 2] * count
    columns.append(np.array([[body.tail, body.roof_rear]]))
    return np.concatenate(columns), np.array([*kinds, FRAME])


def _side(body: Coachwork, posts: np.ndarray) -> np.ndarray:
    """Return the left side, rows from belt to roof, columns from front to rear, float64 (8, S, 3) [m]."""
    t = LEVELS[:, None]
    x = posts[:, 0] + (posts[:, 1] - posts[:, 0]) * t
    belt = smooth(posts[:, 0], body.edge) - 0.005
    z = belt + (smooth(posts[:, 1], body.roof) - belt) * t
    foot = body.width / 2 * plan(body, posts[:, 0]) * section(1.0, 1.0) - 0.012
    middle = 0.5 * (body.roof_rear + body.roof_front)
    narrow = smooth(posts[:, 1], ((body.roof_rear, 0.93), (middle, 1.0), (body.roof_front, 0.95)))
    # The side leans inwards slowly at first and turns over into the roof at the top.
    lean = smooth(LEVELS, ((0.0, 0.0), (0.55, 0.44), (0.90, 0.84), (1.0, 1.0)))[:, None]
    y = foot + (body.rail * narrow - foot) * lean
    return np.stack([x, y, z], axis=2)


def _screen(edge: np.ndarray, bulge: float) -> np.ndarray:
    """Return the surface between the left edge (8, 3) and its mirror image, columns from left to right."""
    across = np.concatenate([ACROSS[::-1], -ACROSS[1:]])
    points = np.repeat(edge[:, None], len(across), axis=1)
    points[..., 1] *= across
    points[..., 0] += bulge * (1 - np.abs(across) ** 2.2)
    return points


def _rise(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return the share of the crown that the roof's middle has at x [1]."""
    front, rear = body.roof_front, body.roof_rear
    return smooth(x, ((rear - 0.1, 0.5), (rear + 0.35, 0.9), (front - 0.45, 1.0), (front + 0.1, 0.55)))


def _roof_strips(body: Coachwork, side: np.ndarray, front: np.ndarray, rear: np.ndarray) -> np.ndarray:
    """Return the roof between the upper edges, (S, 11, 3) [m], and make the screens' edges follow it and the lids."""
    across = np.concatenate([ACROSS[::-1], -ACROSS[1:]])
    strips = np.repeat(side[-1][:, None], len(across), axis=1)
    strips[..., 1] *= across
    strips[0], strips[-1] = front[-1], rear[-1]
    strips[..., 2] += body.crown * _rise(body, strips[:, 5, 0])[:, None] * (1 - np.abs(across) ** 2.6)
    for screen, row, x in ((front, strips[0], body.cowl), (rear, strips[-1], body.tail)):
        base = lid_rise(body, np.array(x)) * (1 - np.abs(across) ** 2.4)
        screen[..., 2] += (1 - LEVELS[:, None]) ** 2 * base
        screen[..., 2] += LEVELS[:, None] ** 2 * (row[:, 2] - screen[-1, :, 2])
    return strips


def _densified(rows: np.ndarray) -> np.ndarray:
    """Return the rows (K, C) with one more between neighbours that are far apart."""
    out = [rows[0]]
    for before, after in pairwise(rows):
        if np.abs(before[0, 0] - after[0, 0]) > 0.5:
            out.append((before + after) / 2)
        out.append(after)
    return np.array(out)


def _side_slots(body: Coachwork, window: np.ndarray) -> np.ndarray:
    """Return the finish of the side's cells, int (7, S − 1)."""
    slots = np.full((len(LEVELS) - 1, len(window)), SLOT["paint"])
    glass = slice(1, body.glass_rows)
    for number in range(1 + len(body.pillars)):
        if number not in body.panels:
            slots[0, window == number] = SLOT["trim"]
            slots[glass, window == number] = SLOT["glass"] if number == 0 else SLOT["rear_glass"]
    for number, column in enumerate(np.flatnonzero(window == PILLAR)):
        if body.pillars[number][3]:
            slots[0, column] = slots[glass, column] = SLOT["trim"]
    return slots


def _screen_slots(body: Coachwork, glass: int) -> np.ndarray:
    """Return the finish of a screen's cells, int (7, 10): glass between pillars, a band higher than at the sides."""
    slots = np.full((len(LEVELS) - 1, 2 * len(ACROSS) - 2), SLOT["paint"])
    slots[0] = SLOT["trim"]
    slots[0, [0, -1]] = SLOT["paint"]
    slots[1 : body.glass_rows + 1, 1:-1] = glass
    return slots
