"""Car parks: ground without holes, bays that hold cars, lines between them, lanes that go through."""

import numpy as np
import pytest
from covering import covers, inside
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError
from avsynth.datatypes.category import Category
from avsynth.datatypes.footprint import Footprint, overlap
from avsynth.opendrive import loads, written

#: Bays touch; by so much they are taken shorter and narrower [m].
SLIVER = 1e-3
LAYOUTS = [
    {},
    {"angle": np.deg2rad(60), "rows": (5,)},
    {"angle": np.deg2rad(45), "rows": (3, 4, 2), "heading": 0.7},
    {"angle": np.deg2rad(60), "rows": (5, 2), "traffic": "left"},
]


def car_park(**more):
    return ROADS.build({"kind": "car_park", "name": "lot", **more}, "test")


def bays(piece):
    """Return the rectangle of every bay in the world, as its place on its lane says."""
    return [
        Footprint(
            *pose.translation[:2], pose.yaw - lane.places.turn, piece.bay_length - SLIVER, piece.bay_width - SLIVER
        )
        for lane in piece.road_map().lanes
        if lane.kind == "park"
        for k in range(lane.places.count(lane.length, float(lane.width[0])))
        for pose in [lane.pose_at(lane.places.middle(k, float(lane.width[0])))]
    ]


def within(bay, ahead, left):
    """Return points of a bay, from shares of its half length and width."""
    forward, aside = (np.array([np.cos(a), np.sin(a)]) / 2 for a in (bay.yaw, bay.yaw + np.pi / 2))
    grid = np.stack(np.meshgrid(ahead, left), axis=-1).reshape(-1, 2)
    return bay.centre + grid[:, :1] * bay.length * forward + grid[:, 1:] * bay.width * aside


@pytest.mark.parametrize("values", LAYOUTS)
def test_the_ground_is_covered_once(values):
    plan = car_park(**values).build()
    axis = np.arange(-18.0, 75.0, 1.37)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    outline = np.concatenate(plan.edges)[:, :2]
    points = points[inside(points, outline)]

    assert len(points) > 500
    assert covers(plan, points, 1e-5).min() >= 1, "hole"
    assert covers(plan, points, -0.02).max() <= 1, "overlap"


@pytest.mark.parametrize("values", LAYOUTS)
def test_kerbs_close_every_step_of_the_ground(values):
    """Around the raised parts the upright faces are as long as the steps: seen from the side nothing is open."""
    piece = car_park(**values)
    kerbs = next(part.mesh for part in piece.build().surface.parts if part.name == "concrete_kerb")
    corner = kerbs.vertices[kerbs.triangles].astype(float)
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    upright = np.abs(across[:, 2]) < 1e-6 * np.linalg.norm(across, axis=1)
    bay_ends = sum(lane.kind == "park" for lane in piece.road_map().lanes) * 2
    (road,) = piece.network().roads
    depth = next(float(lane.width[0]) for lane in piece.road_map().lanes if lane.kind == "park")
    heads, sides = bay_ends * depth, 2 * (road.length + 2 * 90.0)

    assert np.linalg.norm(across[upright], axis=1).sum() / 2 == pytest.approx((heads + sides) * piece.kerb, rel=1e-4)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=3),
    st.floats(30, 90),
    st.floats(2.3, 3.0),
    st.floats(4.5, 6.0),
    st.sampled_from(["right", "left"]),
)
def test_bays_have_their_size_side_by_side_and_off_the_aisle(rows, angle, width, length, traffic):
    piece = car_park(rows=rows, angle=np.deg2rad(angle), bay_width=width, bay_length=length, traffic=traffic)
    found, road_map = bays(piece), piece.road_map()

    assert len(found) == 2 * sum(rows)
    assert not any(overlap(a, b) for k, a in enumerate(found) for b in found[:k])
    for corner in np.concatenate([bay.corners for bay in found]):
        assert [lane.kind for lane, _, _ in road_map.lanes_at(corner)] == ["park"]


@pytest.mark.parametrize("values", LAYOUTS)
def test_lines_lie_between_bays_and_not_in_them(values):
    piece = car_park(**values)
    plan, along = piece.build(), np.linspace(-0.95, 0.95, 9)
    paint = {"lane_paint"}

    for bay in bays(piece):
        assert not covers(plan, within(bay, along, np.linspace(-0.9, 0.9, 7)), 0.0, paint).any()
        assert covers(plan, within(bay, along, [-0.97, 0.97]), 0.0, paint).all()  # within 6 cm of its sides


def test_faces_of_paint_look_up():
    for values in LAYOUTS:
        for part in car_park(**values).build().surface.parts:
            if part.category in (Category.LANE_MARK, Category.ROAD):
                corner = part.mesh.vertices[part.mesh.triangles].astype(float)
                assert (np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])[:, 2] > 0).all()


def test_lanes_go_through_in_both_directions():
    road_map = car_park(rows=(4, 4, 4)).road_map()
    there, back = road_map.lane("lot.fwd[0]"), road_map.lane("lot.back[0]")

    length = 2 * 12.0 + 12 * 2.5 + 2 * 2.5
    assert there.length == back.length == pytest.approx(length)
    assert there.centre[0, :2] == pytest.approx([0.0, -1.5])
    assert back.centre[0, :2] == pytest.approx([length, 1.5])


@pytest.mark.parametrize("values", LAYOUTS)
def test_opendrive_keeps_the_bays(values):
    network = car_park(**values, parked=0.5).network()
    lanes, others = network.road_map.lanes, loads(written(network, "lot")).network.road_map.lanes

    for lane, other in zip(lanes, others, strict=True):
        assert (lane.kind, lane.parked) == (other.kind, other.parked)
        assert (lane.places.pitch, lane.places.turn) == pytest.approx((other.places.pitch, other.places.turn))


def test_rows_hold_at_least_one_bay():
    with pytest.raises(ConfigError, match="rows"):
        car_park(rows=[0])
