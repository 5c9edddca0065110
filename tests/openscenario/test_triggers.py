"""When events begin: conditions, edges, delays, states of other events; and what happens when they meet."""

import numpy as np
import pytest
from documents import EGO, LANE_CHANGE, at, courses, document, event, group, speed, start, state, text_of, vehicle, when

import avsynth
from avsynth.core.errors import ScenarioError

BOTH = [vehicle("Ego"), vehicle("b")]
STARTS = [EGO, start("b", '<LanePosition roadId="1" laneId="-2" s="60"/>')]
FASTER = '<SpeedCondition value="{}" rule="greaterThan"/>'


def begins(course):
    """Return when the speed of a course first changes [s], infinity if it never does."""
    changed = np.abs(course.speeds - course.speeds[0]) > 0.01
    return float(course.times[np.argmax(changed)]) if changed.any() else np.inf


REACHED = """<ReachPositionCondition tolerance="5"><Position><LanePosition roadId="1" laneId="-1" s="90"/></Position>
</ReachPositionCondition>"""
AWAY = """<DistanceCondition value="30" rule="lessThan" freespace="false"><Position><LanePosition roadId="1" laneId="-1"
s="90"/></Position></DistanceCondition>"""
BEHIND = """<RelativeDistanceCondition entityRef="b" relativeDistanceType="longitudinal" value="12" freespace="false"
rule="lessThan"/>"""
HEADWAY = """<TimeHeadwayCondition entityRef="b" value="1" freespace="true" rule="lessThan" coordinateSystem="road"/>"""


@pytest.mark.parametrize(
    ("condition", "delay", "edge", "expected"),
    [
        (at(1), 2, "rising", 3.0),
        (at(1), 2, "none", 3.0),
        (when("Ego", '<TraveledDistanceCondition value="20"/>'), 0, "rising", 2.0),
        (when("Ego", '<TraveledDistanceCondition value="20"/>'), 1.5, "none", 3.5),
        (when("Ego", REACHED), 0, "none", (90 - 40 - 5) / 10),
        (when("Ego", AWAY), 0, "rising", (90 - 40 - 30) / 10),
        (when("Ego", FASTER.format(5)), 0, "none", 0.0),
        (when("Ego", FASTER.format(5)), 0, "rising", np.inf),  # it held before it was first asked
        (when("b", FASTER.format(5)), 0, "falling", 2.0 + (10 - 5) / 2),
        (when("b", FASTER.format(5)), 1, "falling", 2.0 + (10 - 5) / 2 + 1),
        (when("Ego", BEHIND), 0, "none", 2.0 + np.sqrt(20 - 12)),  # 20 m apart, b brakes by 2 m/s² from 2 s on
        (when("Ego", HEADWAY), 0, "rising", 2.0 + np.sqrt(20 - 4.4 - 10)),
    ],
)
def test_events_begin_after_the_edge_and_the_delay_of_their_condition(folder, condition, delay, edge, expected):
    braking = group("b", event("brakes", speed(0), at(2)))
    content = document(BOTH, STARTS, [event("e", speed(1), condition, delay, edge)], more=braking)

    assert begins(courses(folder, content)["ego"]) == pytest.approx(expected, abs=0.21)  # two reactions of two ticks


@pytest.mark.parametrize(
    ("condition", "delay", "expected"),
    [
        (state("event", "brakes", "completeState"), 0, 1 + (10 - 6) / 2),
        (state("action", "brakes action", "endTransition"), 1, 1 + (10 - 6) / 2 + 1),
        (state("event", "brakes", "startTransition"), 0, 1.0),
        (state("event", "s::brakes", "startTransition"), 2, 3.0),
        (state("maneuver", "b maneuver", "completeState"), 0, 4 + 6 / 2),
        (state("act", "a", "startTransition"), 1, 1.0),
        (state("story", "s", "runningState"), 0, 0.0),
    ],
)
def test_events_go_by_how_far_those_of_others_have_got(folder, condition, delay, expected):
    other = group("b", event("brakes", speed(6), at(1)), event("stops", speed(0), at(4)))
    content = document(BOTH, STARTS, [event("e", speed(1), condition, delay)], more=other)

    assert begins(courses(folder, content)["ego"]) == pytest.approx(expected, abs=0.21)


def test_an_act_begins_before_its_events(folder):
    """The event holds from 1 s on, the act begins when 20 m are behind the ego, at 2 s."""
    content = document([vehicle("Ego")], [EGO], [event("e", speed(1), at(1))], begins=_group("Ego", 20))

    assert begins(courses(folder, content)["ego"]) == pytest.approx(2.0, abs=0.11)


def _group(who, metres):
    condition = when(who, f'<TraveledDistanceCondition value="{metres}"/>')
    return f"<ConditionGroup>{_one(condition)}</ConditionGroup>"


def _one(condition):
    return f'<Condition name="c" delay="0" conditionEdge="none">{condition}</Condition>'


def test_a_later_event_takes_the_place_of_an_earlier_one_and_keeps_it(folder):
    """From 1 s on faster by 2 m/s², up to 3 s; then slower by 2 m/s² down to 12 m/s, and never up to 30 m/s again."""
    content = document([vehicle("Ego")], [EGO], [event("up", speed(30), at(1)), event("down", speed(12), at(3))])
    ego = courses(folder, content)["ego"]

    assert ego.speeds.max() == pytest.approx(14.0, abs=0.3)
    assert ego.speeds[-1] == pytest.approx(12.0, abs=0.1)


def test_the_actions_of_an_event_go_on_at_the_same_time(folder):
    both = event("e", f'{speed(14)}</PrivateAction></Action><Action name="f"><PrivateAction>{LANE_CHANGE}', at(1))
    ego = courses(folder, document([vehicle("Ego")], [EGO], [both]))["ego"]
    middle = 50  # of 0.05 s: half way through a change of 3 s from 1 s on

    assert ego.poses[middle, 1] == pytest.approx(-1.5 - 3.25 / 2, abs=0.5)
    assert ego.speeds[middle] == pytest.approx(13.0, abs=0.3)


def test_a_change_in_no_time_at_the_start_is_the_speed_at_the_start_and_a_slow_one_is_not(folder):
    sudden = event("e", speed(14, 'dynamicsShape="step" dynamicsDimension="time" value="0"'), at(0))
    slow = EGO.replace('dynamicsShape="step" dynamicsDimension="time"\n    value="0"', SLOW)
    assert SLOW in slow

    assert courses(folder, document([vehicle("Ego")], [EGO], [sudden]))["ego"].speeds[0] == 14.0
    ego = courses(folder, document([vehicle("Ego")], [slow]))["ego"]
    assert ego.speeds[0] == 0.0
    assert ego.speeds[40] == pytest.approx(2 * 2.0, abs=0.3)


SLOW = 'dynamicsShape="linear" dynamicsDimension="rate" value="2"'


def test_events_that_may_happen_again_do_so(folder):
    """Below 4 m/s it speeds up to 8, above it slows down to 3; the second may happen twice."""
    slow = event("down", speed(3), when("Ego", FASTER.format(7)), 0, "rising")
    fast = event("up", speed(8), when("Ego", '<SpeedCondition value="4" rule="lessThan"/>'))
    again = [each.replace("<Event ", '<Event maximumExecutionCount="2" ', 1) for each in (slow, fast)]
    text = text_of(folder, document([vehicle("Ego")], [EGO], again))

    assert "        when not (speed(ego) > 7 m/s):\n            repeat 2:\n" in text
    assert (
        "        when speed(ego) < 4 m/s:\n            repeat 2:\n                wait until speed(ego) < 4 m/s\n"
        in text
    )
    avsynth.loads(text.replace("roads.xodr", str(folder / "roads.xodr")))


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (state("event", "ee", "completeState"), "there is no event 'ee' in which an entity acts; did you mean 'e'"),
        (state("event", "e", "stopTransition"), "the state 'stopTransition' is not supported; use startTransition"),
        (when("c", FASTER.format(5)), "there is no entity 'c'; there are: Ego"),
        (when("Ego", "<OffroadCondition/>"), "<OffroadCondition> is not supported; use AccelerationCondition"),
    ],
)
def test_triggers_without_words_are_errors_with_their_line(folder, condition, told):
    content = document([vehicle("Ego")], [EGO], [event("e", speed(5), at(1)), event("f", speed(6), condition)])

    with pytest.raises(ScenarioError, match=r"x\.xosc:\d+: ") as caught:
        text_of(folder, content)

    assert told in str(caught.value)


def test_an_edge_beside_other_conditions_is_refused(folder):
    other = f"{_one(when('Ego', FASTER.format(2)))}</ConditionGroup>"
    pair = event("e", speed(5), when("Ego", FASTER.format(5)), 0, "rising").replace("</ConditionGroup>", other)

    with pytest.raises(ScenarioError, match="an edge or a delay beside other conditions is not supported"):
        text_of(folder, document([vehicle("Ego")], [EGO], [pair]))
