"""Laws of the roads' surfaces: no holes, no overlaps, kerbs that stand, lanes that lie on them."""

import numpy as np
import pytest
from covering import covers, inside
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from avsynth.contracts import ROADS, RoadPlan
from avsynth.datatypes.category import Category

STRIPS = {
    "narrow": [("drive", 3.0)],
    "street": [("walk", 2.0), ("drive", 3.25)],
    "parking": [("walk", 2.4), ("park", 2.1), ("drive", 3.25)],
    "wide": [("walk", 2.0), ("bike", 1.6), ("drive", 3.5), ("drive", 3.5)],
    "country": [("verge", 2.0), ("shoulder", 1.0), ("drive", 3.5)],
    "avenue": [("walk", 2.5), ("verge", 1.5), ("drive", 3.25)],
}


def lanes(left: str, right: str) -> dict:
    return {"left": STRIPS[left], "right": STRIPS[right][::-1]}


@st.composite
def junctions(draw) -> dict:
    count = draw(st.integers(3, 6))
    shares = np.array(draw(st.lists(st.floats(0.05, 1.0), min_size=count, max_size=count)))
    gaps = np.deg2rad(20.5) + shares / shares.sum() * (2 * np.pi - count * np.deg2rad(20.5))
    headings = np.cumsum(gaps) + draw(st.floats(-3.0, 3.0))
    sides = st.sampled_from(sorted(STRIPS))
    return {
        "kind": "junction",
        "name": "j",
        "legs": [
            {"name": f"leg{k}", "heading": float(h), "lanes": lanes(draw(sides), draw(sides))}
            for k, h in enumerate(headings)
        ],
        "leg_length": 20.0,
        "corner_radius": draw(st.floats(2.0, 10.0)),
        "crosswalks": ["leg0"],
        "x": 100.0,
        "y": -40.0,
    }


def grid_inside(plan: RoadPlan, reach: float) -> np.ndarray:
    """Return jittered points inside the outline, near the middle."""
    middle = np.array([100.0, -40.0])
    axis = np.arange(-reach, reach, reach / 24) + 0.0137
    points = middle + np.stack(np.meshgrid(axis, axis * 1.003), axis=-1).reshape(-1, 2)
    outline = plan.outlines[0][:, :2]
    distance = np.abs(np.linalg.norm(points[:, None] - outline, axis=2)).min(axis=1)
    return points[inside(points, outline) & (distance > 1e-3)]


@settings(max_examples=20, deadline=None, derandomize=True, phases=[Phase.generate])
@given(junctions())
def test_every_point_of_a_junction_is_covered_exactly_once(values):
    plan = ROADS.build(values, "test").build()

    points = grid_inside(plan, 45.0)

    assert covers(plan, points, 1e-6).min() >= 1, "hole"
    assert covers(plan, points, -1e-4).max() <= 1, "overlap"


@settings(max_examples=20, deadline=None, derandomize=True)
@given(junctions())
def test_every_way_through_a_junction_stays_on_its_asphalt(values):
    plan = ROADS.build(values, "test").build()
    asphalt = [part for part in plan.surface.parts if part.category == Category.ROAD]
    only = RoadPlan(
        plan.road, type(plan.surface)("k", tuple(asphalt), plan.surface.slots, plan.surface.slots, np.ones(3)), ()
    )

    ways = [lane for lane in plan.road.lanes if "->" in lane.name]

    places = np.concatenate([way.centre[:, :2] for way in ways])
    names = np.concatenate([[way.name] * len(way.centre) for way in ways])
    assert set(names[covers(only, places, 1e-3) < 1]) == set()


@settings(max_examples=20, deadline=None, derandomize=True)
@given(junctions())
def test_every_lane_into_a_junction_leads_on_to_every_other_leg(values):
    road = ROADS.build(values, "test").road_map()

    for lane in road.lanes:
        if ".in[0]" in lane.name and "->" not in lane.name:
            reached = {road.lane(road.lane(name).successors[0]).road for name in lane.successors}
            with_exit = {other.road for other in road.lanes if ".out[" in other.name and "->" not in other.name}
            assert reached == with_exit - {lane.road}


@settings(max_examples=20, deadline=None, derandomize=True)
@given(junctions())
def test_ways_through_a_junction_join_without_gap_or_corner(values):
    road = ROADS.build(values, "test").road_map()

    for lane in road.lanes:
        for following in map(road.lane, lane.successors):
            assert np.linalg.norm(lane.centre[-1] - following.centre[0]) < 1e-6
            assert lane.tangents[-1] @ following.tangents[0] > np.cos(np.deg2rad(4.0))


def curved_road(**more) -> dict:
    path = [
        {"shape": "line", "length": 40.0},
        {"shape": "spiral", "length": 30.0, "to": 1 / 80},
        {"shape": "arc", "length": 60.0, "radius": 80.0},
    ]
    return {"kind": "road", "name": "main", "path": path, "lanes": lanes("parking", "wide"), **more}


def test_a_curved_road_is_covered_exactly_once():
    plan = ROADS.build(curved_road(x=100.0, y=-40.0), "test").build()

    points = grid_inside(plan, 120.0)

    assert len(points) > 50
    assert covers(plan, points, 1e-6).min() >= 1
    assert covers(plan, points, -1e-4).max() <= 1


def test_kerbs_face_the_carriageway():
    plan = ROADS.build(curved_road(), "test").build()
    kerb = next(part.mesh for part in plan.surface.parts if part.category == Category.KERB)
    corner = kerb.vertices[kerb.triangles].astype(np.float64)
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)

    upright = np.abs(normal[:, 2]) < 1e-3

    middle = corner.mean(axis=1)[upright]
    lane = plan.road.lane("main.right.drive[0]")
    towards = np.array([lane.pose_at(lane.project(p)[0]).translation - p for p in middle])
    assert upright.sum() > 20
    assert np.all((towards * normal[upright]).sum(axis=1) > 0)
    assert np.ptp(corner[upright][:, :, 2], axis=1) == pytest.approx(0.13, abs=1e-6)


def test_everything_else_faces_up():
    legs = [
        {"name": n, "heading": h, "lanes": lanes("wide", "country")} for n, h in (("a", 0.0), ("b", 1.5), ("c", 3.2))
    ]
    junction = {"kind": "junction", "name": "j", "legs": legs}
    for values in (curved_road(), {**curved_road(), "lanes": lanes("country", "narrow")}, junction):
        plan = ROADS.build(values, "test").build()
        for part in plan.surface.parts:
            if part.category != Category.KERB:
                corner = part.mesh.vertices[part.mesh.triangles].astype(np.float64)
                assert np.all(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])[:, 2] > 0)


def test_paint_lies_four_millimetres_above_the_asphalt():
    plan = ROADS.build(curved_road(crosswalks=[20.0]), "test").build()

    paint = next(part.mesh for part in plan.surface.parts if part.category == Category.LANE_MARK)

    assert np.unique(paint.vertices[:, 2]) == pytest.approx([0.004])


def paint_across(values: dict, station: float) -> list[float]:
    """Return where paint begins and ends across a straight road along x at `station` [m], left to right."""
    surface = ROADS.build(values, "test").build().surface
    paint = next(part.mesh for part in surface.parts if part.category == Category.LANE_MARK)
    corner = paint.vertices[paint.triangles][:, :, :2]
    here = (corner[:, :, 0].min(axis=1) <= station) & (corner[:, :, 0].max(axis=1) >= station)
    return sorted({round(float(y), 3) for y in corner[here][:, :, 1].ravel()}, reverse=True)


def test_paint_lies_between_the_lanes():
    section = {"left": [("park", 2.0), ("drive", 3.0)], "right": [("drive", 3.0), ("drive", 3.0), ("shoulder", 1.0)]}
    values = {"kind": "road", "name": "m", "lanes": section, "path": [{"shape": "line", "length": 50.0}]}

    edges = paint_across(values, 18.5)  # within a stroke of the dashed lines

    middles = [(a + b) / 2 for a, b in zip(edges[::2], edges[1::2], strict=True)]
    assert middles == pytest.approx([3.0, 0.0, -3.0, -6.0], abs=1e-3)


def test_a_green_median_divides_the_carriageway():
    section = {"left": [("drive", 3.75), ("verge", 1.5)], "right": [("verge", 1.5), ("drive", 3.75), ("walk", 2.0)]}
    values = {"kind": "road", "name": "m", "lanes": section, "path": [{"shape": "line", "length": 50.0}]}
    plan = ROADS.build(values, "test").build()

    grass = next(part.mesh for part in plan.surface.parts if part.name == "grass")
    points = np.stack(np.meshgrid(np.arange(1.0, 49.0), np.arange(-7.1, 5.2, 0.37)), axis=-1).reshape(-1, 2)

    assert np.abs(grass.vertices[:, 1]).max() == pytest.approx(1.5)
    assert grass.vertices[:, 2].max() == 0.0
    assert covers(plan, points, 1e-6).min() >= 1
    assert covers(plan, points, -1e-4).max() <= 1


def test_no_triangle_is_longer_than_a_dozen_metres_along_a_narrow_road():
    plan = ROADS.build({**curved_road(), "lanes": lanes("street", "street")}, "test").build()

    for part in plan.surface.parts:
        corner = part.mesh.vertices[part.mesh.triangles]
        assert np.linalg.norm(corner - np.roll(corner, 1, axis=1), axis=2).max() < 12.0


def test_legs_nearer_than_twenty_degrees_are_refused():
    legs = [
        {"name": n, "heading": h, "lanes": lanes("street", "street")} for n, h in (("a", 0.0), ("b", 0.2), ("c", 3.0))
    ]

    with pytest.raises(Exception, match=r"legs .a. and .b. are 11\.5 deg apart; at least 20 deg"):
        ROADS.build({"kind": "junction", "name": "j", "legs": legs}, "x.scene:3:1")
