"""What trees are built from: the boxes of triangles, and triangles in blocks of eight."""

import math

import numpy as np

from avsynth.kernels._jit import entry, lean
from avsynth.kernels.intersect import BLOCK
from avsynth.kernels.lanes import LANES
from avsynth.kernels.vector import cross, dot

#: A triangle whose height is below this share of its longest side has no inside.
FLATNESS = 1e-9


@entry
def measure_triangles(vertices, triangles, box, number):
    """Write box (T, 6) and number (T,) of each triangle that has an inside, one after the other; return how many."""
    kept = 0
    for k in range(len(triangles)):
        a, b, c = vertices[triangles[k, 0]], vertices[triangles[k, 1]], vertices[triangles[k, 2]]
        if not has_inside(a, b, c):
            continue
        number[kept] = k
        for axis in range(3):
            box[kept, axis] = min(min(a[axis], b[axis]), c[axis])
            box[kept, axis + 3] = max(max(a[axis], b[axis]), c[axis])
        kept += 1
    return kept


@lean
def has_inside(a, b, c):
    """Return whether a triangle has an area."""
    ux, uy, uz = float(b[0]) - a[0], float(b[1]) - a[1], float(b[2]) - a[2]
    vx, vy, vz = float(c[0]) - a[0], float(c[1]) - a[1], float(c[2]) - a[2]
    wx, wy, wz = vx - ux, vy - uy, vz - uz
    nx, ny, nz = cross(ux, uy, uz, vx, vy, vz)
    longest = max(max(dot(ux, uy, uz, ux, uy, uz), dot(vx, vy, vz, vx, vy, vz)), dot(wx, wy, wz, wx, wy, wz))
    return math.sqrt(dot(nx, ny, nz, nx, ny, nz)) > FLATNESS * longest


@entry
def fill_blocks(vertices, triangles, number, corner):
    """Write the corners of the triangles `number` (K,), −1 for none, in blocks as `intersect.BLOCK` says."""
    for k in range(len(number)):
        place = k // LANES * BLOCK + k % LANES
        for axis in range(3):
            for vertex in range(3):
                value = np.float32(math.nan)
                if number[k] >= 0:
                    value = vertices[triangles[number[k], vertex], axis]
                corner[place + (3 * vertex + axis) * LANES] = value
