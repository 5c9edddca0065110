"""Casting rays into a scene: the closest surface, or whether there is any. Every ray has its own origin and time.

A ray walks the tree over instances; for each instance it meets, it is taken into that part's frame at its own time and
walks the part's tree. Of two surfaces at the same range the one with the lower row, then the lower triangle number wins.
"""

import math

import numpy as np
from numba import prange

from avsynth.kernels._jit import inline, parallel_entry
from avsynth.kernels.arrays import SceneArrays
from avsynth.kernels.build import STACK
from avsynth.kernels.intersect import box_range, reciprocal, sheared, triangle_range
from avsynth.kernels.motion import point_to_part, vector_to_part

#: Stands for "no row" and "no object".
NONE = -1


@parallel_entry
def cast_closest(tree, meshes, instances, top, row, rays, passed, workers, found):
    """Fill `found` with the closest surface of each ray; rays pass through the object `passed`."""
    for worker in prange(workers):
        work_closest(tree, meshes, instances, top, row, rays, passed, worker, workers, found)


@parallel_entry
def cast_any(tree, meshes, instances, top, row, rays, workers, met):
    """Fill `met` uint8 (N,) with 1 where a ray meets anything that throws a shadow."""
    for worker in prange(workers):
        work_any(tree, meshes, instances, top, row, rays, worker, workers, met)


@inline
def work_closest(tree, meshes, instances, top, row, rays, passed, worker, workers, found):
    """Cast every ray that falls to `worker`."""
    scene = SceneArrays(tree, meshes, instances, top, row)
    top_stack, stack = new_stack(), new_stack()
    for ray in range(worker, len(rays.time), workers):
        closest_of_ray(scene, rays, ray, passed, top_stack, stack, found)


@inline
def work_any(tree, meshes, instances, top, row, rays, worker, workers, met):
    """Cast every ray that falls to `worker`."""
    scene = SceneArrays(tree, meshes, instances, top, row)
    top_stack, stack = new_stack(), new_stack()
    for ray in range(worker, len(rays.time), workers):
        met[ray] = any_of_ray(scene, rays, ray, top_stack, stack)


@inline
def new_stack():
    """Return room for the nodes that wait while a tree is walked: their numbers and where the ray enters them."""
    return np.empty(STACK, np.int32), np.empty(STACK, np.float64)


@inline
def closest_of_ray(scene, rays, ray, passed, top, stack, found):
    """Find the closest surface of one ray."""
    best, best_row, best_triangle = rays.range_max[ray], NONE, NONE
    o, d = rays.origin[ray], rays.direction[ray]
    line = o[0], o[1], o[2], reciprocal(d[0]), reciprocal(d[1]), reciprocal(d[2])
    depth = start(scene.top, 0, line, rays.range_min[ray], best, top)
    while depth > 0:
        depth, first, count = next_leaf(scene.top, 0, line, rays.range_min[ray], best, top, depth)
        for item in range(first, first + count):
            row = scene.row[item]
            if scene.instances.object[row] != passed:
                best, best_row, best_triangle = closest_in_part(
                    scene, rays, ray, row, best, best_row, best_triangle, stack
                )
    found.range[ray] = best if best_row >= 0 else math.inf
    found.row[ray], found.triangle[ray] = best_row, best_triangle


@inline
def closest_in_part(scene, rays, ray, row, best, best_row, best_triangle, stack):
    """Return the better of the best surface so far and the closest one of instance `row`: range, row, triangle."""
    meshes = scene.meshes
    line, slant = local_ray(scene.instances, rays, ray, row)
    root, first_triangle = scene.instances.root[row], scene.instances.first_triangle[row]
    nearest = rays.range_min[ray]
    depth = start(scene.tree, root, line, nearest, best, stack)
    while depth > 0:
        depth, first, count = next_leaf(scene.tree, root, line, nearest, best, stack, depth)
        for k in range(first_triangle + first, first_triangle + first + count):
            t = triangle_range(slant, meshes.corner[k])
            if nearest < t <= best and t < math.inf:
                tie = t == best and not wins_tie(meshes.number, row, k, best_row, best_triangle)
                best, best_row, best_triangle = (best, best_row, best_triangle) if tie else (t, row, k)
    return best, best_row, best_triangle


@inline
def wins_tie(number, row, triangle, other_row, other_triangle):
    """Return whether a surface is chosen before another one at the same range."""
    if row != other_row:
        return other_row == NONE or row < other_row
    return number[triangle] < number[other_triangle]


@inline
def any_of_ray(scene, rays, ray, top, stack):
    """Return 1 if one ray meets anything that throws a shadow, else 0."""
    o, d = rays.origin[ray], rays.direction[ray]
    line = o[0], o[1], o[2], reciprocal(d[0]), reciprocal(d[1]), reciprocal(d[2])
    nearest, farthest = rays.range_min[ray], rays.range_max[ray]
    depth = start(scene.top, 0, line, nearest, farthest, top)
    while depth > 0:
        depth, first, count = next_leaf(scene.top, 0, line, nearest, farthest, top, depth)
        for item in range(first, first + count):
            if any_in_part(scene, rays, ray, scene.row[item], stack):
                return 1
    return 0


@inline
def any_in_part(scene, rays, ray, row, stack):
    """Return whether a ray meets anything of instance `row` that throws a shadow."""
    meshes, instances = scene.meshes, scene.instances
    line, slant = local_ray(instances, rays, ray, row)
    root, first_triangle, first_slot = instances.root[row], instances.first_triangle[row], instances.first_slot[row]
    nearest, farthest = rays.range_min[ray], rays.range_max[ray]
    depth = start(scene.tree, root, line, nearest, farthest, stack)
    while depth > 0:
        depth, first, count = next_leaf(scene.tree, root, line, nearest, farthest, stack, depth)
        for k in range(first_triangle + first, first_triangle + first + count):
            if instances.slot_see_through[first_slot + meshes.slot[k]] == 0:
                t = triangle_range(slant, meshes.corner[k])
                if nearest < t <= farthest:
                    return True
    return False


@inline
def local_ray(instances, rays, ray, row):
    """Return a ray in the frame of instance `row` at the ray's own time: ready for boxes, and ready for triangles."""
    time, o, d = rays.time[ray], rays.origin[ray], rays.direction[ray]
    ox, oy, oz = point_to_part(instances, row, time, o[0], o[1], o[2])
    dx, dy, dz = vector_to_part(instances, row, time, d[0], d[1], d[2])
    return (ox, oy, oz, reciprocal(dx), reciprocal(dy), reciprocal(dz)), sheared(ox, oy, oz, dx, dy, dz)


@inline
def start(tree, root, line, nearest, farthest, stack):
    """Put the root of a tree on the stack if the ray meets its box; return how many nodes wait."""
    enter = box_range(tree.box[root], line[0], line[1], line[2], line[3], line[4], line[5], nearest, farthest)
    stack[0][0], stack[1][0] = root, enter
    return 1 if enter < math.inf else 0


@inline
def next_leaf(tree, root, line, nearest, farthest, stack, depth):
    """Walk on to the next leaf, nearer children first; return (nodes that wait, first item, number of items)."""
    waiting, enters = stack
    while depth > 0:
        depth -= 1
        if enters[depth] > farthest:
            continue
        node = waiting[depth]
        while tree.count[node] == 0:
            near = root + tree.child[node]
            far = near + 1
            enter_near = box_range(
                tree.box[near], line[0], line[1], line[2], line[3], line[4], line[5], nearest, farthest
            )
            enter_far = box_range(
                tree.box[far], line[0], line[1], line[2], line[3], line[4], line[5], nearest, farthest
            )
            if enter_far < enter_near:
                near, far = far, near
                enter_near, enter_far = enter_far, enter_near
            if enter_far < math.inf:
                waiting[depth], enters[depth] = far, enter_far
                depth += 1
            if enter_near == math.inf:
                break
            node = near
        if tree.count[node] > 0:
            return depth, tree.child[node], tree.count[node]
    return 0, 0, 0
