"""Sky visibility of all pixels from a coarse grid of points: means over places alike, and smooth steps between them.

Each coarse point counts rays to few directions, which differ over tiles of the grid; a mean that counts every place of
a tile the same has no pattern of the tile.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import prange

from avsynth.kernels._jit import inline, parallel_entry
from avsynth.kernels.noise import smoothstep

#: Places of a tile along each axis of the coarse grid, at each of which points look in other directions.
OPEN_TILE = 4
#: Weights of the mean over a tile that has a middle, every place of a tile alike; and of the mean of such means.
NEAR_TAPS, FAR_TAPS = (0.125, 0.25, 0.25, 0.25, 0.125), (0.0625, 0.25, 0.375, 0.25, 0.0625)
#: Means of near and far that differ by so many errors of counting are still one, and are surely two [1].
SAME, DIFFERENT = 1.0, 2.0
#: Distance from the tangent plane over which points share their sky visibility [m], and per metre of range [1].
SHARE_DISTANCE, SHARE_SLOPE = 0.06, 0.024
#: Distances along the plane count this much [1].
SHARE_ACROSS = 0.0025
#: Weight of points that have nothing in common, so that there is always an answer [1].
STRANGER = 1e-5


class OpenGrid(NamedTuple):
    """Coarse points with known sky visibility: position, normal (K, 3), range, value (K,)."""

    position: np.ndarray
    normal: np.ndarray
    range: np.ndarray
    value: np.ndarray


@inline
def likeness(grid, k, position, normal, range_):
    """Return how much a point has in common with the coarse point `k`, 0 to 1: the tangent plane and the normal."""
    off, alike, apart = 0.0, 0.0, 0.0
    scale = SHARE_DISTANCE + SHARE_SLOPE * range_
    for c in range(3):
        step = grid.position[k, c] - position[c]
        off += step * normal[c]
        apart += step * step
        alike += grid.normal[k, c] * normal[c]
    if alike <= 0.0:
        return 0.0
    near = 1.0 / (1.0 + (off * off + apart * SHARE_ACROSS) / (scale * scale))
    return (near * near * alike) ** 4


@inline
def mean_around(coarse, grid, value, i, j, taps, step):
    """Return the mean of `value` (K,) around the coarse point (i, j) at every `step`, and how many count [1]."""
    k = coarse[i, j]
    rows, columns = coarse.shape
    total, weight, squares = 0.0, 0.0, 0.0
    for a in range(5):
        for b in range(5):
            row, column = i + (a - 2) * step, j + (b - 2) * step
            if row < 0 or column < 0 or row >= rows or column >= columns or coarse[row, column] < 0:
                continue
            other = coarse[row, column]
            share = taps[a] * taps[b] * likeness(grid, other, grid.position[k], grid.normal[k], grid.range[k])
            total += share * value[other]
            weight += share
            squares += share * share
    return total / weight, weight * weight / squares


@parallel_entry
def average_near(coarse, grid, rays, out):
    """Write the mean over a tile around each coarse point (K, 2): visibility, and how many of its `rays` count."""
    for row in prange(coarse.shape[0]):
        i = np.int64(row)
        for j in range(coarse.shape[1]):
            if coarse[i, j] >= 0:
                value, count = mean_around(coarse, grid, grid.value, i, j, NEAR_TAPS, 1)
                out[coarse[i, j], 0], out[coarse[i, j], 1] = value, count * rays


@parallel_entry
def average_far(coarse, grid, near, out):
    """Write the visibility (K,): the mean over many tiles where that over one (K, 2) differs by less than its error.

    The share p of n rays has the error √(p (1 − p) / n).
    """
    for row in prange(coarse.shape[0]):
        i = np.int64(row)
        for j in range(coarse.shape[1]):
            k = coarse[i, j]
            if k < 0:
                continue
            far, _ = mean_around(coarse, grid, near[:, 0], i, j, FAR_TAPS, OPEN_TILE)
            count = near[k, 1]
            error = math.sqrt(max(far * (1.0 - far), 0.5 / count) / count)
            own = smoothstep(SAME, DIFFERENT, abs(near[k, 0] - far) / error)
            out[k] = far + own * (near[k, 0] - far)


@inline
def spline(t):
    """Return the weights of four points in line by the cubic B-spline, at the share `t` of the way past the second."""
    s = 1.0 - t
    return (
        s * s * s / 6.0,
        (4.0 + t * t * (3.0 * t - 6.0)) / 6.0,
        (4.0 + s * s * (3.0 * s - 6.0)) / 6.0,
        t * t * t / 6.0,
    )


@inline
def openness_at(u, v, position, normal, range_, coarse, stride, grid):
    """Return the sky visibility of one point seen at the pixel (u, v), from the coarse points around it."""
    rows, columns = coarse.shape
    x, y = u / stride - 0.5, v / stride - 0.5
    left, above = math.floor(x), math.floor(y)
    across, down = spline(x - left), spline(y - above)
    total, weight = 0.0, 1e-9
    for a in range(4):
        i = np.int64(above) - 1 + a
        if i < 0 or i >= rows:
            continue
        for b in range(4):
            j = np.int64(left) - 1 + b
            if j < 0 or j >= columns or coarse[i, j] < 0:
                continue
            k = coarse[i, j]
            share = across[b] * down[a] * (likeness(grid, k, position, normal, range_) + STRANGER)
            total += share * grid.value[k]
            weight += share
    return (total + 0.5e-9) / weight


@parallel_entry
def shared_openness(u, v, position, normal, range_, coarse, stride, grid, out):
    """Write the sky visibility (N,) of points seen at pixels (u, v), from the grid of coarse points around them.

    coarse (rows, columns): index into `grid` arrays, −1 for sky; one point for each `stride` × `stride` pixels.
    """
    for k in prange(len(u)):
        n = np.int64(k)
        out[n] = openness_at(u[n], v[n], position[n], normal[n], range_[n], coarse, stride, grid)
