"""Criticality by the laws that define it, against simulations in small steps."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from avsynth.datatypes import criticality as crit
from avsynth.datatypes.footprint import Footprint, free_distance, overlap
from avsynth.datatypes.rectangles import overlapping, times_to_contact_turning

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
FEW = settings(QUICK, max_examples=15)
GAPS, SPEEDS, ACCELERATIONS = st.floats(0.5, 200), st.floats(0, 60), st.floats(-8, 8)
SIDE_SPEEDS = st.floats(-3, 3)


@QUICK
@given(GAPS, st.floats(-30, 30), ACCELERATIONS)
def test_at_the_time_to_collision_the_gap_is_closed_and_never_before(gap, closing, acceleration):
    time = float(crit.time_to_collision(gap, closing, acceleration))
    left = np.poly1d([-acceleration / 2, -closing, gap])

    until = np.linspace(0, min(time, 100.0), 200)
    assert left(until[:-1]).min() > -1e-6
    if np.isfinite(time):
        assert left(time) == pytest.approx(0.0, abs=1e-6 * max(1.0, gap, closing**2, time**2))


def test_without_acceleration_it_is_gap_by_closing_speed():
    assert crit.time_to_collision([30.0, 30.0, 30.0, 0.0], [10.0, 0.0, -1.0, 5.0]) == pytest.approx(
        [3.0, np.inf, np.inf, 0.0]
    )


def test_headway_is_gap_by_speed():
    assert crit.time_headway([30.0, 30.0], [15.0, 0.0]).tolist() == [2.0, np.inf]


@QUICK
@given(GAPS, st.floats(0.1, 40))
def test_braking_as_drac_says_ends_in_touching_at_rest(gap, closing):
    braking = float(crit.deceleration_to_avoid_crash(gap, closing))

    assert closing**2 / (2 * braking) == pytest.approx(gap)  # the way in which the difference of speed is braked off
    assert crit.brake_threat(gap, closing) == pytest.approx(braking / crit.LARGEST_BRAKING)
    assert crit.brake_threat(gap, closing, -2.0) == pytest.approx((braking + 2.0) / crit.LARGEST_BRAKING)


def test_nobody_brakes_for_who_drives_away():
    assert crit.deceleration_to_avoid_crash(10.0, -3.0) == 0
    assert crit.brake_threat(10.0, -3.0) == 0


@FEW
@given(SPEEDS, SPEEDS)
def test_from_the_rss_distance_the_worst_case_just_ends_in_touching(follower, leader):
    gap = float(crit.rss_longitudinal(follower, leader))
    dt, v, ahead = 5e-3, follower, leader
    moved = 0.0
    for tick in range(8_000):
        speeding = tick * dt < crit.RSS_RESPONSE
        before = (v, ahead)
        v = v + crit.RSS_ACCELERATION * dt if speeding else max(0.0, v - crit.RSS_BRAKING * dt)
        ahead = max(0.0, ahead - crit.RSS_LARGEST_BRAKING * dt)
        moved += (before[0] + v - before[1] - ahead) / 2 * dt
        if v == 0 and ahead == 0:
            break

    assert gap == pytest.approx(max(moved, 0.0), abs=0.3)


@FEW
@given(SIDE_SPEEDS, SIDE_SPEEDS)
def test_rss_sideways_is_what_both_get_nearer_in_the_worst_case(left, right):
    dt, speeds, gone = 5e-3, np.array([left, right]), np.zeros(2)
    for tick in range(2_000):
        before = speeds.copy()
        if tick * dt < crit.RSS_RESPONSE:
            speeds += np.array([1.0, -1.0]) * crit.RSS_SIDE_ACCELERATION * dt
        else:
            speeds -= np.sign(speeds) * np.minimum(np.abs(speeds), crit.RSS_SIDE_BRAKING * dt)
        gone += (before + speeds) / 2 * dt

    assert crit.rss_lateral(left, right) == pytest.approx(crit.RSS_SWAY + max(gone[0] - gone[1], 0.0), abs=0.03)


def _straight(x, y, yaw, speed, times):
    along = speed * times
    rows = np.column_stack([x + along * np.cos(yaw), y + along * np.sin(yaw)])
    return np.column_stack([rows, np.tile([yaw, 4.0, 2.0], (len(times), 1))])


def test_pet_is_the_time_between_leaving_and_coming():
    times = np.arange(0, 10, 0.01)
    first = _straight(-20.0, 0.0, 0.0, 10.0, times)  # its rear leaves x = +1 at 2.3 s
    second = _straight(0.0, -30.0, np.pi / 2, 6.0, times)  # its front gets to y = −1 at 4.5 s

    assert crit.post_encroachment_time(first, second, times) == pytest.approx(4.5 - 2.3, abs=0.03)
    assert crit.post_encroachment_time(second, first, times) == pytest.approx(4.5 - 2.3, abs=0.03)


def test_pet_of_a_crash_is_nil_and_of_ways_apart_infinite():
    times = np.arange(0, 6, 0.05)
    first, away = _straight(-20.0, 0.0, 0.0, 10.0, times), _straight(0.0, 9.0, 0.0, 10.0, times)

    assert crit.post_encroachment_time(first, _straight(0.0, -20.0, np.pi / 2, 10.0, times), times) == 0.0
    assert crit.post_encroachment_time(first, away, times) == np.inf


def test_exposure_is_time_and_area_below_the_threshold():
    times = np.array([5.0, 2.0, 1.0, 2.5, np.inf])

    assert crit.time_exposed(times, 3.0, 0.1) == pytest.approx(0.3)
    assert crit.time_integrated(times, 3.0, 0.1) == pytest.approx(0.1 * (1.0 + 2.0 + 0.5))


@st.composite
def rectangles(draw):
    place, size = st.floats(-6, 6), st.floats(0.3, 6)
    return Footprint(draw(place), draw(place), draw(st.floats(-4, 4)), draw(size), draw(size))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(rectangles(), rectangles())
def test_many_overlaps_at_once_are_those_one_by_one(a, b):
    assert overlapping(a.row[None], b.row[None])[0] == overlap(a, b)


@QUICK
@given(rectangles(), rectangles(), st.tuples(*[st.floats(-5, 5)] * 4), st.tuples(*[st.floats(-1.5, 1.5)] * 2))
def test_turning_boxes_touch_when_small_steps_say_so(a, b, velocities, rates):
    assume(not overlap(a, b))
    velocities, rates = np.reshape(velocities, (2, 2)), np.array(rates)

    time = times_to_contact_turning(a.row[None], b.row[None], velocities[:, None], rates[:, None], 3.0)[0]

    met = next((t for t in np.arange(0, 3.0, 0.03) if _gap(a, b, velocities, rates, t) == 0.0), np.inf)
    assert time <= met + 1e-9
    if np.isfinite(time):
        assert _gap(a, b, velocities, rates, time) < 5e-3


@QUICK
@given(
    st.lists(
        st.tuples(
            rectangles(), rectangles(), st.tuples(*[st.floats(-5, 5)] * 4), st.tuples(*[st.floats(-1.5, 1.5)] * 2)
        ),
        min_size=2,
        max_size=6,
    )
)
def test_turning_boxes_touch_at_the_same_times_together_and_alone(pairs):
    first, second = (np.array([pair[k].row for pair in pairs]) for k in (0, 1))
    velocities = np.array([np.reshape(pair[2], (2, 2)) for pair in pairs]).swapaxes(0, 1)
    rates = np.array([pair[3] for pair in pairs]).T

    together = times_to_contact_turning(first, second, velocities, rates, 5.0)

    for k, time in enumerate(together):
        one = slice(k, k + 1)
        assert time == times_to_contact_turning(first[one], second[one], velocities[:, one], rates[:, one], 5.0)[0]


def test_boxes_that_stand_touch_at_once_or_never():
    rows = np.array([[0.0, 0.0, 0.0, 2.0, 1.0], [9.0, 0.0, 0.0, 2.0, 1.0]])
    still = np.zeros((2, 2, 2)), np.zeros((2, 2))

    assert times_to_contact_turning(rows[[0, 0]], rows, *still, 3.0).tolist() == [0.0, np.inf]


def _gap(a, b, velocities, rates, until):
    """Return the distance after small straight steps."""
    shapes = []
    for shape, velocity, rate in zip((a, b), velocities, rates, strict=True):
        steps = max(1, round(until / 0.01))
        yaw = rate * (np.arange(steps) + 0.5) * until / steps
        x = shape.x + (velocity[0] * np.cos(yaw) - velocity[1] * np.sin(yaw)).sum() * until / steps
        y = shape.y + (velocity[0] * np.sin(yaw) + velocity[1] * np.cos(yaw)).sum() * until / steps
        shapes.append(Footprint(x, y, shape.yaw + rate * until, shape.length, shape.width))
    return free_distance(*shapes)
