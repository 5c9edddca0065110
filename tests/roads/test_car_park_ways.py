"""Car parks of many aisles and at streets: whole ground, lanes that lead from the street to every bay and back out."""

import numpy as np
import pytest
from covering import covers, inside
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import avsynth
from avsynth.contracts import ROADS
from avsynth.core import paths
from avsynth.core.errors import ConfigError
from avsynth.opendrive import loads, written
from avsynth.world.simulate import simulate

STREET = {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("walk", 2.0)]}
PARKING = {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("park", 2.1), ("walk", 2.4)]}
FEW = settings(max_examples=6, deadline=None, derandomize=True, phases=[Phase.generate])


def lot(**more):
    return ROADS.build({"kind": "car_park", "name": "lot", **more}, "test")


@st.composite
def lots(draw) -> dict:
    aisles = draw(st.integers(1, 4))
    return {
        "aisles": aisles,
        "rows": draw(st.lists(st.integers(2, 6), min_size=1, max_size=2)),
        "street": draw(st.sampled_from([None, STREET, PARKING])),
        "gates": draw(st.integers(1, 2)) if aisles > 2 else 1,
        "disabled": draw(st.integers(0, 2)),
        "angle": draw(st.sampled_from([np.pi / 2, 1.1])),
        "traffic": draw(st.sampled_from(["right", "left"])),
        "heading": draw(st.floats(-3.0, 3.0)),
        "z": 4.0,
        "driveway": draw(st.floats(8.0, 20.0)),
    }


@FEW
@given(lots())
def test_every_point_within_the_outlines_is_covered_once(values):
    plan = lot(**values).build()
    rim = np.concatenate(plan.outlines)[:, :2]
    low, high = np.maximum(rim.min(axis=0), -70.0), np.minimum(rim.max(axis=0), 70.0)
    points = np.stack(np.meshgrid(*(np.arange(a, b, 2.37) for a, b in zip(low, high, strict=True))), axis=-1)
    points = points.reshape(-1, 2)
    held = np.sum([inside(points, outline[:, :2]) for outline in plan.outlines], axis=0)
    points, held = (each[np.linalg.norm(points[:, None] - rim, axis=2).min(axis=1) > 0.06] for each in (points, held))

    assert held.max() == 1  # outlines touch, and never lie over each other
    assert covers(plan, points[held > 0], 1e-5).min() >= 1, "hole"
    assert covers(plan, points, -0.02)[held > 0].max() <= 1, "overlap"
    assert covers(plan, points, -0.02)[held == 0].max(initial=0) == 0, "beyond the outlines"


@FEW
@given(lots())
def test_lanes_join_and_lead_from_the_street_along_every_aisle_and_out_again(values):
    road_map = lot(**values).road_map()

    for lane in road_map.lanes:
        for after in map(road_map.lane, lane.successors):
            assert np.linalg.norm(lane.centre[-1] - after.centre[0]) < 1e-6
            assert lane.tangents[-1] @ after.tangents[0] > np.cos(np.deg2rad(4.0))
    if values["street"]:
        roads = [f"lot.aisle{k}" for k in range(values["aisles"])]
        for side in ("left", "right"):
            for road in roads:
                coming = road_map.lane(f"lot.gate{values['gates'] - 1 if side == 'left' else 0}.{side}.in[0]")
                assert road_map.route(coming, (road,)), "no way in"
        ends = [road_map.lane(f"{road}.{word}[0]") for road in roads for word in ("back", "fwd")]
        out = ends if values["aisles"] > 1 else ends[:1]  # a single aisle leads on at its far end
        assert all(road_map.route(lane, ("lot.gate0.right",)) for lane in out), "no way out"


@FEW
@given(lots())
def test_opendrive_keeps_its_ways(values):
    network = lot(**values).network()
    read = loads(written(network, "lot"))
    lanes = [[lane for lane in net.road_map.lanes if ".corner[" not in lane.name] for net in (network, read.network)]
    numbers = [{lane.name: k for k, lane in enumerate(some)} for some in lanes]

    assert not read.notes
    for one, other in zip(*lanes, strict=True):
        following = [
            sorted(known[n] for n in each.successors) for each, known in zip((one, other), numbers, strict=True)
        ]
        assert following[0] == following[1]
        assert np.abs(one.centre[[0, -1]] - other.centre[[0, -1]]).max() < 1e-3


def test_only_what_lies_outside_is_lined():
    plan = lot(aisles=3, street=STREET).build()

    half, pitch = 3.0 + 5.0 + 0.15 + 1.8, 2 * 9.95 + 0.5
    for edge in plan.edges:
        middle = edge[len(edge) // 2]
        between = -half + 0.2 < middle[1] < 2 * pitch + half - 0.2 and 8.0 < middle[0] < plan.outlines[0][:, 0].max()
        assert not between
    assert len(plan.ends) == 2  # the street, both ways


def test_bays_for_the_disabled_are_wide_and_carry_their_sign():
    piece = lot(rows=[4], disabled=3)
    plain = {part.name: part.mesh for part in lot(rows=[4, 4]).build().surface.parts}["lane_paint"]
    plan, lane = piece.build(), piece.road_map().lane("lot.right.park[0]")
    paint = next(part.mesh for part in plan.surface.parts if part.name == "lane_paint")

    assert lane.places.pitch == pytest.approx(3.5)
    assert lane.places.count(lane.length, 5.0) == 3
    for k in range(3):
        middle = lane.pose_at(lane.places.middle(k, 5.0)).translation
        symbol = np.abs(paint.vertices[:, :2] - middle[:2]).max(axis=1) < 0.6
        assert symbol.sum() > 30
    assert len(paint.triangles) > len(plain.triangles)


def test_a_single_aisle_has_one_gate():
    with pytest.raises(ConfigError, match="a car park of a single aisle has one gate"):
        lot(gates=2)


def test_aisles_too_near_for_two_gates_are_told():
    wide = {
        "left": [("walk", 4.0), ("park", 2.5), ("drive", 3.5)],
        "right": [("drive", 3.5), ("park", 2.5), ("walk", 4.0)],
    }

    with pytest.raises(ConfigError, match=r"its 2 aisles lie too near to each other .* leave out one of the gates"):
        lot(aisles=2, gates=2, street=wide, angle=np.deg2rad(30), bay_length=4.0, edge=0.5, aisle=5.0, bay_width=2.0)


def test_a_driver_comes_from_the_street_into_an_aisle():
    scenario = avsynth.load(paths.scenes() / "roads" / "car_park_at_street.scene").draw(seed=1)

    scenes = [scene for _, scene in simulate(scenario, scenario.stream.child("world"), only=[0, 55])]

    first, last = (scene.objects[scene.ego_id].world_from_object.translation for scene in scenes)
    reached = [lane.road for lane, _, _ in scenes[1].road.lanes_at(last)]
    assert np.linalg.norm(last - first) > 30.0
    assert any(road.startswith(("lot.near", "lot.aisle1")) for road in reached), reached
