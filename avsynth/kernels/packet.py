"""Sixteen rays that fly side by side walk wide trees together: eight boxes against their beam, then the boxes that it
touches against the rays. Where only few rays go on, each goes its own way from there. The beam is in `beam`.
"""

import math

import numpy as np

from avsynth.kernels._jit import inline, lean
from avsynth.kernels.beam import (
    ALL,
    BEST,
    NEAREST,
    PACKET,
    PART,
    PART_LINE,
    ROUGH_BEST,
    ROUGH_NEAREST,
    SLANT,
    TIME,
    WORLD,
    WORLD_LINE,
    aim,
    as_float32,
    boxes_touched,
    rays_entering,
    reaches_into,
)
from avsynth.kernels.intersect import BLOCK, triangle_weights
from avsynth.kernels.lanes import LANES, bit_count, bits, greatest, larger, load, load_wide, lowest_bit, smaller, store
from avsynth.kernels.motion import (
    TURNS,
    point_to_part,
    resting_point_to_part,
    turning_ray_to_part,
    turns_little,
    vector_to_part,
)
from avsynth.kernels.single import (
    NONE,
    SINGLE_ROUNDING,
    STACK,
    better,
    comes_after,
    line_axis,
    walk_below,
    walk_part,
)
from avsynth.kernels.vector import multiplied_transposed
from avsynth.kernels.wide import leaf_items

#: So few rays go on alone, at a node; below an instance.
ALONE, ALONE_IN_PART = 2, 2
#: Work of a ray at a block of triangles, of half a packet at one triangle, of a beam at a block [about a cycle].
BLOCK_WORK, TRIANGLE_WORK, BEAM_WORK = 70, 55, 45
#: Bits of half a packet.
HALF = (1 << LANES) - 1


@inline
def new_packet_stack():
    """Return room for the nodes that wait: their codes, where the beam enters them, which rays do; depths to sort."""
    return (
        np.empty(STACK, np.int32),
        np.empty(STACK, np.float32),
        np.empty(STACK, np.int32),
        np.empty(LANES, np.float32),
    )


@lean
def gather(rays, order, first, packet):
    """Fill a packet with the rays from place `first` of `order`; places beyond the last ray repeat it, looking for
    nothing.
    """
    exact = packet.exact
    for k in range(PACKET):
        ray = order[min(first + k, len(order) - 1)]
        packet.ray[k] = ray
        for axis in range(3):
            exact[(WORLD + axis) * PACKET + k] = rays.origin[ray, axis]
            exact[(WORLD + 3 + axis) * PACKET + k] = rays.direction[ray, axis]
        exact[TIME * PACKET + k] = rays.time[ray]
        exact[NEAREST * PACKET + k] = rays.range_min[ray]
        exact[BEST * PACKET + k] = rays.range_max[ray] if first + k < len(order) else -math.inf
        packet.after_row[k], packet.after_number[k] = rays.after[ray, 0], rays.after[ray, 1]
        packet.row[k] = packet.triangle[k] = NONE
    outwards = np.float32(SINGLE_ROUNDING)
    nearest, best = as_float32(exact, NEAREST), as_float32(exact, BEST)
    store(packet.rough, ROUGH_NEAREST * PACKET, nearest - nearest * outwards)
    store(packet.rough, ROUGH_BEST * PACKET, best + best * outwards)


@lean
def scatter(packet, count, found):
    """Write what the first `count` rays of a packet have met."""
    for k in range(count):
        ray = packet.ray[k]
        found.range[ray] = packet.exact[BEST * PACKET + k] if packet.row[k] >= 0 else math.inf
        found.row[ray], found.triangle[ray] = packet.row[k], packet.triangle[k]


@lean
def walk_packet(scene, rays, packet, beam, passed, any_will_do, stacks):
    """Find the closest surface of each ray of a packet, or any that throws a shadow."""
    top, stack, single = stacks
    top[0][0], top[1][0], top[2][0] = 0, np.float32(0.0), ALL
    depth = 1
    while depth > 0:
        depth -= 1
        code, mask = top[0][depth], still_looking(packet, top[2][depth], top[1][depth])
        if mask == 0:
            continue
        if code >= 0:
            depth = push_entered(scene.top.box, scene.top.child, 0, code, packet, WORLD_LINE, beam, mask, top, depth)
            continue
        first, count = leaf_items(code)
        for item in range(first, first + count):
            row = scene.top.row[item]
            if scene.instances.object[row] != passed:
                walk_into(scene, rays, packet, row, mask, any_will_do, stack, single)


@lean
def still_looking(packet, mask, near):
    """Return which rays of `mask` look for something at the range `near` or beyond."""
    return mask & bits(load_wide(packet.rough, ROUGH_BEST * PACKET) >= near)


@lean
def push_entered(box, child, root, node, packet, line, beam, mask, stack, depth):
    """Put the children of a node that rays of `mask` enter on the stack, the nearest on top; return how many wait."""
    code, near, entering, sorting = stack
    per_depth = np.float32(1.0) / beam[6]
    farthest = greatest(load_wide(packet.rough, ROUGH_BEST * PACKET)) * beam[6]
    enter, touched = boxes_touched(box, root + node, beam, np.float32(0.0), farthest)
    store(sorting, 0, enter * per_depth)
    base = depth
    while touched != 0:
        lane = lowest_bit(touched)
        touched &= touched - 1
        entered = mask & rays_entering(box, root + node, lane, packet.rough, line, beam[5])
        if entered == 0:
            continue
        place, depth = depth, depth + 1
        while place > base and near[place - 1] < sorting[lane]:
            code[place], near[place], entering[place] = code[place - 1], near[place - 1], entering[place - 1]
            place -= 1
        code[place], near[place], entering[place] = child[root + node, lane], sorting[lane], entered
    return depth


@lean
def walk_into(scene, rays, packet, row, mask, any_will_do, stack, single):
    """Let the rays of `mask` look for surfaces of instance `row`: together, or alone if they are few or diverge."""
    together = bit_count(mask) > ALONE_IN_PART
    if together:
        to_part(scene.instances, row, packet)
        beam = aim(packet, PART, PART_LINE, scene.instances.extent[row])
        if beam[0]:
            walk_part_together(scene, packet, row, beam, mask, any_will_do, stack, single)
            return
    while mask != 0:
        k = lowest_bit(mask)
        mask &= mask - 1
        since, best = start_in(packet, k), best_of(packet, k)
        keep(packet, k, walk_part(scene, rays, packet.ray[k], row, since, any_will_do, single, best))


@lean
def walk_part_together(scene, packet, row, beam, mask, any_will_do, stack, single):
    """Let rays walk the tree of instance `row` together."""
    root, first_triangle = scene.instances.root[row], scene.instances.first_triangle[row]
    stack[0][0], stack[1][0], stack[2][0] = 0, np.float32(0.0), mask
    depth = 1
    while depth > 0:
        depth -= 1
        code, mask = stack[0][depth], still_looking(packet, stack[2][depth], stack[1][depth])
        if mask == 0:
            continue
        if code < 0:
            first = first_triangle + leaf_items(code)[0]
            near = worth_trying_together(scene.meshes.corner, first, packet, beam, mask)
            if near >= 0:
                try_triangles(scene, packet, row, first, near, beam[1][2], mask, any_will_do)
                continue
        elif bit_count(mask) > ALONE:
            tree = scene.tree
            depth = push_entered(tree.box, tree.child, root, code, packet, PART_LINE, beam, mask, stack, depth)
            continue
        while mask != 0:
            k = lowest_bit(mask)
            mask &= mask - 1
            line, slant = line_in(packet, k, beam[5]), slant_of(packet, k, beam[1])
            since, best = start_in(packet, k), best_of(packet, k)
            keep(packet, k, walk_below(scene, row, code, line, slant, since, any_will_do, single, best))


@lean
def start_in(packet, k):
    """Return what ray `k` looks for surfaces behind, as `single.start_of` does."""
    return packet.exact[NEAREST * PACKET + k], packet.after_row[k], packet.after_number[k]


@lean
def best_of(packet, k):
    """Return the best surface so far of ray `k`: range, row, triangle."""
    return packet.exact[BEST * PACKET + k], packet.row[k], packet.triangle[k]


@lean
def keep(packet, k, best):
    """Note the best surface of ray `k`."""
    packet.exact[BEST * PACKET + k], packet.row[k], packet.triangle[k] = best
    packet.rough[ROUGH_BEST * PACKET + k] = np.float32(best[0]) * np.float32(1.0 + SINGLE_ROUNDING)


@lean
def line_in(packet, k, pad):
    """Return ray `k` in a part as `single.line_of` makes it."""
    return line_from(packet.rough, k, 0, pad), line_from(packet.rough, k, 1, pad), line_from(packet.rough, k, 2, pad)


@lean
def line_from(rough, k, axis, pad):
    """Return one axis of `line_in`."""
    inverse, product = rough[(PART_LINE + axis) * PACKET + k], rough[(PART_LINE + 3 + axis) * PACKET + k]
    return line_axis(inverse, product, abs(inverse) * pad)


@lean
def slant_of(packet, k, axes):
    """Return ray `k` in a part as `sheared` makes it."""
    exact, first = packet.exact, SLANT * PACKET + k
    return (
        axes[0],
        axes[1],
        axes[2],
        exact[first],
        exact[first + PACKET],
        exact[first + 2 * PACKET],
        exact[first + 3 * PACKET],
        exact[first + 4 * PACKET],
        exact[first + 5 * PACKET],
    )


@lean
def to_part(instances, row, packet):
    """Fill rows PART with the rays in the frame of instance `row`, each at its own time."""
    exact = packet.exact
    for k in range(0, PACKET, LANES):
        time, o, d = load(exact, TIME * PACKET + k), load_point(exact, WORLD, k), load_point(exact, WORLD + 3, k)
        if instances.motion[row] != TURNS:
            store_point(exact, PART, k, resting_point_to_part(instances, row, time, o[0], o[1], o[2]))
            store_point(exact, PART + 3, k, multiplied_transposed(instances.rotation[row], d[0], d[1], d[2]))
        elif turns_little(instances, row, time):
            o, d = turning_ray_to_part(instances, row, time, o, d)
            store_point(exact, PART, k, o)
            store_point(exact, PART + 3, k, d)
        else:
            for one in range(k, k + LANES):
                ray_to_part(instances, row, exact, one)


@lean
def load_point(exact, row, k):
    """Return eight numbers each of three rows."""
    place = row * PACKET + k
    return load(exact, place), load(exact, place + PACKET), load(exact, place + 2 * PACKET)


@lean
def store_point(exact, row, k, point):
    """Write eight numbers each to three rows."""
    place = row * PACKET + k
    store(exact, place, point[0])
    store(exact, place + PACKET, point[1])
    store(exact, place + 2 * PACKET, point[2])


@lean
def ray_to_part(instances, row, exact, k):
    """Fill place `k` of rows PART with that ray in the frame of instance `row`."""
    time, first = exact[TIME * PACKET + k], WORLD * PACKET + k
    x, y, z = point_to_part(instances, row, time, exact[first], exact[first + PACKET], exact[first + 2 * PACKET])
    first += 3 * PACKET
    dx, dy, dz = vector_to_part(instances, row, time, exact[first], exact[first + PACKET], exact[first + 2 * PACKET])
    first = PART * PACKET + k
    exact[first], exact[first + PACKET], exact[first + 2 * PACKET] = x, y, z
    exact[first + 3 * PACKET], exact[first + 4 * PACKET], exact[first + 5 * PACKET] = dx, dy, dz


@lean
def worth_trying_together(corner, first, packet, beam, mask):
    """Return which triangles of a block the beam touches, as bits; −1 if the rays of `mask` had better try the block
    alone."""
    alone = BLOCK_WORK * bit_count(mask)
    if alone <= BEAM_WORK + TRIANGLE_WORK:
        return -1
    farthest = greatest(load_wide(packet.rough, ROUGH_BEST * PACKET)) * beam[6]
    near = triangles_touched(corner, first // LANES * BLOCK, beam, np.float32(0.0), farthest)
    halves = (1 if mask & HALF else 0) + (1 if mask >> LANES else 0)
    return near if TRIANGLE_WORK * halves * bit_count(near) <= alone else -1


@lean
def try_triangles(scene, packet, row, first, near, z, mask, any_will_do):
    """Test the rays of `mask` against the triangles `near` of a block."""
    place = first // LANES * BLOCK
    for k in range(0, PACKET, LANES):
        chosen = mask >> k & HALF
        if chosen == 0:
            continue
        slant = (
            load(packet.exact, SLANT * PACKET + k),
            load(packet.exact, (SLANT + 1) * PACKET + k),
            load(packet.exact, (SLANT + 2) * PACKET + k),
            load(packet.exact, (SLANT + 3) * PACKET + k),
            load(packet.exact, (SLANT + 4) * PACKET + k),
        )
        remaining = near
        while remaining != 0:
            lane = lowest_bit(remaining)
            remaining &= remaining - 1
            u, v, w, az, bz, cz = triangle_weights(scene.meshes.corner, place + lane, z, slant)
            inside = ((u >= 0.0) & (v >= 0.0) & (w >= 0.0)) | ((u <= 0.0) & (v <= 0.0) & (w <= 0.0))
            chosen_inside = bits(inside) & chosen
            if chosen_inside != 0:
                t = (u * az + v * bz + w * cz) * load(packet.exact, (SLANT + 5) * PACKET + k) / (u + v + w)
                keep_best(scene, packet, k, row, first + lane, chosen_inside, t, any_will_do)


@lean
def triangles_touched(corner, place, beam, nearest, farthest):
    """Return which of a block of eight triangles have boxes that a beam touches between two depths, as bits."""
    axes, sign, depth, sides = beam[1], beam[2], beam[3], beam[4]
    low, high = reach_along(corner, place + axes[2] * LANES)
    enter = larger(choose_sign(low, high, sign) - depth[1], nearest)
    leave = smaller(choose_sign(high, low, sign) - depth[0], farthest)
    touched = enter <= leave
    low, high = reach_along(corner, place + axes[0] * LANES)
    touched = touched & reaches_into(low, high, sides[0], enter, leave)
    low, high = reach_along(corner, place + axes[1] * LANES)
    return bits(touched & reaches_into(low, high, sides[1], enter, leave))


@lean
def choose_sign(plus, minus, sign):
    """Return `plus` if `sign` is positive, else `minus` negated."""
    return plus * sign if sign > 0.0 else minus * sign


@lean
def reach_along(corner, place):
    """Return the least and greatest coordinate of eight triangles along one axis."""
    a, b, c = load(corner, place), load(corner, place + 3 * LANES), load(corner, place + 6 * LANES)
    return smaller(smaller(a, b), c), larger(larger(a, b), c)


@lean
def keep_best(scene, packet, k, row, triangle, inside, ranges, any_will_do):
    """Keep a triangle met at `ranges` (eight rays from place `k`) for those rays for which it is the best."""
    nearest, best = load(packet.exact, NEAREST * PACKET + k), load(packet.exact, BEST * PACKET + k)
    reached = inside & bits((ranges >= nearest) & (ranges <= best) & (ranges < math.inf))
    if reached == 0:
        return
    store(packet.reach, 0, ranges)
    while reached != 0:
        lane = lowest_bit(reached)
        reached &= reached - 1
        place, t = k + lane, packet.reach[lane]
        if comes_after(scene.meshes.number, row, triangle, t, start_in(packet, place)):
            keep(packet, place, better(scene, row, triangle, t, any_will_do, best_of(packet, place)))
