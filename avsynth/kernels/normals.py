"""Normals at the corners of triangles in four bytes each: where they pierce an octahedron, unfolded to a square.

The error is below 7e-5 rad; directions along axes are exact [Octahedron].
"""

import math

import numpy as np

from avsynth.kernels._jit import entry, lean

#: The largest coordinate of the square, a 16-bit integer with sign; and what stands where there is no normal.
SCALE, NO_NORMAL = 32767, -(2**31)


@entry
def pack_normals(normals, triangles, number, packed):
    """Write `packed` int32 (K, 3): the normals float32 (V, 3) at the corners of the triangles `number` (K,)."""
    for k in range(len(number)):
        for corner in range(3):
            n = normals[triangles[number[k], corner]]
            packed[k, corner] = packed_normal(float(n[0]), float(n[1]), float(n[2]))


@lean
def packed_normal(x, y, z):
    """Return the direction of a vector as an int32; NO_NORMAL for one that has none."""
    size = abs(x) + abs(y) + abs(z)
    if not 0.0 < size < math.inf:
        return np.int32(NO_NORMAL)
    x, y = x / size, y / size
    if z < 0.0:
        x, y = math.copysign(1.0 - abs(y), x), math.copysign(1.0 - abs(x), y)
    return np.int32(round(y * SCALE)) * np.int32(65536) | np.int32(round(x * SCALE)) & np.int32(65535)


@lean
def unpacked_normal(code):
    """Return the unit vector, float32, that `packed_normal` has made `code` of, or zeros."""
    if code == NO_NORMAL:
        return np.float32(0.0), np.float32(0.0), np.float32(0.0)
    one, zero, step = np.float32(1.0), np.float32(0.0), np.float32(1.0 / SCALE)
    x, y = np.float32(np.int32(code << 16) >> 16) * step, np.float32(code >> 16) * step
    z = one - abs(x) - abs(y)
    fold = max(-z, zero)
    x, y = x - math.copysign(fold, x), y - math.copysign(fold, y)
    share = one / np.float32(math.sqrt(x * x + y * y + z * z))
    return x * share, y * share, z * share


@lean
def mean_normal(packed, place, u, v, w):
    """Return the mean of the three normals in row `place` with the weights u, v, w; not normalised."""
    first, second, third = packed[place, 0], packed[place, 1], packed[place, 2]
    a = unpacked_normal(first)
    if first == second and first == third:
        return float(a[0]), float(a[1]), float(a[2])
    b, c = unpacked_normal(second), unpacked_normal(third)
    return u * a[0] + v * b[0] + w * c[0], u * a[1] + v * b[1] + w * c[1], u * a[2] + v * b[2] + w * c[2]
