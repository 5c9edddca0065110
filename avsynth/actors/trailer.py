"""Car trailers that stand by themselves: open ones, with a cover, and caravans. At most 5000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT, mudguard, pair, tail_lamp
from avsynth.actors._vehicle import Sizes, shaped
from avsynth.catalog.boxwork import Arch, Level, walls, wheel_house
from avsynth.catalog.faces import plate_at
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import Shape, both_sides, box, ellipsoid, merged, rod, rounded_box
from avsynth.catalog.wheels import axle, road_wheel, rolled
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

Style = Literal["open", "covered", "caravan"]

#: Of each style: share, then mean and spread of length with the drawbar, width and height [m]. Trailers of 750 kg have
#: beds of 2.0 × 1.1 m to 2.5 × 1.25 m; caravans are 5 to 7.5 m long, 2.1 to 2.5 m wide, 2.6 m high.
STYLES: dict[str, tuple[float, Sizes]] = {
    "open": (0.45, ((3.25, 0.20), (1.72, 0.08), (0.92, 0.04))),
    "covered": (0.35, ((3.25, 0.20), (1.72, 0.08), (1.70, 0.12))),
    "caravan": (0.20, ((6.10, 0.50), (2.28, 0.08), (2.58, 0.04))),
}
COVERS = {"truck_tarp_grey": 0.5, "truck_tarp_blue": 0.5}
#: Radius and width of a tyre, length of the drawbar, height of the coupling [m].
RADIUS, TYRE, DRAWBAR, COUPLING = 0.29, 0.17, 1.15, 0.42


class TrailerShape(Config):
    """What the mesh of a trailer depends on."""

    style: Style
    length: float
    width: float
    height: float

    @property
    def axle(self) -> float:
        """x of its axle, from the middle of its length [m]."""
        return 0.44 * (self.length - DRAWBAR) - self.length / 2


@ACTORS.register
class Trailer(Actor):
    """A car trailer that stands by itself on wheels and jockey wheel."""

    kind: Literal["trailer"] = "trailer"
    category: ClassVar[Category] = Category.OTHER_VEHICLE
    #: Within what sizes it can be made.
    limits: ClassVar[Sizes] = ((2.1, 8.9), (1.3, 2.5), (0.7, 2.9))
    style: Style | None = Field(None, description="Open, covered, or a caravan.")
    length: Length | None = Field(None, gt=2.0, lt=9.0, description="With the drawbar [m].")
    width: Length | None = Field(None, gt=1.2, lt=2.6, description="Over everything [m].")
    height: Length | None = Field(None, gt=0.6, lt=3.0, description="Over everything [m].")
    cover: MaterialName | None = Field(None, description="Material of the cover, or of a caravan's stripe.")

    def dressed(self, stream: Stream) -> Self:
        """Return the trailer with style, size and cover drawn."""
        style = self.style or chosen({name: row[0] for name, row in STYLES.items()}, stream.child("style"))
        sizes = dict(zip(("length", "width", "height"), STYLES[style][1], strict=True))
        drawn = {word: getattr(self, word) or drawn_normal(*row, stream.child(word)) for word, row in sizes.items()}
        cover = self.cover or chosen(COVERS, stream.child("cover"))
        return self.model_copy(update={"style": style, "cover": cover, **drawn})

    def model(self) -> Model:
        """Return the shape of the trailer."""
        return _model(shaped(self, TrailerShape))

    def finish(self) -> Mapping[str, str]:
        """Return the material of the cover."""
        return {"cover": self.cover, "paint": "painted_metal_white"}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels have rolled."""
        return rolled(("rear",), motion.distance, RADIUS)


@lru_cache(maxsize=32)
def _model(trailer: TrailerShape) -> Model:
    """Return the model of a trailer."""
    return model("trailer", trailer, pieces(trailer, hitched=False), HEAVY_FINISH)


def pieces(trailer: TrailerShape, *, hitched: bool) -> list[Piece]:
    """Return body and wheels of a trailer; its jockey wheel is down unless it is `hitched`."""
    front, rear, half = trailer.length / 2 - DRAWBAR, -trailer.length / 2, trailer.width / 2
    x = trailer.axle
    make = _caravan if trailer.style == "caravan" else _bed
    shape = merged([make(trailer, front, rear, x), _drawbar(front, trailer.length / 2, 0.24 if hitched else 0.0)])
    body = fitted([Piece("body", shape, Category.OTHER_VEHICLE)], (trailer.length, trailer.width, trailer.height))
    wheel = road_wheel(RADIUS, TYRE, ("steel", 8), SLOT)
    return [*body, *axle((x, half - 0.03, RADIUS), TYRE, wheel, "rear", Category.OTHER_VEHICLE)]


def _drawbar(front: float, tip: float, raised: float) -> Shape:
    """Return the drawbar with coupling, handle, and a jockey wheel that is `raised` [m]."""
    return merged(
        [
            both_sides(rod([front, 0.45, COUPLING], [tip - 0.30, 0.03, COUPLING], 0.035, 6, SLOT["steel"])),
            rod([tip - 0.35, 0, COUPLING], [tip, 0, COUPLING + 0.02], 0.04, 8, SLOT["trim"]),
            ellipsoid(0.06, 0.05, 0.05, SLOT["trim"], rings=5, sides=8).moved(tip - 0.06, 0, COUPLING + 0.02),
            rod(
                [tip - 0.42, 0.09, COUPLING + 0.25 + raised], [tip - 0.42, 0.09, 0.10 + raised], 0.025, 7, SLOT["steel"]
            ),
            rod([tip - 0.42, 0.06, 0.09 + raised], [tip - 0.42, 0.12, 0.09 + raised], 0.09, 12, SLOT["tyre"]),
        ]
    )


def _bed(trailer: TrailerShape, front: float, rear: float, x: float) -> Shape:
    """Return an open bed of steel between its wheels, under a cover on a frame where it has one."""
    half, middle, length = trailer.width / 2 - TYRE - 0.10, (front + rear) / 2, front - rear
    floor = 0.50
    tall = (trailer.height if trailer.style == "open" else 0.90) - floor
    walls_ = [
        both_sides(box(length, 0.03, tall, SLOT["steel"]).moved(middle, half - 0.015, floor + tall / 2)),
        box(0.03, 2 * half, tall, SLOT["steel"]).moved(front - 0.015, 0, floor + tall / 2),
        box(0.03, 2 * half, tall, SLOT["steel"]).moved(rear + 0.015, 0, floor + tall / 2),
    ]
    posts = [
        both_sides(box(0.04, 0.05, tall, SLOT["steel"]).moved(at, half + 0.005, floor + tall / 2))
        for at in np.linspace(rear + 0.04, front - 0.04, 4)
    ]
    parts = [
        *walls_, *posts,
        box(length - 0.05, 2 * half - 0.05, 0.03, SLOT["bed"]).moved(middle, 0, floor),
        both_sides(mudguard(x, trailer.width / 2, RADIUS - 0.04, TYRE + 0.04)),
        box(0.06, 2 * half + 0.3, 0.06, SLOT["steel"]).moved(x, 0, RADIUS),
        box(0.05, 2 * half + 0.2, 0.11, SLOT["trim"]).moved(rear + 0.02, 0, floor - 0.10),
        pair(tail_lamp(rear - 0.01, half - 0.06, floor - 0.10, (0.24, 0.09))),
        plate_at(rear - 0.005, floor - 0.10, -1),
    ]  # fmt: skip
    if trailer.style == "covered":
        rise = trailer.height - floor - tall + 0.05
        hood = rounded_box(length + 0.02, 2 * half + 0.03, rise, 0.06, SLOT["cover"])
        parts.append(hood.moved(middle, 0, floor + tall - 0.05 + rise / 2))
    return merged(parts)


def _caravan(trailer: TrailerShape, front: float, rear: float, x: float) -> Shape:
    """Return the body of a caravan with windows, a door on the right and a stripe."""
    half, top = trailer.width / 2 - 0.02, trailer.height - 0.04
    rows = [(0.36, 0.10, 0.06), (0.80, 0.0, 0.0), (0.98, 0.0, 0.0), (1.18, 0.02, 0.0), (1.80, 0.16, 0.02),
            (2.15, 0.34, 0.04), (top - 0.06, 0.60, 0.08), (top, 0.85, 0.20)]  # fmt: skip
    levels = [Level(z, front - back, rear + 0.6 * back, half - inwards, 0.16) for z, back, inwards in rows]
    length, arch = front - rear, Arch(x, RADIUS, RADIUS + 0.08)
    windows = [(front - 0.5, front - 1.3), (x + 0.5, x - 0.5), (rear + 1.3, rear + 0.6)]
    body = walls(levels, [edge for pane in windows for edge in pane], [arch])
    slots = np.full(body.cells, SLOT["paint"])
    slots[1] = SLOT["cover"]
    for first, last in windows:
        slots[3, body.between(first, last)] = SLOT["rear_glass"]
    slots[3, body.is_front | body.is_rear] = SLOT["rear_glass"]
    door = [box(0.62, 0.012, 1.62, SLOT["seam"]), box(0.60, 0.02, 1.60, SLOT["paint"])]
    return merged(
        [
            body.skin(slots, slots),
            body.lid(SLOT["paint"], crown=0.04),
            body.floor(SLOT["underbody"], 0.38, [arch], 0.3),
            both_sides(wheel_house(arch, half - 0.01, 0.3, SLOT["underbody"])),
            *(leaf.moved(front - 0.28 * length - 0.5, -half, 1.22) for leaf in door),
            box(length - 0.3, 2 * half - 0.3, 0.05, SLOT["interior"]).moved((front + rear) / 2, 0, 0.45),
            both_sides(box(0.9, 0.55, 0.5, SLOT["seat"]).moved(rear + 0.8, half - 0.45, 0.72)),
            pair(tail_lamp(rear - 0.01, half - 0.32, 0.62, (0.40, 0.12))),
            plate_at(rear - 0.005, 0.62, -1),
        ]
    )
