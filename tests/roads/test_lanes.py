"""Names, directions and stations of lanes, and the questions a road map answers."""

import numpy as np
import pytest

from avsynth.contracts import ROADS
from avsynth.core.errors import ScenarioError

STREET = {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("drive", 3.0), ("walk", 2.0)]}


def road(**more):
    values = {"kind": "road", "name": "main", "path": [{"shape": "line", "length": 100.0}], "lanes": STREET}
    return ROADS.build(values | more, "test").road_map()


def junction():
    headings = {"a": 0.0, "b": np.pi / 2, "c": np.pi}
    legs = [{"name": name, "heading": heading, "lanes": STREET} for name, heading in headings.items()]
    values = {"kind": "junction", "name": "five", "legs": legs, "leg_length": 50.0, "crosswalks": ["a"]}
    return ROADS.build(values, "test").road_map()


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("main.right.drive", "main.right.drive[0]"),
        ("main.drive.right[1]", "main.right.drive[1]"),
        ("main.fwd[1]", "main.right.drive[1]"),
        ("main.fwd", "main.right.drive[0]"),
        ("main.back[0]", "main.left.drive[0]"),
        ("main.walk.left", "main.left.walk[0]"),
    ],
)
def test_lanes_of_a_road_go_by_several_names(alias, name):
    assert road().lane(alias).name == name


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("five.a.in", "five.a.in[0]"),
        ("five.a.left.drive[0]", "five.a.in[0]"),
        ("five.a.out[1]", "five.a.out[1]"),
        ("five.a.right.drive[1]", "five.a.out[1]"),
        ("five.a.walk.right", "five.a.right.walk[0]"),
    ],
)
def test_lanes_of_a_leg_go_by_several_names(alias, name):
    assert junction().lane(alias).name == name


def test_an_unknown_lane_is_told_with_the_nearest_name():
    with pytest.raises(ScenarioError, match=r"no lane 'main.fwt'; did you mean 'main.fwd'"):
        road().lane("main.fwt")


def test_traffic_keeps_right_and_stations_run_along_it():
    forward, back = road().lane("main.fwd"), road().lane("main.back")

    assert forward.pose_at(10.0).translation == pytest.approx([10.0, -1.625, 0.0])
    assert forward.pose_at(10.0).yaw == pytest.approx(0.0)
    assert back.pose_at(10.0).translation == pytest.approx([90.0, 1.625, 0.0])
    assert abs(back.pose_at(10.0).yaw) == pytest.approx(np.pi)


def test_traffic_enters_a_junction_on_the_left_of_its_leg_seen_outward():
    entering, leaving = junction().lane("five.a.in"), junction().lane("five.a.out")

    assert entering.centre[0, 1] > 0 > leaving.centre[0, 1]
    assert entering.centre[0, 0] > entering.centre[-1, 0]
    assert leaving.centre[0, 0] < leaving.centre[-1, 0]
    assert entering.length == pytest.approx(50.0)


def test_projection_inverts_placing_on_a_lane():
    values = {"path": [{"shape": "arc", "length": 120.0, "radius": -60.0}]}
    lane = road(**values).lane("main.fwd[1]")

    for station, offset in ((0.0, 0.0), (17.3, 0.8), (64.2, -1.1), (105.0, 0.2)):
        found = lane.project(lane.pose_at(station, offset).translation)
        assert found == pytest.approx((station, offset), abs=0.02)  # the chords' angle times the offset


def test_offset_lines_of_an_arc_are_arcs():
    lane = road(path=[{"shape": "arc", "length": 100.0, "radius": 50.0}]).lane("main.back")

    assert np.linalg.norm(lane.centre[:, :2] - [0.0, 50.0], axis=1) == pytest.approx(50.0 - 1.625, abs=1e-9)


def test_a_spiral_ends_with_the_curvature_asked_for():
    from avsynth.roads._reference import Spiral, reference_line

    line = reference_line((Spiral(length=100.0, to=0.01),), (0.0, 0.0, 0.0))
    heading = line.poses(np.array([99.9, 100.0]))[:, 2]

    assert np.diff(heading)[0] / 0.1 == pytest.approx(0.01, rel=1e-3)
    assert heading[1] == pytest.approx(0.5)  # half of length times curvature


def test_a_route_finds_its_way_across_the_junction():
    map_ = junction()

    names = [lane.name for lane in map_.route(map_.lane("five.a.in"), ("five.b",))]

    assert names == ["five.a.in[0]", "five.a.in[0]->five.b.out[0]", "five.b.out[0]"]
    assert map_.route(map_.lane("five.a.out"), ("five.b",)) == ()


def test_the_height_is_that_of_the_pavement_on_the_pavement():
    map_ = road()

    assert map_.height_at(np.array([10.0, 4.0])) == pytest.approx(0.13)
    assert map_.height_at(np.array([10.0, 1.0])) == 0.0
