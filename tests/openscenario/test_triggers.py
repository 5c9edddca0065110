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

    assert begins(courses(folder, content)["ego"]) == pytest.approx(expected, abs=0.26)  # two reactions of two ticks


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

    assert begins(courses(folder, content)["ego"]) == pytest.approx(expected, abs=0.26)


def test_an_act_begins_before_its_events(folder):
    """The event holds from 1 s on, the act begins when 20 m are behind the ego, at 2 s."""
    content = document([vehicle("Ego")], [EGO], [event("e", speed(1), at(1))], begins=_group("Ego", 20))

    assert begins(courses(folder, content)["ego"]) == pytest.approx(2.0, abs=0.11)


def _group(who, metres):
    condition = when(who, f'<TraveledDistanceCondition value="{metres}"/>')
    return f"<ConditionGroup>{_one(condition)}</ConditionGroup>"


def _one(condition, delay=0, edge="none"):
    return f'<Condition name="c" delay="{delay}" conditionEdge="{edge}">{condition}</Condition>'


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
        (state("event", "e", "jumpTransition"), 'state="jumpTransition">: expected one of startTransition'),
        (when("c", FASTER.format(5)), "there is no entity 'c'; there are: Ego"),
        (
            when("Ego", "<UserDefinedValue/>"),
            "<UserDefinedValue> is not supported; in <EntityCondition> use",
        ),
    ],
)
def test_triggers_without_words_are_errors_with_their_line(folder, condition, told):
    content = document([vehicle("Ego")], [EGO], [event("e", speed(5), at(1)), event("f", speed(6), condition)])

    with pytest.raises(ScenarioError, match=r"x\.xosc:\d+: ") as caught:
        text_of(folder, content)

    assert told in str(caught.value)


def _beside(first, *others):
    """Return an event whose condition stands in one group with others."""
    return first.replace("</ConditionGroup>", f"{''.join(others)}</ConditionGroup>")


@pytest.mark.parametrize(("metres", "expected"), [(19, 2.0), (30, np.inf)])
def test_the_others_of_a_group_have_to_hold_at_the_moment_of_its_edge(folder, metres, expected):
    """b falls below 10 m/s at 2 s; the ego has come 20 m by then, and an edge that is missed does not come again."""
    come = _one(when("Ego", f'<TraveledDistanceCondition value="{metres}"/>'))
    edge = event("e", speed(1), when("b", '<SpeedCondition value="9.9" rule="lessThan"/>'), 0, "rising")
    braking = group("b", event("brakes", speed(0), at(2)))

    ego = courses(folder, document(BOTH, STARTS, [_beside(edge, come)], more=braking))["ego"]
    assert begins(ego) == pytest.approx(expected, abs=0.26)


def test_one_of_several_groups_is_enough_and_each_has_its_delay(folder):
    """b is slower than 9 m/s from 2.5 s on, which counts 2 s later; the ego has come 30 m by 3 s, and 1 s later."""
    slow = event("e", speed(1), when("b", '<SpeedCondition value="9" rule="lessThan"/>'), 2, "rising")
    far = _one(when("Ego", '<TraveledDistanceCondition value="30"/>'), 1)
    either = slow.replace("</StartTrigger>", f"<ConditionGroup>{far}</ConditionGroup></StartTrigger>")
    braking = group("b", event("brakes", speed(0), at(2)))

    ego = courses(folder, document(BOTH, STARTS, [either], more=braking))["ego"]
    assert begins(ego) == pytest.approx(4.0, abs=0.26)


def test_two_edges_in_a_group_are_refused(folder):
    other = _one(when("Ego", FASTER.format(2)), edge="falling")
    pair = _beside(event("e", speed(5), when("Ego", FASTER.format(5)), 0, "rising"), other)

    with pytest.raises(ScenarioError, match="two edges, or the delay of what may end again"):
        text_of(folder, document([vehicle("Ego")], [EGO], [pair]))


def test_either_edge_begins_an_event(folder):
    either = event("e", speed(1), when("b", FASTER.format(9)), 0, "risingOrFalling")
    braking = group("b", event("brakes", speed(0), at(2)))

    ego = courses(folder, document(BOTH, STARTS, [either], more=braking))["ego"]
    assert begins(ego) == pytest.approx(2.5, abs=0.26)


@pytest.mark.parametrize(("duration", "expected"), [(0, 3.0), (2, 5.0), (4, np.inf)])
def test_standing_still_has_to_last(folder, duration, expected):
    """b stands from 1 s + (4 m/s) / (2 m/s²) = 3 s on, and drives off at 6.5 s."""
    still = event("e", speed(1), when("b", f'<StandStillCondition duration="{duration}"/>'))
    other = group("b", event("stops", speed(0), at(1)), event("goes", speed(5), at(6.5)))
    starts = [EGO, start("b", '<LanePosition roadId="1" laneId="-2" s="60"/>', 4)]

    ego = courses(folder, document(BOTH, starts, [still], more=other))["ego"]
    assert begins(ego) == pytest.approx(expected, abs=0.26)


def _with(priority, text):
    return text.replace('priority="overwrite"', f'priority="{priority}"')


@pytest.mark.parametrize(
    ("priority", "across", "fast"),
    [("override", -1.5, True), ("overwrite", -1.5, True), ("parallel", -4.75, True), ("skip", -4.75, False)],
)
def test_the_priority_of_an_event_decides_about_the_others_of_its_maneuver(folder, priority, across, fast):
    """A change of lanes from 1 s to 4 s; at 1.2 s, when it has hardly begun, another event is to speed up."""
    events = [event("over", LANE_CHANGE, at(1)), _with(priority, event("faster", speed(14), at(1.2)))]
    ego = courses(folder, document([vehicle("Ego")], [EGO], events))["ego"]

    assert ego.poses[-1, 1] == pytest.approx(across, abs=0.3)
    assert (ego.speeds[-1] > 13) == fast


def test_events_of_other_maneuvers_are_not_overridden_unless_they_decide_on_the_same(folder):
    other = group("Ego", event("faster", speed(14), at(1.2)), event("slower", speed(8), at(4.5))).replace(
        "maneuver", "m2"
    )
    content = document([vehicle("Ego")], [EGO], [event("over", LANE_CHANGE, at(1))], more=other)
    ego = courses(folder, content)["ego"]

    assert ego.poses[-1, 1] == pytest.approx(-4.75, abs=0.3)
    assert ego.speeds.max() == pytest.approx(14.0, abs=0.2) and ego.speeds[-1] == pytest.approx(8.0, abs=0.3)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("stopTransition", 3.0), ("endTransition", np.inf), ("completeState", 3.0), ("standbyState", 0.0)],
)
def test_who_is_stopped_has_not_come_to_its_end(folder, word, expected):
    """b speeds up from 1 s on and is stopped by braking at 3 s."""
    other = group("b", event("up", speed(40), at(1)), event("down", speed(2), at(3)))
    content = document(BOTH, STARTS, [event("e", speed(1), state("event", "up", word))], more=other)

    assert begins(courses(folder, content)["ego"]) == pytest.approx(expected, abs=0.26)


def test_skipped_events_are_told(folder):
    events = [event("over", LANE_CHANGE, at(1)), _with("skip", event("faster", speed(14), at(1.2)))]
    told = event("e", speed(1), state("event", "faster", "skipTransition"))
    other = group("b", told)

    found = courses(folder, document(BOTH, STARTS, events, more=other))
    assert begins(found["b"]) == pytest.approx(1.2, abs=0.26)


def test_an_act_that_is_stopped_ends_its_events_and_begins_none(folder):
    """Faster from 1 s on by 2 m/s², until the act is stopped at 3 s; the event at 5 s does not happen any more."""
    events = [event("up", speed(30), at(1)), event("late", speed(2), at(5))]
    stop = f"<StopTrigger><ConditionGroup>{_one(at(3))}</ConditionGroup></StopTrigger></Act>"
    content = document([vehicle("Ego")], [EGO], events).replace("</Act>", stop)
    ego = courses(folder, content)["ego"]

    assert ego.speeds.max() == pytest.approx(14.0, abs=0.3)
    assert ego.speeds[-1] == pytest.approx(ego.speeds.max(), abs=0.01)


def test_what_ends_the_run_ends_the_scene(folder):
    """The ego has come 35 m by 3.5 s; the clock would end the run at 8 s."""
    come = _one(when("Ego", '<TraveledDistanceCondition value="35"/>'))
    content = document([vehicle("Ego")], [EGO]).replace(
        "<StopTrigger>", f"<StopTrigger><ConditionGroup>{come}</ConditionGroup>"
    )
    assert courses(folder, content)["ego"].times[-1] == pytest.approx(3.5, abs=0.11)
    never = content.replace('value="35"', 'value="900"')
    assert courses(folder, never)["ego"].times[-1] == pytest.approx(8.0, abs=0.11)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('maximumExecutionCount="1" name="Ego group"', 'maximumExecutionCount="2" name="g"', "groups that begin again"),
        ('<Event name="e"', '<Event maximumExecutionCount="0" name="e"', "a whole number from 1 on"),
        ('priority="overwrite"', 'priority="first"', "expected one of override, overwrite, parallel, skip"),
        ('delay="0" conditionEdge="none">\n', 'delay="-1" conditionEdge="none">\n', "a delay is not negative"),
        ('conditionEdge="none">\n', 'conditionEdge="up">\n', "expected one of none, rising, falling"),
    ],
)
def test_what_a_storyboard_cannot_be_is_told(folder, old, new, told):
    content = document([vehicle("Ego")], [EGO], [event("e", speed(5), at(1))])
    assert old in content

    with pytest.raises(ScenarioError, match=r"x\.xosc:\d+: ") as caught:
        text_of(folder, content.replace(old, new))
    assert told in str(caught.value)


DECLARED = """<VariableDeclarations><VariableDeclaration name="gear" variableType="integer" value="2"/>
</VariableDeclarations>"""


def _shift(name, value, seconds):
    action = (
        f'<GlobalAction><VariableAction variableRef="gear"><SetAction value="{value}"/></VariableAction></GlobalAction>'
    )
    return event(name, "@", at(seconds)).replace("<PrivateAction>@", action).replace("</PrivateAction>", "")


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("equalTo", 3, 1.0),
        ("equalTo", 5, 3.0),
        ("lessThan", 3, 0.0),
        ("greaterThan", 5, np.inf),
        ("greaterThan", 3, 3.0),
    ],
)
def test_events_go_by_variables_that_others_set(folder, rule, value, expected):
    """2 at the start, 3 from 1 s on, 5 from 3 s on."""
    asked = (
        f'<ByValueCondition><VariableCondition variableRef="gear" value="{value}" rule="{rule}"/></ByValueCondition>'
    )
    others = group("b", _shift("first", 3, 1), _shift("second", 5, 3))
    content = document(BOTH, STARTS, [event("e", speed(1), asked)], DECLARED, more=others)

    assert begins(courses(folder, content)["ego"]) == pytest.approx(expected, abs=0.26)


def test_variables_that_are_not_declared_are_told(folder):
    asked = '<ByValueCondition><VariableCondition variableRef="geer" value="1" rule="equalTo"/></ByValueCondition>'
    with pytest.raises(ScenarioError, match="there is no variable 'geer'; did you mean 'gear'"):
        text_of(folder, document(BOTH, STARTS, [event("e", speed(1), asked)], DECLARED))
