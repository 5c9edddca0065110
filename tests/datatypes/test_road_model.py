"""Models of roads: points by heading, pitch and bank, and stations that are close enough."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.core.frames import Pose
from avsynth.datatypes.curve import chained
from avsynth.datatypes.curve_shapes import Bend
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.profile import Profile, eased, even, through
from avsynth.datatypes.road_model import SAGITTA, Link, RoadModel
from avsynth.datatypes.section import Section, Strip


def strip(number: int, width: Profile, kind: str = "drive", **more) -> Strip:
    return Strip(number, kind, width, **more)


def road(**more) -> RoadModel:
    curve = chained((5.0, -3.0, 0.7), (Bend(60.0), Bend(40.0, 0.0, 1 / 60), Bend(50.0, 1 / 60, 1 / 60)))
    section = Section(0.0, (strip(1, even(3.0)),), (strip(-1, even(3.5)), strip(-2, eased(0.0, 3.0, 50.0, 30.0))))
    values = {
        "elevation": through(np.array([[0.0, 2.0], [80.0, 7.0], [150.0, 4.0]])),
        "bank": eased(0.0, 0.08, 55.0, 45.0),
    }
    return RoadModel("r", curve, (section,), **values | more)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.floats(0.0, 150.0), st.floats(-8.0, 8.0), st.floats(-0.5, 0.5))
def test_points_are_turned_by_heading_then_pitch_then_bank(station, left, height):
    model, at = road(), np.array([station])
    x, y, heading = model.curve.poses(at)[0]
    slope = float(model.elevation.slope(at)[0])

    origin = (x, y, float(model.elevation.at(at)[0]))
    pose = Pose.euler(origin, heading, -float(np.arctan(slope)), float(model.bank.at(at)[0]))

    assert model.points(at, left, height)[0] == pytest.approx(pose.points(np.array([0.0, left, height])), abs=1e-9)


def test_chords_between_stations_keep_to_the_road():
    model = road()
    stations = model.stations(0.0, model.length)

    for left in (-6.5, 0.0, 3.0):
        for a, b in pairwise(stations):
            inner = model.points(np.linspace(a, b, 9), left)
            chord = inner[-1] - inner[0]
            off = np.linalg.norm(np.cross(inner - inner[0], chord / np.linalg.norm(chord)), axis=1)
            assert off.max() < 1.5 * SAGITTA


def test_the_surface_is_cambered_between_two_profiles_evenly():
    flat, sloped = even(0.0), Profile(np.array([-10.0]), np.array([[-0.2, 0.02, 0.0, 0.0]]))
    model = RoadModel("r", chained((0, 0, 0), (Bend(20.0),)), road().sections, camber=((0.0, flat), (20.0, sloped)))

    assert model.points(np.array([0.0, 10.0, 20.0]), -5.0)[:, 2] == pytest.approx([0.0, -0.05, -0.1])


def two_sections() -> RoadModel:
    wide = Section(
        0.0,
        (),
        (
            strip(-1, even(3.0), after=-1),
            strip(-2, eased(3.0, 0.0, 40.0, 20.0)),
            strip(-3, even(2.0), "walk", after=-2),
        ),
    )
    narrow = Section(60.0, (), (strip(-1, even(3.0), before=-1), strip(-2, even(2.0), "walk", before=-3)))
    return RoadModel("r", chained((0, 0, 0), (Bend(100.0),)), (wide, narrow))


def test_strips_that_continue_each_other_are_one_lane():
    lanes = {lane.name: lane for lane in RoadNetwork((two_sections(),)).road_map.lanes}

    assert lanes["r.right.drive[0]"].length == pytest.approx(100.0)
    assert lanes["r.right.drive[1]"].length == pytest.approx(60.0, abs=0.5)  # bends a little as it narrows
    assert lanes["r.right.drive[1]"].width[-1] == pytest.approx(0.0, abs=1e-9)
    assert lanes["r.right.walk[0]"].centre[-1] == pytest.approx([100.0, -4.0, 0.0])
    assert lanes["r.right.drive[0]"].right == "r.right.drive[1]"
    assert lanes["r.right.drive[1]"].left == "r.right.drive[0]"


def test_lanes_of_linked_roads_follow_each_other_in_the_direction_of_travel():
    first = RoadModel(
        "a",
        chained((0, 0, 0), (Bend(50.0),)),
        (Section(0.0, (strip(1, even(3.0), after=1),), (strip(-1, even(3.0), after=-1),)),),
        after=Link("b"),
    )
    second = RoadModel(
        "b",
        chained((50, 0, 0), (Bend(50.0),)),
        (Section(0.0, (strip(1, even(3.0), before=1),), (strip(-1, even(3.0), before=-1),)),),
        before=Link("a", "end"),
    )

    road_map = RoadNetwork((first, second)).road_map

    assert road_map.lane("a.fwd").successors == ("b.right.drive[0]",)
    assert road_map.lane("b.back").successors == ("a.left.drive[0]",)
    assert road_map.lane("b.fwd").successors == ()


def test_where_traffic_keeps_left_the_left_lanes_run_along():
    model = RoadModel("r", chained((0, 0, 0), (Bend(50.0),)), road().sections, keeps_left=True)

    road_map = RoadNetwork((model,)).road_map

    assert road_map.lane("r.fwd").name == "r.left.drive[0]"
    assert road_map.lane("r.fwd").tangents[0] == pytest.approx([1.0, 0.0, 0.0])
    assert road_map.lane("r.back").tangents[0] == pytest.approx([-1.0, 0.0, 0.0])
