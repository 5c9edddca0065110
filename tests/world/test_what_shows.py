"""What people and drivers do that others do not expect shows: in limbs, lamps, wheels, doors. One test an overlay."""

import numpy as np
import pytest

from avsynth.core.seed import Stream
from avsynth.language import parse
from avsynth.world.running import begin

SCENE = """
road main:
    path: [line(300 m)]
    lanes: [walk(2 m), drive(3.5 m), drive(3.5 m)] | [drive(3.5 m), drive(3.5 m), walk(2 m)]
environment:
    surroundings: "none"
place car ego:
    at on main.back[1] @ 5 m
run 8 s at 5 Hz
"""
STEP = 0.1


class Seen(list):
    """One thing at moments 0.1 s apart."""

    def joint(self, name):
        """Return the angles of a joint [deg]."""
        return np.degrees([thing.joints[name] for thing in self])

    def lit(self, slot):
        """Return when a lamp burns."""
        return np.array([thing.finish.get(slot, "").endswith("_lit") for thing in self])

    def rate(self, name):
        """Return the rates of a joint [rad/s]."""
        return np.array([thing.joint_rates[name] for thing in self])

    @property
    def headings(self):
        """The headings [deg]."""
        return np.degrees(np.unwrap([thing.world_from_object.yaw for thing in self]))


def seen(kind: str, where: str, speed: str, program: str, facing: str = "", more: str = "") -> Seen:
    lines = [
        f"place {kind} a:",
        f"    at {where}",
        f"    speed: {speed}",
        *([f"    facing {facing}"] if facing else []),
    ]
    text = "\n".join([*lines, "    do:", *(f"        {line}" for line in program.splitlines())]) + "\n"
    run = begin(parse(SCENE + more + text).draw(1), Stream(1))
    scenes = (run.scene(time) for time in np.arange(0, 8, STEP))
    return Seen(next(thing for thing in scene.objects if thing.name == "a") for scene in scenes)


def walker(program: str) -> Seen:
    return seen("pedestrian", "on main.right.walk @ 100 m", "1.3 m/s", program, "across main")


def driver(program: str, facing: str = "") -> Seen:
    return seen("car", "on main.fwd[0] @ 60 m", "12 m/s", program, facing)


def at(second: float) -> int:
    return round(second / STEP)


@pytest.fixture(scope="module")
def crossing():
    """Somebody who crosses as one should."""
    return walker("cross(main)")


def test_who_darts_out_runs_with_bent_arms_and_long_strides(crossing):
    dart = walker("run(to: main.left.walk, speed: 3.5 m/s)")

    assert np.ptp(dart.joint("hip_left")) > 1.5 * np.ptp(crossing.joint("hip_left"))
    assert dart.joint("elbow_right").max() > 80 > crossing.joint("elbow_right").max()


def test_who_hesitates_stands_and_looks_to_both_sides():
    unsure = walker("parallel:\n    cross(main)\n    serial:\n        wait 2 s\n        hesitate(pause: 2 s)")
    pause = slice(at(2.8), at(3.8))

    assert np.ptp(unsure.joint("hip_left")[pause]) < 1
    assert unsure.joint("look").max() > 50 and unsure.joint("look").min() < -50
    assert np.ptp(unsure.joint("hip_left")[at(5) :]) > 30


def test_who_turns_back_turns_about_and_walks_on():
    back = walker("cross(main) until progress(self) > 0.3\nturn_back()")

    assert abs(back.headings[-20] - back.headings[0]) == pytest.approx(180, abs=15)
    assert np.ptp(back.joint("hip_left")[at(6) :]) > 30


def test_who_freezes_stands_with_raised_hands():
    frozen = walker("cross(main) for 2 s\nfreeze()")

    assert np.ptp(frozen.joint("hip_left")[at(3) :]) < 1
    assert min(frozen.joint(f"elbow_{side}")[-1] for side in ("left", "right")) > 70
    assert frozen.joint("elbow_left")[: at(2)].max() < 40


def test_who_weaves_turns_to_both_sides_step_after_step():
    weaving = walker("zigzag(to: main, amplitude: 0.8 m)")
    turned = weaving.headings - 90

    assert turned.max() > 25 and turned.min() < -25
    assert np.ptp(weaving.joint("hip_left")) > 30


def test_who_jaywalks_heads_slantwise():
    slant = walker("jaywalk(main, slant: 20 deg)")

    assert slant.headings[at(4)] == pytest.approx(110, abs=3)
    assert np.ptp(slant.joint("hip_left")) > 30


def test_who_is_distracted_looks_at_the_phone_while_walking():
    phoning = walker("parallel:\n    cross(main)\n    distracted()")

    assert phoning.joint("elbow_right")[-1] == pytest.approx(104, abs=2)
    assert phoning.joint("nod")[-1] > 25
    assert np.ptp(phoning.joint("hip_left")) > 30


def test_who_falls_lies_and_walks_on():
    tilt = walker("cross(main) for 1 s\nfall(stays: 2 s)\nwalk()").joint("tilt")

    assert tilt[at(2.2) : at(3.6)] == pytest.approx(86, abs=2)
    assert tilt[0] == 0 and tilt[-1] == pytest.approx(0, abs=1)


def test_who_walks_on_the_wrong_side_strides_along_the_lane():
    walking = seen("pedestrian", "on main.fwd[1] @ 100 m offset -1.2 m", "1.3 m/s", "walk()")

    assert np.abs(walking.headings[at(3) :]).max() < 5
    assert np.ptp(walking.joint("hip_left")) > 30


def test_a_group_that_splits_runs_stands_and_turns():
    first = (
        "place pedestrian first:\n    at on main.right.walk @ 101 m\n    facing across main\n"
        "    speed: 1.4 m/s\n    do:\n"
        "        cross(main) for 2 s\n        run(to: main.left.walk, speed: 3.5 m/s)\n"
    )
    waits = "accompany(first) until speed(first) > 2 m/s\n"
    there = ("pedestrian", "left of first by 0.3 m", "1.4 m/s")
    stays = seen(*there, waits + "freeze()", "across main", first)
    turns = seen(*there, waits + "turn_back()", "across main", first)

    assert np.ptp(stays.joint("hip_left")[at(5) :]) < 1 and stays.joint("elbow_left")[-1] > 70
    assert abs(turns.headings[at(5)] - turns.headings[0]) > 150
    assert min(np.ptp(each.joint("hip_left")[: at(2)]) for each in (stays, turns)) > 30


def test_who_cuts_in_indicates_to_that_side_and_then_brakes():
    cut = driver('lane_change("right", gap: false)\nparallel:\n    drive()\n    brake(rate: 4 m/s2)')

    assert cut.lit("right_indicator")[: at(4)].any() and not cut.lit("left_indicator").any()
    assert not cut.lit("brake_lamp")[: at(4)].any() and cut.lit("brake_lamp").any()
    assert cut.joint("steer_left").min() < -0.3 < 0.3 < cut.joint("steer_left").max()


def test_who_drives_the_wrong_way_rolls_forwards():
    ghost = driver("wrong_way()", facing="180 deg")

    assert not ghost.lit("reverse_lamp").any()
    assert ghost.rate("spin_front_left")[: at(5)].min() > 30


def test_who_runs_a_red_light_does_not_brake():
    runner = driver("parallel:\n    drive()\n    run_red()\n    distracted()")

    assert not runner.lit("brake_lamp").any()


def test_who_swerves_steers_to_both_sides_without_a_sign():
    swerving = driver("swerve(by: -1.4 m)\ndrive()")

    assert swerving.joint("steer_left").min() < -1 < 1 < swerving.joint("steer_left").max()
    assert not (swerving.lit("left_indicator") | swerving.lit("right_indicator")).any()


def test_who_brakes_hard_burns_its_brake_lamps_until_it_stands():
    braking = driver("parallel:\n    drive()\n    brake(rate: 7 m/s2)")

    assert braking.lit("brake_lamp")[1 : at(1.6)].all()
    assert braking.rate("spin_front_left")[-1] == 0


def test_who_drifts_gives_no_sign():
    drifting = driver("lane_offset(by: 1.5 m)\ndrive()")

    assert not any(drifting.lit(lamp).any() for lamp in ("left_indicator", "right_indicator", "brake_lamp"))


def test_who_reverses_shows_it_and_its_wheels_turn_backwards():
    back = driver("parallel:\n    drive() for 3 s\n    brake(rate: 6 m/s2)\nreverse(distance: 4 m, speed: 1 m/s)")
    rolls = back.rate("spin_rear_left") < -0.5

    assert rolls.sum() > 20
    assert back.lit("reverse_lamp")[rolls].all()
    assert not back.lit("brake_lamp")[np.flatnonzero(rolls)[:10]].any()  # setting off
    assert back.lit("brake_lamp")[np.flatnonzero(rolls)[-3:]].any()  # coming to rest


def test_a_stalled_car_blinks_on_both_sides():
    stalled = seen("car", "on main.fwd[0] @ 60 m", "0 m/s", 'parallel:\n    idle()\n    lights("hazard")')
    left, right = stalled.lit("left_indicator"), stalled.lit("right_indicator")

    np.testing.assert_array_equal(left, right)
    assert 0.35 < left.mean() < 0.65


def test_who_skids_brakes_and_is_not_in_reverse_gear():
    skidding = driver("drive() for 1 s\nskid(turn: 1.6 rad/s)")

    assert abs(skidding.headings[-1]) > 100
    assert skidding.lit("brake_lamp")[at(1.2) : at(3)].all()
    assert not skidding.lit("reverse_lamp").any()


def test_a_lost_load_leaves_the_truck_and_comes_to_rest_on_the_road():
    truck = "place truck lorry:\n    at on main.fwd[0] @ 60 m\n    speed: 12 m/s\n    do drive()\n"
    load = seen("debris", "above of lorry by 0 m", "12 m/s", "carried(lorry) for 2 s\ndrop()", more=truck)
    heights = np.array([thing.world_from_object.translation[2] - thing.model.size[2] / 2 for thing in load])

    assert heights[0] > 1 and heights[-1] == pytest.approx(0, abs=0.05)
    assert np.hypot(*load[-1].velocity[:2]) == pytest.approx(0, abs=0.01)


def test_a_door_that_opens_turns_on_its_hinge():
    door = seen("car", "on main.fwd[0] @ 60 m", "0 m/s", "parallel:\n    idle()\n    open_door()").joint(
        "door_front_left"
    )

    assert door[0] == pytest.approx(0, abs=1) and abs(door[-1]) > 40


@pytest.mark.parametrize(("to", "side", "other"), [("b", "right", "left"), ("d", "left", "right"), ("c", "", "left")])
def test_who_turns_off_at_a_junction_indicates_it_before(to, side, other):
    legs = "".join(
        f"        - leg({name}, heading: {heading} deg, lanes: [drive(3 m)] | [drive(3 m)])\n"
        for name, heading in (("a", 0), ("b", 90), ("c", 180), ("d", 270))
    )
    text = f'junction cross:\n    legs:\n{legs}environment:\n    surroundings: "none"\nplace car ego:\n'
    text += f"    at on cross.a.in @ 40 m\n    speed: 30 km/h\n    do drive(route: cross.a -> cross.{to})\n"
    text += "run 8 s at 5 Hz\n"
    run = begin(parse(text).draw(1), Stream(1))
    acts = [run.world(tick).agents["ego"].acts for tick in range(160)]

    assert all(not act for act in acts[:20])
    assert not any(f"indicate_{other}" in act for act in acts)
    if side:
        assert acts[90][f"indicate_{side}"] == 1.0
