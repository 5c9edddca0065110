"""Wild boars: heavy in front, on short legs. At most 4000 triangles."""

from __future__ import annotations

from typing import ClassVar, Literal

from avsynth.actors._animal import Animal
from avsynth.actors._quadruped_build import Build
from avsynth.actors._quadruped_gait import Pace
from avsynth.contracts import ACTORS


@ACTORS.register
class Boar(Animal):
    """A wild boar."""

    kind: Literal["boar"] = "boar"
    #: Wild boars of central Europe stand 0.6 to 0.95 m high.
    heights: ClassVar[tuple[float, float]] = (0.78, 0.08)
    coats: ClassVar[dict[str, float]] = {"fur_dark": 0.8, "fur_grey": 0.2}
    pace: ClassVar[Pace] = Pace(stride=2.0, trot=1.8, gallop=4.5)

    def build(self) -> Build:
        """Return its proportions."""
        return Build(
            height=self.withers,
            length=1.30,
            chest=0.58,
            width=0.21,
            belly=-0.12,
            neck=0.20,
            rise=-0.1,
            head=0.58,
            snout=0.27,
            ear=0.17,
            tail=0.32,
            limb=0.045,
        )
