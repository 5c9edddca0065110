"""The Python builder makes the same templates as the text, and tells its errors at the calling line."""

import inspect

import pytest

from avsynth.language import parse
from avsynth.scenario import builder as av
from avsynth.scenario.problems import SceneErrors

TEXT = """\
scenario "junction"
skew ~ normal(0 deg, 9 deg) in -25 deg..25 deg propose uniform(-25 deg, 25 deg)
dart ~ bernoulli(0.002) propose bernoulli(0.35)
v ~ choice({20 km/h: 1, 30 km/h: 4})
fast = 2 * v + 3 km/h

junction five:
    legs:
        - leg(a, heading: 0 deg):
            lanes: [walk(2 m), drive(3.25 m)] | [drive(3.25 m), walk(2 m)]
        - leg(b, heading: 100 deg + skew):
            lanes: [drive(3 m)] | [drive(3 m)]
        - leg(c, heading: 200 deg - skew):
            lanes: [drive(3 m), drive(3 m)] | [drive(3 m)]
    corner_radius ~ uniform(4 m, 9 m)
    crosswalks: [a]

environment:
    sun: direction(12 deg, 40 deg)
    cloud ~ beta(2, 3)
    surroundings: "urban"

place car ego:
    at on five.c.in[1] @ 45 m
    speed: v
    do drive(route: five.c -> five.a) until time() > 4 s and not (dart or speed(ego) < 1 m/s)

place van other:
    at left of ego by 1 m, ahead of ego by 3..12 m
    speed: fast

place pedestrian ped:
    at on five.a.walk.right @ 3 m offset 0 +- 0.2 m
    facing across five.a
    walk_speed ~ normal(1.35 m/s, 0.22 m/s) in 0.5 m/s..2.4 m/s
    do:
        wait until time_to_arrival(ego, five.a.crosswalk) < 3.5 s
        cross(five.a, speed ~ uniform(1 m/s, 2 m/s))
        wait 2 s
        walk() for 3 s

require distance(ego, ped) > 8 m
require -skew < 10 deg
sensors "kitti"
sample:
    method: importance
    count: 20
    seed: 7
run 10 s at 10 Hz
"""


def built():
    s = av.TemplateBuilder("junction")
    skew = s.draw(
        "skew",
        av.normal("0 deg", "9 deg"),
        within=("-25 deg", "25 deg"),
        propose=av.uniform("-25 deg", "25 deg"),
    )
    dart = s.draw("dart", av.bernoulli(0.002).proposing(av.bernoulli(0.35)))
    v = s.draw("v", av.choice({"20 km/h": 1, "30 km/h": 4}))
    fast = s.define("fast", 2 * v + "3 km/h")
    five = s.junction(
        "five",
        legs=[
            av.leg("a", heading=0, lanes=av.lanes(["walk 2 m", "drive 3.25 m"], ["drive 3.25 m", "walk 2 m"])),
            av.leg("b", heading="100 deg" + skew, lanes=av.lanes(["drive 3 m"], ["drive 3 m"])),
            av.leg("c", heading="200 deg" - skew, lanes=av.lanes(["drive 3 m"] * 2, [("drive", 3)])),
        ],
        corner_radius=av.uniform(4, 9),
        crosswalks=["a"],
    )
    s.environment(sun=av.direction("12 deg", "40 deg"), cloud=av.beta(2, 3), surroundings="urban")
    stop = av.all_of(av.call("time") > "4 s", av.negation(av.any_of(dart, av.call("speed", av.name("ego")) < "1 m/s")))
    ego = s.place(
        "car", "ego", at=av.on(five.c.in_[1], 45), speed=v, do=av.drive(route=av.route(five.c, five.a)).until(stop)
    )
    s.place("van", "other", at=[av.left_of(ego, 1), av.ahead_of(ego, av.interval(3, 12))], speed=fast)
    ped = s.place(
        "pedestrian",
        "ped",
        at=av.on(five.a.walk.right, 3, offset=av.spread(0, 0.2)),
        facing=av.across(five.a),
        walk_speed=av.normal(1.35, 0.22).within(0.5, 2.4),
        do=[
            av.wait_until(av.call("time_to_arrival", ego, five.a.crosswalk) < 3.5),
            av.cross(five.a, speed=av.uniform(1, 2)),
            av.wait(2),
            av.walk().for_("3 s"),
        ],
    )
    s.require(av.distance(ego, ped) > 8)
    s.require(-skew < "10 deg")
    s.sensors("kitti")
    s.sample(method="importance", count=20, seed=7)
    s.run(10, 10)
    return s


def test_builder_and_text_make_the_same_template():
    made, read = built().template(), parse(TEXT)

    assert made == read
    assert made.digest == read.digest


def test_builder_and_text_draw_the_same_scenario():
    made, read = built().template().draw(3), parse(TEXT).draw(3)
    strip = {"at", "source", "draws", "distribution"}

    assert made.model_dump(exclude=strip)["environment"] == read.model_dump(exclude=strip)["environment"]
    assert [(d.name, d.value, d.log_p, d.log_q) for d in made.draws] == [
        (d.name, d.value, d.log_p, d.log_q) for d in read.draws
    ]
    assert [p.model_copy(update={"at": "", "program": ()}) for p in made.placements] == [
        p.model_copy(update={"at": "", "program": ()}) for p in read.placements
    ]


def test_errors_stand_at_the_line_that_made_them():
    s = built()
    line = inspect.currentframe().f_lineno + 1
    s.place("car", "third", at=av.on(av.name("five").a.out[0], "30 s"), sped=3)

    with pytest.raises(SceneErrors) as caught:
        s.template()

    problems = caught.value.problems
    assert {problem.position.line for problem in problems} == {line}
    assert {problem.position.source for problem in problems} == {__file__}
    assert {problem.code for problem in problems} == {"AVS302", "AVS204"}
    assert "did you mean 'speed'?" in str(caught.value)
    assert 's.place("car", "third"' in str(caught.value)


def test_a_template_without_a_run_is_no_template():
    s = av.TemplateBuilder("nothing")

    with pytest.raises(SceneErrors, match="the template has no run"):
        s.template()


def test_a_condition_has_no_truth_of_its_own():
    with pytest.raises(TypeError, match="all_of"):
        bool(av.name("a") < 3)


def test_what_is_no_value_is_refused():
    with pytest.raises(TypeError, match="is no value of a template"):
        av.uniform(object(), 3)
