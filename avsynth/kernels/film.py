"""From light on a sensor to colours: photons and noise behind a colour mosaic, and what lies between its pixels."""

import math

import numpy as np
from numba import prange

from avsynth.kernels._jit import inline, parallel_entry
from avsynth.kernels.rng import normal


@inline
def mirrored(i, count):
    """Return the index `i` mirrored at the borders, which keeps the colour of a mosaic of two by two."""
    i = abs(i)
    return i if i < count else 2 * (count - 1) - i


@inline
def mosaic_channel(i, j):
    """Return the channel behind the pixel (i, j) of a mosaic R G / G B."""
    return (i & 1) + (j & 1)


@parallel_entry
def expose(signal, full_well, read_noise, depth, key, out):
    """Write raw values (H, W) [1] of `signal` (H, W, 3), the share of the full well that light fills, through a mosaic.

    μ_e = full_well · signal, σ² = K² (σ_d² + μ_e) + σ_q², saturating at 1 [EMVA1288]_; `depth` is the number of levels.
    """
    height, width = out.shape
    for row in prange(height):
        i = np.int64(row)  # parallel indices are unsigned, which turns i - 1 into a float
        for j in range(width):
            electrons = full_well * max(signal[i, j, mosaic_channel(i, j)], 0.0)
            deviation = math.sqrt(read_noise * read_noise + electrons)
            electrons += deviation * normal(key, i * width + j, 0)
            level = math.floor(electrons / full_well * (depth - 1.0) + 0.5)
            out[i, j] = min(max(level, 0.0), depth - 1.0) / (depth - 1.0)


@inline
def tap(raw, i, j):
    """Return the raw value at (i, j), mirrored at the borders."""
    return raw[mirrored(i, raw.shape[0]), mirrored(j, raw.shape[1])]


@parallel_entry
def find_green(raw, out):
    """Write green everywhere (H, W) from a mosaic (H, W), along the direction that changes less [HamiltonAdams]_."""
    height, width = raw.shape
    for row in prange(height):
        i = np.int64(row)
        for j in range(width):
            here = raw[i, j]
            if mosaic_channel(i, j) == 1:
                out[i, j] = here
                continue
            west, east, far_row = tap(raw, i, j - 1), tap(raw, i, j + 1), tap(raw, i, j - 2) + tap(raw, i, j + 2)
            north, south, far_column = tap(raw, i - 1, j), tap(raw, i + 1, j), tap(raw, i - 2, j) + tap(raw, i + 2, j)
            bend_row, bend_column = 2.0 * here - far_row, 2.0 * here - far_column
            change_row, change_column = abs(west - east) + abs(bend_row), abs(north - south) + abs(bend_column)
            in_row, in_column = 0.5 * (west + east) + 0.25 * bend_row, 0.5 * (north + south) + 0.25 * bend_column
            share = (change_column + 1e-4) / (change_row + change_column + 2e-4)
            share = share * share * (3.0 - 2.0 * share)
            out[i, j] = share * in_row + (1.0 - share) * in_column


@inline
def beyond_green(raw, green, i, j):
    """Return the raw value less the green at (i, j), mirrored at the borders."""
    return tap(raw, i, j) - tap(green, i, j)


@parallel_entry
def find_colours(raw, green, out):
    """Write colours (H, W, 3): what red and blue have beyond `green` (H, W), mean over the nearest of their pixels."""
    height, width = raw.shape
    for row in prange(height):
        i = np.int64(row)
        for j in range(width):
            here, known = green[i, j], mosaic_channel(i, j)
            out[i, j, 1] = here
            if known == 1:
                in_row = 0.5 * (beyond_green(raw, green, i, j - 1) + beyond_green(raw, green, i, j + 1))
                in_column = 0.5 * (beyond_green(raw, green, i - 1, j) + beyond_green(raw, green, i + 1, j))
                red_row = (i & 1) == 0
                out[i, j, 0] = here + (in_row if red_row else in_column)
                out[i, j, 2] = here + (in_column if red_row else in_row)
            else:
                upper = beyond_green(raw, green, i - 1, j - 1) + beyond_green(raw, green, i - 1, j + 1)
                lower = beyond_green(raw, green, i + 1, j - 1) + beyond_green(raw, green, i + 1, j + 1)
                out[i, j, known] = raw[i, j]
                out[i, j, 2 - known] = here + 0.25 * (upper + lower)
