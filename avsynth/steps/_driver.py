"""What drivers are like, and the accelerations of the driver model."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import cached_property

import numpy as np

from avsynth.steps._leading import Leader


@dataclass(frozen=True)
class Driver:
    """What a driver is like; engineering values in the range of those fitted to trajectories [IDM]_.

    Parameters
    ----------
    acceleration, braking, hardest : float [m/s²]
        Largest acceleration, comfortable braking, hardest braking: that of dry asphalt.
    headway : float [s]
    rest_gap : float [m]
        Behind one that stands.
    look_ahead : float [s]
        How far ahead it steers for.
    """

    acceleration: float = 1.2
    braking: float = 2.0
    hardest: float = 8.0
    headway: float = 1.2
    rest_gap: float = 2.0
    look_ahead: float = 0.8

    @cached_property
    def row(self) -> np.ndarray:
        """The numbers in the order of `kernels.driving`, float64 (6,)."""
        return np.array(astuple(self))


#: Styles of driving by their words.
STYLES = {
    "urban": Driver(),
    "motorway": Driver(acceleration=1.0, braking=1.8, headway=1.4),
    "aggressive": Driver(acceleration=2.0, braking=3.0, headway=0.7, rest_gap=1.5),
}
URBAN = STYLES["urban"]


def acceleration(speed: float, desired: float, limit: float, lead: Leader | None, driver: Driver = URBAN) -> float:
    """Return the acceleration [m/s²] of the driver model; `limit` is the speed [m/s] that the bends allow."""
    from avsynth.kernels import driving  # takes numba along

    gap, other = (np.inf, 0.0) if lead is None else (float(lead.gap), float(lead.speed))
    return driving.acceleration(driver.row, float(speed), float(desired), float(limit), gap, other)
