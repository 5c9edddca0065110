"""Elements that know what was read of them, so that nothing a file says is left out in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from avsynth.core.errors import did_you_mean
from avsynth.core.xml import Element, Fault


@dataclass(eq=False, slots=True)
class Heeded(Element):
    """An element that notes which attributes and children it was asked for, and whether somebody got it.

    Parameters
    ----------
    asked : set of str
        Names of attributes and tags of children, whether there are any or not.
    is_read : bool
    """

    asked: set[str] = field(default_factory=set, init=False)
    is_read: bool = field(default=False, init=False)

    @classmethod
    def of(cls, element: Element) -> Heeded:
        """Return an element and all inside it as such that nobody has read yet."""
        children = [cls.of(child) for child in element.children]
        return cls(element.tag, element.attributes, element.line, children, element.text)

    def all(self, tag: str) -> list[Element]:
        self.asked.add(tag)
        return [_read(child) for child in Element.all(self, tag)]

    def first(self, *path: str) -> Element | None:
        found: Element | None = self
        for tag in path:
            found.asked.add(tag)
            found = Element.first(found, tag)
            if found is None:
                return None
            _read(found)
        return found

    def choice(self, kinds: Collection[str]) -> Element:
        self.asked |= set(kinds)
        return _read(Element.choice(self, kinds))

    def within(self, *path: str) -> list[Element]:
        return [_read(child) for child in Element.within(self, *path)]

    def word(self, name: str, default: str | None = None) -> str:
        self.asked.add(name)
        return Element.word(self, name, default)

    def number(self, name: str, default: float | None = None) -> float:
        self.asked.add(name)
        return Element.number(self, name, default)


def all_read(element: Element) -> None:
    """Raise Fault at the first attribute or element inside `element` that nobody has read and that is not idle."""
    fault = next(_unread(element), None)
    if fault is not None:
        raise fault


def _read(element: Element) -> Element:
    element.is_read = True
    return element


def _unread(element: Heeded) -> Iterator[Fault]:
    """Yield what of an element was not read, in the order of the file."""
    idle = IDLE.get(element.tag, frozenset())
    known = element.asked | idle
    for name in element.attributes:
        if name not in known and ":" not in name and name != "xmlns":  # these are of XML, not of the format
            words = [each for each in known if each[:1].islower()]
            yield Fault(element.line, f"<{element.tag} {name}=…> is not supported{_instead(name, words)}")
    for child in element.children:
        if child.is_read or child.tag in idle:
            yield from _unread(child)
        elif child.tag in element.asked:
            yield Fault(child.line, f"<{element.tag}> holds a <{child.tag}> too many; only the first would be read")
        else:
            tags = [each for each in known if each[:1].isupper()]
            yield Fault(child.line, f"<{child.tag}> in <{element.tag}> is not supported{_instead(child.tag, tags)}")


def _instead(name: str, known: Collection[str]) -> str:
    there = f"; what is read there: {', '.join(sorted(known))}" if known else "; nothing is read there"
    return (did_you_mean(name, known) or there) + "; take it out if the run does not need it"


_AXLE = "maxSteering positionX positionZ trackWidth wheelDiameter"
_PLACE = "Directory"
_ACTIVE = "active value maxRate maxTorque number"
#: What of the format says nothing about a run of ours, by the elements in which it stands: labels, pictures, masses,
#: what only vehicle dynamics, programs of controllers or sensors of other simulators use.
IDLE: Mapping[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        "OpenSCENARIO": "CatalogLocations ParameterDeclarations VariableDeclarations",
        "VariableDeclarations": "VariableDeclaration",
        "VariableDeclaration": "name variableType value",
        "FileHeader": "author date description revMajor revMinor License Properties",
        "License": "name resource spdxId",
        "Properties": "Property File CustomContent",
        "Property": "name value",
        "File": "filepath",
        "CatalogLocations": (
            "VehicleCatalog ControllerCatalog PedestrianCatalog MiscObjectCatalog EnvironmentCatalog ManeuverCatalog "
            "TrajectoryCatalog RouteCatalog"
        ),
        **dict.fromkeys(("VehicleCatalog", "ControllerCatalog", "PedestrianCatalog", "MiscObjectCatalog"), _PLACE),
        **dict.fromkeys(("EnvironmentCatalog", "ManeuverCatalog", "TrajectoryCatalog", "RouteCatalog"), _PLACE),
        "Directory": "path",
        "CatalogReference": "catalogName entryName ParameterAssignments",
        "ParameterAssignments": "ParameterAssignment",
        "ParameterAssignment": "parameterRef value",
        "ParameterDeclaration": "parameterType",
        "RoadNetwork": "SceneGraphFile",
        "SceneGraphFile": "filepath",
        "Vehicle": "name mass model3d role Performance Axles Properties",
        "Performance": "maxSpeed maxAcceleration maxDeceleration maxAccelerationRate maxDecelerationRate",
        **dict.fromkeys(("TrailerHitch", "TrailerCoupler"), "dz"),
        "Trailer": "name",
        "Axles": "FrontAxle RearAxle AdditionalAxle",
        **dict.fromkeys(("FrontAxle", "RearAxle", "AdditionalAxle"), _AXLE),
        "Pedestrian": "name mass model model3d role Properties",
        "MiscObject": "name mass model3d Properties",
        "Center": "y z",
        "ScenarioObject": "ObjectController",
        "ObjectController": "name Controller CatalogReference",
        "Controller": "name controllerType Properties",
        "AssignControllerAction": "Controller CatalogReference ObjectController activateAnimation activateLighting",
        "ActivateControllerAction": "controllerRef objectControllerRef lateral animation lighting",
        **dict.fromkeys(("Throttle", "Brake", "Clutch", "ParkingBrake", "SteeringWheel", "Gear"), _ACTIVE),
        "Condition": "name",
        "Action": "name",
        "Environment": "name",
        "TimeOfDay": "animation dateTime",
        "Sun": "illuminance intensity",
        "Weather": "atmosphericPressure temperature Wind",
        "Wind": "direction speed",
        "RoadCondition": "Properties",
        "SpeedActionDynamics": "dynamicsDimension value followingMode",
        "LaneChangeActionDynamics": "dynamicsDimension value followingMode",
        "FollowTrajectoryAction": "TrajectoryFollowingMode",
        "Vertex": "time",
        "WorldPosition": "p r",
        "Route": "name closed",
        "Waypoint": "routeStrategy",
        "Trajectory": "name",
        "TrajectoryFollowingMode": "followingMode",
        "TimeReference": "None",
    }.items()
}
