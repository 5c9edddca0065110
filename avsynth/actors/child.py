"""Children on foot, two to thirteen years old: smaller, with larger heads, shorter legs. At most 9000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._body import finish
from avsynth.actors._choice import SPREAD_LIMIT, chosen
from avsynth.actors._outfit import HAIR, HOODED, Clothing, clothed, worn
from avsynth.actors._poses import ACTS
from avsynth.actors.pedestrian import box_of, figure_of, moved, person
from avsynth.catalog.materials import MaterialName
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean height by age [years, m], girls and boys together, and its spread against the mean [1]: means of both
#: sexes of [WHO2006]_ and [WHO2007]_. Euro NCAP's child target stands for 1.15 m at 6 to 7 years.
HEIGHTS = (
    (1.5, 0.815),
    (2, 0.871),
    (3, 0.956),
    (4, 1.030),
    (5, 1.097),
    (6, 1.155),
    (8, 1.269),
    (10, 1.382),
    (12, 1.502),
    (13, 1.562),
    (14, 1.615),
)
SPREAD = 0.043
#: Age [years]: drawn evenly between these.
AGES = (3.0, 12.0)
#: Children's clothes are brighter.
TOP = {
    "cotton_red": 0.24,
    "cotton_blue": 0.22,
    "cotton_yellow": 0.14,
    "cotton_pink": 0.14,
    "cotton_green": 0.12,
    "cotton_dark": 0.14,
}
YOUNG_HAIR = {name: weight for name, weight in HAIR.items() if name != "hair_grey"}
LUGGAGE = {"none": 0.6, "backpack": 0.4}
HAIRCUTS = {"male": {"short": 0.7, "cropped": 0.2, "bob": 0.1}, "female": {"long": 0.4, "tied": 0.4, "bob": 0.2}}
HEADWEAR = {"none": 0.78, "cap": 0.10, "beanie": 0.12}


@ACTORS.register
class Child(Actor):
    """A child on foot."""

    kind: Literal["child"] = "child"
    category: ClassVar[Category] = Category.PEDESTRIAN
    acts: ClassVar[Mapping[str, str]] = ACTS
    figure: Literal["male", "female"] | None = Field(None, description="Proportions of the body.")
    age: float | None = Field(None, ge=1.5, le=14, description="Age, on which the proportions depend [years].")
    height: Length | None = Field(None, gt=0.7, lt=1.8, description="Body height [m].")
    girth: float | None = Field(None, gt=0.8, lt=1.5, description="Thickness of trunk and limbs against the mean [1].")
    outfit: Literal["jacket", "shirt", "hi_vis"] | None = Field(None, description="Cut of the clothing.")
    clothing: Clothing = Field(
        "any", description="How well it is seen at night: dark, mixed (some of it bright), with reflecting bands."
    )
    haircut: Literal["cropped", "short", "bob", "long", "tied"] | None = Field(None, description="Cut of the hair.")
    headwear: Literal["none", "cap", "beanie", "hood", "helmet"] | None = Field(
        None, description="What is worn on the head."
    )
    luggage: Literal["none", "backpack"] | None = Field(None, description="What is carried.")
    holding: Literal["none", "ball"] | None = Field(None, description="What is carried in the hands.")
    skin: MaterialName | None = Field(None, description="Material of the skin.")
    hair: MaterialName | None = Field(None, description="Material of the hair.")
    top: MaterialName | None = Field(None, description="Material of jacket or shirt.")
    bottom: MaterialName | None = Field(None, description="Material of the trousers.")
    shoes: MaterialName | None = Field(None, description="Material of the shoes.")
    hat: MaterialName | None = Field(None, description="Material of what is worn on the head; a hood is of the top's.")
    bag: MaterialName | None = Field(None, description="Material of the backpack.")

    def dressed(self, stream: Stream) -> Self:
        """Return the child with age, size and clothing drawn."""
        me = clothed(self, stream)
        figure = me.figure or chosen({"male": 0.5, "female": 0.5}, stream.child("figure"))
        age = me.age or round(float(stream.rng("age").uniform(*AGES)), 1)
        outfit = me.outfit or chosen({"jacket": 0.58, "shirt": 0.38, "hi_vis": 0.04}, stream.child("outfit"))
        given = {
            "top": me.top or (chosen(TOP, stream.child("top")) if outfit != "hi_vis" else None),
            "hair": me.hair or chosen(YOUNG_HAIR, stream.child("hair")),
        }
        return me.model_copy(
            update={
                "figure": figure,
                "age": age,
                "height": me.height or _height(age, stream.child("height")),
                "girth": me.girth or 1.0,
                "outfit": outfit,
                "haircut": me.haircut or chosen(HAIRCUTS[figure], stream.child("haircut")),
                "headwear": me.headwear or _headwear(outfit, stream.child("headwear")),
                "luggage": me.luggage or chosen(LUGGAGE, stream.child("luggage")),
                "holding": me.holding or chosen({"none": 0.94, "ball": 0.06}, stream.child("holding")),
                **worn(me.model_dump() | given, outfit, age, stream.child("clothing")),
            }
        )

    def model(self) -> Model:
        """Return the shape of the child."""
        return person(figure_of(self))

    def box(self) -> np.ndarray:
        """Return length, width and height of the shape, without making the model."""
        return box_of(figure_of(self))

    def finish(self) -> Mapping[str, str]:
        """Return skin, hair and clothing; a hood is of the jacket's cloth."""
        return finish(self.model_dump() | ({"hat": self.top} if self.headwear == "hood" else {}))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return the angles of walking, running or standing, and of what else is done."""
        return moved(figure_of(self), motion)


def _height(age: float, stream: Stream) -> float:
    """Return the height [m] of a child of `age` [years]."""
    mean = float(np.interp(age, *np.transpose(HEIGHTS)))
    deviation = float(np.clip(stream.rng().standard_normal(), -SPREAD_LIMIT, SPREAD_LIMIT))
    return round(mean * (1 + SPREAD * deviation), 2)


def _headwear(outfit: str, stream: Stream) -> str:
    if outfit == "jacket" and stream.rng("hood").random() < HOODED:
        return "hood"
    return chosen(HEADWEAR, stream)
