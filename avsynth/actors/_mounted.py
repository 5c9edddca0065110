"""The fields that all have who ride, and how these are drawn; and how two wheels lean into a turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors import _body, _skeleton
from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._outfit import haired, worn
from avsynth.actors._vehicle import PAINTS
from avsynth.catalog.finishing import Piece
from avsynth.catalog.materials import MaterialName
from avsynth.contracts import Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.model import Joint

HELMETS = {"helmet_white": 0.4, "helmet_black": 0.4, "helmet_red": 0.2}
#: Mean height of grown riders [m].
HEIGHTS = {"male": 1.79, "female": 1.67}
#: Acceleration of free fall [m/s²], and the farthest that tyres let a two-wheeler lean [rad].
GRAVITY, FARTHEST_LEAN = 9.81, float(np.deg2rad(42.0))
#: Name of the joint by which all of a two-wheeler leans.
LEAN = "lean"


class Mounted(Actor):
    """A person who rides or sits in something."""

    #: How many wear a helmet [1].
    helmet_share: ClassVar[float]
    #: What kind of helmet it is.
    headwear: ClassVar[str] = "helmet"
    #: What is carried, and how often.
    carried: ClassVar[Mapping[str, float]] = {"none": 0.65, "backpack": 0.35}
    #: Share of men.
    men: ClassVar[float] = 0.55

    figure: Literal["male", "female"] | None = Field(None, description="Proportions of the rider.")
    height: Length | None = Field(None, gt=1.5, lt=2.0, description="Body height of the rider [m].")
    haircut: Literal["none", "balding", "cropped", "short", "bob", "long", "tied"] | None = Field(
        None, description="Cut of the hair."
    )
    helmet: bool | None = Field(None, description="Whether the rider wears a helmet.")
    luggage: Literal["none", "backpack"] | None = Field(None, description="What is carried.")
    paint: MaterialName | None = Field(None, description="Material of the paint of what is ridden.")
    skin: MaterialName | None = Field(None, description="Material of the skin.")
    hair: MaterialName | None = Field(None, description="Material of the hair.")
    top: MaterialName | None = Field(None, description="Material of the jacket.")
    bottom: MaterialName | None = Field(None, description="Material of the trousers.")
    shoes: MaterialName | None = Field(None, description="Material of the shoes.")
    hat: MaterialName | None = Field(None, description="Material of the helmet.")
    bag: MaterialName | None = Field(None, description="Material of the backpack.")

    def dressed(self, stream: Stream) -> Self:
        """Return the rider with size, clothing and paint drawn."""
        figure = self.figure or chosen({"male": self.men, "female": 1 - self.men}, stream.child("figure"))
        helmet = bool(stream.rng("helmet").random() < self.helmet_share) if self.helmet is None else self.helmet
        shell = self.hat or chosen(HELMETS, stream.child("shell"))
        return self.model_copy(
            update={
                "figure": figure,
                "height": self.height or drawn_normal(HEIGHTS[figure], 0.05, stream.child("height")),
                "haircut": self.haircut or haired(figure, _skeleton.ADULT, stream.child("haircut")),
                "helmet": helmet,
                "luggage": self.luggage or chosen(self.carried, stream.child("luggage")),
                "paint": self.paint or chosen(PAINTS, stream.child("paint")),
                **worn(self.model_dump() | {"hat": shell}, "jacket", _skeleton.ADULT, stream.child("clothing")),
                **self._choices(stream),
            }
        )

    def _choices(self, stream: Stream) -> dict[str, object]:
        """Return the open fields that a kind has besides, or draws otherwise, drawn from `stream`."""
        return {}

    def finish(self) -> Mapping[str, str]:
        """Return clothing and paint."""
        return _body.finish(self.model_dump()) | {"frame": self.paint}

    def sitter(self) -> _body.Figure:
        """Return what the mesh of the rider depends on."""
        return _body.Figure(
            height=self.height,
            figure=self.figure,
            haircut=self.haircut,
            headwear=self.headwear if self.helmet else "none",
            luggage=self.luggage,
        )


def leaning(pieces: Iterable[Piece], tyre: float) -> list[Piece]:
    """Return pieces that all lean to a side together first, rolling over tyres `tyre` wide [m].

    A round tyre that leans rolls onto its side: the middle of its cross-section stays as high as it is.
    """
    joint = Joint(LEAN, (0.0, 0.0, tyre / 2), (-1.0, 0.0, 0.0))
    return [replace(piece, joints=(joint, *piece.joints)) for piece in pieces]


def lean_in(motion: Motion) -> dict[str, float]:
    """Return how far a two-wheeler leans to the left [rad]: weight and centrifugal force point to its tyres."""
    needed = float(np.arctan(motion.speed**2 * motion.curvature / GRAVITY))
    return {LEAN: min(max(needed, -FARTHEST_LEAN), FARTHEST_LEAN)}
