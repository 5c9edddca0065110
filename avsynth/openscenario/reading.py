"""Reads OpenSCENARIO XML 1.x: a file in, the text of a scene out. What has no words in the language is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, isinf
from os.path import relpath
from pathlib import Path

from avsynth.core.errors import ScenarioError
from avsynth.core.xml import Element, Fault, parsed
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._catalogs import Catalogs
from avsynth.openscenario._entities import Entity, entities_of
from avsynth.openscenario._environment import environment_of
from avsynth.openscenario._heeded import Heeded, all_read
from avsynth.openscenario._parameters import substituted
from avsynth.openscenario._placing import placement
from avsynth.openscenario._starts import known_of, starts_of
from avsynth.openscenario._states import Board
from avsynth.openscenario._variables import declared

#: Length of the run where nothing in the file ends it [s], and frames a second [Hz].
DURATION, RATE = 20.0, 10
#: How long it is looked for what ends a run [s], where the clock does not.
LONGEST = 60.0
#: The word that tells that what ends the run has happened.
END = "the run ends"

#: Gives the roads of an OpenDRIVE file.
Roads = Callable[[Path], RoadNetwork]
#: Gives when END is emitted in the run of a scene, of its text [s]; infinity for never.
Ended = Callable[[str], float]


def scene_of(
    content: bytes,
    source: Path,
    folder: Path,
    roads: Roads,
    *,
    given: Mapping[str, str] | None = None,
    ended: Ended = lambda text: inf,
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
    ended : callable, optional
        Runs a scene to see when it ends; without it only the clock ends a run.

    Raises
    ------
    ScenarioError
        At the first element that is wrong or not supported; the message has file and line.
    """
    try:
        said = Heeded.of(parsed(content))
        variables, root = declared(said, given or {}), substituted(said, given or {})
        if root.tag != "OpenSCENARIO":
            raise Fault(root.line, f"the outermost element is <{root.tag}>; in a scenario it is <OpenSCENARIO>")
        root = Catalogs(root.first("CatalogLocations"), source.parent).written_out(root)
        reader = _Reader(root, source, folder, roads, variables)
        lines, board = list(reader.lines()), reader.board
        all_read(root)
        return "\n".join([*lines, *_run(board, lines, ended), ""])
    except Fault as fault:
        raise ScenarioError(f"{source}:{fault.line}: {fault.text}") from None


@dataclass(frozen=True)
class _Reader:
    root: Element
    source: Path
    folder: Path
    roads: Roads
    variables: Mapping[str, str]

    @cached_property
    def path(self) -> Path:
        """The file of roads."""
        return self.source.parent / _required(self.root, "RoadNetwork", "LogicFile").word("filepath")

    @cached_property
    def network(self) -> RoadNetwork:
        return self.roads(self.path)

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        return entities_of(self.root)

    @cached_property
    def board(self) -> Board:
        return Board.of(_required(self.root, "Storyboard"), self.entities, self.network, self.variables)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the scene, but for how long it runs."""
        path, network, entities, board = self.path, self.network, self.entities, self.board
        actions = _required(self.root, "Storyboard", "Init", "Actions")
        starts = starts_of(actions, entities, network)
        known = known_of(starts, board, entities, network)
        header = self.root.first("FileHeader")
        if header is not None and header.number("revMajor", 1.0) != 1:
            raise Fault(
                header.line, f"<FileHeader>: version {header.word('revMajor')} is not supported; 1.0 to 1.3 are"
            )
        yield f"# From {self.source.name}."
        yield f'scenario "{_quoted(header.word("description", "") if header else "") or self.source.stem}"'
        yield from ("", "opendrive road:", f'    file: "{relpath(path, self.folder)}"', "    origin: [0 m, 0 m]", "")
        yield from _environment(actions)
        ordered = sorted(entities.values(), key=lambda entity: entity.name != "ego")
        witness = next((entity for entity in ordered if entity.family != "MiscObject"), None)
        for entity in ordered:
            ends = _end(board) if entity is witness else []
            yield from placement(entity, starts[entity.origin], board, known, ends)
        yield from ('sensors "kitti"', "sample:", "    count: 1")


def _environment(actions: Element) -> Iterator[str]:
    lines = ['surroundings: "none"']
    for action in actions.all("GlobalAction"):
        lines += environment_of(action.choice(("EnvironmentAction",)))
    yield from ("environment:", *(f"    {line}" for line in lines), "")


def _run(board: Board, lines: Sequence[str], ended: Ended) -> Iterator[str]:
    """Yield how long the run is: up to where the clock ends it, or what else ends it happens."""
    clock = _clock(board)
    if clock is not None:
        yield f"run {clock:.9g} s at {RATE} Hz"
        return
    longest = max((float(each) for each in _CLOCK.findall(board.stop.condition)), default=LONGEST)
    end = ended("\n".join([*lines, f"run {max(longest, LONGEST):.9g} s at {RATE} Hz", ""]))
    if isinf(end):
        yield f"# What ends the run in the file does not happen within {LONGEST:g} s."
        end = DURATION
    yield f"run {max(end, 1 / RATE):.9g} s at {RATE} Hz  # until what ends it in the file"


def _clock(board: Board) -> float | None:
    """Return when the clock ends the run [s], `DURATION` if nothing does; None if something else does."""
    if board.stop is None:
        return DURATION
    found = _CLOCK.fullmatch(board.stop.condition) if board.stop.is_plain else None
    return None if found is None else float(found[1])


def _end(board: Board) -> list[str]:
    """Return the lines that tell that what ends the run has happened, if that is not the clock."""
    return board.stop.begun([f'emit("{END}")']) if _clock(board) is None else []


#: A trigger by the clock alone.
_CLOCK = re.compile(r"time\(\) >=? (\S+) s")


def _required(element: Element, *path: str) -> Element:
    found = element.first(*path)
    if found is None:
        raise Fault(element.line, f"<{element.tag}> has no <{'/'.join(path)}>")
    return found


def _quoted(text: str) -> str:
    return text.replace('"', "'").replace("\n", " ").strip()
