"""Writes lights and signs: ``<signals>`` of roads, ``<controller>`` for lights that show the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from avsynth.datatypes.control import Control, Signal
from avsynth.datatypes.fixture import LOWER_EDGE, Fixture
from avsynth.datatypes.lanes import chains_of
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.road_model import RoadModel
from avsynth.opendrive._codes import ARROWED, ARROWS, LIGHT, LIGHT_COUNTRY, RULES, WALKING, code_of
from avsynth.opendrive._write_records import Node, add, add_own, text

#: Width and height of the heads of lights and of boards whose size nobody told [m].
HEAD, BOARD = (0.3, 0.87), (0.6, 0.6)
#: Types of lights.
LIGHTS_OF = {"traffic_light": LIGHT, "pedestrian_light": WALKING[0]}


@dataclass(frozen=True, eq=False)
class Standing:
    """A light or sign on its road.

    Parameters
    ----------
    id : str
    fixture : Fixture
    road : RoadModel
    place : (station, offset to the left, height above the road) [m]
    """

    id: str
    fixture: Fixture
    road: RoadModel
    place: tuple[float, float, float]

    @property
    def fields(self) -> Mapping[str, object]:
        """Fields of the actor that are given."""
        return dict(self.fixture.fields)

    @property
    def signal(self) -> Signal | None:
        """What it shows, if it is a light."""
        return Signal(self.fields["phases"], self.fields["start"]) if "phases" in self.fields else None

    @property
    def rule(self) -> str:
        """What it asks of vehicles that come to it, "" for nothing."""
        return "signal" if self.fixture.kind == "traffic_light" else RULES.get(str(self.fields.get("sign")), "")

    @property
    def turn(self) -> float:
        """How far its front is turned from the direction of the reference line, from −π to π [rad]."""
        gap = self.fixture.world_from_ground.yaw - float(self.road.heading(np.array([self.place[0]]))[0])
        return float((gap + np.pi) % (2 * np.pi) - np.pi)

    @property
    def sense(self) -> int:
        """+1 if it is for traffic along the reference line, which it faces, −1 against it, 0 for people who cross."""
        if self.fixture.kind == "pedestrian_light":
            return 0
        return 1 if abs(self.turn) > np.pi / 2 else -1

    @property
    def junction(self) -> str:
        """Name of the junction that its traffic comes to, or at which people cross, "" for none."""
        links = {1: (self.road.after,), -1: (self.road.before,)}.get(self.sense, (self.road.before, self.road.after))
        return next((link.name for link in links if link and link.is_junction), "")

    def strips(self, controls: Mapping[str, Control]) -> list[int]:
        """Return the numbers of the strips here whose lanes it holds for, ascending."""
        if not self.rule:
            return []
        starts = [section.start for section in self.road.sections]
        section = max(int(np.searchsorted(starts, self.place[0], side="right")) - 1, 0)
        found = []
        for chain in chains_of(self.road):
            strip, control = chain.strip_at(section), controls.get(chain.name)
            if strip and control and chain.runs_against == (self.sense < 0) and control.rule in ("signal", self.rule):
                found.append(strip.number)
        return sorted(found)


@dataclass(frozen=True, eq=False)
class Signage:
    """All lights and signs of a network."""

    network: RoadNetwork

    def add_signals(self, node: Node, road: RoadModel) -> None:
        """Add the ``<signals>`` of a road, if it has any."""
        standing = [one for one in self._standing if one.road is road]
        if standing:
            signals = add(node, "signals")
            for one in standing:
                self._add_signal(signals, one)

    def add_controllers(self, root: Node) -> None:
        """Add a ``<controller>`` for the lights of each stage."""
        for id_, stage in self._controllers.items():
            row = add(root, "controller", id=id_, name=f"stage {id_}")
            for one in stage:
                add(row, "control", signalId=one.id, type="")

    def add_references(self, node: Node, junction: str) -> None:
        """Add the controllers of a junction to it, in their sequence."""
        ids = [id_ for id_, stage in self._controllers.items() if stage[0].junction == junction]
        for number, id_ in enumerate(ids):
            add(node, "controller", id=id_, type="", sequence=str(number))

    @cached_property
    def _standing(self) -> list[Standing]:
        kinds = ("traffic_light", "pedestrian_light", "traffic_sign")
        signs = [one for one in self.network.fixtures if one.kind in kinds and _words(one)["type"]]
        return [_stood(str(k + 1), one, self.network.roads) for k, one in enumerate(signs)]

    @cached_property
    def _controllers(self) -> dict[str, list[Standing]]:
        """The lights of each junction that show the same, by the id of their controller, in order of their greens."""
        stages: dict[object, list[Standing]] = {}
        for one in self._standing:
            if one.signal:
                stages.setdefault((one.junction, one.signal.start, one.signal), []).append(one)
        ordered = sorted(stages.items(), key=lambda item: item[0][:2])
        return {str(k + 1): stage for k, (_, stage) in enumerate(ordered)}

    @cached_property
    def _controls(self) -> dict[str, Control]:
        return {control.of: control for control in self.network.controls}

    def _add_signal(self, signals: Node, one: Standing) -> None:
        station, left, up = one.place
        row = add(
            signals,
            "signal",
            name=str(one.fields.get("sign", "light")),
            id=one.id,
            s=station,
            t=left,
            zOffset=up + float(one.fields.get("lower_edge", LOWER_EDGE)),
            hOffset=(one.turn + (np.pi if one.sense > 0 else 0.0) + np.pi) % (2 * np.pi) - np.pi,
            orientation={1: "+", -1: "-"}.get(one.sense, "none"),
            dynamic="yes" if one.signal else "no",
            **_words(one.fixture),
        )
        for first, last in _runs(one.strips(self._controls)):
            add(row, "validity", fromLane=str(first), toLane=str(last))
        if one.rule and not one.strips(self._controls):
            add(row, "validity", fromLane="0", toLane="0")
        add_own(row, "foot", up)
        if one.signal:
            add_phases(row, one.signal)
        if one.fields.get("reach"):
            add_own(row, "reach", float(one.fields["reach"]))
        if one.fields.get("towards"):
            add_own(row, "towards", str(one.fields["towards"]))


def add_phases(node: Node, signal: Signal) -> None:
    """Add what a signal shows, for which the format has no word."""
    add_own(node, "phases", ", ".join(f"{state} {text(duration)}" for state, duration in signal.phases))
    add_own(node, "start", signal.start)


def _words(fixture: Fixture) -> dict[str, float | str]:
    """Return what a light or sign is called in files, and its size; its type is "" if there is no word for it."""
    fields = dict(fixture.fields)
    if fixture.kind in LIGHTS_OF:
        arrow = next((code for code, arrow in ARROWS.items() if arrow == fields.get("arrow")), "-1")
        type_ = LIGHTS_OF[fixture.kind] if arrow == "-1" else ARROWED
        type_ = type_ if "phases" in fields else ""
        words, (width, height) = {"country": LIGHT_COUNTRY, "type": type_, "subtype": arrow}, HEAD
    else:
        code, (width, height) = code_of(str(fields.get("sign", ""))), fields.get("size", BOARD)
        words = {"country": code.country, "type": code.type, "subtype": code.subtype or "-1"}
        words |= {} if code.value is None else {"value": code.value, "unit": code.unit}
    return words | {"width": width, "height": height}


def _stood(id_: str, fixture: Fixture, roads: Sequence[RoadModel]) -> Standing:
    """Return a light or sign on the road beside whose reference line it stands nearest; not on one across a junction,
    if there is another.
    """
    point = fixture.world_from_ground.translation
    found = []
    for road in roads:
        place = road.place_of(point)
        beyond = max(-place[0], place[0] - road.length, 0.0)
        found.append(((bool(road.junction), beyond > 1e-3, np.hypot(place[1], beyond)), road, place))
    _, road, place = min(found, key=lambda one: one[0])
    return Standing(id_, fixture, road, place)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of consecutive numbers."""
    breaks = [k + 1 for k, (a, b) in enumerate(pairwise(numbers)) if b != a + 1]
    for first, last in pairwise([0, *breaks, len(numbers)]):
        if last > first:
            yield numbers[first], numbers[last - 1]
