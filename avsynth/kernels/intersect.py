"""A ray against a triangle and against a box."""

import math

from avsynth.kernels._jit import lean
from avsynth.kernels.vector import cross

#: Stands for a direction's zero component, where its reciprocal would be infinite.
TINY = 1e-100


@lean
def sheared(ox, oy, oz, dx, dy, dz):
    """Return a ray made ready for `triangle_range`: axes (x, y, z), origin along them, shear (sx, sy, sz).

    z is the axis along which the direction is longest; the shear takes the direction to (0, 0, 1) [Woop2013]_.
    """
    if abs(dx) >= abs(dy) and abs(dx) >= abs(dz):
        return 1, 2, 0, oy, oz, ox, dy / dx, dz / dx, 1.0 / dx
    if abs(dy) >= abs(dz):
        return 2, 0, 1, oz, ox, oy, dz / dy, dx / dy, 1.0 / dy
    return 0, 1, 2, ox, oy, oz, dx / dz, dy / dz, 1.0 / dz


@lean
def triangle_range(ray, corner):
    """Return the range of a triangle along a ray, or inf; edges and corners belong to the triangle [Woop2013]_.

    Seen along the ray, the corners a, b, c lie at (ax, ay) … in a plane with the ray at its origin. The weights
    u = cx by − cy bx, v = ax cy − ay cx, w = bx ay − by ax have the sign of the side of each edge on which the ray passes.
    A difference of two products has the right sign or is zero, and an edge gives the same number to both of its triangles
    up to the sign: so no ray slips between triangles. Range = (u az + v bz + w cz) / (u + v + w).

    Parameters
    ----------
    ray : tuple
        As made by `sheared`, float64.
    corner : float32 (9,) [m]
    """
    x, y, z, ox, oy, oz, sx, sy, sz = ray
    az, bz, cz = corner[z] - oz, corner[3 + z] - oz, corner[6 + z] - oz
    ax, ay = (corner[x] - ox) - sx * az, (corner[y] - oy) - sy * az
    bx, by = (corner[3 + x] - ox) - sx * bz, (corner[3 + y] - oy) - sy * bz
    cx, cy = (corner[6 + x] - ox) - sx * cz, (corner[6 + y] - oy) - sy * cz
    u, v, w = cx * by - cy * bx, ax * cy - ay * cx, bx * ay - by * ax
    if min(min(u, v), w) < 0.0 and max(max(u, v), w) > 0.0:
        return math.inf
    total = u + v + w
    if total == 0.0:
        return math.inf
    return (u * az + v * bz + w * cz) * sz / total


@lean
def normal_of(corner):
    """Return the geometric normal (b−a)×(c−a) of a triangle, not normalised, float64."""
    ax, ay, az = float(corner[0]), float(corner[1]), float(corner[2])
    bx, by, bz = corner[3] - ax, corner[4] - ay, corner[5] - az
    cx, cy, cz = corner[6] - ax, corner[7] - ay, corner[8] - az
    return cross(bx, by, bz, cx, cy, cz)


@lean
def reciprocal(component):
    """Return 1/component, huge but finite where the component is zero."""
    if abs(component) < TINY:
        return math.copysign(1.0 / TINY, component)
    return 1.0 / component


@lean
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
