"""How two-wheelers lean and steer, and how the arms of who rides them go with the handlebar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.actors._body import Figure
from avsynth.actors._mounted import LEAN, lean_in
from avsynth.actors._rider import Seat, arm_of
from avsynth.actors._skeleton import SIDES
from avsynth.contracts import Motion
from avsynth.datatypes.model import Joint, chained

#: Handlebars turn no farther than this [rad].
LOCK = float(np.deg2rad(45.0))


@dataclass(frozen=True, slots=True)
class Bar:
    """The steering of a two-wheeler.

    Parameters
    ----------
    head : (x, z) [m]
        A point of the axis about which it steers.
    rake : float [rad]
        How far that axis leans back.
    wheelbase : float [m]
    """

    head: tuple[float, float]
    rake: float
    wheelbase: float

    @property
    def joint(self) -> Joint:
        """The hinge of all that steers; it turns to the left."""
        return Joint("steer", (self.head[0], 0.0, self.head[1]), (-np.sin(self.rake), 0.0, np.cos(self.rake)))

    def angle(self, curvature: float, lean: float) -> float:
        """Return how far the bar turns [rad] on a path of `curvature` [1/m] while it leans by `lean` [rad].

        The wheel's track on the ground points along the circle, at arctan(wheelbase · curvature); tan of the bar's
        angle is tan of that · cos lean ÷ cos rake [Cossalter]_, ch. 1.
        """
        turn = float(np.arctan(self.wheelbase * curvature * np.cos(lean) / np.cos(self.rake)))
        return min(max(turn, -LOCK), LOCK)


def balanced(figure: Figure, seat: Seat, bar: Bar, motion: Motion) -> dict[str, float]:
    """Return the angles [rad] of leaning into a turn, of the steering, and of the arms whose hands hold the bar."""
    lean = lean_in(motion)
    steer = {bar.joint.name: bar.angle(motion.curvature, lean[LEAN])}
    turned, arms = chained((bar.joint,), steer), {}
    for side, _ in SIDES:
        arm = arm_of(figure, seat, side)
        arms |= arm.following(turned.points(arm.hand))
    return {**lean, **steer, **arms}
