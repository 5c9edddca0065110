"""Slip lanes: an island at the corner, a way round it beside the kerb, and no other way over it."""

import numpy as np
import pytest
from covering import covers, inside
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError

STREET = {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("walk", 2.0)]}
HALF = [("drive", 3.25), ("drive", 3.25), ("walk", 2.0)]
WIDE = {"left": HALF[::-1], "right": HALF}


def junction(headings=(0.0, 90.0, 180.0, 270.0), lanes: dict = STREET, **more):
    legs = [{"name": "abcd"[k], "heading": np.deg2rad(h), "lanes": lanes} for k, h in enumerate(headings)]
    return ROADS.build({"kind": "junction", "name": "j", "legs": legs, "slip_lanes": ["a"], **more}, "test")


def island(plan) -> np.ndarray:
    """Return the triangles of the island's top inside the junction, float64 (T, 3, 2)."""
    pavement = next(part.mesh for part in plan.surface.parts if part.name == "pavement")
    corner = pavement.vertices[pavement.triangles].astype(float)[:, :, :2]
    asphalt = next(part.mesh for part in plan.surface.parts if part.name == "asphalt")
    reach = np.abs(asphalt.vertices[:, :2]).min()
    near = np.linalg.norm(corner.mean(axis=1), axis=1) < 25.0 + reach
    kerbs = [np.asarray(edge)[:, :2] for edge in plan.edges]
    away = np.array(
        [min(np.linalg.norm(edge - middle, axis=1).min() for edge in kerbs) for middle in corner.mean(axis=1)]
    )
    return corner[near & (away > 3.5)]


@settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate])
@given(
    st.floats(65.0, 115.0),
    st.floats(24.0, 34.0),
    st.sampled_from(["right", "left"]),
    st.sampled_from([STREET, WIDE]),
    st.floats(-0.05, 0.05),
)
def test_ways_keep_off_the_island_and_the_ground_is_whole(angle, radius, traffic, lanes, grade):
    try:
        piece = junction((0.0, angle, 180.0, 270.0), lanes, slip_radius=radius, traffic=traffic)
    except ConfigError:
        assume(False)
    plan = piece.build()
    ways = [lane for lane in plan.road.lanes if "->" in lane.name]
    points = np.concatenate([lane.centre[:, :2] for lane in ways])

    top = island(plan)

    assert len(top) >= 3
    distance = np.linalg.norm(points[:, None] - top.reshape(-1, 2), axis=2).min(axis=1)
    assert distance.min() > 1.0
    assert covers(plan, points, 1e-3, {"asphalt"}).min() >= 1
    axis = np.arange(-40.0, 40.0, 2.3) + 0.0137
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    outline = np.concatenate(plan.edges)[:, :2]
    near = np.linalg.norm(grid[:, None] - outline, axis=2).min(axis=1) < 0.05
    grid = grid[inside(grid, outline) & ~near]
    assert covers(plan, grid, 1e-5).min() >= 1, "hole"
    assert covers(plan, grid, -2e-3).max() <= 1, "overlap"


@pytest.mark.parametrize(("traffic", "other"), [("right", "b"), ("left", "d")])
def test_the_way_on_the_slip_lane_is_an_arc_round_the_kerb(traffic, other):
    network = junction(traffic=traffic, slip_radius=25.0).network()

    way = next(road for road in network.roads if road.name == f"j.a.in[0]->j.{other}.out[0]")

    assert way.curve.sharpest == pytest.approx(1 / (25.0 + 3.25 / 2), rel=1e-6)


def test_a_corner_without_room_for_an_island_is_refused():
    with pytest.raises(ConfigError, match="a slip lane of radius 12 m leaves no room for an island"):
        junction(slip_radius=12.0)


def test_a_slip_lane_is_as_wide_as_its_island_needs_unless_it_is_said():
    headings = (0.0, 109.0, 180.0, 270.0)

    with pytest.raises(ConfigError, match="a slip lane of radius 14 m leaves no room for an island"):
        junction(headings, slip_radius=14.0)
    network = junction(headings).network()

    way = next(road for road in network.roads if road.name == "j.a.in[0]->j.b.out[0]")
    radius = 1 / way.curve.sharpest - 3.25 / 2
    assert radius >= 25.0 and len(island(junction(headings).build())) >= 3


def test_where_a_way_finds_no_room_beside_the_island_it_is_smaller():
    def strips(*some):
        return [list(each) for each in some]

    lanes = (
        {"left": strips(("drive", 3.0)), "right": strips(("drive", 3.25), ("walk", 2.0))},
        {
            "left": strips(("walk", 2.5), ("drive", 3.25), ("drive", 3.25), ("median", 1.5)),
            "right": strips(("drive", 3.5), ("shoulder", 1.0), ("verge", 2.0)),
        },
        {
            "left": strips(("walk", 2.5), ("verge", 1.5), ("drive", 3.25)),
            "right": strips(("drive", 3.25), ("park", 2.1), ("walk", 2.4)),
        },
    )
    headings = np.deg2rad([23.9, 161.7, 291.4])
    legs = [{"name": n, "heading": h, "lanes": some} for n, h, some in zip("abc", headings, lanes, strict=True)]
    values = {"kind": "junction", "name": "j", "legs": legs, "corner_radius": 7.03, "islands": ["c"]}

    piece = ROADS.build({**values, "slip_lanes": ["c"]}, "test")
    plan = piece.build()

    assert len(island(plan)) >= 3
    ways = np.concatenate([lane.centre[:, :2] for lane in plan.road.lanes if "->" in lane.name])
    assert covers(plan, ways, 1e-3, {"asphalt"}).min() >= 1


def test_a_slip_lane_that_leaves_another_way_no_room_is_refused():
    parked = {"left": STREET["left"], "right": [("drive", 3.25), ("park", 2.1), ("walk", 2.4)]}
    wide = {"left": STREET["left"], "right": [("median", 1.5), *HALF]}
    legs = [
        {"name": name, "heading": np.deg2rad(heading), "lanes": lanes}
        for name, heading, lanes in (("a", 263.9, parked), ("b", 4.3, parked), ("c", 66.9, wide))
    ]
    values = {"kind": "junction", "name": "j", "legs": legs, "corner_radius": 1.0}

    ROADS.build(values, "test")
    with pytest.raises(ConfigError, match=r"way from 'j.b' to 'j.c' finds no room between the kerbs and the island"):
        ROADS.build({**values, "slip_lanes": ["a"]}, "test")
