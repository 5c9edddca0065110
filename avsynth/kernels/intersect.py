"""A ray against a triangle and against a box."""

import math

from avsynth.kernels._jit import inline
from avsynth.kernels.vector import cross, dot

#: Stands for a direction's zero component, where its reciprocal would be infinite.
TINY = 1e-100


@inline
def triangle_range(ox, oy, oz, dx, dy, dz, corner):
    """Return the range of a triangle along a ray, or inf; edges belong to the triangle.

    With corners a, b, c seen from the origin and the unit direction d, the edge volumes u = d·(c×b), v = d·(a×c),
    w = d·(b×a) are the weights of the corners at the point hit. The ray passes inside if no weight has the opposite sign
    of another. An edge shared by two triangles gives both the same volume up to an exactly flipped sign, so no ray slips
    between them. Range = (u a·d + v b·d + w c·d) / (u + v + w), never outside the corners' own ranges.

    Parameters
    ----------
    ox … dz : float64
        Origin and direction.
    corner : float32 (9,) [m]
    """
    ax, ay, az = corner[0] - ox, corner[1] - oy, corner[2] - oz
    bx, by, bz = corner[3] - ox, corner[4] - oy, corner[5] - oz
    cx, cy, cz = corner[6] - ox, corner[7] - oy, corner[8] - oz
    ux, uy, uz = cross(cx, cy, cz, bx, by, bz)
    u = dot(dx, dy, dz, ux, uy, uz)
    vx, vy, vz = cross(ax, ay, az, cx, cy, cz)
    v = dot(dx, dy, dz, vx, vy, vz)
    wx, wy, wz = cross(bx, by, bz, ax, ay, az)
    w = dot(dx, dy, dz, wx, wy, wz)
    if min(min(u, v), w) < 0.0 and max(max(u, v), w) > 0.0:
        return math.inf
    total = u + v + w
    if total == 0.0:
        return math.inf
    depth = u * dot(ax, ay, az, dx, dy, dz) + v * dot(bx, by, bz, dx, dy, dz) + w * dot(cx, cy, cz, dx, dy, dz)
    return depth / total


@inline
def normal_of(corner):
    """Return the geometric normal (b−a)×(c−a) of a triangle, not normalised, float64."""
    ax, ay, az = float(corner[0]), float(corner[1]), float(corner[2])
    bx, by, bz = corner[3] - ax, corner[4] - ay, corner[5] - az
    cx, cy, cz = corner[6] - ax, corner[7] - ay, corner[8] - az
    return cross(bx, by, bz, cx, cy, cz)


@inline
def reciprocal(component):
    """Return 1/component, huge but finite where the component is zero."""
    if abs(component) < TINY:
        return math.copysign(1.0 / TINY, component)
    return 1.0 / component


@inline
def box_range(box, ox, oy, oz, ix, iy, iz, nearest, farthest):
    """Return the range at which a ray enters a box, at least `nearest`, or inf if it misses it or comes after `farthest`.

    ix, iy, iz are the reciprocals of the direction's components. Boxes are padded when built by more than the rounding here.
    """
    x0, x1 = (box[0] - ox) * ix, (box[3] - ox) * ix
    y0, y1 = (box[1] - oy) * iy, (box[4] - oy) * iy
    z0, z1 = (box[2] - oz) * iz, (box[5] - oz) * iz
    enter = max(max(min(x0, x1), min(y0, y1)), max(min(z0, z1), nearest))
    leave = min(min(max(x0, x1), max(y0, y1)), min(max(z0, z1), farthest))
    return enter if enter <= leave else math.inf
