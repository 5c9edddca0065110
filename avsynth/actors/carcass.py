"""Dead animals on the road, on their side. At most 5000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._animal import Animal
from avsynth.actors._choice import chosen
from avsynth.actors._toppled import toppled
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: What lies on roads: mostly deer, then cats, boar, dogs (counts of German hunting and insurance statistics, rounded).
KINDS = {"deer": 0.6, "boar": 0.15, "cat": 0.15, "dog": 0.1}
#: Legs are bent so far [rad]; the body has turned by so much onto its side.
LIMP = {"swing_fore_left": 0.4, "swing_fore_right": 0.2, "swing_hind_left": -0.3, "swing_hind_right": -0.1, "nod": 0.35}
ROLL = 0.47 * np.pi


@ACTORS.register
class Carcass(Actor):
    """An animal that has been run over."""

    kind: Literal["carcass"] = "carcass"
    category: ClassVar[Category] = Category.OBJECT
    of: Literal["deer", "boar", "cat", "dog"] | None = Field(None, description="Which animal it was.")
    seed: int | None = Field(None, ge=0, description="Which one of its kind.")

    def dressed(self, stream: Stream) -> Self:
        """Return the carcass with its animal drawn."""
        of = self.of or chosen(KINDS, stream.child("of"))
        seed = int(stream.rng("seed").integers(8)) if self.seed is None else self.seed
        return self.model_copy(update={"of": of, "seed": seed})

    def model(self) -> Model:
        """Return the animal on its side."""
        return toppled(self._animal().model(), LIMP, ROLL, Category.OBJECT)

    def finish(self) -> Mapping[str, str]:
        """Return its coat."""
        return self._animal().finish()

    def _animal(self) -> Animal:
        """Return the animal that it was."""
        return ACTORS.get(self.of)().dressed(Stream(self.seed).child("carcass", self.of))
