"""Every form of `at`: where it puts an actor, and that nobody stands in anybody."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.contracts.perception import Sighting
from avsynth.core.seed import Stream
from avsynth.datatypes.footprint import Footprint, free_distance, overlap
from avsynth.datatypes.road import is_on
from avsynth.language import parse
from avsynth.scenario import drawing
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.problems import SceneErrors
from avsynth.world import judged
from avsynth.world.place import HIDDEN
from avsynth.world.regions import region
from avsynth.world.running import begin

STREAM = Stream(3)
FRAME = """
{before}
road main:
    path: [line(60 m), arc(60 m, radius: 80 m), line(60 m)]
    lanes: [walk(2 m), drive(3 m)] | [drive(3 m), park(2.2 m), walk(2 m)]
    crosswalks: [40 m]
junction five:
    x: 500 m
    legs:
        - leg(a, heading: 0 deg, lanes: [drive(3 m)] | [drive(3 m), walk(2 m)])
        - leg(b, heading: 100 deg, lanes: [drive(3 m)] | [drive(3 m)])
        - leg(c, heading: 220 deg, lanes: [drive(3 m)] | [drive(3 m)])
place car ego:
    at on main.fwd[0] @ 30 m
{more}
environment:
    surroundings: "none"
run 1 s at 2 Hz
"""


def scene(more, before=""):
    return parse(FRAME.format(more=more, before=before))


def placed(more, seed=1, before="", observe=None):
    """Return everybody at the start, and the road."""
    run = begin(scene(more, before).draw(seed), STREAM, observe)
    return run.worlds[0].agents, run.road


def test_a_lane_without_a_station_is_filled_along():
    places = []
    for seed in range(8):
        agents, road = placed("place van a:\n    at on main.back[0]", seed)
        station, offset = road.lane("main.back[0]").project(agents["a"].position)
        assert offset == pytest.approx(0.0, abs=1e-9)
        assert agents["a"].size[0] / 2 <= station <= road.lane("main.back[0]").length - agents["a"].size[0] / 2
        places.append(station)
    assert np.ptp(places) > 60


def test_a_lane_with_a_distance_is_on_that_lane_ahead():
    agents, road = placed("place van a:\n    at on main.right.park, ahead of ego by 4 m")
    lane = road.lane("main.right.park")

    station, offset = lane.project(agents["a"].position)
    front = lane.project(agents["ego"].position)[0] + agents["ego"].size[0] / 2
    assert offset == pytest.approx(0.0, abs=1e-9)
    assert station - agents["a"].size[0] / 2 - front == pytest.approx(4.0, abs=0.02)


def test_beyond_is_in_line_behind_it_as_the_viewer_sees_it():
    more = "place car mid:\n    at on main.back[0] @ 120 m\nplace child kid:\n    at beyond mid by 1.5 m from ego\n"
    agents, _ = placed(more)
    ego, mid, kid = (agents[name] for name in ("ego", "mid", "kid"))

    first, second = mid.position - ego.position, kid.position - ego.position
    assert first[0] * second[1] - first[1] * second[0] == pytest.approx(0.0, abs=1e-6)
    assert np.hypot(*second) > np.hypot(*first)
    assert free_distance(mid.footprint, kid.footprint) == pytest.approx(1.5, abs=1e-6)


def test_along_a_route_goes_round_the_corner():
    agents, road = placed("place car a:\n    at along five.a -> five.b for 95 m")

    assert any(is_on(lane, "five.b") for lane, _, _ in road.lanes_at(agents["a"].position))


def test_along_a_path_that_ends_is_told():
    with pytest.raises(SceneErrors, match=r"the path five\.a -> five\.b ends after 1\d\d\.\d m"):
        template = scene("place car a:\n    at along five.a -> five.b for 600 m")
        template.draw(accept=lambda scenario: judged(scenario, STREAM))


BETWEEN = """
place van big:
    at on main.right.park @ 30 m
place car small:
    at ahead of big by uniform(0.8 m, 1.6 m)
place child kid:
    at between big and small
    facing across main
"""


@pytest.mark.parametrize("seed", range(6))
def test_between_is_in_the_gap_and_anywhere_in_it(seed):
    agents, _ = placed(BETWEEN, seed)
    big, small, kid = (agents[name] for name in ("big", "small", "kid"))

    gap = free_distance(big.footprint, small.footprint)
    assert free_distance(big.footprint, kid.footprint) < gap
    assert free_distance(small.footprint, kid.footprint) < gap
    assert not overlap(kid.footprint, big.footprint) and not overlap(kid.footprint, small.footprint)
    assert kid.world_from_ground.yaw == pytest.approx(math.pi / 2, abs=1e-6)


def test_a_gap_that_is_too_small_rejects_the_draw(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_ATTEMPTS", 3)
    more = BETWEEN.replace("uniform(0.8 m, 1.6 m)", "0.1 m")

    with pytest.raises(SceneErrors, match=r"'kid' needs 0\.\d+ m between 'big' and 'small', where 0\.10 m are free"):
        scene(more).draw(accept=lambda scenario: judged(scenario, STREAM))


REGIONS = {
    "a lane": ("main.fwd[0]", "main.right.drive[0]"),
    "lanes of a kind": ("five.lanes.drive", "five"),
    "lanes of a road": ("main.lanes.walk", "main"),
    "a leg": ("five.a", "five.a"),
    "a crosswalk": ("main.crosswalk", None),
    "an area": ("yard", None),
    "a stretch": ("stretch", "main.right.walk"),
    "a circle": ("round", None),
}
AREAS = """
area yard:
    corners: [[0 m, 5 m], [30 m, 5 m], [30 m, 20 m], [12 m, 9 m]]
area stretch:
    lane: main.right.walk
    span: [20 m, 26 m]
area round:
    centre: [10 m, 30 m]
    radius: 5 m
"""


@pytest.mark.parametrize("name", REGIONS)
def test_in_a_region_is_inside_of_it(name):
    written, road_name = REGIONS[name]
    for seed in range(5):
        template = scene(f"place pedestrian p:\n    at in {written}", AREAS)
        run = begin(template.draw(seed), STREAM)
        p = run.worlds[0].agents["p"]
        assert region(written, run.road, run.scenario.areas.get(written)).holds(p.position)
        if road_name:
            assert any(is_on(lane, road_name) for lane, _, _ in run.road.lanes_at(p.position))


def test_places_in_a_region_are_as_dense_everywhere():
    template = scene("place pedestrian p:\n    at in yard", AREAS)
    run = begin(template.draw(0), STREAM)
    found = region("yard", run.road, run.scenario.areas["yard"])
    rng = np.random.default_rng(1)
    points = np.array([found.pose(*rng.random(2), np.array([0.5, 0.5])).translation[:2] for _ in range(1500)])

    east = (points[:, 0] > 21).mean()
    area, eastern = found.pieces[0].weight, 9 * (15 + (20 - 11 / 18 * 9 - 5)) / 2
    assert east == pytest.approx(eastern / area, abs=0.05)


def test_a_region_and_a_neighbour_hold_together():
    more = "place car a:\n    at ahead of ego by 1..60 m, in main.crosswalk\n"
    template = scene(more)

    scenario = template.draw(accept=lambda each: judged(each, STREAM))

    agent = begin(scenario, STREAM).worlds[0].agents["a"]
    assert abs(agent.position[0] - 40.0) < 1.9
    assert scenario.rejected_by and set(scenario.rejected_by) == {scenario.placements[1].at}


def test_pose_is_by_numbers():
    agents, _ = placed("place car a:\n    at pose(5 m, 40 m, 0 m, 30 deg)\nplace car b:\n    at pose(5 m, 60 m)")

    assert agents["a"].world_from_ground.translation == pytest.approx([5.0, 40.0, 0.0])
    assert agents["a"].world_from_ground.yaw == pytest.approx(math.radians(30))


def test_above_is_on_top():
    agents, _ = placed("place truck t:\n    at on main.back[0] @ 20 m\nplace car c:\n    at above of t by 0.2 m")

    assert agents["c"].world_from_ground.translation[2] == pytest.approx(agents["t"].size[2] + 0.2)
    assert agents["c"].position == pytest.approx(agents["t"].position)


def test_the_noise_of_a_pose_has_the_deviations_asked_for_and_is_recorded():
    template = scene("place car a:\n    at on main.back[0] @ 90 m\n    pose_noise: [0.5 m, 0.1 m, 2 deg]")
    drawn = [template.draw(0, k) for k in range(120)]
    noise = np.array([s.placements[1].noise for s in drawn])

    assert noise.std(axis=0) == pytest.approx([0.5, 0.1, math.radians(2)], rel=0.25)
    assert {d.name for d in drawn[0].draws} == {f"a.pose_noise.{word}" for word in ("along", "across", "turned")}
    straight = scene("place car a:\n    at on main.back[0] @ 90 m").draw()
    here, there = (begin(each, STREAM).worlds[0].agents["a"] for each in (straight, drawn[0]))
    moved = here.world_from_ground.inverse() @ there.world_from_ground
    assert [*moved.translation[:2], moved.yaw] == pytest.approx(noise[0])


CROWD = """
crowd car traffic count {count}:
    at in main.lanes.drive
    speed ~ 5..12 m/s
    do drive()
"""


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.integers(0, 9), st.integers(0, 1000))
def test_a_crowd_has_as_many_as_drawn_and_nobody_stands_in_anybody(count, seed):
    agents, _ = placed(CROWD.format(count=count), seed)

    cars = [agent for name, agent in agents.items() if name.startswith("traffic[")]
    assert len(cars) == count
    shapes = [agent.footprint for agent in agents.values()]
    assert not any(overlap(a, b) for k, a in enumerate(shapes) for b in shapes[:k])


def test_members_of_a_crowd_have_draws_of_their_own():
    scenario = scene(CROWD.format(count="poisson(5) in 3..5")).draw(2)
    speeds = {draw.name: draw.value for draw in scenario.draws if draw.name.endswith(".speed")}

    assert len(set(speeds.values())) == len(speeds) >= 3
    assert scenario.placements[1].speed == speeds["traffic[0].speed"]


def test_a_further_member_moves_no_other():
    few, many = (scene(CROWD.format(count=n)).draw(2) for n in (3, 4))
    first, second = (begin(each, STREAM).worlds[0].agents for each in (few, many))

    for k in range(3):
        assert np.array_equal(first[f"traffic[{k}]"].position, second[f"traffic[{k}]"].position)


def test_a_region_that_is_full_is_told_with_the_reason(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_ATTEMPTS", 3)
    more = "area spot:\n    centre: [30 m, -1.5 m]\n    radius: 0.5 m\nplace car a:\n    at in spot\n"

    with pytest.raises(SceneErrors, match=r"'a' has no place after 64 tries: mostly it overlaps 'ego'"):
        scene(more).draw(accept=lambda scenario: judged(scenario, STREAM))


def by_lines(scene_, sensor, name):
    """See by straight lines from the ego's middle to points of an actor, in the plane."""
    things = {thing.name: thing for thing in scene_.objects if " " not in thing.name}  # the actors
    eye = scene_.ego.world_from_object.translation[:2]
    shapes = {
        n: Footprint(*t.world_from_object.translation[:2], t.world_from_object.yaw, *t.model.size[:2])
        for n, t in things.items()
    }
    grid = np.stack(np.meshgrid(*[np.linspace(-0.5, 0.5, 5)] * 2), axis=-1).reshape(-1, 2)
    points = (grid * (shapes[name].length, shapes[name].width)) @ shapes[name].axes + shapes[name].centre
    hidden_by, seen = set(), 0
    for point in points:
        ways = eye + np.linspace(0, 1, 400)[:, None] * (point - eye)
        blocking = {
            n
            for n, shape in shapes.items()
            if n not in ("ego", name)
            and (np.abs((ways - shape.centre) @ shape.axes.T) < (shape.length / 2, shape.width / 2)).all(axis=1).any()
        }
        hidden_by |= blocking
        seen += not blocking
    return Sighting(seen / len(points), float(seen), float(seen), tuple(sorted(hidden_by)))


HIDING = "place van big:\n    at on main.right.park @ 60 m\nplace child kid:\n    at {}\n"


def test_hidden_behind_is_in_the_shadow():
    template = scene(HIDING.format("hidden from ego.velodyne behind big"))
    for seed in range(3):
        run = begin(template.draw(seed), STREAM, by_lines)
        kid, big, ego = (run.worlds[0].agents[name] for name in ("kid", "big", "ego"))
        view = by_lines(run.scene(0.0), "velodyne", "kid")
        assert view.visible_fraction < HIDDEN and "big" in view.hidden_by
        assert np.hypot(*(kid.position - ego.position)) > np.hypot(*(big.position - ego.position))


def test_visible_is_where_it_is_seen():
    template = scene(HIDING.format("in main.right.walk, visible from ego.velodyne"))
    for seed in range(3):
        run = begin(template.draw(seed), STREAM, by_lines)
        assert by_lines(run.scene(0.0), "velodyne", "kid").visible_fraction > 0.25


def test_who_was_placed_once_stands_there_again_without_looking():
    scenario = scene(HIDING.format("hidden from ego.velodyne behind big")).draw(1)
    found = begin(scenario, STREAM, by_lines)

    again = begin(Scenario.model_validate_json(found.scenario.model_dump_json()), STREAM)

    for name, agent in found.worlds[0].agents.items():
        assert np.array_equal(agent.world_from_ground.matrix, again.worlds[0].agents[name].world_from_ground.matrix)


def test_hidden_without_sensors_is_told():
    with pytest.raises(ValueError, match="hidden and visible take the sensors"):
        scene(HIDING.format("hidden from ego.velodyne behind big")).draw(accept=lambda each: judged(each, STREAM))
