"""What stands along the roads: never on them, never in each other, and the same every time."""

from collections import Counter

import numpy as np
import pytest
from small_scenarios import STREET, on, placed

from avsynth import world
from avsynth.contracts import ROADS
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.footprint import Footprint, overlap
from avsynth.world.overhead import BELOW_TOP
from avsynth.world.terrain import land_around, terrain

#: A street that climbs.
RISING = {"points": [[0.0, 0.0], [200.0, 6.0]]}
STYLES = ["urban", "old_town", "suburb", "industrial", "highway"]


def first(scenario):
    return dict(world.simulate(scenario, Stream(5), only=[0]))[0]


def standing(scene):
    ground = (Category.ROAD, Category.TERRAIN)
    return [thing for thing in scene.objects[1:] if thing.category not in ground]


def shape(thing) -> Footprint:
    return Footprint(*thing.world_from_object.translation[:2], thing.world_from_object.yaw, *thing.model.size[:2])


@pytest.fixture(params=STYLES)
def scene(request, scenario):
    ego = placed("ego", on("main.fwd", 60.0))
    return first(scenario(ego, surroundings=request.param, settings={**STREET, "parked": 0.7}))


def test_ids_are_numbers_in_order(scene):
    assert [thing.id for thing in scene.objects] == list(range(len(scene.objects)))
    assert scene.ego.name == "ego"


def test_nothing_but_parked_cars_stands_where_vehicles_drive(scene):
    for thing in standing(scene):
        kinds = {lane.kind for lane, _, _ in scene.road.lanes_at(thing.world_from_object.translation)}
        assert "drive" not in kinds, thing.name
        assert "park" not in kinds or thing.category in (Category.CAR, Category.VAN), thing.name


def test_buildings_and_parked_cars_stand_clear_of_each_other(scene):
    solid = (Category.BUILDING, Category.CAR, Category.VAN)
    shapes = [shape(thing).grown(-0.03) for thing in scene.objects if thing.category in solid]

    assert len(shapes) > 5
    assert not any(overlap(a, b) for k, a in enumerate(shapes) for b in shapes[:k])


def test_most_bays_of_a_car_park_hold_one_car_across_the_aisle(scenario):
    lot = {"rows": [12], "parked": 0.75}
    scene = first(scenario(placed("ego", on("main.fwd", 5.0)), kind="car_park", settings=lot))
    rows = [lane for lane in scene.road.lanes if lane.kind == "park"]
    found = []
    for thing in standing(scene):
        ((lane, station, _),) = scene.road.lanes_at(thing.world_from_object.translation)
        turned = thing.world_from_object.yaw - lane.pose_at(station).yaw
        found.append((lane.name, int(station // 2.5)))
        assert lane in rows
        assert abs(np.cos(turned)) < 0.1
        reach = max(abs(lane.project(corner)[1]) for corner in shape(thing).corners)
        assert reach < 2.5 + 0.75  # long vans stick out of a bay of 5 m, as they do

    assert len(set(found)) == len(found)
    assert 11 <= len(found) <= 24


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("radius", [0.0, 60.0])
def test_cars_along_the_kerb_stand_between_the_painted_lines(scenario, side, radius):
    strips = {"left": [["park", 2.2], ["drive", 3.0]], "right": [["drive", 3.0], ["park", 2.2]]}
    curve = {"shape": "arc", "length": 101.0, "radius": radius} if radius else {"shape": "line", "length": 101.0}
    grown = {"at": 31.0, "lanes": strips, "taper": 10.0}
    plain = {word: [strip for strip in some if strip[0] == "drive"] for word, some in strips.items()}
    street = {"lanes": plain, "path": [curve], "changes": [grown], "parked": 1.0}
    road = {"kind": "road", "name": "main", **street}
    scene = first(scenario(placed("ego", on("main.fwd", 5.0)), settings=street, surroundings="none"))
    paint = next(part.mesh for part in ROADS.build(road, "t").build().surface.parts if part.name == "lane_paint")
    lane = next(lane for lane in scene.road.lanes if lane.kind == "park" and f".{side}." in lane.name)
    middles = paint.vertices[paint.triangles].astype(float).mean(axis=1)
    on_lane = np.array([lane.project(point) for point in middles])
    is_wide = np.interp(on_lane[:, 0], lane.stations, lane.width, left=0.0, right=0.0) > 2.1  # beyond the taper
    lines = np.unique(np.round(on_lane[(np.abs(on_lane[:, 1]) < 0.6) & is_wide, 0], 1))

    cars = [lane.project(t.world_from_object.translation) for t in scene.objects if t.name.startswith("parked")]
    within = [station for station, offset in cars if abs(offset) < 1.0 and lines[0] < station < lines[-1]]

    assert len(lines) > 8 and len(within) > 6
    for station in within:
        nearest = np.sort(np.abs(lines - station))
        assert nearest[:2].sum() == pytest.approx(6.0, abs=0.3)  # a line before it and one behind, a place apart
        assert nearest[0] > 1.8


@pytest.mark.parametrize(("style", "rails"), [("suburb", False), ("highway", True)])
def test_rails_line_green_strips_of_highways_only_elsewhere_they_are_planted(scenario, style, rails):
    strips = {"left": [["drive", 3.5], ["verge", 3.0]], "right": [["verge", 3.0], ["drive", 3.5]]}
    street = {"lanes": strips, "path": [{"shape": "line", "length": 120.0}]}
    scene = first(scenario(placed("ego", on("main.fwd", 60.0)), settings=street, surroundings=style))

    places = [(thing, *thing.world_from_object.translation[:2]) for thing in standing(scene)]
    inside = [thing for thing, x, y in places if abs(y) < 3.0 and 0 < x < 120]
    names = {thing.name.rpartition(" ")[0] for thing in inside} - {"other"}

    assert names == ({"guard_rail"} if rails else {"tree", "bush"})


def test_wires_hang_from_each_pole_to_the_next_one_at_their_tops(scenario):
    street = {"lanes": STREET["lanes"], "path": [{"shape": "line", "length": 200.0}], "elevation": RISING}
    seeds = (world.simulate(scenario(placed("ego", on("main.fwd", 60.0)), surroundings="suburb", settings=street),
                            Stream(k), only=[0]) for k in range(12))  # fmt: skip
    scene = next(one for one in (dict(some)[0] for some in seeds) if kinds(one)["overhead_wire"])
    poles = [t for t in scene.objects if t.name.startswith("utility_pole")]
    tops = np.array([t.world_from_object.points(np.array([0, 0, t.model.size[2] / 2])) for t in poles])

    wires = [t for t in scene.objects if t.name.startswith("overhead_wire")]
    for wire in (t for t in wires if abs(t.world_from_object.translation[0] - 60.0) < 120.0):  # far things are left out
        half = wire.model.size / 2
        for end in (-1, 1):
            hung = wire.world_from_object.points(np.array([end * half[0], 0.0, half[2]]))
            assert np.linalg.norm(tops - [0, 0, BELOW_TOP] - hung, axis=1).min() < 0.05


def kinds(scene) -> Counter:
    return Counter(thing.name.rpartition(" ")[0] for thing in scene.objects)


def test_there_are_many_things_but_few_shapes(scene):
    things = standing(scene)

    assert 60 < len(things) <= 650
    assert len({thing.model.key for thing in things}) < 90


def test_the_same_scenario_stands_the_same(scenario):
    make = scenario(placed("ego", on("main.fwd", 60.0)), surroundings="suburb")

    a, b = first(make), first(make)

    assert [t.name for t in a.objects] == [t.name for t in b.objects]
    assert all(
        np.array_equal(s.world_from_object.matrix, t.world_from_object.matrix)
        for s, t in zip(a.objects, b.objects, strict=True)
    )


def test_a_further_actor_moves_no_building(scenario):
    ego, other = placed("ego", on("main.fwd", 60.0)), placed("other", on("main.fwd", 90.0))
    few, more = (first(scenario(*who, surroundings="urban")) for who in ((ego,), (ego, other)))

    places = [
        {tuple(t.world_from_object.translation) for t in s.objects if t.category == Category.BUILDING}
        for s in (few, more)
    ]
    assert places[0] == places[1]


def test_without_surroundings_there_are_only_roads_land_and_actors(scenario):
    scene = first(scenario(placed("ego", on("main.fwd", 60.0)), surroundings="none"))

    assert [thing.category for thing in scene.objects] == [Category.CAR, Category.ROAD, Category.TERRAIN]


def test_the_land_meets_the_road_without_gap_or_step():
    outline = np.array([[0, 0, 0.1], [60, 0, 0.1], [60, 8, 0.0], [0, 8, 0.0]], dtype=float)
    land = land_around((outline,), Stream(1), np.zeros((0, 3)))
    mesh = terrain(land, "none", Stream(0)).parts[0].mesh

    corner = mesh.vertices[mesh.triangles].astype(np.float64)
    edges = np.concatenate([mesh.triangles[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))])
    _, count = np.unique(np.sort(edges, axis=1), axis=0, return_counts=True)
    once = np.unique(np.sort(edges, axis=1), axis=0)[count == 1]
    inner = mesh.vertices[once]
    rim = inner[
        np.all((inner[..., 0] > -1) & (inner[..., 0] < 61) & (inner[..., 1] > -1) & (inner[..., 1] < 9), axis=1)
    ]
    assert len(rim) == len(land.outlines[0])  # the hole's border is the outline, edge by edge
    assert np.all(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])[:, 2] > 0)
    assert not land.is_road(corner.mean(axis=1)[:, :2]).any()
