"""Laws of traffic and of crowds: gaps, waves, flows, lane changes, and people among people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from avsynth.contracts import Agent
from avsynth.core.frames import Pose
from avsynth.datatypes.road import Lane
from avsynth.kernels import crowd, driving
from avsynth.kernels.users import Lines, Users, foresee
from avsynth.steps._driver import STYLES, URBAN, acceleration
from avsynth.steps._leading import Leader
from avsynth.steps._mobil import SAFE_BRAKING, Neighbour, is_safe, pays

LENGTH, DT = 4.5, 0.05
FREE = 50 / 3.6


def gap_at_rest_with(speed: float, driver=URBAN, desired: float = FREE) -> float:
    """Return the gap of equilibrium of the Intelligent Driver Model: (s0 + v T) / √(1 − (v / v0)^4)."""
    return (driver.rest_gap + speed * driver.headway) / np.sqrt(1 - (speed / desired) ** 4)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("speed", [0.0, 3.0, 8.0, 12.0])
def test_nobody_accelerates_at_the_gap_of_equilibrium(style, speed):
    driver = STYLES[style]
    gap = gap_at_rest_with(speed, driver)

    assert acceleration(speed, FREE, np.inf, Leader(gap, speed), driver) == pytest.approx(0.0, abs=1e-9)
    assert acceleration(speed, FREE, np.inf, Leader(0.9 * gap, speed), driver) < 0
    assert acceleration(speed, FREE, np.inf, Leader(1.1 * gap, speed), driver) > 0


@pytest.mark.parametrize(("style", "low", "high"), [("urban", 1500, 2300), ("motorway", 1500, 2300)])
def test_a_lane_carries_as_many_vehicles_an_hour_as_real_ones(style, low, high):
    """Highway Capacity Manual: 1,900 an hour on a street at saturation, 2,000 to 2,400 on a motorway."""
    desired = FREE if style == "urban" else 120 / 3.6
    speeds = np.linspace(0.5, 0.98 * desired, 60)
    gaps = [gap_at_rest_with(speed, STYLES[style], desired) for speed in speeds]
    flow = 3600 * speeds / (np.array(gaps) + LENGTH)

    assert low < flow.max() < high
    assert np.argmax(flow) not in (0, len(flow) - 1)


def platoon(count: int, speed: float) -> tuple[Users, Lines]:
    """Return a row of cars at the gap of equilibrium on a straight line, the first one first."""
    spacing = gap_at_rest_with(speed) + LENGTH
    place = np.array([(3000.0 - k * spacing, 0.0, 0.0) for k in range(count)])
    motion = np.array([(speed, 0.0, 0.0)] * count)
    size = np.array([(LENGTH, 1.8)] * count)
    users = Users(place, motion, size, np.ones(count, bool), np.zeros(count, bool), np.zeros(count, np.int64))
    points = np.array([(0.0, 0.0), (3000.0, 0.0), (6000.0, 0.0)])
    return users, Lines(np.array([0, 3]), points, points[:, 0].copy(), np.full(3, 99.0))


def drive(users: Users, lines: Lines, pedal: float, desired: float = FREE) -> Users:
    """Return everybody a tick later; the first one accelerates by `pedal` [m/s²] if that is a number."""
    count = len(users.line)
    foreseen, out = np.empty((count, 10, 4)), np.empty((count, 8))
    foresee(users, lines, foreseen)
    wishes = np.array([(desired, np.nan, np.inf, 1.0, 0.0, 1.0)] * count)
    wishes[0, 1] = pedal
    drivers = np.tile(URBAN.row, (count, 1))
    driving.drive(np.arange(count), users.line, drivers, users, lines, foreseen, wishes, DT, out)
    return users._replace(place=np.ascontiguousarray(out[:, :3]), motion=np.ascontiguousarray(out[:, 3:6]))


def test_a_wave_of_braking_does_not_grow_along_a_row_of_cars():
    users, lines = platoon(12, 11.0)
    speeds, gaps = [], []
    for tick in range(1200):
        users = drive(users, lines, -1.5 if 20 <= tick < 60 else (1.0 if 60 <= tick < 120 else 0.0))
        speeds.append(users.motion[:, 0])
        gaps.append(-np.diff(users.place[:, 0]) - LENGTH)
    dips = 11.0 - np.min(speeds, axis=0)

    assert dips[0] == pytest.approx(3.0, abs=0.5)
    assert np.all(np.diff(dips[1:]) < 0.05)
    assert np.min(gaps) > 2.0


def test_nobody_is_hit_when_the_first_one_brakes_as_hard_as_it_can():
    users, lines = platoon(6, 12.0)
    for _ in range(400):
        users = drive(users, lines, -8.0)
        assert np.min(-np.diff(users.place[:, 0]) - LENGTH) > 0.3
        assert np.all(users.motion[:, 2] >= -8.0 - 1e-9) and np.all(users.motion[:, 2] <= 1.2 + 1e-9)
    assert users.motion[:, 0] == pytest.approx(0.0, abs=0.05)


@given(st.floats(-5, 100), st.floats(-8, 8), st.floats(0.5, 15))
@settings(max_examples=40, deadline=None)
def test_people_are_foreseen_where_their_lane_leads(station, aside, speed):
    angle = np.linspace(0.0, 2.5, 60)
    centre = np.column_stack([50 * np.sin(angle), 50 - 50 * np.cos(angle), np.zeros(60)])
    lane = Lane("a", "drive", centre, np.full(60, 3.0), "a")
    lines = Lines(np.array([0, 60]), np.ascontiguousarray(centre[:, :2]), lane.stations, np.full(60, 9.0))
    place = np.array([(*lane.pose_at(station, aside).translation[:2], 0.0)])
    yes, no = np.array([True]), np.array([False])
    users = Users(place, np.array([(speed, 0.0, 0.0)]), np.array([(4.0, 1.8)]), yes, no, np.array([0]))
    out = np.empty((1, 10, 4))

    foresee(users, lines, out)

    assert out[0, 0, :2] == pytest.approx(place[0, :2])
    before, _ = lane.project(place[0, :2])
    for t, time in enumerate(np.linspace(0, 4.5, 10)[1:], 1):
        goal = lane.pose_at(before + speed * time)
        if 0 <= before + speed * time <= lane.length:
            assert out[0, t, :2] == pytest.approx(goal.translation[:2], abs=1e-6)
            assert out[0, t, 2:] == pytest.approx(goal.rotation[:2, 0], abs=0.05)


def car(speed: float, desired: float) -> Agent:
    return Agent("me", np.array([LENGTH, 1.8, 1.5]), Pose.planar(0.0, 0.0, 0.0, 0.0), speed, desired)


def test_a_change_that_would_make_somebody_brake_hard_is_not_safe():
    me = car(20.0, 30.0)
    gaps = [gap for gap in np.linspace(1.0, 60.0, 60) if is_safe(me, (None, Neighbour(gap, 30.0, 30.0)))]

    assert gaps and min(gaps) > 5
    for gap in gaps:
        assert acceleration(30.0, 30.0, np.inf, Leader(gap, 20.0)) >= -SAFE_BRAKING
    assert not is_safe(me, (Neighbour(0.0, 20.0, 20.0), None))


def test_a_change_pays_behind_a_slow_one_but_not_on_a_free_lane():
    me, slow = car(20.0, 30.0), Neighbour(25.0, 15.0, 15.0)

    assert pays(me, 30.0, 0.0, (slow, None), (None, None))
    assert not pays(me, 30.0, 0.0, (None, None), (None, None))
    assert not pays(me, 30.0, 0.0, (slow, None), (slow, None))


def test_the_polite_do_not_change_where_others_would_have_to_brake():
    me, slow = car(20.0, 22.0), Neighbour(45.0, 17.0, 17.0)
    there = (None, Neighbour(28.0, 26.0, 26.0))

    assert pays(me, 22.0, 0.0, (slow, None), there)
    assert not pays(me, 22.0, 1.0, (slow, None), there)


def forces(places, velocities, groups=None) -> np.ndarray:
    out = np.empty((len(places), 2))
    numbers = np.full(len(places), -1) if groups is None else np.array(groups)
    crowd.push(np.array(places, float), np.array(velocities, float), numbers, out)
    return out


@given(st.floats(0.6, 6.0), st.floats(-1.2, 1.2), st.floats(0.3, 2.0), st.floats(0.3, 2.0))
@settings(max_examples=80, deadline=None)
def test_social_forces_are_the_same_in_the_mirror(ahead, aside, mine, theirs):
    if abs(aside) < 1e-3:
        return  # who is met straight on is passed on the left
    left = forces([(0, 0), (ahead, aside)], [(mine, 0), (-theirs, 0)])
    right = forces([(0, 0), (ahead, -aside)], [(mine, 0), (-theirs, 0)])

    assert left == pytest.approx(right * [1, -1], abs=1e-9)


def test_two_who_meet_push_each_other_back_and_to_their_right():
    force = forces([(0, 0), (3, 0)], [(1.3, 0), (-1.3, 0)])

    assert force[0] == pytest.approx(-force[1])
    assert force[0, 0] < 0 and force[0, 1] < 0


def test_a_social_force_fades_with_distance():
    sizes = [np.hypot(*forces([(0, 0), (gap, 0.2)], [(1.3, 0), (0, 0)])[0]) for gap in (1.0, 2.0, 4.0, 7.5, 9.0)]

    assert np.all(np.diff(sizes) < 0)
    assert sizes[-1] == 0


def test_members_of_a_group_keep_together_instead_of_apart():
    places, velocities = [(0, 0), (0, 1.0), (0, 6.0)], [(1.3, 0)] * 3
    alone, together = forces(places, velocities), forces(places, velocities, [0, 0, 0])

    assert alone[2, 1] >= 0
    assert together[2, 1] < -1


def test_the_gap_of_equilibrium_is_where_the_model_says():
    speed = 9.0
    found = brentq(lambda gap: acceleration(speed, FREE, np.inf, Leader(gap, speed)), 1.0, 80.0)

    assert found == pytest.approx(gap_at_rest_with(speed), rel=1e-6)
