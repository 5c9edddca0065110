"""Requirements over time, records and coverage: what came of a run, and what is rejected for it."""

import math

import pytest

from avsynth.contracts.perception import Sighting
from avsynth.core.seed import Stream
from avsynth.language import parse
from avsynth.scenario import drawing
from avsynth.scenario.problems import SceneErrors
from avsynth.scenario.requirements import Broken
from avsynth.world import judged

STREAM = Stream(9)
FRAME = """
{before}
road main:
    path: [line(400 m)]
    lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)]
place car ego:
    at on main.fwd[0] @ 20 m
    speed: 10 m/s
    do keep_speed()
place car lead:
    at ahead of ego by 30 m
    speed: {lead} m/s
    do keep_speed()
place pedestrian ped:
    at on main.right.walk @ 100 m
    speed: 1 m/s
    do walk()
{asks}
environment:
    surroundings: "none"
run 4 s at 5 Hz
"""


def scene(asks, before="", lead=5):
    return parse(FRAME.format(asks=asks, before=before, lead=lead))


def run(asks, observe=None, **more):
    """Return what came of the first attempt."""
    template = scene(asks, **more)
    return judged(template.draw(1), STREAM, observe)


def records(asks, observe=None, **more):
    return {record.name: record.value for record in run(asks, observe, **more).records}


@pytest.mark.parametrize(
    ("requirement", "holds"),
    [
        ("require eventually gap_along(ego, lead) < 12 m", True),
        ("require eventually gap_along(ego, lead) < 8 m", False),
        ("require always gap_along(ego, lead) > 8 m", True),
        ("require always gap_along(ego, lead) > 12 m", False),
        ("require never gap_along(ego, lead) < 8 m", True),
        ("require never gap_along(ego, lead) < 12 m", False),
        ("require finally gap_along(ego, lead) < 12 m", True),
        ("require finally gap_along(ego, lead) > 12 m", False),
        ("require gap_along(ego, lead) > 29 m", True),
        ("require gap_along(ego, lead) < 29 m", False),
        ("require min(ttc(ego, lead)) < 2.2 s", True),
        ("require min(ttc(ego, lead)) < 1.8 s", False),
        ("require never overlap(any.car, any.car)", True),
        ("record low = min(thw(ego, lead))\nrequire low < 1.2 s", True),
        ("record low = min(thw(ego, lead))\nrequire low < 0.8 s", False),
    ],
)
def test_requirements_ask_the_moments_they_name(requirement, holds):
    found = run(requirement)

    assert isinstance(found, Broken) != holds
    if not holds:
        assert found.text in requirement


def test_a_broken_requirement_tells_the_moment_that_came_nearest():
    never_near = run("require eventually gap_along(ego, lead) < 8 m")
    too_near = run("require always gap_along(ego, lead) > 12 m")

    assert (never_near.value, never_near.gap) == pytest.approx((10.0, 2.0), abs=0.05)
    assert (too_near.value, too_near.gap) == pytest.approx((10.0, 2.0), abs=0.05)


def test_nothing_accepted_names_requirement_and_closest_value(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_ATTEMPTS", 5)
    template = scene("require eventually gap_along(ego, lead) < 3 m + a", before="a ~ uniform(0 m, 1 m)")

    with pytest.raises(SceneErrors) as caught:
        template.draw(accept=lambda scenario: judged(scenario, STREAM))

    (problem,) = caught.value.problems
    assert "5 tries, 0 accepted: eventually gap_along(ego, lead) < 3 m + a rejected 5" in problem.message
    assert problem.message.endswith("closest value seen: 10 m")


def test_rejections_are_counted_for_each_requirement(monkeypatch):
    asks = "require a > 0.5\nrequire eventually gap_along(ego, lead) < 10 m + 4 m * b"
    template = scene(asks, before="a ~ 0..1\nb ~ 0..1")
    found = [template.draw(0, k, accept=lambda scenario: judged(scenario, STREAM)) for k in range(15)]

    counted = {}
    for scenario in found:
        for at, number in scenario.rejected_by.items():
            counted[at] = counted.get(at, 0) + number
        assert scenario.attempts == 1 + sum(scenario.rejected_by.values())
    lines = [
        line
        for line, text in enumerate(FRAME.format(asks=asks, before="a\nb", lead=5).split("\n"), 1)
        if "require" in text
    ]
    assert set(counted) <= {f"scene:{line}:1" for line in lines}
    assert counted[f"scene:{lines[0]}:1"] >= 5


def test_a_soft_requirement_is_asked_as_often_as_it_says():
    template = scene("require[0.7] a > 0.5", before="a ~ 0..1")
    found = [template.draw(0, k) for k in range(200)]

    asked = [next(d.value for d in s.draws if d.name == "require a > 0.5") for s in found]
    above = [next(d.value for d in s.draws if d.name == "a") > 0.5 for s in found]
    # accepted: asked and above, or not asked: P(asked | accepted) = 0.7 * 0.5 / (0.7 * 0.5 + 0.3) = 0.538
    assert sum(asked) / 200 == pytest.approx(0.538, abs=0.1)
    assert all(fits for was_asked, fits in zip(asked, above, strict=True) if was_asked)
    assert not all(above)
    assert all(d.log_p == d.log_q for s in found for d in s.draws)


def test_records_sum_up_the_run():
    asks = """
record low  = min(gap_along(ego, lead))
record high = max(speed(ego) - speed(lead))
record avg  = mean(gap_along(ego, lead))
record long = duration(gap_along(ego, lead) < 20 m)
record when_near = time_when(gap_along(ego, lead) < 20 m)
record speed_then = at(when_near, gap_along(ego, lead))
record times = count(gap_along(ego, lead) < 20 m)
record never_so = time_when(gap_along(ego, lead) < 1 m)
record at_never = at(never_so, speed(ego))
record lane_then = at(1 s, lane(ego))
record both = low + 1 m
record pet_ped = pet(ego, ped)
record pet_lead = pet(lead, ego)
record gaps = gap_along(ego, lead)
record braking = max(drac(ego, lead)) < 3 m/s2
"""
    found = records(asks)

    assert found["low"] == pytest.approx(10.0, abs=0.05)
    assert found["high"] == pytest.approx(5.0, abs=1e-6)
    assert found["avg"] == pytest.approx(20.0, abs=0.1)
    assert found["long"] == pytest.approx(2.0, abs=0.11)
    assert found["when_near"] == pytest.approx(2.05, abs=0.06)
    assert found["speed_then"] == pytest.approx(20.0, abs=0.4)
    assert found["times"] == 1.0
    assert found["never_so"] is None and found["at_never"] is None
    assert found["lane_then"] == "main.right.drive[0]"
    assert found["both"] == pytest.approx(found["low"] + 1)
    assert found["pet_ped"] is None  # their ways share no place
    assert found["pet_lead"] == pytest.approx(2.0, abs=0.1)  # the gap at the end over the speed of the leader
    assert len(found["gaps"]) == 20 and found["gaps"][0] == pytest.approx(30.0, abs=0.01)
    assert found["braking"] is True


def test_exposure_is_the_time_and_the_area_below_its_threshold_and_makes_cells():
    text = """
road main:
    path: [line(200 m)]
    lanes: [] | [drive(3 m)]
environment:
    surroundings: "none"
place car ego:
    at on main.fwd[0] @ 20 m
    speed: 10 m/s
    do:
        parallel:
            drive()
            keep_speed()
place car standing:
    at ahead of ego by 40 m
record exposed = tet(ego, standing)
record deficit = tit(ego, standing)
cover sharp: tet(ego, standing) bins [0 s, 1 s, 2 s]
cover wide: tit(ego, standing) / 1 s bins [0 s, 0.5 s, 2 s]
run 3.9 s at 10 Hz
"""
    scenario = parse(text).draw(1)
    found = judged(scenario, scenario.stream)
    values = {record.name: record.value for record in found.records}

    assert values["exposed"] == pytest.approx(1.4, abs=0.051)  # from 1.5 s to 0.1 s before touching
    assert values["deficit"] == pytest.approx(1.4**2 / 2, abs=0.08)
    assert found.strata == {"sharp": 1, "wide": 1}


def test_cells_are_bins_values_and_their_combinations():
    asks = """
record low = min(gap_along(ego, lead))
cover near: low bins [0 m, 5 m, 15 m, 50 m] target 3
cover far: low bins [20 m, 50 m]
cover kind: coin
cover car: ego.paint
cover both: cross(coin, near, top(ped)) target 2
cover none: cross(far, coin)
"""
    found = run(asks, before="coin ~ bernoulli(1)").strata

    assert found["near"] == 1
    assert found["far"] is None and found["none"] is None
    assert found["kind"] == "true"
    assert found["both"].startswith("true|1|") and found["both"].count("|") == 2


def test_the_last_bin_has_its_end_too():
    for edges, cell in (("[0 m/s, 5 m/s, 10 m/s]", 1), ("[0 m/s, 10 m/s, 20 m/s]", 1), ("[0 m/s, 9 m/s]", None)):
        assert run(f"record v = at(0 s, speed(ego))\ncover c: v bins {edges}").strata["c"] == cell


class Eye:
    """Sees the pedestrian from two seconds on, half hidden by the leader; counts the looks."""

    def __init__(self):
        self.looks = []

    def __call__(self, scene_, sensor, actor):
        self.looks.append((scene_.time, sensor, actor))
        if scene_.time < 2.0 - 1e-9:
            return Sighting(hidden_by=("lead", "x"))
        return Sighting(0.5, 12.0, 400.0, ("lead",))


def test_what_sensors_see_is_asked_at_frames_once_each():
    eye = Eye()
    asks = """
record seen = first_seen(ped, ego.velodyne)
record points = max(points_on(ped, ego.velodyne))
record share = mean(visible_fraction(ped, from: ego.velodyne))
record hiders = at(0 s, occluders(ped, ego.velodyne))
record pixels = at(seen, pixels_on(ped, ego.velodyne))
require visible_fraction(ped, from: ego.velodyne) < 0.05
"""
    found = records(asks, eye)

    assert found == {"seen": 2.0, "points": 12.0, "share": 0.25, "hiders": 2.0, "pixels": 400.0}
    assert len(eye.looks) == 21 and len(set(eye.looks)) == 20  # at the start also among the actors alone
    assert {(sensor, actor) for _, sensor, actor in eye.looks} == {("velodyne", "ped")}


def test_what_is_cheap_is_judged_before_rays_are_cast():
    eye = Eye()
    found = run("require visible_fraction(ped, from: ego.velodyne) < 0.05\nrequire gap_along(ego, lead) < 29 m", eye)

    assert found.text == "gap_along(ego, lead) < 29 m"
    assert not eye.looks


@pytest.mark.parametrize(
    ("requirement", "is_cheap"),
    [
        ("require visible_fraction(ped, from: ego.velodyne) < 0.05", True),  # nothing more could show it
        ("require visible_fraction(ped, from: ego.velodyne) > 0.05", True),
        ("require occluders(ped, ego.velodyne) > 1", True),
        ("require visible_fraction(ped, from: ego.velodyne) >= 0", False),  # more around it might hide it
        ("require occluders(ped, ego.velodyne) < 5", False),
        ("require visible_fraction(ped, from: ego.velodyne) < 0.05 or time() > 1 s", False),
    ],
)
def test_what_the_actors_alone_decide_needs_no_whole_scene(requirement, is_cheap):
    scenes = []

    def eye(scene_, sensor, actor):
        scenes.append(len(scene_.objects))
        return Sighting(hidden_by=("lead", "x"))

    run(requirement, eye)

    assert scenes == ([3] if is_cheap else [3, 5] if "or" not in requirement else [5])  # with the road and the land


def test_a_record_of_what_a_sensor_sees_in_time_to_contact():
    """The criticality of perception: how long before contact the actor is first seen."""
    found = records("record t = first_seen(lead, ego.velodyne)\nrecord left = at(t, ttc(ego, lead))", Eye())

    assert found["left"] == pytest.approx((30.0 - 2.0 * 5.0) / 5.0, abs=0.05)


def test_a_scenario_without_questions_does_not_run(monkeypatch):
    import avsynth.world.running as running

    monkeypatch.setattr(running, "advance", lambda *_: pytest.fail("the world ran"))

    assert run("require gap_along(ego, lead) > 1 m").placements[0].pose is not None
    assert not math.isnan(run("").placements[0].pose[0])
