"""Crowds of vehicles and people that nobody scripts: they fill a junction, move, and do not run into each other."""

from itertools import combinations

import numpy as np

from avsynth.core.seed import Stream
from avsynth.datatypes.footprint import overlap
from avsynth.language import parse
from avsynth.world.running import TICK, begin

TOWN = """
junction town:
    legs:
        - leg(east, heading: 0 deg, lanes: [walk(2.5 m), drive(3.25 m)] | [drive(3.25 m), walk(2.5 m)])
        - leg(north, heading: 85 deg, lanes: [walk(2.5 m), drive(3.25 m)] | [drive(3.25 m), walk(2.5 m)])
        - leg(west, heading: 190 deg, lanes: [walk(2.5 m), drive(3.25 m)] | [drive(3.25 m), walk(2.5 m)])
        - leg(south, heading: 275 deg, lanes: [walk(2.5 m), drive(3.25 m)] | [drive(3.25 m), walk(2.5 m)])
    leg_length: 80 m
    corner_radius: 6 m
    control: signals(cycle: 40 s)
environment:
    surroundings: "none"
place car ego:
    at on town.south.in @ 20 m
    speed: 30 km/h
    do drive()
crowd car cars count 9:
    at in town.lanes.drive
    speed ~ 20..40 km/h
    do drive()
crowd pedestrian people count 12:
    at in town.lanes.walk
    speed ~ 0.8..1.6 m/s
    do walk()
run 6 s at 5 Hz
"""


def test_a_crowd_fills_a_junction_moves_and_nobody_runs_into_anybody():
    scenario = parse(TOWN).draw(seed=3)
    course = begin(scenario, Stream(3))
    worlds = [course.world(tick).agents for tick in range(round(6 / TICK) + 1)]
    vehicles = [name for name, agent in worlds[0].items() if agent.is_vehicle]

    for agents in worlds[::4]:
        assert not [pair for pair in combinations(agents, 2) if overlap(*(agents[name].footprint for name in pair))]
    for name in worlds[0]:
        accelerations = np.array([agents[name].acceleration for agents in worlds])
        assert np.abs(accelerations).max() <= 8.0 + 1e-9
        assert max(abs(agents[name].curvature) for agents in worlds) <= 0.22 + 1e-9
    ways = [worlds[-1][name].distance for name in vehicles]
    assert np.median(ways) > 10
    legs = {np.round(np.arctan2(*agent.position[::-1]) / (np.pi / 2)) % 4 for agent in worlds[0].values()}
    assert len(legs) == 4
