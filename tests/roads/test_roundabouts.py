"""Roundabouts: closed ground, ways that join and can be driven, who is inside goes first."""

import numpy as np
import pytest
from covering import covers, inside
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError
from avsynth.roads._turns import SHARPEST

SIDES = (
    [("walk", 2.0), ("drive", 3.25)],
    [("walk", 2.0), ("drive", 3.25), ("drive", 3.25)],
    [("verge", 2.0), ("drive", 3.5)],
    [("walk", 2.0), ("bike", 1.6), ("drive", 3.25)],
)
FEW = settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.generate])


def street(left: list = SIDES[0], right: list = SIDES[0]) -> dict:
    return {"left": list(left), "right": list(right)[::-1]}


def values(headings: list[float], **more) -> dict:
    legs = [{"name": "abcdef"[k], "heading": np.deg2rad(h), "lanes": street()} for k, h in enumerate(headings)]
    return {"kind": "roundabout", "name": "r", "legs": legs, **more}


@st.composite
def roundabouts(draw) -> dict:
    count = draw(st.integers(2, 5))
    shares = np.array(draw(st.lists(st.floats(0.0, 1.0), min_size=count, max_size=count))) + 0.05
    gaps = np.deg2rad(62.0) + shares / shares.sum() * (2 * np.pi - count * np.deg2rad(62.0))
    side = st.sampled_from(SIDES)
    lanes = draw(st.integers(1, 2))
    return {
        "kind": "roundabout",
        "name": "r",
        "radius": draw(st.floats(20.0, 32.0)),
        "lanes": lanes,
        "legs": [
            {
                "name": f"leg{k}",
                "heading": float(heading),
                "lanes": street(draw(side), draw(side)),
                "grade": draw(st.floats(-0.06, 0.06)),
            }
            for k, heading in enumerate(np.cumsum(gaps))
        ],
        "corner_radius": draw(st.floats(6.0, 14.0)),
        "traffic": draw(st.sampled_from(["right", "left"])),
        "islands": ["leg0"] if draw(st.booleans()) else [],
    }


@settings(FEW, max_examples=5)
@given(roundabouts())
def test_its_ground_has_no_hole_and_no_overlap(drawn):
    plan = ROADS.build(drawn, "test").build()
    axis = np.arange(-50.0, 50.0, 3.7) + 0.0137
    points = np.stack(np.meshgrid(axis, 1.003 * axis), axis=-1).reshape(-1, 2)
    outline = np.concatenate(plan.edges)[:, :2]
    near = np.linalg.norm(points[:, None] - outline, axis=2).min(axis=1) < 0.05
    points = points[inside(points, outline) & ~near]

    assert covers(plan, points, 1e-5).min() >= 1, "hole"
    assert (covers(plan, points, -0.02) <= 1).all(), "overlap"


@FEW
@given(roundabouts())
def test_every_way_round_joins_its_lanes_and_can_be_driven(drawn):
    piece = ROADS.build(drawn, "test")
    road_map = piece.road_map()

    for road in piece.network().roads:
        assert "->" not in road.name or road.curve.sharpest <= SHARPEST + 1e-9
    for lane in road_map.lanes:
        for after in map(road_map.lane, lane.successors):
            assert np.linalg.norm(lane.centre[-1] - after.centre[0]) < 1e-6
            assert lane.tangents[-1] @ after.tangents[0] > np.cos(np.deg2rad(4.0))
        if ".in[" in lane.name and "->" not in lane.name:
            reached = {road_map.lane(road_map.lane(name).successors[0]).road for name in lane.successors}
            assert reached == {other.road for other in road_map.lanes if ".out[" in other.name} - {lane.road, "r"}


@pytest.mark.parametrize(("traffic", "sign"), [("right", 1), ("left", -1)])
def test_traffic_goes_round_on_its_side(traffic, sign):
    road_map = ROADS.build(values([0, 90, 180, 270], traffic=traffic), "test").road_map()
    way = road_map.lane("r.a.in[0]->r.c.out[0]").centre[:, :2]

    angle = np.unwrap(np.arctan2(way[:, 1], way[:, 0]))

    assert (angle[-1] - angle[0]) * sign == pytest.approx(np.pi, abs=0.4)
    inner = np.hypot(*way.T)
    assert inner.min() > 16.0 - 5.0  # never over the island


def test_who_comes_in_yields():
    road_map = ROADS.build(values([0, 120, 240]), "test").road_map()

    assert {control.rule for control in road_map.controls} == {"yield"}
    signs = [fixture for fixture in road_map.fixtures if fixture.kind == "traffic_sign"]
    assert [dict(sign.fields)["sign"] for sign in signs] == ["give_way"] * 3


def test_bushes_and_a_tree_stand_on_the_mound_of_a_large_one_and_nothing_on_a_dome():
    plants = {}
    for radius in (8.5, 18.0):
        piece = ROADS.build(values([0, 120, 240], radius=radius, x=7.0, z=2.0), "test")
        plants[radius] = [fixture for fixture in piece.road_map().fixtures if fixture.kind in ("tree", "bush")]

    assert not plants[8.5]
    assert [plant.kind for plant in plants[18.0]].count("tree") == 1
    grass = next(part.mesh for part in piece.build().surface.parts if part.name == "grass").vertices.astype(float)
    for plant in plants[18.0]:
        x, y, z = plant.world_from_ground.translation
        away = np.hypot(x - 7.0, y)
        assert away < 0.6 * (18.0 - 5.0)
        mound = grass[np.argmin(np.abs(np.hypot(grass[:, 0] - 7.0, grass[:, 1]) - away))]
        assert z == pytest.approx(mound[2], abs=0.25)
        assert z > 2.2


def test_a_small_one_has_a_dome_that_can_be_driven_over_and_a_large_one_a_mound():
    heights = {}
    for radius in (8.5, 18.0):
        plan = ROADS.build(values([0, 120, 240], radius=radius), "test").build()
        points = np.concatenate([part.mesh.vertices for part in plan.surface.parts])
        heights[radius] = points[np.hypot(points[:, 0], points[:, 1]) < radius - 5.5, 2].max()

    assert heights[8.5] == pytest.approx(0.10)
    assert 1.0 < heights[18.0] < 2.0


@pytest.mark.parametrize(
    ("headings", "more", "message"),
    [
        ([0, 25, 180], {}, "legs are too near to each other for a circle of radius 16 m"),
        ([0, 120, 240], {"radius": 10.0, "lanes": 2}, r"2 lanes of 5 m leave no island .* at least 10\.8 m"),
        ([0, 120, 240], {"crosswalks": ["x"]}, "crosswalk on unknown leg 'x'"),
    ],
)
def test_what_does_not_fit_is_told(headings, more, message):
    with pytest.raises(ConfigError, match=message):
        ROADS.build(values(headings, **more), "test")
