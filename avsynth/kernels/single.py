"""One ray walks wide trees, eight boxes at a time; for rays that have no neighbours of about the same way."""

import math

import numpy as np

from avsynth.kernels._jit import inline, lean
from avsynth.kernels.intersect import BLOCK, sheared, weights
from avsynth.kernels.lanes import LANES, bits, larger, load, load_as_float64, lowest_bit, smaller, store
from avsynth.kernels.motion import point_to_part, vector_to_part
from avsynth.kernels.wide import NO_NODE, NODE, UPPER, leaf_items

#: Entries of the stack of a walk: depth of the tree times the children that wait on each level.
STACK = 1024
#: Stands for "no row" and "no object".
NONE = -1
#: Share of the coordinates by which rounding to float32 may move a plane, with room to spare [1].
SINGLE_ROUNDING = 1e-6
#: A direction's component below this counts as this: its reciprocal, times any coordinate, stays finite in float32.
TINY = 1e-20


@inline
def new_stack():
    """Return room for the nodes that wait: their codes, where the ray enters them; eight numbers to sort, eight
    ranges.
    """
    return (
        np.empty(STACK, np.int32),
        np.empty(STACK, np.float32),
        np.empty(LANES, np.float32),
        np.empty(LANES, np.float64),
    )


@inline
def new_stacks():
    """Return room for a walk: a stack for the top tree, one for the trees of parts."""
    return new_stack(), new_stack()


@lean
def line_of(ox, oy, oz, dx, dy, dz, extent):
    """Return a ray made ready for `boxes_entered`, for a tree whose boxes lie within ±`extent`.

    For each axis: reciprocal of the direction, its product with the origin moved back and moved on by more than the
    rounding of the test, and which planes of a box come first.
    """
    error = SINGLE_ROUNDING * (abs(ox) + abs(oy) + abs(oz) + extent)
    return line_along(ox, dx, error), line_along(oy, dy, error), line_along(oz, dz, error)


@lean
def line_along(o, d, error):
    """Return one axis of `line_of`."""
    inverse = np.float32(1.0) / np.float32(math.copysign(max(abs(d), TINY), d))
    return line_axis(inverse, np.float32(o) * inverse, abs(inverse) * np.float32(error))


@lean
def line_axis(inverse, product, room):
    """Return one axis of a ray: see `line_of`."""
    return inverse, product + room, product - room, UPPER if inverse < np.float32(0.0) else 0


@lean
def boxes_entered(box, node, line, nearest, farthest):
    """Return where a ray enters the eight boxes of a node, and for which it does within its limits, as bits.

    Distances are enlarged to the safe side by the shifted origins of `line_of`.
    """
    enter_x, leave_x = planes_crossed(box, node * NODE, line[0])
    enter_y, leave_y = planes_crossed(box, node * NODE + LANES, line[1])
    enter_z, leave_z = planes_crossed(box, node * NODE + 2 * LANES, line[2])
    enter = larger(larger(enter_x, enter_y), larger(enter_z, np.float32(nearest)))
    leave = smaller(smaller(leave_x, leave_y), smaller(leave_z, np.float32(farthest)))
    return enter, bits(enter <= leave)


@lean
def planes_crossed(box, place, along):
    """Return where a ray crosses the nearer and the farther planes of eight boxes along one axis."""
    inverse, early, late, first = along
    near, far = load(box, place + first), load(box, place + UPPER - first)
    return near * inverse - early, far * inverse - late


@lean
def start_of(rays, ray):
    """Return what a ray looks for surfaces behind: range, row of the instance, number of the triangle."""
    return rays.range_min[ray], rays.after[ray, 0], rays.after[ray, 1]


@lean
def walk_ray(scene, rays, ray, passed, any_will_do, stacks, found):
    """Find the closest surface of one ray, or any that throws a shadow; the ray passes through the object `passed`."""
    top, stack = stacks
    since, best = start_of(rays, ray), (rays.range_max[ray], NONE, NONE)
    o, d = rays.origin[ray], rays.direction[ray]
    line = line_of(o[0], o[1], o[2], d[0], d[1], d[2], scene.top.extent[0])
    code, depth = 0 if is_finite(o) and is_finite(d) else NO_NODE, 0
    while code != NO_NODE:
        if code >= 0:
            enter, entered = boxes_entered(scene.top.box, code, line, since[0], best[0])
            if entered != 0:
                code, depth = nearest_child(top, depth, entered, enter, scene.top.child, code)
                continue
        else:
            first, count = leaf_items(code)
            for item in range(first, first + count):
                row = scene.top.row[item]
                if scene.instances.object[row] != passed:
                    best = walk_part(scene, rays, ray, row, since, any_will_do, stack, best)
        code, depth = next_waiting(top, depth, best[0])
    found.range[ray] = best[0] if best[1] >= 0 else math.inf
    found.row[ray], found.triangle[ray] = best[1], best[2]


@lean
def is_finite(v):
    """Return whether all of v (3,) are finite numbers."""
    return abs(v[0]) + abs(v[1]) + abs(v[2]) < math.inf


@lean
def walk_part(scene, rays, ray, row, since, any_will_do, stack, best):
    """Return the better of the best surface so far, (range, row, triangle), and the closest one of instance `row`."""
    line, slant = local_ray(scene.instances, rays, ray, row)
    return walk_below(scene, row, 0, line, slant, since, any_will_do, stack, best)


@lean
def walk_below(scene, row, start, line, slant, since, any_will_do, stack, best):
    """Return the better of the best surface so far and the closest one below node or leaf `start` of instance `row`.

    Where any surface will do, its range becomes −inf, so that nothing is looked for any more.
    """
    root, first_triangle = scene.instances.root[row], scene.instances.first_triangle[row]
    code, depth = start, 0
    while code != NO_NODE:
        if code >= 0:
            enter, entered = boxes_entered(scene.tree.box, root + code, line, since[0], best[0])
            if entered != 0:
                code, depth = nearest_child(stack, depth, entered, enter, scene.tree.child, root + code)
                continue
        else:
            first = first_triangle + leaf_items(code)[0]
            best = try_block(scene, row, first, slant, since, any_will_do, stack[3], best)
        code, depth = next_waiting(stack, depth, best[0])
    return best


@lean
def next_waiting(stack, depth, farthest):
    """Return the node on top of the stack that begins before `farthest`, and how many wait below it; else NO_NODE."""
    while depth > 0:
        depth -= 1
        if stack[1][depth] <= farthest:
            return stack[0][depth], depth
    return NO_NODE, 0


@lean
def nearest_child(stack, depth, entered, enter, child, node):
    """Return the nearest child that was entered, and how many nodes wait now that the others do, the nearer on top."""
    code, near, sorting, _ = stack
    lane = lowest_bit(entered)
    entered &= entered - 1
    best = child[node, lane]
    if entered == 0:
        return best, depth
    store(sorting, 0, enter)
    base, best_near = depth, sorting[lane]
    while entered != 0:
        lane = lowest_bit(entered)
        entered &= entered - 1
        other, other_near = child[node, lane], sorting[lane]
        if other_near < best_near:
            other, best, other_near, best_near = best, other, best_near, other_near
        place, depth = depth, depth + 1
        while place > base and near[place - 1] < other_near:
            code[place], near[place] = code[place - 1], near[place - 1]
            place -= 1
        code[place], near[place] = other, other_near
    return best, depth


@lean
def try_block(scene, row, first, ray, since, any_will_do, reach, best):
    """Return the better of the best surface so far and the closest of a block of eight triangles."""
    x, y, z, ox, oy, oz, sx, sy, sz = ray
    place, corner = first // LANES * BLOCK, scene.meshes.corner
    x, y, z = place + x * LANES, place + y * LANES, place + z * LANES
    u, v, w, az, bz, cz = weights(
        load_as_float64(corner, x),
        load_as_float64(corner, y),
        load_as_float64(corner, z),
        load_as_float64(corner, x + 3 * LANES),
        load_as_float64(corner, y + 3 * LANES),
        load_as_float64(corner, z + 3 * LANES),
        load_as_float64(corner, x + 6 * LANES),
        load_as_float64(corner, y + 6 * LANES),
        load_as_float64(corner, z + 6 * LANES),
        (ox, oy, oz, sx, sy),
    )
    inside = ((u >= 0.0) & (v >= 0.0) & (w >= 0.0)) | ((u <= 0.0) & (v <= 0.0) & (w <= 0.0))
    if bits(inside) == 0:
        return best
    t = (u * az + v * bz + w * cz) * sz / (u + v + w)
    reached = bits(inside & (t >= since[0]) & (t <= best[0]) & (t < math.inf))
    store(reach, 0, t)
    while reached != 0:
        lane = lowest_bit(reached)
        reached &= reached - 1
        if reach[lane] <= best[0] and comes_after(scene.meshes.number, row, first + lane, reach[lane], since):
            best = better(scene, row, first + lane, reach[lane], any_will_do, best)
    return best


@lean
def better(scene, row, triangle, t, any_will_do, best):
    """Return the best surface (range, row, triangle) now that triangle `triangle` of `row` is met at t, not beyond
    the best.
    """
    if any_will_do:
        slot = scene.instances.first_slot[row] + scene.meshes.slot[triangle]
        return best if scene.instances.slot_see_through[slot] else (-math.inf, row, triangle)
    if t < best[0] or wins_tie(scene.meshes.number, row, triangle, best[1], best[2]):
        return t, row, triangle
    return best


@lean
def comes_after(number, row, triangle, t, since):
    """Return whether a surface at range t, not before `since`, comes after it: farther, or losing the tie."""
    if t > since[0]:
        return True
    return row > since[1] or (row == since[1] and number[triangle] > since[2])


@lean
def wins_tie(number, row, triangle, other_row, other_triangle):
    """Return whether a surface is chosen before another one at the same range."""
    if row != other_row:
        return other_row == NONE or row < other_row
    return number[triangle] < number[other_triangle]


@lean
def local_ray(instances, rays, ray, row):
    """Return a ray in the frame of instance `row` at the ray's own time: ready for boxes, and ready for triangles."""
    time, o, d = rays.time[ray], rays.origin[ray], rays.direction[ray]
    ox, oy, oz = point_to_part(instances, row, time, o[0], o[1], o[2])
    dx, dy, dz = vector_to_part(instances, row, time, d[0], d[1], d[2])
    return line_of(ox, oy, oz, dx, dy, dz, instances.extent[row]), sheared(ox, oy, oz, dx, dy, dz)
