"""Parking in: the car ends in its place, hits nobody beside it, and its rear wheels never slide sideways."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.core.errors import ScenarioError
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.footprint import overlap
from avsynth.language import parse
from avsynth.steps._manoeuvre import TIGHTEST, aside, into_place, turning
from avsynth.world.running import TICK, begin

STREET = """
road main:
    path: [line(200 m)]
    lanes: [walk(2 m), park(2.2 m), drive(3.25 m)] | [drive(3.25 m), park(2.2 m), walk(2 m)]
place car ego:
    at on main.fwd[0] @ 20 m
    speed: 30 km/h
    do:
        park_in(to: {to}, at: {at} m{more})
        idle()
{others}environment:
    surroundings: "none"
run 24 s at 5 Hz
"""
NEIGHBOURS = """
place car before:
    at on main.right.park @ 74 m
    do idle()
place car after:
    at on main.right.park @ 88 m
    do idle()
"""
LOT = """
car_park lot:
    rows: [8, 8]
    angle: {angle} deg
place car ego:
    at on lot.{way}[0] @ 3 m
    speed: 12 km/h
    do park_in(to: {to}, at: 8 m{more})
environment:
    surroundings: "none"
run 24 s at 5 Hz
"""


def run(text: str) -> list:
    course = begin(parse(text).draw(1), Stream(1))
    return [course.world(tick) for tick in range(round(24 / TICK) + 1)]


def street(to="main.right.park", at=80, more="", others="") -> list:
    return run(STREET.format(to=to, at=at, more=more, others=others))


def egos(worlds) -> list:
    return [world.agents["ego"] for world in worlds]


def sliding(states) -> np.ndarray:
    """Return how fast the rear axle goes sideways at each tick [m/s]."""
    axles = np.array([state.axle for state in states])
    left = np.array([state.world_from_ground.rotation[:2, 1] for state in states])
    return np.abs(np.einsum("ij,ij->i", np.diff(axles, axis=0) / TICK, (left[1:] + left[:-1]) / 2))


def test_who_parks_beside_the_kerb_backs_in_between_two_cars_and_stays():
    worlds = street(others=NEIGHBOURS)
    states = egos(worlds)
    last = states[-1]

    assert last.position == pytest.approx([80.0, -4.35], abs=0.05)
    assert last.world_from_ground.yaw == pytest.approx(0.0, abs=0.01)
    assert last.speed == 0 and states[-40].position == pytest.approx(last.position, abs=1e-9)
    assert min(state.speed for state in states) < -0.8
    assert max(state.acts.get("indicate_right", 0.0) for state in states) == 1
    for world in worlds:
        assert not any(overlap(world.agents["ego"].footprint, world.agents[n].footprint) for n in ("before", "after"))


def test_who_backs_in_waits_for_somebody_behind():
    ped = "place pedestrian ped:\n    at on main.right.park @ 79 m\n    do idle()\n"
    worlds = street(others=ped)
    gaps = [np.hypot(*(world.agents["ego"].position - world.agents["ped"].position)) for world in worlds]

    assert min(gaps) > 2.5
    assert worlds[-1].agents["ego"].speed == 0
    assert not any(overlap(*(world.agents[name].footprint for name in ("ego", "ped"))) for world in worlds)


@pytest.mark.parametrize("backs", ["true", "false"])
def test_who_parks_rolls_without_sliding_and_turns_no_tighter_than_a_car_can(backs):
    states = egos(street(more=f", backs: {backs}"))
    steps = [np.hypot(*(b.position - a.position)) for a, b in pairwise(states)]

    assert states[-1].position == pytest.approx([80.0, -4.35], abs=0.05)
    assert sliding(states).max() < 0.12
    assert max(abs(state.curvature) for state in states[100:]) <= TIGHTEST + 1e-9
    assert max(steps) < 10 * TICK


def test_places_on_the_other_side_are_taken_as_one_comes():
    last = egos(street(to="main.left.park", at=110))[-1]

    assert last.position == pytest.approx([90.0, 4.35], abs=0.05)
    assert last.world_from_ground.yaw == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize(
    ("angle", "to", "more", "yaw"),
    [
        (90, "lot.right.park[0]", "", -90),
        (90, "lot.right.park[0]", ", backs: true", 90),
        (60, "lot.right.park[0]", "", -60),
        (90, "lot.left.park[1]", "", 90),
    ],
)
def test_bays_are_driven_into_at_their_angle(angle, to, more, yaw):
    worlds = run(LOT.format(angle=angle, way="fwd", to=to, more=more))
    last = worlds[-1].agents["ego"]
    lane = worlds[-1].road.lane(to)
    station, offset = lane.project(last.position)
    depth = float(np.interp(station, lane.stations, lane.width))
    bay = (station - lane.places.middle(0, depth)) / lane.places.pitch

    assert last.speed == 0
    assert np.degrees(last.world_from_ground.yaw) == pytest.approx(yaw, abs=1)
    assert abs(offset) < 0.1
    assert bay == pytest.approx(round(bay), abs=0.05)
    assert sliding(egos(worlds)).max() < 0.15


LEAVES = """
road main:
    path: [line(200 m)]
    lanes: [walk(2 m), park(2.2 m), drive(3.25 m)] | [drive(3.25 m), park(2.2 m), walk(2 m)]
place car ego:
    at on main.right.park @ 40 m
    do:
        park_out()
        drive(speed: 8 m/s)
place car after:
    at on main.right.park @ 49 m
    do idle()
{others}environment:
    surroundings: "none"
run 24 s at 5 Hz
"""
COMING = """
place car other:
    at on main.fwd[0] @ 10 m
    speed: 45 km/h
    do drive()
"""


NOSE_IN = """
car_park lot:
    rows: [8, 8]
place car ego:
    at on lot.right.park[0] @ 8.75 m
    facing {facing} deg
    do:
        park_out()
        drive(speed: 4 m/s)
environment:
    surroundings: "none"
run 24 s at 5 Hz
"""


@pytest.mark.parametrize("others", ["", COMING])
def test_who_parks_out_waits_for_a_gap_and_drives_on_in_the_lane(others):
    worlds = run(LEAVES.format(others=others))
    states = egos(worlds)
    went = next(k for k, state in enumerate(states) if state.speed > 0.1)

    assert states[-1].position[1] == pytest.approx(-1.625, abs=0.2)
    assert states[-1].speed == pytest.approx(8, abs=0.3)
    assert sliding(states[: went + 80]).max() < 0.12
    assert states[went + 5].acts["indicate_left"] > 0.5
    assert not any(overlap(world.agents["ego"].footprint, world.agents["after"].footprint) for world in worlds)
    if others:
        assert worlds[went].agents["other"].position[0] > 40


@pytest.mark.parametrize(("facing", "backs"), [(-90, True), (90, False)])
def test_who_stands_nose_in_backs_out_of_its_bay(facing, backs):
    states = egos(run(NOSE_IN.format(facing=facing)))

    assert (min(state.speed for state in states) < -1) == backs
    assert states[-1].world_from_ground.yaw == pytest.approx(0.0, abs=0.05)
    assert states[-1].position[0] > states[0].position[0] + 20


@pytest.mark.parametrize(
    ("to", "at", "message"),
    [("main.right.drive", 80, r"no parking lane"), ("main.right.park", 12, r"too near, or behind")],
)
def test_who_cannot_park_there_says_why(to, at, message):
    with pytest.raises(ScenarioError, match=message):
        street(to=to, at=at)


@given(st.floats(-6.0, 6.0).filter(lambda value: abs(value) > 0.3))
@settings(max_examples=30, deadline=None)
def test_a_shift_ends_beside_its_start_with_the_same_heading(distance):
    path = aside(distance)

    assert path.y[-1] == pytest.approx(distance, abs=0.02)
    assert path.yaw[-1] == pytest.approx(0.0, abs=0.02)
    assert np.abs(path.curvature).max() <= TIGHTEST + 1e-9


@given(st.floats(0.5, 1.7), st.sampled_from([-1, 1]), st.floats(-7.0, 7.0), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_way_into_a_place_leads_from_the_way_to_the_place(turn, side, beside, backs):
    goal = Pose.planar(20.0, beside, 0.0, turn * side)

    path, origin, swing = into_place(goal, 0.0, beside, backs=backs)
    ends = origin, origin @ path.end
    there, begin = ends if backs else ends[::-1]

    np.testing.assert_allclose(there.translation, goal.translation, atol=1e-9)
    assert begin.translation[1] == pytest.approx(swing, abs=0.02)
    assert begin.yaw == pytest.approx(0.0, abs=0.02)


def test_a_turn_ends_at_its_angle():
    for angle in (-1.6, -0.6, 0.6, 1.6):
        assert turning(angle, 1.0, 2.0).yaw[-1] == pytest.approx(angle, abs=0.01)
