"""Three-vectors as three numbers: products, and turning about an axis."""

import math

from avsynth.kernels._jit import lean

#: Below this angle [rad] a turn is replaced by its first-order series, exact to the last bit there.
SMALL_ANGLE = 1e-9


@lean
def dot(ax, ay, az, bx, by, bz):
    """Return the scalar product."""
    return ax * bx + ay * by + az * bz


@lean
def cross(ax, ay, az, bx, by, bz):
    """Return the vector product; swapping the factors negates it to the last bit."""
    return ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx


@lean
def turned(vx, vy, vz, wx, wy, wz):
    """Return the vector v turned by the rotation vector w [rad], by Rodrigues' formula."""
    angle = math.sqrt(wx * wx + wy * wy + wz * wz)
    cx, cy, cz = cross(wx, wy, wz, vx, vy, vz)
    if angle < SMALL_ANGLE:
        return vx + cx, vy + cy, vz + cz
    first = math.sin(angle) / angle
    half = math.sin(0.5 * angle) / angle
    second = 2.0 * half * half
    ccx, ccy, ccz = cross(wx, wy, wz, cx, cy, cz)
    return vx + first * cx + second * ccx, vy + first * cy + second * ccy, vz + first * cz + second * ccz


@lean
def multiplied(m, vx, vy, vz):
    """Return the matrix m (3, 3) times v."""
    return (
        dot(m[0, 0], m[0, 1], m[0, 2], vx, vy, vz),
        dot(m[1, 0], m[1, 1], m[1, 2], vx, vy, vz),
        dot(m[2, 0], m[2, 1], m[2, 2], vx, vy, vz),
    )


@lean
def multiplied_transposed(m, vx, vy, vz):
    """Return the transpose of m (3, 3) times v."""
    return (
        dot(m[0, 0], m[1, 0], m[2, 0], vx, vy, vz),
        dot(m[0, 1], m[1, 1], m[2, 1], vx, vy, vz),
        dot(m[0, 2], m[1, 2], m[2, 2], vx, vy, vz),
    )
