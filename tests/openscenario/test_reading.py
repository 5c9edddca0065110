"""Files of OpenSCENARIO as scenes: everybody starts where the file says, and does what it says when it says so."""

import math

import numpy as np
import pytest
from click.testing import CliRunner
from documents import EGO, LANE_CHANGE, at, courses, document, event, speed, start, text_of, vehicle, when
from hypothesis import given
from hypothesis import strategies as st

import avsynth
from avsynth import api, pipeline
from avsynth.cli import main
from avsynth.core.errors import ScenarioError
from avsynth.core.xml import Element, Fault
from avsynth.openscenario._heeded import Heeded
from avsynth.openscenario._parameters import substituted


def middle(course, tick=0):
    return course.poses[tick, :2]


def test_everybody_starts_where_the_positions_say(folder):
    """Lane -1 has its middle 1.5 m right of the reference line; the middle of a vehicle is 1.4 m before its axle.

    Lane 1 runs the other way, so who is beside the ego there looks back.
    """
    names = ["Ego", "lane", "road", "world", "beside", "back", "ahead of it"]
    positions = [
        '<LanePosition roadId="1" laneId="-2" s="60" offset="0.25"/>',
        '<RoadPosition roadId="1" s="80" t="1.5"/>',
        f'<WorldPosition x="100" y="-1.5" z="0" h="{math.pi}"/>',
        '<RelativeLanePosition entityRef="Ego" dLane="1" ds="80"/>',
        '<LanePosition roadId="1" laneId="2" s="150"/>',
        '<RelativeObjectPosition entityRef="back" dx="20" dy="-1"/>',
    ]
    starts = [EGO, *(start(name, position) for name, position in zip(names[1:], positions, strict=True))]
    found = courses(folder, document([vehicle(name) for name in names], starts))

    expected = {
        "ego": (41.4, -1.5),
        "lane": (61.4, -4.75 + 0.25),
        "road_": (81.4, 1.5),
        "world": (98.6, -1.5),
        "beside": (118.6, 1.5),
        "back": (148.6, 4.5),
        "ahead_of_it": (128.6, 5.5),
    }
    assert list(found) == list(expected)
    for name, place in expected.items():
        assert middle(found[name]) == pytest.approx(place, abs=1e-5), name
    assert abs(found["back"].poses[0, 3]) == pytest.approx(math.pi)
    assert found["ego"].size == pytest.approx([4.4, 1.9, 1.5])


def test_events_begin_when_their_triggers_say_and_follow_each_other(folder):
    after = """<ByValueCondition><StoryboardElementStateCondition storyboardElementType="event"
    storyboardElementRef="faster" state="completeState"/></ByValueCondition>"""
    events = [event("faster", speed(14), at(1)), event("over", LANE_CHANGE, after)]
    ego = courses(folder, document([vehicle("Ego")], [EGO], events))["ego"]
    across, tick = ego.poses[:, 1], 20  # of 0.05 s

    assert ego.speeds[: tick + 1] == pytest.approx(np.full(tick + 1, 10.0))
    assert ego.speeds[2 * tick] == pytest.approx(11.9, abs=0.15)  # two ticks to notice
    assert ego.speeds[-1] == pytest.approx(14.0, abs=0.2)
    assert across[3 * tick] == pytest.approx(-1.5, abs=0.1)  # the change begins when 14 m/s are reached, after 3 s
    assert across[-1] == pytest.approx(-4.75, abs=0.15)


GAP = "gap_along(ego, b) >= 0 m and gap_along(ego, b) < 2 s * speed(ego)"


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (
            '<TimeHeadwayCondition entityRef="b" value="2" freespace="true" rule="lessThan"/>',
            GAP,
        ),
        ('<SpeedCondition value="3" rule="greaterOrEqual"/>', "speed(ego) >= 3 m/s"),
        ('<RelativeSpeedCondition entityRef="b" value="3" rule="equalTo"/>', "speed(ego) - speed(b) == 3 m/s"),
        ('<CollisionCondition><EntityRef entityRef="b"/></CollisionCondition>', "overlap(ego, b)"),
        ('<StandStillCondition duration="0"/>', "speed(ego) < 0.05 m/s"),
        (
            '<RelativeDistanceCondition entityRef="b" relativeDistanceType="longitudinal" value="9" freespace="true" '
            'rule="lessOrEqual"/>',
            "abs(gap_along(ego, b)) <= 9 m",
        ),
        (
            '<TimeToCollisionCondition value="1.5" freespace="true" rule="lessThan"><TimeToCollisionConditionTarget>'
            '<EntityRef entityRef="b"/></TimeToCollisionConditionTarget></TimeToCollisionCondition>',
            "ttc(ego, b) < 1.5 s",
        ),
    ],
)
def test_conditions_become_those_of_the_language(folder, condition, told):
    starts = [EGO, start("b", '<LanePosition roadId="1" laneId="-2" s="60"/>')]
    text = text_of(
        folder, document([vehicle("Ego"), vehicle("b")], starts, [event("e", speed(5), when("Ego", condition))])
    )

    assert f"        when {told}:\n            speed(to: 5 m/s, rate: 2 m/s2)\n" in text
    avsynth.Template(avsynth.language.parse(text, str(folder / "x.scene"), folder))


def test_parameters_and_what_is_calculated_of_them_are_put_in(folder):
    declared = '<ParameterDeclaration name="v" parameterType="double" value="8"/>'
    header = f"<ParameterDeclarations>{declared}</ParameterDeclarations>"
    content = document(
        [vehicle("Ego")], [start("Ego", '<LanePosition roadId="1" laneId="-1" s="${2 * $v + 4}"/>', "$v")], (), header
    )

    assert "at pose(21.4 m, -1.5 m" in text_of(folder, content)
    changed = text_of(folder, content, v="10")
    assert "at pose(25.4 m, -1.5 m" in changed and "speed: 10 m/s" in changed
    with pytest.raises(ScenarioError, match="declares no parameter 'w'; there are: v"):
        text_of(folder, content, w="1")


def test_weather_becomes_an_environment(folder):
    weather = """<GlobalAction><EnvironmentAction><Environment name="e">
    <TimeOfDay animation="false" dateTime="2026-03-01T17:30:00"/><Weather cloudState="overcast">
    <Fog visualRange="120"/><Precipitation precipitationType="rain" precipitationIntensity="4"/></Weather>
    <RoadCondition frictionScaleFactor="1.0"/></Environment></EnvironmentAction></GlobalAction>"""
    text = text_of(folder, document([vehicle("Ego")], [EGO], init=weather))
    scenario = avsynth.Template(avsynth.language.parse(text, str(folder / "x.scene"), folder)).draw()

    assert scenario.environment.cloud == 1.0
    assert scenario.environment.rain == pytest.approx(4e-3 / 3600)
    assert 'time: "2026-03-01T17:30"' in text and "visibility: 120 m" in text


def test_a_run_that_was_written_reads_back_as_the_same_run(folder):
    scene = """
road main:
    path: [line(200 m)]
    lanes: [drive(3 m)] | [drive(3 m), walk(2 m)]
environment:
    surroundings: "none"
place car ego:
    at on main.fwd[0] @ 10 m
    speed: 9 m/s
    do drive()
place cyclist rider:
    at on main.fwd[0] @ 30 m
    speed: 4 m/s
    do drive()
place pedestrian walker:
    at on main.right.walk @ 25 m
    do walk(speed: 1.3 m/s)
sensors "kitti"
run 3 s at 10 Hz
"""
    template = avsynth.loads(scene)
    api.export_run(template, folder / "run.xosc")
    again = api.import_run(folder / "run.xosc", folder / "run.scene").draw()
    found = {course.name: course for course in pipeline.courses(again)}

    for course in pipeline.courses(template.draw()):
        apart = np.hypot(*(found[course.name].poses[:, :2] - course.poses[:, :2]).T)
        assert apart.max() < 0.02, course.name
        assert found[course.name].speeds[5:-5] == pytest.approx(course.speeds[5:-5], abs=0.15)


CATALOG = """<OpenSCENARIO><FileHeader/><Catalog name="Cars"><Vehicle name="long" vehicleCategory="car">
<ParameterDeclarations><ParameterDeclaration name="length" parameterType="double" value="4.2"/></ParameterDeclarations>
<BoundingBox><Center x="1.4" y="0" z="0.75"/><Dimensions length="$length" width="1.9" height="1.5"/></BoundingBox>
</Vehicle></Catalog></OpenSCENARIO>"""
REFERENCE = """<ScenarioObject name="Ego">
<CatalogReference catalogName="Cars" entryName="{entry}"><ParameterAssignments>
<ParameterAssignment parameterRef="{parameter}" value="4.7"/></ParameterAssignments></CatalogReference>
</ScenarioObject>"""
LOCATIONS = '<CatalogLocations><VehicleCatalog><Directory path="cars"/></VehicleCatalog></CatalogLocations>'


def test_entries_of_catalogs_are_put_in_with_their_parameters(folder):
    (folder / "cars").mkdir()
    (folder / "cars" / "all.xosc").write_text(CATALOG)
    content = document([REFERENCE], [EGO], (), LOCATIONS)

    assert "    length: 4.7 m\n" in text_of(folder, content.format(entry="long", parameter="length"))
    with pytest.raises(ScenarioError, match=r"x\.xosc:\d+: .*Cars has no entry 'lonk'; did you mean 'long'"):
        text_of(folder, content.format(entry="lonk", parameter="length"))
    with pytest.raises(ScenarioError, match=r"x\.xosc:\d+: declares no parameter 'lenght'; did you mean 'length'"):
        text_of(folder, content.format(entry="long", parameter="lenght"))


def test_whom_a_controller_drives_our_driver_drives(folder):
    activated = """<PrivateAction><ControllerAction><ActivateControllerAction longitudinal="true" lateral="true"/>
    </ControllerAction></PrivateAction></Private>"""
    controller = (
        '<ObjectController><CatalogReference catalogName="None" entryName="n"/></ObjectController></ScenarioObject>'
    )
    driven = vehicle("Ego").replace("</ScenarioObject>", controller)

    assert "        drive()  #" in text_of(folder, document([driven], [EGO.replace("</Private>", activated)]))
    assert "        keep_speed()\n" in text_of(folder, document([driven], [EGO]))


UNSUPPORTED = {
    "<AppearanceAction/>": "<AppearanceAction> is not supported; in <PrivateAction> use",
    '<VisibilityAction graphics="true" sensors="false" traffic="true"/>': "nobody can be hidden from the world",
    LANE_CHANGE.replace('AbsoluteTargetLane value="-2"', 'RelativeTargetLane entityRef="b" value="0"'): (
        "there is no entity 'b'; there are: Ego"
    ),
    "<RoutingAction><RandomRouteAction/></RoutingAction>": "<RandomRouteAction> is not supported",
    speed(5, 'dynamicsShape="linear" dynamicsDimension="mass" value="9"'): "expected time, rate or distance",
}


@pytest.mark.parametrize("action", UNSUPPORTED)
def test_actions_without_a_step_are_errors_with_their_line(folder, action):
    content = document([vehicle("Ego")], [EGO], [event("e", f"\n\n{action}", at(1))])
    marked = "<RelativeTargetLane" if "<RelativeTargetLane" in action else action
    line = content[: content.index(marked)].count("\n") + 1

    with pytest.raises(ScenarioError) as caught:
        text_of(folder, content)

    assert f"x.xosc:{line}: " in str(caught.value) and UNSUPPORTED[action] in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('laneId="-1"', 'laneId="-7"', "road 1 has no lane -7 at 40 m; it has 4, 3, 2, 1, -1, -2, -3, -4"),
        ('roadId="1"', 'roadId="9"', "the road network has no road '9'"),
        ('s="40"', 's="4000"', "4000 m is not on it"),
        ('vehicleCategory="car"', 'vehicleCategory="train"', "the category 'train' is not supported"),
        ("<RoadNetwork>", "<Roads>", "not well-formed XML"),
        ('s="40"', 's="$far"', "unknown parameter $far"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(folder, old, new, told):
    with pytest.raises(ScenarioError, match=r"x\.xosc:\d+: ") as caught:
        text_of(folder, document([vehicle("Ego")], [EGO]).replace(old, new, 1))

    assert told in str(caught.value)


def test_the_command_line_makes_a_scene_or_says_why_not(folder):
    path = folder / "cli.xosc"
    path.write_text(document([vehicle("Ego")], [EGO]))
    made = CliRunner().invoke(main, ["import-run", str(path), "-o", str(folder / "cli.scene")])
    path.write_text(document([vehicle("Ego")], []))
    nowhere = CliRunner().invoke(main, ["import-run", str(path), "-o", str(folder / "no.scene")])

    assert made.exit_code == 0 and "well-formed" in made.output, made.output
    assert 'file: "roads.xodr"' in (folder / "cli.scene").read_text()
    assert nowhere.exit_code == 2 and "<Init> puts 'Ego' nowhere" in nowhere.output
    assert not (folder / "no.scene").exists()


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3), st.sampled_from("+-*"))
def test_expressions_are_calculated_as_python_would(a, b, sign):
    element = Element("T", {"v": f"${{$a {sign} ({b!r})}}"}, 1)
    declared = Element("ParameterDeclaration", {"name": "a", "value": repr(a)}, 1)
    root = Heeded.of(Element("R", {}, 1, [Element("ParameterDeclarations", {}, 1, [declared]), element]))

    found = float(substituted(root, {}).all("T")[0].attributes["v"])

    assert found == pytest.approx({"+": a + b, "-": a - b, "*": a * b}[sign], rel=1e-11, abs=1e-9)


@given(st.text(alphabet="0123456789+-*/() .abc_[]'\"", max_size=20))
def test_no_expression_runs_anything_or_breaks(text):
    root = Heeded.of(Element("R", {"v": f"${{{text}}}"}, 7))
    try:
        float(substituted(root, {}).attributes["v"])
    except Fault as fault:
        assert fault.line == 7
