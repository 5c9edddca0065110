"""What people and drivers do that others do not expect: each step does what its name says, and nothing impossible."""

import numpy as np
import pytest

from avsynth.core.errors import ScenarioError
from avsynth.core.points import Point
from avsynth.core.seed import Stream
from avsynth.language import parse
from avsynth.steps._rendezvous import rendezvous
from avsynth.steps.cross import accepted_gap
from avsynth.world.running import TICK, begin

FRAME = """
road main:
    path: [line(300 m)]
    lanes: [walk(2 m), drive(3.5 m), drive(3.5 m)] | [drive(3.5 m), drive(3.5 m), walk(2 m)]
environment:
    surroundings: "none"
run {duration} s at 5 Hz
"""
EGO = """
place car ego:
    at on main.fwd[1] @ 30 m
    speed: {speed} km/h
    do:
        parallel:
            drive()
            keep_speed()
"""


class States(dict):
    """The agents of a run: name → one for each tick."""

    def of(self, name, field):
        return np.array([field(agent) for agent in self[name]])


def run(text: str, duration: float = 8, seed: int = 1) -> States:
    ego = "" if "car ego:" in text else "place car ego:\n    at on main.back[1] @ 5 m\n"
    scenario = parse(FRAME.format(duration=duration) + text + ego).draw(seed)
    course = begin(scenario, Stream(1))
    worlds = [course.world(tick) for tick in range(round(duration / TICK) + 1)]
    return States({name: [world.agents[name] for world in worlds] for name in worlds[0].agents})


def placed(kind: str, name: str, where: str, program: str, speed: str = "0 m/s", facing: str = "") -> str:
    lines = [f"place {kind} {name}:", f"    at {where}", f"    speed: {speed}"]
    lines += [f"    facing {facing}"] if facing else []
    return "\n".join([*lines, "    do:", *(f"        {line}" for line in program.splitlines())]) + "\n"


def x(agent):
    return agent.position[0]


def y(agent):
    return agent.position[1]


def walker(program: str, name: str = "ped", station: float = 100) -> str:
    return placed("pedestrian", name, f"on main.right.walk @ {station} m", program, facing="across main")


def test_a_lane_change_ends_on_the_other_lane_along_it():
    states = run(placed("car", "a", "on main.fwd[0] @ 20 m", 'lane_change("right")\ndrive()', "15 m/s"))

    assert states.of("a", y)[-1] == pytest.approx(-5.25, abs=0.05)
    assert states["a"][-1].world_from_ground.yaw == pytest.approx(0.0, abs=0.01)
    assert max(agent.acts.get("indicate_right", 0) for agent in states["a"]) == 1
    sideways = np.gradient(np.gradient(states.of("a", y), TICK), TICK)
    assert np.abs(sideways).max() < 3.0


@pytest.mark.parametrize(("shape", "fastest"), [("quintic", 1.875), ("cosine", np.pi / 2)])
def test_a_lane_change_has_the_shape_that_is_asked_for(shape, fastest):
    program = f'parallel:\n    lane_change("right", duration: 4 s, shape: "{shape}", gap: false)\n    keep_speed()'
    lateral = run(placed("car", "a", "on main.fwd[0] @ 20 m", program, "15 m/s"), 6).of("a", y)
    sideways = -np.gradient(lateral, TICK)

    assert lateral[-1] == pytest.approx(-5.25, abs=0.05)
    assert sideways.max() == pytest.approx(fastest * 3.5 / 4, rel=0.08)  # who steers by a point ahead cuts the curve


def test_who_waits_for_a_gap_lets_the_car_beside_pass_first():
    beside = placed("car", "beside", "on main.fwd[1] @ 18 m", "drive()", "20 m/s")
    patient = placed("car", "a", "on main.fwd[0] @ 20 m", 'lane_change("right")', "15 m/s")
    hasty = placed("car", "a", "on main.fwd[0] @ 20 m", 'lane_change("right", gap: false)', "15 m/s")

    waits, goes = (run(beside + text, 3).of("a", y) for text in (patient, hasty))

    assert abs(waits[20] + 1.75) < 0.1
    assert goes[20] < -1.85


def test_there_is_no_lane_to_change_to_beside_the_last_one():
    with pytest.raises(ScenarioError, match=r"'a' on main\.right\.drive\[1\] has no lane for vehicles on its right"):
        run(placed("car", "a", "on main.fwd[1] @ 20 m", 'lane_change("right")', "15 m/s"), 1)


def test_who_swerves_comes_back():
    lateral = run(placed("car", "a", "on main.fwd[0] @ 20 m", "swerve(by: -1.2 m)\ndrive()", "14 m/s")).of("a", y)

    assert lateral.min() == pytest.approx(-2.95, abs=0.2)
    assert lateral[-1] == pytest.approx(-1.75, abs=0.1)


def test_who_drifts_leaves_its_lane_slowly():
    program = "lane_offset(by: 2 m, duration: 4 s)\ndrive()"
    lateral = run(placed("car", "a", "on main.fwd[0] @ 20 m", program, "14 m/s"), 6).of("a", y)

    assert lateral.max() == pytest.approx(0.25, abs=0.1)
    assert np.all(np.diff(lateral[:90]) > -0.01)
    assert lateral[-1] == pytest.approx(0.0, abs=0.15)  # drivers who drive on keep to their lane


def test_who_drives_the_wrong_way_does_so_along_the_lane():
    states = run(placed("car", "a", "on main.back[0] @ 100 m", "wrong_way()", "10 m/s", facing="180 deg"), 5)

    assert states.of("a", x)[-1] == pytest.approx(200 + 50, abs=1)
    assert states.of("a", y) == pytest.approx(1.75, abs=0.02)


def test_who_reverses_rolls_back_as_far_as_asked_and_rests():
    states = run(placed("car", "a", "on main.fwd[0] @ 60 m", "reverse(distance: 6 m)"), 7)

    assert states.of("a", x)[-1] == pytest.approx(54, abs=0.03)
    assert min(agent.speed for agent in states["a"]) == pytest.approx(-1.5, abs=0.01)
    assert states["a"][-1].speed == 0


def test_a_skid_takes_the_speed_that_friction_allows():
    states = run(
        placed("car", "a", "on main.fwd[0] @ 60 m", "drive() for 0.5 s\nskid(friction: 0.4)\nfreeze()", "12 m/s"), 6
    )
    distance = states.of("a", x)[-1] - states.of("a", x)[10]

    assert distance == pytest.approx(12**2 / (2 * 0.4 * 9.80665), rel=0.03)
    assert abs(states["a"][-1].world_from_ground.yaw) > 0.5


def test_brake_lamps_hazards_and_doors_are_acts_that_end_with_their_step():
    program = 'parallel:\n    idle() for 4 s\n    lights("hazard") for 2 s\n    open_door("rear_left") for 2 s'
    acts = [agent.acts for agent in run(placed("car", "a", "on main.fwd[0] @ 60 m", program), 4)["a"]]

    assert acts[35] == {"hazard": 1.0, "door_rear_left": 1.0}
    assert acts[-1] == {}
    degrees = [act.get("door_rear_left", 0.0) for act in acts]
    assert np.abs(np.diff(degrees)).max() <= TICK / 0.8 + 1e-9


def test_who_turns_back_returns_to_the_pavement():
    states = run(walker("cross(main) until progress(self) > 0.4\nturn_back()"), 12)

    assert states.of("ped", y).max() > -5
    assert states.of("ped", y)[-1] == pytest.approx(-8, abs=0.3)


def test_who_weaves_goes_to_both_sides_and_gets_across():
    states = run(walker("zigzag(to: main, amplitude: 0.8 m)"), 20)
    aside = states.of("ped", x) - 100

    assert states.of("ped", y)[-1] > 7
    assert aside.max() > 0.4 and aside.min() < -0.4


def test_who_jaywalks_leaves_at_an_angle():
    states = run(walker("jaywalk(main, slant: 20 deg)"), 10)
    way = states["ped"][-1].position - states["ped"][20].position

    assert np.degrees(np.arctan2(-way[0], way[1])) == pytest.approx(20, abs=2)


def test_who_falls_lies_and_gets_up():
    lying = run(walker("fall(stays: 2 s)\nwalk()"), 7).of("ped", lambda agent: agent.acts.get("fall", 0.0))

    assert lying[20] == 1.0 and lying[50] == 1.0
    assert lying[-1] == 0.0
    assert np.abs(np.diff(lying)).max() < 0.1


def test_who_has_braked_to_a_stop_stands_still_afterwards():
    program = "parallel:\n    drive()\n    serial:\n        wait 1 s\n        brake(rate: 4 m/s2)"
    speeds = run(placed("car", "a", "on main.fwd[0] @ 20 m", program, "11 m/s"), 8).of("a", lambda agent: agent.speed)

    assert speeds[:20] == pytest.approx(11, abs=0.1)
    assert np.all(speeds[round((1 + 11 / 4 + 0.3) / TICK) :] == 0)


def test_who_has_braked_for_a_while_keeps_the_speed_reached():
    program = "parallel:\n    drive()\n    brake(rate: 2 m/s2) for 2 s"
    speeds = run(placed("car", "a", "on main.fwd[0] @ 20 m", program, "12 m/s"), 8).of("a", lambda agent: agent.speed)

    assert speeds[60:] == pytest.approx(8, abs=0.15)


def test_who_was_interrupted_by_a_lane_change_drives_on_in_the_new_lane():
    program = 'parallel:\n    drive()\n    when time() > 1 s:\n        lane_change("right", gap: false)'
    states = run(placed("car", "a", "on main.fwd[0] @ 20 m", program, "15 m/s"), 10)

    assert states.of("a", y)[-60:] == pytest.approx(-5.25, abs=0.05)
    assert states.of("a", x)[-1] > 160


def test_who_was_interrupted_by_a_swerve_drives_on_in_its_own_lane():
    program = "parallel:\n    drive()\n    when time() > 1 s:\n        swerve(by: -1.2 m)"
    states = run(placed("car", "a", "on main.fwd[0] @ 20 m", program, "14 m/s"), 10)

    assert states.of("a", y).min() < -2.7
    assert states.of("a", y)[-1] == pytest.approx(-1.75, abs=0.1)


def test_who_hesitates_stops_as_often_as_asked():
    speeds = run(walker("parallel:\n    cross(main)\n    hesitate(pause: 1 s, go: 1 s, times: 2)"), 8)
    stands = speeds.of("ped", lambda agent: agent.speed) < 0.05

    assert np.count_nonzero(np.diff(stands.astype(int)) == 1) + stands[0] == 2


def test_distracted_drivers_do_not_see_who_stands_ahead():
    standing = placed("car", "b", "on main.fwd[0] @ 80 m", "wait 1 s")
    attentive = placed("car", "a", "on main.fwd[0] @ 20 m", "drive()", "10 m/s")
    blind = placed("car", "a", "on main.fwd[0] @ 20 m", "parallel:\n    drive()\n    distracted()", "10 m/s")

    assert run(standing + attentive).of("a", x)[-1] < 75
    assert run(standing + blind).of("a", x)[-1] > 90


def test_a_child_runs_after_its_ball():
    ball = placed(
        "child", "ball", "on main.right.walk @ 102 m", "roll(speed: 3 m/s, rate: 1 m/s2)", facing="across main"
    )
    child = placed("child", "kid", "on main.right.walk @ 98 m", "wait 0.5 s\nchase(ball)")
    states = run(ball + child, 6)

    assert states.of("ball", y)[-1] == pytest.approx(states["ball"][0].position[1] + 4.5, abs=0.05)
    assert np.hypot(*(states["ball"][-1].position - states["kid"][-1].position)) < 0.7


def test_a_load_rides_falls_and_slides_to_rest():
    truck = placed("truck", "lorry", "on main.fwd[0] @ 40 m", "drive()", "12 m/s")
    load = placed("child", "box", "above of lorry by 0 m", "carried(lorry) for 2 s\ndrop(aside: -1 m/s)", "12 m/s")
    states = run(truck + load, 7)
    apart = states.of("box", x)[:40] - states.of("lorry", x)[:40]

    assert np.ptp(apart) < 0.05
    assert states["box"][-1].world_from_ground.translation[2] == pytest.approx(0, abs=0.05)
    assert states["box"][-1].speed == 0


def test_who_accompanies_keeps_the_place_beside():
    first = placed("pedestrian", "a", "on main.right.walk @ 50 m", "walk() for 4 s\nfreeze()", "1.2 m/s")
    second = placed("pedestrian", "b", "left of a by 0.3 m", "accompany(a)", "1.2 m/s")
    states = run(first + second)
    apart = states.of("b", x) - states.of("a", x)

    assert np.abs(apart).max() < 0.5
    assert states["b"][-1].speed < 0.05


@pytest.mark.parametrize("value", [0.1, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("speed", [20, 50])
def test_who_meets_a_front_is_there_when_it_comes(value, speed):
    kid = walker(f"meet(at: ego.front({value}), speed: 5 km/h, run_up: 1 m)")
    states = run(EGO.format(speed=speed) + kid, 14 if speed < 30 else 6)
    ego, ped = states["ego"], states["ped"]
    gap = np.array([x(p) - x(e) - (e.size[0] + p.size[1]) / 2 for e, p in zip(ego, ped, strict=True)])
    k = int(np.flatnonzero(gap <= 0)[0])
    share = gap[k - 1] / (gap[k - 1] - gap[k])
    aside = [y(p) - y(e) for e, p in zip(ego[k - 1 : k + 1], ped[k - 1 : k + 1], strict=True)]

    impact = aside[0] + share * (aside[1] - aside[0])

    assert impact == pytest.approx(ego[0].size[1] * (0.5 - value), abs=1e-3)


def test_who_is_too_late_to_meet_says_by_how_much():
    kid = walker("meet(at: ego.front(0.5), speed: 5 km/h)", station=45)

    with pytest.raises(ScenarioError, match=r"'ped' is too late to meet 'ego': it takes 2\.\d\d s to get there"):
        run(EGO.format(speed=50) + kid, 1)


def test_nobody_is_met_who_drives_away():
    states = run(EGO.format(speed=30) + walker("wait 1 s", station=20), 0.2)
    ego, ped = states["ego"][0], states["ped"][0]

    assert rendezvous(ped.world_from_ground, ped.size, ego, Point(of="ego", where="front", value=0.5)) is None


def test_who_follows_a_trajectory_is_where_it_says_when_it_says():
    path = "follow(path: [[0 s, 40 m, -1.75 m], [2 s, 60 m, -1.75 m], [4 s, 80 m, 1 m], [5 s, 88 m, 3 m]])"
    states = run(placed("car", "a", "on main.fwd[0] @ 40 m", path, "10 m/s"), 5)

    for time, *place in ((2, 60, -1.75), (4, 80, 1), (5, 88, 3)):
        assert states["a"][round(time / TICK)].position == pytest.approx(place, abs=1e-6)
    assert states["a"][40].speed == pytest.approx(10, abs=1)
    assert np.abs(np.diff(states.of("a", x))).max() < 15 * TICK


def test_a_change_of_speed_that_is_interrupted_keeps_what_it_reached():
    program = "        speed(to: 30 km/h, rate: 2 m/s2) until speed(self) < 12 m/s\n        drive() for 4 s\n"
    text = "place car ego:\n    at on main.fwd[1] @ 30 m\n    speed: 54 km/h\n    do:\n        parallel:\n"
    text += "            drive()\n            serial:\n" + program.replace("        ", " " * 16, 2)
    speeds = run(text).of("ego", lambda agent: agent.speed)

    assert speeds[-1] == pytest.approx(12, abs=0.2)
    assert speeds.min() > 11.7


@pytest.mark.parametrize(("gap", "waits"), [("1 s", False), ("9 s", True), ("accept_gap(critical: 19 s)", True)])
def test_who_wants_a_larger_gap_waits_for_the_car_to_pass(gap, waits):
    ped = placed("pedestrian", "ped", "on main.right.walk @ 70 m", f"cross(main, gap: {gap})", facing="across main")
    states = run(EGO.format(speed=36) + ped)
    start = states["ped"][0].position
    went = next(k for k, agent in enumerate(states["ped"]) if np.hypot(*(agent.position - start)) > 0.3)

    assert (states["ego"][went].position[0] > 70) == waits


@pytest.mark.parametrize(("model", "speed", "gap"), [("idm(v0: 8 m/s)", 8, 0), ("idm(T: 3 s, s0: 6 m)", 6, 24)])
def test_a_driver_has_the_numbers_that_its_model_says(model, speed, gap):
    slow = placed("car", "slow", "on main.fwd[0] @ 120 m", "drive()", "6 m/s") if gap else ""
    states = run(slow + placed("car", "a", "on main.fwd[0] @ 40 m", f"drive(model: {model})", "12 m/s"), 25)

    assert states["a"][-1].speed == pytest.approx(speed, abs=0.4)
    if gap:
        first, last = states["slow"][-1], states["a"][-1]
        assert x(first) - x(last) - (first.size[0] + last.size[0]) / 2 > 0.9 * gap


def test_half_of_all_people_accept_the_critical_gap():
    gaps = np.array([accepted_gap(4.6, Stream(3).child("ped", k)) for k in range(400)])

    assert np.mean(gaps < 4.6) == pytest.approx(0.5, abs=0.07)
    assert np.mean(gaps < 4.6 + 1 / 1.2) == pytest.approx(1 / (1 + np.exp(-1)), abs=0.07)
