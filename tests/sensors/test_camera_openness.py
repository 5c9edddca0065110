"""Sky visibility from coarse points to all pixels: tiles leave no pattern, squares do not show, edges stay."""

import numpy as np

from avsynth.kernels.openness import OPEN_TILE, OpenGrid, average_far, average_near, shared_openness

ROWS, COLUMNS, STRIDE, RAYS = 20, 32, 4.0, 8.0


def wall(value, step=0.05):
    """Return index and grid of a wall that looks to −x, seen evenly."""
    index = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    row, column = np.mgrid[0:ROWS, 0:COLUMNS]
    position = np.column_stack([np.full(index.size, 10.0), -step * column.ravel(), -step * row.ravel()])
    normal = np.tile(np.float32([-1.0, 0.0, 0.0]), (index.size, 1))
    return index, OpenGrid(position, normal, np.full(index.size, 10.0), np.ravel(value).astype(float))


def smoothed(index, grid):
    near, value = np.empty((len(grid.value), 2)), np.empty(len(grid.value))
    average_near(index, grid, RAYS, near)
    average_far(index, grid, near, value)
    return near[:, 0].reshape(index.shape), grid._replace(value=value)


def along_a_row(index, grid, v, step=0.25):
    """Return the visibility at pixels along the row `v`, in steps of a part of a pixel."""
    u = np.arange(20.0, 100.0, step)
    position = np.column_stack([np.full(len(u), 10.0), -0.05 * (u / STRIDE - 0.5), np.full(len(u), -0.05 * v / STRIDE)])
    normal = np.tile(np.float32([-1.0, 0.0, 0.0]), (len(u), 1))
    out = np.empty(len(u))
    shared_openness(u, np.full(len(u), v), position, normal, np.full(len(u), 10.0), index, STRIDE, grid, out)
    return out


def test_every_place_of_a_tile_counts_the_same():
    row, column = np.mgrid[0:ROWS, 0:COLUMNS]
    for place in range(OPEN_TILE * OPEN_TILE):
        only = (row % OPEN_TILE) * OPEN_TILE + column % OPEN_TILE == place

        near, _ = smoothed(*wall(only))

        assert np.allclose(near[2:-2, 2:-2], 1.0 / OPEN_TILE**2, atol=2e-3)  # places along the wall are not quite alike


def test_rare_rays_to_the_sky_leave_no_squares():
    rng = np.random.Generator(np.random.Philox(5))
    index, grid = wall(rng.binomial(int(RAYS), 0.03, (ROWS, COLUMNS)) / RAYS)

    _, together = smoothed(index, grid)
    raw, even = along_a_row(index, grid, 40.0), along_a_row(index, together, 40.0)

    assert np.abs(np.diff(even)).max() < 0.1 * np.abs(np.diff(raw)).max()
    assert abs(even.mean() - grid.value.mean()) < 0.01


def test_no_step_lies_between_any_two_places():
    _, column = np.mgrid[0:ROWS, 0:COLUMNS]
    index, grid = wall((column > 16) * 1.0)

    coarse, fine = along_a_row(index, grid, 40.0, 0.25), along_a_row(index, grid, 40.0, 0.025)

    assert np.abs(np.diff(fine)).max() < 0.15 * np.abs(np.diff(coarse)).max()


def test_a_shadow_of_the_sky_keeps_its_edge():
    _, column = np.mgrid[0:ROWS, 0:COLUMNS]
    index, grid = wall(np.where(column > 16, 0.9, 0.1))

    _, together = smoothed(index, grid)

    value = together.value.reshape(ROWS, COLUMNS)[10]
    assert value[13] < 0.12 and value[20] > 0.88


def test_walls_that_meet_do_not_share_their_sky():
    index, grid = wall(np.zeros((ROWS, COLUMNS)))
    _, column = np.mgrid[0:ROWS, 0:COLUMNS]
    other = (column > 16).ravel()
    normal = np.where(other[:, None], np.float32([0.0, 1.0, 0.0]), grid.normal).astype(np.float32)

    _, together = smoothed(index, grid._replace(normal=normal, value=other * 1.0))

    assert np.abs(together.value - other).max() < 1e-6
