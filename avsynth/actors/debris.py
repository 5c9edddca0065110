"""What lies on the road: tyres, cartons, mattresses, ladders, pallets, branches, loads. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field

from avsynth.actors._choice import chosen
from avsynth.actors._debris import FINISH, THINGS
from avsynth.catalog.finishing import Piece, bounds, model
from avsynth.contracts import ACTORS, Actor
from avsynth.core.config import Config
from avsynth.core.errors import did_you_mean
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Shares of what is found on carriageways: tyres and lost loads lead (AAA Foundation, "The prevalence of motor vehicle
#: crashes involving road debris", 2016, names them without shares; the shares are engineering values).
WEIGHTS = {name: 3.0 if name in ("tyre", "carton", "planks") else 1.0 for name in THINGS}
VARIANTS = 6


class Pieces(Config):
    """What the mesh depends on."""

    thing: str
    variant: int


def thing_word(word: str) -> str:
    """Return the word of a thing; raise ValueError with the nearest one if there is none."""
    if word not in THINGS:
        raise ValueError(f"unknown thing{did_you_mean(word, THINGS) or '; known: ' + ', '.join(THINGS)}")
    return word


@ACTORS.register
class Debris(Actor):
    """Something that has been lost or has fallen onto the road."""

    kind: Literal["debris"] = "debris"
    category: ClassVar[Category] = Category.OBJECT
    thing: Annotated[str, AfterValidator(thing_word)] | None = Field(None, description="What it is, such as 'tyre'.")
    variant: int | None = Field(None, ge=0, lt=VARIANTS, description="Which of its shapes.")

    def dressed(self, stream: Stream) -> Self:
        """Return the thing, drawn, in one of its shapes."""
        thing = self.thing or chosen(WEIGHTS, stream.child("thing"))
        variant = int(stream.rng("variant").integers(VARIANTS)) if self.variant is None else self.variant
        return self.model_copy(update={"thing": thing, "variant": variant})

    def model(self) -> Model:
        """Return the shape of the thing."""
        return _model(Pieces(thing=self.thing, variant=self.variant))

    def finish(self) -> Mapping[str, str]:
        """Return what it is made of."""
        _, main, second = THINGS[self.thing]
        return {"main": main, "second": second}


@lru_cache(maxsize=64)
def _model(pieces: Pieces) -> Model:
    """Return the model of a thing that lies on the ground."""
    shape = THINGS[pieces.thing][0](Stream(pieces.variant).child("debris", pieces.thing).rng())
    low, _ = bounds([shape])
    return model("debris", pieces, [Piece("debris", shape.moved(z=-low[2]), Category.OBJECT)], FINISH)
