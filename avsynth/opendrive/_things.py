"""Objects that stand on or beside roads: ``<object>`` as things of our own kinds, solids, and paint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from avsynth.core.frames import Pose
from avsynth.core.xml import Element
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.lane import CARRIAGEWAY
from avsynth.datatypes.road_model import RoadModel
from avsynth.opendrive._notes import Notes
from avsynth.opendrive._outlines import MOST, PIECE, Spot, box_of, outline_of, spots_of
from avsynth.opendrive._solids import SMALLEST, solids_of

#: What an object is by its subtype, its type or its name, the first that says something; the first rule that fits.
RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"crosswalk", "crosswalk"),
        (r"parking.?space", "places"),
        (r"road.?mark|stop.?line|(solid|dashed)(short)?single|arrow.*line", "paint"),
        (r"street.?light|lamp|lantern", "street_lamp"),
        (r"noise|sound", "noise_barrier"),
        (r"guard.?rail|railing|crash", "guard_rail"),
        (r"hedge", "hedge"),
        (r"fence|chain|hand.?rail", "fence"),
        (r"jersey|wall|concrete.?barrier|step.?barrier", "wall"),
        (r"guide.?post|bollard|delineator", "bollard"),
        (r"pole|post|mast|pillar", "pole"),
        (r"^tree|^(needle|leaf|palm)$|forest|oak|\bash", "tree"),
        (r"bush|shrub|vegetation", "bush"),
        (r"building|house|garage|church|tower|shop", "building"),
        (r"island", "island"),
        (r"cone", "cone"),
    )
)
#: Names of paint at which one stops.
STOP_LINE = re.compile("stop.?line", re.IGNORECASE)
#: What it is by its type where no rule fits.
OTHERWISE = {"barrier": "barrier", "obstacle": "object", "none": "object", "-1": "object", "": "object"}
#: Kinds that are drawn as solids on a ground plan, and their roles.
SOLIDS = {"building": "building", "pole": "pole", "island": "island", "barrier": "barrier", "object": "object"}
#: Least and greatest of the sizes that our kinds take [m].
LIMITS = {
    "guard_rail": {"length": (0.6, 59.0)},
    "noise_barrier": {"length": (1.1, 59.0), "height": (1.1, 8.9)},
    "wall": {"length": (0.4, 59.0), "height": (0.3, 4.9), "thickness": (0.1, 0.9)},
    "fence": {"length": (0.6, 11.9), "height": (0.5, 2.9)},
    "hedge": {"length": (0.6, 11.9), "height": (0.4, 3.9), "thickness": (0.3, 2.4)},
    "tree": {"height": (2.1, 29.0), "crown": (1.1, 19.0)},
    "bush": {"height": (0.4, 4.9), "width": (0.4, 5.9)},
    "street_lamp": {"height": (2.6, 14.9)},
    "bollard": {"height": (0.4, 1.4), "radius": (0.03, 0.29)},
    "cone": {},
}
#: Kinds that run along y and look at the road.
ALONG_Y = ("guard_rail", "noise_barrier", "wall", "fence", "hedge")
#: What all pieces of a row have in common that would be drawn for each.
LOOKS = {
    "wall": (("body", "concrete"),),
    "noise_barrier": (("glazed", False), ("panel", "concrete")),
    "hedge": (("variant", 0), ("leaves", "leaves")),
}
#: Bushes at least this high are trees [m], and greens so much longer than wide are hedges [1].
TREE_HEIGHT, HEDGE_SHAPE = 3.0, 2.0
#: Width of lines of paint [m].
LINE = 0.12


@dataclass(frozen=True, eq=False)
class Things:
    """What the objects of one road are: things, and closed outlines of paint, (K, 3) each [m]; `stops` are lines."""

    fixtures: tuple[Fixture, ...]
    paint: tuple[np.ndarray, ...]
    stops: tuple[np.ndarray, ...]


def things_of(row: Element, road: RoadModel, notes: Notes) -> Things:
    """Return what stands and lies on a ``<road>``; what nothing is known for is noted."""
    fixtures: list[Fixture] = []
    paint: list[np.ndarray] = []
    stops: list[np.ndarray] = []
    for one in (one for one in row.within("objects") if one.tag == "object"):
        kind = kind_of(one)
        if kind == "crosswalk":
            continue
        make = _paint if kind in ("paint", "places") else _fixtures
        found = list(islice(make(one, road, kind), MOST))
        if not found:
            notes.add(one, f"<object> of type '{one.word('type', '')}' without a shape that we know is left out")
        (paint if kind in ("paint", "places") else fixtures).extend(found)
        if kind == "paint" and STOP_LINE.search(one.word("name", "")):
            stops += found
    return Things(tuple(fixtures), tuple(paint), tuple(stops))


def kind_of(one: Element) -> str:
    """Return what an object is: a word of `LIMITS` or `SOLIDS`, crosswalk, paint, places, or "" if it is nothing."""
    type_ = one.word("type", "")
    for text in (one.word("subtype", ""), type_, one.word("name", "")):
        found = next((kind for pattern, kind in RULES if pattern.search(text)), "")
        if found:
            return found
    return OTHERWISE.get(type_, "")


def _fixtures(one: Element, road: RoadModel, kind: str) -> Iterator[Fixture]:
    """Yield the things that one object is."""
    for spot in spots_of(one):
        found = outline_of(one, spot, road)
        if kind in LIMITS and found is None:
            yield from _known(_settled(kind, spot), spot, road, one)
        elif kind:
            yield from solids_of(SOLIDS.get(kind, "barrier" if kind in ALONG_Y else "object"), spot, found, road)


def _settled(kind: str, spot: Spot) -> str:
    """Return the kind of greens by their size; those that go on along the road are hedges."""
    if spot.goes_on and kind in ("bush", "tree"):
        return "hedge"
    if kind == "bush" and min(spot.length, spot.width) > 0:
        long, short = sorted((spot.length, spot.width))[::-1]
        kind = "hedge" if long > HEDGE_SHAPE * short else kind
    return "tree" if kind == "bush" and spot.height >= TREE_HEIGHT else kind


def _known(kind: str, spot: Spot, road: RoadModel, one: Element) -> Iterator[Fixture]:
    """Yield a thing of one of our kinds, in pieces if it is long."""
    if not 0.0 <= spot.station <= road.length:
        return
    if kind not in ALONG_Y:
        yield _thing(kind, spot, spot.origin(road), _turn(kind, spot, road, one), one)
        return
    count = min(max(int(np.ceil(spot.length / LIMITS[kind]["length"][1])), 1), MOST)
    yaw = spot.yaw(road)
    ahead = np.array([np.cos(yaw), np.sin(yaw), 0.0])
    for k in range(count):
        middle = spot.origin(road) + ((k + 0.5) / count - 0.5) * spot.length * ahead
        yield _thing(kind, spot, middle, _looking(spot, road, yaw), one, spot.length / count)


def _thing(kind: str, spot: Spot, place: np.ndarray, yaw: float, one: Element, length: float = 0.0) -> Fixture:
    """Return a thing with those of its sizes that the file says, within what the kind takes."""
    said = {
        "length": length or PIECE,
        "height": spot.height,
        "thickness": spot.width,
        "crown": spot.width,
        "width": spot.width,
        "radius": spot.width / 2,
    }
    sizes: list[tuple[str, object]] = [
        (word, float(np.clip(said[word], *span))) for word, span in LIMITS[kind].items() if said[word] > 0
    ]
    if kind == "street_lamp":
        sizes += [("burns", "off" not in one.word("subtype", "").lower().split()), *_reach(one)]
    if kind == "fence":
        boards = re.search("plank|board|wood", one.word("name", ""), re.IGNORECASE)
        sizes.append(("style", "boards" if boards else "mesh"))
    sizes += LOOKS.get(kind, ())
    return Fixture(kind, Pose.planar(*place, yaw), tuple(sizes))


def _reach(one: Element) -> Iterator[tuple[str, object]]:
    """Yield style and arm of a lamp if our writer left them."""
    if one.own("reach"):
        reach = float(np.clip(one.own_number("reach"), 0.0, 4.9))
        yield from (("style", "arm" if reach > 0 else "lantern"), ("reach", reach))


def _turn(kind: str, spot: Spot, road: RoadModel, one: Element) -> float:
    """Return where a thing looks: lamps over the road, the rest and our own where the file says [rad]."""
    return _towards(spot, road) if kind == "street_lamp" and not one.own("reach") else spot.yaw(road)


def _looking(spot: Spot, road: RoadModel, yaw: float) -> float:
    """Return where what runs at `yaw` looks, square to it: to the side where the road is [rad]."""
    towards = _towards(spot, road)
    return yaw - np.pi / 2 if np.cos(yaw - np.pi / 2 - towards) > 0 else yaw + np.pi / 2


def _towards(spot: Spot, road: RoadModel) -> float:
    """Return the direction from a spot to the nearest lane for vehicles [rad]."""
    at = np.array([np.clip(spot.station, 0.0, road.length)])
    section = road.section_at(float(at[0]))
    borders = road.borders(section, at)[0]
    middles = [borders[k : k + 2].mean() for k, strip in enumerate(section.strips) if strip.kind in CARRIAGEWAY]
    nearest = min(middles, key=lambda left: abs(left - spot.left), default=0.0)
    return float(road.heading(at)[0]) + (np.pi / 2 if nearest > spot.left else -np.pi / 2)


def _paint(one: Element, road: RoadModel, kind: str) -> Iterator[np.ndarray]:
    """Yield the outlines of what is painted: an area, or lines round a parking space."""
    for spot in spots_of(one):
        corners, _ = outline_of(one, spot, road) or (box_of(spot, road), True)
        if np.ptp(corners[:, :2], axis=0).max() < SMALLEST or (kind == "paint" and len(corners) < 3):
            continue
        if kind == "paint":
            yield corners[:, :3]
            continue
        for first, last in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            yield _line(first[:3], last[:3])


def _line(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return the outline of a line of paint between two points, (4, 3) [m]."""
    way = last - first
    aside = LINE / 2 * np.array([-way[1], way[0], 0.0]) / max(np.hypot(*way[:2]), 1e-9)
    return np.array([first - aside, last - aside, last + aside, first + aside])
