"""Rigid motion of instances within a sweep: world to part and back, each ray at its own time."""

from avsynth.kernels._jit import lean
from avsynth.kernels.lanes import LANES, bits
from avsynth.kernels.vector import LITTLE, dot, multiplied, multiplied_transposed, turned, turned_little

#: Values of `Instances.motion`.
AT_REST, MOVES, TURNS = 0, 1, 2
#: Bits of a full mask of eight.
FULL = (1 << LANES) - 1


@lean
def vector_to_part(instances, row, time, x, y, z):
    """Return a world vector in the frame of instance `row` at `time`: rotationᵀ exp(−spin t) v."""
    if instances.motion[row] == TURNS:
        w = instances.spin[row]
        x, y, z = turned(x, y, z, -w[0] * time, -w[1] * time, -w[2] * time)
    return multiplied_transposed(instances.rotation[row], x, y, z)


@lean
def vector_to_world(instances, row, time, x, y, z):
    """Return a vector of the frame of instance `row` in the world at `time`: exp(spin t) rotation v."""
    x, y, z = multiplied(instances.rotation[row], x, y, z)
    if instances.motion[row] == TURNS:
        w = instances.spin[row]
        x, y, z = turned(x, y, z, w[0] * time, w[1] * time, w[2] * time)
    return x, y, z


@lean
def point_to_part(instances, row, time, x, y, z):
    """Return a world point in the frame of instance `row` at `time`."""
    if instances.motion[row] != TURNS:
        return resting_point_to_part(instances, row, time, x, y, z)
    anchor, v, pivot = instances.anchor[row], instances.velocity[row], instances.pivot[row]
    x, y, z = x - anchor[0] - v[0] * time, y - anchor[1] - v[1] * time, z - anchor[2] - v[2] * time
    x, y, z = vector_to_part(instances, row, time, x, y, z)
    return x + pivot[0], y + pivot[1], z + pivot[2]


@lean
def turning_ray_to_part(instances, row, time, o, d):
    """Return eight world rays, origins o and directions d, in the frame of instance `row` that turns by at most half
    a turn.
    """
    a, v, p, w = instances.anchor[row], instances.velocity[row], instances.pivot[row], instances.spin[row]
    wx, wy, wz = -w[0] * time, -w[1] * time, -w[2] * time
    x, y, z = o[0] - a[0] - v[0] * time, o[1] - a[1] - v[1] * time, o[2] - a[2] - v[2] * time
    x, y, z = turned_little(x, y, z, wx, wy, wz)
    x, y, z = multiplied_transposed(instances.rotation[row], x, y, z)
    dx, dy, dz = turned_little(d[0], d[1], d[2], wx, wy, wz)
    return (x + p[0], y + p[1], z + p[2]), multiplied_transposed(instances.rotation[row], dx, dy, dz)


@lean
def turns_little(instances, row, time):
    """Return whether instance `row` turns by at most half a turn up to all of eight times."""
    w = instances.spin[row]
    wx, wy, wz = -w[0] * time, -w[1] * time, -w[2] * time
    return bits(dot(wx, wy, wz, wx, wy, wz) <= LITTLE) == FULL


@lean
def resting_point_to_part(instances, row, time, x, y, z):
    """Return a world point, or eight, in the frame of instance `row` that does not turn, at `time`."""
    anchor, v, pivot = instances.anchor[row], instances.velocity[row], instances.pivot[row]
    x, y, z = x - anchor[0] - v[0] * time, y - anchor[1] - v[1] * time, z - anchor[2] - v[2] * time
    x, y, z = multiplied_transposed(instances.rotation[row], x, y, z)
    return x + pivot[0], y + pivot[1], z + pivot[2]


@lean
def velocity_at(instances, row, time, x, y, z):
    """Return the velocity [m/s] of instance `row` at the world point (x, y, z) at `time`: v + spin × (x − pivot's
    place).
    """
    v, w, anchor = instances.velocity[row], instances.spin[row], instances.anchor[row]
    if instances.motion[row] != TURNS:
        return v[0], v[1], v[2]
    rx, ry, rz = x - anchor[0] - v[0] * time, y - anchor[1] - v[1] * time, z - anchor[2] - v[2] * time
    return v[0] + w[1] * rz - w[2] * ry, v[1] + w[2] * rx - w[0] * rz, v[2] + w[0] * ry - w[1] * rx
