"""How vehicles of several bodies bend in a steady turn, from the curvature of their middle's path.

A wheel rolls where it points, so an unsteered axle always looks along its own path: it runs on the foot of the
perpendicular from the turning circle's centre. All angles follow from right-angled triangles with that centre.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Turns are taken no tighter than so many metres at an unsteered axle.
TIGHTEST = 3.0
#: Less curved paths are straight [1/m].
STRAIGHT = 1e-6


@dataclass(frozen=True, slots=True)
class Coupling:
    """A tractor and its semi-trailer; x along the straight train from the middle of its length [m].

    Parameters
    ----------
    drive : float
        x of the tractor's unsteered axle.
    kingpin : float
        x of the hinge between both.
    trailer : float
        x of the middle of the trailer's axles, behind the train's middle.
    """

    drive: float
    kingpin: float
    trailer: float


@dataclass(frozen=True, slots=True)
class Bend:
    """How a train stands in a turn: the trailer's turn against the path of the train's middle, the tractor's turn
    against the trailer [rad], and the curvature of the path of the tractor's unsteered axle [1/m]."""

    swing: float
    hitch: float
    curvature: float


def bend(coupling: Coupling, curvature: float) -> Bend:
    """Return how a train stands whose middle, a point of the trailer, runs on a circle of `curvature` [1/m]."""
    if abs(curvature) < STRAIGHT:
        return Bend(0.0, 0.0, 0.0)
    sign = math.copysign(1.0, curvature)
    ahead, base, offset = -coupling.trailer, coupling.kingpin - coupling.trailer, coupling.kingpin - coupling.drive
    radius = math.sqrt(max(1 / curvature**2 - ahead**2, TIGHTEST**2))  # of the trailer's axles
    pin = math.hypot(radius, base)
    swing, hitch = -math.atan2(ahead, radius), math.atan2(base, radius) - math.asin(offset / pin)
    return Bend(sign * swing, sign * hitch, sign / math.sqrt(pin**2 - offset**2))


def chords(lengths: Sequence[float], curvature: float) -> list[float]:
    """Return the turns [rad] between neighbours of bodies of `lengths` [m] that are chords of one circle."""
    halves = [math.asin(min(max(length * curvature / 2, -1.0), 1.0)) for length in lengths]
    return [a + b for a, b in pairwise(halves)]
