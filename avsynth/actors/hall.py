"""Halls of industry: workshops and warehouses with gates, ramps and ribbed walls. At most 2500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._surroundings import finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, box, cylinder, merged, sheet
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {
    "wall": "painted_metal_grey", "plinth": "concrete", "gate": "painted_metal_white", "window": "window_glass",
    "roof": "roof_felt", "trim": "painted_metal_dark",
}  # fmt: skip
SLOT = slots(FINISH)
WALLS = {
    "painted_metal_grey": 0.35, "painted_metal_white": 0.2, "truck_tarp_blue": 0.1, "concrete": 0.2, "brick_red": 0.15,
}  # fmt: skip
GATES = {"painted_metal_white": 0.5, "painted_metal_grey": 0.3, "painted_metal_yellow": 0.2}
#: Along the street, depth, height [m], shape of the roof.
DESIGNS = (
    (24.0, 18.0, 7.0, "flat"), (40.0, 25.0, 9.0, "flat"), (30.0, 20.0, 6.5, "saw"), (18.0, 14.0, 5.5, "pitched"),
    (50.0, 28.0, 11.0, "flat"), (26.0, 16.0, 8.0, "pitched"),
)  # fmt: skip
#: Distance and depth of the ribs of a wall [m]; height of the plinth [m]; width of a gate with its surroundings [m].
RIB, RELIEF, PLINTH, BAY = 1.0, 0.05, 0.5, 6.0


@ACTORS.register
class Hall(Actor):
    """An industrial hall whose gates look to +x."""

    kind: Literal["hall"] = "hall"
    category: ClassVar[Category] = Category.BUILDING
    placeable: ClassVar[bool] = False
    design: int | None = Field(None, ge=0, lt=len(DESIGNS), description="Which of its shapes.")
    wall: MaterialName | None = Field(None, description="Material of the walls.")
    gate: MaterialName | None = Field(None, description="Material of the gates.")

    def dressed(self, stream: Stream) -> Self:
        """Return the hall with shape and materials drawn."""
        design = int(stream.rng("design").integers(len(DESIGNS))) if self.design is None else self.design
        return self.model_copy(
            update={
                "design": design,
                "wall": self.wall or chosen(WALLS, stream.child("wall")),
                "gate": self.gate or chosen(GATES, stream.child("gate")),
            }
        )

    def model(self) -> Model:
        """Return the shape."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials that are chosen."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=8)
def _model(hall: Hall) -> Model:
    """Return the model of a hall."""
    width, depth, height, roof = DESIGNS[hall.design]
    shapes = [box(depth + 0.1, width + 0.1, PLINTH, SLOT["plinth"]).moved(z=PLINTH / 2)]
    shapes += [_ribbed(length, height, turn).moved(*at) for length, turn, at in _sides(width, depth)]
    shapes += _front(width, height, depth / 2) + _roof(width, depth, height, roof)
    return model("hall", hall, [Piece("hall", merged(shapes), Category.BUILDING)], FINISH)


def _sides(width: float, depth: float) -> list[tuple[float, float, tuple[float, float, float]]]:
    """Return length, turn [rad] and place of the four walls [m]."""
    return [
        (width, 0.0, (depth / 2, 0.0, 0.0)),
        (depth, np.pi / 2, (0.0, width / 2, 0.0)),
        (width, np.pi, (-depth / 2, 0.0, 0.0)),
        (depth, -np.pi / 2, (0.0, -width / 2, 0.0)),
    ]


def _ribbed(length: float, height: float, turn: float) -> Shape:
    """Return a wall of ribbed sheet that looks to +x, centred on the origin, turned about the vertical."""
    ribs = max(2, round(length / RIB))
    y = np.repeat(np.linspace(-length / 2, length / 2, ribs + 1), 2)[1:-1]
    x = np.tile([0.0, 0.0, -RELIEF, -RELIEF], ribs)[: len(y)]
    x[[0, -1]] = 0.0
    rows = np.stack([np.column_stack([x, y, np.full(len(y), z)]) for z in (PLINTH, height)])
    return sheet(rows, SLOT["wall"]).turned((0, 0, 1), turn)


def _front(width: float, height: float, x: float) -> list[Shape]:
    """Return gates, doors and a band of windows before the front at `x` [m]."""
    shapes, bays = [], int(width // BAY)
    for k in range(bays):
        y = (k - (bays - 1) / 2) * BAY
        high = min(4.2, height - 1.6)
        gate = box(0.10, 3.6, high, SLOT["gate"]).moved(x + 0.03, y, high / 2)
        slats = [box(0.04, 3.5, 0.05, SLOT["trim"]).moved(x + 0.075, y, z) for z in np.arange(0.6, high, 0.6)]
        frame = [
            box(0.16, 0.14, high + 0.1, SLOT["trim"]).moved(x + 0.04, y + side, high / 2) for side in (-1.87, 1.87)
        ]
        shapes += [gate, *slats, *frame, box(0.9, 4.4, 0.08, SLOT["trim"]).moved(x + 0.45, y, high + 0.45)]
    band = box(0.06, width - 2.0, 0.7, SLOT["window"]).moved(x + 0.02, 0.0, height - 0.75)
    return [*shapes, band]


def _roof(width: float, depth: float, height: float, roof: str) -> list[Shape]:
    """Return the roof: flat with parapet and vents, in sheds, or a low gable along y."""
    if roof == "flat":
        rims = [box(0.3, width + 0.2, 0.5, SLOT["trim"]).moved(x, 0, height + 0.15) for x in (-depth / 2, depth / 2)]
        rims += [box(depth, 0.3, 0.5, SLOT["trim"]).moved(0, y, height + 0.15) for y in (-width / 2, width / 2)]
        vents = [cylinder(0.5, 1.0, 12, SLOT["trim"]).moved(0, y, height + 0.5) for y in (-width / 4, width / 4)]
        return [box(depth, width, 0.2, SLOT["roof"]).moved(z=height - 0.05), *rims, *vents]
    count = 1 if roof == "pitched" else max(2, round(width / 8.0))
    shed, rise = width / count, 0.16 * width if roof == "pitched" else 2.4
    peak = 0.5 if roof == "pitched" else 0.92
    shapes = []
    for k in range(count):
        low, top = -width / 2 + k * shed, -width / 2 + (k + peak) * shed
        for start, end, slot in (((low, 0.0), (top, rise), "roof"), ((top, rise), (low + shed, 0.0), "window")):
            ends = np.array([[[-depth / 2, *start], [depth / 2, *start]], [[-depth / 2, *end], [depth / 2, *end]]])
            ends[..., 2] += height
            shapes.append(sheet(ends, SLOT["roof" if roof == "pitched" else slot]))
        for x, flip in ((depth / 2, False), (-depth / 2, True)):
            rows = [[x, low, height], [x, low + shed, height]], [[x, top, height + rise], [x, top, height + rise]]
            gable = sheet(np.array(rows), SLOT["wall"])
            shapes.append(gable.flipped() if flip else gable)
    return shapes
