"""Blocks of steps: one after the other, at once, one of several, interrupts, repeats, behaviors."""

import numpy as np
import pytest

from avsynth import world
from avsynth.core.seed import Stream
from avsynth.language import parse
from avsynth.scenario.concrete import Scenario
from avsynth.world.running import TICK, begin

STREAM = Stream(5)
FRAME = """
road main:
    path: [line(200 m)]
    lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)]
place car ego:
    at on main.fwd[0] @ {ego} m
    speed: {speed} m/s
    do{do}
place pedestrian ped:
    at on main.right.walk @ 100 m
    speed: 1 m/s
    do{ped}
environment:
    surroundings: "none"
run {duration} s at 5 Hz
"""


def scene(do=" drive()", ped=" walk()", before="", ego=20, speed=10, duration=8):
    return parse(before + FRAME.format(do=do, ped=ped, ego=ego, speed=speed, duration=duration))


def track(template, name="ped", seed=1, method=None):
    """Return times, places along the road and speeds of an actor, and the scenario with what its run got to."""
    scenario = template.draw(seed, method=method)
    run = begin(scenario, STREAM)
    states = [run.world(tick).agents[name] for tick in range(round(scenario.duration / TICK) + 1)]
    times = np.arange(len(states)) * TICK
    return times, np.array([s.position[0] for s in states]), np.array([s.speed for s in states]), scenario


def at(times, values, time):
    return float(np.interp(time, times, values))


def test_lines_are_done_one_after_the_other():
    times, _, speeds, _ = track(
        scene(ped=":\n        wait 2 s\n        walk() for 2 s\n        freeze for 1 s\n        walk()")
    )

    assert at(times, speeds, 1.9) == 0
    assert at(times, speeds, 3.9) == pytest.approx(1.0)
    assert at(times, speeds, 4.9) == 0
    assert at(times, speeds, 7.0) == pytest.approx(1.0)


def test_steps_beside_the_moving_one_change_how_it_moves():
    times, _, speeds, _ = track(scene(ped=":\n        parallel:\n            walk()\n            sprint(boost: 2)"))

    assert at(times, speeds, 4.0) == pytest.approx(2.0)


def test_a_parallel_block_ends_when_all_of_it_has_ended():
    block = ":\n        parallel:\n            walk() for 3 s\n            wait 1 s\n        freeze"
    times, _, speeds, _ = track(scene(ped=block))

    assert at(times, speeds, 2.9) == pytest.approx(1.0)
    assert at(times, speeds, 4.0) == 0


def test_an_interrupt_holds_up_its_block_once_and_time_stands_still_for_what_it_interrupts():
    block = """:
        walk() for 4 s
        wait 60 s
        when time() >= 2 s:
            freeze for 1 s
"""
    times, _, speeds, _ = track(scene(ped=block))

    assert at(times, speeds, 1.9) == pytest.approx(1.0)
    assert at(times, speeds, 2.9) == 0
    assert at(times, speeds, 4.5) == pytest.approx(1.0)
    assert at(times, speeds, 5.6) == 0  # the walk went on for the second that it had lost


def test_a_block_of_interrupts_alone_waits_for_them():
    block = ":\n        serial:\n            when time() > 2 s:\n                walk() for 1 s\n        freeze"
    times, _, speeds, _ = track(scene(ped=block))

    assert at(times, speeds, 1.9) == 0
    assert at(times, speeds, 2.9) > 0.9
    assert at(times, speeds, 3.9) == 0


def test_a_condition_of_the_run_is_decided_when_the_block_begins():
    block = """:
        wait 1 s
        if time() > {} s:
            walk()
        else:
            freeze
"""
    for limit, walks in ((0.5, True), (1.5, False)):
        times, _, speeds, _ = track(scene(ped=block.format(limit)))
        assert (at(times, speeds, 5.0) > 0.9) == walks


def test_a_condition_on_draws_leaves_only_its_block():
    block = ":\n        if coin:\n            walk()\n        else:\n            freeze for uniform(1 s, 2 s)"
    template = scene(ped=block, before="coin ~ bernoulli(0.5)\n")

    for seed in range(6):
        scenario = template.draw(seed)
        coin = next(draw.value for draw in scenario.draws if draw.name == "coin")
        (call,) = scenario.placements[1].program
        assert call.step == ("walk" if coin else "freeze")
        assert any(draw.name == "ped.else.freeze.duration" for draw in scenario.draws) != coin


def test_repeats_draw_anew_each_time():
    template = scene(
        ped=":\n        repeat 3:\n            walk() for 0.5..1 s\n            freeze for 1 s\n        walk()"
    )
    _, _, speeds, scenario = track(template)

    names = [draw.name for draw in scenario.draws if draw.in_run]
    assert names == [f"ped.repeat.{k}.walk.duration" for k in range(3)]
    assert len({draw.value for draw in scenario.draws if draw.in_run}) == 3
    stops = np.flatnonzero((speeds[1:] == 0) & (speeds[:-1] > 0))
    assert len(stops) == 3


def test_behaviors_are_blocks_with_parameters_and_draw_each_argument_once():
    before = """
behavior hurry(how_long, boost):
    parallel:
        walk() for how_long
        sprint(boost: boost) for how_long
"""
    template = scene(ped=":\n        hurry(2 s, boost ~ uniform(1.5, 2.5))\n        freeze", before=before)
    times, _, speeds, scenario = track(template)

    (draw,) = [draw for draw in scenario.draws if draw.in_run]
    assert draw.name == "ped.hurry.boost"
    assert at(times, speeds, 1.9) == pytest.approx(draw.value, abs=0.05)
    assert at(times, speeds, 4.0) == 0


def test_arms_are_taken_as_often_as_they_weigh_and_recorded_with_both_densities():
    block = ":\n        choose:\n            0.9 propose 0.5: walk()\n            0.1 propose 0.5: freeze"
    template = scene(ped=block)
    natural = [template.draw(0, k) for k in range(100)]
    boosted = [template.draw(0, k, method="importance") for k in range(100)]

    def arms(scenarios):
        return np.array([draw.value for s in scenarios for draw in s.draws if draw.name == "ped.choose"])

    assert 4 <= arms(natural).sum() <= 18
    assert 30 <= arms(boosted).sum() <= 60
    for scenario in boosted:
        (draw,) = scenario.draws
        nominal = (0.9, 0.1)[int(draw.value)]
        assert draw.log_p == pytest.approx(np.log(nominal))
        assert draw.log_q == pytest.approx(np.log(0.9 * 0.5 + 0.1 * nominal))
        assert draw.in_run


def test_draws_that_the_run_does_not_get_to_do_not_weigh():
    block = """:
        walk()
        when time() > {} s:
            choose:
                0.99 propose 0.5: freeze
                0.01 propose 0.5: sprint
"""
    for limit, is_reached in ((1, True), (100, False)):
        scenario = scene(ped=block.format(limit)).draw(3, method="importance")
        judged = world.judged(scenario, STREAM)

        assert [draw.name for draw in scenario.draws] == ["ped.when.choose"]
        assert [draw.name for draw in judged.draws] == (["ped.when.choose"] if is_reached else [])
        assert (judged.log_weight != 0) == is_reached


def test_adding_a_line_or_block_moves_no_other_draw():
    arms = "        choose:\n            1: freeze for 1..2 s\n            1: walk()"
    before = scene(ped=":\n        walk() for 1..2 s\n" + arms)
    more = ":\n        wait 1..3 s\n        walk() for 1..2 s\n        repeat 2:\n            wait 1..2 s\n"
    after = scene(ped=more + arms)
    first, second = ({d.name: d.value for d in template.draw(4).draws} for template in (before, after))

    assert first.items() <= second.items()


def test_braking_is_even_and_keeps_to_the_lane():
    times, _, speeds, _ = track(
        scene(do=":\n        brake(rate: 2 m/s2) until speed(self) < 4 m/s\n        keep_speed()"), "ego"
    )

    assert at(times, speeds, 1.0) == pytest.approx(8.0, abs=0.15)
    assert speeds[-1] == pytest.approx(4.0, abs=0.3)  # the foot leaves the pedal at a finite rate
    assert np.diff(speeds).min() == pytest.approx(-2.0 * TICK, abs=1e-6)


def test_the_program_survives_its_json():
    block = """:
        parallel:
            walk()
            when time() > 1 s:
                freeze for 1 s
        if time() > 1 s:
            walk()
"""
    scenario = scene(ped=block).draw()

    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


def test_who_waits_for_a_word_goes_on_when_another_has_emitted_it():
    """The car brakes at 2 s and says so when it stands, 10 / 5 s later; whoever walked before the word did not wait."""
    do = ':\n        drive() for 2 s\n        brake(rate: 5 m/s2)\n        emit("stands")'
    ped = ':\n        wait until emitted(ego, "stands")\n        walk()'
    times, places, _, _ = track(scene(do=do, ped=ped))

    begin_of_walk = times[np.flatnonzero(np.diff(places) > 0)[0]]
    assert begin_of_walk == pytest.approx(4.1, abs=0.1)


def test_emitting_holds_up_nobody_who_moves():
    plain = track(scene(), name="ego")[1]
    emitting = track(scene(do=':\n        parallel:\n            drive()\n            emit("on my way")'), name="ego")[
        1
    ]

    np.testing.assert_array_equal(plain, emitting)
