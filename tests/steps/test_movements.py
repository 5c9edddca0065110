"""Movements of many in one call: each comes to what it comes to alone, and walkers are where their lines say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.contracts import ROADS, STEPS, Agent, World
from avsynth.contracts.step import made
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.steps._walking import Strolling, straight_line

LANES = {"left": [["walk", 2.0], ["drive", 3.25]], "right": [["drive", 3.25], ["walk", 2.0]]}
STREET = ROADS.build(
    {"kind": "road", "name": "main", "lanes": LANES, "path": [{"shape": "line", "length": 200.0}]}, "test"
).road_map()
DT = 0.05


def agent(name: str, x: float, y: float, speed: float, category: Category = Category.CAR) -> Agent:
    size = np.array([0.4, 0.6, 1.8] if category is Category.PEDESTRIAN else [4.2, 1.8, 1.5])
    return Agent(name, size, Pose.planar(x, y, 0.0, 0.0), speed, speed or 1.3, category=category)


def steps() -> dict[str, dict]:
    """Return what each of some road users does: kinds of movements are mixed."""
    walks, stands = {"step": "walk"}, {"step": "idle"}
    return {
        "a": {"step": "drive"},
        "p": walks,
        "b": {"step": "drive", "style": "aggressive"},
        "q": walks,
        "r": stands,
        "c": {"step": "reverse"},
        "s": {"step": "wait"},
    }


def world() -> World:
    """Return cars close behind each other, and people close by."""
    cars = [agent(name, x, -1.6, 9.0) for name, x in (("a", 20.0), ("b", 31.0), ("c", 60.0))]
    people = [agent(name, x, -4.2, 1.2, Category.PEDESTRIAN) for name, x in (("p", 30.0), ("q", 31.0), ("r", 33.0))]
    return World(0.0, {each.name: each for each in [*cars, *people, agent("s", 90.0, -1.6, 0.0)]}, STREET)


def later(before: World, names: tuple[str, ...]) -> dict[str, Agent]:
    """Return some of them a tick later, moved together."""
    moving = []
    for name in names:
        step = STEPS.build(steps()[name], "test")
        moving.append(step.advance(before.agents[name], before, DT, Stream(0).child(name)) if step.moves else still())
    return dict(zip(names, made(moving, before, DT), strict=True))


def still():
    """Return the step of somebody who asks for no movement."""
    return
    yield


@settings(max_examples=12, deadline=None)
@given(st.permutations(["a", "b", "c", "p", "q", "r"]), st.integers(1, 6))
def test_what_somebody_comes_to_does_not_depend_on_who_else_moves(names, count):
    before = world()
    for _ in range(3):
        alone = {name: later(before, (name,))[name] for name in before.agents if name != "s"}
        together = later(before, tuple(names[:count]))
        for name, moved in together.items():
            assert np.array_equal(moved.world_from_ground.matrix, alone[name].world_from_ground.matrix)
            assert (moved.speed, moved.distance, moved.curvature) == (
                alone[name].speed,
                alone[name].distance,
                alone[name].curvature,
            )
        before = World(before.time + DT, before.agents | alone, STREET)


def test_a_step_that_asks_for_nothing_is_what_it_returns():
    assert later(world(), ("s",)) == {"s": None}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-40, 40), st.floats(-40, 40)), min_size=2, max_size=30, unique=True),
    st.floats(-45, 45),
    st.floats(-45, 45),
    st.floats(0.2, 3.0),
)
def test_a_walker_is_at_the_station_of_its_line_that_is_nearest(points, x, y, speed):
    """The oracle is the projection of lanes, also where a line comes back to itself and its pieces differ in length."""
    line = straight_line([np.array(point) for point in points])
    me = agent("me", x, y, speed, Category.PEDESTRIAN)

    (moved,) = Strolling.made([Strolling(me, line, speed)], World(0.0, {"me": me}, STREET), DT)

    station, _ = line.project(me.position)
    place = line.point_at(station)[:2]
    assert np.hypot(*(line.point_at(moved.memory["station"])[:2] - me.position)) == pytest.approx(
        np.hypot(*(place - me.position)), abs=1e-9
    )
    assert 0 <= moved.distance <= speed * DT * 1.5
    assert abs(moved.speed - me.speed) <= 2 * 1.8 * DT + 1e-12


@settings(max_examples=40, deadline=None)
@given(st.floats(0.01, 0.29), st.floats(0.1, 1.4), st.booleans())
def test_people_stop_before_they_touch_what_stands_in_their_way(gap, speed, heeds):
    me = agent("me", 30.0, -4.2, speed, Category.PEDESTRIAN)
    me = me if heeds else me.but(heedless=frozenset({"traffic"}))
    wall = agent("wall", 30.0 + gap + (0.4 + 4.2) / 2, -4.2, 0.0)
    line = straight_line([me.position, np.array([50.0, -4.2])])

    (moved,) = Strolling.made([Strolling(me, line, 1.5)], World(0.0, {"me": me, "wall": wall}, STREET), DT)

    assert (moved.speed < me.speed) == heeds
