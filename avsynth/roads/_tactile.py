"""Tactile paving before crosswalks: ribs along the kerb where one crosses, and a strip that leads there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._mesh import SurfaceBuilder

#: Depth of the ribs along the kerb and width of the strip that leads to them [m] (DIN 32984: 0.6 m at least).
DEPTH, LEADING = 0.6, 0.6
#: Height of the ribs above the pavement [m], and the narrowest pavement that has them [m].
LIFT, NARROWEST = 0.003, 1.2


def lay_tactile(builder: SurfaceBuilder, road: RoadModel, span: tuple[float, float]) -> None:
    """Add the paving at both ends of a crosswalk between two stations [m]."""
    middle = (span[0] + span[1]) / 2
    for inner, outer in _pavements(road, middle):
        side = np.sign(outer - inner)
        edge = inner + side * DEPTH
        for ends, across in (
            (span, (inner, edge)),
            ((middle - LEADING / 2, middle + LEADING / 2), (edge, outer)),
        ):
            stations = road.stations(*ends)
            lines = [
                road.points(stations, left, np.array([road.height_over(s, left) for s in stations]) + LIFT)
                for left in across[:: 1 if side < 0 else -1]
            ]
            builder.ribbon(*lines, "tactile_paving")


def _pavements(road: RoadModel, station: float) -> Iterator[tuple[float, float]]:
    """Yield the inner and outer offset of the innermost pavement on each side [m]."""
    section = road.section_at(station)
    borders = road.borders(section, np.array([station]))[0]
    for strips in (section.left, section.right):
        walk = next((strip for strip in strips if strip.kind == "walk"), None)
        if walk is not None:
            k = section.strips.index(walk)
            ends = borders[[k, k + 1]] if walk.side < 0 else borders[[k + 1, k]]
            if abs(ends[1] - ends[0]) >= NARROWEST:
                yield float(ends[0]), float(ends[1])
