"""Writes OpenSCENARIO XML 1.2: a run that is known, each road user on its trajectory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

import numpy as np

from avsynth.datatypes.category import Category
from avsynth.datatypes.course import Course
from avsynth.datatypes.scene import REAR_AXLE_SHARE

#: Equal runs give equal files, so no clock is read.
DATE = "2026-01-01T00:00:00"
#: Vehicles by their categories, and who walks; whatever else moves is an obstacle.
VEHICLES: Mapping[Category, str] = {
    Category.CAR: "car",
    Category.VAN: "van",
    Category.TRUCK: "truck",
    Category.BUS: "bus",
    Category.MOTORCYCLIST: "motorbike",
    Category.CYCLIST: "bicycle",
    Category.TRAM: "tram",
    Category.OTHER_VEHICLE: "truck",
}
WALKERS: Mapping[Category, str] = {Category.PEDESTRIAN: "pedestrian", Category.ANIMAL: "animal"}
#: What the format wants to know of vehicles, and nobody on a trajectory uses: speed [m/s], acceleration and braking
#: [m/s²]; mass of the others [kg]; steering [rad] and wheels [m].
PERFORMANCE = {"maxSpeed": 70.0, "maxAcceleration": 10.0, "maxDeceleration": 10.0}
MASS, STEERING, WHEEL = 70.0, 0.6, 0.65
#: Where the front axle is, as a share of the length from the rear one.
AXLES_APART = 0.6

Node = ElementTree.Element


def written(courses: Sequence[Course], road_file: str, description: str = "") -> bytes:
    """Return a file in which each road user follows its course in time; others than ours replay it the same.

    The point of a vehicle that follows is on the ground below its rear axle, that of a walker below its middle.

    Parameters
    ----------
    road_file : str
        Name of the OpenDRIVE file beside it; empty for none.
    description : str
        Of the scenario, for the header.
    """
    root = Node("OpenSCENARIO")
    _add(root, "FileHeader", revMajor=1, revMinor=2, date=DATE, author="avsynth", description=description)
    _add(root, "CatalogLocations")
    network = _add(root, "RoadNetwork")
    if road_file:
        _add(network, "LogicFile", filepath=road_file)
    entities = _add(root, "Entities")
    for course in courses:
        _add_entity(entities, course)
    board = _add(root, "Storyboard")
    actions = _add(_add(board, "Init"), "Actions")
    story = _add(board, "Story", name="run")
    for course in courses:
        _add_start(actions, course)
    act = _add(story, "Act", name="run")
    for course in courses:
        _add_group(act, course)
    _add_time(_add(act, "StartTrigger"), "start", 0.0)
    _add_time(_add(board, "StopTrigger"), "end", max(float(course.times[-1]) for course in courses))
    ElementTree.indent(root, "  ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def reference_points(course: Course) -> np.ndarray:
    """Return the poses of the point that follows, float64 (T, 6): x, y, z [m], yaw, pitch, roll [rad]."""
    behind = REAR_AXLE_SHARE * course.size[0] if course.category in VEHICLES else 0.0
    yaw, pitch = course.poses[:, 3], course.poses[:, 4]
    forward = np.column_stack([np.cos(yaw) * np.cos(pitch), np.sin(yaw) * np.cos(pitch), -np.sin(pitch)])
    points = course.poses.copy()
    points[:, :3] -= behind * forward
    points[:, 3] = np.unwrap(yaw)
    return points


def _add_entity(entities: Node, course: Course) -> None:
    holder = _add(entities, "ScenarioObject", name=course.name)
    vehicle = VEHICLES.get(course.category)
    if vehicle:
        thing = _add(holder, "Vehicle", name=course.name, vehicleCategory=vehicle)
    else:
        thing = _add_walker_or_obstacle(holder, course)
    length, width, height = course.size.tolist()
    box = _add(thing, "BoundingBox")
    _add(box, "Center", x=REAR_AXLE_SHARE * length if vehicle else 0.0, y=0.0, z=height / 2)
    _add(box, "Dimensions", length=length, width=width, height=height)
    if vehicle:
        _add(thing, "Performance", **PERFORMANCE)
        axles = _add(thing, "Axles")
        for name, place in (("FrontAxle", AXLES_APART * length), ("RearAxle", 0.0)):
            steering = STEERING if place else 0.0
            size = {"trackWidth": width, "wheelDiameter": WHEEL, "positionX": place, "positionZ": WHEEL / 2}
            _add(axles, name, maxSteering=steering, **size)
    _add(thing, "Properties")


def _add_walker_or_obstacle(holder: Node, course: Course) -> Node:
    kind = WALKERS.get(course.category)
    if kind is None:
        return _add(holder, "MiscObject", name=course.name, miscObjectCategory="obstacle", mass=MASS)
    return _add(holder, "Pedestrian", name=course.name, pedestrianCategory=kind, mass=MASS, model=course.name)


def _add_start(actions: Node, course: Course) -> None:
    private = _add(actions, "Private", entityRef=course.name)
    teleport = _add(_add(private, "PrivateAction"), "TeleportAction")
    _add_position(teleport, reference_points(course)[0])
    speed = _add(_add(_add(private, "PrivateAction"), "LongitudinalAction"), "SpeedAction")
    _add(speed, "SpeedActionDynamics", dynamicsShape="step", dynamicsDimension="time", value=0.0)
    _add(_add(speed, "SpeedActionTarget"), "AbsoluteTargetSpeed", value=float(course.speeds[0]))


def _add_group(act: Node, course: Course) -> None:
    group = _add(act, "ManeuverGroup", name=f"{course.name} moves", maximumExecutionCount=1)
    _add(_add(group, "Actors", selectTriggeringEntities="false"), "EntityRef", entityRef=course.name)
    maneuver = _add(group, "Maneuver", name=f"{course.name} moves")
    event = _add(maneuver, "Event", name=f"{course.name} follows", priority="override", maximumExecutionCount=1)
    action = _add(event, "Action", name=f"{course.name} follows its trajectory")
    follow = _add(_add(_add(action, "PrivateAction"), "RoutingAction"), "FollowTrajectoryAction")
    trajectory = _add(_add(follow, "TrajectoryRef"), "Trajectory", name=f"{course.name} way", closed="false")
    line = _add(_add(trajectory, "Shape"), "Polyline")
    for time, point in zip(course.times.tolist(), reference_points(course), strict=True):
        _add_position(_add(line, "Vertex", time=time), point)
    _add(_add(follow, "TimeReference"), "Timing", domainAbsoluteRelative="absolute", scale=1.0, offset=0.0)
    _add(follow, "TrajectoryFollowingMode", followingMode="position")
    _add_time(_add(event, "StartTrigger"), f"{course.name} starts", 0.0)


def _add_position(parent: Node, point: np.ndarray) -> None:
    names = ("x", "y", "z", "h", "p", "r")
    _add(_add(parent, "Position"), "WorldPosition", **dict(zip(names, point.tolist(), strict=True)))


def _add_time(trigger: Node, name: str, value: float) -> None:
    condition = _add(_add(trigger, "ConditionGroup"), "Condition", name=name, delay=0.0, conditionEdge="none")
    _add(_add(condition, "ByValueCondition"), "SimulationTimeCondition", value=value, rule="greaterOrEqual")


def _add(parent: Node, tag: str, **attributes: object) -> Node:
    """Return a new element; numbers have nine digits: micrometres in a kilometre."""
    texts = {name: f"{value:.9g}" if isinstance(value, float) else str(value) for name, value in attributes.items()}
    return ElementTree.SubElement(parent, tag, texts)
