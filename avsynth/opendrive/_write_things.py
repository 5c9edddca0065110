"""Writes what stands beside roads as ``<object>``, and areas of paint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.road_model import RoadModel
from avsynth.opendrive._things import ALONG_Y
from avsynth.opendrive._write_records import Node, add, add_own

#: Type and subtype of each kind of thing in files, and of solids by their role.
CODES = {
    "guard_rail": ("barrier", "guardRail"),
    "noise_barrier": ("barrier", "noiseProtection"),
    "wall": ("barrier", "wall"),
    "fence": ("barrier", "fence"),
    "hedge": ("barrier", "hedge"),
    "tree": ("tree", "leaf"),
    "bush": ("vegetation", "bush"),
    "street_lamp": ("pole", "streetLamp"),
    "bollard": ("pole", "bollard"),
    "cone": ("obstacle", "cone"),
}
SOLIDS = {
    "building": ("building", "building"),
    "barrier": ("barrier", ""),
    "pole": ("pole", ""),
    "island": ("trafficIsland", "island"),
    "object": ("obstacle", ""),
}
#: The field that each size of an object comes from, the first that a kind has.
FIELDS = {"length": ("length",), "width": ("thickness", "crown", "width"), "height": ("height",)}


@dataclass(frozen=True, eq=False)
class Furniture:
    """All things and paint of a network, each with the road that it is nearest to."""

    network: RoadNetwork

    def add_to(self, node: Node, road: RoadModel) -> None:
        """Add the objects of a road to its ``<objects>``."""
        for fixture, owner in self._things:
            if owner is road:
                _add_thing(node, road, fixture, _id(node, road))
        for area, owner in self._paint:
            if owner is road:
                _add_paint(node, road, area, _id(node, road))

    def is_on(self, road: RoadModel) -> bool:
        """Return whether anything belongs to a road."""
        return any(owner is road for _, owner in (*self._things, *self._paint))

    @cached_property
    def _things(self) -> list[tuple[Fixture, RoadModel]]:
        kinds = (*CODES, "solid")
        some = (one for one in self.network.fixtures if one.kind in kinds)
        return [(one, self._nearest(one.world_from_ground.translation)) for one in some]

    @cached_property
    def _paint(self) -> list[tuple[np.ndarray, RoadModel]]:
        return [(area, self._nearest(area.mean(axis=0))) for area in self.network.paint]

    def _nearest(self, point: np.ndarray) -> RoadModel:
        """Return the road beside whose reference line a point lies nearest; one that does not end before it, if any."""
        return min(self.network.roads, key=lambda road: _distance(road, point))


def _distance(road: RoadModel, point: np.ndarray) -> tuple[bool, float]:
    station, left, _ = road.place_of(point)
    beyond = max(-station, station - road.length, 0.0)
    return beyond > 1e-3, float(np.hypot(left, beyond))


def _id(node: Node, road: RoadModel) -> str:
    """Return an id that no other object has: names of roads are unique, and so is the number on each."""
    return f"{road.name}.{len(node)}"


def _add_thing(objects: Node, road: RoadModel, fixture: Fixture, id_: str) -> None:
    fields = dict(fixture.fields)
    type_, subtype = SOLIDS[str(fields["role"])] if fixture.kind == "solid" else CODES[fixture.kind]
    heading = fixture.world_from_ground.yaw + (np.pi / 2 if fixture.kind in ALONG_Y else 0.0)
    sizes = {
        size: next((float(fields[word]) for word in words if word in fields), 0.0) for size, words in FIELDS.items()
    }
    if "radius" in fields:
        sizes["width"] = 2 * float(fields["radius"])
    if fixture.kind in ("tree", "bush", "bollard"):
        sizes["length"] = sizes["width"]
    said = {word: size for word, size in sizes.items() if size > 0}
    row = _add_object(objects, road, (id_, type_, subtype), fixture.world_from_ground.translation, heading, **said)
    if fixture.kind == "solid":
        outline = add(add(row, "outlines"), "outline", id="0", closed="true", outer="true")
        turn = -heading_of(row, road) + fixture.world_from_ground.yaw
        for number, ((x, y), top) in enumerate(zip(fields["plan"], fields["tops"], strict=True)):
            u, v = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
            add(outline, "cornerLocal", u=u, v=v, z=0.0, height=top, id=str(number))
    if "reach" in fields:
        add_own(row, "reach", float(fields["reach"]))


def heading_of(row: Node, road: RoadModel) -> float:
    """Return the heading of an object in the plane of the map [rad]."""
    return float(road.heading(np.array([float(row.get("s"))]))[0]) + float(row.get("hdg"))


def _add_paint(objects: Node, road: RoadModel, area: np.ndarray, id_: str) -> None:
    row = _add_object(objects, road, (id_, "roadMark", ""), area.mean(axis=0), float(road.heading(np.zeros(1))[0]))
    outline = add(add(row, "outlines"), "outline", id="0", closed="true", outer="true")
    for number, (s, t, dz) in enumerate(_places(road, area)):
        add(outline, "cornerRoad", s=s, t=t, dz=dz, height=0.0, id=str(number))


def _places(road: RoadModel, points: Sequence[np.ndarray]) -> Iterator[tuple[float, float, float]]:
    yield from (road.place_of(point) for point in points)


def _add_object(
    objects: Node, road: RoadModel, words: tuple[str, str, str], point: np.ndarray, heading: float, **sizes: float
) -> Node:
    """Add an object at a `point` (3,) [m], turned to `heading` [rad] in the plane of the map."""
    id_, type_, subtype = words
    station, left, up = road.place_of(point)
    turn = heading - float(road.heading(np.array([station]))[0])
    return add(
        objects,
        "object",
        id=id_,
        type=type_,
        **({"subtype": subtype} if subtype else {}),
        s=station,
        t=left,
        zOffset=up,
        hdg=(turn + np.pi) % (2 * np.pi) - np.pi,
        orientation="none",
        **sizes,
    )
