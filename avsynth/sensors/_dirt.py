"""Dirt, ice and drops on the window of a sensor: parts of its view through which less light passes, or other light."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Angle, Number

#: Exponent of the edge of a patch [1]: flat inside, and soft at the edge, since a window is out of focus.
EDGE = 4.0
#: Share of the light that a patch takes away which it spreads over its surroundings, by what it is made of [1].
SCATTER = {"dirt": 0.15, "ice": 0.75, "drop": 0.9}
#: Standard deviation of what is smeared, as a share of the picture's width [1].
SMEAR = 0.012
#: A drop on glass is a strong lens that shows what lies so far around it, upside down [rad]; its rim, where light is
#: totally reflected, is darker by so much; its edge is soft from this share of its radius on [1].
DROP_VIEW, DROP_RIM, DROP_EDGE = 0.5, 0.55, 0.7
#: Spread of the logarithm of drops' sizes, and how far from round they are, by two and by three lobes [1].
DROP_SPREAD, DROP_LOBES = 0.45, (0.14, 0.08)


class Patch(Config):
    """Something on the window of a sensor, an ellipse in its field of view."""

    shape: Literal["patch"] = "patch"
    azimuth: Angle = Field(0.0, description="Of its middle, to the left [rad].")
    elevation: Angle = Field(0.0, description="Of its middle, upwards [rad].")
    width: Angle = Field(0.35, gt=0, description="Sideways [rad].")
    height: Angle = Field(0.35, gt=0, description="Upwards [rad].")
    blocks: Number = Field(0.9, ge=0, le=1, description="Share of the light that does not pass straight [1].")
    of: Literal["dirt", "ice", "drop"] = Field("dirt", description="Dirt takes light away, ice and drops spread it.")

    def lost(self, direction: np.ndarray) -> np.ndarray:
        """Return the share of light along each direction (N, 3), sensor frame, that does not pass straight."""
        aside, above = _angles_from(self, direction)
        across, up = 2.0 * aside / self.width, 2.0 * above / self.height
        return self.blocks * np.exp(-((across**2 + up**2) ** (EDGE / 2)))

    def over(self, radiance: np.ndarray, haze: np.ndarray, direction: np.ndarray) -> np.ndarray:
        """Return `radiance` (H, W, 3) with the patch before it; `haze` is a blur of what the window looks at."""
        lost = self.lost(direction).reshape(*radiance.shape[:2], 1)
        return (1.0 - lost) * radiance + SCATTER[self.of] * lost * haze


class Drops(Config):
    """Many drops of water on the window of a sensor, over a rectangle in its field of view."""

    shape: Literal["drops"] = "drops"
    azimuth: Angle = Field(0.0, description="Of the middle, to the left [rad].")
    elevation: Angle = Field(0.0, description="Of the middle, upwards [rad].")
    width: Angle = Field(1.6, gt=0, description="Sideways [rad].")
    height: Angle = Field(0.7, gt=0, description="Upwards [rad].")
    count: int = Field(60, ge=0, le=1000, description="How many there are.")
    size: Angle = Field(0.025, gt=0, description="Median diameter as seen [rad].")
    blocks: Number = Field(0.9, ge=0, le=1, description="Share of the light that does not pass straight [1].")
    pattern: int = Field(0, ge=0, description="Another number puts the drops elsewhere.")

    def lost(self, direction: np.ndarray) -> np.ndarray:
        """Return the share of light along each direction (N, 3), sensor frame, that does not pass straight."""
        straight = np.ones(len(direction))
        for near, _, radius in self._met(direction):
            straight[near] *= 1.0 - self.blocks * _soft(radius)
        return 1.0 - straight

    def over(self, radiance: np.ndarray, haze: np.ndarray, direction: np.ndarray) -> np.ndarray:
        """Return `radiance` (H, W, 3) with the drops before it; each shows the blur `haze` around it upside down."""
        height, width = radiance.shape[:2]
        out, grid = radiance.reshape(-1, 3).copy(), direction.reshape(height, width, 3)
        first, step = grid[0, 0, 1:], (grid[0, 1, 1] - grid[0, 0, 1], grid[1, 0, 2] - grid[0, 0, 2])
        for near, (aside, above), radius in self._met(direction):
            left, up = np.tan(aside), np.tan(above) / np.cos(aside)
            u = np.clip((left - first[0]) / step[0], 0, width - 1).astype(np.intp)
            v = np.clip((up - first[1]) / step[1], 0, height - 1).astype(np.intp)
            image = haze[v, u] * (1.0 - DROP_RIM * radius[:, None] ** 4)
            share = self.blocks * _soft(radius)[:, None]
            out[near] = (1.0 - share) * out[near] + share * image
        return out.reshape(radiance.shape)

    def _met(self, direction: np.ndarray):
        """Yield, for each drop, the directions (K,) within it, the angles that they are bent to, shares of its radius.

        A place at the share s of the radius from a drop's middle shows what lies s · DROP_VIEW on its other side.
        """
        aside, above = _angles_from(self, direction)
        for left, up, size, second, third in self._beads():
            near = np.flatnonzero((np.abs(aside - left) < 1.3 * size) & (np.abs(above - up) < 1.3 * size))
            p, q = (aside[near] - left) / size, (above[near] - up) / size
            turn = np.arctan2(q, p)
            lobes = 1.0 + DROP_LOBES[0] * np.sin(2.0 * turn + second) + DROP_LOBES[1] * np.sin(3.0 * turn + third)
            radius = np.hypot(p, q) / lobes
            inside = radius < 1.0
            bent = left + self.azimuth - DROP_VIEW * p[inside], up + self.elevation - DROP_VIEW * q[inside]
            yield near[inside], bent, radius[inside]

    def _beads(self) -> np.ndarray:
        """Return middle (left, up) [rad], radius [rad] and two phases of their outlines of all drops (count, 5)."""
        draws = Stream(self.pattern).rng("drops").random((self.count, 5))
        size = 0.5 * self.size * np.exp(DROP_SPREAD * (2.0 * draws[:, 2] - 1.0) * np.sqrt(3.0))
        middle = (draws[:, :2] - 0.5) * (self.width, self.height)
        return np.column_stack([middle, size, 2.0 * np.pi * draws[:, 3:]])


#: What sticks to a window.
Dirt = Annotated[Patch | Drops, Field(discriminator="shape")]


def passed(dirt: Sequence[Dirt], direction: np.ndarray) -> np.ndarray:
    """Return the share of light that passes straight through the window along each direction (N, 3), sensor frame."""
    share = np.ones(len(direction))
    for part in dirt:
        share *= 1.0 - part.lost(direction)
    return share


def smeared(dirt: Sequence[Dirt], radiance: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """Return `radiance` (H, W, 3) as seen through the window; `direction` (H · W, 3) of its pixels, sensor frame.

    Of the light that does not pass straight a patch takes one part away and spreads the other over its surroundings;
    drops show their surroundings upside down.
    """
    if not dirt:
        return radiance
    import cv2  # slow to import

    haze = cv2.GaussianBlur(radiance, (0, 0), SMEAR * radiance.shape[1], borderType=cv2.BORDER_REPLICATE)
    for part in dirt:
        radiance = part.over(radiance, haze, direction)
    return radiance


def _soft(radius: np.ndarray) -> np.ndarray:
    """Return how much of a drop covers places at these shares of its radius, 1 inside to 0 at the edge."""
    out = np.clip((1.0 - radius) / (1.0 - DROP_EDGE), 0.0, 1.0)
    return out * out * (3.0 - 2.0 * out)


def _angles_from(middle: Patch | Drops, direction: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far to the left and up of the middle of something directions (N, 3), sensor frame, lie [rad]."""
    x, y, z = direction.T
    aside = np.mod(np.arctan2(y, x) - middle.azimuth + np.pi, 2.0 * np.pi) - np.pi
    return aside, np.arctan2(z, np.hypot(x, y)) - middle.elevation
