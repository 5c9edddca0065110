"""Routes: those that are given, and those that are drawn at each junction."""

from collections import Counter

import numpy as np
import pytest

from avsynth.core.seed import Stream
from avsynth.language import parse
from avsynth.steps._lanes import wandering
from avsynth.world.ground import road_plans
from avsynth.world.running import begin

SCENE = """
junction cross:
    legs:
        - leg(a, heading: 0 deg, lanes: [drive(3 m)] | [drive(3 m)])
        - leg(b, heading: 90 deg, lanes: [drive(3 m)] | [drive(3 m)])
        - leg(c, heading: 180 deg, lanes: [drive(3 m)] | [drive(3 m)])
        - leg(d, heading: 270 deg, lanes: [drive(3 m)] | [drive(3 m)])
environment:
    surroundings: "none"
place car ego:
    at on cross.a.in[0] @ 60 m
    speed: 25 km/h
    do drive(route: any)
run 10 s at 5 Hz
"""


def test_all_ways_on_are_drawn_alike_and_lead_out():
    road = road_plans(parse(SCENE).draw(1))[0].road
    rng = np.random.default_rng(1)
    ends = Counter(wandering(road.lane("cross.a.in[0]"), road, rng)[-1].road for _ in range(600))

    assert set(ends) == {"cross.b", "cross.c", "cross.d"}
    assert min(ends.values()) > 150


def test_a_drawn_route_is_driven_and_stays_with_its_seed():
    def last(seed):
        scenario = parse(SCENE).draw(seed)
        agent = begin(scenario, scenario.stream).history(10.0).worlds[-1].agents["ego"]
        return agent.world_from_ground.translation

    found = [last(seed) for seed in range(8)]
    away = {int(np.round(np.arctan2(y, x) / (np.pi / 2))) % 4 for x, y, _ in found}

    assert len(away - {0}) >= 2
    assert min(np.hypot(x, y) for x, y, _ in found) > 10
    np.testing.assert_array_equal(found[3], last(3))


TURNS = """
junction cross:
    legs:
        - leg(a, heading: 0 deg, lanes: [drive(3 m), drive(3 m)] | [drive(3 m), drive(3 m)])
        - leg(b, heading: 90 deg, lanes: [drive(3 m), drive(3 m)] | [drive(3 m), drive(3 m)])
        - leg(c, heading: 180 deg, lanes: [drive(3 m), drive(3 m)] | [drive(3 m), drive(3 m)])
environment:
    surroundings: "none"
place car ego:
    at on cross.a.in[{lane}] @ 20 m
    speed: 30 km/h
    do:
        parallel:
            drive(route: cross.a -> cross.{to})
            when time() > 1 s:
                lane_change("{side}", gap: false, duration: 2 s)
run 14 s at 5 Hz
"""


@pytest.mark.parametrize(("to", "lane", "side"), [("c", 0, "right"), ("c", 1, "left"), ("b", 0, "right")])
def test_who_changes_lanes_on_the_way_goes_on_with_its_route_from_there(to, lane, side):
    worlds = begin(parse(TURNS.format(to=to, lane=lane, side=side)).draw(1), Stream(1)).history(14.0).worlds
    here = [lane.name for lane, _, _ in worlds[-1].road.lanes_at(worlds[-1].agents["ego"].position)]

    assert here == [f"cross.{to}.out[{1 - lane}]"]
