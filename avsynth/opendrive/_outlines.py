"""Where objects lie: their corners on the road, and in the plane of the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from avsynth.core.xml import Element
from avsynth.datatypes.road_model import RoadModel

#: Pieces into which what goes on along a road is cut [m], the least distance of repeated things [m], and most of them.
PIECE, CLOSEST, MOST = 4.0, 0.2, 2000
#: Words of sizes that change along a ``<repeat>``.
SIZES = ("length", "width", "height", "radius")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one object stands, or one of those that are repeated.

    Parameters
    ----------
    station, left, up : float [m]
        On its road, and above it.
    heading : float [rad]
        From the direction of the road.
    length, width, height : float [m]
        0 if not said.
    goes_on : bool
        Whether it is a piece of something that runs along the road.
    """

    station: float
    left: float
    up: float
    heading: float
    length: float
    width: float
    height: float
    goes_on: bool = False

    def origin(self, road: RoadModel) -> np.ndarray:
        """Return the place in the plane of the map, (3,) [m]."""
        return road.points(np.array([self.station]), self.left, self.up)[0]

    def yaw(self, road: RoadModel) -> float:
        """Return its heading in the plane of the map [rad]."""
        return float(road.heading(np.array([self.station]))[0]) + self.heading


def spots_of(row: Element) -> Iterator[Spot]:
    """Yield where an object stands: once, or as its ``<repeat>`` rows have it; what goes on, piece by piece."""
    repeats = row.all("repeat")
    if not repeats:
        yield _spot(row, [row.number(name, 0.0) for name in ("s", "t", "zOffset")], _sizes(row))
    for repeat in repeats:
        yield from _pieces(row, repeat) if repeat.number("distance", 0.0) <= 0 else _repeated(row, repeat)


def _repeated(row: Element, repeat: Element) -> Iterator[Spot]:
    """Yield where each of those things stands that a ``<repeat>`` puts at equal distances."""
    length, step = max(repeat.number("length", 0.0), 0.0), max(repeat.number("distance"), CLOSEST)
    for k in range(min(int(length // step) + 1, MOST)):
        share = k * step / length if length > 0 else 0.0
        sizes = {name: _between(repeat, name, share, size) for name, size in _sizes(row).items()}
        yield _spot(row, _place(row, repeat, share), sizes | {"length": sizes["length"] or step})


def _pieces(row: Element, repeat: Element) -> Iterator[Spot]:
    """Yield the pieces of what goes on along a ``<repeat>``, each along the line between its ends."""
    length = max(repeat.number("length", 0.0), 0.0)
    count = min(max(int(np.ceil(length / PIECE)), 1), MOST)
    for k in range(count):
        share = (k + 0.5) / count
        ends = [_place(row, repeat, (k + end) / count) for end in (0, 1)]
        aside = ends[1][1] - ends[0][1]
        sizes = {name: _between(repeat, name, share, size) for name, size in _sizes(row).items()}
        piece = _spot(row, _place(row, repeat, share), sizes | {"length": float(np.hypot(length / count, aside))})
        yield replace(piece, heading=float(np.arctan2(aside, length / count)), goes_on=True)


def _place(row: Element, repeat: Element, share: float) -> tuple[float, float, float]:
    """Return station, offset and height after a share of a ``<repeat>`` [m]."""
    station = repeat.number("s", 0.0) + share * max(repeat.number("length", 0.0), 0.0)
    left = _between(repeat, "t", share, row.number("t", 0.0))
    return station, left, _between(repeat, "zOffset", share, row.number("zOffset", 0.0))


def outline_of(row: Element, spot: Spot, road: RoadModel) -> tuple[np.ndarray, bool] | None:
    """Return the corners of the outline of an object with their heights, (K, 4) [m], and whether it is closed.

    Corners are x, y, z in the plane of the map, and how far it reaches above them. None if it has no outline.
    """
    outline = outline_row(row)
    on_road, local = (outline.all(tag) if outline else [] for tag in ("cornerRoad", "cornerLocal"))
    if len(on_road) > 1:
        station, left, up = numbers(on_road, ("s", "t", "dz")).T
        points = road.points(station, left, up)
    elif len(local) > 1:
        points = spot.origin(road) + turned(numbers(local, ("u", "v", "z")), spot.yaw(road))
    else:
        return None
    heights = np.array([one.number("height", 0.0) for one in on_road if len(on_road) > 1] or
                       [one.number("height", 0.0) for one in local])  # fmt: skip
    heights = np.where(heights > 0, heights, spot.height)
    return np.column_stack([points, heights]), outline.word("closed", "true") != "false"


def box_of(spot: Spot, road: RoadModel) -> np.ndarray:
    """Return the corners of the box of an object with their height, (4, 4) [m]."""
    points = spot.origin(road) + turned(rectangle(spot.length, spot.width), spot.yaw(road))
    return np.column_stack([points, np.full(4, spot.height)])


def outline_row(row: Element) -> Element | None:
    """Return the first ``<outline>`` of an object, or None."""
    return row.first("outlines", "outline") or row.first("outline")


def numbers(rows: Sequence[Element], names: Sequence[str]) -> np.ndarray:
    """Return the named attributes of rows, 0 where they are missing, float64 (R, N)."""
    return np.array([[row.number(name, 0.0) for name in names] for row in rows])


def rectangle(length: float, width: float) -> np.ndarray:
    """Return the corners of a rectangle around the origin, float64 (4, 3) [m]."""
    return np.array([[x * length / 2, y * width / 2, 0.0] for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))])


def turned(points: np.ndarray, heading: float) -> np.ndarray:
    """Return `points` (N, 3) turned about the vertical."""
    cosine, sine = np.cos(heading), np.sin(heading)
    return points @ np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0], [0.0, 0.0, 1.0]])


def _spot(row: Element, place: Sequence[float], sizes: dict[str, float]) -> Spot:
    across = 2 * sizes["radius"]
    return Spot(*place, row.number("hdg", 0.0), sizes["length"] or across, sizes["width"] or across, sizes["height"])


def _sizes(row: Element) -> dict[str, float]:
    return {name: row.number(name, 0.0) for name in SIZES}


def _between(repeat: Element, name: str, share: float, default: float) -> float:
    """Return a value that changes linearly along a ``<repeat>``."""
    first, last = (repeat.number(name + end, default) for end in ("Start", "End"))
    return first + share * (last - first)
