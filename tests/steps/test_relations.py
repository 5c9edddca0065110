"""Steps that go by another: arriving together, keeping distances, speeds and trailers; and being put elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avsynth import pipeline
from avsynth.language import parse
from avsynth.steps.arrive import even

SCENE = """
road main:
    path: [line(300 m)]
    lanes: [walk(3 m), drive(3.5 m)] | [drive(3.5 m), drive(3.5 m), walk(3 m)]
environment:
    surroundings: "none"
place car ego:
    at on main.fwd[0] @ 20 m
    speed: 10 m/s
    do:
        parallel:
            keep_speed()
            {step}
place car lead:
    at on main.fwd[1] @ 60 m
    speed: 8 m/s
    do:
        serial:
            wait 3 s
            speed(to: 12 m/s, rate: 2 m/s2)
run 12 s at 5 Hz
"""


def courses(step):
    return {course.name: course for course in pipeline.courses(parse(SCENE.format(step=step)).draw(1))}


@given(st.floats(0.5, 20), st.floats(0.5, 20), st.floats(20, 80), st.floats(0.7, 1.4))
def test_an_even_course_is_there_in_time_at_its_speed(speed, end, left, hurry):
    """Followed in small steps it covers the way in the time, and ends at the speed, without rolling back."""
    time, dt = left / ((speed + end) / 2) * hurry, 0.005
    position, velocity, now = 0.0, speed, 0.0
    while now < time - 2 * dt:
        asked = even(velocity, end, left - position, time - now)
        after = max(velocity + asked * dt, 0.0)
        position, velocity, now = position + (velocity + after) / 2 * dt, after, now + dt

    assert position == pytest.approx(left - end * (time - now), abs=0.3)
    assert velocity == pytest.approx(end, abs=0.5)


@pytest.mark.parametrize(("where", "sign"), [("behind", 1), ("ahead", -1)])
def test_a_distance_is_kept_while_the_other_changes_its_speed(where, sign):
    found = courses(f'keep_distance(to: lead, gap: 6 m, where: "{where}", between: "axles", acceleration: 6 m/s2)')
    gap = found["lead"].poses[:, 0] - found["ego"].poses[:, 0]

    assert sign * gap[-1] == pytest.approx(6.0, abs=0.3)
    assert found["ego"].speeds[-1] == pytest.approx(12.0, abs=0.2)


def test_a_speed_is_matched_once_or_for_good():
    step = "match_speed(of: lead, factor: 1.5, rate: 3 m/s2{})"
    once, follows = (courses(step.format(more)) for more in ("", ", follows: true"))

    assert once["ego"].speeds[-1] == pytest.approx(12.0, abs=0.3)
    assert follows["ego"].speeds[-1] == pytest.approx(18.0, abs=0.3)
    assert np.interp(1.0, once["ego"].times, once["ego"].speeds) == pytest.approx(12.0, abs=0.3)


def test_the_side_of_another_is_kept():
    found = courses('keep_aside(of: lead, gap: 4.5 m, side: "left", between: "middles")')

    assert found["ego"].poses[-1, 1] - found["lead"].poses[-1, 1] == pytest.approx(4.5, abs=0.15)


def test_a_pulled_trailer_cuts_corners_and_does_not_slide():
    scene = """
road main:
    path: [line(30 m), arc(60 m, radius: 25 m), line(60 m)]
    lanes: [drive(4 m)] | [drive(4 m)]
environment:
    surroundings: "none"
place car ego:
    at on main.fwd[0] @ 15 m
    speed: 6 m/s
    do drive()
place trailer cart:
    at behind of ego by 0.2 m
    length: 4 m
    speed: 6 m/s
    do towed(by: ego, hitch: 2.4 m, coupler: 2.3 m)
run 20 s at 5 Hz
"""
    found = {course.name: course for course in pipeline.courses(parse(scene).draw(1))}
    cart = found["cart"]
    axle = cart.poses[:, :2] - 0.28 * 4 * np.column_stack([np.cos(cart.poses[:, 3]), np.sin(cart.poses[:, 3])])
    step, middle = np.diff(axle, axis=0), np.unwrap(cart.poses[:, 3])[:-1] + np.diff(np.unwrap(cart.poses[:, 3])) / 2
    sideways = np.cos(middle) * step[:, 1] - np.sin(middle) * step[:, 0]

    assert np.abs(sideways[2:]).max() < 0.01
    turned = np.unwrap(found["ego"].poses[:, 3]) - np.unwrap(cart.poses[:, 3])
    assert turned.max() > 0.1 and abs(turned[-1]) < 0.05


def test_appearing_beside_somebody_takes_their_heading():
    found = courses('serial:\n                wait 2 s\n                appear(at: [-10 m, 0 m, 0 m], frame: "lead")')
    ego, lead = found["ego"], found["lead"]
    tick = int(np.argmax(np.abs(ego.poses[:, 1] - ego.poses[0, 1]) > 1))

    assert ego.times[tick] == pytest.approx(2.05, abs=0.06)
    assert lead.poses[tick - 1, 0] - ego.poses[tick, 0] == pytest.approx(10.0, abs=0.05)
