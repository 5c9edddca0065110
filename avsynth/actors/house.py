"""Detached houses with a pitched roof, chimney and sometimes a garage. At most 3000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._evening import an_evening, lit_windows
from avsynth.actors._surroundings import designed, finish_of, painted, unfinished
from avsynth.catalog.clutter import corner_pipes, dish, ivy, meter
from avsynth.catalog.facade import BUILDING_FINISH, pierced, row_of, storey, turned_wall
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.openings import Opening, pane
from avsynth.catalog.roofs import Pitched, chimney, dormer, pitched, skylight
from avsynth.catalog.shapes import Shape, box, merged, sheet
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = BUILDING_FINISH | {"base": "concrete_dark", "dormer": "wood"}
SLOT = slots(FINISH)
SEED = 0
WALLS = {
    "plaster_white": 0.34,
    "plaster_cream": 0.26,
    "plaster_yellow": 0.10,
    "brick_red": 0.12,
    "plaster_grey": 0.08,
    "plaster_ochre": 0.10,
}
ROOFS = {"roof_tiles": 0.8, "roof_slate": 0.2}
DOORS = {"door_wood": 0.5, "painted_metal_white": 0.3, "door_green": 0.2}
DESIGNS = (
    {"width": 10.0, "depth": 9.0, "storeys": 1, "ridge": "along", "garage": False, "variant": 0},
    {"width": 9.0, "depth": 10.0, "storeys": 2, "ridge": "across", "garage": False, "variant": 1},
    {"width": 11.0, "depth": 9.0, "storeys": 2, "ridge": "along", "garage": False, "variant": 2},
    {"width": 10.0, "depth": 10.0, "storeys": 1, "ridge": "across", "garage": True, "variant": 3},
    {"width": 12.0, "depth": 9.0, "storeys": 1, "ridge": "along", "garage": True, "variant": 4},
    {"width": 9.0, "depth": 9.0, "storeys": 2, "ridge": "along", "garage": True, "variant": 5},
)


@ACTORS.register
class House(Actor):
    """A detached house whose door looks to +x."""

    kind: Literal["house"] = "house"
    category: ClassVar[Category] = Category.BUILDING
    placeable: ClassVar[bool] = False
    width: Length | None = Field(None, ge=5.0, le=20.0, description="Along the street, y, without the garage [m].")
    depth: Length | None = Field(None, ge=5.0, le=16.0, description="Between front and rear wall, x [m].")
    storeys: int | None = Field(None, ge=1, le=3, description="Floors below the roof.")
    ridge: Literal["along", "across"] | None = Field(
        None, description="Roof ridge along the street, or gable towards it."
    )
    garage: bool | None = Field(None, description="Whether a garage stands at its left (+y).")
    variant: int | None = Field(None, ge=0, le=7, description="Proportions of windows, roof pitch.")
    wall: MaterialName | None = Field(None, description="Material of the walls.")
    roof: MaterialName | None = Field(None, description="Material of the roof.")
    door: MaterialName | None = Field(None, description="Material of the door.")

    evening: int | None = Field(None, ge=0, description="Number that decides which rooms are lit in the dark.")

    def dressed(self, stream: Stream) -> Self:
        """Return the house with shape and materials drawn."""
        shaped = designed(self, DESIGNS, stream.child("design"))
        evening = an_evening(stream) if self.evening is None else self.evening
        paints = painted(self, {"wall": WALLS, "roof": ROOFS, "door": DOORS}, stream)
        return shaped.model_copy(update={**paints, "evening": evening})

    def model(self) -> Model:
        """Return the shape of the house."""
        return _model(unfinished(self, (*FINISH, "evening")))

    def finish(self) -> Mapping[str, str]:
        """Return the materials of walls and roof."""
        return finish_of(self, FINISH)

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the panes of rooms that are lit in the dark."""
        return lit_windows(self.evening, motion)


#: Width and height of windows [m], pitch of the roof [rad], by variant modulo 4.
WINDOWS = ((1.25, 1.30), (1.10, 1.35), (1.50, 1.30), (1.20, 1.25))
PITCHES = (0.78, 0.70, 0.61, 0.80)
#: Height of a floor, of the ground floor's level, of the plinth, of window sills over the floor [m].
FLOOR, LEVEL, PLINTH, SILL = 2.75, 0.32, 0.32, 0.90
#: Width, depth, height of the garage [m]; how far the roof stands out beyond the gables [m].
GARAGE, VERGE = (3.2, 6.5, 2.7), 0.30


@lru_cache(maxsize=32)
def _model(house: House) -> Model:
    """Return the model of a house."""
    rng = Stream(SEED).rng("house", house.variant, house.storeys)
    top = LEVEL + FLOOR * house.storeys + 0.25
    sides = (house.depth, house.width, house.depth, house.width)
    walls = []
    for quarter, reach in enumerate(sides):
        width = sides[(quarter + 1) % 4]
        shapes = _wall(house, width, quarter, top, rng)
        if (quarter % 2 == 0) == (house.ridge == "across"):
            shapes.append(_gable_window(width, top))
        shapes += _clutter(house, width, quarter, top)
        walls.append(turned_wall(shapes, quarter, reach / 2))
    shapes = [*walls, _roof(house, top, rng)]
    if house.garage:
        shapes.append(_garage(house, rng))
    return model("house", house, [Piece("house", merged(shapes), Category.BUILDING)], FINISH)


def _wall(house: House, width: float, quarter: int, top: float, rng: np.random.Generator) -> list[Shape]:
    """Return the wall after `quarter` turns: front, left, rear, right."""
    wide, tall = WINDOWS[house.variant % 4]
    count = max(2, round(width / 3.2)) - (quarter % 2)
    shapes = []
    for number in range(house.storeys):
        low = LEVEL + FLOOR * number
        start, end = (0.0 if number == 0 else low), (top if number == house.storeys - 1 else low + FLOOR)
        holes = row_of(width, count, (wide, tall), low + SILL)
        if number == 0 and quarter == 0:
            holes[house.variant % 2] = _with_middle(holes[house.variant % 2], 0.55, LEVEL, LEVEL + 2.15, "door")
        if number == 0 and quarter == 2:
            holes[-1] = _with_middle(holes[-1], 1.1, LEVEL, LEVEL + 2.2, "balcony_door")
        if number == 0 and quarter == 1 and house.garage:
            holes = []
        shapes += storey(width, start, end, holes, SLOT, rng, plinth=PLINTH)
    return shapes


def _clutter(house: House, width: float, quarter: int, top: float) -> list[Shape]:
    """Return what hangs on the wall after `quarter` turns: pipes before and behind, meter and dish on the right."""
    is_eaves = (quarter % 2 == 0) == (house.ridge == "along")
    shapes = corner_pipes(width, top, SLOT) if is_eaves else []
    if quarter == 3:
        shapes.append(meter(width, top, SLOT))
        shapes += [dish(0.46 - width / 2, top - 0.5, SLOT)] if house.variant % 2 else []
    if quarter in (0, 3) and house.variant % 4 in (1, 2):
        rng = Stream(SEED).rng("ivy", house.variant, quarter)
        shapes.append(ivy(-width / 2, 1.1 - width / 2, 0.9 * top, SLOT, rng))
    return shapes


def _with_middle(hole: Opening, half: float, low: float, high: float, filling: str) -> Opening:
    """Return a hole in place of another, about the same middle."""
    return Opening(hole.middle - half, hole.middle + half, low, high, filling)


def _gable_window(width: float, top: float) -> Shape:
    """Return a window that sits on the gable, flush with the wall."""
    half, low = min(0.55, width / 12), top + 0.35
    face = Opening(-half, half, low, low + 1.15)
    frame = sheet(
        np.stack([face.loop(0.0), face.loop(0.03), face.loop(0.03, 0.10), face.loop(0.01, 0.10)]), SLOT["frame"]
    )
    glass = pane(-half + 0.10, half - 0.10, low + 0.10, low + 1.05, 0.01, SLOT["glass"])
    return merged([frame, glass])


def _roof(house: House, top: float, rng: np.random.Generator) -> Shape:
    """Return the roof with chimney and dormer, its ridge along or across."""
    along = house.ridge == "along"
    depth, width = (house.depth, house.width) if along else (house.width, house.depth)
    roof = Pitched(depth, width, top, PITCHES[house.variant % 4], VERGE)
    shapes = [*pitched(roof, SLOT), *chimney(roof, -0.5, 0.22 * width, SLOT)]
    if along and house.storeys == 1:
        shapes += dormer(roof, -0.1 * width, 2.4, SLOT, rng)
    else:
        shapes += [skylight(roof, y * width, 0.25 * depth, SLOT) for y in (-0.2, 0.15)]
    whole = merged(shapes)
    return whole if along else whole.turned((0.0, 0.0, 1.0), np.pi / 2)


def _garage(house: House, rng: np.random.Generator) -> Shape:
    """Return a garage with a flat roof at the left, its door in line with the house's front."""
    wide, deep, tall = GARAGE
    hole = Opening(-1.25, 1.25, 0.02, 2.15, "garage_door")
    blank = [pierced(deep, 0.0, tall, [], SLOT)]
    walls = [
        turned_wall(storey(wide, 0.0, tall, [hole], SLOT, rng), 0, deep / 2),
        turned_wall(blank, 1, wide / 2),
        turned_wall([pierced(wide, 0.0, tall, [], SLOT)], 2, deep / 2),
    ]
    lid = box(deep + 0.3, wide + 0.12, 0.18, SLOT["metal"]).moved(0.1, 0.06, tall + 0.09)
    whole = merged([*walls, lid])
    return whole.moved(house.depth / 2 - deep / 2 - 0.4, house.width / 2 + wide / 2, 0)
