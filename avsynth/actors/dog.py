"""Dogs, of the build of a retriever. At most 4000 triangles."""

from __future__ import annotations

from typing import ClassVar, Literal

from avsynth.actors._animal import Animal
from avsynth.actors._quadruped_build import Build
from avsynth.actors._quadruped_gait import Pace
from avsynth.contracts import ACTORS


@ACTORS.register
class Dog(Animal):
    """A dog that walks, trots and runs."""

    kind: Literal["dog"] = "dog"
    #: Breeds from terriers (0.35 m) to shepherds (0.65 m); breed standards of the FCI.
    heights: ClassVar[tuple[float, float]] = (0.52, 0.08)
    coats: ClassVar[dict[str, float]] = {"fur_brown": 0.3, "fur_black": 0.3, "fur_fawn": 0.25, "fur_white": 0.15}
    pace: ClassVar[Pace] = Pace(stride=1.9, trot=1.6, gallop=4.0)
    alike: ClassVar[tuple[str, ...]] = ("patch", "legs", "mane", "hoof")

    def build(self) -> Build:
        """Return its proportions."""
        return Build(
            height=self.withers,
            length=1.02,
            chest=0.46,
            width=0.16,
            belly=-0.25,
            neck=0.33,
            tail=0.62,
            head=0.44,
            snout=0.22,
            ear=0.17,
            droop=2.3,
            limb=0.048,
        )
