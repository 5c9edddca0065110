"""Random numbers by address: a hash of (key, index, lane), the same whatever thread asks and in whatever order.

`key` comes from `core.seed.Stream.key`, `index` is the number of the ray or pixel, `lane` the number of the draw
within it.
"""

import math

import numpy as np

from avsynth.kernels._jit import inline

#: Odd constants of the splitmix64 generator and its finaliser [Steele]_.
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
SECOND_FACTOR = np.uint64(0x94D049BB133111EB)
LANE_FACTOR = np.uint64(0xD6E8FEB86659FD93)
ONE = np.uint64(1)
#: Tells the second number of a normal draw from the first.
SECOND_DRAW = np.uint64(0x5851F42D4C957F2D)
SHIFT_30, SHIFT_27, SHIFT_31, SHIFT_11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
#: 2**-53: the spacing of doubles in [0.5, 1).
RESOLUTION = 1.0 / 9007199254740992.0


@inline
def mix(word):
    """Return the splitmix64 finaliser of a uint64: every input bit changes every output bit half of the time."""
    word = (word ^ (word >> SHIFT_30)) * FIRST_FACTOR
    word = (word ^ (word >> SHIFT_27)) * SECOND_FACTOR
    return word ^ (word >> SHIFT_31)


@inline
def bits(key, index, lane):
    """Return 64 random bits, uint64, for the draw `lane` of `index` under `key`."""
    word = mix(np.uint64(key) + GOLDEN * (np.uint64(index) + ONE))
    return mix(word ^ mix(LANE_FACTOR * (np.uint64(lane) + ONE)))


@inline
def uniform(key, index, lane):
    """Return a uniform number in [0, 1)."""
    return np.float64(bits(key, index, lane) >> SHIFT_11) * RESOLUTION


@inline
def normal(key, index, lane):
    """Return a standard normal number, by Box and Muller's transform of two uniform ones."""
    word = bits(key, index, lane)
    radius = math.sqrt(-2.0 * math.log((np.float64(word >> SHIFT_11) + 0.5) * RESOLUTION))
    angle = 2.0 * math.pi * np.float64(mix(word ^ SECOND_DRAW) >> SHIFT_11) * RESOLUTION
    return radius * math.cos(angle)
