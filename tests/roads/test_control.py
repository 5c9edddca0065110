"""Control of junctions: signals never let conflicting legs go together, signs and lights stand where they belong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import avsynth
from avsynth.contracts import ACTORS, ROADS
from avsynth.core.errors import ConfigError
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.control import Signal
from avsynth.world.running import begin

STREET = {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("walk", 2.0)]}
WIDE = {"left": [("walk", 2.0), ("drive", 3.25), ("drive", 3.25)], "right": [("drive", 3.25), ("walk", 2.0)]}
FOUR = {"a": 0.0, "b": 100.0, "c": 180.0, "d": 260.0}
SHOWN = {"red", "red_amber", "amber", "green"}


def junction(headings: dict[str, float] = FOUR, lanes: dict = STREET, **more):
    legs = [{"name": name, "heading": np.deg2rad(angle), "lanes": lanes} for name, angle in headings.items()]
    return ROADS.build({"kind": "junction", "name": "j", "legs": legs, **more}, "test")


def states(road_map, time: float, word: str = ".in[0]") -> dict[str, str]:
    """Return what each leg shows."""
    controls = {control.of.split(".")[1]: control for control in road_map.controls if control.of.endswith(word)}
    return {leg: control.state(time) for leg, control in controls.items()}


@given(
    st.lists(st.tuples(st.sampled_from(sorted(SHOWN)), st.floats(0.1, 30.0)), min_size=1, max_size=6),
    st.floats(-50, 50),
    st.floats(-500, 500),
)
def test_a_signal_shows_each_phase_as_long_as_it_says_and_repeats_itself(phases, start, time):
    signal = Signal(tuple(phases), start)
    ends = np.cumsum([duration for _, duration in phases])

    for (state, duration), end in zip(phases, ends, strict=True):
        assert signal.state(start + end - duration / 2) == state
    near = np.abs((time - start) % signal.cycle - np.r_[0.0, ends]).min() < 1e-6
    assert near or signal.state(time) == signal.state(time + signal.cycle)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(st.floats(0.1, 1.0), min_size=3, max_size=6),
    st.floats(70.0, 120.0),
    st.floats(0.5, 4.0),
    st.floats(-20.0, 20.0),
)
def test_no_leg_may_go_before_all_others_have_been_red_for_a_while(shares, cycle, all_red, offset):
    gaps = 25.0 + np.array(shares) / sum(shares) * (360.0 - 25.0 * len(shares))
    headings = {f"leg{k}": float(angle) for k, angle in enumerate(np.cumsum(gaps))}
    control = {"control": "signals", "cycle": cycle, "all_red": all_red, "offset": offset}
    road_map = junction(headings, control=control).road_map()
    times = np.arange(0.0, cycle, 0.1)

    seen = [states(road_map, time) for time in times]

    going = [frozenset(leg for leg, state in shown.items() if state in ("green", "amber")) for shown in seen]
    stages = {group for group in going if group}
    assert sorted(leg for group in stages for leg in group) == sorted(headings)  # each in one stage, no two overlap
    for group in stages:
        angles = [headings[leg] for leg in group]
        assert len(group) == 1 or abs((angles[0] - angles[1]) % 360.0 - 180.0) < 40.1
    assert sum(not group for group in going) * 0.1 == pytest.approx(all_red * len(stages), abs=0.11 * len(stages))


def test_people_walk_while_nobody_drives_over_their_crosswalk_and_have_time_to_finish():
    control = {"control": "signals", "cycle": 60.0}
    road_map = junction(crosswalks=["a", "b"], control=control).road_map()
    width, speed = 6.5, 1.2

    for time in np.arange(0.0, 60.0, 0.25):
        for leg, crossing in (("a", "ac"), ("b", "bd")):
            walks = road_map.control(f"j.{leg}.crosswalk").state(time) == "green"
            later = [states(road_map, time + after) for after in (0.0, width / speed)]
            assert not (walks and any(shown[one] in ("green", "amber") for shown in later for one in crossing))
    walking = [road_map.control("j.a.crosswalk").state(t) for t in np.arange(0.0, 60.0, 0.25)]
    assert 0.3 < walking.count("green") / len(walking) < 0.5


@pytest.mark.parametrize(
    ("control", "priority", "expected"),
    [
        ("yield", [], {"a": "priority", "b": "yield", "c": "priority", "d": "yield"}),
        ("stop", ["a", "b"], {"a": "priority", "b": "priority", "c": "stop", "d": "stop"}),
        ("all_way", [], dict.fromkeys("abcd", "stop")),
        ("none", [], {}),
        ({"control": "signals", "dark": True}, ["b", "d"], dict.fromkeys("abcd", "off")),
    ],
)
def test_each_leg_says_what_holds(control, priority, expected):
    assert states(junction(control=control, priority=priority).road_map(), 12.3) == expected


def test_stages_and_their_shares_can_be_given():
    control = {"control": "signals", "cycle": 70.0, "stages": [["a"], ["c"], ["b", "d"]], "shares": [1, 2, 2]}
    road_map = junction(control=control).road_map()

    green = dict.fromkeys(FOUR, 0.0)
    for time in np.arange(0.005, 70.0, 0.01):
        for leg, state in states(road_map, time).items():
            green[leg] += 0.01 * (state == "green")

    assert green == pytest.approx({"a": 11.0, "c": 22.0, "b": 22.0, "d": 22.0}, abs=0.05)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"control": {"control": "signals", "cycle": 15.0}},
            "cycle of 15 s is too short for its stages; at least 20 s",
        ),
        ({"control": {"control": "signals", "stages": [["a", "x"]]}}, "unknown leg 'x'"),
        ({"control": {"control": "signals", "stages": [["a"], ["b"]]}}, "each leg needs one stage"),
        ({"control": {"control": "signals", "shares": [1.0]}}, "2 stages and 1 shares"),
        ({"control": "all_way", "priority": ["a"]}, "legs have priority under control 'yield'"),
        ({"control": "yield", "priority": ["e"]}, "priority on unknown leg 'e'"),
    ],
)
def test_what_does_not_fit_is_told(more, message):
    with pytest.raises(ConfigError, match=message):
        junction(**more)


def foot(light) -> np.ndarray:
    """Return where the foot of a light's pole stands (3,) [m], world: its place is below the middle of its box."""
    model = ACTORS.build({"kind": light.kind, **dict(light.fields)}, "test").dressed(Stream(0)).model()
    pole = next(part.mesh for part in model.parts if part.name == "pole").vertices
    lowest = pole[pole[:, 2] < pole[:, 2].min() + 1e-3].mean(axis=0)
    return light.world_from_ground.points(lowest + np.array([0.0, 0.0, model.size[2] / 2]))


@pytest.mark.parametrize("traffic", ["right", "left"])
@pytest.mark.parametrize("lanes", [STREET, WIDE])
def test_lights_stand_beside_the_lanes_that_come_in_and_look_at_them(traffic, lanes):
    road_map = junction(lanes=lanes, traffic=traffic, control={"control": "signals"}, crosswalks=["b"]).road_map()

    lights = [fixture for fixture in road_map.fixtures if fixture.kind == "traffic_light"]

    assert len(lights) == 4
    for leg, light in zip("abcd", lights, strict=True):
        pole = foot(light)
        lane = road_map.lane(f"j.{leg}.in[0]")
        line = lane.pose_at(lane.length - road_map.control(lane.name).setback)
        assert light.world_from_ground.rotation[:, 0] @ line.rotation[:, 0] < -0.99
        ahead, left, _ = line.inverse().points(pole)
        assert abs(ahead) < 0.3
        assert np.sign(left) == (-1 if traffic == "right" else 1)
        assert not [other for other, _, _ in road_map.lanes_at(pole) if other.kind == "drive"]
        nearest, _, offset = road_map.nearest(pole, ("drive",))
        assert abs(offset) - nearest.width[0] / 2 < 0.8  # at the kerb, whatever the arm reaches over
        reach = dict(light.fields)["reach"]
        coming_in = sum(f".{leg}.in[" in each.name for each in road_map.lanes if "->" not in each.name)
        assert (reach > 0) == (coming_in > 1)
        tip = pole + 2 * (light.world_from_ground.translation - pole)
        assert coming_in == 1 or road_map.lanes_at(tip)[0][0].name.startswith(f"j.{leg}.in[")


def test_lights_for_people_stand_at_both_ends_of_a_crosswalk_and_look_at_the_other_one():
    road_map = junction(control={"control": "signals"}, crosswalks=["b", "d"]).road_map()

    lights = [fixture for fixture in road_map.fixtures if fixture.kind == "pedestrian_light"]

    assert len(lights) == 4
    for k, light in enumerate(lights):
        crosswalk = road_map.crosswalks[k // 2]
        here, there = (crosswalk.start, crosswalk.end) if k % 2 == 0 else (crosswalk.end, crosswalk.start)
        place, across = light.world_from_ground.translation, (there - here) / np.linalg.norm(there - here)
        assert light.world_from_ground.rotation[:, 0] @ across == pytest.approx(1.0)
        assert np.linalg.norm(place - here) < crosswalk.width / 2 + 0.5
        assert [lane.kind for lane, _, _ in road_map.lanes_at(place)] == ["walk"]
        signal = road_map.control(crosswalk.name).signal
        assert dict(light.fields) == {"phases": signal.phases, "start": signal.start}


def test_there_are_no_lights_for_people_without_signals():
    fixtures = junction(control="yield", crosswalks=["b"]).road_map().fixtures

    assert not [fixture for fixture in fixtures if fixture.kind == "pedestrian_light"]


SCENE = """scenario "lights"
junction j:
    legs:
        - leg(a, heading: 0 deg, lanes: [drive(3 m)] | [drive(3 m)])
        - leg(b, heading: 120 deg, lanes: [drive(3 m)] | [drive(3 m)])
        - leg(c, heading: 180 deg, lanes: [drive(3 m)] | [drive(3 m)])
    control: signals(cycle: 40 s, offset: -20 s, stages: [[a, c], [b]])
environment:
    surroundings: "none"
place car ego:
    at on j.a.out @ 20 m
run 40 s at 5 Hz
"""


def test_the_lamps_of_a_scene_burn_as_the_control_says():
    run = begin(avsynth.loads(SCENE).draw(seed=1), Stream(1))
    burning = {"red": {"red"}, "red_amber": {"red", "amber"}, "amber": {"amber"}, "green": {"green"}}
    seen = set()

    for time in np.arange(0.0, 5.0, 0.5):
        scene = run.scene(time)
        lights = [thing for thing in scene.objects if thing.category == Category.TRAFFIC_LIGHT]
        assert len(lights) == 3
        for leg, light in zip("abc", lights, strict=True):
            state = run.road.control(f"j.{leg}.in[0]").state(time)
            lit = {lamp for lamp in ("red", "amber", "green") if light.finish[lamp] == f"signal_{lamp}"}
            assert lit == burning[state]
            seen.add(state)

    assert {"red", "green"} <= seen
