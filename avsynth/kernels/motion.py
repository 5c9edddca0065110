"""Rigid motion of instances within a sweep: world to part and back, each ray at its own time."""

from avsynth.kernels._jit import lean
from avsynth.kernels.vector import multiplied, multiplied_transposed, turned

#: Values of `Instances.motion`.
AT_REST, MOVES, TURNS = 0, 1, 2


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
