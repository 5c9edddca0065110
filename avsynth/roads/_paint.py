"""Paint on a road: lines along its borders, stop lines, zebra crossings, parking places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from avsynth.core.seed import Stream
from avsynth.datatypes.lane import Lane
from avsynth.datatypes.lanes import lanes_of
from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Mark, Section
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._section import carriageway
from avsynth.roads._surface import stretches

#: Height of paint above the asphalt [m]: thermoplastic marks are 2 to 4 mm thick.
PAINT_LIFT = 0.004
#: Shorter strokes are not painted [m].
SHORTEST_STROKE = 0.12
#: Width of the lines between parking places [m].
PLACE_LINE, HALVES = 0.12, np.array([-0.5, 0.5])
#: Width of the bars of a zebra crossing and of the gaps between them [m].
ZEBRA_BAR = 0.5
#: Strokes and gaps of the broken line where one yields [m] (German RMS 1: 0.5 m and 0.25 m).
WAIT_STROKE, WAIT_GAP = 0.5, 0.25
#: Hatching: width of the stripes and from one to the next along the road, and free space to the borders [m].
HATCH_STRIPE, HATCH_STEP, HATCH_MARGIN = 0.7, 2.8, 0.25
#: Length of the flakes in which paint wears off [m]; from this wear on what is left has faded [1].
FLAKE, FADED = 0.3, 0.3
#: Material of each colour of paint.
SLOT_OF = {"yellow": "lane_paint_yellow", "orange": "lane_paint_yellow"}


def paint_marks(builder: SurfaceBuilder, road: RoadModel, span: tuple[float, float], *, plain: bool = False) -> None:
    """Add the marks along all borders of `road` between the stations of `span` [m]; `plain`: none is dashed."""
    for section, stations in stretches(road, span):
        ends = (stations[0], stations[-1])
        numbers = [strip.number for strip in section.left[::-1]] + [0] + [strip.number for strip in section.right]
        for border, number in enumerate(numbers):
            marks = section.marks if number == 0 else section.strip(number).marks
            for mark, part in _parts(marks, section, ends):
                _paint_mark(builder, road, (section, border), part, replace(mark, kind="solid") if plain else mark)


def paint_box(
    builder: SurfaceBuilder,
    road: RoadModel,
    span: tuple[float, float],
    left: float,
    right: float,
    slot: str = "lane_paint",
) -> None:
    """Add a rectangle of a material: between two stations and from `left` to `right` of the reference line [m]."""
    stations = road.stations(*span)
    builder.ribbon(road.points(stations, left, PAINT_LIFT), road.points(stations, right, PAINT_LIFT), slot)


def paint_zebra(builder: SurfaceBuilder, road: RoadModel, span: tuple[float, float], wear: float = 0.0) -> None:
    """Add the bars of a zebra crossing over the whole carriageway, 0.5 m wide every 1 m; a share `wear` is gone."""
    left, right = carriageway(road, (span[0] + span[1]) / 2)
    bars = int((left - right - ZEBRA_BAR) // (2 * ZEBRA_BAR))
    first = left - (left - right - 2 * ZEBRA_BAR * bars + ZEBRA_BAR) / 2  # the bars stand in the middle
    slot = "lane_paint_worn" if wear >= FADED else "lane_paint"
    for number in range(bars):
        for kept in _worn([span], wear, Stream(0).child("zebra", road.name, span[0], number)):
            along, edge = road.stations(*kept), first - 2 * ZEBRA_BAR * number
            builder.ribbon(*(road.points(along, edge - aside, PAINT_LIFT) for aside in (0.0, ZEBRA_BAR)), slot)


def paint_hatching(
    builder: SurfaceBuilder, road: RoadModel, at: tuple[Section, int], span: tuple[float, float]
) -> None:
    """Add slanting stripes on strip `at` (section, number from the left) between two stations, where nobody drives."""
    section, number = at
    for start in np.arange(span[0] + HATCH_STEP, span[1], HATCH_STEP):
        stripe = start + np.array([0.0, HATCH_STRIPE])
        left, right = road.borders(section, stripe)[:, number : number + 2].T
        reach = min(float(left[0] - right[0]) - 2 * HATCH_MARGIN, span[1] - stripe[1])
        if reach > HATCH_STRIPE:  # it runs forwards by as much as across: at 45 degrees
            near, far = left - HATCH_MARGIN, left - HATCH_MARGIN - reach
            lines = road.points(stripe, near, PAINT_LIFT), road.points(stripe + reach, far, PAINT_LIFT)
            builder.ribbon(lines[0][::-1], lines[1][::-1], "lane_paint")


def broken(left: float, right: float) -> list[tuple[float, float]]:
    """Return the strokes of a broken line across a lane from `left` to `right` [m], the same space at both ends."""
    count = int((left - right + WAIT_GAP) // (WAIT_STROKE + WAIT_GAP))
    first = left - (left - right - count * (WAIT_STROKE + WAIT_GAP) + WAIT_GAP) / 2
    starts = first - np.arange(count) * (WAIT_STROKE + WAIT_GAP)
    return [(float(start), float(start) - WAIT_STROKE) for start in starts]


def paint_parking(builder: SurfaceBuilder, road: RoadModel, span: tuple[float, float]) -> None:
    """Add the lines between the places of parking strips: where the lanes, and so the vehicles on them, have them."""
    for section, _ in stretches(road, span):
        for k, strip in enumerate(section.strips):
            if strip.kind == "park" and strip.inner.is_zero and strip.places.are_bays:
                _paint_bays(builder, road, (section, k))
    if any(strip.kind == "park" for section in road.sections for strip in section.strips):
        for lane in lanes_of([road], ())[0]:
            if lane.kind == "park" and not lane.places.are_bays:
                _paint_places(builder, lane, road.points(np.array(span), 0.0))


def _paint_places(builder: SurfaceBuilder, lane: Lane, ends: np.ndarray) -> None:
    """Add the cross lines between places along the kerb, from abreast of one of the points `ends` (2, 3) [m] to the
    other.
    """
    first, last = sorted(lane.project(end)[0] for end in ends)
    lift = np.array([0.0, 0.0, PAINT_LIFT])
    for number in range(lane.places.count(lane.length, 0.0) + 1):
        middle = number * lane.places.pitch
        if first + PLACE_LINE < middle < last - PLACE_LINE:
            half = float(np.interp(middle, lane.stations, lane.width)) / 2
            left, right = (
                np.array([lane.pose_at(middle + along, side * half).translation for along in PLACE_LINE * HALVES])
                for side in (1, -1)
            )
            builder.ribbon(left + lift, right + lift, "lane_paint")


def _paint_bays(builder: SurfaceBuilder, road: RoadModel, at: tuple[Section, int]) -> None:
    """Add the lines between bays side by side on strip `at`, which lean the way the traffic beside them goes."""
    section, k = at
    strip, start, end = section.strips[k], section.start, road.section_end(road.sections.index(section))
    borders = road.borders(section, np.array([start]))[0, k : k + 2]
    ends = borders[::-1] if strip.side > 0 else borders  # where lines begin and end, across
    places, depth = strip.places, float(borders[0] - borders[1])
    half = PLACE_LINE / 2 / np.sin(abs(places.turn))
    count, ahead = places.count(end - start, depth), strip.side if road.keeps_left else -strip.side
    for number in range(count + 1):
        along = np.clip(number * places.pitch, half, count * places.pitch - half)
        middle = (start if ahead > 0 else end) + ahead * (along + np.array([0.0, places.lean(depth)]))
        left, right = (road.points(middle - side * strip.side * half, ends, PAINT_LIFT) for side in (1, -1))
        builder.ribbon(left, right, "lane_paint")


def _parts(
    marks: tuple[Mark, ...], section: Section, span: tuple[float, float]
) -> Iterator[tuple[Mark, tuple[float, float]]]:
    """Yield each mark with the stations between which it holds [m]."""
    for k, mark in enumerate(marks):
        first = span[0] if mark.start <= 0 else max(section.start + mark.start, span[0])
        last = section.start + marks[k + 1].start if k + 1 < len(marks) else span[1]
        if mark.kind != "none" and min(last, span[1]) - first > SHORTEST_STROKE:
            yield mark, (first, min(last, span[1]))


def _paint_mark(
    builder: SurfaceBuilder, road: RoadModel, at: tuple[Section, int], span: tuple[float, float], mark: Mark
) -> None:
    """Add the lines of one mark along border `at` (section, number from the left)."""
    for kind, aside in mark.lines:
        kept = _worn(
            list(_strokes(kind, mark, span)), mark.wear, Stream(0).child("wear", road.name, at[1], span[0], aside)
        )
        strokes = [road.stations(first, last) for first, last in kept]
        if strokes:
            stations = np.concatenate(strokes)
            middle = road.borders(at[0], stations)[:, at[1]] + aside
            left, right = (road.points(stations, middle + s * mark.width / 2, PAINT_LIFT) for s in (1, -1))
            breaks = np.cumsum([len(stroke) for stroke in strokes]) - 1
            slot = SLOT_OF.get(mark.colour, "lane_paint_worn" if mark.wear >= FADED else "lane_paint")
            builder.ribbon(left, right, slot, breaks)


def _worn(strokes: list[tuple[float, float]], wear: float, stream: Stream) -> list[tuple[float, float]]:
    """Return what is left of strokes when a share `wear` [1] of their flakes is gone; the same for equal streams."""
    if wear <= 0:
        return strokes
    found: list[tuple[float, float]] = []
    rng = stream.rng()
    for first, last in strokes:
        edges = np.linspace(first, last, max(2, round((last - first) / FLAKE) + 1))
        for a, b, stays in zip(edges[:-1], edges[1:], rng.random(len(edges) - 1) >= wear, strict=True):
            if stays and found and found[-1][1] == a:
                found[-1] = (found[-1][0], b)
            elif stays:
                found.append((a, b))
    return found


def _strokes(kind: str, mark: Mark, span: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Yield the ends of the strokes of a line between two stations [m]; dashes count from station 0."""
    if kind != "dashed":
        yield span
        return
    period = mark.stroke + mark.gap
    for start in np.arange(np.floor(span[0] / period), np.ceil(span[1] / period) + 1) * period:
        first, last = max(start, span[0]), min(start + mark.stroke, span[1])
        if last - first > SHORTEST_STROKE:
            yield first, last
