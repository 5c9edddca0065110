"""Where vehicles park on a strip: one behind the other along it, or side by side in bays at an angle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Places:
    """The parking places of a strip, in the direction of travel of its lane.

    Parameters
    ----------
    pitch : float [m]
        From one place to the next along the strip.
    turn : float [rad]
        How far vehicles in them are turned to the right of the lane: 0 along it, π/2 across it; negative to its left,
        where traffic keeps left.
    """

    pitch: float = 6.0
    turn: float = 0.0

    @property
    def are_bays(self) -> bool:
        """Whether vehicles stand side by side."""
        return self.turn != 0

    def lean(self, depth: float) -> float:
        """Return how much farther along the lines between places end than they begin, on a strip `depth` [m] wide."""
        return depth / float(np.tan(abs(self.turn))) if self.are_bays else 0.0

    def length(self, depth: float) -> float:
        """Return the length of the rectangle that a vehicle has [m], on a strip `depth` [m] wide.

        Between lines that are W apart, at an angle a, a rectangle of length L is L sin a + W cos a deep.
        """
        sine, cosine = np.sin(abs(self.turn)), np.cos(self.turn)
        return float((depth - self.pitch * sine * cosine) / sine) if self.are_bays else self.pitch

    def count(self, length: float, depth: float) -> int:
        """Return how many places a strip of `length` and `depth` [m] holds."""
        return int((length - self.lean(depth)) / self.pitch + 1e-6)

    def middle(self, number: int, depth: float) -> float:
        """Return how far along the strip [m] the middle of place `number`, counted from 0, lies."""
        return (number + 0.5) * self.pitch + self.lean(depth) / 2


#: Places along the kerb, one behind the other.
ALONG = Places()
