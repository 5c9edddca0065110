"""Drops and flakes that fall before the lens: streaks as long as they move while the picture gathers light."""

import math

import numpy as np
from numba import prange

from avsynth.kernels._jit import entry, inline, parallel_entry
from avsynth.kernels.glow import phase
from avsynth.kernels.lamps import shine

#: What a drop takes out of a beam ÷ what falls on it [1]: as much again goes by diffraction.
EXTINCTION_EFFICIENCY = 2.0


@inline
def cover(x, y, start, end, width):
    """Return how much of the pixel (x, y) a streak between two places covers, 0..1; its ends are round."""
    ax, ay = x - start[0], y - start[1]
    ex, ey = end[0] - start[0], end[1] - start[1]
    t = min(max((ax * ex + ay * ey) / max(ex * ex + ey * ey, 1e-12), 0.0), 1.0)
    off = math.sqrt((ax - t * ex) ** 2 + (ay - t * ey) ** 2)
    return min(max(0.5 * width + 0.5 - off, 0.0), 1.0)


@entry
def draw_streaks(start, end, width, strength, depth, light, seen, out):
    """Draw streaks over the picture `out` (H, W, 3) [kcd/m²], one after the other: (1 − α) background + α light.

    start, end, width : float64 (N, 2), (N, 2), (N,) [px]
    strength : float64 (N,) [1]
        α where a streak covers a whole pixel.
    depth, light : float64 (N,) [m], (N, 3) [kcd/m²]
        Of each drop.
    seen : float32 (H, W) [m]
        Depth of the picture: what lies farther than that is hidden.
    """
    height, columns = seen.shape
    for n in range(len(width)):
        reach = 0.5 * width[n] + 0.5
        left = max(math.floor(min(start[n, 0], end[n, 0]) - reach), 0)
        right = min(math.ceil(max(start[n, 0], end[n, 0]) + reach), columns - 1)
        top = max(math.floor(min(start[n, 1], end[n, 1]) - reach), 0)
        bottom = min(math.ceil(max(start[n, 1], end[n, 1]) + reach), height - 1)
        for i in range(top, bottom + 1):
            for j in range(left, right + 1):
                if seen[i, j] > depth[n]:
                    share = strength[n] * cover(j, i, start[n], end[n], width[n])
                    for c in range(3):
                        out[i, j, c] += share * (light[n, c] - out[i, j, c])


@parallel_entry
def lamplit(position, direction, lamps, out):
    """Write what drops at `position` (N, 3) [m] send back along views `direction` (N, 3): (N, 3) [kcd/m²].

    L = 2 Σ E p(θ), E the illuminance by a lamp.
    """
    for row in prange(len(position)):
        n = np.int64(row)
        for c in range(3):
            out[n, c] = 0.0
        for k in range(len(lamps.intensity)):
            x = position[n, 0] - lamps.position[k, 0]
            y = position[n, 1] - lamps.position[k, 1]
            z = position[n, 2] - lamps.position[k, 2]
            d = max(math.sqrt(x * x + y * y + z * z), 0.1)
            x, y, z = x / d, y / d, z / d
            turned = -(x * direction[n, 0] + y * direction[n, 1] + z * direction[n, 2])
            light = lamps.intensity[k] * shine(lamps, k, x, y, z) / (d * d)
            light *= EXTINCTION_EFFICIENCY * phase(turned)
            for c in range(3):
                out[n, c] += light * lamps.colour[k, c]
