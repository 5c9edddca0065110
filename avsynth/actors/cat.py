"""Cats. At most 4000 triangles."""

from __future__ import annotations

from typing import ClassVar, Literal

from avsynth.actors._animal import Animal
from avsynth.actors._quadruped_build import Build
from avsynth.actors._quadruped_gait import Pace
from avsynth.contracts import ACTORS


@ACTORS.register
class Cat(Animal):
    """A cat."""

    kind: Literal["cat"] = "cat"
    #: Domestic cats stand 0.23 to 0.27 m high.
    heights: ClassVar[tuple[float, float]] = (0.25, 0.015)
    coats: ClassVar[dict[str, float]] = {"fur_grey": 0.35, "fur_black": 0.3, "fur_fawn": 0.2, "fur_white": 0.15}
    pace: ClassVar[Pace] = Pace(stride=2.4, trot=1.3, gallop=3.5)
    alike: ClassVar[tuple[str, ...]] = ("patch", "legs", "mane", "hoof", "nose")

    def build(self) -> Build:
        """Return its proportions."""
        return Build(
            height=self.withers,
            length=1.4,
            chest=0.52,
            width=0.21,
            belly=-0.05,
            neck=0.20,
            rise=0.65,
            head=0.42,
            snout=0.36,
            muzzle=0.45,
            ear=0.17,
            ear_width=0.7,
            droop=0.25,
            tail=1.0,
            limb=0.050,
        )
