"""Every event of the catalogue happens: a run in which its draws say so asks something of the ego."""

import numpy as np
import pytest

from avsynth import pipeline, world
from avsynth.catalog.events import events
from avsynth.language import load, parse
from avsynth.world import Demand

QUIET = """
place car ego:
    at on main.fwd[0] @ 30 m
    speed: 40 km/h
    do drive()
{other}
road main:
    path: [line(300 m)]
    lanes: [walk(2 m), drive(3.5 m)] | [drive(3.5 m), walk(2 m)]
environment:
    surroundings: "none"
run 5 s at 5 Hz
"""
FAR_BEHIND = """
place car other:
    at on main.fwd[0] @ 5 m
    do idle()
"""
IN_THE_WAY = """
place car other:
    at on main.fwd[0] @ 75 m
    do idle()
"""


@pytest.mark.parametrize("event", events(), ids=lambda event: event.name)
def test_every_event_asks_something_of_the_ego_when_it_happens(event):
    scenario = next(pipeline.happening(load(event.path)))

    demand = pipeline.demand(scenario)

    assert world.happens(scenario)
    assert demand.is_made, demand


def test_what_never_happens_is_not_waited_for():
    template = parse("happens ~ bernoulli(0)  propose bernoulli(0.0)\n" + QUIET.format(other=""))

    assert list(pipeline.happening(template)) == []


@pytest.mark.parametrize(("other", "asks"), [("", False), (FAR_BEHIND, False), (IN_THE_WAY, True)])
def test_a_road_that_leads_on_asks_nothing_of_the_ego(other, asks):
    demand = pipeline.demand(parse(QUIET.format(other=other)).draw(1))

    assert demand.is_made == asks
    assert (demand.braking > 0.5) == asks


@pytest.mark.parametrize(
    ("least", "is_made"),
    [
        ((3.1, 9, 9, 0), False),
        ((2.9, 9, 9, 0), True),
        ((9, 1.4, 9, 0), True),
        ((9, 9, 1.4, 0), True),
        ((9, 9, 9, 2.1), True),
    ],
)
def test_one_of_time_distance_and_braking_is_enough(least, is_made):
    assert Demand(*least).is_made == is_made
    assert not Demand(np.inf, np.inf, np.inf, 0.0).is_made
