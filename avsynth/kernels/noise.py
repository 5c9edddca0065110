"""Value noise: smooth random fields over space by hashing the corners of a lattice; for textures and clouds."""

import math

import numpy as np

from avsynth.kernels._jit import inline
from avsynth.kernels.rng import GOLDEN, LANE_FACTOR, RESOLUTION, SECOND_FACTOR, SHIFT_11, SHIFT_31, mix

#: Ratio of the wavelengths of consecutive octaves; not 2, so that lattices do not coincide.
LACUNARITY = 2.17


@inline
def corner(i, j, k, seed):
    """Return a number in [-1, 1) for the lattice corner (i, j, k)."""
    word = np.uint64(i) * GOLDEN ^ np.uint64(j) * LANE_FACTOR ^ np.uint64(k) * SECOND_FACTOR ^ np.uint64(seed)
    word = (word ^ (word >> SHIFT_31)) * LANE_FACTOR
    return np.float64((word ^ (word >> SHIFT_31)) * GOLDEN >> SHIFT_11) * (2.0 * RESOLUTION) - 1.0


@inline
def cell_uniform(i, j, seed):
    """Return a number in [0, 1) for the cell (i, j) of a plane."""
    word = mix(np.uint64(i) * GOLDEN ^ np.uint64(j) * LANE_FACTOR ^ np.uint64(seed))
    return np.float64(word >> SHIFT_11) * RESOLUTION


@inline
def value_noise(x, y, z, seed):
    """Return smooth noise in [-1, 1] with mean 0 at (x, y, z), in units of the lattice."""
    i, j, k = math.floor(x), math.floor(y), math.floor(z)
    u, v, w = x - i, y - j, z - k
    u, v, w = u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v), w * w * (3.0 - 2.0 * w)
    i, j, k = np.int64(i), np.int64(j), np.int64(k)
    low = (corner(i, j, k, seed) * (1.0 - u) + corner(i + 1, j, k, seed) * u) * (1.0 - v)
    low += (corner(i, j + 1, k, seed) * (1.0 - u) + corner(i + 1, j + 1, k, seed) * u) * v
    high = (corner(i, j, k + 1, seed) * (1.0 - u) + corner(i + 1, j, k + 1, seed) * u) * (1.0 - v)
    high += (corner(i, j + 1, k + 1, seed) * (1.0 - u) + corner(i + 1, j + 1, k + 1, seed) * u) * v
    return low * (1.0 - w) + high * w


@inline
def plane_noise(x, y, seed):
    """Return smooth noise in [-1, 1] with mean 0 at (x, y), in units of the lattice."""
    i, j = math.floor(x), math.floor(y)
    u, v = x - i, y - j
    u, v = u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v)
    i, j = np.int64(i), np.int64(j)
    low = corner(i, j, 0, seed) * (1.0 - u) + corner(i + 1, j, 0, seed) * u
    high = corner(i, j + 1, 0, seed) * (1.0 - u) + corner(i + 1, j + 1, 0, seed) * u
    return low * (1.0 - v) + high * v


@inline
def plane_fractal(x, y, octaves, seed):
    """Return the sum of `octaves` of plane noise, each half as strong and 2.17 times as fine as the one before."""
    total, amplitude = 0.0, 0.5
    for octave in range(octaves):
        total += amplitude * plane_noise(x, y, seed + np.uint64(octave))
        x, y = LACUNARITY * x + 17.3, LACUNARITY * y - 9.1
        amplitude *= 0.5
    return total


@inline
def smoothstep(low, high, x):
    """Return 0 below `low`, 1 above `high`, a smooth rise between."""
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)
