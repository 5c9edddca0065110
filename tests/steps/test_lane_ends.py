"""Lanes that end beside one that goes on: who drives there merges, or stops before the end."""

from itertools import combinations

import numpy as np
import pytest

from avsynth.core import paths
from avsynth.core.seed import Stream
from avsynth.datatypes.footprint import overlap
from avsynth.language import load, parse
from avsynth.steps import _changing, _following
from avsynth.steps._driver import URBAN
from avsynth.steps._ending import ending
from avsynth.steps._lanes import straight_on
from avsynth.steps._way import way_along
from avsynth.world.running import TICK, begin

DROP = """
road main:
    path: [line(400 m)]
    lanes: [drive(3.25 m)] | [drive(3.25 m), drive(3.25 m)]
    changes: [change(at: 200 m, taper: 50 m, lanes: [drive(3.25 m)] | [drive(3.25 m)])]
environment:
    surroundings: "none"
"""
#: From where the lane that ends is too narrow to drive on [m].
NARROWS = 200 - 0.75 * 50
#: Middle of the lane that goes on, y [m].
MIDDLE = -3.25 / 2


def car(name: str, lane: int, station: float, speed: float, drive: str = "drive()") -> str:
    return f"place car {name}:\n    at on main.fwd[{lane}] @ {station} m\n    speed: {speed} m/s\n    do {drive}\n"


def run(text: str, seconds: float) -> list:
    course = begin(parse(f"{text}run {seconds} s at 5 Hz\n").draw(1), Stream(1))
    return [course.world(tick) for tick in range(round(seconds / TICK))]


def track(states: list, name: str = "ego") -> np.ndarray:
    """Return x, y [m], speed [m/s] and acceleration [m/s²] of an actor, float64 (T, 4)."""
    return np.array([(*w.agents[name].position[:2], w.agents[name].speed, w.agents[name].acceleration) for w in states])


def collides(states: list) -> bool:
    return any(overlap(a.footprint, b.footprint) for w in states for a, b in combinations(w.agents.values(), 2))


@pytest.mark.parametrize(("station", "speed"), [(60, 8), (60, 14), (30, 20)])
def test_in_light_traffic_a_driver_merges_before_the_end(station, speed):
    others = [car(f"c{k}", 0, 5 + 70 * k, speed) for k in range(3)]
    states = run(DROP + car("ego", 1, station, speed) + "".join(others), 170 / speed + 5)
    x, y, speeds, accelerations = track(states).T

    assert not collides(states)
    assert y[0] == pytest.approx(3 * MIDDLE, abs=0.01)
    assert np.abs(y[x > 200] - MIDDLE).max() < 0.6 and x[-1] > 200
    assert np.all(np.abs(y - MIDDLE)[x > NARROWS] < 1.6)
    assert speeds.min() > 0.5 * speed
    assert accelerations.min() > -4.0 and accelerations.max() <= URBAN.acceleration + 1e-9


def test_beside_a_queue_a_driver_stops_before_the_end_and_merges_when_it_moves_on():
    queue = "\n        drive(speed: 0 m/s) for 12 s\n        drive(speed: 8 m/s)"
    row = [car(f"c{k}", 0, 131 + 7 * k, 1, queue).replace("do ", "do:", 1) for k in range(7)]
    states = run(DROP + car("ego", 1, 80, 12) + "".join(row), 44)
    x, y, speeds, accelerations = track(states).T
    stands = speeds < 0.05

    assert not collides(states)
    assert stands.any()
    assert np.all(x[stands] + 2 < NARROWS) and np.all(y[stands] < 2.5 * MIDDLE)
    assert accelerations.min() > -4.0
    assert x[-1] > 200 and y[-1] == pytest.approx(MIDDLE, abs=0.3)


def test_nobody_overtakes_on_a_lane_that_ends():
    slow = car("slow", 0, 60, 3, "drive(speed: 3 m/s)")
    quick = "drive(keep_lane: false, speed: 14 m/s)"
    dropped = track(run(DROP + car("ego", 0, 10, 14, quick) + slow, 15))
    both = DROP.replace("| [drive(3.25 m)])", "| [drive(3.25 m), drive(3.25 m)])")
    kept = track(run(both + car("ego", 0, 10, 14, quick) + slow, 15))

    assert np.abs(dropped[:, 1] - MIDDLE).max() < 0.3
    assert kept[:, 1].min() < 2.5 * MIDDLE


@pytest.mark.parametrize("name", ["lane_drop", "on_ramp", "off_ramp", "fork", "work_zone", "roundabout", "six_legs"])
def test_only_lanes_beside_one_that_goes_on_end(name):
    road = begin(load(paths.scenes() / "roads" / f"{name}.scene").draw(1), Stream(1)).road
    ways = {lane.name: way_along(straight_on(lane, road), 0.0) for lane in road.lanes if lane.kind == "drive"}
    ends = {
        "lane_drop": {"main.right.drive[1]"},
        "work_zone": {"main.right.drive[1]"},
        "on_ramp": {"entry.left.drive[2]", "entry.branch.left.drive[0]"},
    }

    assert {lane for lane, way in ways.items() if ending(way, road) is not None} == ends.get(name, set())


def test_a_driver_on_a_lane_that_goes_on_drives_as_if_none_ended(monkeypatch):
    text = DROP + car("ego", 0, 120, 12) + car("ahead", 0, 160, 8)
    states = track(run(text, 12))
    for module in (_changing, _following):
        monkeypatch.setattr(module, "ending", lambda way, road: None)

    assert states.tobytes() == track(run(text, 12)).tobytes()


WORKS = DROP.replace(
    "changes: [change(at: 200 m, taper: 50 m, lanes: [drive(3.25 m)] | [drive(3.25 m)])]",
    "works: [works(at: 180 m, length: 60 m)]",
)


@pytest.mark.parametrize("speed", [8, 14])
def test_drivers_merge_before_road_works(speed):
    states = run(WORKS + car("ego", 1, 40, speed) + car("other", 0, 25, speed), 200 / speed)
    x, y, _, accelerations = track(states).T

    assert not collides(states)
    assert np.all(np.abs(y - MIDDLE)[x > 180] < 0.6) and x[-1] > 200
    assert accelerations.min() > -4.0


def test_who_starts_beyond_road_works_stays_on_the_lane():
    x, y, _, _ = track(run(WORKS + car("ego", 1, 290, 10), 5)).T

    assert x[-1] > 325
    assert np.abs(y - 3 * MIDDLE).max() < 0.1


def test_nobody_overtakes_across_what_lies_between_two_lanes():
    apart = DROP.split("    changes")[0].replace("| [drive(3.25 m), ", "| [drive(3.25 m), median(3 m), ")
    slow, fast = car("slow", 0, 60, 4), car("ego", 0, 20, 14, "drive(keep_lane: false)")
    _, y, speeds, _ = track(run(apart + slow + fast, 15)).T

    assert np.abs(y - MIDDLE).max() < 0.1
    assert speeds[-1] == pytest.approx(4, abs=0.5)


def test_a_crowd_of_vehicles_gets_through_where_a_lane_ends():
    crowd = "crowd car many count 14:\n    at in main.right.drive\n    speed ~ 6..12 m/s\n    do drive()\n"
    for seed in range(3):
        text = DROP + car("ego", 0, 5, 8) + crowd + "run 30 s at 5 Hz\n"
        course = begin(parse(text).draw(seed), Stream(seed))
        states = [course.world(tick) for tick in range(round(30 / TICK))]
        last = states[-1].agents.values()

        assert not collides(states)
        assert sum(agent.position[0] > 200 for agent in last) >= 10
