"""The catalogue of rare events: each reads, says what it is, and runs; the tests of Euro NCAP hit where they say."""

import numpy as np
import pytest

from avsynth import language
from avsynth.catalog.events import TAGS, event_of, events
from avsynth.core.errors import AssetError
from avsynth.core.seed import Stream
from avsynth.datatypes.footprint import Footprint, overlap
from avsynth.world.running import TICK, begin

EVENTS = events()
NCAP = [event for event in EVENTS if event.name.startswith("ncap_")]
MY_ROAD = """
use "{dart}" as dart:
    ego: ego
    street: main
use "{bus}" as bus:
    ego: ego
    street: main
road main:
    path: [line(100 m), arc(80 m, radius: 300 m), line(100 m)]
    lanes: [walk(2 m), park(2.2 m), drive(3.25 m)] | [drive(3.25 m), park(2.2 m), walk(2 m)]
place car ego:
    at on main.fwd[0] @ 40 m
    speed: 36 km/h
    do drive()
environment:
    surroundings: "none"
run 1 s at 5 Hz
"""
NAMES = {"dart": "dart_out", "bus": "cyclist_behind_bus"}
#: What every event says of itself, and how long its start is run [s].
SAID, START = {"layer", "level", "sotif"}, 1.0


def named(event):
    return event.name


@pytest.fixture(scope="module")
def templates():
    """The templates of all events by name, read once."""
    return {event.name: language.load(event.path) for event in EVENTS}


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_every_event_reads_says_what_it_is_and_runs(event, templates):
    template = templates[event.name]
    scenario = template.draw(seed=1)
    course = begin(scenario, Stream(1))
    states = [course.world(tick) for tick in range(round(START / TICK))]

    assert SAID <= set(event.tags) <= set(TAGS)
    assert ("rate" in event.tags) == any(draw.name == "happens" for draw in scenario.draws)
    assert "engineering value" in event.tags.get("rate", "engineering value")
    for name, first in states[0].agents.items():
        way = np.hypot(*(states[-1].agents[name].position - first.position))
        assert way < START * max(40.0, first.speed), name  # nobody jumps


def test_the_catalogue_has_the_events_that_it_promises():
    nhtsa = {event.tags["nhtsa"] for event in EVENTS if "nhtsa" in event.tags}
    cases = {event.tags["ncap"] for event in NCAP}

    assert len(EVENTS) >= 90
    assert len(nhtsa) >= 25
    assert {"CPFA-50", "CPNCO-50", "CBNA-50", "CBFA-50", "CBNAO-50", "CPLA-50", "CMFtap"} <= cases


def test_events_are_found_by_words_and_tags():
    dart = next(event for event in EVENTS if event.name == "dart_out")

    assert dart.fits(("child", "ncap"))
    assert dart.fits(("ncap=cpnco",))
    assert not dart.fits(("ncap=cpfa",))
    assert not dart.fits(("child", "truck"))


@pytest.mark.parametrize(
    ("text", "message"),
    [("scenario 'x'\n", "begins with a comment"), ("# Shows a thing.\n# laier: 4\n", "did you mean 'layer'")],
)
def test_an_event_without_its_comment_is_told(tmp_path, text, message):
    path = tmp_path / "x.scene"
    path.write_text(text)

    with pytest.raises(AssetError, match=message):
        event_of(path)


def impact(course, duration: float) -> float:
    """Return how far left of the ego's middle the middle of the dummy is when they first touch [m]."""
    for tick in range(round(duration / TICK)):
        states = [course.world(tick + k).agents for k in (0, 1)]
        if overlap(states[1]["ego"].footprint, states[1]["dummy"].footprint):
            low, high = 0.0, 1.0
            while high - low > 1e-9:
                middle = (low + high) / 2
                ego, dummy = (between(*(state[name] for state in states), middle) for name in ("ego", "dummy"))
                low, high = (low, middle) if overlap(ego, dummy) else (middle, high)
            return float((dummy.centre - ego.centre) @ ego.axes[1])
    raise AssertionError("they never touch")


def between(first, second, share: float) -> Footprint:
    """Return where an actor stands between two ticks."""
    a, b = first.footprint, second.footprint
    turn = (b.yaw - a.yaw + np.pi) % (2 * np.pi) - np.pi
    x, y = a.centre + share * (b.centre - a.centre)
    return Footprint(x, y, a.yaw + share * turn, a.length, a.width)


@pytest.mark.parametrize("event", NCAP, ids=named)
def test_a_euro_ncap_dummy_is_met_where_the_test_says(event, templates):
    scenario = templates[event.name].draw(seed=3)
    share = next(draw.value for draw in scenario.draws if draw.name == "impact")

    met = impact(begin(scenario, Stream(1)), scenario.duration)

    assert met == pytest.approx(
        1.8 * share - 1.8 / 2, abs=0.01
    )  # H = W (impact / 100) − W / 2, left positive, from the near side


def test_events_are_used_together_on_a_road_of_ones_own():
    paths = {word: next(e.path for e in EVENTS if e.name == name) for word, name in NAMES.items()}
    scenario = language.parse(MY_ROAD.format(**paths)).draw(seed=1)
    lanes = {begin(scenario, Stream(1)).road.lanes[0].road}

    assert {"dart.happens", "bus.happens"} <= {draw.name for draw in scenario.draws}
    assert [placement.name for placement in scenario.placements].count("ego") == 1
    assert {"dart.kid", "dart.big", "bus.bus", "bus.rider"} <= {placement.name for placement in scenario.placements}
    assert lanes == {"main"}
