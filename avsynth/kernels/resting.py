"""How vehicles rest on the lanes under their wheels; `datatypes.ground.Ground.resting` says the same with arrays."""

import math

import numpy as np

from avsynth.kernels._jit import entry, inline


@inline
def squares_of(keys, key):
    """Return the first and the last place of `key` among the sorted `keys`."""
    return np.searchsorted(keys, key), np.searchsorted(keys, key + 1)


@inline
def height_at(x, y, cells, keys, order, square, most, slack):
    """Return the greatest height up to `most` [m] of the cells at a point; −∞ where there is none."""
    key = np.int64(math.floor(x / square)) * (np.int64(1) << 32) + np.int64(math.floor(y / square))
    first, last = squares_of(keys, key)
    best = -math.inf
    for place in range(first, last):
        cell = cells[order[place]]
        gx, gy = x - cell[0], y - cell[1]
        along, left = gx * cell[2] + gy * cell[3], gy * cell[2] - gx * cell[3]
        if not -slack <= along <= cell[4] + slack:
            continue
        share = along / cell[4]
        if abs(left) > cell[9] + share * (cell[10] - cell[9]) + 1e-6:
            continue
        height = cell[5] + share * (cell[6] - cell[5]) + left * (cell[7] + share * (cell[8] - cell[7]))
        if best < height <= most:
            best = height
    return best


@entry
def rest(table, square, slack, step_up, places, heights, sizes, wheels, rotations, translations):
    """Write the poses of vehicles on their wheels.

    Parameters
    ----------
    table : cells (C, 11), keys (M,), order (M,)
        See `datatypes.ground.Ground`; `square`, `slack`, `step_up` [m] as there.
    places : float64 (V, 3)
        x, y [m] and heading [rad].
    heights, sizes : float64 (V,), (V, 2) [m]
        From where each looks for the ground; length and width.
    wheels : float64 (4, 2) [1]
        Where the wheels stand, from the middle: front left, front right, rear left, rear right.
    rotations, translations : float64 (V, 3, 3), (V, 3)
        Written.
    """
    for v in range(len(places)):
        rest_one(table, square, slack, step_up, places[v], heights[v], wheels * sizes[v], rotations[v], translations[v])


@inline
def rest_one(table, square, slack, step_up, place, z, reach, rotation, translation):
    """Write the pose of one vehicle; see `rest`."""
    cells, keys, order = table
    x, y, yaw = place
    cosine, sine, most = math.cos(yaw), math.sin(yaw), z + step_up
    middle = height_at(x, y, cells, keys, order, square, most, slack)
    middle = z if middle == -math.inf else middle
    total, ahead, left = 0.0, 0.0, 0.0
    for wheel in range(4):
        along, across = reach[wheel, 0], reach[wheel, 1]
        spot_x, spot_y = x + cosine * along - sine * across, y + sine * along + cosine * across
        height = height_at(spot_x, spot_y, cells, keys, order, square, most, slack)
        height = middle if height == -math.inf else height
        total += height
        ahead += height if along > 0.0 else -height
        left += height if across > 0.0 else -height
    write_tilted(cosine, sine, ahead / (4.0 * reach[0, 0]), left / (4.0 * reach[0, 1]), rotation)
    translation[0], translation[1], translation[2] = x, y, total / 4.0


@inline
def write_tilted(cosine, sine, ahead, left, rotation):
    """Write a heading turned so that its ground rises `ahead` and to the `left` [1]."""
    size, stretch = math.sqrt(1.0 + ahead * ahead + left * left), math.sqrt(1.0 + ahead * ahead)
    nx, ny, nz = -ahead / size, -left / size, 1.0 / size
    fx, fz = 1.0 / stretch, ahead / stretch
    columns = ((fx, 0.0, fz), (ny * fz, nz * fx - nx * fz, -ny * fx), (nx, ny, nz))
    for k in range(3):
        cx, cy, cz = columns[k]
        rotation[0, k], rotation[1, k], rotation[2, k] = cosine * cx - sine * cy, sine * cx + cosine * cy, cz
