"""Profiles: smooth through their points, with the derivatives they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator

from avsynth.datatypes.profile import Profile, eased, even, through

points = st.lists(st.tuples(st.floats(1.0, 80.0), st.floats(-20.0, 20.0)), min_size=3, max_size=8)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(points)
def test_a_profile_through_points_is_that_of_fritsch_and_butland_inside(rows):
    stations, values = np.cumsum([step for step, _ in rows]), np.array([value for _, value in rows])
    profile, other = through(np.column_stack([stations, values])), PchipInterpolator(stations, values)

    inner = np.linspace(stations[1], stations[-2], 50)

    assert profile.at(stations) == pytest.approx(values, abs=1e-9)
    assert profile.at(inner) == pytest.approx(other(inner), abs=1e-9)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(points)
def test_a_profile_never_leaves_the_range_of_neighbouring_points(rows):
    stations, values = np.cumsum([step for step, _ in rows]), np.array([value for _, value in rows])
    profile = through(np.column_stack([stations, values]))

    for a, b, low, high in zip(stations, stations[1:], values, values[1:], strict=False):
        between = profile.at(np.linspace(a, b, 40))
        assert min(low, high) - 1e-9 <= between.min()
        assert between.max() <= max(low, high) + 1e-9


def test_slope_and_bend_are_the_derivatives():
    profile = Profile(np.array([0.0, 10.0]), np.array([[1.0, 0.2, 0.03, -0.004], [2.0, -0.1, 0.0, 0.001]]))
    at, step = np.array([1.0, 6.0, 12.0, 30.0]), 1e-5

    slope = (profile.at(at + step) - profile.at(at - step)) / (2 * step)
    bend = (profile.slope(at + step) - profile.slope(at - step)) / (2 * step)

    assert profile.slope(at) == pytest.approx(slope, rel=1e-6)
    assert profile.bend(at) == pytest.approx(bend, rel=1e-5, abs=1e-9)


def test_before_its_start_a_profile_keeps_its_first_value_and_beyond_its_points_its_slope():
    profile = through(np.array([[10.0, 1.0], [20.0, 3.0]]))

    assert profile.at(np.array([0.0, 10.0, 30.0])) == pytest.approx([1.0, 1.0, 5.0])
    assert profile.slope(np.array([0.0, 30.0])) == pytest.approx([0.0, 0.2])


def test_an_eased_profile_begins_and_ends_level():
    profile = eased(3.0, 0.0, 40.0, 20.0)

    assert profile.at(np.array([0.0, 40.0, 50.0, 60.0, 90.0])) == pytest.approx([3.0, 3.0, 1.5, 0.0, 0.0])
    assert profile.slope(np.array([40.0, 60.0])) == pytest.approx([0.0, 0.0])
    assert eased(2.0, 2.0, 0.0, 5.0).is_even
    assert even(0.0).is_zero
