"""Sixteen rays that fly side by side: the beam that encloses them, which boxes reach into it, and which of the rays
enter a box. How they walk is in `packet`.

A beam is the range of the rays' origins and of their slopes along one axis, depth, the one along which all of them
advance most. Across depths u1 to u2 it stays within [x_low + min(s_low u), x_high + max(s_high u)] in x, likewise in
y; boxes outside are met by none of the rays.
"""

import math
from typing import NamedTuple

import numpy as np

from avsynth.kernels._jit import inline, lean
from avsynth.kernels.lanes import (
    LANES,
    WIDE,
    bits,
    choose,
    greatest,
    larger,
    least,
    load,
    load_wide,
    smaller,
    store,
    wide_float32,
)
from avsynth.kernels.single import SINGLE_ROUNDING, TINY
from avsynth.kernels.wide import NODE, UPPER

#: Rays of a packet.
PACKET = WIDE
#: A beam is too wide for its rays to be worth walking together if, this far away [m], it is wider than this [m].
FAR_AWAY, TOO_WIDE = 10.0, 2.5
#: Rows of `Packet.exact`: origin and direction in the world, time, where to look from and up to; origin and direction
#: in a part; the rays as `sheared` makes them.
WORLD, TIME, NEAREST, BEST, PART, SLANT, EXACT_ROWS = 0, 6, 7, 8, 9, 15, 21
#: Rows of `Packet.rough`: reciprocals of the direction and their products with the origin, in the world and in a part;
#: where to look from and up to.
WORLD_LINE, PART_LINE, ROUGH_NEAREST, ROUGH_BEST, ROUGH_ROWS = 0, 6, 12, 13, 14


CACHE_LINE = 64  #: [byte]


class Packet(NamedTuple):
    """Room for sixteen rays: rows of PACKET numbers one after the other.

    exact : float64 (EXACT_ROWS * PACKET,)
        What decides.
    rough : float32 (ROUGH_ROWS * PACKET,)
        What only skips what cannot be met, its limits rounded outwards.
    reach : float64 (LANES,)
        Scratch.
    ray : int64 (PACKET,)
        Their numbers.
    row, triangle : int32 (PACKET,)
        The best surface so far, at the range in row BEST.
    after_row, after_number : int32 (PACKET,)
        The surface, at the range in row NEAREST, behind which they look.
    """

    exact: np.ndarray
    rough: np.ndarray
    reach: np.ndarray
    ray: np.ndarray
    row: np.ndarray
    triangle: np.ndarray
    after_row: np.ndarray
    after_number: np.ndarray


@inline
def new_packet():
    """Return an empty packet."""
    return Packet(
        on_cache_line(np.empty((EXACT_ROWS + 1) * PACKET, np.float64)),
        on_cache_line(np.empty((ROUGH_ROWS + 1) * PACKET, np.float32)),
        np.empty(LANES, np.float64),
        np.empty(PACKET, np.int64),
        np.empty(PACKET, np.int32),
        np.empty(PACKET, np.int32),
        np.empty(PACKET, np.int32),
        np.empty(PACKET, np.int32),
    )


@inline
def on_cache_line(room):
    """Return `room` from where a line of the cache begins, one row shorter: loads then stay on one line."""
    first = -room.ctypes.data % CACHE_LINE // room.itemsize
    return room[first : first + len(room) - PACKET]


@lean
def aim(packet, origin, line, extent):
    """Make the rays of a packet ready for boxes and triangles of a tree within ±`extent`; return their beam.

    Reads rows `origin` and following of `packet.exact`; fills rows SLANT of it and rows `line` of `packet.rough`. A
    beam is (narrow, axes x y z, sign along z, depths of the origins low and high, sides along x and y, padding of
    boxes, greatest advance along z per range). It is not `narrow` if its rays diverge.
    """
    exact, rough = packet.exact, packet.rough
    z = common_axis(exact, origin + 3)
    narrow, z = z >= 0, max(z, 0)
    x = z + 1 if z < 2 else 0
    y = x + 1 if x < 2 else 0
    advance, inverse = slant_along(exact, origin, z)
    side_x, inverse_x = slant_across(exact, origin, x, SLANT)
    side_y, inverse_y = slant_across(exact, origin, y, SLANT + 1)
    depth = as_float32(exact, origin + z)
    low, high = least(depth), greatest(depth)
    reach = max(abs(side_x[0]), abs(side_x[1])) + max(abs(side_y[0]), abs(side_y[1])) + max(abs(low), abs(high))
    pad = np.float32(SINGLE_ROUNDING) * (reach + np.float32(extent))
    line_along(rough, line + z, inverse, depth)
    line_along(rough, line + x, inverse_x, as_float32(exact, origin + x))
    line_along(rough, line + y, inverse_y, as_float32(exact, origin + y))
    sign = np.float32(1.0 if exact[(origin + 3 + z) * PACKET] > 0.0 else -1.0)
    depths = (low - pad, high + pad) if sign > 0.0 else (-high - pad, -low + pad)
    sides = padded_side(side_x, sign, pad), padded_side(side_y, sign, pad)
    # written so that what is no number is not narrow
    thin = width_of(side_x) < TOO_WIDE and width_of(side_y) < TOO_WIDE and high - low < TOO_WIDE
    narrow = narrow and thin and reach < math.inf
    return narrow, (x, y, z), sign, depths, sides, pad, advance


@lean
def common_axis(exact, direction):
    """Return the axis along which all rays advance most, and in the same sense; −1 if there is none."""
    along_x, along_y, ahead, back = 0, 0, 0, 0
    for k in range(0, PACKET, LANES):
        dx, dy, dz = (
            load(exact, direction * PACKET + k),
            load(exact, (direction + 1) * PACKET + k),
            load(exact, (direction + 2) * PACKET + k),
        )
        ax, ay, az = larger(dx, 0.0 - dx), larger(dy, 0.0 - dy), larger(dz, 0.0 - dz)
        is_x, is_y = (ax >= ay) & (ax >= az), ay >= az
        along = choose(is_x, dx, choose(is_y, dy, dz))
        along_x, along_y = along_x | bits(is_x) << k, along_y | bits(is_y) << k
        ahead, back = ahead | bits(along > 0.0) << k, back | bits(along < 0.0) << k
    if ahead != ALL and back != ALL:
        return -1
    if along_x == ALL:
        return 0
    if along_x != 0:
        return -1
    if along_y == ALL:
        return 1
    return 2 if along_y == 0 else -1


#: Bits of a full packet.
ALL = (1 << PACKET) - 1


@lean
def as_float32(exact, row):
    """Return a row as wide lanes."""
    return wide_float32(load(exact, row * PACKET), load(exact, row * PACKET + LANES))


@lean
def slant_along(exact, origin, z):
    """Fill the rows of SLANT along the depth axis; return greatest advance per range, and reciprocals of advance."""
    for k in range(0, PACKET, LANES):
        store(exact, (SLANT + 2) * PACKET + k, load(exact, (origin + z) * PACKET + k))
        store(exact, (SLANT + 5) * PACKET + k, 1.0 / load(exact, (origin + 3 + z) * PACKET + k))
    advance = as_float32(exact, origin + 3 + z)
    return max(greatest(advance), -least(advance)), as_float32(exact, SLANT + 5)


@lean
def slant_across(exact, origin, x, slant):
    """Fill the rows of SLANT along axis `x`; return the ranges of origins and slopes, and reciprocals of directions."""
    for k in range(0, PACKET, LANES):
        store(exact, slant * PACKET + k, load(exact, (origin + x) * PACKET + k))
        slope = load(exact, (origin + 3 + x) * PACKET + k) * load(exact, (SLANT + 5) * PACKET + k)
        store(exact, (slant + 3) * PACKET + k, slope)
    start, slope = as_float32(exact, slant), as_float32(exact, slant + 3)
    direction = as_float32(exact, origin + 3 + x)
    tiny = np.float32(TINY)
    direction = choose((direction > tiny) | (direction < -tiny), direction, tiny)
    return (least(start), greatest(start), least(slope), greatest(slope)), np.float32(1.0) / direction


@lean
def line_along(rough, row, inverse, start):
    """Fill the rows of a line along one axis."""
    store(rough, row * PACKET, inverse)
    store(rough, (row + 3) * PACKET, inverse * start)


@lean
def width_of(side):
    """Return how wide a beam is in one direction, far away [m]."""
    return side[1] - side[0] + np.float32(FAR_AWAY) * (side[3] - side[2])


@lean
def padded_side(side, sign, pad):
    """Return one side of a beam: origins low and high, slopes low and high, each as its parts below and above zero.

    Slopes are per step along z in the sense in which the rays fly.
    """
    zero = np.float32(0.0)
    low, high = (side[2], side[3]) if sign > 0.0 else (-side[3], -side[2])
    return side[0] - pad, side[1] + pad, min(low, zero), max(low, zero), min(high, zero), max(high, zero)


@lean
def boxes_touched(box, node, beam, nearest, farthest):
    """Return at what depth a beam enters the eight boxes of a node, and which it touches between two depths, as
    bits.
    """
    axes, sign, depth, sides = beam[1], beam[2], beam[3], beam[4]
    place = node * NODE + axes[2] * LANES
    near, far = (place, place + UPPER) if sign > 0.0 else (place + UPPER, place)
    enter = larger(load(box, near) * sign - depth[1], nearest)
    leave = smaller(load(box, far) * sign - depth[0], farthest)
    touched = (enter <= leave) & within(box, node * NODE + axes[0] * LANES, sides[0], enter, leave)
    return enter, bits(touched & within(box, node * NODE + axes[1] * LANES, sides[1], enter, leave))


@lean
def within(box, place, side, enter, leave):
    """Return which boxes of a node reach into the beam in one direction, between the depths `enter` and `leave`."""
    return reaches_into(load(box, place), load(box, place + UPPER), side, enter, leave)


@lean
def reaches_into(low, high, side, enter, leave):
    """Return whether what lies between `low` and `high` reaches into the beam in one direction, between two depths."""
    lowest = side[0] + (enter * side[3] + leave * side[2])
    highest = side[1] + (leave * side[5] + enter * side[4])
    return (low <= highest) & (high >= lowest)


@lean
def rays_entering(box, node, lane, rough, line, pad):
    """Return which rays enter box `lane` of a node, within their limits, as bits."""
    enter, leave = load_wide(rough, ROUGH_NEAREST * PACKET), load_wide(rough, ROUGH_BEST * PACKET)
    for axis in range(3):
        inverse, product = load_wide(rough, (line + axis) * PACKET), load_wide(rough, (line + 3 + axis) * PACKET)
        low = (box[node, axis * LANES + lane] - pad) * inverse - product
        high = (box[node, UPPER + axis * LANES + lane] + pad) * inverse - product
        enter, leave = larger(enter, smaller(low, high)), smaller(leave, larger(low, high))
    return bits(enter <= leave)
