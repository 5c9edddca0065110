"""Agricultural tractors: large lugged wheels behind, a cab of glass, a long bonnet. At most 9000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._heavy import Heavy, HeavyShape
from avsynth.actors._heavy_parts import SLOT, beacon, headlamp, mudguard, pair, tail_lamp
from avsynth.actors._machine_parts import FINISH, GlassCab, axle_tube, glass_cab, lugged_wheel
from avsynth.actors._vehicle import BEACON_ACTS, LAMP_ACTS, Sizes, shaped
from avsynth.catalog.faces import plate_at
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import Shape, both_sides, box, loft, merged, rod, rounded_box, superellipse
from avsynth.catalog.wheels import axle, rolled, steered
from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean and spread of length, width and height [m]: tractors of 75 to 150 kW are 4.2 to 5.0 m long, 2.2 to 2.55 m wide
#: and 2.8 to 3.1 m high; Regulation (EU) 167/2013 allows 2.55 m on roads, wider with broad tyres.
SIZES: Sizes = ((4.60, 0.18), (2.40, 0.06), (2.92, 0.06))
LIMITS: Sizes = ((3.5, 6.0), (1.8, 3.0), (2.3, 3.4))
PAINTS = {"paint_green": 0.40, "paint_red": 0.25, "paint_blue": 0.20, "paint_orange": 0.15}
RIMS = {"paint_yellow": 0.4, "paint_white": 0.35, "paint_red": 0.25}
FRONT, REAR, FRONT_TYRE, REAR_TYRE = 0.66, 0.90, 0.42, 0.54


class TractorShape(HeavyShape):
    """What the mesh of a tractor depends on."""

    @property
    def axles(self) -> dict[str, float]:
        """x of each axle by name, from the middle of the length [m]."""
        half = self.length / 2
        return {"front": half - 0.85, "rear": 1.35 - half}


@ACTORS.register
class Tractor(Heavy):
    """An agricultural tractor."""

    kind: Literal["tractor"] = "tractor"
    category: ClassVar[Category] = Category.OTHER_VEHICLE
    acts: ClassVar[Mapping[str, str]] = {**LAMP_ACTS, **BEACON_ACTS}
    beacon: ClassVar[str] = "beacon_amber_lit"
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    paints: ClassVar[Mapping[str, float]] = PAINTS
    rim: MaterialName | None = Field(None, description="Material of the rims.")

    def _choices(self, stream: Stream) -> dict[str, object]:
        return {"rim": self.rim or chosen(RIMS, stream.child("rim"))}

    def model(self) -> Model:
        """Return the shape of the tractor."""
        return _model(shaped(self, TractorShape))

    def finish(self) -> Mapping[str, str]:
        """Return the paints of body and rims."""
        return {"paint": self.paint, "roof": self.paint, "rim": self.rim}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll."""
        axles = shaped(self, TractorShape).axles
        turning = steered(motion.curvature, axles["front"] - axles["rear"], self.width - FRONT_TYRE)
        return rolled(("front",), motion.distance, FRONT) | rolled(("rear",), motion.distance, REAR) | turning


@lru_cache(maxsize=32)
def _model(tractor: TractorShape) -> Model:
    """Return the model of a tractor."""
    category, axles, half = Category.OTHER_VEHICLE, tractor.axles, tractor.width / 2
    body = fitted([Piece("body", _body(tractor), category)], (tractor.length, 2 * half - 0.06, tractor.height))
    front = axle(
        (axles["front"], half - 0.10, FRONT), FRONT_TYRE, lugged_wheel(FRONT, FRONT_TYRE, 16), "front", category
    )
    rear = axle((axles["rear"], half, REAR), REAR_TYRE, lugged_wheel(REAR, REAR_TYRE, 20), "rear", category)
    return model("tractor", tractor, [*body, *front, *rear], FINISH)


def _body(tractor: TractorShape) -> Shape:
    """Return bonnet, cab, mudguards, frame, exhaust, lamps, hitch and front weight."""
    front, axles, half, top = tractor.length / 2, tractor.axles, tractor.width / 2, tractor.height
    cab = GlassCab(axles["rear"] + 1.02, axles["rear"] - 0.52, 0.80, 1.12, 1.62, top - 0.42, top - 0.19)
    wing = mudguard(axles["rear"], half - 0.03, REAR - 0.02, REAR_TYRE + 0.02)
    lamp_z = 1.42
    parts = [
        _bonnet(front - 0.42, cab.front),
        glass_cab(cab, driver=tractor.driver),
        both_sides(wing.painted(SLOT["paint"])),
        box(axles["front"] - axles["rear"] + 0.8, 0.50, 0.42, SLOT["underbody"]).moved(0.1, 0, 0.82),
        axle_tube(axles["front"], half - 0.40, FRONT, 0.11),
        axle_tube(axles["rear"], half - 0.40, REAR, 0.20),
        rounded_box(0.34, 0.80, 0.42, 0.05, SLOT["trim"], steps=1).moved(front - 0.17, 0, 0.80),
        rod([cab.front + 0.10, -0.52, 1.3], [cab.front + 0.10, -0.52, top - 0.35], 0.05, 8, SLOT["steel"]),
        pair(headlamp(front - 0.45, 0.24, lamp_z, (0.22, 0.14))),
        pair(tail_lamp(axles["rear"] - 0.80, half - 0.22, 1.32, (0.28, 0.12))),
        plate_at(cab.rear + 0.02, 1.22, -1),
        beacon(cab.rear + 0.25, 0.55, top - 0.20),
        both_sides(rod([axles["rear"] - 0.30, 0.30, 0.70], [0.02 - front, 0.40, 0.55], 0.035, 6, SLOT["steel"])),
        both_sides(box(0.5, 0.5, 0.45, SLOT["trim"]).moved(0.35, 0.62, 0.95)),
        both_sides(box(0.42, 0.30, 0.04, SLOT["steel"]).moved(cab.front - 0.35, 0.85, 0.62)),
        both_sides(
            merged(
                [
                    rod(
                        [cab.front - 0.1, 0.78, top - 0.55],
                        [cab.front + 0.05, half - 0.16, top - 0.65],
                        0.014,
                        5,
                        SLOT["trim"],
                    ),
                    rounded_box(0.06, 0.20, 0.30, 0.02, SLOT["trim"], steps=1).moved(
                        cab.front + 0.05, half - 0.14, top - 0.82
                    ),
                    box(0.004, 0.17, 0.26, SLOT["mirror"]).moved(cab.front + 0.017, half - 0.14, top - 0.82),
                ]
            )
        ),
    ]
    return merged(parts)


def _bonnet(front: float, rear: float) -> Shape:
    """Return the bonnet with its grille, sloping down to the front."""
    outline = superellipse(16, 3.4)
    rows = [
        (rear + 0.05, 1.38, 0.40, 0.36),
        (0.5 * (front + rear), 1.34, 0.38, 0.34),
        (front - 0.08, 1.26, 0.34, 0.32),
        (front, 1.24, 0.28, 0.27),
    ]
    rings = [
        np.column_stack([np.full(16, x), outline[:, 0] * wide, z + outline[:, 1] * tall]) for x, z, wide, tall in rows
    ]
    grille = rounded_box(0.03, 0.46, 0.40, 0.02, SLOT["grille"], steps=1).moved(front + 0.005, 0, 1.22)
    vents = both_sides(
        box(0.55 * (front - rear), 0.012, 0.26, SLOT["grille"]).moved(0.6 * front + 0.4 * rear, 0.37, 1.24)
    )
    return merged([loft(np.array(rings), SLOT["paint"]), grille, vents])
