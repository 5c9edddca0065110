"""Adults on foot: proportioned by height, dressed, with limbs that swing. At most 4000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._body import FINISH, Figure, Frame, body, finish
from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._gait import HEAVE_ARM, gait
from avsynth.actors._outfit import worn
from avsynth.catalog.finishing import model
from avsynth.catalog.materials import MaterialName
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

#: Mean and spread of adult height [m], Germany, born 1996 (NCD-RisC, eLife 5 (2016) e13410).
HEIGHTS = {"male": (1.80, 0.07), "female": (1.66, 0.065)}
OUTFITS = {"jacket": 0.50, "shirt": 0.25, "coat": 0.17, "skirt": 0.08}
LUGGAGE = {"none": 0.66, "backpack": 0.18, "bag": 0.16}

#: Everything of a person rises and falls with the gait on this hinge far behind.
HEAVE = Joint("heave", (-HEAVE_ARM, 0.0, 0.0), (0.0, -1.0, 0.0))


@ACTORS.register
class Pedestrian(Actor):
    """An adult on foot."""

    kind: Literal["pedestrian"] = "pedestrian"
    category: ClassVar[Category] = Category.PEDESTRIAN
    figure: Literal["male", "female"] | None = Field(None, description="Proportions of the body.")
    height: Length | None = Field(None, gt=1.3, lt=2.2, description="Body height [m].")
    girth: float | None = Field(None, gt=0.8, lt=1.5, description="Thickness of trunk and limbs against the mean [1].")
    outfit: Literal["jacket", "shirt", "coat", "skirt"] | None = Field(None, description="Cut of the clothing.")
    luggage: Literal["none", "backpack", "bag"] | None = Field(None, description="What is carried.")
    skin: MaterialName | None = Field(None, description="Material of the skin.")
    hair: MaterialName | None = Field(None, description="Material of the hair.")
    top: MaterialName | None = Field(None, description="Material of jacket or shirt.")
    bottom: MaterialName | None = Field(None, description="Material of trousers or skirt.")
    shoes: MaterialName | None = Field(None, description="Material of the shoes.")

    def dressed(self, stream: Stream) -> Self:
        """Return the person with size, proportions and clothing drawn."""
        figure = self.figure or chosen({"male": 0.5, "female": 0.5}, stream.child("figure"))
        outfits = OUTFITS if figure == "female" else {k: w for k, w in OUTFITS.items() if k != "skirt"}
        return self.model_copy(
            update={
                "figure": figure,
                "height": self.height or drawn_normal(*HEIGHTS[figure], stream.child("height")),
                "girth": self.girth or drawn_normal(1.03, 0.07, stream.child("girth")),
                "outfit": self.outfit or chosen(outfits, stream.child("outfit")),
                "luggage": self.luggage or chosen(LUGGAGE, stream.child("luggage")),
                **worn(self.model_dump(), stream.child("clothing")),
            }
        )

    def model(self) -> Model:
        """Return the shape of the person."""
        return person(
            Figure(height=self.height, girth=self.girth, figure=self.figure, outfit=self.outfit, luggage=self.luggage)
        )

    def finish(self) -> Mapping[str, str]:
        """Return skin, hair and clothing."""
        return finish(self.model_dump())

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return the angles of walking, running or standing."""
        return gait(Frame(self.height), motion)


@lru_cache(maxsize=256)
def person(figure: Figure) -> Model:
    """Return the model of a person on foot."""
    return model("person", figure, body(figure, Category.PEDESTRIAN, (HEAVE,)), FINISH)
