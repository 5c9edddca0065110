"""Cows, plain or pied. At most 4000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._animal import Animal
from avsynth.actors._quadruped_build import Build
from avsynth.actors._quadruped_gait import Pace
from avsynth.contracts import ACTORS
from avsynth.core.seed import Stream


@ACTORS.register
class Cow(Animal):
    """A cow."""

    kind: Literal["cow"] = "cow"
    #: Holstein and Simmental cows stand 1.35 to 1.50 m high; breed standards.
    heights: ClassVar[tuple[float, float]] = (1.43, 0.04)
    coats: ClassVar[dict[str, float]] = {"fur_black": 0.45, "fur_red": 0.3, "fur_brown": 0.25}
    pace: ClassVar[Pace] = Pace(stride=1.5, trot=2.0, gallop=5.0)
    horned: bool | None = Field(None, description="Whether it has horns.")
    pattern: int | None = Field(None, ge=0, le=6, description="Pattern of white patches; 0 for none.")

    def dressed(self, stream: Stream) -> Self:
        """Return the cow with size, coat, horns and pattern drawn."""
        horned = bool(stream.rng("horns").random() < 0.3) if self.horned is None else self.horned
        pattern = int(stream.rng("pattern").integers(7)) if self.pattern is None else self.pattern
        return super().dressed(stream).model_copy(update={"horned": horned, "pattern": pattern})

    def finish(self) -> Mapping[str, str]:
        """Return the coat; pied ones have white patches and legs."""
        white = {"patch": "fur_white", "legs": "fur_white"} if self.pattern else {}
        return {**super().finish(), **white}

    def build(self) -> Build:
        """Return its proportions."""
        return Build(
            droop=1.5,
            height=self.withers,
            length=1.18,
            chest=0.54,
            width=0.21,
            belly=0.12,
            neck=0.34,
            rise=0.25,
            head=0.38,
            snout=0.21,
            ear=0.13,
            tail=0.62,
            limb=0.042,
            horns="horns" if self.horned else "none",
            patches=self.pattern,
        )
