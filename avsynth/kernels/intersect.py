"""Rays against triangles, which are kept in blocks of eight."""

from avsynth.kernels._jit import lean
from avsynth.kernels.lanes import LANES

#: Numbers of a block of triangles: x of all first corners, y, z, x of all second corners …
BLOCK = 9 * LANES


@lean
def sheared(ox, oy, oz, dx, dy, dz):
    """Return a ray made ready for `triangle_range`: axes (x, y, z), origin along them, shear (sx, sy, sz).

    z is the axis along which the direction is longest; the shear takes the direction to (0, 0, 1) [Woop]_.
    """
    if abs(dx) >= abs(dy) and abs(dx) >= abs(dz):
        return 1, 2, 0, oy, oz, ox, dy * (1.0 / dx), dz * (1.0 / dx), 1.0 / dx
    if abs(dy) >= abs(dz):
        return 2, 0, 1, oz, ox, oy, dz * (1.0 / dy), dx * (1.0 / dy), 1.0 / dy
    return 0, 1, 2, ox, oy, oz, dx * (1.0 / dz), dy * (1.0 / dz), 1.0 / dz


@lean
def weights(ax, ay, az, bx, by, bz, cx, cy, cz, ray):
    """Return the weights of the corners of a triangle at the point where a ray meets it, and the depths of its corners.

    Seen along the ray, the corners a, b, c lie at (ax, ay) … in a plane with the ray at its origin. The weights
    u = cx by − cy bx, v = ax cy − ay cx, w = bx ay − by ax have the sign of the side of each edge on which the ray
    passes [Woop]_. A difference of two products has the right sign or is zero, and an edge gives the same number to
    both of its triangles up to the sign: so no ray slips between triangles. The ray passes inside, edges included, if
    no weight has the opposite sign of another; its range is (u az + v bz + w cz) sz / (u + v + w).

    Either the corners are lanes (eight triangles against a ray) or the ray is (a triangle against eight rays).

    Parameters
    ----------
    ax … cz : [m]
        Corners, axes in the order of the ray.
    ray : tuple
        (ox, oy, oz, sx, sy), as `sheared` makes them, float64.
    """
    ox, oy, oz, sx, sy = ray
    az, bz, cz = az - oz, bz - oz, cz - oz
    ax, ay = (ax - ox) - sx * az, (ay - oy) - sy * az
    bx, by = (bx - ox) - sx * bz, (by - oy) - sy * bz
    cx, cy = (cx - ox) - sx * cz, (cy - oy) - sy * cz
    return cx * by - cy * bx, ax * cy - ay * cx, bx * ay - by * ax, az, bz, cz


@lean
def triangle_weights(corner, place, z, ray):
    """Return `weights` of one triangle, the first number of which is at `place`, for a ray, or
    eight, along axis `z`."""
    x = z + 1 if z < 2 else 0
    y = x + 1 if x < 2 else 0
    x, y, z = place + x * LANES, place + y * LANES, place + z * LANES
    return weights(
        corner[x],
        corner[y],
        corner[z],
        corner[x + 3 * LANES],
        corner[y + 3 * LANES],
        corner[z + 3 * LANES],
        corner[x + 6 * LANES],
        corner[y + 6 * LANES],
        corner[z + 6 * LANES],
        ray,
    )


@lean
def corner_and_edges(corner, triangle):
    """Return the first corner a of a triangle, and its edges b − a and c − a, float64."""
    block = triangle // LANES * BLOCK + triangle % LANES
    ax, ay, az = float(corner[block]), float(corner[block + LANES]), float(corner[block + 2 * LANES])
    to_b = corner[block + 3 * LANES] - ax, corner[block + 4 * LANES] - ay, corner[block + 5 * LANES] - az
    to_c = corner[block + 6 * LANES] - ax, corner[block + 7 * LANES] - ay, corner[block + 8 * LANES] - az
    return (ax, ay, az), to_b, to_c
