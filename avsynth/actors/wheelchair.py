"""People in wheelchairs, hands on the rims. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from avsynth.actors import _bicycle, _body
from avsynth.actors._mounted import Mounted
from avsynth.actors._rider import Seat, seated
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, both_sides, box, cylinder, merged, rod, rounded_box, tube
from avsynth.catalog.wheels import about_y, torus
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

FINISH = _body.FINISH | _bicycle.FINISH
SLOT = slots(FINISH)
#: Manual chairs are 0.9 to 1.2 m long with feet and 0.56 to 0.70 m wide, the reference user of ISO 7176-5 needing
#: 0.8 × 1.3 m; rear wheels of 24 inches.
RADIUS, CASTER, AXLE_X, CASTER_X, HALF = 0.305, 0.085, -0.16, 0.34, 0.285
SEAT, FOOTREST = 0.50, (0.50, 0.16)


@ACTORS.register
class Wheelchair(Mounted):
    """A person in a manual wheelchair."""

    kind: Literal["wheelchair"] = "wheelchair"
    category: ClassVar[Category] = Category.PEDESTRIAN
    helmet_share: ClassVar[float] = 0.0
    carried: ClassVar[Mapping[str, float]] = {"none": 1.0}
    men: ClassVar[float] = 0.5

    def model(self) -> Model:
        """Return the shape of chair and person."""
        return _model(self.sitter())

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how far wheels and casters have rolled."""
        return {"wheel": motion.distance / RADIUS, "caster": motion.distance / CASTER}


@lru_cache(maxsize=64)
def _model(figure: _body.Figure) -> Model:
    """Return the model of chair and person."""
    category = Category.PEDESTRIAN
    hips = (-0.10, SEAT + 0.075 * figure.height / 1.75)
    ankle = (FOOTREST[0], FOOTREST[1] + 0.085)
    grip = (0.02, HALF + 0.02, RADIUS + 0.27)
    person = seated(figure, category, Seat(hips, -0.10, grip, {"left": ankle, "right": ankle}, 0.03))
    pieces = [Piece("chair", _chair(), category)]
    for side in (-1, 1):
        name = "left" if side > 0 else "right"
        hub = Joint("wheel", (AXLE_X, side * HALF, RADIUS), (0.0, 1.0, 0.0))
        pieces.append(Piece(f"wheel_{name}", _wheel(side).moved(AXLE_X, side * HALF, RADIUS), category, (hub,)))
        roll = Joint("caster", (CASTER_X, side * 0.22, CASTER), (0.0, 1.0, 0.0))
        small = about_y(cylinder(CASTER, 0.03, 14, SLOT["tyre"])).moved(CASTER_X, side * 0.22, CASTER)
        pieces.append(Piece(f"caster_{name}", small, category, (roll,)))
    return model("wheelchair", figure, [*pieces, *person], FINISH)


def _wheel(side: int) -> Shape:
    """Return a large wheel with spokes and the push rim on its outside."""
    spokes = []
    for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        tip = np.array([np.cos(angle), 0.0, np.sin(angle)]) * (RADIUS - 0.03)
        spokes.append(rod([0, side * 0.02, 0], tip, 0.003, 3, SLOT["metal"]))
    return merged(
        [
            torus(RADIUS - 0.014, 0.014, 28, SLOT["tyre"]),
            torus(RADIUS - 0.034, 0.009, 28, SLOT["metal"]),
            torus(RADIUS - 0.045, 0.009, 28, SLOT["metal"]).moved(y=side * 0.035),
            about_y(cylinder(0.025, 0.07, 10, SLOT["metal"])),
            *spokes,
        ]
    )


def _chair(half: float = 0.22) -> Shape:
    """Return frame, seat, back with handles, armrests and footrests."""
    side = [
        tube(
            [(-0.28, half, 0.97), (-0.24, half, 0.88), (-0.20, half, SEAT), (-0.16, half, 0.20)],
            0.012,
            7,
            SLOT["frame"],
        ),
        rod([-0.20, half, SEAT], [0.34, half, SEAT], 0.012, 7, SLOT["frame"]),
        rod([-0.18, half, 0.24], [0.34, half, 0.24], 0.012, 7, SLOT["frame"]),
        tube([(0.32, half, SEAT), (0.40, half, SEAT - 0.02), (0.48, half - 0.05, 0.20)], 0.012, 7, SLOT["frame"]),
        rod([CASTER_X, half, 0.40], [CASTER_X, half, CASTER], 0.012, 6, SLOT["frame"]),
        box(0.36, 0.012, 0.20, SLOT["saddle"]).moved(0.02, half + 0.02, SEAT + 0.12),
        rounded_box(0.30, 0.05, 0.03, 0.01, SLOT["saddle"], steps=1).moved(0.04, half + 0.02, SEAT + 0.235),
        rod([-0.34, half, 0.97], [-0.44, half, 0.965], 0.016, 7, SLOT["saddle"]),
        rounded_box(0.18, 0.13, 0.015, 0.006, SLOT["saddle"], steps=1).moved(0.53, 0.09, FOOTREST[1] - 0.01),
        rod([AXLE_X, half, RADIUS], [AXLE_X, HALF, RADIUS], 0.014, 6, SLOT["metal"]),
    ]
    back = box(0.02, 2 * half, 0.40, SLOT["saddle"]).turned((0, 1, 0), -0.10).moved(-0.27, 0, 0.72)
    return merged(
        [both_sides(merged(side)), box(0.42, 2 * half, 0.04, SLOT["saddle"]).moved(0.02, 0, SEAT - 0.01), back]
    )
