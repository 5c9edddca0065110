"""Writes what has a place on a road: crosswalks, bridges, tunnels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from avsynth.datatypes.control import Control
from avsynth.datatypes.road import Crosswalk
from avsynth.datatypes.road_model import RoadModel, Structure
from avsynth.opendrive._write_records import Node, add, add_own
from avsynth.opendrive._write_signals import add_phases
from avsynth.opendrive._write_things import Furniture

#: Types of structures in files.
STRUCTURES = {"tunnel": "standard", "bridge": "concrete"}


def add_objects(
    node: Node,
    road: RoadModel,
    crosswalks: Sequence[Crosswalk],
    furniture: Furniture,
    controls: Sequence[Control] = (),
) -> None:
    """Add the ``<objects>`` of a road, if it has any; crosswalks with their signals among `controls`."""
    if not crosswalks and not road.structures and not furniture.is_on(road):
        return
    objects = add(node, "objects")
    for number, crosswalk in enumerate(crosswalks):
        row = _add_crosswalk(objects, road, crosswalk, f"{node.get('id')}{number:03}")
        for control in controls:
            if control.of == crosswalk.name and control.signal:
                add_phases(row, control.signal)
    furniture.add_to(objects, road)
    for tag in STRUCTURES:  # bridges come after tunnels, as the schema has it
        for number, one in enumerate(one for one in road.structures if one.kind == tag):
            _add_structure(objects, road, one, f"{node.get('id')}{tag}{number}")


def _add_structure(objects: Node, road: RoadModel, one: Structure, id_: str) -> None:
    """Add a bridge or tunnel."""
    first, last = np.clip([one.first, one.last], 0.0, road.length)
    is_tunnel = one.kind == "tunnel"
    light = {"lighting": float(one.is_lit), "daylight": 0.0} if is_tunnel else {}
    row = add(objects, one.kind, s=first, length=last - first, id=id_, type=STRUCTURES[one.kind], **light)
    word = "clearance" if is_tunnel else "depth"
    add_own(row, word, getattr(one, word))


def _add_crosswalk(objects: Node, road: RoadModel, crosswalk: Crosswalk, id_: str) -> Node:
    """Add a crosswalk with its four corners; the middles of two of its sides are where people wait."""
    ends = [road.place_of(point) for point in (crosswalk.start, crosswalk.end)]
    station, left, up = np.mean(ends, axis=0)
    span = abs(ends[0][1] - ends[1][1])
    node = add(
        objects,
        "object",
        type="crosswalk",
        name=crosswalk.name,
        id=id_,
        s=station,
        t=left,
        zOffset=up,
        hdg=0.0,
        orientation="none",
        length=crosswalk.width,
        width=span,
    )
    outline = add(add(node, "outlines"), "outline", id="0", closed="true", outer="true")
    half = crosswalk.width / 2
    corners = [(*ends[0], -half), (*ends[0], half), (*ends[1], half), (*ends[1], -half)]
    for number, (s, t, dz, along) in enumerate(corners):
        add(outline, "cornerRoad", s=s + along, t=t, dz=dz, height=0.0, id=str(number))
    return node
