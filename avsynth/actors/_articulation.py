"""How vehicles of several bodies bend in a steady turn, from the curvature of their middle's path.

A wheel rolls where it points, so an unsteered axle always looks along its own path: it runs on the foot of the
perpendicular from the turning circle's centre. All angles follow from right-angled triangles with that centre.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from avsynth.datatypes.model import Joint

#: Turns are taken no tighter than so many metres at an unsteered axle.
TIGHTEST = 3.0
#: Less curved paths are straight [1/m].
STRAIGHT = 1e-6


@dataclass(frozen=True, slots=True)
class Coupling:
    """A leading and a trailing body on a hinge; x along the straight train from the middle of its length [m].

    Parameters
    ----------
    drive : float
        x of the leading body's unsteered axle.
    kingpin : float
        x of the hinge between both.
    trailer : float
        x of the middle of the trailing body's axles.
    """

    drive: float
    kingpin: float
    trailer: float

    @property
    def swing(self) -> Joint:
        """The joint of both bodies: how the one that holds the train's middle turns against the middle's path."""
        return Joint("swing", (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))

    def joints(self) -> tuple[tuple[Joint, ...], tuple[Joint, ...]]:
        """Return the joints of the leading body and those of the trailing one; where the middle is hangs the other."""
        at = (self.kingpin, 0.0, 0.0)
        if self.kingpin > 0:
            return (self.swing, Joint("hitch", at, (0.0, 0.0, 1.0))), (self.swing,)
        return (self.swing,), (self.swing, Joint("hitch", at, (0.0, 0.0, -1.0)))


@dataclass(frozen=True, slots=True)
class Bend:
    """How a train stands in a turn: the turn of the body that holds its middle against the middle's path, the leading
    body's turn against the trailing one [rad], and the curvature of the path of the unsteered axle [1/m]."""

    swing: float
    hitch: float
    curvature: float

    @property
    def angles(self) -> dict[str, float]:
        """The angles of the joints of a `Coupling` [rad]."""
        return {"swing": self.swing, "hitch": self.hitch}


def bend(coupling: Coupling, curvature: float) -> Bend:
    """Return how a train stands whose middle runs on a circle of `curvature` [1/m]."""
    if abs(curvature) < STRAIGHT:
        return Bend(0.0, 0.0, 0.0)
    sign, track = math.copysign(1.0, curvature), 1 / curvature**2
    base, offset = coupling.kingpin - coupling.trailer, coupling.kingpin - coupling.drive
    trails = coupling.kingpin > 0
    axle = coupling.trailer if trails else coupling.drive
    radius = math.sqrt(max(track - axle**2, TIGHTEST**2))  # of the axles of the body that holds the middle
    pin = math.hypot(radius, base if trails else offset)
    trailer, drive = (radius, _leg(pin, offset)) if trails else (_leg(pin, base), radius)
    hitch = math.atan2(base, trailer) - math.atan2(offset, drive)
    return Bend(sign * math.atan2(axle, radius), sign * hitch, sign / drive)


def _leg(pin: float, length: float) -> float:
    """Return the radius [m] of axles `length` [m] away from a hinge that runs on a circle of radius `pin` [m]."""
    return math.sqrt(max(pin**2 - length**2, TIGHTEST**2))


def chords(lengths: Sequence[float], curvature: float) -> list[float]:
    """Return the turns [rad] between neighbours of bodies of `lengths` [m] that are chords of one circle."""
    halves = [math.asin(min(max(length * curvature / 2, -1.0), 1.0)) for length in lengths]
    return [a + b for a, b in pairwise(halves)]
