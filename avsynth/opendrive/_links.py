"""How roads go on: ``<link>`` of roads, and ``<junction>``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import Connection, JunctionModel
from avsynth.datatypes.road_model import Link
from avsynth.opendrive._notes import Notes

#: What a road that belongs to no junction says.
NO_JUNCTION = ("-1", "")


@dataclass(frozen=True)
class Names:
    """Our names of the roads and junctions of a file by their ids."""

    roads: Mapping[str, str]
    junctions: Mapping[str, str]


def names_of(root: Element, prefix: str) -> Names:
    """Return the names: ``PREFIX.r12`` of roads, ``PREFIX.j3`` of junctions, ``PREFIX.j3.r12`` of roads across them."""
    before = f"{prefix}." if prefix else ""
    junctions = _named(root.all("junction"), f"{before}j")
    plain = _named(root.all("road"), "r")
    roads = {}
    for road in root.all("road"):
        junction = junctions.get(road.word("junction", "-1"))
        roads[road.word("id")] = f"{junction}." if junction else before
    return Names({id_: roads[id_] + name for id_, name in plain.items()}, junctions)


def link_of(road: Element, tag: str, names: Names, notes: Notes) -> Link | None:
    """Return the ``<predecessor>`` or ``<successor>`` of a road; None if it has none that is there."""
    row = road.first("link", tag)
    if row is None:
        return None
    target, is_junction = row.word("elementId", ""), row.word("elementType", "road") == "junction"
    known = names.junctions if is_junction else names.roads
    if target not in known:
        notes.add(row, f"<{tag}> is a {'junction' if is_junction else 'road'} that is not in the file")
        return None
    return Link(known[target], _contact(row, "contactPoint"), is_junction)


def junction_of(row: Element, names: Names, notes: Notes) -> JunctionModel:
    """Return a junction; connections of roads that are not there are left out."""
    kind = row.word("type", "default")
    if kind not in ("default", "direct"):
        notes.add(row, f"junction of type '{kind}': what branches off inside a road is not linked to its lanes")
    found = []
    for connection in row.all("connection"):
        incoming, other = connection.word("incomingRoad", ""), _connecting(connection)
        if incoming not in names.roads or other not in names.roads:
            notes.add(connection, "<connection> of a road that is not in the file")
            continue
        lanes = tuple((link.whole("from"), link.whole("to")) for link in connection.all("laneLink"))
        if not lanes:
            notes.add(connection, "<connection> without <laneLink> links no lanes")
        found.append(Connection(names.roads[incoming], names.roads[other], _contact(connection, "contactPoint"), lanes))
    return JunctionModel(names.junctions[row.word("id")], tuple(found))


def _connecting(connection: Element) -> str:
    """Return the road that a connection leads to; in direct junctions there is none between."""
    return connection.word("connectingRoad", connection.word("linkedRoad", ""))


def _contact(row: Element, name: str) -> str:
    contact = row.word(name, "start") or "start"
    if contact not in ("start", "end"):
        raise Fault(row.line, f"<{row.tag} {name}=\"{contact}\">: 'start' or 'end' is expected")
    return contact


def _named(elements: Sequence[Element], letter: str) -> dict[str, str]:
    """Return a name of letters, digits and underscores for each id; raise Fault where two are the same."""
    found: dict[str, str] = {}
    for element in elements:
        id_ = element.word("id")
        if id_ in found:
            raise Fault(element.line, f"two elements <{element.tag}> have the id '{id_}'")
        name = letter + re.sub(r"\W", "_", id_, flags=re.ASCII)
        while name in found.values():
            name += "_"
        found[id_] = name
    return found
