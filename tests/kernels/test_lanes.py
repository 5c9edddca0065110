"""Eight numbers at once are what numpy says they are."""

import numba
import numpy as np
import pytest

from avsynth.kernels import lanes


@numba.njit(error_model="numpy")
def sums(a, b, out):
    """Fill rows of `out` with operations on eight numbers."""
    x, y = lanes.load(a, 0), lanes.load(b, 0)
    lanes.store(out, 0, x + y * 2.0 - 1.0 / y)
    lanes.store(out, 8, lanes.smaller(x, y))
    lanes.store(out, 16, lanes.larger(x, 0.5))
    lanes.store(out, 24, lanes.choose((x < y) & (y >= 0.25) | (x > 0.9), x, y))
    return lanes.bits(x <= y), lanes.least(x), lanes.greatest(x)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_lanes_compute_what_numpy_computes(kind):
    rng = np.random.default_rng(1)
    x, y = rng.random(8).astype(kind), rng.random(8).astype(kind)
    out = np.empty(32, kind)

    mask, least, greatest = sums(x, y, out)

    chosen = np.where((x < y) & (y >= 0.25) | (x > 0.9), x, y)
    expected = [x + y * kind(2) - kind(1) / y, np.minimum(x, y), np.maximum(x, kind(0.5)), chosen]
    np.testing.assert_array_equal(out.reshape(4, 8), expected)
    assert mask == sum(1 << k for k in range(8) if x[k] <= y[k])
    assert (least, greatest) == (x.min(), x.max())


@numba.njit
def places(word):
    """Return the lowest set bit and the number of set bits."""
    return lanes.lowest_bit(word), lanes.bit_count(word)


def test_bits_are_found_and_counted():
    assert places(0b1011000) == (3, 3)
