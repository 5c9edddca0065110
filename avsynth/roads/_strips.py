"""The surface of a road along a reference line: carriageway, kerbs, pavements, and the paint along the lanes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._reference import ReferenceLine
from avsynth.roads._section import (
    KERB_HEIGHT,
    KERB_WIDTH,
    Section,
    Strip,
    carriage_width,
    full_width,
    paved_runs,
)

#: Height of paint above the asphalt [m]: thermoplastic marks are 2 to 4 mm thick.
PAINT_LIFT = 0.004
#: Stroke and gap of dashed lines on slow and on fast roads [m] (German RMS 1: 3/6 and 6/12).
SLOW_DASH = (3.0, 6.0)
FAST_DASH = (6.0, 12.0)
THIN, WIDE = 0.12, 0.25
#: From an edge of the carriageway to the middle of its edge line [m].
EDGE_INSET = 0.30
#: Half the distance between the two lines of a double line [m].
DOUBLE_HALF = 0.15
#: A parking place along the road [m].
PARKING_PLACE = 6.0


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A line of paint along the road, `left` of the reference line; `dash` is (stroke, gap) or None [m]."""

    left: float
    width: float
    dash: tuple[float, float] | None = None


def lay_strips(builder: SurfaceBuilder, line: ReferenceLine, span: tuple[float, float], section: Section) -> None:
    """Add carriageway, kerbs and raised strips of `section` along `line` between the two stations of `span` [m]."""
    reach = max(full_width(section.left), full_width(section.right))
    stations = line.stations(*span, half_width=reach)
    for left, right in paved_runs(section):
        builder.ribbon(line.offset(stations, left), line.offset(stations, right), "asphalt")
    for strips in (section.left, section.right):
        _lay_side(builder, line, stations, strips)


def edge_lines(line: ReferenceLine, span: tuple[float, float], section: Section) -> tuple[np.ndarray, np.ndarray]:
    """Return the right edge, forwards, and the left edge, backwards, (K, 3) [m]: counter-clockwise around the road."""
    reach = max(full_width(section.left), full_width(section.right))
    stations = line.stations(*span, half_width=reach)
    right = line.offset(stations, -full_width(section.right), edge_height(section.right))
    left = line.offset(stations, full_width(section.left), edge_height(section.left))
    return right, left[::-1]


def edge_height(strips: tuple[Strip, ...]) -> float:
    """Return the height of the outer edge of one side [m]."""
    return strips[-1].height if strips else 0.0


def mark_lines(section: Section) -> list[MarkLine]:
    """Return the lines of paint along a road of this cross-section."""
    dash = FAST_DASH if section.is_fast else SLOW_DASH
    strips = section.strips
    inner = [m for a, b in pairwise(strips) for m in _between(a, b, section, dash)]
    return inner + _rims(section)


def paint_line(builder: SurfaceBuilder, line: ReferenceLine, span: tuple[float, float], mark: MarkLine) -> None:
    """Add one line of paint between the stations of `span` [m]; dashes count from station 0."""
    if mark.dash is None:
        strokes = [span]
    else:
        period = sum(mark.dash)
        starts = np.arange(np.floor(span[0] / period), np.ceil(span[1] / period) + 1) * period
        strokes = [(max(s, span[0]), min(s + mark.dash[0], span[1])) for s in starts]
    for first, last in strokes:
        if last - first > THIN:
            stations = line.stations(first, last, half_width=abs(mark.left))
            builder.ribbon(
                line.offset(stations, mark.left + mark.width / 2, PAINT_LIFT),
                line.offset(stations, mark.left - mark.width / 2, PAINT_LIFT),
                "lane_paint",
            )


def paint_box(
    builder: SurfaceBuilder, line: ReferenceLine, span: tuple[float, float], left: float, right: float
) -> None:
    """Add a rectangle of paint: between two stations and from `left` to `right` of the line [m]."""
    stations = line.stations(*span, half_width=max(abs(left), abs(right)))
    builder.ribbon(line.offset(stations, left, PAINT_LIFT), line.offset(stations, right, PAINT_LIFT), "lane_paint")


def paint_zebra(builder: SurfaceBuilder, line: ReferenceLine, span: tuple[float, float], section: Section) -> None:
    """Add the bars of a zebra crossing over the whole carriageway, 0.5 m wide every 1 m."""
    left, right = carriage_width(section.left), carriage_width(section.right)
    bars = int((left + right - 0.5) // 1.0)
    first = left - (left + right - bars + 0.5) / 2  # the bars stand in the middle
    for k in range(bars):
        paint_box(builder, line, span, first - k, first - k - 0.5)


def paint_parking(builder: SurfaceBuilder, line: ReferenceLine, span: tuple[float, float], strip: Strip) -> None:
    """Add the cross lines between the places of a parking strip."""
    left, right = (strip.outer, strip.inner) if strip.side > 0 else (-strip.inner, -strip.outer)
    for station in np.arange(np.ceil(span[0] / PARKING_PLACE), np.floor(span[1] / PARKING_PLACE) + 1) * PARKING_PLACE:
        if span[0] + THIN < station < span[1] - THIN:
            paint_box(builder, line, (station - THIN / 2, station + THIN / 2), left, right)


def _lay_side(builder: SurfaceBuilder, line: ReferenceLine, stations: np.ndarray, strips: tuple[Strip, ...]) -> None:
    """Add the kerb and everything outside the carriageway on one side."""
    edge = carriage_width(strips)
    for strip in strips:
        if strip.is_paved:
            continue
        inner = strip.inner
        if strip.raised and strip.inner == edge:
            inner += KERB_WIDTH
            _band(builder, line, stations, strip.side, (edge, edge), (0.0, KERB_HEIGHT), "concrete_kerb")
            _band(builder, line, stations, strip.side, (edge, inner), (KERB_HEIGHT, KERB_HEIGHT), "concrete_kerb")
        _band(builder, line, stations, strip.side, (inner, strip.outer), (strip.height, strip.height), _slot(strip))


def _band(
    builder: SurfaceBuilder,
    line: ReferenceLine,
    stations: np.ndarray,
    side: int,
    distances: tuple[float, float],
    heights: tuple[float, float],
    slot: str,
) -> None:
    """Add the band between two distances from the line, inner first, at their heights; it faces up or the road."""
    inner, outer = (line.offset(stations, side * d, z) for d, z in zip(distances, heights, strict=True))
    if side > 0:
        builder.ribbon(outer, inner, slot)
    else:
        builder.ribbon(inner, outer, slot)


def _slot(strip: Strip) -> str:
    """Return the material of a strip outside the carriageway."""
    return {"verge": "grass", "walk": "pavement", "bike": "paving_red"}.get(strip.kind, "asphalt")


def _between(a: Strip, b: Strip, section: Section, dash: tuple[float, float]) -> list[MarkLine]:
    """Return the paint between two neighbours, `a` the left one."""
    at = a.inner if a.side > 0 else -a.outer
    kinds = {a.kind, b.kind}
    if a.raised or b.raised or kinds == {"verge"}:
        return []
    if "verge" in kinds:
        at += EDGE_INSET if b.kind == "verge" else -EDGE_INSET
        return [MarkLine(at, WIDE if section.is_fast else THIN)] if "drive" in kinds else []
    if kinds == {"drive"} and a.side != b.side:
        many = min(sum(s.kind == "drive" for s in side) for side in (section.left, section.right)) > 1
        return [MarkLine(at + h, THIN) for h in (DOUBLE_HALF, -DOUBLE_HALF)] if many else [MarkLine(at, THIN, dash)]
    if kinds == {"drive"}:
        return [MarkLine(at, THIN, dash)]
    if "drive" in kinds:
        return [MarkLine(at, WIDE if "shoulder" in kinds else THIN)]
    return [MarkLine(at, THIN)]


def _rims(section: Section) -> list[MarkLine]:
    """Return the edge lines where the whole road ends with a drive lane."""
    marks = []
    width = WIDE if section.is_fast else THIN
    for strips, opposite, side in ((section.left, section.right, 1), (section.right, section.left, -1)):
        if strips and strips[-1].kind == "drive":
            marks.append(MarkLine(side * (strips[-1].outer - EDGE_INSET), width))
        elif not strips and opposite and opposite[0].kind == "drive":
            marks.append(MarkLine(-side * EDGE_INSET, width))
    return marks
