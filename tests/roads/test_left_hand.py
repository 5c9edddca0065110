"""Roads whose traffic keeps left: lanes, paint, level crossings, road works, forks and car parks are mirrored."""

import numpy as np
import pytest

from avsynth.contracts import ROADS

WIDE = {
    "left": [("walk", 2.0), ("drive", 3.0), ("drive", 3.0)],
    "right": [("drive", 3.0), ("drive", 3.0), ("walk", 2.0)],
}
PATH = [{"shape": "line", "length": 200.0}]


def road(traffic: str = "left", **more):
    return ROADS.build({"kind": "road", "name": "m", "lanes": WIDE, "path": PATH, "traffic": traffic, **more}, "test")


def mirrored(points: np.ndarray) -> np.ndarray:
    return np.sort(np.round(points * [1.0, -1.0, 1.0], 3), axis=0)


def test_lanes_on_the_left_run_along_the_road():
    road_map = road().road_map()

    for k in range(2):
        assert road_map.lane(f"m.fwd[{k}]").centre[0, 1] == pytest.approx(1.5 + 3 * k)
        assert road_map.lane(f"m.fwd[{k}]").tangents[0, 0] == pytest.approx(1.0)
        assert road_map.lane(f"m.back[{k}]").tangents[0, 0] == pytest.approx(-1.0)


@pytest.mark.parametrize("more", [{"crosswalks": [100.0]}, {"rails": [{"at": 100.0}]}])
def test_paint_is_the_mirror_image_of_that_where_traffic_keeps_right(more):
    left, right = (
        next(part.mesh for part in road(traffic, **more).build().surface.parts if part.name == "lane_paint")
        for traffic in ("left", "right")
    )

    assert np.allclose(mirrored(left.vertices), np.sort(np.round(right.vertices, 3), axis=0), atol=2e-3)


def test_half_barriers_close_the_lanes_that_lead_to_the_rails():
    road_map = road(rails=[{"at": 100.0}]).road_map()
    gates = [fixture for fixture in road_map.fixtures if fixture.kind == "crossing_gate"]

    for gate, name in zip(gates, ("m.fwd", "m.back"), strict=True):
        fields, turned = dict(gate.fields), gate.world_from_ground.rotation
        tip = gate.world_from_ground.translation + fields["reach"] * turned[:, 1]
        assert fields["towards"] == "right"
        assert turned[:, 0] @ road_map.lane(f"{name}[0]").tangents[0] == pytest.approx(-1.0)
        assert [lane.name for lane, _, _ in road_map.lanes_at(tip)] == [road_map.lane(f"{name}[0]").name]


@pytest.mark.parametrize(("side", "ahead"), [("left", 1.0), ("right", -1.0)])
def test_road_works_close_the_outer_lane_of_a_side_and_face_its_traffic(side, ahead):
    fixtures = road(works=[{"at": 100.0, "length": 40.0, "side": side}]).road_map().fixtures
    beacons = [fixture for fixture in fixtures if fixture.kind == "beacon"]
    places = np.array([beacon.world_from_ground.translation for beacon in beacons])

    assert {dict(beacon.fields)["falls"] for beacon in beacons} == {"right"}
    assert np.all(np.diff(places[:, 0]) * ahead > 0)
    assert np.abs(places[-1, 1]) == pytest.approx(3.0) and np.abs(places[0, 1]) == pytest.approx(6.0)
    assert np.sign(places[:, 1]) == pytest.approx(1.0 if side == "left" else -1.0)
    for beacon in beacons:
        assert beacon.world_from_ground.rotation[0, 0] * ahead == pytest.approx(-1.0)


def swapped(name: str) -> str:
    return name.replace("left", "*").replace("right", "left").replace("*", "right")


def assert_mirrored(right, left) -> None:
    """Check that the lanes of two maps, and what they go on as, are mirror images about the x axis."""
    assert len(right.lanes) == len(left.lanes)
    for lane in right.lanes:
        other = left.lane(swapped(lane.name))
        assert np.allclose(lane.centre * [1.0, -1.0, 1.0], other.centre, atol=1e-6)
        assert sorted(map(swapped, lane.successors)) == sorted(other.successors)
        assert (lane.places.pitch, lane.places.turn) == pytest.approx((other.places.pitch, -other.places.turn))


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("adds", [True, False])
def test_ramps_forks_and_merges_are_mirrored(side, adds):
    def fork(traffic: str, side: str):
        sign = 1 if traffic == "right" else -1
        lanes, half = {"left": WIDE["left"], "right": WIDE["right"]}, {"left": [], "right": []}
        half[side] = [("walk", 1.5), ("drive", 3.0)][:: 1 if side == "left" else -1]
        bend = {"shape": "arc", "length": 60.0, "radius": sign * 150.0}
        away = {"shape": "arc", "length": 60.0, "radius": 80.0 if side == "left" else -80.0}
        values = {"lanes": lanes, "branch": half, "side": side, "adds": adds, "path": [bend], "branch_path": [away]}
        return ROADS.build({"kind": "fork", "name": "m", "traffic": traffic, **values}, "test")

    right, left = fork("right", side), fork("left", swapped(side))

    assert_mirrored(right.road_map(), left.road_map())
    assert any(lane.successors for lane in left.road_map().lanes)
    ground = [sum(len(part.mesh.triangles) for part in piece.build().surface.parts) for piece in (right, left)]
    assert ground[0] == pytest.approx(ground[1], abs=4)


@pytest.mark.parametrize("angle", [90.0, 60.0])
def test_car_parks_are_mirrored(angle):
    right, left = (
        ROADS.build({"kind": "car_park", "name": "m", "angle": np.deg2rad(angle), "traffic": traffic}, "test")
        for traffic in ("right", "left")
    )

    assert_mirrored(right.road_map(), left.road_map())


def test_lanes_for_turning_are_added_at_the_middle_for_who_crosses_the_other_direction():
    def junction(traffic: str, *movements: str):
        lanes = {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("walk", 2.0)]}
        legs = [{"name": name, "heading": k * np.pi / 2, "lanes": lanes} for k, name in enumerate("abcd")]
        legs[0]["turn_lanes"] = list(movements)
        return ROADS.build({"kind": "junction", "name": "m", "legs": legs, "traffic": traffic}, "test").road_map()

    right, left = (
        junction("right", "left", "straight", "right").lanes,
        junction("left", "right", "straight", "left").lanes,
    )
    mirrored_ends = [
        sorted(
            (*np.round(lane.centre[0] * [1, sign, 1], 3), *np.round(lane.centre[-1] * [1, sign, 1], 3))
            for lane in some
            if lane.kind == "drive"
        )
        for some, sign in ((right, -1), (left, 1))
    ]

    assert np.allclose(*mirrored_ends, atol=2e-3)
