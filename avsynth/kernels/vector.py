"""Three-vectors as three numbers: products, and turning about an axis."""

import math

from avsynth.kernels._jit import lean

WHOLE_TURN = 2.0 * math.pi  #: [rad]
#: Square of the largest angle [rad²] for which TERMS terms of the series are exact to the last bits.
LITTLE, TERMS = 10.0, 15


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
    """Return the vector v turned by the rotation vector w [rad], by any angle."""
    square = dot(wx, wy, wz, wx, wy, wz)
    if not square <= LITTLE:
        angle = math.sqrt(square)
        rest = 1.0 - WHOLE_TURN * round(angle / WHOLE_TURN) / angle
        wx, wy, wz = wx * rest, wy * rest, wz * rest
    return turned_little(vx, vy, vz, wx, wy, wz)


@lean
def turned_little(vx, vy, vz, wx, wy, wz):
    """Return the vector v turned by the rotation vector w [rad], at most half a turn; or eight vectors.

    Rodrigues' formula v + (sin a / a) w × v + ((1 − cos a) / a²) w × (w × v), its weights as series in a²:

        sin a / a = Σ (−a²)ⁿ / (2n + 1)!        (1 − cos a) / a² = Σ (−a²)ⁿ / (2n + 2)!
    """
    square = dot(wx, wy, wz, wx, wy, wz)
    first, second = square * 0.0, square * 0.0
    for n in range(TERMS - 1, 0, -1):
        first = (1.0 + first) * (square * (-1.0 / (2 * n * (2 * n + 1))))
        second = (1.0 + second) * (square * (-1.0 / ((2 * n + 1) * (2 * n + 2))))
    first, second = 1.0 + first, 0.5 + 0.5 * second
    cx, cy, cz = cross(wx, wy, wz, vx, vy, vz)
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
