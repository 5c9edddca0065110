"""What entities are and do: routes, lanes and speeds by those of others, controllers, obstacles, lines to follow."""

import math

import pytest
from documents import EGO, at, document, event, group, speed, start, text_of, vehicle

import avsynth
from avsynth.core.errors import ScenarioError

B = start("b", '<LanePosition roadId="1" laneId="-2" s="60"/>')
BOTH = [vehicle("Ego"), vehicle("b")]


def lanes(target):
    return f"""<LateralAction><LaneChangeAction><LaneChangeActionDynamics dynamicsShape="sinusoidal" value="4"
    dynamicsDimension="time"/><LaneChangeTarget>{target}</LaneChangeTarget></LaneChangeAction></LateralAction>"""


def relative_speed(value, kind):
    return speed(0).replace(
        '<AbsoluteTargetSpeed value="0"/>',
        f'<RelativeTargetSpeed entityRef="b" value="{value}" speedTargetValueType="{kind}" continuous="false"/>',
    )


def waypoints(tag, *positions):
    rows = "".join(f'<Waypoint routeStrategy="shortest"><Position>{each}</Position></Waypoint>' for each in positions)
    return f'<RoutingAction><{tag}><Route name="r" closed="false">{rows}</Route></{tag}></RoutingAction>'


def line(*points, timing="<None/>"):
    rows = "".join(f'<Vertex><Position><WorldPosition x="{x}" y="{y}"/></Position></Vertex>' for x, y in points)
    return f"""<RoutingAction><FollowTrajectoryAction><TrajectoryRef><Trajectory name="t" closed="false"><Shape>
    <Polyline>{rows}</Polyline></Shape></Trajectory></TrajectoryRef><TimeReference>{timing}</TimeReference>
    </FollowTrajectoryAction></RoutingAction>"""


FIRST, SECOND = ('<LanePosition roadId="1" laneId="-1" s="50"/>', '<LanePosition roadId="1" laneId="-1" s="200"/>')
CONTROL = '<ControllerAction><ActivateControllerAction longitudinal="{}" lateral="true"/></ControllerAction>'


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (lanes('<RelativeTargetLane entityRef="b" value="0"/>'), 'lane_change(to: "b", duration: 4 s, gap: false)'),
        (lanes('<RelativeTargetLane entityRef="b" value="2"/>'), "lane_offset(by: 3 m, duration: 4 s)"),
        (lanes('<RelativeTargetLane entityRef="Ego" value="-1"/>'), 'lane_change(to: "right", duration: 4 s'),
        (relative_speed(1.5, "factor"), "speed(to: 15 m/s, rate: 2 m/s2)"),
        (relative_speed(-3, "delta"), "speed(to: 7 m/s, rate: 2 m/s2)"),
        (
            speed(20, 'dynamicsShape="linear" dynamicsDimension="distance" value="75"'),
            "speed(to: 20 m/s, rate: 2 m/s2)",  # (20² − 10²) / (2 · 75)
        ),
        (waypoints("AssignRouteAction", FIRST, SECOND), "drive(route: road.r1 -> road.r1)"),
        (CONTROL.format("true"), 'emit("driver takes over")'),
        (line((50, -1.5), (80, 1.5)), "trace(line: [["),
    ],
)
def test_actions_become_steps_that_the_language_takes(folder, action, told):
    text = text_of(folder, document(BOTH, [EGO, B], [event("e", action, at(1))]))

    assert f"            {told}" in text
    avsynth.loads(text.replace("roads.xodr", str(folder / "roads.xodr")))


def test_whom_a_controller_takes_over_later_keeps_its_speed_until_then(folder):
    text = text_of(folder, document([vehicle("Ego")], [EGO], [event("e", CONTROL.format("true"), at(1))]))

    assert '        keep_speed() until emitted(self, "driver takes over")\n        drive()' in text


def test_pedals_that_are_overridden_are_refused_and_idle_ones_are_not(folder):
    pedals = """<PrivateAction><ControllerAction><OverrideControllerValueAction><Throttle value="0" active="{}"/>
    </OverrideControllerValueAction></ControllerAction></PrivateAction></Private>"""

    assert "keep_speed()" in text_of(folder, document([vehicle("Ego")], [EGO.replace("</Private>", pedals.format(0))]))
    with pytest.raises(ScenarioError, match=r"x\.xosc:\d+: <OverrideControllerValueAction>: pedals, wheel and gears"):
        text_of(folder, document([vehicle("Ego")], [EGO.replace("</Private>", pedals.format("true"))]))


BOX = """<ScenarioObject name="Box"><MiscObject name="box" miscObjectCategory="{}" mass="1"><BoundingBox>
<Center x="0" y="0" z="0.5"/><Dimensions length="1" width="1" height="1"/></BoundingBox></MiscObject>
</ScenarioObject>"""
PUT = """<Private entityRef="Box"><PrivateAction><TeleportAction><Position>{}</Position></TeleportAction>
</PrivateAction></Private>"""
BESIDE = PUT.format('<RelativeRoadPosition entityRef="Ego" ds="30" dt="-2"/>')


def test_obstacles_stand_where_they_are_put_beside_others(folder):
    """Lane -1 has its middle 1.5 m right of the reference line; 2 m farther right is -3.5 m."""
    text = text_of(folder, document([vehicle("Ego"), BOX.format("obstacle")], [EGO, BESIDE]))

    assert "place debris Box:\n    at pose(70 m, -3.5 m, 0 m, 0 rad)\n\n" in text
    with pytest.raises(ScenarioError, match="the category 'building' is not supported; use obstacle, barrier"):
        text_of(folder, document([vehicle("Ego"), BOX.format("building")], [EGO, BESIDE]))


def test_a_size_beyond_that_of_its_kind_is_told(folder):
    text = text_of(folder, document([vehicle("Ego", "bus", 30)], [EGO]))

    assert "m  # 30 m in the file, beyond what a bus has" in text


def test_expressions_may_stand_in_each_other_and_use_functions_and_earlier_parameters(folder):
    rows = {
        "v": "36",
        "speed": "${$v / 3.6}",
        "s": "${max(${$speed * 2}, 3) + sign(-2) * pow(2, 2) + abs(-round(4.4))}",
    }
    declared = "".join(
        f'<ParameterDeclaration name="{name}" parameterType="double" value="{value}"/>' for name, value in rows.items()
    )
    header = f"<ParameterDeclarations>{declared}</ParameterDeclarations>"
    ego = start("Ego", '<LanePosition roadId="1" laneId="-1" s="$s"/>', "$speed")

    text = text_of(folder, document([vehicle("Ego")], [ego], (), header))
    assert "at pose(21.4 m, -1.5 m" in text and "speed: 10 m/s" in text  # 20 − 4 + 4, and 1.4 to the middle
    faster = text_of(folder, document([vehicle("Ego")], [ego], (), header), v="72")
    assert "at pose(41.4 m" in faster and "speed: 20 m/s" in faster


def test_an_event_of_another_entity_changes_what_is_known_of_it(folder):
    busy = group("b", event("brakes", speed(5), at(2)))
    with pytest.raises(ScenarioError, match="'b' does not keep one speed that is known before"):
        text_of(folder, document(BOTH, [EGO, B], [event("e", relative_speed(2, "delta"), at(1))], more=busy))


def test_a_trajectory_from_the_start_says_where_one_starts(folder):
    begin = f'<Private entityRef="Ego"><PrivateAction>{line((20, -1), (40, 1))}</PrivateAction></Private>'
    yaw = math.atan2(2, 20)
    text = text_of(folder, document([vehicle("Ego")], [begin]))

    assert f"at pose({20 + 1.4 * math.cos(yaw):.9g} m, {-1 + 1.4 * math.sin(yaw):.9g} m, 0 m, {yaw:.9g} rad)" in text
