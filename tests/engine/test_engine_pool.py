"""Memory of answers is used again, and never while anybody can see it."""

import gc
from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.engine import EngineTracer, pool

LARGE = pool.SMALLEST // 8  # float64 numbers


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    """Let each test begin with nothing to use again."""
    monkeypatch.setattr(pool, "_free", deque())


def test_memory_that_was_dropped_is_used_again():
    first = pool.from_pool(2 * LARGE, np.float64)
    place = first.ctypes.data
    del first

    again = pool.from_pool((LARGE, 3), np.float32)

    assert again.ctypes.data == place
    assert again.shape == (LARGE, 3)
    assert again.flags.c_contiguous
    assert again.flags.writeable


@pytest.mark.parametrize("view", [lambda a: a[5:][::2], lambda a: a.view(np.int32).reshape(-1, 2)[:, 1], memoryview])
def test_memory_of_which_a_view_is_left_is_not_used_again(view):
    first = pool.from_pool(LARGE, np.float64)
    first.fill(7.0)
    left = view(first)
    before = np.array(left)
    del first
    gc.collect()

    pool.from_pool(LARGE, np.float64).fill(1.0)

    np.testing.assert_array_equal(left, before)


def test_small_memory_is_not_kept_and_large_memory_not_spent_on_little():
    small, large = pool.from_pool(LARGE - 1, np.float64), pool.from_pool(4 * LARGE, np.float64)
    place = large.ctypes.data
    del small, large

    assert pool.from_pool(LARGE, np.float64).ctypes.data != place
    assert pool.from_pool(3 * LARGE, np.float64).ctypes.data == place


def test_no_more_waits_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(pool, "ROOM", 3 * pool.SMALLEST)
    held = [pool.from_pool(LARGE, np.float64) for _ in range(5)]

    held.clear()

    assert sum(map(len, pool._free)) == 3 * pool.SMALLEST


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6)), max_size=30))
def test_arrays_in_use_never_share_memory(steps):
    held = []
    for take, number in steps:
        if take or not held:
            held.append(pool.from_pool(number * LARGE // 2, np.float64))
        else:
            held.pop(number % len(held))
        for k, array in enumerate(held):
            array.fill(k)
        assert all((array == k).all() for k, array in enumerate(held))


def test_hits_that_are_kept_do_not_change_when_more_rays_are_cast(make):
    rng = np.random.default_rng(12)
    scene = make.scene(*(make.thing(k, make.puppet(rng, f"kept {k}"), rng, False) for k in range(4)))
    tracer = EngineTracer(scene, (0.0, 0.0), make.table())
    rays = make.rays(rng, 40_000, 0.0, spread=6.0)

    reach = tracer.closest_hits(rays).range
    before = reach.copy()
    for _ in range(3):
        tracer.closest_hits(rays.chosen(rng.permutation(len(rays))))

    np.testing.assert_array_equal(reach, before)
    assert np.isfinite(before).sum() > 300
