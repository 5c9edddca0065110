"""Fitting the tree of a mesh to new places of its vertices: the same tree, other boxes."""

import math

import numpy as np

from avsynth.kernels._jit import entry, inline
from avsynth.kernels.intersect import BLOCK
from avsynth.kernels.lanes import LANES
from avsynth.kernels.triangles import has_inside
from avsynth.kernels.wide import FAR, NO_NODE, UPPER, leaf_items


@entry
def refit(vertices, triangles, number, rest_corner, child, padding, corner, box):
    """Write the corners of the triangles and the boxes of the nodes of a mesh whose vertices have moved.

    Parameters
    ----------
    vertices : float32 (V, 3) [m]
        Where they are now.
    triangles : int32 (K, 3)
        Their numbers at the corners of the triangles.
    number, rest_corner : int32 (T,), float32 (9 T,)
        Of the mesh at rest, as in `arrays.Meshes`; what has no corners there gets none.
    child : int32 (M, LANES)
        The tree of the mesh at rest.
    padding : float [m]
        Boxes are enlarged by it on all sides.
    corner, box : float32 (9 T,), float32 (M, NODE)
        To be filled.
    """
    for k in range(len(number)):
        place = k // LANES * BLOCK + k % LANES
        write_triangle(vertices, triangles[number[k]], place, not math.isnan(rest_corner[place]), corner)
    # children have higher numbers than their parents
    for node in range(len(child) - 1, -1, -1):
        for lane in range(LANES):
            enclose_child(child, node, lane, np.float32(padding), corner, box)


@inline
def write_triangle(vertices, own, place, is_there, corner):
    """Write the corners of one triangle, or NaN if it is not there or has no inside."""
    a, b, c = vertices[own[0]], vertices[own[1]], vertices[own[2]]
    is_there = is_there and has_inside(a, b, c)
    for axis in range(3):
        corner[place + axis * LANES] = a[axis] if is_there else np.float32(math.nan)
        corner[place + (3 + axis) * LANES] = b[axis] if is_there else np.float32(math.nan)
        corner[place + (6 + axis) * LANES] = c[axis] if is_there else np.float32(math.nan)


@inline
def enclose_child(child, node, lane, padding, corner, box):
    """Write the box of one child of a node: around its triangles, or around the boxes of its own children."""
    code = child[node, lane]
    for axis in range(3):
        low, high = FAR, -FAR
        if code >= 0:
            for k in range(LANES):
                low = min(low, box[code, axis * LANES + k])
                high = max(high, box[code, UPPER + axis * LANES + k])
        elif code != NO_NODE:
            place = leaf_items(code)[0] // LANES * BLOCK + axis * LANES
            for k in range(place, place + LANES):
                for vertex in range(0, BLOCK, 3 * LANES):
                    if corner[k + vertex] == corner[k + vertex]:  # a number
                        low, high = min(low, corner[k + vertex] - padding), max(high, corner[k + vertex] + padding)
        box[node, axis * LANES + lane] = low
        box[node, UPPER + axis * LANES + lane] = high
