"""What lies on roads: potholes that are hollows, paint that wears, arrows, patches; and turning circles."""

import numpy as np
import pytest
from covering import covers, inside
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError
from avsynth.datatypes.category import Category
from avsynth.roads._dents import FINE, Dent, dented

STREET = {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("walk", 2.0)]}


def road(**more):
    path = [{"shape": "line", "length": 100.0}]
    return ROADS.build({"kind": "road", "name": "m", "lanes": STREET, "path": path, **more}, "test").build()


def part(plan, slot: str):
    return next((part.mesh for part in plan.surface.parts if part.name == slot), None)


def area(mesh) -> float:
    corner = mesh.vertices[mesh.triangles].astype(float)
    return float(np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1).sum() / 2)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.floats(0.2, 1.8), st.floats(0.2, 3.8), st.floats(0.1, 0.6), st.floats(0.01, 0.2))
def test_a_dent_is_as_deep_as_it_says_and_leaves_no_gap(x, y, radius, depth):
    square = np.array([[0.0, 0, 0], [2, 0, 0], [2, 4, 0], [0, 4, 0]])
    dent = Dent(x, y, radius, depth, (0.1, 0.05, 0.0, 1.0, 2.0, 3.0))

    vertices, triangles = dented(square, np.array([[0, 1, 2], [0, 2, 3]]), [dent])

    assert vertices[:, 2].min() >= -depth - 1e-12
    near = np.hypot(*(vertices[:, :2] - [x, y]).T).min()
    assert vertices[:, 2].min() == pytest.approx(-depth, abs=depth * (2 * near / (0.6 * radius)) ** 2 + 1e-9)
    assert np.all(vertices[np.hypot(*(vertices[:, :2] - [x, y]).T) >= radius, 2] == 0.0)
    corner = vertices[triangles]
    flat = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])[:, 2]
    assert flat.min() > 0
    assert flat.sum() / 2 == pytest.approx(8.0)
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    points = vertices[edges]  # where the surface has sunk, every edge is that of two triangles
    sunk = points[:, :, 2].min(axis=1) < 0
    rounded = np.round(np.sort(points[sunk].view([("", float)] * 3).reshape(-1, 2), axis=1).view(float), 9)
    _, counts = np.unique(rounded.reshape(len(rounded), -1), axis=0, return_counts=True)
    border = (np.ptp(points[sunk][:, :, 0], axis=1) == 0) & np.isin(points[sunk][:, 0, 0], [0.0, 2.0])
    border |= (np.ptp(points[sunk][:, :, 1], axis=1) == 0) & np.isin(points[sunk][:, 0, 1], [0.0, 4.0])
    assert (counts == 1).sum() == border.sum()


def test_potholes_are_hollows_in_the_asphalt_and_in_its_paint():
    plan = road(surface={"patches": 0, "manholes": 0, "potholes": 8, "depth": 0.06})

    asphalt = part(plan, "asphalt")

    assert asphalt.vertices[:, 2].min() == pytest.approx(-0.06, abs=0.012)
    assert part(road(), "asphalt").vertices[:, 2].min() == 0.0
    corner = asphalt.vertices[asphalt.triangles].astype(float)
    low = corner[:, :, 2].min(axis=1) < -0.005
    assert np.linalg.norm(corner - np.roll(corner, 1, axis=1), axis=2)[low].max() < FINE + 1e-6


def test_things_on_a_road_are_as_many_as_they_say_on_average_and_lie_on_its_lanes():
    plan = road(surface={"patches": 30, "manholes": 30, "puddles": 30, "seams": 20})

    covers_found = area(part(plan, "cast_iron")) / (np.pi * 0.31**2)

    assert 15 < covers_found < 45
    for slot in ("cast_iron", "asphalt_new", "water", "bitumen"):
        mesh = part(plan, slot)
        assert np.abs(mesh.vertices[:, 1]).max() < 3.25 + 0.08
        assert mesh.vertices[:, 2] == pytest.approx(mesh.vertices[0, 2])
        assert 0.001 < mesh.vertices[0, 2] < 0.008


def test_other_seeds_give_other_places_and_the_same_seed_the_same():
    first, again, other = (part(road(surface={"seed": seed}), "cast_iron").vertices for seed in (1, 1, 2))

    assert np.array_equal(first, again)
    assert first.shape != other.shape or not np.allclose(first, other)


def test_worn_paint_has_lost_the_share_that_it_says():
    whole = area(part(road(), "lane_paint"))

    worn = area(part(road(marks={"wear": 0.4}), "lane_paint_worn"))

    assert worn / whole == pytest.approx(0.6, abs=0.08)


def test_lines_can_be_of_other_kinds_and_colours():
    plan = road(marks={"centre": "solid_solid", "colour": "yellow", "width": 0.15})

    assert part(plan, "lane_paint") is None
    assert area(part(plan, "lane_paint_yellow")) == pytest.approx(2 * 0.15 * 280.0, rel=1e-3)


@pytest.mark.parametrize(("traffic", "sign"), [("right", 1), ("left", -1)])
def test_arrows_lie_on_the_lanes_they_are_for_and_point_into_the_junction(traffic, sign):
    lanes = {"left": [("drive", 3.0), ("drive", 3.0)], "right": [("drive", 3.0), ("drive", 3.0)]}
    legs = [{"name": n, "heading": k * np.pi / 2, "lanes": lanes} for k, n in enumerate("abcd")]
    values = {"kind": "junction", "name": "j", "traffic": traffic}
    plain, turning = (
        ROADS.build(values | {"legs": [legs[0] | more, *legs[1:]]}, "test").build()
        for more in ({}, {"turn_lanes": ["left", "straight_right"]})
    )

    def paint(plan):
        corner = part(plan, "lane_paint").vertices[part(plan, "lane_paint").triangles].astype(float)
        return {tuple(np.round(row, 3)) for row in corner.reshape(len(corner), 9)}

    arrows = np.array(sorted(paint(turning) - paint(plain))).reshape(-1, 3, 3)
    tips = arrows[:, :, 1] * sign

    assert len(arrows) >= 20
    assert arrows[:, :, 0].min() > 8.0
    assert tips.min() > 0.2  # all on the side that comes in
    assert tips.max() < 6.0


def cul_de_sac(**more):
    return ROADS.build({"kind": "cul_de_sac", "name": "c", "lanes": STREET, **more}, "test")


@pytest.mark.parametrize("values", [{}, {"radius": 11.0, "island": 3.0}, {"traffic": "left", "heading": 1.0}])
def test_a_turning_circle_leads_back_to_its_street(values):
    piece = cul_de_sac(**values)
    road_map, plan = piece.road_map(), piece.build()
    coming = road_map.lane("c.street.in[0]")

    (way,) = (road_map.lane(name) for name in coming.successors)

    assert way.successors == ("c.street.out[0]",)
    assert np.linalg.norm(coming.centre[-1] - way.centre[0]) < 1e-6
    assert np.linalg.norm(way.centre[-1] - road_map.lane("c.street.out[0]").centre[0]) < 1e-6
    asphalt = {"asphalt"}
    assert covers(plan, way.centre[1:-1, :2], 1e-3, asphalt).min() >= 1
    axis = np.arange(-14.0, 40.0, 1.37)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    outline = np.concatenate(plan.edges)[:, :2]
    near = np.linalg.norm(points[:, None] - outline, axis=2).min(axis=1) < 0.05
    points = points[inside(points, outline) & ~near]
    assert covers(plan, points, 1e-5).min() >= 1, "hole"
    assert covers(plan, points, -0.02).max() <= 1, "overlap"


def test_an_island_must_leave_room():
    with pytest.raises(ConfigError, match=r"an island of radius 6 m leaves no room .* at most 5 m are free"):
        cul_de_sac(island=6.0)


def test_all_that_is_paint_counts_as_such():
    plan = road(marks={"wear": 0.5})

    assert {p.category for p in plan.surface.parts if p.name.startswith("lane_paint")} == {Category.LANE_MARK}


def test_tram_rails_run_on_through_a_junction_at_their_gauge():
    lanes = {"left": [("drive", 3.0), ("tram", 3.2)], "right": [("tram", 3.2), ("drive", 3.0)]}
    legs = [{"name": n, "heading": k * np.pi / 2, "lanes": STREET if k % 2 else lanes} for k, n in enumerate("abcd")]
    plan = ROADS.build({"kind": "junction", "name": "j", "legs": legs}, "test").build()
    corner = part(plan, "cast_iron").vertices[part(plan, "cast_iron").triangles].astype(float)

    along_x = corner[(np.ptp(corner[:, :, 1], axis=1) < 0.1) & (np.ptp(corner[:, :, 0], axis=1) > 0.1)]
    middles = np.unique(np.round(np.abs(along_x[:, :, 1]), 2))

    assert middles == pytest.approx([0.82, 0.88, 2.32, 2.38], abs=0.011)  # 1.6 m from the axis, 1.5 m apart
    length = np.linalg.norm(np.ptp(along_x, axis=1), axis=1).sum() / 2
    assert length > 4 * 2 * 80.0  # four rails, without a gap in the middle
    assert along_x[:, :, 0].min() < -80 < 80 < along_x[:, :, 0].max()
