"""Putting rays side by side that fly side by side: rays from about one place are sorted into square tiles of
directions.
"""

import math

import numpy as np

from avsynth.kernels._jit import entry, inline

#: Rays that start within a box of this edge [m] start at about one place.
ONE_PLACE = 4.0
#: Rays a tile holds on average.
TILE = 16


@entry
def order_rays(rays, order):
    """Fill `order` int32 (N,) with the rays tile by tile; as they came if they do not start at about one place."""
    n = len(rays.time)
    if not start_together(rays.origin):
        for ray in range(n):
            order[ray] = ray
        return
    across, up = np.empty(n, np.float32), np.empty(n, np.float32)
    for ray in range(n):
        d = rays.direction[ray]
        across[ray], up[ray] = quarter_turns(d[0], d[1]), d[2]
    columns, rows, scale_across, scale_up = grid_of(across, up)
    first = np.zeros(columns * rows + 1, np.int32)
    tile = np.empty(n, np.int32)
    low_across, low_up = across.min(), up.min()
    for ray in range(n):
        column = int((across[ray] - low_across) * scale_across)
        tile[ray] = int((up[ray] - low_up) * scale_up) * columns + column
        first[tile[ray] + 1] += 1
    for k in range(columns * rows):
        first[k + 1] += first[k]
    for ray in range(n):
        order[first[tile[ray]]] = ray
        first[tile[ray]] += 1


@inline
def start_together(origin):
    """Return whether all origins lie within a small box."""
    for axis in range(3):
        low, high = origin[0, axis], origin[0, axis]
        for ray in range(len(origin)):
            low, high = min(low, origin[ray, axis]), max(high, origin[ray, axis])
        if high - low > ONE_PLACE:
            return False
    return True


@inline
def quarter_turns(x, y):
    """Return a number in [0, 4) that grows with the azimuth, like it but without trigonometry."""
    reach = abs(x) + abs(y)
    if reach == 0.0:
        return 0.0
    turn = y / reach
    if x < 0.0:
        return 2.0 - turn
    return turn if turn >= 0.0 else 4.0 + turn


@inline
def grid_of(across, up):
    """Return columns and rows of about square tiles of TILE rays, and tiles per unit of `across` and `up`."""
    width = max(1e-6, float(across.max() - across.min()))
    height = max(1e-6, float(up.max() - up.min()))
    tiles = max(1.0, len(across) / TILE)
    columns = max(1.0, min(tiles, math.sqrt(tiles * 0.5 * math.pi * width / height)))
    columns = math.ceil(columns)
    rows = math.ceil(tiles / columns)
    return columns, rows, 0.99999 * columns / width, 0.99999 * rows / height
