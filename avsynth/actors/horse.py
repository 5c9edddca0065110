"""Horses, with a rider or without. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors import _body, _skeleton
from avsynth.actors._animal import Animal
from avsynth.actors._outfit import worn
from avsynth.actors._quadruped import body
from avsynth.actors._quadruped_build import FINISH, Build
from avsynth.actors._quadruped_gait import Pace
from avsynth.actors._rider import Seat, rider
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, ellipsoid
from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: The rider's slots come first, as in every rider's model; then the horse's, and the saddle.
RIDDEN = _body.FINISH | {name: one for name, one in FINISH.items() if name != "eye"} | {"saddle": "leather_brown"}
#: Height of the rider [m].
RIDER = 1.70
#: How a rider's legs are held [rad]: astride the barrel, heels down.
SEAT = {"hip": 0.75, "straddle": 0.42, "knee": 1.05, "ankle": 0.45}


@ACTORS.register
class Horse(Animal):
    """A horse, ridden or not."""

    kind: Literal["horse"] = "horse"
    #: Warmbloods stand 1.55 to 1.75 m high; breed standards.
    heights: ClassVar[tuple[float, float]] = (1.62, 0.06)
    coats: ClassVar[dict[str, float]] = {"fur_brown": 0.5, "fur_dark": 0.2, "fur_red": 0.2, "fur_white": 0.1}
    pace: ClassVar[Pace] = Pace(stride=1.7, trot=2.2, gallop=6.0)
    ridden: bool | None = Field(None, description="Whether somebody rides it.")
    top: MaterialName | None = Field(None, description="Material of the rider's jacket.")

    def dressed(self, stream: Stream) -> Self:
        """Return the horse with size and coat drawn, ridden more often than not."""
        ridden = bool(stream.rng("ridden").random() < 0.7) if self.ridden is None else self.ridden
        clothes = worn({"top": self.top}, "jacket", _skeleton.ADULT, stream.child("clothing"))
        return super().dressed(stream).model_copy(update={"ridden": ridden, "top": clothes["top"]})

    def build(self) -> Build:
        """Return its proportions."""
        return Build(
            height=self.withers, length=1.06, chest=0.46, width=0.165, belly=0.0, neck=0.50, rise=0.85, head=0.38,
            snout=0.19, ear=0.11, tail=0.55, limb=0.032, mane=True,
        )  # fmt: skip

    def model(self) -> Model:
        """Return the shape of horse and rider."""
        return _ridden(self.build()) if self.ridden else super().model()

    def finish(self) -> Mapping[str, str]:
        """Return the coat, mane and tail, and the rider's jacket."""
        mane = "fur_white" if self.coat == "fur_white" else "fur_dark"
        return {**super().finish(), "mane": mane, **({"top": self.top, "hat": "helmet_black"} if self.ridden else {})}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return the angles of the horse's legs, and of the rider's, who sits still."""
        seat = {f"{joint}_{side}": angle for joint, angle in SEAT.items() for side, _ in _skeleton.SIDES}
        return {**super().joints(motion), **(seat if self.ridden else {})}


@lru_cache(maxsize=64)
def _ridden(build: Build) -> Model:
    """Return the model of a horse with saddle and rider, who rises and falls with it."""
    lift = (_skeleton.heave(),)
    slots = {name: number for number, name in enumerate(RIDDEN)}
    renumber = np.array([slots[name] for name in FINISH])
    horse = [
        Piece(piece.name, _repainted(piece, renumber), piece.category, piece.joints)
        for piece in body(build, Category.ANIMAL)
    ]
    back = 0.965 * build.height
    saddle = ellipsoid(0.27, 0.20, 0.10, slots["saddle"], rings=6, sides=12).moved(0.06, 0.0, back - 0.03)
    figure = _body.Figure(height=RIDER, headwear="helmet")
    person = rider(figure, Category.ANIMAL, Seat((0.05, back + 0.12), 0.10, (0.42, 0.08, back + 0.24)))
    seated = [Piece(f"rider_{p.name}", p.shape, p.category, (*lift, *p.joints)) for p in person]
    return model("horse_ridden", build, [*horse, Piece("saddle", saddle, Category.ANIMAL, lift), *seated], RIDDEN)


def _repainted(piece: Piece, renumber: np.ndarray) -> Shape:
    """Return the shape of a piece with its slots renumbered."""
    return replace(piece.shape, slots=renumber[piece.shape.slots])
