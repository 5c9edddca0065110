"""What entities are and do: routes, lanes and speeds by those of others, controllers, obstacles, lines to follow."""

import math

import numpy as np
import pytest
from documents import EGO, at, courses, document, event, group, speed, start, text_of, vehicle

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


def test_whose_speed_is_not_known_before_is_gone_by_in_the_run(folder):
    busy = group("b", event("brakes", speed(5), at(2)))
    content = document(BOTH, [EGO, B], [event("e", relative_speed(2, "delta"), at(4.9))], more=busy)

    assert "match_speed(of: b, plus: 2 m/s, rate: 2 m/s2)" in text_of(folder, content)
    ego = courses(folder, content)["ego"]
    assert ego.speeds[-1] == pytest.approx(5 + 2, abs=0.3)


def test_a_trajectory_from_the_start_says_where_one_starts(folder):
    begin = f'<Private entityRef="Ego"><PrivateAction>{line((20, -1), (40, 1))}</PrivateAction></Private>'
    yaw = math.atan2(2, 20)
    text = text_of(folder, document([vehicle("Ego")], [begin]))

    assert f"at pose({20 + 1.4 * math.cos(yaw):.9g} m, {-1 + 1.4 * math.sin(yaw):.9g} m, 0 m, {yaw:.9g} rad)" in text


def test_who_is_as_fast_as_another_may_be_said_before_it(folder):
    first = EGO.replace('<AbsoluteTargetSpeed value="10"/>', RELATIVE.format(1.5))
    beside = first.replace('<LanePosition roadId="1" laneId="-1" s="40"/>', BEHIND)
    text = text_of(folder, document(BOTH, [beside, start("b", '<LanePosition roadId="1" laneId="-2" s="60"/>', 12)]))

    assert "speed: 18 m/s" in text and "at pose(41.4 m, -4.75 m" in text


RELATIVE = '<RelativeTargetSpeed entityRef="b" value="{}" speedTargetValueType="factor" continuous="false"/>'
BEHIND = '<RelativeLanePosition entityRef="b" dLane="0" ds="-20"/>'


def test_two_who_refer_to_each_other_are_nowhere(folder):
    mutual = [start("Ego", BEHIND), start("b", BEHIND.replace('"b"', '"Ego"'))]
    with pytest.raises(ScenarioError, match=r"x\.xosc:\d+: <RelativeLanePosition>: 'b' has no place yet"):
        text_of(folder, document(BOTH, mutual))


DISTANCE = """<LongitudinalAction><LongitudinalDistanceAction entityRef="b" {} freespace="{}" continuous="true">
<DynamicConstraints maxAcceleration="3" maxDeceleration="4" maxSpeed="30"/></LongitudinalDistanceAction>
</LongitudinalAction>"""


@pytest.mark.parametrize(
    ("said", "freespace", "apart"),
    [('distance="8"', "true", 8 + 4.4), ('distance="8"', "false", 8), ('timeGap="1"', "true", 10 + 4.4)],
)
def test_distances_along_the_way_are_reached_and_kept(folder, said, freespace, apart):
    """b drives on at 10 m/s, 20 m ahead on the lane beside."""
    found = courses(folder, document(BOTH, [EGO, B], [event("e", DISTANCE.format(said, freespace), at(0.5))]))
    gap = found["b"].poses[:, 0] - found["ego"].poses[:, 0]

    assert gap[0] == pytest.approx(20) and gap[-20:] == pytest.approx(np.full(20, apart), abs=0.6)
    assert np.abs(np.diff(found["ego"].speeds)).max() <= 4 * 0.05 + 1e-9


ASIDE = """<LateralAction><LateralDistanceAction entityRef="b" distance="0.5" freespace="{}" continuous="false"
coordinateSystem="road" displacement="{}"><DynamicConstraints maxSpeed="3"/></LateralDistanceAction></LateralAction>"""


@pytest.mark.parametrize(
    ("freespace", "side", "y"), [("true", "left", -4.75 + 0.5 + 1.9), ("false", "right", -4.75 - 0.5)]
)
def test_distances_to_the_side_are_reached(folder, freespace, side, y):
    action = ASIDE.format(freespace, f"{side}ToReferencedEntity")
    ego = courses(folder, document(BOTH, [EGO, B], [event("e", action, at(0.5))]))["ego"]

    assert ego.poses[-1, 1] == pytest.approx(y, abs=0.15)


TOGETHER = """<SynchronizeAction masterEntityRef="b"><TargetPositionMaster>{}</TargetPositionMaster>
<TargetPosition>{}</TargetPosition>{}</SynchronizeAction>"""
MASTER, MINE = '<LanePosition roadId="1" laneId="-2" s="120"/>', '<LanePosition roadId="1" laneId="-1" s="{}"/>'
FINAL = '<FinalSpeed><{} value="{}"{}>{}</{}></FinalSpeed>'


def _final(kind, value, more="", steady=""):
    return FINAL.format(kind, value, more, steady, kind)


@pytest.mark.parametrize(
    ("goal", "final", "speed"),
    [
        (110, "", None),
        (110, _final("AbsoluteSpeed", 8), 8),
        (90, _final("AbsoluteSpeed", 14), 14),
        (70, _final("AbsoluteSpeed", 12), 12),  # has to stop and wait
        (100, _final("RelativeSpeedToMaster", 1.2, ' speedTargetValueType="factor"'), 12),
        (110, _final("AbsoluteSpeed", 12, steady='<TargetDistanceSteadyState distance="20"/>'), 12),
    ],
)
def test_who_is_synchronized_arrives_in_the_same_moment(folder, goal, final, speed):
    """b starts at 60 m at 10 m/s and is at 120 m after 6 s."""
    action = TOGETHER.format(MASTER, MINE.format(goal), final)
    ego = courses(folder, document(BOTH, [EGO, B], [event("e", action, at(0.2))]))["ego"]
    axles = ego.poses[:, 0] - 1.4
    tick = int(np.argmin(np.abs(axles - goal)))

    assert ego.times[tick] == pytest.approx(6.0, abs=0.15)
    assert np.abs(np.diff(ego.speeds)).max() <= 8 * 0.05 + 1e-9
    if speed is not None:
        assert ego.speeds[tick] == pytest.approx(speed, abs=0.5)
    if "Steady" in final:
        assert ego.speeds[int(np.argmin(np.abs(axles - (goal - 15))))] == pytest.approx(speed, abs=0.4)


PROFILE = """<LongitudinalAction><SpeedProfileAction followingMode="position"><DynamicConstraints maxAcceleration="4"
maxDeceleration="2" {}/><SpeedProfileEntry time="2" speed="14"/><SpeedProfileEntry time="1" speed="14"/>
<SpeedProfileEntry speed="12"/></SpeedProfileAction></LongitudinalAction>"""


@pytest.mark.parametrize("rates", ["", 'maxAccelerationRate="8" maxDecelerationRate="8"'])
def test_a_profile_goes_from_speed_to_speed(folder, rates):
    ego = courses(folder, document([vehicle("Ego")], [EGO], [event("e", PROFILE.format(rates), at(1))]))["ego"]
    at_times = np.interp([1, 2, 3.1, 3.9, 6], ego.times, ego.speeds)

    assert at_times == pytest.approx([10, 12, 14, 14, 12], abs=0.25)


def test_whoever_is_put_elsewhere_goes_on_from_there(folder):
    there = '<TeleportAction><Position><LanePosition roadId="1" laneId="-2" s="200"/></Position></TeleportAction>'
    ego = courses(folder, document([vehicle("Ego")], [EGO], [event("e", there, at(2))]))["ego"]
    tick = int(np.argmax(ego.poses[:, 0] > 150))

    assert ego.times[tick] == pytest.approx(2.1, abs=0.06)
    assert ego.poses[tick, :2] == pytest.approx([201.4, -4.75], abs=0.6)
    assert ego.poses[-1, :2] == pytest.approx([201.4 + 10 * (ego.times[-1] - ego.times[tick]), -4.75], abs=0.6)


CURVES = {
    "clothoid": (
        '<Clothoid curvature="0.02" curvaturePrime="0" length="30"><Position><RelativeObjectPosition '
        'entityRef="Ego" dx="0" dy="0"/></Position></Clothoid>'
    ),
    "spline": (
        '<ClothoidSpline><ClothoidSplineSegment curvatureStart="0.02" curvatureEnd="0.02" length="10"/>'
        '<ClothoidSplineSegment curvatureStart="0.02" curvatureEnd="0.02" length="20"/></ClothoidSpline>'
    ),
}


@pytest.mark.parametrize("shape", CURVES)
def test_curves_begin_where_their_entity_is_then(folder, shape):
    """An arc of 50 m radius from 50 m on, at 1 s: 30 m turn it by 0.6 rad."""
    action = line((0, 0), (1, 1)).replace(line((0, 0), (1, 1)).partition("<Shape>")[2].partition("</Shape>")[0], "@")
    action = action.replace("@", CURVES[shape])
    text = text_of(folder, document([vehicle("Ego")], [EGO], [event("e", action, at(1))]))
    points = np.array(
        [
            [float(number) for number in row.replace(" m", "").split(",")]
            for row in text.partition("trace(line: [[")[2].partition("]]")[0].split("], [")
        ]
    )
    turns = np.linspace(0, 0.6, 2000)
    arc = np.column_stack([50 * np.sin(turns), 50 * (1 - np.cos(turns))])
    arc += 1.4 * np.column_stack([np.cos(turns), np.sin(turns)]) - [1.4, 0]
    chords = (points[1:] + points[:-1]) / 2
    for place in (*points, *chords):
        assert np.hypot(*(arc - place).T).min() < 0.01
    assert points[-1] == pytest.approx(arc[-1], abs=1e-3)

    ego = courses(folder, document([vehicle("Ego")], [EGO], [event("e", action, at(1))]))["ego"]
    assert np.interp(3.9, ego.times, ego.poses[:, 3]) == pytest.approx(0.58, abs=0.1)


TRAILER = """<TrailerHitch dx="-1.2"/><Trailer><Trailer name="cart"><Vehicle name="t" vehicleCategory="trailer">
<BoundingBox><Center x="1.4" y="0" z="0.75"/><Dimensions length="4.5" width="2" height="1.2"/></BoundingBox>
<TrailerCoupler dx="3.25"/></Vehicle></Trailer></Trailer></Vehicle>"""


def test_trailers_run_after_their_towers_and_never_into_them(folder):
    pulling = vehicle("Ego").replace("</Vehicle>", TRAILER)
    found = courses(folder, document([pulling], [EGO], [event("e", lanes('<AbsoluteTargetLane value="-2"/>'), at(1))]))
    ego, cart = found["ego"], found["Ego_cart"]
    apart = np.hypot(*(ego.poses[:, :2] - cart.poses[:, :2]).T)

    assert apart.min() > (4.4 + 4.5) / 2 and apart.max() < (4.4 + 4.5) / 2 + 0.3
    assert cart.poses[-1, 1] == pytest.approx(-4.75, abs=0.2)
    with pytest.raises(ScenarioError, match="'Ego cart' is towed and does nothing by itself"):
        text_of(folder, document([pulling], [EGO], more=group("Ego cart", event("e", speed(5), at(1)))))


def test_things_stay_where_they_are(folder):
    moving = start("Box", '<LanePosition roadId="1" laneId="-1" s="90"/>', 3)
    with pytest.raises(ScenarioError, match="'Box' is a thing and stays where it is"):
        text_of(folder, document([vehicle("Ego"), BOX.format("obstacle")], [EGO, moving]))
