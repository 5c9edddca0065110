"""Lights and signs: who stops, where, and who goes first."""

from dataclasses import replace

import numpy as np
import pytest

from avsynth.core.seed import Stream
from avsynth.datatypes.control import Control
from avsynth.datatypes.footprint import overlap
from avsynth.language import parse
from avsynth.steps._rules import has_to_wait, next_line
from avsynth.world.running import TICK, begin

CROSS = """
junction x:
    legs:
        - leg(a, heading: 0 deg, lanes: [drive(3.25 m)] | [drive(3.25 m)])
        - leg(b, heading: 90 deg, lanes: [drive(3.25 m)] | [drive(3.25 m)])
        - leg(c, heading: 180 deg, lanes: [drive(3.25 m)] | [drive(3.25 m)])
        - leg(d, heading: 270 deg, lanes: [drive(3.25 m)] | [drive(3.25 m)])
    leg_length: 80 m
    corner_radius: 6 m
    control: {control}{priority}
environment:
    surroundings: "none"
place car ego:
    at on x.b.in @ 20 m
    speed: 36 km/h
    do:
{ego}
place car other:
    at on x.a.in @ {station} m
    speed: 36 km/h
    do drive(route: x.a -> x.c)
run 20 s at 5 Hz
"""
DRIVE = "        drive(route: x.b -> x.d)"
RUNS = "        parallel:\n            drive(route: x.b -> x.d)\n            run_red()"


def worlds(control: str, ego: str = DRIVE, station: float = 20) -> list:
    priority = "" if control == "all_way" else "\n    priority: [a, c]"
    scenario = parse(CROSS.format(control=control, priority=priority, ego=ego, station=station)).draw(1)
    course = begin(scenario, Stream(1))
    return [course.world(tick) for tick in range(round(20 / TICK))]


def speeds(states: list, name: str = "ego") -> np.ndarray:
    return np.array([world.agents[name].speed for world in states])


def nearest_to_centre(states: list, name: str = "ego") -> float:
    return min(float(np.hypot(*world.agents[name].position)) for world in states)


@pytest.mark.parametrize("control", ["signals(cycle: 60 s, stages: [[a, c], [b, d]])", "stop", "yield", "all_way"])
def test_who_has_to_wait_lets_the_other_pass_and_nobody_touches(control):
    states = worlds(control)

    assert not any(overlap(w.agents["ego"].footprint, w.agents["other"].footprint) for w in states)
    assert speeds(states).min() < (3.0 if control == "yield" else 0.3)


def test_a_driver_stops_before_the_line_at_red_and_goes_at_green():
    states = worlds("signals(cycle: 24 s, stages: [[a, c], [b, d]])")
    stands = [w for w in states if w.agents["ego"].speed < 0.05]
    lane = states[0].road.lane("x.b.in[0]")
    control = states[0].road.control("x.b.in[0]")

    assert stands
    front = lane.project(stands[-1].agents["ego"].position)[0] + stands[0].agents["ego"].size[0] / 2
    assert 0 < lane.length - control.setback - front < 2.0
    assert all(control.state(w.time) in ("red", "red_amber", "green") for w in stands)
    assert nearest_to_centre(states) < 3


def test_who_has_priority_keeps_going():
    assert speeds(worlds("yield"), "other").min() > 7


def test_a_red_runner_does_not_stop():
    states = worlds("signals(cycle: 60 s, stages: [[a, c], [b, d]])", RUNS, station=5)

    assert speeds(states[:160]).min() > 6
    assert nearest_to_centre(states) < 3


def test_a_stop_sign_stops_also_when_nobody_comes():
    states = worlds("stop", station=75)

    assert speeds(states).min() < 0.3
    assert nearest_to_centre(states) < 3


PED = """place pedestrian ped:
    at on x.a.walk.right @ 3 m
    facing across x.a
    do:
        cross(x.a{obeys})
run 40 s"""


@pytest.mark.parametrize(("obeys", "waits"), [("", False), (", obeys: true", True)])
def test_who_obeys_the_light_for_people_steps_off_the_kerb_at_green_only(obeys, waits):
    text = CROSS.format(control="signals(cycle: 40 s)\n    crosswalks: [a]", priority="", ego=DRIVE, station=40)
    text = text.replace("drive(3.25 m)] |", "walk(2 m), drive(3.25 m)] |").replace("m)]", "m), walk(2 m)]")
    run = begin(parse(text.replace("run 20 s", PED.format(obeys=obeys))).draw(1), Stream(1))
    control = run.road.control("x.a.crosswalk")
    assert control.state(0.0) == "red"

    states = (run.world(tick) for tick in range(round(40 / TICK)))
    left = next(world.time for world in states if world.agents["ped"].speed > 0.3)

    assert (control.state(left) == "green") == waits
    assert waits or left < 1.0


def test_a_sign_of_priority_hides_no_light_behind_it():
    scenario = parse(
        CROSS.format(control="signals(cycle: 60 s, stages: [[a, c], [b, d]])", priority="", ego=DRIVE, station=20)
    )
    world = begin(scenario.draw(1), Stream(1)).world(1)
    me, way = world.agents["ego"], world.agents["ego"].memory["way"]
    (first, first_end), (second, second_end) = way.ends[:2]
    light = world.road.control(first)
    station = first_end - light.setback - 10.0
    both = (Control(first, "priority", light.setback), replace(light, of=second))

    lines = [
        next_line(me, replace(world, road=replace(world.road, controls=controls)), way, station)
        for controls in (both, both[:1], both[1:])
    ]

    hidden, none, plain = lines
    assert none is None and hidden.lane == plain.lane == second and hidden.state == "red"
    assert hidden.gap == pytest.approx(second_end - light.setback - station - me.size[0] / 2)
    assert has_to_wait(plain) and not has_to_wait(hidden)  # those who come across expect one to go first until then
