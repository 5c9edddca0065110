"""The rails of trams: grooved rails flush with the road, in the middle of each tram strip."""

from __future__ import annotations

import numpy as np

from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._surface import stretches

#: Between the middles of both rails, width of their heads, how high they lie above the road [m] (gauge 1.435 m).
RAILS, HEAD, LIFT = 1.50, 0.065, 0.003


def lay_tram_rails(builder: SurfaceBuilder, road: RoadModel, span: tuple[float, float]) -> None:
    """Add the rails on the tram strips of `road` between the two stations of `span` [m]."""
    for section, stations in stretches(road, span):
        borders = road.borders(section, stations)
        for k, strip in enumerate(section.strips):
            for side in (1, -1) if strip.kind == "tram" else ():
                middle = (borders[:, k] + borders[:, k + 1]) / 2 + side * RAILS / 2
                lines = (road.points(stations, middle + half, LIFT) for half in np.array([HEAD, -HEAD]) / 2)
                builder.ribbon(*lines, "cast_iron")
