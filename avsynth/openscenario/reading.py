"""Reads OpenSCENARIO XML 1.x: a file in, the text of a scene out. What has no words in the language is an error."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path

from avsynth.core.errors import ScenarioError
from avsynth.core.xml import Element, Fault, parsed
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._actions import State, target_speed
from avsynth.openscenario._catalogs import Catalogs
from avsynth.openscenario._environment import environment_of
from avsynth.openscenario._parameters import substituted
from avsynth.openscenario._positions import Place, place_of
from avsynth.openscenario._storyboard import Event, blocks, events_of
from avsynth.openscenario._trajectories import follow_of

#: Kinds of actors by the categories of vehicles, and of what walks.
KINDS = {"car": "car", "van": "van", "truck": "truck", "bus": "bus", "bicycle": "cyclist", "pedestrian": "pedestrian"}
#: Kinds whose length, width and height can be set.
SIZED = ("car", "van", "truck", "bus")
#: Names that are taken for the ego; else it is the first entity.
EGO = ("ego", "hero", "ego_vehicle", "egovehicle")
#: Length of the run where the file does not end it [s], and frames a second [Hz].
DURATION, RATE = 20.0, 10

#: Gives the roads of an OpenDRIVE file.
Roads = Callable[[Path], RoadNetwork]


@dataclass(frozen=True)
class Entity:
    """A road user.

    Parameters
    ----------
    name, origin : str
        Its name here and in the file.
    kind : str
        Word of the ACTORS registry.
    size : (length, width, height) [m]
    ahead : float [m]
        How far its middle is before its reference point.
    """

    name: str
    origin: str
    kind: str
    size: tuple[float, float, float]
    ahead: float


def scene_of(
    content: bytes, source: Path, folder: Path, roads: Roads, *, given: Mapping[str, str] | None = None
) -> str:
    """Return the text of the scene that a file of OpenSCENARIO describes.

    Parameters
    ----------
    content : bytes
    source : Path
        Where the file lies; the road network counts from there.
    folder : Path
        Where the scene will lie; its file of roads counts from there.
    roads : callable
    given : mapping, optional
        Values of parameters instead of those that the file declares.

    Raises
    ------
    ScenarioError
        At the first element that is wrong or not supported; the message has file and line.
    """
    try:
        root = substituted(parsed(content), given or {})
        if root.tag != "OpenSCENARIO":
            raise Fault(root.line, f"the outermost element is <{root.tag}>; in a scenario it is <OpenSCENARIO>")
        root = Catalogs(root.first("CatalogLocations"), source.parent).written_out(root)
        return "\n".join([*_Reader(root, source, folder, roads).lines(), ""])
    except Fault as fault:
        raise ScenarioError(f"{source}:{fault.line}: {fault.text}") from None


@dataclass(frozen=True)
class _Reader:
    root: Element
    source: Path
    folder: Path
    roads: Roads

    def lines(self) -> Iterator[str]:
        """Yield the lines of the scene."""
        file = _required(self.root, "RoadNetwork", "LogicFile")
        path = self.source.parent / file.word("filepath")
        network = self.roads(path)
        board = _required(self.root, "Storyboard")
        entities = self._entities()
        names = {name: entity.name for name, entity in entities.items()}
        events, actions = events_of(board, names), _required(board, "Init", "Actions")
        places, speeds, driven = self._starts(actions, entities, network)
        header = self.root.first("FileHeader")
        yield f"# From {self.source.name}."
        yield f'scenario "{_quoted(header.word("description", "") if header else "") or self.source.stem}"'
        yield from ("", "opendrive road:", f'    file: "{relpath(path, self.folder)}"', "    origin: [0 m, 0 m]", "")
        yield from self._environment(actions)
        for name in sorted(entities, key=lambda name: entities[name].name != "ego"):
            entity = entities[name]
            if name not in places:
                raise Fault(actions.line, f"<Init> puts {name!r} nowhere; a <TeleportAction> is needed")
            own = [event for event in events if event.actor == entity.name]
            start = (places[name], speeds.get(name, 0.0), name in driven)
            yield from _placement(entity, start, own, network)
        yield from ('sensors "kitti"', "sample:", "    count: 1", f"run {_duration(board):.9g} s at {RATE} Hz")

    def _entities(self) -> dict[str, Entity]:
        rows = _required(self.root, "Entities").all("ScenarioObject")
        if not rows:
            raise Fault(self.root.line, "<Entities> holds no <ScenarioObject>")
        names = [row.word("name") for row in rows]
        ego = next((name for name in names if name.lower() in EGO), names[0])
        found: dict[str, Entity] = {}
        for row, name in zip(rows, names, strict=True):
            taken = {"ego", *(entity.name for entity in found.values())}
            found[name] = _entity(row, "ego" if name == ego else _word(name, taken))
        return found

    def _starts(
        self, actions: Element, entities: Mapping[str, Entity], network: RoadNetwork
    ) -> tuple[dict[str, Place], dict[str, float], set[str]]:
        """Return place and speed [m/s] of each entity at the start, and which of them a controller drives."""
        places: dict[str, Place] = {}
        speeds: dict[str, float] = {}
        driven: set[str] = set()
        for private in actions.all("Private"):
            name = private.word("entityRef")
            if name not in entities:
                raise Fault(private.line, f"<Private>: there is no entity {name!r}; there are: {', '.join(entities)}")
            for action in private.all("PrivateAction"):
                teleport, speed = (
                    action.first("TeleportAction", "Position"),
                    action.first("LongitudinalAction", "SpeedAction"),
                )
                if teleport is not None:
                    places[name] = place_of(teleport, network, places)
                elif speed is not None:
                    speeds[name] = target_speed(speed)
                elif action.first("ActivateControllerAction") or action.first(
                    "ControllerAction", "ActivateControllerAction"
                ):
                    driven.add(name)
                else:
                    said = action.children[0] if action.children else action
                    raise Fault(
                        said.line, f"<{said.tag}> is not supported in <Init>; use TeleportAction or SpeedAction"
                    )
        return places, speeds, driven

    def _environment(self, actions: Element) -> Iterator[str]:
        lines = ['surroundings: "none"']
        for action in actions.all("GlobalAction"):
            said = action.children[0] if action.children else action
            if said.tag != "EnvironmentAction":
                raise Fault(said.line, f"<{said.tag}> is not supported; of global actions only <EnvironmentAction> is")
            lines += environment_of(said)
        yield from ("environment:", *(f"    {line}" for line in lines), "")


def _entity(row: Element, name: str) -> Entity:
    thing = next((child for child in row.children if child.tag != "ObjectController"), row)
    if thing.tag not in ("Vehicle", "Pedestrian"):
        raise Fault(thing.line, f"<{thing.tag}> is not supported as an entity; write out a <Vehicle> or <Pedestrian>")
    category = thing.word("vehicleCategory" if thing.tag == "Vehicle" else "pedestrianCategory")
    if category not in KINDS:
        raise Fault(thing.line, f"<{thing.tag}>: the category {category!r} is not supported; use {', '.join(KINDS)}")
    size, centre = _required(thing, "BoundingBox", "Dimensions"), _required(thing, "BoundingBox", "Center")
    lengths = tuple(size.number(word) for word in ("length", "width", "height"))
    return Entity(name, row.word("name"), KINDS[category], lengths, centre.number("x"))


def _placement(
    entity: Entity, start: tuple[Place, float, bool], events: list[Event], network: RoadNetwork
) -> Iterator[str]:
    """Yield the lines that place one entity; `start` is its place, speed [m/s], and whether a controller drives it."""
    place, speed, is_driven = start
    x, y = place.x + entity.ahead * math.cos(place.yaw), place.y + entity.ahead * math.sin(place.yaw)
    on_foot = entity.kind == "pedestrian"
    yield f"place {entity.kind} {entity.name}:"
    yield f"    at pose({x:.9g} m, {y:.9g} m, {place.z:.9g} m, {place.yaw:.9g} rad)"
    yield f"    speed: {speed:.9g} m/s"
    if entity.kind in SIZED:
        for word, value in zip(("length", "width", "height"), entity.size, strict=True):
            yield f"    {word}: {value:.9g} m"
    yield "    do:"
    moving = f"walk(speed: {speed:.9g} m/s)" if speed else "idle()"
    state = State(entity.origin, speed, place.lane, place.against, place.offset)
    made = list(blocks(events, state, lambda said: follow_of(said, network, entity.ahead), on_foot=on_foot))
    yield from (f"        {step}" for condition, steps in made if not condition for step in steps)
    own = "drive()  # instead of its controller" if is_driven else "keep_speed()"
    yield f"        {moving if on_foot else own}"
    for condition, steps in (block for block in made if block[0]):
        yield f"        when {condition}:"
        yield from (f"            {step}" for step in steps)
    yield ""


def _duration(board: Element) -> float:
    """Return when the storyboard ends by the clock [s]."""
    stop = board.first("StopTrigger")
    times = [] if stop is None else [each for each in stop.everything() if each.tag == "SimulationTimeCondition"]
    return max((time.number("value") for time in times), default=DURATION) or DURATION


def _required(element: Element, *path: str) -> Element:
    found = element.first(*path)
    if found is None:
        raise Fault(element.line, f"<{element.tag}> has no <{'/'.join(path)}>")
    return found


def _word(name: str, taken: set[str]) -> str:
    """Return a name of the language that nobody has yet."""
    word = re.sub(r"\W", "_", name)
    word = word if re.match(r"[A-Za-z_]", word) else f"_{word}"
    while word in taken or word in _KEYWORDS:
        word += "_"
    return word


#: Words that the language uses itself, and the name of the road network.
_KEYWORDS = frozenset({
    "self", "any", "road", "and", "or", "not", "true", "false", "at", "do", "when", "if",
    "else", "choose", "repeat", "wait", "in", "by", "for", "from", "of", "until", "use", "run",
    "place", "param", "record", "cover", "require", "sample", "sensors", "environment", "junction", "area",
    "crowd", "behavior", "scenario", "facing",
})  # fmt: skip


def _quoted(text: str) -> str:
    return text.replace('"', "'").replace("\n", " ").strip()
