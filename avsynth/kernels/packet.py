"""Rays that fly side by side walk wide trees together: eight boxes against the beam that encloses them, then eight rays
against each triangle of a leaf. The beam itself is in `beam`.
"""

import math
from typing import NamedTuple

import numpy as np

from avsynth.kernels._jit import inline, lean
from avsynth.kernels.beam import PACKET, beam_of, boxes_touched, reaches_into
from avsynth.kernels.intersect import BLOCK, weights
from avsynth.kernels.lanes import (
    LANES,
    bit_count,
    bits,
    choose,
    greatest,
    larger,
    least,
    load,
    lowest_bit,
    smaller,
    store,
)
from avsynth.kernels.motion import TURNS, point_to_part, resting_point_to_part, vector_to_part
from avsynth.kernels.single import NONE, SINGLE_ROUNDING, better, leaf_items, push_nearer_last
from avsynth.kernels.vector import multiplied_transposed

#: Bits of a full mask.
ALL = (1 << LANES) - 1
#: Work of a packet at a node, at a block of triangles, of half a packet at a triangle of it, and of a packet on its way
#: into a part [about a cycle].
PACKET_NODE_WORK, PACKET_BLOCK_WORK, PACKET_TRIANGLE_WORK, PACKET_PART_WORK = 45, 45, 55, 500


class Packet(NamedTuple):
    """Room for a packet: rays in the world and, in the frame of the part being walked, their origins and directions,
    axes
    put in the order of `sheared`; the best surface of each ray; rows of PACKET numbers, flat."""

    ray: np.ndarray
    world: np.ndarray
    local: np.ndarray
    slant: np.ndarray
    nearest: np.ndarray
    best: np.ndarray
    reach: np.ndarray
    row: np.ndarray
    triangle: np.ndarray


@inline
def new_packet():
    """Return an empty packet."""
    return Packet(
        np.empty(PACKET, np.int64),
        np.empty(7 * PACKET, np.float64),
        np.empty(6 * PACKET, np.float64),
        np.empty(6 * PACKET, np.float64),
        np.empty(PACKET, np.float64),
        np.empty(PACKET, np.float64),
        np.empty(LANES, np.float64),
        np.empty(PACKET, np.int32),
        np.empty(PACKET, np.int32),
    )


@lean
def gather(rays, order, first, packet):
    """Fill a packet with the rays from place `first` of `order`; places beyond the last ray repeat it, looking for
    nothing.
    """
    for k in range(PACKET):
        ray = order[min(first + k, len(order) - 1)]
        packet.ray[k] = ray
        for axis in range(3):
            packet.world[axis * PACKET + k] = rays.origin[ray, axis]
            packet.world[(3 + axis) * PACKET + k] = rays.direction[ray, axis]
        packet.world[6 * PACKET + k] = rays.time[ray]
        packet.nearest[k] = rays.range_min[ray]
        packet.best[k] = rays.range_max[ray] if first + k < len(order) else -math.inf
        packet.row[k] = packet.triangle[k] = NONE


@lean
def scatter(packet, count, found):
    """Write what the first `count` rays of a packet have met."""
    for k in range(count):
        ray = packet.ray[k]
        found.range[ray] = packet.best[k] if packet.row[k] >= 0 else math.inf
        found.row[ray], found.triangle[ray] = packet.row[k], packet.triangle[k]


@lean
def walk_packet(scene, packet, beam, passed, any_will_do, stacks):
    """Find the closest surface of each ray of a packet, or any that throws a shadow.

    Returns False, with nothing found, if its rays diverge in the frame of a part.
    """
    top, stack, work = stacks
    lowest, farthest = depths(packet.world, packet, beam)
    top[0][0], top[1][0] = 0, lowest
    depth, nodes = 1, 0
    while depth > 0:
        depth -= 1
        code = top[0][depth]
        if top[1][depth] > farthest:
            continue
        if code >= 0:
            nodes += 1
            enter, touched = boxes_touched(scene.top.box, code, beam, lowest, farthest)
            depth = push_nearer_last(top, depth, touched, enter, scene.top.child, code)
            continue
        first, count = leaf_items(code)
        for item in range(first, first + count):
            row = scene.top.row[item]
            if scene.instances.object[row] == passed:
                continue
            if not walk_part_together(scene, packet, row, any_will_do, stack, work):
                return False
        _, farthest = depths(packet.world, packet, beam)
    work[0] += PACKET_NODE_WORK * nodes
    return True


@lean
def depths(array, packet, beam):
    """Return the least depth at which a ray may meet something, and the greatest at which one still looks for it."""
    z, sign = beam[1][2], beam[2]
    low, high = np.inf, -np.inf
    for k in range(0, PACKET, LANES):
        advance = load(array, (3 + z) * PACKET + k) * np.float64(sign)
        low = min(low, least(load(packet.nearest, k) * advance))
        high = max(high, greatest(load(packet.best, k) * advance))
    return np.float32(low * (1.0 - SINGLE_ROUNDING)), np.float32(high * (1.0 + SINGLE_ROUNDING))


@lean
def walk_part_together(scene, packet, row, any_will_do, stack, work):
    """Let a packet walk the tree of instance `row`, in that part's frame at each ray's own time; return False if its
    rays
    diverge there."""
    to_part(scene.instances, row, packet)
    beam = beam_of(packet.local, scene.instances.extent[row])
    if not beam[0]:
        return False
    axes = slant_rays(packet)
    root, first_triangle = scene.instances.root[row], scene.instances.first_triangle[row]
    lowest, farthest = depths(packet.local, packet, beam)
    stack[0][0], stack[1][0] = 0, lowest
    depth, nodes, blocks = 1, 0, 0
    while depth > 0:
        depth -= 1
        code = stack[0][depth]
        if stack[1][depth] > farthest:
            continue
        if code >= 0:
            nodes += 1
            enter, touched = boxes_touched(scene.tree.box, root + code, beam, lowest, farthest)
            depth = push_nearer_last(stack, depth, touched, enter, scene.tree.child, root + code)
            continue
        blocks += 1
        block, limits = first_triangle + leaf_items(code)[0], (lowest, farthest)
        if try_triangles(scene, packet, row, block, axes, beam, limits, any_will_do, work):
            _, farthest = depths(packet.local, packet, beam)
    work[0] += PACKET_PART_WORK + PACKET_NODE_WORK * nodes + PACKET_BLOCK_WORK * blocks
    return True


@lean
def to_part(instances, row, packet):
    """Fill `packet.local` with the rays in the frame of instance `row`, each at its own time."""
    if instances.motion[row] == TURNS:
        for k in range(PACKET):
            ray_to_part(instances, row, packet, k)
        return
    for k in range(0, PACKET, LANES):
        time = load(packet.world, 6 * PACKET + k)
        x, y, z = load(packet.world, k), load(packet.world, PACKET + k), load(packet.world, 2 * PACKET + k)
        x, y, z = resting_point_to_part(instances, row, time, x, y, z)
        store(packet.local, k, x)
        store(packet.local, PACKET + k, y)
        store(packet.local, 2 * PACKET + k, z)
        x, y, z = (
            load(packet.world, 3 * PACKET + k),
            load(packet.world, 4 * PACKET + k),
            load(packet.world, 5 * PACKET + k),
        )
        x, y, z = multiplied_transposed(instances.rotation[row], x, y, z)
        store(packet.local, 3 * PACKET + k, x)
        store(packet.local, 4 * PACKET + k, y)
        store(packet.local, 5 * PACKET + k, z)


@lean
def ray_to_part(instances, row, packet, k):
    """Fill place `k` of `packet.local` with its ray in the frame of a turning instance."""
    time = packet.world[6 * PACKET + k]
    x, y, z = packet.world[k], packet.world[PACKET + k], packet.world[2 * PACKET + k]
    packet.local[k], packet.local[PACKET + k], packet.local[2 * PACKET + k] = point_to_part(
        instances, row, time, x, y, z
    )
    x, y, z = packet.world[3 * PACKET + k], packet.world[4 * PACKET + k], packet.world[5 * PACKET + k]
    packet.local[3 * PACKET + k], packet.local[4 * PACKET + k], packet.local[5 * PACKET + k] = vector_to_part(
        instances, row, time, x, y, z
    )


@lean
def slant_rays(packet):
    """Fill `packet.slant` with origins and shears as `sheared` makes them; return, as bits, which rays go along x,
    y, z.
    """
    along_x, along_y, along_z = 0, 0, 0
    for k in range(0, PACKET, LANES):
        ox, oy, oz = load(packet.local, k), load(packet.local, PACKET + k), load(packet.local, 2 * PACKET + k)
        dx, dy, dz = (
            load(packet.local, 3 * PACKET + k),
            load(packet.local, 4 * PACKET + k),
            load(packet.local, 5 * PACKET + k),
        )
        ax, ay, az = larger(dx, 0.0 - dx), larger(dy, 0.0 - dy), larger(dz, 0.0 - dz)
        is_x, is_y = (ax >= ay) & (ax >= az), ay >= az
        store(packet.slant, k, choose(is_x, oy, choose(is_y, oz, ox)))
        store(packet.slant, PACKET + k, choose(is_x, oz, choose(is_y, ox, oy)))
        store(packet.slant, 2 * PACKET + k, choose(is_x, ox, choose(is_y, oy, oz)))
        along = choose(is_x, dx, choose(is_y, dy, dz))
        store(packet.slant, 3 * PACKET + k, choose(is_x, dy, choose(is_y, dz, dx)) / along)
        store(packet.slant, 4 * PACKET + k, choose(is_x, dz, choose(is_y, dx, dy)) / along)
        store(packet.slant, 5 * PACKET + k, 1.0 / along)
        x = bits(is_x)
        y = bits(is_y) & ~x
        along_x, along_y, along_z = along_x | x << k, along_y | y << k, along_z | (~(x | y) & ALL) << k
    return along_x, along_y, along_z


@lean
def try_triangles(scene, packet, row, first, axes, beam, limits, any_will_do, work):
    """Test a packet against a block of triangles; return whether a ray met one of them."""
    met, place = False, first // LANES * BLOCK
    near = triangles_touched(scene.meshes.corner, place, beam, limits[0], limits[1])
    if near == 0:
        return False
    number, tried = bit_count(near), 0
    for axis in range(3):
        if axes[axis] == 0:
            continue
        for k in range(0, PACKET, LANES):
            chosen = axes[axis] >> k & ALL
            if chosen == 0:
                continue
            slant = (
                load(packet.slant, k),
                load(packet.slant, PACKET + k),
                load(packet.slant, 2 * PACKET + k),
                load(packet.slant, 3 * PACKET + k),
                load(packet.slant, 4 * PACKET + k),
            )
            shear_z = load(packet.slant, 5 * PACKET + k)
            remaining, tried = near, tried + number
            while remaining != 0:
                lane = lowest_bit(remaining)
                remaining &= remaining - 1
                u, v, w, az, bz, cz = triangle_weights(scene.meshes.corner, place + lane, axis, slant)
                inside = ((u >= 0.0) & (v >= 0.0) & (w >= 0.0)) | ((u <= 0.0) & (v <= 0.0) & (w <= 0.0))
                chosen_inside = bits(inside) & chosen
                if chosen_inside != 0:
                    t = (u * az + v * bz + w * cz) * shear_z / (u + v + w)
                    met |= keep_best(scene, packet, k, row, first + lane, chosen_inside, t, any_will_do)
    work[0] += PACKET_TRIANGLE_WORK * tried
    return met


@lean
def triangles_touched(corner, place, beam, nearest, farthest):
    """Return which of a block of eight triangles have boxes that a beam touches between two depths, as bits."""
    _, axes, sign, depth, sides = beam
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
def triangle_weights(corner, place, z, ray):
    """Return `weights` of one triangle, the first number of which is at `place`, for eight rays along axis `z`."""
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
def keep_best(scene, packet, k, row, triangle, inside, t, any_will_do):
    """Keep a triangle met at ranges t (eight rays from place `k`) for those rays for which it is the best."""
    reached = inside & bits((t > load(packet.nearest, k)) & (t <= load(packet.best, k)) & (t < math.inf))
    if reached == 0:
        return False
    store(packet.reach, 0, t)
    while reached != 0:
        lane = lowest_bit(reached)
        reached &= reached - 1
        place = k + lane
        before = packet.best[place], packet.row[place], packet.triangle[place]
        after = better(scene, row, triangle, packet.reach[lane], any_will_do, before)
        packet.best[place], packet.row[place], packet.triangle[place] = after
    return True
