"""Dirt, ice and drops on the window of a sensor: patches of its view through which less light passes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Angle, Number

#: Exponent of the edge of a patch [1]: flat inside, and soft at the edge, since a window is out of focus.
EDGE = 4.0
#: Share of the light that a patch takes away which it spreads over its surroundings, by what it is made of [1].
SCATTER = {"dirt": 0.15, "ice": 0.75, "drop": 0.9}
#: Standard deviation of what is smeared, as a share of the picture's width [1].
SMEAR = 0.012


class Patch(Config):
    """Something on the window of a sensor, an ellipse in its field of view."""

    shape: Literal["patch"] = "patch"
    azimuth: Angle = Field(0.0, description="Of its middle, to the left [rad].")
    elevation: Angle = Field(0.0, description="Of its middle, upwards [rad].")
    width: Angle = Field(0.35, gt=0, description="Sideways [rad].")
    height: Angle = Field(0.35, gt=0, description="Upwards [rad].")
    blocks: Number = Field(0.9, ge=0, le=1, description="Share of the light that does not pass straight [1].")
    of: Literal["dirt", "ice", "drop"] = Field("dirt", description="Dirt takes light away, ice and drops spread it.")


def passed(dirt: Sequence[Patch], direction: np.ndarray) -> np.ndarray:
    """Return the share of light that passes straight through the window along each direction (N, 3), sensor frame."""
    share = np.ones(len(direction))
    for patch in dirt:
        share *= 1.0 - patch.blocks * _cover(patch, direction)
    return share


def smeared(dirt: Sequence[Patch], radiance: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """Return `radiance` (H, W, 3) as seen through the window; `direction` (H · W, 3) of its pixels, sensor frame.

    Of the light that does not pass straight a patch takes one part away and spreads the other over its surroundings.
    """
    if not dirt:
        return radiance
    import cv2  # slow to import

    height, width = radiance.shape[:2]
    haze = cv2.GaussianBlur(radiance, (0, 0), SMEAR * width, borderType=cv2.BORDER_REPLICATE)
    for patch in dirt:
        lost = (patch.blocks * _cover(patch, direction)).reshape(height, width, 1)
        radiance = (1.0 - lost) * radiance + SCATTER[patch.of] * lost * haze
    return radiance


def _cover(patch: Patch, direction: np.ndarray) -> np.ndarray:
    """Return how much of a patch lies on each direction (N, 3), sensor frame, float64 (N,) 0..1."""
    x, y, z = direction.T
    aside = np.mod(np.arctan2(y, x) - patch.azimuth + np.pi, 2.0 * np.pi) - np.pi
    above = np.arctan2(z, np.hypot(x, y)) - patch.elevation
    return np.exp(-(((2.0 * aside / patch.width) ** 2 + (2.0 * above / patch.height) ** 2) ** (EDGE / 2)))
