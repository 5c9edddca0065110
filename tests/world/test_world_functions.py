"""What the language may ask of the running world."""

import math

import numpy as np
import pytest

from avsynth.contracts import ROADS, Agent, World
from avsynth.core.errors import ScenarioError
from avsynth.core.frames import Pose
from avsynth.scenario.functions import NUMERIC_FUNCTIONS, WORLD_FUNCTIONS
from avsynth.world.functions import NUMERIC, WORLD, WorldNamespace

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


def agent(name: str, x: float, y: float, speed: float = 0.0, yaw: float = 0.0) -> Agent:
    return Agent(name, np.array([4.0, 2.0, 1.5]), Pose.planar(x, y, 0.0, yaw), speed, speed)


@pytest.fixture
def ask():
    agents = {
        a.name: a for a in (agent("ego", 10.0, -1.5, 10.0), agent("lead", 30.0, -1.5, 5.0), agent("ped", 50.0, -4.0))
    }
    namespace = WorldNamespace(World(2.5, agents, ROAD), "ped")
    return lambda function, *names: namespace.call(function, [namespace.name(n) for n in names], {})


def test_every_function_of_the_language_is_computed():
    assert set(WORLD) == set(WORLD_FUNCTIONS)
    assert set(NUMERIC) == set(NUMERIC_FUNCTIONS)


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
        (("time_to_arrival", "ego", "main.crosswalk"), (50.0 - 1.8 - 12.0) / 10.0),
        (("time_to_arrival", "ego", "self"), (48.0 - 12.0) / 10.0),
        (("time_to_arrival", "ped", "ego"), math.inf),
        (("time",), 2.5),
        (("on_road", "ego"), True),
        (("on_road", "ped"), False),
        (("lane", "ego"), "main.right.drive[0]"),
        (("progress", "ego"), 0.0),
    ],
)
def test_functions_of_the_world(ask, call, value):
    assert ask(*call) == (pytest.approx(value) if isinstance(value, float) else value)


def test_lanes_are_named_alike_however_they_are_written():
    assert WorldNamespace(World(0.0, {}, ROAD)).name("main.fwd") == "main.right.drive[0]"


def test_an_unknown_target_is_told(ask):
    with pytest.raises(ScenarioError, match=r"nothing is called 'main\.crossing'"):
        ask("time_to_arrival", "ego", "main.crossing")
