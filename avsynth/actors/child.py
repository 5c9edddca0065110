"""Children on foot, from four to eleven years: smaller, with a larger head. At most 4000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._body import Figure, Frame, finish
from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._gait import gait
from avsynth.actors._outfit import HAIR, worn
from avsynth.actors.pedestrian import person
from avsynth.catalog.materials import MaterialName
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean height and spread [m] over ages 4 to 11 taken together (WHO growth reference 2007: 1.02 m at 4, 1.43 m at 11;
#: Euro NCAP's child target stands for 1.15 m at 6 to 7).
HEIGHT = (1.22, 0.11)
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


@ACTORS.register
class Child(Actor):
    """A child on foot."""

    kind: Literal["child"] = "child"
    category: ClassVar[Category] = Category.PEDESTRIAN
    figure: Literal["male", "female"] | None = Field(None, description="Proportions of the body.")
    height: Length | None = Field(None, gt=0.8, lt=1.6, description="Body height [m].")
    outfit: Literal["jacket", "shirt"] | None = Field(None, description="Cut of the clothing.")
    luggage: Literal["none", "backpack"] | None = Field(None, description="What is carried.")
    skin: MaterialName | None = Field(None, description="Material of the skin.")
    hair: MaterialName | None = Field(None, description="Material of the hair.")
    top: MaterialName | None = Field(None, description="Material of jacket or shirt.")
    bottom: MaterialName | None = Field(None, description="Material of the trousers.")
    shoes: MaterialName | None = Field(None, description="Material of the shoes.")

    def dressed(self, stream: Stream) -> Self:
        """Return the child with size and clothing drawn."""
        given = {
            "top": self.top or chosen(TOP, stream.child("top")),
            "hair": self.hair or chosen(YOUNG_HAIR, stream.child("hair")),
        }
        return self.model_copy(
            update={
                "figure": self.figure or chosen({"male": 0.5, "female": 0.5}, stream.child("figure")),
                "height": self.height or drawn_normal(*HEIGHT, stream.child("height")),
                "outfit": self.outfit or chosen({"jacket": 0.6, "shirt": 0.4}, stream.child("outfit")),
                "luggage": self.luggage or chosen(LUGGAGE, stream.child("luggage")),
                **worn(self.model_dump() | given, stream.child("clothing")),
            }
        )

    def model(self) -> Model:
        """Return the shape of the child."""
        return person(
            Figure(height=self.height, figure=self.figure, outfit=self.outfit, luggage=self.luggage, childlike=True)
        )

    def finish(self) -> Mapping[str, str]:
        """Return skin, hair and clothing."""
        return finish(self.model_dump())

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return the angles of walking, running or standing."""
        return gait(Frame(self.height), motion)
