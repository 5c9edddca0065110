"""What drivers are like, and the accelerations of the driver model."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Acceleration, Length, Number, Speed, Time
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


class Idm(Config):
    """The numbers of one driver, those of its style where nothing is said; see [IDM]_."""

    shape: Literal["idm"] = "idm"
    v0: Speed | None = Field(None, ge=0, description="Speed to drive at, by default the actor's own [m/s].")
    a: Acceleration | None = Field(None, gt=0, le=6, description="Largest acceleration [m/s2].")
    b: Acceleration | None = Field(None, gt=0, le=8, description="Comfortable braking [m/s2].")
    T: Time | None = Field(None, gt=0, le=5, description="Time headway [s].")
    s0: Length | None = Field(None, gt=0, le=20, description="Gap at rest [m].")
    politeness: Number | None = Field(None, ge=0, le=1, description="How much others count when it changes lanes [1].")

    def of(self, style: Driver) -> Driver:
        """Return the driver with these numbers, else those of `style`."""
        given = {"acceleration": self.a, "braking": self.b, "headway": self.T, "rest_gap": self.s0}
        return replace(style, **{name: value for name, value in given.items() if value is not None})


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
