"""Laws of drivers: what they accelerate to, what they brake for, and which way they find."""

import numpy as np
import pytest

from avsynth.contracts import ROADS, STEPS, Agent, World
from avsynth.contracts.step import made
from avsynth.core.errors import ScenarioError
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.steps._driver import URBAN, acceleration
from avsynth.steps._leading import Leader
from avsynth.steps._way import BRAKING, speed_limit, way_along

LANES = {"left": [["drive", 3.25]], "right": [["drive", 3.25]]}
BEND = ROADS.build(
    {
        "kind": "road",
        "name": "main",
        "lanes": LANES,
        "path": [{"shape": "line", "length": 80.0}, {"shape": "arc", "length": 40.0, "radius": 25.0}],
    },
    "test",
).road_map()


def test_a_driver_on_a_free_road_holds_the_speed_wanted():
    assert acceleration(10.0, 10.0, 99.0, None) == pytest.approx(0.0)
    assert acceleration(5.0, 10.0, 99.0, None) > 0.5
    assert acceleration(12.0, 10.0, 99.0, None) < 0.0


def test_a_driver_brakes_harder_the_nearer_and_slower_the_one_ahead():
    gaps = [acceleration(10.0, 10.0, 99.0, Leader(gap, 5.0)) for gap in (60.0, 30.0, 15.0, 8.0)]
    speeds = [acceleration(10.0, 10.0, 99.0, Leader(30.0, speed)) for speed in (10.0, 5.0, 0.0)]

    assert np.all(np.diff(gaps) <= 0)
    assert np.all(np.diff(speeds) < 0)
    assert min(gaps + speeds) >= -URBAN.hardest


def test_the_speed_through_a_bend_is_reached_by_comfortable_braking():
    way = way_along((BEND.lane("main.fwd"),), 0.0)
    limit, stations = speed_limit(way.line), way.line.stations

    middle = np.interp(100.0, stations, limit)
    assert middle == pytest.approx(np.sqrt(2.5 * (25.0 + 1.625)), rel=0.05)
    slowing = np.diff(limit**2) / (2 * np.diff(stations))
    assert slowing.min() >= -BRAKING - 1e-9


def drive(agent: Agent, road, seconds: float, **fields) -> Agent:
    step = STEPS.build({"step": "drive", **fields}, "test")
    for tick in range(int(seconds / 0.05)):
        world = World(tick * 0.05, {agent.name: agent}, road)
        (agent,) = made([step.advance(agent, world, 0.05, Stream(0))], world, 0.05)
    return agent


def car(x: float, y: float, speed: float) -> Agent:
    return Agent("car", np.array([4.2, 1.8, 1.5]), Pose.planar(x, y, 0.0, 0.0), speed, speed)


def test_an_offset_from_the_middle_of_the_lane_is_kept():
    moved = drive(car(10.0, -2.1, 10.0), BEND, 4.0)

    assert moved.position[1] == pytest.approx(-2.1, abs=0.05)


def test_a_vehicle_stops_where_the_world_ends():
    moved = drive(car(10.0, -1.6, 14.0), BEND, 40.0)

    assert moved.speed == pytest.approx(0.0, abs=0.3)
    assert moved.distance < 110.0 + 75.0


def test_distance_is_the_length_of_the_path():
    start = car(10.0, -1.6, 10.0)
    places = [start.position]
    step, agent = STEPS.build({"step": "drive"}, "test"), start
    for tick in range(200):
        world = World(tick * 0.05, {"car": agent}, BEND)
        (agent,) = made([step.advance(agent, world, 0.05, Stream(0))], world, 0.05)
        places.append(agent.position)

    length = np.linalg.norm(np.diff(places, axis=0), axis=1).sum()
    assert agent.distance == pytest.approx(length, rel=0.01)


def test_a_route_that_does_not_exist_is_told():
    with pytest.raises(ScenarioError, match=r"'car' is on main\.right\.drive\[0\] and cannot drive main -> nowhere"):
        drive(car(10.0, -1.6, 10.0), BEND, 0.1, route="main -> nowhere")


def test_every_step_says_what_its_fields_are():
    for step in STEPS:
        assert step.__doc__
        for name, field in step.model_fields.items():
            assert name == "step" or field.description, (step.__name__, name)
