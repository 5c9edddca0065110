"""Adults on foot: proportioned by height, age and build, dressed, with limbs that move. At most 13000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._accessories import HOLDINGS, arms, pieces, steadied
from avsynth.actors._body import FINISH, Figure, body, finish
from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._clothes import behind, swings
from avsynth.actors._outfit import Clothing, clothed, haired, hatted, worn
from avsynth.actors._poses import ACTS, posture
from avsynth.actors._skeleton import root
from avsynth.catalog.finishing import Piece, extent, model
from avsynth.catalog.materials import MaterialName
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean and spread of adult height [m], Germany, born 1996 (NCD-RisC, eLife 5 (2016) e13410).
HEIGHTS = {"male": (1.80, 0.07), "female": (1.66, 0.065)}
#: Age groups [years] and their shares among adults on foot: about those of the adult population of Germany
#: (Destatis, 2022), with fewer of the oldest.
AGES = {"18-30": 0.22, "30-45": 0.26, "45-62": 0.28, "62-75": 0.16, "75-90": 0.08}
#: Height is lost from this age on, a year [years, m]: [Sorkin1999]_ has 3 cm (men) and 5 cm (women) from 30 to 70.
SHRINKING, SHRINKAGE = 45.0, {"male": 0.0010, "female": 0.0016}
OUTFITS = {"jacket": 0.50, "shirt": 0.24, "coat": 0.16, "skirt": 0.08, "hi_vis": 0.02}
LUGGAGE = {"none": 0.66, "backpack": 0.18, "bag": 0.16}
#: What adults, and the old, have with them (engineering values; no umbrella unless one asks for it).
HOLDING = {"none": 0.80, "phone": 0.07, "bags": 0.05, "suitcase": 0.02, "stroller": 0.02, "dog": 0.02, "parcel": 0.02}
OLD = 72.0
HOLDING_OLD = {"none": 0.66, "stick": 0.16, "bags": 0.08, "dog": 0.05, "crutches": 0.03, "white_cane": 0.02}
GEAR = {"cotton_black": 0.3, "cotton_red": 0.2, "cotton_blue": 0.2, "cotton_grey": 0.15, "cotton_green": 0.15}


@ACTORS.register
class Pedestrian(Actor):
    """An adult on foot."""

    kind: Literal["pedestrian"] = "pedestrian"
    category: ClassVar[Category] = Category.PEDESTRIAN
    acts: ClassVar[Mapping[str, str]] = ACTS
    figure: Literal["male", "female"] | None = Field(None, description="Proportions of the body.")
    age: float | None = Field(None, ge=17, le=100, description="Age; the old stoop [years].")
    height: Length | None = Field(None, gt=1.3, lt=2.2, description="Body height [m].")
    girth: float | None = Field(None, gt=0.8, lt=1.5, description="Thickness of trunk and limbs against the mean [1].")
    outfit: Literal["jacket", "shirt", "coat", "skirt", "hi_vis"] | None = Field(
        None, description="Cut of the clothing."
    )
    clothing: Clothing = Field(
        "any", description="How well it is seen at night: dark, mixed (some of it bright), with reflecting bands."
    )
    haircut: Literal["none", "balding", "cropped", "short", "bob", "long", "tied"] | None = Field(
        None, description="Cut of the hair."
    )
    headwear: Literal["none", "cap", "beanie", "brimmed", "hood", "headscarf", "helmet"] | None = Field(
        None, description="What is worn on the head."
    )
    luggage: Literal["none", "backpack", "bag"] | None = Field(None, description="What is worn on the shoulders.")
    holding: Literal[HOLDINGS] | None = Field(None, description="What is held, pushed, drawn or led.")
    skin: MaterialName | None = Field(None, description="Material of the skin.")
    hair: MaterialName | None = Field(None, description="Material of the hair.")
    top: MaterialName | None = Field(None, description="Material of jacket or shirt.")
    bottom: MaterialName | None = Field(None, description="Material of trousers or skirt.")
    shoes: MaterialName | None = Field(None, description="Material of the shoes.")
    hat: MaterialName | None = Field(None, description="Material of what is worn on the head; a hood is of the top's.")
    bag: MaterialName | None = Field(None, description="Material of the luggage.")
    gear: MaterialName | None = Field(None, description="Material of what is held.")

    def dressed(self, stream: Stream) -> Self:
        """Return the person with age, size, proportions and clothing drawn."""
        me = clothed(self, stream)
        figure = me.figure or chosen({"male": 0.5, "female": 0.5}, stream.child("figure"))
        age = me.age or _age(stream.child("age"))
        outfits = OUTFITS if figure == "female" else {k: w for k, w in OUTFITS.items() if k != "skirt"}
        outfit = me.outfit or chosen(outfits, stream.child("outfit"))
        drawn = drawn_normal(*HEIGHTS[figure], stream.child("height"))
        return me.model_copy(
            update={
                "figure": figure,
                "age": age,
                "height": me.height or round(drawn - SHRINKAGE[figure] * max(age - SHRINKING, 0.0), 2),
                "girth": me.girth or drawn_normal(1.04 if age > 35 else 1.0, 0.07, stream.child("girth")),
                "outfit": outfit,
                "haircut": me.haircut or haired(figure, age, stream.child("haircut")),
                "headwear": me.headwear or hatted(figure, outfit, stream.child("hat")),
                "luggage": me.luggage or chosen(LUGGAGE, stream.child("luggage")),
                "holding": me.holding or chosen(HOLDING if age < OLD else HOLDING_OLD, stream.child("holding")),
                "gear": me.gear or chosen(GEAR, stream.child("gear")),
                **worn(me.model_dump(), outfit, age, stream.child("clothing")),
            }
        )

    def model(self) -> Model:
        """Return the shape of the person."""
        return person(figure_of(self))

    def box(self) -> np.ndarray:
        """Return length, width and height of the shape, without making the model."""
        return box_of(figure_of(self))

    def finish(self) -> Mapping[str, str]:
        """Return skin, hair and clothing; a hood is of the jacket's cloth."""
        return finish(self.model_dump() | ({"hat": self.top} if self.headwear == "hood" else {}))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return the angles of walking, running or standing, of what else is done, and of what is held."""
        return moved(figure_of(self), motion)


def _age(stream: Stream) -> float:
    """Return an age [years], even within its group."""
    low, high = chosen(AGES, stream).split("-")
    return round(float(stream.rng("within").uniform(float(low), float(high))))


def figure_of(person: Actor) -> Figure:
    """Return what the mesh of a dressed person depends on."""
    return Figure(**{name: getattr(person, name) for name in Figure.model_fields})


def moved(figure: Figure, motion: Motion) -> dict[str, float]:
    """Return all joint angles [rad] of a person on foot, of clothes and of what is held."""
    worn_behind = behind(figure.luggage, figure.height * figure.stretch, figure.girth)
    angles = posture(figure.frame, motion, figure.girth, arms(figure.holding), worn_behind)
    return {**angles, **swings(figure.outfit, angles), **steadied(figure, angles, motion)}


@lru_cache(maxsize=256)
def person(figure: Figure) -> Model:
    """Return the model of a person on foot."""
    return model("person", figure, _pieces(figure), FINISH)


def box_of(figure: Figure) -> np.ndarray:
    """Return the size of `person`, float64 (3,) [m]; the normals, and all else that a model has, are not needed."""
    low, high = extent(_pieces(figure))
    return high - low


def _pieces(figure: Figure) -> list[Piece]:
    """Return the parts of a person on foot, with what is held."""
    parts = body(figure, Category.PEDESTRIAN, root(figure.frame))
    return [*parts, *pieces(figure, Category.PEDESTRIAN)]
