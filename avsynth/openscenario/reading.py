"""Reads OpenSCENARIO XML 1.x: a file in, the text of a scene out. What has no words in the language is an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path

from avsynth.core.errors import ScenarioError
from avsynth.core.xml import Element, Fault, parsed
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._catalogs import Catalogs
from avsynth.openscenario._entities import entities_of
from avsynth.openscenario._environment import environment_of
from avsynth.openscenario._parameters import substituted
from avsynth.openscenario._placing import placement
from avsynth.openscenario._starts import known_of, starts_of
from avsynth.openscenario._states import Board

#: Length of the run where the file does not end it by the clock [s], and frames a second [Hz].
DURATION, RATE = 20.0, 10

#: Gives the roads of an OpenDRIVE file.
Roads = Callable[[Path], RoadNetwork]


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
        network, entities = self.roads(path), entities_of(self.root)
        story = _required(self.root, "Storyboard")
        actions = _required(story, "Init", "Actions")
        board = Board.of(story, entities, network)
        starts = starts_of(actions, entities, network)
        known = known_of(starts, board, entities, network)
        header = self.root.first("FileHeader")
        yield f"# From {self.source.name}."
        yield f'scenario "{_quoted(header.word("description", "") if header else "") or self.source.stem}"'
        yield from ("", "opendrive road:", f'    file: "{relpath(path, self.folder)}"', "    origin: [0 m, 0 m]", "")
        yield from _environment(actions)
        for entity in sorted(entities.values(), key=lambda entity: entity.name != "ego"):
            yield from placement(entity, starts[entity.origin], board, known)
        yield from ('sensors "kitti"', "sample:", "    count: 1", *_run(story))


def _environment(actions: Element) -> Iterator[str]:
    lines = ['surroundings: "none"']
    for action in actions.all("GlobalAction"):
        said = action.children[0] if action.children else action
        if said.tag != "EnvironmentAction":
            raise Fault(said.line, f"<{said.tag}> is not supported; of global actions only <EnvironmentAction> is")
        lines += environment_of(said)
    yield from ("environment:", *(f"    {line}" for line in lines), "")


def _run(story: Element) -> Iterator[str]:
    """Yield how long the run is: up to where the clock ends it; what else would end it is told."""
    stop = story.first("StopTrigger")
    conditions = [] if stop is None else [each for each in stop.everything() if each.tag.endswith("Condition")]
    times = [each.number("value") for each in conditions if each.tag == "SimulationTimeCondition"]
    others = {each.tag: each.line for each in conditions if each.tag not in _HOLDERS}
    for tag, line in others.items():
        yield f"# Not kept: the run does not end by the <{tag}> of line {line}."
    yield f"run {max(times, default=DURATION) or DURATION:.9g} s at {RATE} Hz"


#: Conditions that the end of the run is told by, and elements that only hold others.
_HOLDERS = ("SimulationTimeCondition", "Condition", "ByValueCondition", "ByEntityCondition", "EntityCondition")


def _required(element: Element, *path: str) -> Element:
    found = element.first(*path)
    if found is None:
        raise Fault(element.line, f"<{element.tag}> has no <{'/'.join(path)}>")
    return found


def _quoted(text: str) -> str:
    return text.replace('"', "'").replace("\n", " ").strip()
