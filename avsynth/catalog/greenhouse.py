"""Windows, pillars and roof of a car or van: a stack of outlines from the belt line to the roof's edge."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from avsynth.catalog.coachwork import ACROSS, SLOT, Coachwork, lid_rise, plan, section
from avsynth.catalog.curves import smooth
from avsynth.catalog.shapes import Shape, both_sides, merged, sheet

#: Levels between belt line and roof edge [1]; glass lies between the second and the third last.
LEVELS = np.array([0.0, 0.07, 0.30, 0.55, 0.80, 0.90, 0.97, 1.0])
GLASS = slice(1, 5)


def greenhouse(body: Coachwork) -> Shape:
    """Return windscreen, side windows, rear window, pillars and roof."""
    side = _side(body)
    front, rear = _screen(side[:, 0], 0.11), _screen(side[:, -1], -_tail_bulge(body))
    return merged(
        [
            both_sides(sheet(side, _side_slots(body))),
            sheet(front, _screen_slots(SLOT["glass"], 1)).flipped(),
            sheet(rear, _screen_slots(SLOT["paint"] if body.closed_tail else SLOT["rear_glass"], 1)),
            _roof(body, side, front, rear),
        ]
    )


def _tail_bulge(body: Coachwork) -> float:
    """Return how far the rear window's middle lies behind its sides, so that it meets the boot lid [m]."""
    return 0.02 + 0.09 * float(np.clip((np.abs(body.tail) - body.length / 2 + 0.4) / 0.31, 0, 1)) ** 2


def _posts(body: Coachwork) -> np.ndarray:
    """Return (x at belt, x at roof) of the columns of a side, from front to rear, float64 (S, 2) [m]."""
    ends = [(body.cowl, body.roof_front), (body.cowl - 0.07, body.roof_front - 0.05)]
    middle = [(belt + s * t, roof + s * t * 0.8) for belt, roof, t, _ in body.pillars for s in (1, -1)]
    return np.array([*ends, *middle, (body.tail + 0.05, body.roof_rear + 0.05), (body.tail, body.roof_rear)])


def _side(body: Coachwork) -> np.ndarray:
    """Return the left side, rows from belt to roof, columns from front to rear, float64 (8, S, 3) [m]."""
    posts = _posts(body)
    t = LEVELS[:, None]
    x = posts[:, 0] + (posts[:, 1] - posts[:, 0]) * t
    belt = smooth(posts[:, 0], body.edge) - 0.005
    z = belt + (smooth(posts[:, 1], body.roof) - belt) * t
    foot = body.width / 2 * plan(body, posts[:, 0]) * section(1.0, 1.0) - 0.012
    narrow = smooth(
        posts[:, 1], ((body.roof_rear, 0.93), (0.5 * (body.roof_rear + body.roof_front), 1.0), (body.roof_front, 0.95))
    )
    # The side leans inwards slowly at first and turns over into the roof at the top.
    lean = smooth(LEVELS, ((0.0, 0.0), (0.55, 0.42), (0.90, 0.82), (1.0, 1.0)))[:, None]
    y = foot + (body.rail * narrow - foot) * lean
    return np.stack([x, y, z], axis=2)


def _screen(edge: np.ndarray, bulge: float) -> np.ndarray:
    """Return the surface between the left edge (8, 3) and its mirror image, columns from left to right."""
    across = np.concatenate([ACROSS[::-1], -ACROSS[1:]])
    points = np.repeat(edge[:, None], len(across), axis=1)
    points[..., 1] *= across
    points[..., 0] += bulge * (1 - across**2)
    return points


def _roof(body: Coachwork, side: np.ndarray, front: np.ndarray, rear: np.ndarray) -> Shape:
    """Return the roof between the upper edges, higher in the middle; the screens' upper edges follow it."""
    across = np.concatenate([ACROSS[::-1], -ACROSS[1:]])
    strips = np.repeat(side[-1][:, None], len(across), axis=1)
    strips[..., 1] *= across
    strips[0], strips[-1] = front[-1], rear[-1]
    rise = smooth(
        strips[:, 5, 0],
        (
            (body.roof_rear - 0.1, 0.5),
            (body.roof_rear + 0.35, 0.9),
            (body.roof_front - 0.45, 1.0),
            (body.roof_front + 0.1, 0.55),
        ),
    )
    strips[..., 2] += body.crown * rise[:, None] * (1 - np.abs(across) ** 2.6)
    # The screens follow the roof at their upper edge, and bonnet and boot lid at their lower one.
    for screen, row, x in ((front, strips[0], body.cowl), (rear, strips[-1], body.tail)):
        base = lid_rise(body, np.array(x)) * (1 - np.abs(across) ** 2.4)
        screen[..., 2] += (1 - LEVELS[:, None]) ** 2 * base
        screen[..., 2] += LEVELS[:, None] ** 2 * (row[:, 2] - screen[-1, :, 2])
    return sheet(_densified(strips), SLOT["paint"]).flipped()


def _densified(rows: np.ndarray) -> np.ndarray:
    """Return the rows (K, C) with one more between neighbours that are far apart."""
    out = [rows[0]]
    for before, after in pairwise(rows):
        if np.abs(before[0, 0] - after[0, 0]) > 0.3:
            out.append((before + after) / 2)
        out.append(after)
    return np.array(out)


def _side_slots(body: Coachwork) -> np.ndarray:
    """Return the finish of the side's cells, int (7, S − 1)."""
    windows = 1 + len(body.pillars)
    slots = np.full((len(LEVELS) - 1, 2 * len(body.pillars) + 3), SLOT["paint"])
    for window in range(windows):
        if window not in body.panels:
            slots[GLASS, 1 + 2 * window] = SLOT["glass"] if window == 0 else SLOT["rear_glass"]
    for number, (_, _, _, black) in enumerate(body.pillars):
        if black:
            slots[GLASS, 2 + 2 * number] = SLOT["trim"]
    return slots


def _screen_slots(glass: int, frame: int) -> np.ndarray:
    """Return the finish of a screen's cells, int (7, 10): glass between the pillars."""
    slots = np.full((len(LEVELS) - 1, 2 * len(ACROSS) - 2), SLOT["paint"])
    slots[0] = SLOT["trim"]
    slots[0, [0, -1]] = SLOT["paint"]
    slots[1:6, frame:-frame] = glass
    return slots
