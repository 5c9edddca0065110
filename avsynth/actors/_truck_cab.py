"""The cab of a truck: a rounded box with clear windows, doors, lamps, mirrors on arms, and who sits in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from avsynth.actors._heavy_parts import SLOT, arm_mirrors, drivers_place, headlamp, pair
from avsynth.catalog.boxwork import Arch, Level, Walls, walls, wheel_house
from avsynth.catalog.cabin import seat, sitter
from avsynth.catalog.doors import ROWS
from avsynth.catalog.faces import plate_at
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape, both_sides, box, merged, rod, rounded_box
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

#: Heights of the cab's lower bands above the ground [m].
SKIRT, LAMPS, GRILLE = 0.36, 0.58, 0.88
#: Height of windscreens [m]; from the front to the edges of the doors, and length of a second row behind them [m].
SCREEN, DOOR, SECOND_ROW = 0.86, (0.34, 1.38), 1.15
#: Bands of cells, from low to high: skirt, lamps, gap, grille, cowl, windows; higher ones belong to the roof.
BAND = {"skirt": 0, "lamps": 1, "gap": 2, "grille": 3, "cowl": 4, "window": 5}
#: Width of a seam [m].
SEAM = 0.012


@dataclass(frozen=True, slots=True)
class Cab:
    """What the shape of a cab depends on; lengths in metres, x forward, z from the ground.

    Parameters
    ----------
    front, half, roof, reach : float
        x of the front, half width, height, and y of the mirrors' outside.
    length : float
    sill : float
        Height of the windscreen's lower edge.
    axle, wheel : float
        x of the front axle, and radius of its wheels.
    driver, crew : bool
        Whether somebody sits at the wheel; whether there is a second row with doors of its own.
    openable : bool
        Whether doors are parts of their own.
    """

    front: float
    half: float
    roof: float
    reach: float
    length: float
    sill: float
    axle: float
    wheel: float
    driver: bool
    crew: bool = False
    openable: bool = True

    @property
    def doors(self) -> list[tuple[float, float]]:
        """x of front and rear edge of the left doors [m]."""
        first = (self.front - DOOR[0], self.front - DOOR[1])
        return [first, (first[1], first[1] - SECOND_ROW)] if self.crew else [first]

    @property
    def top(self) -> float:
        """Height of the windows' upper edge [m]."""
        return self.sill + SCREEN


def cab(form: Cab, category: Category, on_doors: Sequence[Sequence[Shape]] = ((), ())) -> list[Piece]:
    """Return the cab with its doors; `on_doors` are marks on each left one, front to rear."""
    arch = Arch(form.axle, form.wheel, form.wheel + 0.10)
    seams = [x + s * SEAM / 2 for pane in form.doors for x in pane for s in (1, -1)]
    frames = [x for first, last in form.doors for x in (first - 0.09, last + 0.09)]
    body = walls(_levels(form), np.unique(np.round([*seams, *frames], 4)), [arch])
    slots = _slots(body, form)
    holes = [_door_cells(body, pane) for pane in form.doors] if form.openable else []
    hole = np.any(holes, axis=0) if holes else np.zeros(body.cells, bool)
    fixed = [
        body.skin(slots, slots, hole, hole),
        body.lid(SLOT["paint"], crown=0.03),
        body.floor(SLOT["underbody"], SKIRT + 0.02, [arch], 0.45),
        both_sides(wheel_house(arch, form.half - 0.01, 0.45, SLOT["underbody"])),
        _inside(form),
        _face(form),
    ]
    mirrors = arm_mirrors(
        form.front - 0.16, form.reach - 0.10, (form.sill, form.top), (form.front - DOOR[0] - 0.05, form.half - 0.03)
    )
    handle = rounded_box(0.20, 0.04, 0.035, 0.012, SLOT["trim"], steps=1)
    fittings = [
        [handle.moved(last + 0.18, form.half + 0.008, form.sill - 0.25), *marks]
        for (_, last), marks in zip(form.doors, on_doors, strict=False)
    ]
    fittings[0].append(mirrors)
    if not form.openable:
        return [Piece("cab", merged([*fixed, *(both_sides(merged(own)) for own in fittings)]), category)]
    leaves = [body.leaf(slots, cells, SLOT["interior"], SLOT["glass"]) for cells in holes]
    hung = [merged([leaf, *own]) for leaf, own in zip(leaves, fittings, strict=True)]
    return [Piece("cab", merged(fixed), category), *_hung(hung, form, category)]


def _hung(leaves: list[Shape], form: Cab, category: Category) -> list[Piece]:
    """Return the left doors `leaves`, from front to rear, and their mirror images, on hinges at their front edges."""
    pieces = []
    for row, leaf, (x, _) in zip(ROWS, leaves, form.doors, strict=False):
        for side, shape, sign in (("left", leaf, 1.0), ("right", leaf.mirrored(), -1.0)):
            hinge = Joint(f"door_{row}_{side}", (x, sign * (form.half - 0.03), form.sill), (0.0, 0.0, -sign))
            pieces.append(Piece(hinge.name, shape, category, (hinge,)))
    return pieces


def _levels(form: Cab) -> list[Level]:
    """Return the outlines from the skirt to the roof: upright to the windscreen, leaning above, round at the top."""
    front, rear, half, sill, top = form.front, form.front - form.length, form.half, form.sill, form.top
    lean = 0.05 + 0.13 * SCREEN
    levels = [
        Level(SKIRT, front - 0.07, rear, half - 0.03, 0.20),
        Level(LAMPS, front, rear, half, 0.20),
        Level(GRILLE - 0.04, front, rear, half, 0.20),
        Level(GRILLE, front - 0.012, rear, half, 0.20),
        Level(sill - 0.13, front - 0.04, rear, half, 0.20),
        Level(sill, front - 0.05, rear, half, 0.21),
        Level(top, front - lean, rear, half - 0.03, 0.22),
    ]
    high = form.roof - top
    for share, back, inwards in ((0.18, 0.05, 0.04), (0.55, 0.22, 0.07), (0.88, 0.52, 0.13), (1.0, 0.85, 0.24)):
        levels.append(
            Level(top + share * high, front - lean - back * max(high, 0.5), rear + 0.1 * back, half - inwards, 0.22)
        )
    return levels


def _slots(body: Walls, form: Cab) -> np.ndarray:
    """Return the finish of the cab's cells, the same on both sides."""
    slots = np.full(body.cells, SLOT["paint"])
    window = BAND["window"]
    slots[BAND["skirt"]] = slots[BAND["gap"], body.is_front] = SLOT["trim"]
    slots[BAND["cowl"], body.is_front] = SLOT["trim"]
    slots[window, body.is_front] = SLOT["glass"]
    for first, last in form.doors:
        slots[window, body.between(first - 0.08, last + 0.08)] = SLOT["glass"]
        for x in (first, last):
            slots[BAND["gap"] :, body.between(x + SEAM / 2, x - SEAM / 2)] = SLOT["seam"]
    slots[window + 1 :] = np.where(slots[window + 1 :] == SLOT["seam"], SLOT["paint"], slots[window + 1 :])
    slots[window + 1 :] = np.where(slots[window + 1 :] == SLOT["paint"], SLOT["roof"], slots[window + 1 :])
    return slots


def _door_cells(body: Walls, pane: tuple[float, float]) -> np.ndarray:
    """Return the cells of the left door at x of `pane`, bool (bands, columns): from above the steps to the roof."""
    first, last = pane
    cells = np.zeros(body.cells, bool)
    cells[BAND["gap"] : BAND["window"] + 1, body.between(first - SEAM / 2, last + SEAM / 2)] = True
    return cells


def _face(form: Cab) -> Shape:
    """Return what is on the front: lamps, bars of the grille, badge, plate, wipers, sun visor; and the steps."""
    front, half = form.front, form.half
    tall = form.sill - 0.15 - GRILLE
    parts = [pair(headlamp(front, half - 0.36, (LAMPS + GRILLE) / 2 - 0.02, (0.40, 0.20))), plate_at(front, 0.46, 1)]
    for share in np.linspace(0.12, 0.72, 5):
        back = 0.012 + 0.03 * share
        bar = rounded_box(0.03, 1.5 * half, 0.055, 0.012, SLOT["grille"], steps=1)
        parts.append(bar.moved(front - back, 0, GRILLE + share * tall))
    badge = box(0.03, 0.22, 0.10, SLOT["chrome"]).moved(front - 0.035, 0, GRILLE + 0.88 * tall)
    visor = box(0.16, 2 * half - 0.30, 0.10, SLOT["trim"]).turned((0, 1, 0), 0.35)
    parts += [badge, visor.moved(front - 0.10, 0, form.top + 0.05)]
    for start, stop in ((0.35, -0.25), (-0.30, -0.85)):
        at = [[front - 0.04, y * half, form.sill + up] for y, up in ((start, 0.0), (stop, 0.06))]
        parts.append(rod(*at, 0.010, 4, SLOT["trim"]))
    for z in (0.46, 0.76):
        step = box(0.42, 0.04, 0.05, SLOT["steel"]).moved(front - 0.58, half - 0.005, z)
        parts.append(both_sides(step))
    return merged(parts)


def _inside(form: Cab) -> Shape:
    """Return seats, dashboard, floor, back wall, the driver, and those who sit in a second row."""
    front, half = form.front, form.half
    hips, y, floor = front - 1.12, 0.56 * half, form.sill - 0.53
    dash = rounded_box(0.42, 2 * half - 0.2, 0.35, 0.08, SLOT["interior"], steps=1).moved(
        front - 0.36, 0, form.sill - 0.16
    )
    parts = [
        drivers_place((hips, y, floor + 0.32), 0.46, driver=form.driver),
        seat(hips, floor, 0.52).moved(y=-y),
        dash,
        box(form.length - 0.25, 2 * half - 0.12, 0.04, SLOT["interior"]).moved(front - form.length / 2, 0, floor),
        box(0.03, 2 * half - 0.3, form.top - floor, SLOT["interior"]).moved(
            front - form.length + 0.10, 0, (form.top + floor) / 2
        ),
    ]
    if form.crew:
        back = hips - SECOND_ROW
        parts.append(both_sides(seat(back, floor, 0.9).moved(y=0.5 * half)))
        if form.driver:
            parts += [
                sitter((back, s * half, floor + 0.32), (back + 0.35, s * half, floor + 0.45)) for s in (0.6, -0.55)
            ]
    return merged(parts)


def deflector(form: Cab, height: float) -> Shape:
    """Return the fairing on the roof that leads the air over a load `height` [m] high."""
    front, rear, low = form.front - 0.95, form.front - form.length + 0.05, form.roof - 0.04
    span = height - low
    levels = [
        Level(low + share * span, front - 0.75 * back * (front - rear), rear, form.half - 0.12 - 0.10 * share, 0.15)
        for share, back in ((0.0, 0.0), (0.35, 0.30), (0.7, 0.66), (0.92, 0.93), (1.0, 1.0))
    ]
    body = walls(levels, [])
    slots = np.full(body.cells, SLOT["roof"])
    return merged([body.skin(slots, slots), body.lid(SLOT["roof"])])
