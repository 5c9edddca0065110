"""Overturned cars: on the roof, or on the side. At most 40000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._toppled import toppled
from avsynth.actors.car import Car
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: How far a car has turned over [rad].
ROLLS = {"roof": np.pi, "left": -np.pi / 2, "right": np.pi / 2}


@ACTORS.register
class Wreck(Actor):
    """A car that has turned over and lies still."""

    kind: Literal["wreck"] = "wreck"
    category: ClassVar[Category] = Category.CAR
    lies: Literal["roof", "left", "right"] | None = Field(None, description="On its roof, or on one of its sides.")
    car: Car | None = Field(None, description="Which car.")

    def dressed(self, stream: Stream) -> Self:
        """Return the wreck with car and posture drawn; nobody sits in it."""
        car = (self.car or Car()).model_copy(update={"driver": False}).dressed(stream.child("car"))
        lies = self.lies or chosen({"roof": 0.5, "left": 0.25, "right": 0.25}, stream.child("lies"))
        return self.model_copy(update={"car": car, "lies": lies})

    def model(self) -> Model:
        """Return the shape of the car, turned over."""
        return toppled(self.car.model(), {}, ROLLS[self.lies], Category.CAR)

    def finish(self) -> Mapping[str, str]:
        """Return the paint of the car."""
        return self.car.finish()
