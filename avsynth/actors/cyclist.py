"""Cyclists: a bicycle whose rider pedals, feet on the pedals and hands on the bar. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors import _bicycle, _body, _skeleton
from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._outfit import haired, worn
from avsynth.actors._rider import pedalling, rider
from avsynth.actors._vehicle import PAINTS
from avsynth.catalog.finishing import model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = _body.FINISH | _bicycle.FINISH
SLOT = slots(FINISH)
#: How far the trunk leans forward [rad]: an upright city position.
LEAN = np.deg2rad(33.0)
#: The ankle stands above the pedal and behind its spindle [m].
ANKLE_UP, ANKLE_BACK = 0.095, 0.07
#: Share of the leg's length between hip and ankle when the pedal is lowest [1]: a saddle set as taught.
STRETCH = 0.93
HELMETS = {"helmet_white": 0.4, "helmet_black": 0.4, "helmet_red": 0.2}


@ACTORS.register
class Cyclist(Actor):
    """A person riding a bicycle."""

    kind: Literal["cyclist"] = "cyclist"
    category: ClassVar[Category] = Category.CYCLIST
    figure: Literal["male", "female"] | None = Field(None, description="Proportions of the rider.")
    height: Length | None = Field(None, gt=1.5, lt=2.0, description="Body height of the rider [m].")
    haircut: Literal["none", "balding", "cropped", "short", "bob", "long", "tied"] | None = Field(
        None, description="Cut of the hair."
    )
    helmet: bool | None = Field(None, description="Whether the rider wears a helmet.")
    luggage: Literal["none", "backpack"] | None = Field(None, description="What is carried.")
    paint: MaterialName | None = Field(None, description="Material of the bicycle's frame.")
    skin: MaterialName | None = Field(None, description="Material of the skin.")
    hair: MaterialName | None = Field(None, description="Material of the hair.")
    top: MaterialName | None = Field(None, description="Material of the jacket.")
    bottom: MaterialName | None = Field(None, description="Material of the trousers.")
    shoes: MaterialName | None = Field(None, description="Material of the shoes.")
    hat: MaterialName | None = Field(None, description="Material of the helmet.")
    bag: MaterialName | None = Field(None, description="Material of the backpack.")

    def dressed(self, stream: Stream) -> Self:
        """Return the cyclist with size, clothing and paint drawn."""
        figure = self.figure or chosen({"male": 0.55, "female": 0.45}, stream.child("figure"))
        mean = 1.79 if figure == "male" else 1.67
        helmet = bool(stream.rng("helmet").random() < 0.4) if self.helmet is None else self.helmet
        shell = self.hat or chosen(HELMETS, stream.child("shell"))
        return self.model_copy(
            update={
                "figure": figure,
                "height": self.height or drawn_normal(mean, 0.05, stream.child("height")),
                "haircut": self.haircut or haired(figure, _skeleton.ADULT, stream.child("haircut")),
                "helmet": helmet,
                "luggage": self.luggage or chosen({"none": 0.65, "backpack": 0.35}, stream.child("luggage")),
                "paint": self.paint or chosen(PAINTS, stream.child("paint")),
                **worn(self.model_dump() | {"hat": shell}, "jacket", _skeleton.ADULT, stream.child("clothing")),
            }
        )

    def model(self) -> Model:
        """Return the shape of bicycle and rider."""
        return _model(
            _body.Figure(
                height=self.height,
                figure=self.figure,
                haircut=self.haircut,
                headwear="helmet" if self.helmet else "none",
                luggage=self.luggage,
            )
        )

    def finish(self) -> Mapping[str, str]:
        """Return clothing and paint."""
        return _body.finish(self.model_dump()) | {"frame": self.paint}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return wheels that roll, a crank that turns, and legs that follow the pedals."""
        crank = motion.distance / _bicycle.DEVELOPMENT * 2 * np.pi
        angles = {"wheel": motion.distance / _bicycle.WHEEL_RADIUS, "crank": crank, "pedal": -crank}
        for side, half_turn in (("left", 0.0), ("right", np.pi)):
            angles |= pedalling(_skeleton.Frame(self.height), side, hips_of(self.height), _ankle(crank + half_turn))
        return angles


def hips_of(height: float) -> tuple[float, float]:
    """Return where the hips are (x, z) [m]: so high that the leg is nearly straight above the lower pedal."""
    frame = _skeleton.Frame(height)
    x, (crank_x, crank_z) = _bicycle.SADDLE_X + 0.03, _bicycle.CRANK_CENTRE
    away = crank_x - ANKLE_BACK - x
    reach = STRETCH * (frame.thigh + frame.shank)
    return x, float(crank_z - _bicycle.CRANK_LENGTH + ANKLE_UP + np.sqrt(reach**2 - away**2))


def saddle_of(height: float) -> float:
    """Return how high the saddle is set for a rider [m]: below the hips by the seat's flesh."""
    return hips_of(height)[1] - 0.052 * height - 0.01


def _ankle(crank: float) -> tuple[float, float]:
    """Return where the ankle is (x, z) [m] above the pedal of a crank at an angle [rad]."""
    x, z = _bicycle.CRANK_CENTRE
    reach = _bicycle.CRANK_LENGTH
    return float(x + reach * np.cos(crank) - ANKLE_BACK), float(z - reach * np.sin(crank) + ANKLE_UP)


@lru_cache(maxsize=128)
def _model(figure: _body.Figure) -> Model:
    """Return the model of bicycle and rider."""
    x, z, half = _bicycle.GRIP
    bicycle = _bicycle.bicycle(Category.CYCLIST, SLOT, saddle_of(figure.height))
    person = rider(figure, Category.CYCLIST, hips_of(figure.height), LEAN, (x - 0.02, half + 0.005, z + 0.015))
    return model("cyclist", figure, [*bicycle, *person], FINISH)
