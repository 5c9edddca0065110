"""How critical a run is: encounters at a moment against plain arithmetic, and what they come to over a run."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenarios import on, placed

from avsynth import world
from avsynth.contracts import Agent, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.encounters import MEASURES, TTC_THRESHOLD
from avsynth.datatypes.rectangles import times_to_contact_turning
from avsynth.datatypes.road import RoadMap
from avsynth.scenario.concrete import Beside, StepCall
from avsynth.scenario.expression import Many
from avsynth.world.criticality import encounters_in
from avsynth.world.encounters import BETWEEN_TWO, HORIZON, STRAIGHT, Movers, ttc
from avsynth.world.pairs import Reel, between


def agent(name, x, y=0.0, speed=0.0, yaw=0.0, **more):
    return Agent(name, np.array([4.0, 2.0, 1.5]), Pose.planar(x, y, 0.0, yaw), speed, speed, **more)


def meeting(*agents):
    return encounters_in(World(0.0, {each.name: each for each in agents}, RoadMap(())))


def test_the_ego_meets_everybody_and_others_only_whom_they_would_touch():
    found = meeting(
        agent("ego", 0.0, speed=10.0),
        agent("far", -500.0),
        agent("fast", 30.0, 8.0, 9.0),
        agent("slow", 60.0, 8.0, 4.0),
    )
    pairs = set(zip(found.first.tolist(), found.second.tolist(), strict=True))

    assert pairs == {(0, k) for k in (1, 2, 3)} | {(k, 0) for k in (1, 2, 3)} | {(2, 3), (3, 2)}


def test_measures_of_a_follower_and_of_its_leader():
    found = meeting(agent("ego", 0.0, speed=20.0), agent("lead", 34.0, speed=12.0, acceleration=-2.0))
    values = {name: getattr(found, name).tolist() for name in MEASURES}

    assert values["distance"] == [30.0, 30.0] and values["gap_along"] == [30.0, -30.0]
    assert values["ttc"] == pytest.approx([3.75, 3.75])
    assert values["ttc_along"] == [3.75, math.inf]
    assert values["thw"] == [1.5, math.inf]
    assert values["drac"] == pytest.approx([64 / 60, 0.0])
    assert values["btn"] == pytest.approx([(64 / 60 + 2.0) / 8.0, 0.0])
    assert values["rss_long"][0] == pytest.approx(20 + 1.75 + 23.5**2 / 8 - 144 / 16)


@st.composite
def movers(draw):
    place, speed = st.floats(-15, 15), st.floats(0, 15)
    curvature = st.sampled_from([0.0, 0.05, -0.1])
    return agent("x", draw(place), draw(place), draw(speed), draw(st.floats(-3, 3)), curvature=draw(curvature))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(movers(), movers()), min_size=1, max_size=4))
def test_times_of_many_pairs_are_those_of_each_alone_whether_they_turn_or_not(pairs):
    found = ttc(*(Movers.of(pair[side] for pair in pairs) for side in (0, 1)))

    for time, (a, b) in zip(found, pairs, strict=True):
        assert time == ttc(Movers.of([a]), Movers.of([b]))[0]
        rates = np.array([each.speed * each.curvature for each in (a, b)])
        turning = rates[np.abs(rates) > 0.01].any()
        if turning and not (np.abs(rates) < 0.01).all():
            rates[np.abs(rates) < STRAIGHT] = 0.0
            velocities = np.array([a.velocity, b.velocity])[:, None]
            rows = (each.footprint.row[None] for each in (a, b))
            (alone,) = times_to_contact_turning(*rows, velocities, rates[:, None], HORIZON)
            assert time == pytest.approx(alone, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(movers(), movers(), movers()), min_size=1, max_size=4))
def test_a_run_says_of_every_tick_what_its_world_says_alone(ticks):
    names = ("a", "b", "c")
    worlds = tuple(
        World(0.05 * k, {n: replace(each, name=n) for n, each in zip(names, tick, strict=True)}, RoadMap(()))
        for k, tick in enumerate(ticks)
    )
    reel = Reel(worlds)
    for function in BETWEEN_TWO:
        for arguments in (("a", "b"), (Many(names), "c"), (Many(names), Many(names)), (Many(()), Many(names))):
            for tick, each in enumerate(worlds):
                assert reel.between(tick, function, arguments) == between(each, function, arguments)


def test_movers_are_where_their_actors_say():
    some = [agent("car", 3.0, 4.0, 5.0, 0.3, curvature=0.1, acceleration=-1.0)]
    some.append(agent("walker", -3.0, 4.0, 1.0, 2.3, category=Category.PEDESTRIAN))
    rows = Movers.of(some)

    for k, each in enumerate(some):
        assert rows.rows[k].tolist() == each.footprint.row.tolist()
        assert rows.axles[k].tolist() == each.axle.tolist()
        assert (rows.speed[k], rows.acceleration[k]) == (each.speed, each.acceleration)


@pytest.fixture
def meet(scenario):
    """The ego closes the gap of 31 m to its leader at 10 m/s for 2 s, so 11 m are left."""
    steady = {"program": (StepCall(step="keep_speed"),)}
    return scenario(
        placed("ego", on("main.fwd", 20.0), speed=15.0, **steady),
        placed("lead", Beside(side="ahead", of="ego", by=31.0), speed=5.0, **steady),
        placed("other", on("main.back", 20.0), speed=10.0, **steady),
        duration=2.0,
    )


@pytest.fixture
def records(meet):
    return {(pair.first, pair.second): pair for pair in world.criticality(meet, Stream(1))}


def test_each_road_user_meets_the_ego_in_both_orders(records):
    assert set(records) == {("ego", "lead"), ("lead", "ego"), ("ego", "other"), ("other", "ego")}


def test_a_run_comes_to_its_extremes(records):
    pair = records["ego", "lead"]

    assert pair.distance_min == pytest.approx(11.0, abs=1e-6)
    assert [pair.ttc_min, pair.ttc_along_min] == pytest.approx([1.1, 1.1], abs=1e-6)
    assert pair.thw_min == pytest.approx(11 / 15, abs=1e-6)
    assert pair.drac_max == pytest.approx(100 / 22, abs=1e-5)
    assert pair.btn_max == pytest.approx(100 / 22 / 8, abs=1e-5)
    assert records["lead", "ego"].ttc_min == pair.ttc_min and records["lead", "ego"].thw_min is None


def test_exposure_is_the_time_below_the_threshold(records):
    """The time to touch falls from 3.1 s to 1.1 s, a second each second: below 1.5 s for 0.4 s."""
    pair = records["ego", "lead"]

    assert pair.tet == pytest.approx(TTC_THRESHOLD - 1.1, abs=0.06)
    assert pair.tit == pytest.approx((TTC_THRESHOLD - 1.1) ** 2 / 2, abs=0.03)
    assert pair.rss_breach == pytest.approx(2.05)  # the safe distance is 57 m all the time
    assert records["ego", "other"].tet == 0 and records["ego", "other"].rss_breach == 0


def test_encroachment_is_the_time_until_one_is_where_the_other_was(meet, records):
    """At 2.4 s the front of the ego is where the rear of its leader was at 1 s; within 2 s it gets to no such place."""
    longer = world.criticality(meet.model_copy(update={"duration": 2.4}), Stream(1))

    assert records["ego", "lead"].pet is None and records["ego", "other"].pet is None
    assert longer[0].pet == pytest.approx(1.4, abs=0.051)  # to one tick


def test_frames_carry_the_encounters_of_their_moment(meet):
    scenes = dict(world.simulate(meet, Stream(1), only=[0, 10]))

    assert scenes[0].encounters.ttc[0] == pytest.approx(3.1, abs=1e-6)
    assert scenes[10].encounters.ttc[0] == pytest.approx(2.1, abs=1e-6)
