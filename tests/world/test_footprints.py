"""Rectangles on the ground: distances and contacts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.datatypes.footprint import Footprint, free_distance, overlap
from avsynth.datatypes.rectangles import corners, distances, gaps, times_to_contact

CAR = Footprint(0.0, 0.0, 0.0, 4.0, 2.0)


@st.composite
def shapes(draw):
    place, size = st.floats(-8, 8), st.floats(0.3, 6)
    return Footprint(draw(place), draw(place), draw(st.floats(-4, 4)), draw(size), draw(size))


def time_to_contact(a, b, velocity):
    return times_to_contact(a.row[None], b.row[None], np.array([velocity]))[0]


def filled(shape: Footprint) -> np.ndarray:
    """Return a fine grid of points of the rectangle."""
    axis = np.linspace(-0.5, 0.5, 21)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2) * (shape.length, shape.width)
    return grid @ shape.axes + shape.centre


@settings(max_examples=60, deadline=None, derandomize=True)
@given(shapes(), shapes())
def test_free_distance_is_the_smallest_between_any_two_points(a, b):
    of_a, of_b = filled(a), filled(b)

    smallest = np.linalg.norm(of_a[:, None] - of_b, axis=-1).min()

    assert free_distance(a, b) == pytest.approx(smallest, abs=0.3)  # half the diagonal of the grid's cells
    assert free_distance(a, b) <= smallest + 1e-9
    assert free_distance(a, b) == pytest.approx(free_distance(b, a))


def test_rectangles_that_touch_do_not_overlap():
    assert not overlap(CAR, Footprint(4.0, 0.0, 0.0, 4.0, 2.0))
    assert overlap(CAR, Footprint(3.99, 0.0, 0.0, 4.0, 2.0))


def test_gaps_are_measured_from_front_and_side():
    assert gaps(CAR.row, Footprint(10.0, 3.0, 0.0, 4.0, 2.0).row) == pytest.approx((6.0, 1.0))
    assert gaps(CAR.row, Footprint(-10.0, -3.0, np.pi, 4.0, 2.0).row) == pytest.approx((-6.0, 1.0))
    assert gaps(CAR.row, Footprint(0.0, 0.5, 0.0, 4.0, 2.0).row) == pytest.approx((0.0, 0.0))


def test_time_to_contact_is_distance_by_speed():
    other = Footprint(20.0, 0.0, 0.0, 4.0, 2.0)

    assert time_to_contact(CAR, other, np.array([-4.0, 0.0])) == pytest.approx(4.0)
    assert time_to_contact(CAR, other, np.array([4.0, 0.0])) == np.inf
    assert time_to_contact(CAR, Footprint(20.0, 3.0, 0.0, 4.0, 2.0), np.array([-4.0, 0.0])) == np.inf


@settings(max_examples=60, deadline=None, derandomize=True)
@given(shapes(), shapes(), st.floats(-5, 5), st.floats(-5, 5))
def test_at_the_time_of_contact_the_distance_is_nil(a, b, vx, vy):
    time = time_to_contact(a, b, np.array([vx, vy]))

    if np.isfinite(time) and time > 0:
        moved = Footprint(b.x + vx * time, b.y + vy * time, b.yaw, b.length, b.width)
        assert free_distance(a, moved) == pytest.approx(0.0, abs=1e-6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(shapes(), shapes()), min_size=1, max_size=4))
def test_many_pairs_at_once_are_as_one_by_one(pairs):
    first, second = (np.array([pair[side].row for pair in pairs]) for side in (0, 1))

    np.testing.assert_allclose(corners(first), [a.corners for a, _ in pairs], atol=1e-12)
    np.testing.assert_allclose(distances(first, second), [free_distance(a, b) for a, b in pairs], atol=1e-9)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(shapes(), shapes(), st.floats(-5, 5), st.floats(-5, 5))
def test_before_the_time_of_contact_nothing_touches(a, b, vx, vy):
    time = time_to_contact(a, b, np.array([vx, vy]))

    for early in np.linspace(0, min(time, 20.0), 40)[:-1] if time > 0 else ():
        moved = Footprint(b.x + vx * early, b.y + vy * early, b.yaw, b.length, b.width)
        assert not overlap(a, moved)
