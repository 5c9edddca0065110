"""Reads OpenDRIVE 1.1 to 1.8: XML in, a network of road models out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from avsynth.core.errors import RoadFileError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.core.xml import Element, Fault, parsed
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.profile import Profile
from avsynth.datatypes.road_model import RoadModel
from avsynth.opendrive._links import NO_JUNCTION, Names, junction_of, link_of, names_of
from avsynth.opendrive._notes import Note, Notes
from avsynth.opendrive._objects import crosswalks_of, structures_of
from avsynth.opendrive._plan import curve_of
from avsynth.opendrive._records import profile_of
from avsynth.opendrive._sections import sections_of
from avsynth.opendrive._signals import signals_of
from avsynth.opendrive._stops import with_priorities, with_stops
from avsynth.opendrive._things import things_of

#: Lanes beyond this distance from their reference line, and roads farther apart, are those of a broken file [m].
WIDEST, FARTHEST = 1000.0, 200_000.0


@dataclass(frozen=True, eq=False)
class RoadFile:
    """What a file of roads says.

    Parameters
    ----------
    network : RoadNetwork
        Its roads ``r12`` and junctions ``j3`` by their ids, behind the prefix asked for.
    notes : tuple of Note
        What was not taken over, or mended.
    geo_reference : str
        Where on Earth its coordinates lie, as a projection string; "" if it does not say.
    """

    network: RoadNetwork
    notes: tuple[Note, ...] = ()
    geo_reference: str = ""


def read(path: str | Path, prefix: str = "") -> RoadFile:
    """Return the roads of an OpenDRIVE file, their names after `prefix`.

    Raises
    ------
    RoadFileError
        If there is no such file or its content is broken; the message has file, line and reason.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        beside = [p.name for p in path.parent.glob("*.xodr")] if path.parent.is_dir() else []
        hint = did_you_mean(path.name, beside)
        raise RoadFileError(f"{path}: cannot be read: {(error.strerror or 'not a file').lower()}{hint}") from None
    return _kept(content, str(path), prefix)


def loads(content: bytes, source: str = "text.xodr", prefix: str = "") -> RoadFile:
    """Return the roads that `content` describes; `source` stands for a file name in messages."""
    try:
        return _read(parsed(content), prefix)
    except Fault as fault:
        raise RoadFileError(f"{source}:{fault.line}: {fault.text}") from None


@lru_cache(maxsize=4)
def _kept(content: bytes, source: str, prefix: str) -> RoadFile:
    return loads(content, source, prefix)


def _read(root: Element, prefix: str) -> RoadFile:
    if root.tag != "OpenDRIVE":
        raise Fault(root.line, f"the outermost element is <{root.tag}>; in a file of roads it is <OpenDRIVE>")
    notes = Notes()
    names = names_of(root, prefix)
    header = root.first("header") or Element("header", {}, root.line)
    roads = tuple(_road(row, names, notes) for row in root.all("road"))
    if not roads:
        raise Fault(root.line, "the file has no <road>")
    _check_extent(root, roads)
    signals = signals_of(root, roads, notes)
    crossings = tuple(
        crossing
        for row, road in zip(root.all("road"), roads, strict=True)
        for crossing in crosswalks_of(row, road, notes)
    )
    things = [things_of(row, road, notes) for row, road in zip(root.all("road"), roads, strict=True)]
    junctions = tuple(junction_of(row, names, notes) for row in root.all("junction"))
    notes.add_unread(root)
    geo_reference = header.first("geoReference")
    network = RoadNetwork(
        roads,
        junctions,
        tuple(one for one, _ in crossings),
        controls=(*signals.controls(), *signals.crossing_controls(crossings)),
        fixtures=(*signals.fixtures(), *(one for each in things for one in each.fixtures)),
        paint=tuple(area for each in things for area in each.paint),
    )
    network = with_stops(network, list(signals.stops()), [area for each in things for area in each.stops])
    network = with_priorities(network, root, names, notes).moved(_world_from_file(header))
    return RoadFile(network, tuple(notes), geo_reference.text.strip() if geo_reference else "")


def _world_from_file(header: Element) -> Pose:
    """Return what the ``<offset>`` of the header does: everything is moved, then turned about the origin."""
    row = header.first("offset") or Element("offset", {}, header.line)
    x, y, z, heading = (row.number(name, 0.0) for name in ("x", "y", "z", "hdg"))
    return Pose.planar(0.0, 0.0, 0.0, heading) @ Pose.planar(x, y, z, 0.0)


def _road(row: Element, names: Names, notes: Notes) -> RoadModel:
    curve = curve_of(row, notes)
    lateral = row.first("lateralProfile")
    junction = row.word("junction", "-1")
    if junction not in NO_JUNCTION and junction not in names.junctions:
        notes.add(row, "<road> is of a junction that is not in the file")
    road = RoadModel(
        names.roads[row.word("id")],
        curve,
        sections_of(row, curve.length, notes),
        elevation=profile_of(row.within("elevationProfile")),
        bank=profile_of(lateral.all("superelevation")) if lateral else profile_of([]),
        shift=profile_of(row.first("lanes").all("laneOffset")),
        camber=_camber(lateral.all("shape")) if lateral else (),
        before=link_of(row, "predecessor", names, notes),
        after=link_of(row, "successor", names, notes),
        junction=names.junctions.get(junction, ""),
        structures=structures_of(row, curve.length, notes),
        keeps_left=row.word("rule", "RHT") == "LHT",
    )
    if road.reach > WIDEST:
        raise Fault(
            row.line, f"a lane lies {road.reach:g} m beside the reference line; they lie up to {WIDEST:g} m there"
        )
    return road


def _check_extent(root: Element, roads: tuple[RoadModel, ...]) -> None:
    """Raise Fault if the roads lie so far from each other that no land fits between them."""
    starts = np.array([(piece.x, piece.y) for road in roads for piece in road.curve.pieces])
    extent = float(np.ptp(starts, axis=0).max())
    if extent > FARTHEST:
        raise Fault(root.line, f"roads lie {extent / 1000:g} km apart; those of a file go up to {FARTHEST / 1000:g} km")


def _camber(rows: list[Element]) -> tuple[tuple[float, Profile], ...]:
    """Return the heights of the surface across the road at each station that ``<shape>`` rows name."""
    stations = sorted({row.number("s", 0.0) for row in rows})
    return tuple((s, profile_of([row for row in rows if row.number("s", 0.0) == s], "t")) for s in stations)
