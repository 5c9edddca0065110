"""Roads that divide: closed ground up to the nose and beyond, lanes that go on, traffic that leaves or joins."""

import numpy as np
import pytest
from covering import covers, inside

from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError

HALF = [("verge", 1.5), ("drive", 3.6), ("drive", 3.6), ("shoulder", 2.5), ("verge", 2.0)]
MAIN = {"left": HALF[::-1], "right": HALF}
RAMP = [("drive", 3.75), ("shoulder", 1.5), ("verge", 2.0)]
INNER = [("verge", 1.5), ("shoulder", 0.5)]
STREET = {"left": [("walk", 2.0), ("drive", 3.0)], "right": [("drive", 3.0), ("drive", 3.0), ("walk", 2.0)]}
SIDEWAYS = {"left": [("walk", 1.5)], "right": [("drive", 3.0), ("walk", 2.0)]}


def fork(side: str, **more) -> dict:
    sign = 1 if side == "left" else -1
    branch = {"left": INNER, "right": RAMP} if side == "right" else {"left": RAMP[::-1], "right": INNER[::-1]}
    values = {
        "kind": "fork",
        "name": "f",
        "lanes": MAIN,
        "branch": branch,
        "side": side,
        "path": [{"shape": "line", "length": 80.0}],
        "branch_path": [{"shape": "arc", "length": 60.0, "radius": sign * 120.0}],
    }
    return values | more


CASES = {
    "off-ramp": fork("right"),
    "on-ramp": fork("left"),
    "fork": fork("right", adds=False),
    "street": fork("right", lanes=STREET, branch=SIDEWAYS, adds=False),
    "steep": fork("right", grade=-0.06),
}


@pytest.mark.parametrize("name", CASES)
def test_the_ground_has_no_hole_and_no_overlap(name):
    plan = ROADS.build(CASES[name], "test").build()
    outline = np.concatenate(plan.edges)[:, :2]
    axes = np.arange(100.0, 380.0, 4.7), np.arange(-45.0, 45.0, 0.83)
    points = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    near = np.linalg.norm(points[:, None] - outline, axis=2).min(axis=1) < 0.05
    points = points[inside(points, outline) & ~near]

    assert len(points) > 800
    assert covers(plan, points, 1e-5).min() >= 1, "hole"
    assert covers(plan, points, -5e-3).max() <= 1, "overlap"


@pytest.mark.parametrize("name", CASES)
def test_lanes_go_on_where_they_end(name):
    road_map = ROADS.build(CASES[name], "test").road_map()

    joints = [(lane, road_map.lane(after)) for lane in road_map.lanes for after in lane.successors]

    assert len(joints) >= 3
    for lane, after in joints:
        assert np.linalg.norm(lane.centre[-1] - after.centre[0]) < 1e-6
        assert lane.tangents[-1] @ after.tangents[0] > np.cos(np.deg2rad(2.0))


def test_who_keeps_right_leaves_on_an_off_ramp():
    road_map = ROADS.build(CASES["off-ramp"], "test").road_map()

    assert road_map.lane("f.fwd[2]").successors == ("f.branch.right.drive[0]",)
    assert road_map.lane("f.fwd[1]").successors == ("f.through.right.drive[1]",)
    assert road_map.lane("f.fwd[2]").length < road_map.lane("f.fwd[1]").length
    assert [lane.name for lane in road_map.route(road_map.lane("f.fwd[2]"), ("f.branch",))][-1].startswith("f.branch")


def test_those_who_come_against_the_road_join_on_the_left():
    road_map = ROADS.build(CASES["on-ramp"], "test").road_map()

    assert road_map.lane("f.branch.back").successors == ("f.left.drive[2]",)
    joining = road_map.lane("f.back[2]")
    assert joining.successors == ()
    assert joining.width[-1] == pytest.approx(0.0, abs=1e-9)  # it ends beside the road
    assert joining.left == "f.left.drive[1]"


def test_the_outer_lane_of_a_road_that_forks_is_the_branch():
    road_map = ROADS.build(CASES["fork"], "test").road_map()

    assert road_map.lane("f.fwd[1]").successors == ("f.branch.right.drive[0]",)
    assert road_map.lane("f.fwd[0]").successors == ("f.through.right.drive[0]",)
    assert road_map.find("f.through.fwd[1]") is None


def test_what_is_raised_between_the_two_has_a_face_at_the_nose():
    plan = ROADS.build(CASES["street"], "test").build()
    kerbs = next(part.mesh for part in plan.surface.parts if part.name == "concrete_kerb")
    corner = kerbs.vertices[kerbs.triangles].astype(float)
    flat = np.ptp(corner[:, :, 0], axis=1) < 1e-4  # upright, square to the road
    nose = corner[flat & (np.abs(corner[:, :, 0] - 310.0).max(axis=1) < 1e-3)]

    across = np.unique(np.round(nose[:, :, 1], 3))

    assert np.ptp(across) == pytest.approx(2.0 + 1.5, abs=1e-3)  # both pavements, back to back
    assert nose[:, :, 2].max() == pytest.approx(0.13)


def test_a_ramp_goes_down_as_steep_as_it_says():
    lane = ROADS.build(CASES["steep"], "test").road_map().lane("f.branch.fwd")

    slope = np.diff(lane.centre[:, 2]) / np.diff(lane.stations)

    assert slope[0] == pytest.approx(0.0, abs=0.01)
    assert slope[-1] == pytest.approx(-0.06, abs=2e-3)


def test_a_branch_needs_lanes_on_its_side():
    with pytest.raises(ConfigError, match="a branch to the left needs drive lanes on the left"):
        ROADS.build(fork("right") | {"side": "left", "lanes": {"left": [], "right": HALF}}, "test")
