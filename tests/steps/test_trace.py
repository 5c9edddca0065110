"""Going along a given line, on wheels and on foot."""

import numpy as np
import pytest

from avsynth import pipeline
from avsynth.language import parse

SCENE = """
road main:
    path: [line(200 m)]
    lanes: [walk(4 m), drive(4 m)] | [drive(4 m), walk(4 m)]
environment:
    surroundings: "none"
place car ego:
    at on main.fwd[0] @ 10 m
    speed: 8 m/s
    do:
        trace(line: [[5 m, -2 m], [30 m, -2 m], [60 m, 2 m], [90 m, 2 m]])
        speed(to: 0 m/s, rate: 4 m/s2)
place pedestrian walker:
    at on main.right.walk @ 20 m
    speed: 1.5 m/s
    do:
        trace(line: [[20 m, -6 m], [26 m, -6 m], [26 m, 4 m]], speed: 2 m/s)
        idle()
run 17 s at 5 Hz
"""


@pytest.fixture(scope="module")
def courses():
    return {course.name: course for course in pipeline.courses(parse(SCENE).draw(1))}


def test_a_vehicle_steers_along_the_line_and_goes_on_with_what_follows(courses):
    """Corners of 7.6 deg are cut by less than a quarter of a metre; at the end it brakes within 8² / (2 · 4) m."""
    places = courses["ego"].poses[:, :2]
    on_it = places[places[:, 0] < 89]
    line = np.interp(on_it[:, 0], [5, 30, 60, 90], [-2, -2, 2, 2])

    assert np.abs(on_it[:, 1] - line).max() < 0.25
    assert places[-1, 0] == pytest.approx(90 + 8, abs=1.2)
    assert courses["ego"].speeds[-1] < 0.05


def test_walkers_go_round_the_corner_at_the_speed_that_is_said(courses):
    walker = courses["walker"]

    assert walker.poses[-1, :2] == pytest.approx([26, 4], abs=0.3)
    assert np.abs(walker.poses[:, 0] - 26).min() < 0.3 and walker.poses[:, 0].max() < 26.6
    assert walker.speeds.max() == pytest.approx(2.0, abs=0.05)
