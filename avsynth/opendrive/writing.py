"""Writes OpenDRIVE 1.8: a network of road models in, XML out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from avsynth.datatypes.network import JunctionModel, RoadNetwork
from avsynth.datatypes.road_model import Link, RoadModel
from avsynth.opendrive._write_lanes import add_lanes
from avsynth.opendrive._write_objects import add_objects
from avsynth.opendrive._write_plan import add_plan, add_profiles
from avsynth.opendrive._write_records import Node, add
from avsynth.opendrive._write_signals import Signage
from avsynth.opendrive._write_things import Furniture


@dataclass(frozen=True)
class Ids:
    """The ids of roads and junctions by their names: roads count from 1, junctions go on from there."""

    roads: Mapping[str, str]
    junctions: Mapping[str, str]


def written(network: RoadNetwork, name: str = "", geo_reference: str = "") -> bytes:
    """Return `network` as a file of roads; reading it gives the same lanes, to the last digit but one.

    Pavements that belong to no road, such as those round corners, have no place in the format and are left out.

    Parameters
    ----------
    name : str
        Of the whole, for the header.
    geo_reference : str
        Where on Earth its coordinates lie, as a projection string.
    """
    count = len(network.roads)
    ids = Ids(
        {road.name: str(k + 1) for k, road in enumerate(network.roads)},
        {junction.name: str(count + k + 1) for k, junction in enumerate(network.junctions)},
    )
    root = ElementTree.Element("OpenDRIVE")
    header = add(root, "header", revMajor="1", revMinor="8", name=name, version="1", vendor="avsynth")
    if geo_reference:
        add(header, "geoReference").text = geo_reference
    signage, furniture = Signage(network), Furniture(network)
    for road in network.roads:
        node = _add_road(root, road, network, ids)
        crosswalks = [one for one in network.crosswalks if one.road == road.name]
        add_objects(node, road, crosswalks, furniture, network.controls)
        signage.add_signals(node, road)
    signage.add_controllers(root)
    for junction in network.junctions:
        signage.add_references(_add_junction(root, junction, network, ids), junction.name)
    ElementTree.indent(root, "  ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _add_road(root: Node, road: RoadModel, network: RoadNetwork, ids: Ids) -> Node:
    node = add(
        root,
        "road",
        name=road.name,
        length=road.length,
        id=ids.roads[road.name],
        junction=ids.junctions.get(road.junction, "-1"),
        rule="LHT" if road.keeps_left else "RHT",
    )
    if road.before or road.after:
        links = add(node, "link")
        for tag, link in (("predecessor", road.before), ("successor", road.after)):
            if link is not None:
                _add_link(links, tag, link, ids)
    add_plan(node, road.curve)
    add_profiles(node, road)
    add_lanes(node, road)
    return node


def _add_link(links: Node, tag: str, link: Link, ids: Ids) -> None:
    if link.is_junction:
        add(links, tag, elementType="junction", elementId=ids.junctions[link.name])
    else:
        add(links, tag, elementType="road", elementId=ids.roads[link.name], contactPoint=link.contact)


def _add_junction(root: Node, junction: JunctionModel, network: RoadNetwork, ids: Ids) -> Node:
    """Add a junction; where its roads go on into others with none across between them, it is a direct one."""
    direct = all(not network.by_name[one.connecting].junction for one in junction.connections)
    words = {"type": "direct"} if direct and junction.connections else {}
    node = add(root, "junction", name=junction.name, id=ids.junctions[junction.name], **words)
    for number, connection in enumerate(junction.connections):
        row = add(
            node,
            "connection",
            id=str(number),
            incomingRoad=ids.roads[connection.incoming],
            **{"linkedRoad" if words else "connectingRoad": ids.roads[connection.connecting]},
            contactPoint=connection.contact,
        )
        for one, other in connection.lanes:
            add(row, "laneLink", **{"from": str(one), "to": str(other)})
    return node
