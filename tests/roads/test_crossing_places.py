"""Where people and bicycles cross: kerbs are dropped, islands cut, ribs lead there, ways of bicycles are painted."""

import numpy as np
import pytest
from covering import covers, inside

from avsynth.contracts import ROADS
from avsynth.opendrive import loads, written
from avsynth.roads._dropped import LOWEST, RAMP
from avsynth.roads._street import CROSSWALK_SETBACK, CROSSWALK_WIDTH

STREET = {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("walk", 2.0)]}
CYCLED = [("drive", 3.25), ("bike", 1.6), ("walk", 2.0)]
CYCLING = {"left": CYCLED[::-1], "right": CYCLED}
KERB = 0.13


def road(**more):
    values = {"lanes": STREET, "path": [{"shape": "line", "length": 100.0}], "crosswalks": [40.0]}
    return ROADS.build({"kind": "road", "name": "m", **values, **more}, "test")


def junction(kind="junction", lanes=STREET, **more):
    legs = [{"name": name, "heading": k * np.pi / 2, "lanes": lanes} for k, name in enumerate("abcd")]
    return ROADS.build({"kind": kind, "name": "j", "legs": legs, **more}, "test")


def part(plan, slot):
    return next((part.mesh for part in plan.surface.parts if part.name == slot), None)


def area(mesh):
    corner = mesh.vertices[mesh.triangles].astype(float)
    return float(np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1).sum() / 2)


@pytest.mark.parametrize("side", [1, -1])
def test_kerbs_are_low_all_along_a_crosswalk_and_whole_beyond_its_ramps(side):
    (model,) = road().network().roads
    half = CROSSWALK_WIDTH / 2

    def step(station):
        return model.height_over(station, side * (3.25 + 0.01))

    assert [step(40.0 + share * half) for share in (-1, -0.5, 0, 0.5, 1)] == pytest.approx([LOWEST] * 5)
    assert [step(40.0 + sign * (half + RAMP)) for sign in (-1, 1)] == pytest.approx([KERB] * 2)
    assert step(40.0 + half + RAMP / 2) == pytest.approx((KERB + LOWEST) / 2)
    assert model.height_over(40.0, side * 5.24) == pytest.approx(KERB, abs=1e-3)  # the back of the pavement stays


def test_upright_faces_of_kerbs_are_as_long_as_the_steps_along_them():
    def faces(plan):
        kerbs = part(plan, "concrete_kerb")
        corner = kerbs.vertices[kerbs.triangles].astype(float)
        across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        return np.linalg.norm(across[np.abs(across[:, 2]) < 1e-9], axis=1).sum() / 2

    missing = faces(road(crosswalks=[]).build()) - faces(road().build())

    assert missing == pytest.approx(2 * (KERB - LOWEST) * (CROSSWALK_WIDTH + RAMP), rel=1e-4)


PARKING = {"left": STREET["left"], "right": [("drive", 3.25), ("park", 2.0), ("walk", 2.0)]}
CHANGE = {"at": 40.5, "taper": 9.0, "lanes": PARKING}


@pytest.mark.parametrize("piece", [road(), junction(crosswalks=["a"]), road(changes=[CHANGE])])
def test_people_wait_on_the_pavement_as_high_as_it_is_there(piece):
    road_map = piece.road_map()

    for crosswalk in road_map.crosswalks:
        for end in (crosswalk.start, crosswalk.end):
            assert end[2] == pytest.approx(road_map.height_at(end), abs=2e-3)
            assert LOWEST < end[2] < KERB


def test_low_kerbs_stay_as_they_are():
    (model,) = road(kerb=0.02).network().roads

    assert model.height_over(40.0, -3.3) == pytest.approx(0.02)


@pytest.mark.parametrize("kind", ["junction", "roundabout"])
def test_an_island_is_as_high_as_a_kerb_and_cut_where_people_cross(kind):
    model = junction(kind, islands=["a", "b"], crosswalks=["a"]).network().by_name["j.a"]

    assert model.height_over(0.0, 0.3) == pytest.approx(KERB)
    assert model.height_over(CROSSWALK_SETBACK + CROSSWALK_WIDTH / 2, 0.3) == pytest.approx(LOWEST)
    assert model.height_over(CROSSWALK_SETBACK + CROSSWALK_WIDTH + RAMP, -0.3) == pytest.approx(KERB)


@pytest.mark.parametrize("piece", [road(tactile=True), junction(crosswalks=["a"], tactile=True)])
def test_tactile_paving_lies_on_the_pavement_before_both_ends(piece):
    plan = piece.build()
    mesh = part(plan, "tactile_paving")

    assert area(mesh) == pytest.approx(2 * (0.6 * CROSSWALK_WIDTH + 0.6 * (2.0 - 0.15 - 0.6)), rel=0.01)
    for corner in mesh.vertices.astype(float):
        inwards = corner * [1.0, 1 - 1e-3, 1.0]
        assert inwards[2] == pytest.approx(plan.road.height_at(inwards) + 0.003, abs=2e-3)
    assert part(road().build(), "tactile_paving") is None


def test_a_worn_crossing_has_lost_its_share():
    def bars(wear):
        parts = road(marks={"centre": "none", "edge": "none", "wear": wear}).build().surface.parts
        return sum(area(each.mesh) for each in parts if each.name.startswith("lane_paint"))

    stops = 2 * 0.4 * 3.25

    assert (bars(0.5) - stops) / (bars(0.0) - stops) == pytest.approx(0.5, abs=0.15)


@pytest.mark.parametrize("traffic", ["right", "left"])
def test_ways_of_bicycles_straight_across_a_junction_are_painted_on_both_sides(traffic):
    piece = junction(lanes=CYCLING, traffic=traffic)
    plan, plain = piece.build(), junction(traffic=traffic).build()
    paint = [covers(each, np.zeros((1, 2)), 0.0, {"lane_paint"}) for each in (plan, plain)]
    links = [link for link in piece.network().roads if "->" in link.name and "bike" in link.name]
    straight = [link for link in links if link.sections[0].marks]

    assert not np.any(paint)  # nothing in the middle
    assert len(links) == 12 and len(straight) == 4
    for link in straight:
        stations = np.arange(0.25, link.length, 0.7)  # the middle of each stroke
        for left in link.borders(link.sections[0], np.zeros(1))[0]:
            points = link.points(stations[:-1], left + 0.017)[:, :2]
            assert covers(plan, points, 1e-6, {"lane_paint"}).min() >= 1


def ring(traffic="right", **more):
    return junction("roundabout", CYCLING, radius=18.0, traffic=traffic, **more)


@pytest.mark.parametrize("traffic", ["right", "left"])
def test_bicycles_go_round_a_roundabout_outside_of_the_others_and_leave_by_every_leg(traffic):
    road_map = ring(traffic).road_map()
    word = "left" if traffic == "right" else "right"

    for leg in "abcd":
        reached = {road_map.lane(name).successors for name in road_map.lane(f"j.{leg}.{word}.bike[0]").successors}
        assert len(reached) == 3
    way = next(lane for lane in road_map.lanes if lane.name.startswith(f"j.a.{word}.bike[0]->j.c"))
    car = road_map.lane("j.a.in[0]->j.c.out[0]")
    nearest = [np.linalg.norm(lane.centre[:, :2], axis=1).min() for lane in (way, car)]
    assert nearest == pytest.approx([18.0 - 0.8, 18.0 - 1.6 - 2.5], abs=0.01)


def test_the_lane_for_bicycles_of_a_roundabout_is_painted_and_its_ground_is_whole():
    plan = ring(crosswalks=["b"], islands=["a"]).build()
    angle = np.linspace(0.0, 2 * np.pi, 2000, endpoint=False)
    circle = (18.0 - 1.6) * np.column_stack([np.cos(angle), np.sin(angle)])
    axis = np.arange(-45.0, 45.0, 2.3) + 0.0137
    points = np.stack(np.meshgrid(axis, 1.003 * axis), axis=-1).reshape(-1, 2)
    outline = np.concatenate(plan.edges)[:, :2]
    near = np.linalg.norm(points[:, None] - outline, axis=2).min(axis=1) < 0.05
    points = points[inside(points, outline) & ~near]

    assert covers(plan, circle, 0.0, {"lane_paint"}).mean() == pytest.approx(0.5, abs=0.03)
    assert covers(plan, points, 1e-5).min() >= 1, "hole"
    assert covers(plan, points, -0.02).max() <= 1, "overlap"


@pytest.mark.parametrize(
    "piece", [road(), ring(crosswalks=["a"], islands=["a"]), junction(lanes=CYCLING, crosswalks=["b"])]
)
def test_opendrive_keeps_dropped_kerbs_and_ways_of_bicycles(piece):
    network = piece.network()
    read = loads(written(network, "test")).network

    for one, other in zip(network.roads, read.roads, strict=True):
        for station in np.linspace(0.0, min(one.length, 60.0), 41):
            for left in (-3.3, 0.2, 3.3, 5.0):
                assert other.height_over(station, left) == pytest.approx(one.height_over(station, left), abs=2e-3)
        marks = [[mark.kind for mark in strip.marks] for strip in one.sections[0].strips]
        assert [[m.kind for m in strip.marks if m.kind != "none"] for strip in other.sections[0].strips] == marks
