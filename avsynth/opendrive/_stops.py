"""Stop lines and who goes first inside junctions: what files say of these beside lights and signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from avsynth.core.xml import Element
from avsynth.datatypes.control import Control
from avsynth.datatypes.lane import Lane
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.section import FOR_VEHICLES
from avsynth.opendrive._links import Names
from avsynth.opendrive._notes import Notes

#: A line belongs to a light or sign at most this far from it along the lane [m].
SAME_PLACE = 25.0
#: A light that holds from the beginning of a lane on has its line at most this far before it [m].
BEFORE = 15.0
#: Width of a stop line along the lane [m] (German RMS 1: 0.5 m), and the nearest to the end of a lane that it may lie.
WIDE = 0.5
#: Points across an area of paint at which it is looked which lanes it crosses.
LOOKS = 9


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop line on a lane, `setback` [m] before its end."""

    lane: str
    setback: float


def with_stops(network: RoadNetwork, stops: Sequence[Stop], areas: Sequence[np.ndarray]) -> RoadNetwork:
    """Return the network with painted stop lines, at which its controls hold.

    Parameters
    ----------
    stops : sequence of Stop
        Lines that are yet to be painted.
    areas : sequence of float64 (K, 3) [m]
        Outlines of lines that are painted already.
    """
    if not stops and not len(areas):
        return network
    lanes = {lane.name: lane for lane in network.road_map.lanes}
    paint = tuple(_line(lanes[one.lane], one.setback) for one in stops)
    every = [*stops, *(stop for area in areas for stop in _crossed(network, area))]
    controls = tuple(_moved(control, every, lanes) for control in network.controls)
    return replace(network, controls=controls, paint=(*network.paint, *paint))


def with_priorities(network: RoadNetwork, root: Element, names: Names, notes: Notes) -> RoadNetwork:
    """Return the network with what ``<priority>`` of junctions says: who comes on the `low` road yields."""
    rows = [row for junction in root.all("junction") for row in junction.all("priority")]
    found = []
    for row in rows:
        low = names.roads.get(row.word("low", ""))
        if low is None or row.word("high", "") not in names.roads:
            notes.add(row, "<priority> of a road that is not in the file")
        else:
            found += _yielding(network, low)
    unique = {control.of: control for control in found}
    return replace(network, controls=(*network.controls, *unique.values())) if rows else network


def _yielding(network: RoadNetwork, road: str) -> Iterator[Control]:
    """Yield the controls of lanes on a road across a junction that nothing else controls, from their beginning on."""
    held = {control.of for control in network.controls if control.rule != "priority"}
    for lane in network.road_map.lanes:
        if lane.road == road and lane.kind in FOR_VEHICLES:
            before = {other.name for other in network.road_map.lanes if lane.name in other.successors}
            if not held & {lane.name, *before}:
                yield Control(lane.name, "yield", lane.length)


def _moved(control: Control, stops: Sequence[Stop], lanes: dict[str, Lane]) -> Control:
    """Return a control that holds at the stop line nearest to where it stands, if there is one."""
    lane = lanes.get(control.of)
    if lane is None or control.rule == "priority":
        return control
    own = [one.setback for one in stops if one.lane == control.of]
    if control.setback > lane.length - WIDE:
        before = [one for one in stops if one.lane in lanes and control.of in lanes[one.lane].successors]
        own += [lane.length + one.setback for one in before if one.setback < BEFORE]
    near = [setback for setback in own if abs(setback - control.setback) < SAME_PLACE]
    return replace(control, setback=min(near, key=lambda each: abs(each - control.setback))) if near else control


def _line(lane: Lane, setback: float) -> np.ndarray:
    """Return the outline of a line across a lane, from where its traffic stops, (4, 3) [m]."""
    first = float(np.clip(lane.length - setback, 0.0, max(lane.length - WIDE, 0.0)))
    half = float(np.interp(first, lane.stations, lane.width)) / 2
    corners = ((0.0, half), (0.0, -half), (WIDE, -half), (WIDE, half))
    return np.array([lane.pose_at(first + ahead, left).translation for ahead, left in corners])


def _crossed(network: RoadNetwork, area: np.ndarray) -> Iterator[Stop]:
    """Yield the lanes that an area of paint lies across, each with its distance from their end."""
    middle = area.mean(axis=0)
    long = np.linalg.svd(area[:, :2] - middle[:2], full_matrices=False)[2][0]
    reach = np.abs((area[:, :2] - middle[:2]) @ long).max()
    found: dict[str, float] = {}
    for share in np.linspace(-0.9, 0.9, LOOKS):
        for lane, station, _ in network.road_map.lanes_at(middle[:2] + share * reach * long):
            if lane.kind in FOR_VEHICLES:
                found.setdefault(lane.name, lane.length - station)
    yield from (Stop(name, setback) for name, setback in found.items())
