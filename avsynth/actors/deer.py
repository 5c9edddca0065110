"""Deer: roe, or red with antlers. At most 4000 triangles."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._animal import Animal
from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._quadruped_build import Build
from avsynth.actors._quadruped_gait import Pace
from avsynth.contracts import ACTORS
from avsynth.core.seed import Stream


@ACTORS.register
class Deer(Animal):
    """A roe deer, or a red deer."""

    kind: Literal["deer"] = "deer"
    #: Roe deer stand 0.65 to 0.75 m high, red deer 1.05 to 1.30 m.
    heights: ClassVar[tuple[float, float]] = (0.70, 0.03)
    coats: ClassVar[dict[str, float]] = {"fur_red": 0.6, "fur_brown": 0.4}
    pace: ClassVar[Pace] = Pace(stride=3.0, trot=2.5, gallop=5.0)
    #: Of red deer.
    red_heights: ClassVar[tuple[float, float]] = (1.18, 0.06)
    species: Literal["roe", "red"] | None = Field(None, description="Roe deer are small, red deer large.")
    stag: bool | None = Field(None, description="Whether it has antlers.")

    def dressed(self, stream: Stream) -> Self:
        """Return the deer with species, size, coat and antlers drawn."""
        species = self.species or chosen({"roe": 0.75, "red": 0.25}, stream.child("species"))
        stag = bool(stream.rng("stag").random() < 0.35) if self.stag is None else self.stag
        mean = self.red_heights if species == "red" else self.heights
        withers = self.withers or drawn_normal(*mean, stream.child("size"))
        return super().dressed(stream).model_copy(update={"species": species, "stag": stag, "withers": withers})

    def build(self) -> Build:
        """Return its proportions."""
        return Build(
            height=self.withers,
            length=1.10,
            chest=0.42,
            width=0.135,
            belly=-0.2,
            neck=0.52,
            rise=0.95,
            head=0.36,
            snout=0.16,
            ear=0.22,
            tail=0.16,
            limb=0.030,
            horns="antlers" if self.stag else "none",
        )
