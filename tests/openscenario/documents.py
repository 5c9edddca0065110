"""Files of OpenSCENARIO, piece by piece, and what becomes of them."""

from avsynth import api, opendrive, pipeline
from avsynth.openscenario import scene_of


def vehicle(name, category="car", length=4.4):
    return f"""<ScenarioObject name="{name}"><Vehicle name="{name}" vehicleCategory="{category}">
    <BoundingBox><Center x="1.4" y="0" z="0.75"/><Dimensions length="{length}" width="1.9" height="1.5"/></BoundingBox>
    </Vehicle></ScenarioObject>"""


def start(name, position, speed=10):
    return f"""<Private entityRef="{name}">
    <PrivateAction><TeleportAction><Position>{position}</Position></TeleportAction></PrivateAction>
    <PrivateAction><LongitudinalAction><SpeedAction><SpeedActionDynamics dynamicsShape="step" dynamicsDimension="time"
    value="0"/><SpeedActionTarget><AbsoluteTargetSpeed value="{speed}"/></SpeedActionTarget></SpeedAction>
    </LongitudinalAction></PrivateAction></Private>"""


def event(name, action, condition, delay=0, edge="none"):
    return f"""<Event name="{name}" priority="overwrite"><Action name="{name} action"><PrivateAction>{action}
    </PrivateAction></Action><StartTrigger><ConditionGroup><Condition name="c" delay="{delay}" conditionEdge="{edge}">
    {condition}</Condition></ConditionGroup></StartTrigger></Event>"""


def at(seconds):
    condition = f'<SimulationTimeCondition value="{seconds}" rule="greaterThan"/>'
    return f"<ByValueCondition>{condition}</ByValueCondition>"


def when(who, condition):
    return f"""<ByEntityCondition><TriggeringEntities triggeringEntitiesRule="any"><EntityRef entityRef="{who}"/>
    </TriggeringEntities><EntityCondition>{condition}</EntityCondition></ByEntityCondition>"""


def speed(value, dynamics='dynamicsShape="linear" dynamicsDimension="rate" value="2"'):
    return f"""<LongitudinalAction><SpeedAction><SpeedActionDynamics {dynamics}/><SpeedActionTarget>
    <AbsoluteTargetSpeed value="{value}"/></SpeedActionTarget></SpeedAction></LongitudinalAction>"""


LANE_CHANGE = """<LateralAction><LaneChangeAction><LaneChangeActionDynamics dynamicsShape="sinusoidal" value="3"
    dynamicsDimension="time"/><LaneChangeTarget><AbsoluteTargetLane value="-2"/></LaneChangeTarget></LaneChangeAction>
    </LateralAction>"""


def state(element, name, word):
    return f"""<ByValueCondition><StoryboardElementStateCondition storyboardElementType="{element}"
    storyboardElementRef="{name}" state="{word}"/></ByValueCondition>"""


def group(actor, *events):
    return f"""<ManeuverGroup maximumExecutionCount="1" name="{actor} group"><Actors selectTriggeringEntities="false">
    <EntityRef entityRef="{actor}"/></Actors><Maneuver name="{actor} maneuver">{"".join(events)}</Maneuver>
    </ManeuverGroup>"""


def document(entities, starts, events=(), header="", actor="Ego", init="", more="", begins="", roads="roads.xodr"):
    return f"""<?xml version="1.0"?>
<OpenSCENARIO><FileHeader revMajor="1" revMinor="1" date="" description="a test" author=""/>{header}
<RoadNetwork><LogicFile filepath="{roads}"/></RoadNetwork>
<Entities>{"".join(entities)}</Entities>
<Storyboard><Init><Actions>{init}{"".join(starts)}</Actions></Init>
<Story name="s"><Act name="a">{group(actor, *events)}{more}
<StartTrigger>{begins}</StartTrigger></Act></Story>
<StopTrigger><ConditionGroup><Condition name="end" delay="0" conditionEdge="none">{at(8)}</Condition></ConditionGroup>
</StopTrigger></Storyboard></OpenSCENARIO>"""


EGO = start("Ego", '<LanePosition roadId="1" laneId="-1" s="40"/>')


def text_of(folder, content, **given):
    def roads(path):
        return opendrive.read(path).network

    return scene_of(content.encode(), folder / "x.xosc", folder, roads, given=given)


def courses(folder, content):
    path = folder / "x.xosc"
    path.write_text(content)
    scenario = api.import_run(path, folder / "x.scene", overwrite=True).draw()
    return {course.name: course for course in pipeline.courses(scenario)}
