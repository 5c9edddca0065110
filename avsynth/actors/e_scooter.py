"""Electric kick scooters, on which one stands with a foot behind the other. At most 11500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from avsynth.actors import _bicycle, _body, _skeleton
from avsynth.actors._mounted import Mounted, leaning
from avsynth.actors._rider import Seat, seated
from avsynth.actors._steering import Bar, balanced
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, box, cylinder, merged, rod, rounded_box
from avsynth.catalog.wheels import about_y
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

FINISH = _body.FINISH | _bicycle.FINISH | {"headlamp": "headlamp", "plate": "plate_retro"}
SLOT = slots(FINISH)
#: Shared scooters are 1.1 to 1.2 m long with a bar 1.1 to 1.2 m high and wheels of 8.5 to 10 inches.
RADIUS, TYRE, FRONT_AXLE, REAR_AXLE, DECK = 0.125, 0.055, 0.50, -0.48, 0.19
GRIP = (0.34, 0.24, 1.12)
#: The foot of the stem, about which it steers (x, z) [m].
STEM = (0.43, 0.30)
BAR = Bar(STEM, float(np.arctan2(STEM[0] + 0.05 - GRIP[0] - 0.02, GRIP[2] - RADIUS - 0.12)), FRONT_AXLE - REAR_AXLE)
#: Knees are bent so that hips are at this share of their height when standing [1].
CROUCH = 0.965


@ACTORS.register
class ElectricScooter(Mounted):
    """A person standing on an electric kick scooter."""

    kind: Literal["e_scooter"] = "e_scooter"
    category: ClassVar[Category] = Category.CYCLIST
    helmet_share: ClassVar[float] = 0.12
    carried: ClassVar[Mapping[str, float]] = {"none": 0.5, "backpack": 0.5}
    men: ClassVar[float] = 0.6

    def model(self) -> Model:
        """Return the shape of scooter and rider."""
        return _model(self.sitter())

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how far it leans and steers and its wheels have rolled."""
        return {"wheel": motion.distance / RADIUS} | balanced(self.sitter(), _seat(self.sitter()), BAR, motion)


def _seat(figure: _body.Figure) -> Seat:
    """Return how somebody stands: one foot behind the other, hands on the bar."""
    frame = figure.frame
    sole = DECK + frame.at(_skeleton.ANKLE)
    ankles = {"left": (0.10, sole), "right": (-0.26, sole)}
    x, half, z = GRIP
    return Seat((-0.10, DECK + CROUCH * frame.hip), 0.04, (x - 0.02, half, z), ankles)


@lru_cache(maxsize=64)
def _model(figure: _body.Figure) -> Model:
    """Return the model of scooter and rider."""
    category = Category.CYCLIST
    steer = (BAR.joint,)
    pieces = [Piece("scooter", _scooter(), category), Piece("steering", _steering(), category, steer)]
    for name, at in (("front", FRONT_AXLE), ("rear", REAR_AXLE)):
        tyre = merged(
            [about_y(cylinder(RADIUS, TYRE, 20, SLOT["tyre"])), about_y(cylinder(0.07, 0.07, 14, SLOT["metal"]))]
        )
        hub = Joint("wheel", (at, 0.0, RADIUS), (0.0, 1.0, 0.0))
        joints = (*steer, hub) if name == "front" else (hub,)
        pieces.append(Piece(f"wheel_{name}", tyre.moved(at, 0, RADIUS), category, joints))
    person = seated(figure, category, _seat(figure))
    return model("e_scooter", figure, leaning([*pieces, *person], TYRE), FINISH)


def _scooter() -> Shape:
    """Return deck, rear mudguard and lamp, plate."""
    return merged(
        [
            rounded_box(0.72, 0.17, 0.07, 0.02, SLOT["frame"], steps=1).moved(-0.06, 0, DECK - 0.035),
            box(0.60, 0.14, 0.008, SLOT["saddle"]).moved(-0.06, 0, DECK + 0.002),
            rod([0.26, 0, DECK - 0.03], [STEM[0], 0, STEM[1]], 0.035, 8, SLOT["frame"]),
            rounded_box(0.20, 0.07, 0.02, 0.008, SLOT["saddle"], steps=1).moved(REAR_AXLE - 0.03, 0, 2 * RADIUS + 0.02),
            rounded_box(0.02, 0.05, 0.03, 0.008, SLOT["lamp"], steps=1).moved(REAR_AXLE - 0.14, 0, 2 * RADIUS),
            box(0.006, 0.055, 0.065, SLOT["plate"]).moved(REAR_AXLE - 0.145, 0, 2 * RADIUS - 0.06),
        ]
    )


def _steering() -> Shape:
    """Return fork, stem, bar with grips, and the headlamp."""
    x, half, z = GRIP
    return merged(
        [
            rod([STEM[0] + 0.05, 0, RADIUS + 0.10], [x + 0.02, 0, z - 0.02], 0.026, 8, SLOT["frame"]),
            *(
                rod([FRONT_AXLE, y, RADIUS], [STEM[0] + 0.05, y, RADIUS + 0.14], 0.014, 6, SLOT["frame"])
                for y in (-0.05, 0.05)
            ),
            rod([x, -half - 0.05, z], [x, half + 0.05, z], 0.014, 8, SLOT["metal"]),
            *(rod([x, s * (half - 0.05), z], [x, s * (half + 0.06), z], 0.019, 8, SLOT["saddle"]) for s in (-1, 1)),
            rounded_box(0.06, 0.05, 0.05, 0.012, SLOT["headlamp"], steps=1).moved(x + 0.06, 0, z - 0.08),
        ]
    )
