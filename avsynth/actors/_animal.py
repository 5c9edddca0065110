"""What all four-legged kinds share: a size drawn from published ranges, a coat, and a gait."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Self

from pydantic import Field

from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._quadruped import body
from avsynth.actors._quadruped_build import FINISH, Build
from avsynth.actors._quadruped_gait import Pace, gait
from avsynth.catalog.finishing import model
from avsynth.catalog.materials import MaterialName
from avsynth.contracts import Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model


class Animal(Actor):
    """An animal on four legs; a kind sets its proportions, sizes and coats."""

    category: ClassVar[Category] = Category.ANIMAL
    #: Mean and spread of the height at the withers [m], and weights of coats.
    heights: ClassVar[tuple[float, float]]
    coats: ClassVar[Mapping[str, float]]
    pace: ClassVar[Pace]
    #: Slots besides the coat that have its material.
    alike: ClassVar[tuple[str, ...]] = ("patch", "legs", "mane")
    withers: Length | None = Field(None, gt=0.12, lt=2.1, description="Height at the withers [m].")
    coat: MaterialName | None = Field(None, description="Material of the coat.")

    def dressed(self, stream: Stream) -> Self:
        """Return the animal with size and coat drawn."""
        return self.model_copy(
            update={
                "withers": self.withers or drawn_normal(*self.heights, stream.child("height")),
                "coat": self.coat or chosen(self.coats, stream.child("coat")),
            }
        )

    def build(self) -> Build:
        """Return its proportions."""
        raise NotImplementedError

    def model(self) -> Model:
        """Return the shape of the animal."""
        return animal(self.kind, self.build())

    def finish(self) -> Mapping[str, str]:
        """Return the coat."""
        return dict.fromkeys(("coat", *self.alike), self.coat)

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return the angles of standing, walking, trotting or galloping."""
        return gait(self.build(), self.pace, motion)


@lru_cache(maxsize=128)
def animal(kind: str, build: Build) -> Model:
    """Return the model of an animal."""
    return model(kind, build, body(build, Category.ANIMAL), FINISH)
