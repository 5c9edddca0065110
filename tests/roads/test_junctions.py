"""Junctions with grade, offsets, lanes for turning and islands: they lie in a plane, join, and can be driven."""

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError
from avsynth.datatypes.category import Category
from avsynth.datatypes.curve import chained
from avsynth.roads._turns import SHARPEST, Turn

SIDES = (
    [("walk", 2.0), ("drive", 3.25)],
    [("walk", 2.0), ("bike", 1.6), ("drive", 3.5), ("drive", 3.5)],
    [("verge", 2.0), ("shoulder", 1.0), ("drive", 3.5)],
    [("walk", 2.5), ("drive", 3.25), ("drive", 3.25), ("median", 1.5)],
)
FEW = settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.generate])


@st.composite
def junctions(draw) -> dict:
    count = draw(st.integers(3, 6))
    shares = np.array(draw(st.lists(st.floats(0.05, 1.0), min_size=count, max_size=count)))
    gaps = np.deg2rad(20.5) + shares / shares.sum() * (2 * np.pi - count * np.deg2rad(20.5))
    side = st.sampled_from(SIDES)
    legs = [
        {
            "name": f"leg{k}",
            "heading": float(heading),
            "lanes": {"left": draw(side), "right": draw(side)[::-1]},
            "grade": draw(st.floats(-0.08, 0.08)),
        }
        for k, heading in enumerate(np.cumsum(gaps))
    ]
    return {
        "kind": "junction",
        "name": "j",
        "legs": legs,
        "corner_radius": draw(st.floats(3.0, 10.0)),
        "traffic": draw(st.sampled_from(["right", "left"])),
        "crown": draw(st.sampled_from([0.0, 0.025])),
        "islands": ["leg0"] if draw(st.booleans()) else [],
    }


def build(values: dict, **more):
    return ROADS.build(values | more, "test")


def lanes(left: list, right: list) -> dict:
    return {"left": left, "right": right}


STREET = lanes([("walk", 2.0), ("drive", 3.25)], [("drive", 3.25), ("walk", 2.0)])
CROSS = {
    "kind": "junction",
    "name": "j",
    "legs": [{"name": n, "heading": k * np.pi / 2, "lanes": STREET} for k, n in enumerate("abcd")],
}


def links(road_map):
    return [lane for lane in road_map.lanes if "->" in lane.name]


@FEW
@given(junctions())
def test_ways_join_the_legs_in_place_height_and_direction(values):
    road_map = build(values).road_map()

    for lane in road_map.lanes:
        for following in map(road_map.lane, lane.successors):
            assert np.linalg.norm(lane.centre[-1] - following.centre[0]) < 1e-6
            assert lane.tangents[-1] @ following.tangents[0] > np.cos(np.deg2rad(4.0))
            assert lane.slope[-1] == pytest.approx(following.slope[0], abs=2e-3)


@FEW
@given(junctions())
def test_no_way_is_sharper_than_vehicles_can_drive(values):
    for road in build(values).network().roads:
        if "->" in road.name:
            assert road.curve.sharpest <= (0.4 if ".bike" in road.name else SHARPEST) + 1e-9


@FEW
@given(junctions())
def test_the_middle_of_a_junction_is_a_plane_and_its_ways_lie_in_it(values):
    road_map = build(values).road_map()
    points = np.concatenate([lane.centre for lane in links(road_map)])

    *_, singular = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    normal = singular[-1] * np.sign(singular[-1][2])

    assert np.abs((points - points.mean(axis=0)) @ normal).max() < 1e-3
    assert np.hypot(*normal[:2]) < 0.0401


def test_legs_go_on_with_their_own_grade_and_level_out():
    legs = [{**leg, "grade": 0.08 if leg["name"] == "a" else 0.0} for leg in CROSS["legs"]]
    lane = build(CROSS, legs=legs, leg_length=90.0).road_map().lane("j.a.out[0]")

    rise = np.diff(lane.centre[:, 2]) / np.diff(lane.stations)

    assert rise[-1] == pytest.approx(np.sin(np.arctan(0.08)), abs=1e-4)
    assert rise[0] < 0.05
    assert np.all(np.diff(rise) > -1e-9)
    assert abs(lane.slope[-1]) < 1e-9


def test_a_road_that_goes_on_uphill_crosses_without_levelling():
    grades = {"a": 0.03, "b": 0.0, "c": -0.03, "d": 0.0}
    legs = [{**leg, "grade": grades[leg["name"]]} for leg in CROSS["legs"]]
    lane = build(CROSS, legs=legs).road_map().lane("j.c.in[0]->j.a.out[0]")

    assert np.diff(lane.centre[:, 2]) / np.diff(lane.stations) == pytest.approx(0.03, abs=1e-3)


def test_lanes_for_turning_are_added_and_lead_only_there():
    legs = [{**leg, "turn_lanes": ["left", "straight_right"]} if leg["name"] == "a" else leg for leg in CROSS["legs"]]
    road_map = build(CROSS, legs=legs).road_map()

    pocket, through = road_map.lane("j.a.in[0]"), road_map.lane("j.a.in[1]")

    assert {name.split("->")[1] for name in pocket.successors} == {"j.d.out[0]"}
    assert {name.split("->")[1] for name in through.successors} == {"j.b.out[0]", "j.c.out[0]"}
    assert pocket.length < 65.0 < through.length
    assert pocket.width[0] == pytest.approx(0.0, abs=1e-9)
    assert pocket.right == "j.a.in[1]"


def test_too_few_or_strange_turn_lanes_are_refused():
    legs = [{**leg, "turn_lanes": ["straight", "straight"]} if leg["name"] == "a" else leg for leg in CROSS["legs"]]

    with pytest.raises(ConfigError, match=r"turn_lanes of leg 'a' names 2 lanes; the leg has 1 that come in"):
        build(CROSS, legs=legs)


def test_where_traffic_keeps_left_it_enters_on_the_other_side():
    road_map = build(CROSS, traffic="left").road_map()

    entering, leaving = road_map.lane("j.a.in"), road_map.lane("j.a.out")

    assert entering.centre[0, 1] < 0 < leaving.centre[0, 1]
    assert {name.split("->")[1] for name in entering.successors} == {"j.b.out[0]", "j.c.out[0]", "j.d.out[0]"}


def test_legs_of_a_staggered_junction_keep_their_offset():
    legs = [{**leg, "offset": {"b": 6.0, "d": 6.0}.get(leg["name"], 0.0)} for leg in CROSS["legs"]]
    road_map = build(CROSS, legs=legs).road_map()

    assert road_map.lane("j.b.out").centre[:, 0] == pytest.approx(-6.0 + 1.625)
    assert road_map.lane("j.d.out").centre[:, 0] == pytest.approx(6.0 - 1.625)
    assert links(road_map)


def test_rails_go_straight_on_only():
    tram = lanes([("walk", 2.0), ("drive", 3.25), ("tram", 3.0)], [("tram", 3.0), ("drive", 3.25), ("walk", 2.0)])
    legs = [{**leg, "lanes": tram if leg["name"] in "ac" else STREET} for leg in CROSS["legs"]]
    road_map = build(CROSS, legs=legs).road_map()

    assert road_map.lane("j.a.left.tram").successors == ("j.a.left.tram[0]->j.c.right.tram[0]",)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.floats(-10.0, 60.0), st.floats(-40.0, 40.0), st.floats(-3.1, 3.1), st.floats(4.0, 30.0))
@example(12.0, 0.0, 0.0, 5.0)
@example(12.0, 3.0, 0.0, 5.0)
def test_a_turn_ends_where_and_how_it_should_or_says_what_is_missing(ahead, left, turn, reach):
    way = Turn((0.0, 0.0, 0.0), (ahead, left, turn), reach)

    if way.shapes is None:
        assert max(way.missing) > 0
        return
    curve = chained(way.start, way.shapes)
    end = curve.poses(np.array([curve.length]))[0]
    assert end[:2] == pytest.approx([ahead, left], abs=1e-6)
    assert np.cos(end[2] - turn) == pytest.approx(1.0)
    assert curve.sharpest <= SHARPEST + 1e-9


def test_a_raised_median_ends_with_a_face_towards_the_junction():
    wide = lanes(SIDES[3], SIDES[3][::-1])
    legs = [{**leg, "lanes": wide if leg["name"] == "a" else STREET} for leg in CROSS["legs"]]
    surface = build(CROSS, legs=legs).build().surface
    kerb = next(part.mesh for part in surface.parts if part.category == Category.KERB)
    corner = kerb.vertices[kerb.triangles].astype(float)
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)

    faces = corner[(normal[:, 0] < -0.99) & (np.abs(corner[:, :, 1]).max(axis=1) < 2.0)]

    assert np.ptp(faces[:, :, 1]) == pytest.approx(3.0, abs=1e-3)
    assert faces[:, :, 2].max() == pytest.approx(0.13, abs=1e-6)
