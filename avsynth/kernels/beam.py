"""The beam that encloses rays flying side by side, and which boxes reach into it. How packets walk is in `packet`.

A beam is the range of the rays' origins and of their slopes along one axis, depth. Across depths u1 to u2 it stays
within [x_low + min(s_low u), x_high + max(s_high u)] in x, likewise in y; boxes outside are met by none of the rays.
"""

import numpy as np

from avsynth.kernels._jit import lean
from avsynth.kernels.lanes import LANES, bits, greatest, larger, least, load, smaller
from avsynth.kernels.single import SINGLE_ROUNDING
from avsynth.kernels.wide import NODE, UPPER

#: Rays of a packet.
PACKET = 2 * LANES
#: A beam is too wide for its rays to be worth walking together if, this far away [m], it is wider than this [m].
FAR_AWAY, TOO_WIDE = 10.0, 2.5
#: Every ray of a beam advances along its depth axis by at least this share of its range [1].
LEAST_ADVANCE = 0.3


@lean
def span_of(array, row):
    """Return the least and the greatest of a row of PACKET numbers."""
    low = high = load(array, row * PACKET)
    for k in range(LANES, PACKET, LANES):
        lanes = load(array, row * PACKET + k)
        low, high = smaller(low, lanes), larger(high, lanes)
    return least(low), greatest(high)


@lean
def depth_axis(array):
    """Return the axis along which the first ray of origins and directions (6 rows of PACKET) advances most."""
    x, y, z = abs(array[3 * PACKET]), abs(array[4 * PACKET]), abs(array[5 * PACKET])
    if x >= y and x >= z:
        return 0
    return 1 if y >= z else 2


@lean
def beam_of(array, extent):
    """Return the beam around rays (rows of PACKET: origin, direction), or one that is not `narrow`.

    A beam is (narrow, axes x y z, sign along z, origins x y z low and high, slopes x and y low and high split into
    their parts below and above zero, least advance) with origins moved outwards by more than the rounding to float32.
    """
    z = depth_axis(array)
    x, y = (z + 1) % 3, (z + 2) % 3
    low, high = span_of(array, 3 + z)
    sign = 1.0 if high > 0.0 else -1.0
    advance = low if sign > 0.0 else -high
    ox, oy, oz = span_of(array, x), span_of(array, y), span_of(array, z)
    sx, sy = slopes(array, x, z, sign), slopes(array, y, z, sign)
    wide = max(ox[1] - ox[0] + FAR_AWAY * (sx[1] - sx[0]), oy[1] - oy[0] + FAR_AWAY * (sy[1] - sy[0]))
    narrow = advance >= LEAST_ADVANCE and max(wide, oz[1] - oz[0]) < TOO_WIDE
    reach = max(max(abs(ox[0]), abs(ox[1])), max(abs(oy[0]), abs(oy[1])))
    error = SINGLE_ROUNDING * (reach + max(abs(oz[0]), abs(oz[1])) + extent)
    depth = (oz[0] - error, oz[1] + error) if sign > 0.0 else (-oz[1] - error, -oz[0] + error)
    sides = side_of(ox, sx, error), side_of(oy, sy, error)
    return narrow, (x, y, z), np.float32(sign), (np.float32(depth[0]), np.float32(depth[1])), sides


@lean
def side_of(o, s, error):
    """Return one side of a beam: origins low and high, slopes low and high, each as its parts below and above zero."""
    return (
        np.float32(o[0] - error),
        np.float32(o[1] + error),
        np.float32(min(s[0], 0.0)),
        np.float32(max(s[0], 0.0)),
        np.float32(min(s[1], 0.0)),
        np.float32(max(s[1], 0.0)),
    )


@lean
def slopes(array, x, z, sign):
    """Return the least and greatest slope along x per step along z."""
    low = high = load(array, (3 + x) * PACKET) / load(array, (3 + z) * PACKET)
    for k in range(LANES, PACKET, LANES):
        lanes = load(array, (3 + x) * PACKET + k) / load(array, (3 + z) * PACKET + k)
        low, high = smaller(low, lanes), larger(high, lanes)
    if sign > 0.0:
        return least(low), greatest(high)
    return -greatest(high), -least(low)


@lean
def boxes_touched(box, node, beam, nearest, farthest):
    """Return at what depth a beam enters the eight boxes of a node, and which it touches between two depths, as
    bits.
    """
    _, axes, sign, depth, sides = beam
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
