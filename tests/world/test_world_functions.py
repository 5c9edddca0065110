"""What the language may ask of the running world."""

import math

import numpy as np
import pytest

from avsynth.contracts import ROADS, Agent, World
from avsynth.core.errors import ScenarioError
from avsynth.core.frames import Pose
from avsynth.datatypes.category import Category
from avsynth.scenario.expression import Many
from avsynth.scenario.functions import WORLD_FUNCTIONS
from avsynth.world.encounters import BETWEEN_TWO
from avsynth.world.functions import OF_ONE, WorldNamespace

ROAD = ROADS.build(
    {
        "kind": "road",
        "name": "main",
        "path": [{"shape": "line", "length": 100.0}],
        "lanes": {"left": [["walk", 2.0], ["drive", 3.0]], "right": [["drive", 3.0], ["walk", 2.0]]},
        "crosswalks": [50.0],
    },
    "test",
).road_map()


def agent(name: str, x: float, y: float, speed: float = 0.0, yaw: float = 0.0, **more) -> Agent:
    return Agent(name, np.array([4.0, 2.0, 1.5]), Pose.planar(x, y, 0.0, yaw), speed, speed, **more)


@pytest.fixture
def ask():
    agents = {
        a.name: a
        for a in (
            agent("ego", 10.0, -1.5, 10.0),
            agent("lead", 30.0, -1.5, 5.0, distance=7.0, emitted={"braked": 1.0}),
            agent("lost", 50.0, 9.0),
            agent("over", 104.0, -1.0),
            agent("ped", 50.0, -4.0, category=Category.PEDESTRIAN),
        )
    }
    namespace = WorldNamespace(World(2.5, agents, ROAD), "ped")

    def asked(function, *arguments):
        return namespace.call(function, [namespace.name(a) if isinstance(a, str) else a for a in arguments], {})

    return asked


def test_every_function_of_the_language_is_computed():
    assert {*OF_ONE, *BETWEEN_TWO} == set(WORLD_FUNCTIONS)
    assert not OF_ONE.keys() & BETWEEN_TWO.keys()


@pytest.mark.parametrize(
    ("call", "value"),
    [
        (("distance", "ego", "lead"), 16.0),
        (("gap_along", "ego", "lead"), 16.0),
        (("gap_along", "lead", "ego"), -16.0),
        (("lateral_gap", "ego", "self"), 0.5),
        (("speed", "lead"), 5.0),
        (("ttc", "ego", "lead"), 3.2),
        (("ttc", "lead", "ego"), 3.2),
        (("ttc_along", "ego", "lead"), 3.2),
        (("ttc_along", "lead", "ego"), math.inf),
        (("time_to_arrival", "ego", "main.crosswalk"), (50.0 - 1.8 - 12.0) / 10.0),
        (("time_to_arrival", "ego", "self"), (48.0 - 12.0) / 10.0),
        (("time_to_arrival", "ped", "ego"), math.inf),
        (("time",), 2.5),
        (("on_road", "ego"), True),
        (("on_road", "ped"), False),
        (("lane", "ego"), "main.right.drive[0]"),
        (("progress", "ego"), 0.0),
        (("overlap", "ego", "lead"), False),
        (("acceleration", "ego"), 0.0),
        (("ahead", "ego", "lead"), 20.0),
        (("ahead", "lead", "ego"), -20.0),
        (("ahead", "ego", "self"), 40.0 + 0.28 * 4.0),  # people count by their middle
        (("ahead_by_lane", "ego", "lead"), 20.0),
        (("ahead_by_lane", "lead", "ego"), -20.0),
        (("aside", "ego", "self"), -2.5),
        (("apart", "ego", "self"), math.hypot(41.12, 2.5)),
        (("distance_to", "ego", 10.0, 1.5), math.hypot(0.28 * 4.0, 3.0)),
        (("ahead_to", "ego", 60.0, 1.5), 50.0 + 0.28 * 4.0),
        (("off_road", "ego"), False),
        (("off_road", "lost"), True),
        (("at_road_end", "ego"), False),
        (("at_road_end", "lost"), False),
        (("at_road_end", "over"), True),
        (("off_road", "over"), False),
        (("travelled", "lead"), 7.0),
        (("emitted", "lead", "braked"), True),
        (("emitted", "ego", "braked"), False),
        (("since", "lead", "braked"), 1.5),
        (("since", "ego", "braked"), np.inf),
        (("thw", "ego", "lead"), 1.6),
        (("thw", "lead", "ego"), math.inf),
        (("drac", "ego", "lead"), 25.0 / 32.0),
        (("drac", "ego", "self"), 0.0),
        (("btn", "ego", "lead"), 25.0 / 32.0 / 8.0),
        (("rss_long", "ego", "lead"), 10.0 + 1.75 + 13.5**2 / 8.0 - 25.0 / 16.0),
        (("rss_lat", "ego", "lead"), 2 * (0.1 + 0.04 / 1.6)),
    ],
)
def test_functions_of_the_world(ask, call, value):
    assert ask(*call) == (pytest.approx(value) if isinstance(value, float) else value)


def test_lanes_are_named_alike_however_they_are_written():
    assert WorldNamespace(World(0.0, {}, ROAD)).name("main.fwd") == "main.right.drive[0]"


def test_an_unknown_target_is_told(ask):
    with pytest.raises(ScenarioError, match=r"nothing is called 'main\.crossing'"):
        ask("time_to_arrival", "ego", "main.crossing")


@pytest.fixture
def crowded():
    cars = [agent(f"queue[{k}]", 10.0 * k, -1.5, kind="car") for k in range(3)]
    world = World(0.0, {a.name: a for a in (*cars, agent("van", 20.5, -1.5, kind="van"))}, ROAD)
    namespace = WorldNamespace(world)
    return lambda function, *names: namespace.call(function, [namespace.name(n) for n in names], {})


def test_any_stands_for_all_of_a_kind_or_crowd_but_nobody_with_itself(crowded):
    assert crowded("distance", "queue[0]", "any.car") == Many((6.0, 16.0))
    assert crowded("distance", "queue[0]", "any.queue") == Many((6.0, 16.0))
    assert crowded("speed", "any.car") == Many((0.0, 0.0, 0.0))


def test_any_two_overlap_if_some_pair_does(crowded):
    assert not crowded("overlap", "any.car", "any.car")
    assert crowded("overlap", "any.car", "any.van") and crowded("overlap", "van", "any.queue")
    assert not crowded("overlap", "any.van", "any.van")


def test_a_truth_of_many_holds_if_it_holds_for_one(crowded):
    assert crowded("on_road", "any.car") is True


@pytest.mark.parametrize(("kind", "is_road"), [("drive", True), ("bike", True), ("park", False), ("shoulder", False)])
def test_the_road_is_where_traffic_moves(kind, is_road):
    lanes = {"left": [], "right": [[kind, 3.0]]}
    path = [{"shape": "line", "length": 100.0}]
    road = ROADS.build({"kind": "road", "name": "main", "path": path, "lanes": lanes}, "test").road_map()

    assert WorldNamespace(World(0.0, {"a": agent("a", 20.0, -1.5)}, road)).call("on_road", ["a"], {}) is is_road


@pytest.mark.parametrize("radius", [60.0, -60.0])
@pytest.mark.parametrize(("first", "second"), [(20.0, 80.0), (80.0, 20.0), (20.0, 150.0)])
def test_along_a_lane_one_is_ahead_by_the_arc_between(radius, first, second):
    """On an arc of 60 m on its reference line, whose lane's middle is 1.5 m to the right, then on straight."""
    path = [{"shape": "arc", "length": 100.0, "radius": radius}, {"shape": "line", "length": 100.0}]
    lanes = {"left": [], "right": [["drive", 3.0]]}
    road = ROADS.build({"kind": "road", "name": "main", "path": path, "lanes": lanes}, "test").road_map()
    lane = road.lane("main.right.drive[0]")
    scale = lane.length / 200.0
    poses = [lane.pose_at(station * scale) for station in (first, second)]
    people = [
        agent(name, *pose.translation[:2], yaw=pose.yaw, category=Category.PEDESTRIAN)
        for name, pose in zip("ab", poses, strict=True)
    ]
    world = World(0.0, {a.name: a for a in people}, road)

    found = WorldNamespace(world).call("ahead_by_lane", ["a", "b"], {})

    assert found == pytest.approx((second - first) * scale, abs=0.02)
