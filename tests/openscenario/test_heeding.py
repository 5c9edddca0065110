"""Nothing that a file says is left out in silence: what is not read is refused, with its line."""

from functools import lru_cache

import pytest
from documents import EGO, LANE_CHANGE, at, document, event, group, speed, start, state, vehicle, when

from avsynth import opendrive
from avsynth.core.errors import ScenarioError
from avsynth.core.xml import Element, parsed
from avsynth.openscenario import scene_of

PARTS = """<Performance maxSpeed="69" maxAcceleration="5" maxDeceleration="9"/><Axles><FrontAxle maxSteering="0.5"
wheelDiameter="0.6" trackWidth="1.8" positionX="2.9" positionZ="0.3"/><RearAxle maxSteering="0" wheelDiameter="0.6"
trackWidth="1.8" positionX="0" positionZ="0.3"/></Axles><Properties><Property name="a" value="b"/></Properties>
</Vehicle><ObjectController><Controller name="c"><Properties/></Controller></ObjectController>"""
WEATHER = """<GlobalAction><EnvironmentAction><Environment name="e"><TimeOfDay animation="false"
dateTime="2026-03-01T17:30:00"/><Weather cloudState="overcast"><Sun elevation="0.5" azimuth="1" intensity="1"/>
<Fog visualRange="120"/><Precipitation precipitationType="rain" precipitationIntensity="4"/></Weather>
<RoadCondition frictionScaleFactor="1.0"/></Environment></EnvironmentAction></GlobalAction>"""
HEADER = """<ParameterDeclarations><ParameterDeclaration name="v" parameterType="double" value="8"><ConstraintGroup>
<ValueConstraint rule="lessThan" value="9"/></ConstraintGroup></ParameterDeclaration></ParameterDeclarations>
<CatalogLocations><VehicleCatalog><Directory path="cars"/></VehicleCatalog></CatalogLocations>"""
ROUTE = """<RoutingAction><AssignRouteAction><Route name="r" closed="false"><Waypoint routeStrategy="shortest">
<Position><LanePosition roadId="1" laneId="-1" s="50"/></Position></Waypoint><Waypoint routeStrategy="shortest">
<Position><RoadPosition roadId="1" s="200" t="-1"><Orientation type="relative" h="0"/></RoadPosition></Position>
</Waypoint></Route></AssignRouteAction></RoutingAction>"""
LINE = """<RoutingAction><FollowTrajectoryAction><TrajectoryRef><Trajectory name="t" closed="false"><Shape><Polyline>
<Vertex time="0"><Position><WorldPosition x="60" y="-4" z="0" h="0"/></Position></Vertex><Vertex time="9"><Position>
<WorldPosition x="120" y="-4"/></Position></Vertex></Polyline></Shape></Trajectory></TrajectoryRef><TimeReference>
<Timing domainAbsoluteRelative="relative" scale="1" offset="0"/></TimeReference><TrajectoryFollowingMode
followingMode="position"/></FollowTrajectoryAction></RoutingAction>"""
OFFSET = """<LateralAction><LaneOffsetAction continuous="false"><LaneOffsetActionDynamics maxLateralAcc="1"
dynamicsShape="sinusoidal"/><LaneOffsetTarget><AbsoluteTargetLaneOffset value="0.5"/></LaneOffsetTarget>
</LaneOffsetAction></LateralAction>"""
TOGETHER = """<SynchronizeAction masterEntityRef="b" targetTolerance="1" targetToleranceMaster="1">
<TargetPositionMaster><LanePosition roadId="1" laneId="-2" s="120"/></TargetPositionMaster><TargetPosition>
<LanePosition roadId="1" laneId="-1" s="110"/></TargetPosition><FinalSpeed><AbsoluteSpeed value="8">
<TargetDistanceSteadyState distance="5"/>
</AbsoluteSpeed></FinalSpeed></SynchronizeAction>"""
KEPT = """<LongitudinalAction><LongitudinalDistanceAction entityRef="b" distance="8" freespace="true" continuous="true"
displacement="any" coordinateSystem="road"><DynamicConstraints maxSpeed="30"/></LongitudinalDistanceAction>
</LongitudinalAction>"""
CONTROL = """<ControllerAction><AssignControllerAction><Controller name="c"><Properties/></Controller>
</AssignControllerAction><OverrideControllerValueAction><Throttle value="0" active="false"/>
</OverrideControllerValueAction></ControllerAction>"""
CONDITIONS = (
    '<TimeHeadwayCondition entityRef="b" value="2" freespace="true" rule="lessThan" alongRoute="true"/>',
    '<SpeedCondition value="3" rule="greaterOrEqual"/>',
    '<RelativeDistanceCondition entityRef="b" relativeDistanceType="longitudinal" value="9" freespace="true" '
    'rule="lessOrEqual"/>',
    '<TimeToCollisionCondition value="1.5" freespace="true" rule="lessThan"><TimeToCollisionConditionTarget><EntityRef '
    'entityRef="b"/></TimeToCollisionConditionTarget></TimeToCollisionCondition>',
    '<ReachPositionCondition tolerance="5"><Position><LanePosition roadId="1" laneId="-1" s="90"/></Position>'
    "</ReachPositionCondition>",
    '<EndOfRoadCondition duration="1"/>',
    '<StandStillCondition duration="2"/>',
    '<CollisionCondition><EntityRef entityRef="b"/></CollisionCondition>',
)


def whole():
    """Return a file with about everything in it that is read."""
    actions = [speed(5), LANE_CHANGE, OFFSET, ROUTE, TOGETHER, KEPT, CONTROL, speed("$v")]
    events = [event(f"e{k}", action, when("Ego", CONDITIONS[k])) for k, action in enumerate(actions)]
    others = group("b", event("line", LINE, state("event", "e0", "completeState")), event("late", speed(3), at(6)))
    cars = [vehicle("Ego").replace("</Vehicle>", PARTS), vehicle("b")]
    starts = [EGO, start("b", '<RelativeLanePosition entityRef="Ego" dLane="-1" ds="20" offset="0"/>')]
    return document(cars, starts, events, HEADER, init=WEATHER, more=others)


@lru_cache
def _roads(path):
    return opendrive.read(path).network


def read(folder, content):
    return scene_of(content.encode(), folder / "x.xosc", folder, _roads)


def lines_of(element, strange, what):
    """Yield an element line by line, and mark in front of whom something `strange` is put: an attribute or child."""
    extra = ' strange="1"' if what == "attribute" and element is strange else ""
    mark = "@" if extra else ""
    attributes = "".join(f' {name}="{value}"' for name, value in element.attributes.items())
    yield f"{mark}<{element.tag}{attributes}{extra}>"
    for child in element.children:
        yield from lines_of(child, strange, what)
    if what == "child" and element is strange:
        yield "@<Strange/>"
    yield f"</{element.tag}>"


def written(root: Element, strange: Element, what: str) -> tuple[str, int]:
    """Return a file with something strange in it, and the line of that."""
    lines = list(lines_of(root, strange, what))
    number = next(k for k, line in enumerate(lines) if line.startswith("@"))
    return "\n".join(line.removeprefix("@") for line in lines), number + 1


@pytest.mark.parametrize("what", ["attribute", "child"])
def test_what_is_unknown_is_refused_with_its_line_wherever_it_stands(folder, what):
    root = parsed(whole().encode())
    elements = list(root.everything())
    assert len(elements) > 250
    read(folder, whole())

    for element in elements:
        content, line = written(root, element, what)
        with pytest.raises(ScenarioError, match=r"[sS]trange") as caught:
            read(folder, content)
        assert f"x.xosc:{line}: <" in str(caught.value), element.tag


def test_a_second_of_what_there_is_one_is_refused(folder):
    content = whole().replace("</RoadNetwork>", '\n<LogicFile filepath="roads.xodr"/></RoadNetwork>')
    with pytest.raises(ScenarioError, match="<RoadNetwork> holds a <LogicFile> too many") as caught:
        read(folder, content)
    assert f"x.xosc:{content[: content.rindex('<LogicFile')].count(chr(10)) + 1}: " in str(caught.value)


@pytest.mark.parametrize(("value", "told"), [("8", ""), ("9.5", "v = 9.5 is not within its constraints; give another")])
def test_parameters_keep_within_their_constraints(folder, value, told):
    content = whole().replace('parameterType="double" value="8"', f'parameterType="double" value="{value}"')
    if not told:
        read(folder, content)
        return
    with pytest.raises(ScenarioError, match=told):
        read(folder, content)
