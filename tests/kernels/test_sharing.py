"""Pieces of a common work are taken once each, whoever is free first."""

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np

from avsynth.kernels.sharing import next_piece


@numba.njit(nogil=True)
def take(counter, size, count, times):
    """Count in `times` (count,) how often this caller gets each item; return how many pieces it gets."""
    first, last = next_piece(counter, size, count)
    pieces = 0
    while first < last:
        pieces += 1
        for item in range(first, last):
            times[item] += 1
        first, last = next_piece(counter, size, count)
    return pieces


def test_threads_share_all_items_and_none_twice():
    count, size = 1_000_003, 7
    counter, times = np.zeros(1, np.int64), np.zeros((4, count), np.int64)

    with ThreadPoolExecutor(4) as pool:
        pieces = sum(pool.map(lambda mine: take(counter, size, count, mine), times))

    np.testing.assert_array_equal(times.sum(axis=0), 1)
    assert pieces == -(-count // size)


def test_nothing_is_left_after_the_last_piece():
    counter, times = np.zeros(1, np.int64), np.zeros(10, np.int64)

    assert take(counter, 4, 10, times) == 3
    assert take(counter, 4, 10, times) == 0
    assert take(np.zeros(1, np.int64), 4, 0, times) == 0
    assert times.tolist() == [1] * 10
