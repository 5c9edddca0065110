"""Town houses in a row: two to five storeys, shops or flats below, flat or pitched roof. At most 4000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._evening import an_evening, lit_windows
from avsynth.actors._surroundings import designed, finish_of, painted, unfinished
from avsynth.catalog.clutter import corner_pipes, ivy, meter
from avsynth.catalog.facade import BUILDING_FINISH, ledge, pierced, row_of, storey, turned_wall
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.openings import Opening, awning, balcony
from avsynth.catalog.roofs import Pitched, chimney, dormer, flat_roof, pitched, skylight
from avsynth.catalog.shapes import Shape, box, merged
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = BUILDING_FINISH | {"dormer": "roof_slate"}
SLOT = slots(FINISH)
SEED = 0
WALLS = {
    "plaster_cream": 0.20,
    "plaster_white": 0.16,
    "plaster_yellow": 0.12,
    "plaster_grey": 0.12,
    "plaster_ochre": 0.10,
    "brick_red": 0.10,
    "brick_yellow": 0.05,
    "plaster_red": 0.05,
    "plaster_green": 0.05,
    "plaster_blue": 0.05,
}
PITCHED_ROOFS = {"roof_tiles": 0.75, "roof_slate": 0.25}
FLAT_ROOFS = {"roof_felt": 1.0}
DOORS = {"door_wood": 0.5, "door_green": 0.2, "painted_metal_white": 0.2, "painted_metal_grey": 0.1}
SIGNS = {
    "painted_metal_green": 0.15,
    "painted_metal_red": 0.2,
    "painted_metal_yellow": 0.15,
    "painted_metal_white": 0.2,
    "painted_metal_dark": 0.15,
    "truck_tarp_blue": 0.15,
}
AWNINGS = {"truck_tarp_grey": 0.4, "truck_tarp_blue": 0.2, "cotton_red": 0.2, "cotton_yellow": 0.2}
#: Width, depth [m], storeys, roof, ground floor, balconies, variant.
DESIGNS = tuple(
    dict(zip(("width", "depth", "storeys", "roof_shape", "ground", "balconies", "variant"), row, strict=True))
    for row in (
        (10.0, 10.0, 3, "pitched", "flats", False, 0),
        (12.0, 10.0, 3, "pitched", "shops", False, 1),
        (8.0, 9.0, 2, "pitched", "flats", False, 2),
        (15.0, 11.0, 4, "pitched", "shops", False, 3),
        (18.0, 11.0, 4, "flat", "flats", True, 4),
        (14.0, 10.0, 4, "pitched", "flats", True, 5),
        (9.0, 10.0, 4, "pitched", "shops", False, 6),
        (20.0, 12.0, 5, "flat", "shops", False, 7),
        (11.0, 9.0, 2, "pitched", "shops", False, 0),
        (13.0, 10.0, 3, "flat", "flats", True, 1),
    )
)


@ACTORS.register
class Building(Actor):
    """A town house whose street front looks to +x; its side walls are blank, so that others stand close."""

    kind: Literal["building"] = "building"
    category: ClassVar[Category] = Category.BUILDING
    placeable: ClassVar[bool] = False
    width: Length | None = Field(None, ge=5.0, le=40.0, description="Along the street, y [m].")
    depth: Length | None = Field(None, ge=5.0, le=20.0, description="Between front and rear wall, x [m].")
    storeys: int | None = Field(None, ge=1, le=8, description="Floors below the roof.")
    roof_shape: Literal["pitched", "flat"] | None = Field(None, description="Shape of the roof.")
    ground: Literal["flats", "shops"] | None = Field(None, description="What the ground floor holds.")
    balconies: bool | None = Field(None, description="Whether the front has balconies.")
    variant: int | None = Field(None, ge=0, le=7, description="Proportions of windows, ornaments.")
    wall: MaterialName | None = Field(None, description="Material of the walls.")
    roof: MaterialName | None = Field(None, description="Material of the roof.")
    door: MaterialName | None = Field(None, description="Material of the doors.")
    sign: MaterialName | None = Field(None, description="Material of the boards over shops.")
    awning: MaterialName | None = Field(None, description="Material of the awnings.")

    evening: int | None = Field(None, ge=0, description="Number that decides which rooms are lit in the dark.")

    def dressed(self, stream: Stream) -> Self:
        """Return the building with shape and materials drawn."""
        shaped = designed(self, DESIGNS, stream.child("design"))
        roofs = PITCHED_ROOFS if shaped.roof_shape == "pitched" else FLAT_ROOFS
        weights = {"wall": WALLS, "roof": roofs, "door": DOORS, "sign": SIGNS, "awning": AWNINGS}
        evening = an_evening(stream) if self.evening is None else self.evening
        return shaped.model_copy(update={**painted(self, weights, stream), "evening": evening})

    def model(self) -> Model:
        """Return the shape of the building."""
        return _model(unfinished(self, (*FINISH, "evening")))

    def finish(self) -> Mapping[str, str]:
        """Return the materials of walls and roof."""
        return finish_of(self, FINISH)

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the panes of rooms that are lit in the dark."""
        return lit_windows(self.evening, motion)


#: Width and height of windows [m] and what surrounds them, by variant.
WINDOWS = (
    (1.05, 1.45, "window"),
    (1.15, 1.60, "framed_window"),
    (1.00, 1.30, "window"),
    (1.15, 1.75, "framed_window"),
    (1.50, 1.40, "window"),
    (1.25, 1.50, "window"),
    (1.05, 1.75, "framed_window"),
    (1.60, 1.55, "window"),
)
#: Height of a ground floor with flats, with shops, and of the floors above [m]; height of the plinth [m].
GROUND = {"flats": 3.1, "shops": 3.7}
FLOOR, PLINTH, SILL = 2.95, 0.55, 0.90
#: Windows are about this far apart [m].
PITCH = 2.45


@lru_cache(maxsize=64)
def _model(building: Building) -> Model:
    """Return the model of a building."""
    rng = Stream(SEED).rng("building", building.variant, building.ground, building.storeys)
    top = GROUND[building.ground] + FLOOR * (building.storeys - 1) + 0.35
    front = [*_ground_floor(building, rng), *_upper_floors(building, rng, top)]
    rear = _rear(building, rng, top)
    side = [pierced(building.depth, 0.0, top, [], SLOT, PLINTH)]
    walls = [
        turned_wall(front, 0, building.depth / 2),
        turned_wall(side, 1, building.width / 2),
        turned_wall(rear, 2, building.depth / 2),
        turned_wall(side, 3, building.width / 2),
    ]
    roof = _pitched(building, rng, top) if building.roof_shape == "pitched" else _flat(building, top)
    return model("building", building, [Piece("building", merged([*walls, *roof]), Category.BUILDING)], FINISH)


def _clutter(building: Building, top: float) -> list[Shape]:
    """Return what hangs on the ends of the front, where nothing opens: rain pipes, at flats a meter box and ivy."""
    shapes, half = corner_pipes(building.width, top, SLOT), building.width / 2
    if building.ground == "flats":
        shapes.append(meter(building.width, top, SLOT))
        if building.variant % 2 == 0:
            rng = Stream(SEED).rng("ivy", building.variant, building.storeys)
            shapes.append(ivy(-half, 0.9 - half, 0.8 * top, SLOT, rng))
    return shapes


def _count(building: Building) -> int:
    """Return the number of windows side by side."""
    return max(2, round((building.width - 0.7) / (PITCH + 0.5 * (WINDOWS[building.variant][0] - 1.1))))


def _ground_floor(building: Building, rng: np.random.Generator) -> list[Shape]:
    """Return the front at street level: a door among windows, or shops beside a door."""
    height = GROUND[building.ground]
    shops = building.ground == "shops"
    holes = _shop_holes(building) if shops else _flat_holes(building)
    shapes = storey(building.width, 0.0, height, holes, SLOT, rng, plinth=0.25 if shops else PLINTH)
    shapes.append(ledge(building.width, height, 0.08, 0.16, SLOT["trim"]))
    for hole in holes:
        if hole.filling == "shop":
            board = box(0.10, hole.right - hole.left, 0.42, SLOT["sign"])
            shapes.append(board.moved(0.05, hole.middle, hole.high + 0.28))
            if rng.random() < 0.35:
                shapes += awning(hole.left, hole.right, hole.high + 0.05, SLOT)
    return shapes


def _flat_holes(building: Building) -> list[Opening]:
    """Return windows with a door in their midst."""
    wide, tall, filling = WINDOWS[building.variant]
    holes = row_of(building.width, _count(building), (wide, min(tall, 1.5)), SILL + 0.2, filling)
    number = len(holes) // 2 if building.variant % 2 else 0
    middle = holes[number].middle
    holes[number] = Opening(middle - 0.6, middle + 0.6, 0.18, 2.65, "door")
    return holes


def _shop_holes(building: Building) -> list[Opening]:
    """Return shop fronts between pillars, and the door to the stairs at one end."""
    half, pillar = building.width / 2, 0.45
    inner = 1.9
    holes = [Opening(-half + 0.4, -half + 1.5, 0.15, 2.75, "door")]
    left = -half + inner
    count = max(1, round((building.width - inner) / 4.5))
    pitch = (building.width - inner) / count
    for k in range(count):
        start, end = left + k * pitch + pillar / 2, left + (k + 1) * pitch - pillar / 2
        split = end - 1.05
        holes.append(Opening(start, split - 0.08, 0.45, 2.75, "shop"))
        holes.append(Opening(split, end, 0.02, 2.75, "shop_door"))
    return holes


def _upper_floors(building: Building, rng: np.random.Generator, top: float) -> list[Shape]:
    """Return the front above street level, with cornice, balconies and what hangs at its ends."""
    wide, tall, filling = WINDOWS[building.variant]
    shapes = _clutter(building, top)
    shapes.append(ledge(building.width, top - 0.12, 0.20, 0.18, SLOT["trim"]))
    for number in range(1, building.storeys):
        low = GROUND[building.ground] + FLOOR * (number - 1)
        high = top if number == building.storeys - 1 else low + FLOOR
        holes = row_of(building.width, _count(building), (wide, tall), low + SILL, filling)
        if building.balconies:
            shapes += _balconies(holes, low)
        shapes += storey(building.width, low, high, holes, SLOT, rng)
    if building.storeys == 1:
        shapes += [pierced(building.width, GROUND[building.ground], top, [], SLOT)]
    return shapes


def _balconies(holes: list[Opening], low: float) -> list[Shape]:
    """Return balconies before every third window, which becomes a door."""
    shapes = []
    for number in range(1, len(holes), 3):
        hole = holes[number]
        middle, half = hole.middle, max(hole.right - hole.left, 1.5) / 2
        holes[number] = Opening(middle - half, middle + half, low + 0.12, hole.high, "balcony_door")
        shapes += balcony(middle, 2 * half + 0.9, low + 0.10, 1.15, SLOT)
    return shapes


def _rear(building: Building, rng: np.random.Generator, top: float) -> list[Shape]:
    """Return the rear: plain windows."""
    wide, tall, _ = WINDOWS[building.variant]
    count, shapes = max(2, _count(building) - 1), []
    for number in range(building.storeys):
        low = 0.0 if number == 0 else GROUND[building.ground] + FLOOR * (number - 1)
        high = GROUND[building.ground] + FLOOR * number if number < building.storeys - 1 else top
        holes = row_of(building.width, count, (wide, min(tall, 1.4)), low + SILL + 0.1, "plain_window")
        shapes += storey(building.width, low, high, holes, SLOT, rng, plinth=PLINTH)
    return shapes


def _pitched(building: Building, rng: np.random.Generator, top: float) -> list[Shape]:
    """Return a pitched roof with dormers or roof windows, and chimneys."""
    roof = Pitched(building.depth, building.width, top, np.deg2rad(36 + 3 * (building.variant % 4)))
    shapes = pitched(roof, SLOT)
    count = max(1, int(building.width / 4))
    places = (np.arange(count) + 0.5) * building.width / count - building.width / 2
    for y in places:
        if building.variant % 3 == 0:
            shapes += dormer(roof, float(y), 1.5, SLOT, rng)
        elif building.variant % 3 == 1:
            shapes.append(skylight(roof, float(y), 0.27 * building.depth, SLOT))
    sides = (-1, 1) if building.width > 11 else (1,)
    for side in sides:
        shapes += chimney(roof, -0.6, side * (building.width / 2 - 1.2), SLOT)
    return shapes


def _flat(building: Building, top: float) -> list[Shape]:
    """Return a flat roof."""
    return flat_roof(building.depth, building.width, top, SLOT)
