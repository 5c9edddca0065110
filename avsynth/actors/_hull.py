"""Long glazed bodies, such as those of buses, coaches and trams: walls with windows, doors, seats, poles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from avsynth.actors._heavy_parts import SLOT
from avsynth.catalog.boxwork import Arch, Level, Walls, walls, wheel_house
from avsynth.catalog.cabin import seat
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape, both_sides, box, merged, plate, rod
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

#: Widths of posts between windows, and of door frames [m].
POST, FRAME = 0.08, 0.07
#: Bands of cells, from low to high; the windscreen takes those from "screen" to "window".
BAND = {"skirt": 0, "low": 1, "screen": 2, "ledge": 3, "window": 4, "header": 5, "roof": 6}
#: How far inwards doors turn [rad], and how deep wheel houses are [m].
DOOR_TURN, HOUSE = float(np.deg2rad(82.0)), 0.60
#: How far the lamps of passengers hang below the top of a body [m].
CEILING = 0.12
#: Joint and act of passengers' doors.
DOORS = "doors"


@dataclass(frozen=True, slots=True)
class Hull:
    """What a body depends on; lengths in metres, x forward, z from the ground.

    Parameters
    ----------
    front, rear, half, top : float
        x of its ends, half width, and height of the roof's edge.
    skirt, screen, sill, head : float
        Heights of the lower edge, of the windscreen's and of the side windows' lower edges, of the windows' upper edge.
    rake : (front, rear)
        How far the upper edge of each end lies back.
    radius : float
        Of the corners seen from above.
    glazed : (front, rear)
        Whether the ends have windows.
    posts : float
        Distance of the posts between the windows.
    doors : (left, right)
        Of each side, pairs (x of the front edge, of the rear edge) of doors.
    arches : tuple of Arch
    """

    front: float
    rear: float
    half: float
    top: float
    skirt: float
    screen: float
    sill: float
    head: float
    rake: tuple[float, float]
    radius: float
    glazed: tuple[bool, bool]
    posts: float
    doors: tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]
    arches: tuple[Arch, ...] = ()

    @property
    def post_places(self) -> np.ndarray:
        """x of the posts [m]."""
        count = max(2, round((self.front - self.rear) / self.posts))
        return np.linspace(self.front - 0.9, self.rear + 0.6, count)


def hull(form: Hull, category: Category, name: str, *, openable: bool) -> list[Piece]:
    """Return the body called `name`, with its doors as parts where they are `openable`."""
    edges = [x for side in form.doors for door in side for x in (*door, sum(door) / 2)]
    marks = [x + s * w / 2 for places, w in ((form.post_places, POST), (edges, FRAME)) for x in places for s in (1, -1)]
    body = walls(_levels(form), marks, form.arches)
    slots = [_slots(body, form, doors) for doors in form.doors]
    cells = [_door_cells(body, doors) for doors in form.doors]
    cut = [mask if openable else np.zeros(body.cells, bool) for mask in cells]
    shapes = [
        body.skin(slots[0], slots[1], cut[0], cut[1]),
        body.lid(SLOT["roof"], crown=0.05),
        body.floor(SLOT["underbody"], form.skirt + 0.02, form.arches, HOUSE),
    ]
    houses = [wheel_house(arch, form.half - 0.005, HOUSE, SLOT["underbody"]) for arch in form.arches]
    pieces = [Piece(name, merged([*shapes, *(both_sides(house) for house in houses)]), category)]
    if openable:
        for side, sign in enumerate((1, -1)):
            pieces += _leaves(body, slots[side], form.doors[side], sign, category)
    return pieces


def _leaves(
    body: Walls, slots: np.ndarray, doors: Sequence[tuple[float, float]], sign: int, category: Category
) -> list[Piece]:
    """Return both leaves of each door of a side, which turn inwards on their outer edges."""
    pieces = []
    side = "left" if sign > 0 else "right"
    for number, (front, rear) in enumerate(doors):
        middle = (front + rear) / 2
        for word, edges, hinge, axis in (("a", (front, middle), front, sign), ("b", (middle, rear), rear, -sign)):
            leaf = body.leaf(slots, _door_cells(body, [edges]), SLOT["trim"], SLOT["glass"])
            shape = leaf if sign > 0 else leaf.mirrored()
            y = sign * (float(body.points[BAND["screen"], :, 1].max()) - 0.03)
            joint = Joint(DOORS, (hinge, y, 0.0), (0.0, 0.0, float(axis)))
            pieces.append(Piece(f"door_{side}_{number}{word}", shape, category, (joint,)))
    return pieces


def _levels(form: Hull) -> list[Level]:
    """Return the outlines from the skirt to the roof."""
    low = min(form.skirt + 0.25, form.screen - 0.12)
    rows = [(form.skirt, -0.07, 0.03), (low, -0.01, 0.005), (form.screen, 0.0, 0.0)]
    rows += [(z, 0.0, 0.0) for z in (form.sill, form.sill + 0.08)]
    rows += [
        (form.head, 0.0, 0.02),
        (form.head + 0.20, 0.0, 0.04),
        (form.top, -0.08, 0.10),
        (form.top + 0.07, -0.25, 0.24),
    ]
    levels = []
    for z, back, inwards in rows:
        share = np.clip((z - form.screen) / (form.top - form.screen), 0, 1.05) ** 1.3
        front, rear = (rake * share - back for rake in form.rake)
        levels.append(Level(z, form.front - front, form.rear + rear, form.half - inwards, form.radius))
    return levels


def _slots(body: Walls, form: Hull, doors: Sequence[tuple[float, float]]) -> np.ndarray:
    """Return the finish of the cells of a side that has `doors`."""
    slots = np.full(body.cells, SLOT["paint"])
    slots[BAND["skirt"]] = SLOT["trim"]
    slots[BAND["low"]] = SLOT["second"]
    slots[BAND["header"], body.is_side] = SLOT["band"]
    slots[BAND["roof"] :] = SLOT["roof"]
    slots[BAND["ledge"], body.is_side] = SLOT["band"]
    slots[BAND["window"], body.is_side] = SLOT["rear_glass"]
    for x in form.post_places:
        slots[BAND["window"], body.between(x + POST / 2, x - POST / 2)] = SLOT["band"]
    corners = ~(body.is_side | body.is_front | body.is_rear)
    for glazed, columns in zip(form.glazed, _ends(body, corners), strict=True):
        if glazed:
            slots[BAND["screen"] : BAND["window"] + 1, columns] = SLOT["glass"]
            slots[BAND["header"], columns] = SLOT["band"]
    for front, rear in doors:
        slots[: BAND["window"] + 1, body.between(front, rear)] = SLOT["glass"]
        for edge in (front, (front + rear) / 2, rear):
            slots[: BAND["window"] + 1, body.between(edge + FRAME / 2, edge - FRAME / 2)] = SLOT["trim"]
        slots[BAND["skirt"], body.between(front, rear)] = SLOT["trim"]
    return slots


def _ends(body: Walls, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the columns of the front with its corner, and those of the rear, bool (columns,) each."""
    ahead = np.arange(len(corners)) < len(corners) / 2
    return body.is_front | (corners & ahead), body.is_rear


def _door_cells(body: Walls, doors: Sequence[tuple[float, float]]) -> np.ndarray:
    """Return the cells of doors, bool (bands, columns)."""
    cells = np.zeros(body.cells, bool)
    for front, rear in doors:
        cells[: BAND["window"] + 1, body.between(front, rear)] = True
    return cells


def inside(form: Hull, rows: Sequence[float], floor: Callable[[float], float], *, poles: bool) -> Shape:
    """Return floor, lamps at the ceiling and, where no door is, pairs of seats at the x of `rows` [m] at floor(x)."""
    length, middle = form.front - form.rear, (form.front + form.rear) / 2
    levels = sorted({floor(x) for x in rows} | {floor(form.front), floor(form.rear)})
    parts = [box(length - 0.5, 2 * form.half - 0.12, 0.03, SLOT["interior"]).moved(middle, 0, levels[0] - 0.015)]
    strip = plate([(-0.4 * length, -0.08), (0.4 * length, -0.08), (0.4 * length, 0.08), (-0.4 * length, 0.08)])
    parts.append(strip.flipped().painted(SLOT["cabin_lamp"]).moved(middle, 0, form.top - CEILING))
    for x in rows:
        for doors, sign in zip(form.doors, (1, -1), strict=True):
            if not any(rear - 0.55 < x < front + 0.45 for front, rear in doors):
                parts.append(seat(x, floor(x), 0.86).moved(y=sign * (form.half - 0.55)))
    steps = [x for a, b in pairwise(rows) if floor(a) != floor(b) for x in ((a + b) / 2,)]
    for x in steps:
        wall = box(0.03, 2 * form.half - 0.2, levels[-1] - levels[0], SLOT["interior"])
        parts.append(wall.moved(x, 0, (levels[-1] + levels[0]) / 2))
    if poles:
        for x in np.arange(form.rear + 1.4, form.front - 2.6, 2.1):
            parts.append(rod([x, 0.25, floor(x)], [x, 0.25, form.top - 0.05], 0.018, 5, SLOT["pole"]))
    return merged(parts)
