"""Where the parts of objects are and how they move: joints and velocities become one turning motion of each part."""

import math

from avsynth.kernels._jit import entry, lean
from avsynth.kernels.motion import AT_REST, MOVES, TURNS
from avsynth.kernels.vector import cross, dot, multiplied, turned

#: Steps into which a sweep is cut to bound where a turning part gets to.
STEPS = 4
#: Columns of `States.state`.
ROTATION, TRANSLATION, VELOCITY, SPIN, STATE_COLUMNS = 0, 9, 12, 15, 18


@entry
def place_parts(skeleton, states, first, last, placement):
    """Fill `placement` (`arrays.Placement`) with each part at time 0, and its box over the times `first` to `last`
    [s].

    Parameters
    ----------
    skeleton : arrays.Skeleton
    states : arrays.States
    """
    for row in range(len(skeleton.object)):
        place_part(skeleton, states, row, placement)
        enclose_sweep(skeleton.bounds[row], placement, row, first, last)


@lean
def place_part(skeleton, states, row, placement):
    """Fill row `row` of `placement`, but for its box.

    Along the chain of hinges: a hinge at h with the unit axis a, angle φ and rate r, seen in the frame of the model,
    adds r a to the spin W and r a × h to the moment M; the pivot p then moves at W × p − M.
    """
    m, turn = states.state[skeleton.object[row]], placement.rotation[row]
    wx, wy, wz, mx, my, mz = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    ox, oy, oz = 0.0, 0.0, 0.0
    set_columns(turn, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    for joint in range(skeleton.first_joint[row], skeleton.first_joint[row + 1]):
        value, o, a = skeleton.value[joint], skeleton.origin[joint], skeleton.axis[joint]
        px, py, pz = multiplied(turn, o[0], o[1], o[2])
        hx, hy, hz = px + ox, py + oy, pz + oz
        ax, ay, az = multiplied(turn, a[0], a[1], a[2])
        rate, angle = states.rate[value], states.angle[value]
        wx, wy, wz = wx + rate * ax, wy + rate * ay, wz + rate * az
        sx, sy, sz = cross(rate * ax, rate * ay, rate * az, hx, hy, hz)
        mx, my, mz = mx + sx, my + sy, mz + sz
        turn_columns(turn, ax * angle, ay * angle, az * angle)
        px, py, pz = multiplied(turn, o[0], o[1], o[2])
        ox, oy, oz = hx - px, hy - py, hz - pz
    p = skeleton.pivot[row]
    px, py, pz = multiplied(turn, p[0], p[1], p[2])
    px, py, pz = px + ox, py + oy, pz + oz
    vx, vy, vz = cross(wx, wy, wz, px, py, pz)
    into_world(m, (px, py, pz), (vx - mx, vy - my, vz - mz), (wx, wy, wz), row, placement)


@lean
def into_world(m, point, velocity, spin, row, placement):
    """Move row `row` of `placement` from the frame of its model, where the pivot is `point`, to the world."""
    turn = placement.rotation[row]
    for k in range(3):
        turn[0, k], turn[1, k], turn[2, k] = of_state(m, turn[0, k], turn[1, k], turn[2, k])
    ax, ay, az = of_state(m, point[0], point[1], point[2])
    vx, vy, vz = of_state(m, velocity[0], velocity[1], velocity[2])
    wx, wy, wz = of_state(m, spin[0], spin[1], spin[2])
    sx, sy, sz = m[SPIN], m[SPIN + 1], m[SPIN + 2]
    cx, cy, cz = cross(sx, sy, sz, ax, ay, az)
    set_row(placement.anchor[row], m[TRANSLATION] + ax, m[TRANSLATION + 1] + ay, m[TRANSLATION + 2] + az)
    vx, vy, vz = m[VELOCITY] + cx + vx, m[VELOCITY + 1] + cy + vy, m[VELOCITY + 2] + cz + vz
    set_row(placement.velocity[row], vx, vy, vz)
    wx, wy, wz = sx + wx, sy + wy, sz + wz
    set_row(placement.spin[row], wx, wy, wz)
    turns, moves = wx != 0.0 or wy != 0.0 or wz != 0.0, vx != 0.0 or vy != 0.0 or vz != 0.0
    placement.motion[row] = TURNS if turns else MOVES if moves else AT_REST


@lean
def of_state(m, x, y, z):
    """Return the rotation of a state times a vector."""
    return dot(m[0], m[1], m[2], x, y, z), dot(m[3], m[4], m[5], x, y, z), dot(m[6], m[7], m[8], x, y, z)


@lean
def set_row(row, x, y, z):
    """Write three numbers to `row`."""
    row[0], row[1], row[2] = x, y, z


@lean
def set_columns(m, a, b, c):
    """Write the columns a, b, c to the matrix m (3, 3)."""
    for k in range(3):
        m[k, 0], m[k, 1], m[k, 2] = a[k], b[k], c[k]


@lean
def turn_columns(m, wx, wy, wz):
    """Turn the columns of the matrix m (3, 3) by the rotation vector w [rad]."""
    for k in range(3):
        m[0, k], m[1, k], m[2, k] = turned(m[0, k], m[1, k], m[2, k], wx, wy, wz)


@lean
def enclose_sweep(bounds, placement, row, first, last):
    """Fill the box of row `row` [m], world: around all places of a part with local box `bounds` (6,) during a sweep.

    Between two steps a point leaves the chord of its arc by at most r (w dt)² / 8, with its distance r from the pivot
    and the turning rate w; that, or the whole sphere of radius 2r where parts turn fast, is added on all sides.
    """
    box, motion = placement.box[row], placement.motion[row]
    for k in range(3):
        box[k], box[k + 3] = math.inf, -math.inf
    if not bounds[0] <= bounds[3]:
        return
    steps = 0 if motion == AT_REST else 1 if motion == MOVES else STEPS
    for step in range(steps + 1):
        time = 0.0 if steps == 0 else first + (last - first) * step / steps
        enclose_moment(bounds, placement, row, time, box)
    if motion == TURNS:
        sag = sagitta(bounds, placement.pivot[row], placement.spin[row], (last - first) / STEPS)
        for k in range(3):
            box[k], box[k + 3] = box[k] - sag, box[k + 3] + sag


@lean
def enclose_moment(bounds, placement, row, time, box):
    """Enlarge `box` (6,) so that it encloses a part with local box `bounds` at `time` [s]."""
    turn, p, w = placement.rotation[row], placement.pivot[row], placement.spin[row]
    a, v = placement.anchor[row], placement.velocity[row]
    x = turned(turn[0, 0], turn[1, 0], turn[2, 0], w[0] * time, w[1] * time, w[2] * time)
    y = turned(turn[0, 1], turn[1, 1], turn[2, 1], w[0] * time, w[1] * time, w[2] * time)
    z = turned(turn[0, 2], turn[1, 2], turn[2, 2], w[0] * time, w[1] * time, w[2] * time)
    for axis in range(3):
        low = high = a[axis] + v[axis] * time
        for k, along in enumerate((x[axis], y[axis], z[axis])):
            one, other = along * (bounds[k] - p[k]), along * (bounds[k + 3] - p[k])
            low, high = low + min(one, other), high + max(one, other)
        box[axis], box[axis + 3] = min(box[axis], low), max(box[axis + 3], high)


@lean
def sagitta(bounds, p, w, dt):
    """Return by how much any point of a box can leave the chord of its arc about the pivot p within `dt` [s]."""
    x = max(abs(bounds[0] - p[0]), abs(bounds[3] - p[0]))
    y = max(abs(bounds[1] - p[1]), abs(bounds[4] - p[1]))
    z = max(abs(bounds[2] - p[2]), abs(bounds[5] - p[2]))
    return math.sqrt(dot(x, y, z, x, y, z)) * min(dot(w[0], w[1], w[2], w[0], w[1], w[2]) * dt * dt / 8.0, 2.0)
