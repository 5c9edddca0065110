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
#: Rows of rays whose directions are farther from each other than this do not lie side by side [1].
ROWS_APART = 0.1
#: Unit vectors may be longer than 1 by this [1]; what is longer, or no number, has no tile of its own.
SLACK = 1e-3
#: So many rays are looked at to see whether all come in rows.
SAMPLES = 64


@entry
def order_rays(rays, order):
    """Fill `order` int32 (N,) with the rays tile by tile; as they came if they do not start at about one place.

    Rays that came row by row, as those of spinning sensors and of cameras do, are cut into tiles as they are; others
    are sorted.
    """
    columns = row_length(rays.direction)
    if columns > 0:
        cut_into_tiles(columns, tile_width(rays.direction, columns), order)
    elif start_together(rays.origin):
        sort_into_tiles(rays.direction, order)
    else:
        for ray in range(len(order)):
            order[ray] = ray


@inline
def row_length(direction):
    """Return how many rays a row has, if the rays come in rows side by side; else 0."""
    n = len(direction)
    if n < 3:
        return 0
    columns = 2
    while columns < n and goes_on(direction, columns - 1):
        columns += 1
    if columns < 4 or columns == n or n % columns != 0:
        return 0
    for k in range(SAMPLES):
        ray = k * (n - columns - 1) // SAMPLES
        if distance(direction, ray, ray + columns) > ROWS_APART or (
            (ray + 2) % columns > 1 and not goes_on(direction, ray + 1)
        ):
            return 0
    return columns


@inline
def goes_on(direction, ray):
    """Return whether the way from `ray` to the next one is about that from the one before."""
    bend = 0.0
    for axis in range(3):
        before, after = direction[ray, axis] - direction[ray - 1, axis], direction[ray + 1, axis] - direction[ray, axis]
        bend += (after - before) ** 2
    return math.sqrt(bend) < 0.5 * distance(direction, ray - 1, ray)


@inline
def distance(direction, ray, other):
    """Return the distance between the directions of two rays."""
    x, y, z = (
        direction[ray, 0] - direction[other, 0],
        direction[ray, 1] - direction[other, 1],
        direction[ray, 2] - direction[other, 2],
    )
    return math.sqrt(x * x + y * y + z * z)


@inline
def tile_width(direction, columns):
    """Return the width of tiles of TILE rays that are about square."""
    across, down = distance(direction, 0, 1), distance(direction, 0, columns)
    width, best = TILE, math.inf
    for k in range(5):
        size = max((1 << k) * across, (TILE >> k) * down)
        if size < best:
            width, best = 1 << k, size
    return width


@inline
def cut_into_tiles(columns, width, order):
    """Fill `order` with a grid of rays tile by tile."""
    rows, height, place = len(order) // columns, TILE // width, 0
    for top in range(0, rows, height):
        for left in range(0, columns, width):
            for row in range(top, min(top + height, rows)):
                for column in range(left, min(left + width, columns)):
                    order[place] = row * columns + column
                    place += 1


@inline
def sort_into_tiles(direction, order):
    """Fill `order` with the rays tile by tile of a grid over azimuth and height, by counting."""
    n = len(direction)
    across, up = np.empty(n, np.float32), np.empty(n, np.float32)
    for ray in range(n):
        d = direction[ray]
        usable = abs(d[0]) <= 1.0 + SLACK and abs(d[1]) <= 1.0 + SLACK and abs(d[2]) <= 1.0 + SLACK
        across[ray], up[ray] = (quarter_turns(d[0], d[1]), d[2]) if usable else (0.0, 0.0)
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
