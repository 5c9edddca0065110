"""Whoever starts on a lane that runs the other way stays on it; drivers who stray there come back."""

import numpy as np
import pytest

from avsynth import pipeline
from avsynth.language import parse

SCENE = """
road main:
    path: [line(60 m), arc(120 m, radius: 120 m), line(60 m)]
    lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)]
environment:
    surroundings: "none"
place car ego:
    at pose(20 m, {offset} m, 0 m, {heading} deg)
    speed: 10 m/s
    do:
        {steps}
run 12 s at 5 Hz
"""


def offsets(steps, offset=1.5, heading=0):
    """Return how far the ego is to the left of the middle of the road, float64 (T,) [m]."""
    scenario = parse(SCENE.format(steps=steps, offset=offset, heading=heading)).draw(1)
    places = pipeline.courses(scenario)[0].poses[:, :2]
    on_line = np.clip(places[:, 0], 0, 60)
    bend = np.where(places[:, 0] > 60, 120 - np.hypot(places[:, 0] - 60, places[:, 1] - 120), places[:, 1])
    return bend[: int(np.argmax(places[:, 0] > 160)) or None] + 0 * on_line[:1]


@pytest.mark.parametrize("step", ["keep_speed()", "drive()"])
def test_who_starts_against_a_lane_keeps_it_round_the_bends(step):
    assert offsets(step) == pytest.approx(np.full(len(offsets(step)), 1.5), abs=0.25)


def test_a_shift_to_the_other_side_is_kept_by_who_keeps_its_speed_and_not_by_drivers():
    shift = "lane_offset(by: 3 m, duration: 2 s)\n        {}"
    kept, back = (offsets(shift.format(step), offset=-1.5) for step in ("keep_speed()", "drive()"))

    assert kept[-20:] == pytest.approx(np.full(20, 1.5), abs=0.25)
    assert back.max() > 1.2 and back[-1] < 0.3
