"""Children on kick scooters: one foot on the deck, the other kicks. At most 10500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors import _bicycle, _body, _skeleton
from avsynth.actors._choice import chosen
from avsynth.actors._mounted import leaning
from avsynth.actors._rider import Seat, pedalling, rider
from avsynth.actors._steering import Bar, balanced
from avsynth.actors._vehicle import PAINTS
from avsynth.actors.child import Child
from avsynth.actors.pedestrian import figure_of
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, box, cylinder, merged, rod, rounded_box
from avsynth.catalog.wheels import about_y
from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

FINISH = _body.FINISH | _bicycle.FINISH
SLOT = slots(FINISH)
#: Age of the children [years]; how many wear a helmet [1].
AGES, HELMET_SHARE = (4.5, 11.0), 0.45
#: Scooters of EN 14619 for children: wheels of 120 to 145 mm, axles 0.62 m apart, a deck 75 mm high.
RADIUS, TYRE, FRONT_AXLE, REAR_AXLE, DECK = 0.066, 0.026, 0.30, -0.32, 0.075
#: Foot of the stem (x, z) [m]; height of the bar against body height [1], its half width [m].
STEM, BAR_SHARE, HALF = (0.27, 0.16), 0.60, 0.18
#: The hips are so far behind the middle of the deck [m]; the kicking leg is stretched so far, its foot goes round on an
#: arc and touches the ground below the hips [1].
BACK, STRETCH = -0.06, 0.985
#: A kick every so many metres; how far the foot goes ahead and back of below the hips [share of body height], and is
#: lifted [m].
KICK, REACH, LIFTED = 2.2, 0.16, 0.12
#: How far the thighs are turned outwards, so that one foot is on the deck and the other beside it [rad].
SPREAD = {"left": -0.09, "right": 0.16}


@ACTORS.register
class KickScooter(Child):
    """A child on a kick scooter, one foot kicking."""

    kind: Literal["kick_scooter"] = "kick_scooter"
    category: ClassVar[Category] = Category.CYCLIST
    acts: ClassVar[Mapping[str, str]] = MappingProxyType({})
    holding: Literal["none"] = Field("none", description="Nothing: both hands are on the bar.")
    paint: MaterialName | None = Field(None, description="Material of the scooter's paint.")

    def dressed(self, stream: Stream) -> Self:
        """Return the child with age, size, clothing, helmet and the scooter's paint drawn."""
        age = self.age or round(float(stream.rng("rider").uniform(*AGES)), 1)
        helmet = bool(stream.rng("helmet").random() < HELMET_SHARE)
        headwear = self.headwear or ("helmet" if helmet else None)
        paint = self.paint or chosen(PAINTS, stream.child("paint"))
        given = self.model_copy(update={"age": age, "headwear": headwear, "paint": paint})
        return super(KickScooter, given).dressed(stream)

    def model(self) -> Model:
        """Return the shape of scooter and child."""
        return _model(figure_of(self))

    def box(self) -> np.ndarray:
        """Return length, width and height of both together [m]."""
        return self.model().size

    def finish(self) -> Mapping[str, str]:
        """Return clothing and paint."""
        return {**super().finish(), "frame": self.paint}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how far it leans and steers, its wheels have rolled, one leg stands and the other kicks."""
        figure = figure_of(self)
        seat = _seat(figure)
        angles = {"wheel": motion.distance / RADIUS} | balanced(figure, seat, _bar(figure.height), motion)
        for side, ankle in _ankles(figure, motion.distance).items():
            angles |= pedalling(figure.frame, side, seat.hips, ankle) | {f"straddle_{side}": SPREAD[side]}
        return angles


def _seat(figure: _body.Figure) -> Seat:
    """Return how the child stands, hands on the bar."""
    top = (STEM[0] - 0.12, BAR_SHARE * figure.height)
    return Seat((BACK, figure.frame.hip), 0.16, (top[0] - 0.01, HALF, top[1]))


def _bar(height: float) -> Bar:
    """Return the steering of a scooter for a child of `height` [m]."""
    return Bar(STEM, float(np.arctan2(0.12, BAR_SHARE * height - STEM[1])), FRONT_AXLE - REAR_AXLE)


def _ankles(figure: _body.Figure, distance: float) -> dict[str, tuple[float, float]]:
    """Return where the ankles are (x, z) [m]: one over the deck, one that kicks and comes forward."""
    frame, turn = figure.frame, 2 * np.pi * distance / KICK
    away, leg = REACH * figure.height * np.cos(turn), STRETCH * (frame.thigh + frame.shank)
    low = frame.hip - float(np.sqrt(leg**2 - away**2))
    kick = (float(BACK + away), low + LIFTED * max(0.0, -float(np.sin(turn))) ** 2)
    return {"left": (BACK + 0.04, DECK + frame.at(_skeleton.ANKLE)), "right": kick}


@lru_cache(maxsize=64)
def _model(figure: _body.Figure) -> Model:
    """Return the model of scooter and child."""
    category, steer = Category.CYCLIST, (_bar(figure.height).joint,)
    pieces = [
        Piece("scooter", _deck(), category),
        Piece("steering", _stem(BAR_SHARE * figure.height), category, steer),
    ]
    for name, at, under in (("front", FRONT_AXLE, steer), ("rear", REAR_AXLE, ())):
        hub = Joint("wheel", (at, 0.0, RADIUS), (0.0, 1.0, 0.0))
        tyre = about_y(cylinder(RADIUS, TYRE, 18, SLOT["tyre"]))
        wheel = merged([tyre, about_y(cylinder(0.6 * RADIUS, 0.03, 12, SLOT["metal"]))])
        pieces.append(Piece(f"wheel_{name}", wheel.moved(at, 0, RADIUS), category, (*under, hub)))
    return model("kick_scooter", figure, leaning([*pieces, *rider(figure, category, _seat(figure))], TYRE), FINISH)


def _deck() -> Shape:
    """Return the deck with its grip, the neck to the stem, and the brake over the rear wheel."""
    brake = box(0.11, 0.045, 0.010, SLOT["saddle"]).turned((0, 1, 0), -0.12)
    return merged(
        [
            rounded_box(0.42, 0.11, 0.028, 0.010, SLOT["metal"], steps=1).moved(-0.06, 0, DECK - 0.014),
            box(0.36, 0.095, 0.004, SLOT["saddle"]).moved(-0.06, 0, DECK + 0.001),
            rod([0.13, 0, DECK - 0.014], [STEM[0], 0, STEM[1]], 0.020, 8, SLOT["frame"]),
            rod([-0.25, 0, DECK - 0.014], [REAR_AXLE, 0, RADIUS], 0.014, 6, SLOT["metal"]),
            brake.moved(REAR_AXLE - 0.02, 0, 2 * RADIUS + 0.008),
        ]
    )


def _stem(height: float) -> Shape:
    """Return fork, stem, and a bar with grips `height` [m] above the ground."""
    x = STEM[0] - 0.12
    ends = [((x, s * (HALF - 0.05), height), (x, s * (HALF + 0.05), height)) for s in (-1, 1)]
    grips = [rod(*pair, 0.017, 8, SLOT["saddle"]) for pair in ends]
    return merged(
        [
            rod([FRONT_AXLE, 0.024, RADIUS], [STEM[0], 0.010, STEM[1]], 0.010, 6, SLOT["frame"]),
            rod([FRONT_AXLE, -0.024, RADIUS], [STEM[0], -0.010, STEM[1]], 0.010, 6, SLOT["frame"]),
            rod([STEM[0] + 0.01, 0, STEM[1] - 0.04], [x, 0, height], 0.017, 8, SLOT["metal"]),
            rod([x, -HALF - 0.03, height], [x, HALF + 0.03, height], 0.012, 7, SLOT["frame"]),
            *grips,
        ]
    )
