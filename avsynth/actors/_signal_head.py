"""Signal heads, as lights for vehicles and for people carry them: lenses under visors in a housing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from avsynth.catalog.shapes import Shape, cylinder, ellipsoid, merged, plate, rounded_box, sheet

#: Radius of a lens [m] (EN 12368: 200 mm and 300 mm across), distance between lenses [m].
LENS, PITCH = 0.10, 0.27
#: How much taller the housing is than its lenses together, and how far their middles lie before its own [m].
RIM, PROUD = 0.06, 0.092


def height(lamps: int) -> float:
    """Return the height of a head with so many lamps [m]."""
    return lamps * PITCH + RIM


def signal_head(
    lamps: Sequence[str], slot: Mapping[str, int], lens: Callable[[str, Mapping[str, int]], Shape] | None = None
) -> Shape:
    """Return a head that stands on z = 0 and looks to +x, its `lamps` named by their slots from below.

    What burns is a round lens, or what `lens` makes of the name of a lamp.
    """
    tall = height(len(lamps))
    shapes = [rounded_box(0.18, 0.30, tall, 0.04, slot["housing"], steps=1).moved(0, 0, tall / 2)]
    for row, lamp in enumerate(lamps):
        z = RIM / 2 + PITCH * (row + 0.5)
        face = (lens or _round)(lamp, slot)
        shapes += [face.moved(PROUD, 0, z), _visor(slot).moved(0.09, 0, z)]
    return merged(shapes)


def burning(lamps: Sequence[str], lit: Sequence[str]) -> dict[str, str]:
    """Return the material of each lamp."""
    return {lamp: f"signal_{lamp}" if lamp in lit else "signal_off" for lamp in lamps}


def figured(figures: Sequence[ArrayLike], lamp: str, slot: Mapping[str, int]) -> Shape:
    """Return a dark lens that looks to +x, with polygons that burn on it, in radii, seen from the front."""
    lens = cylinder(LENS, 0.01, 12, slot["housing"])
    shapes = [plate(np.asarray(figure) * LENS, slot[lamp]).moved(z=0.008) for figure in figures]
    return merged([lens, *shapes]).turned((0, 0, 1), np.pi / 2).turned((0, 1, 0), np.pi / 2)


def _round(lamp: str, slot: Mapping[str, int]) -> Shape:
    """Return a lens that burns as a whole."""
    return ellipsoid(0.025, LENS, LENS, slot[lamp], rings=4, sides=12)


def _visor(slot: Mapping[str, int]) -> Shape:
    """Return the visor over a lens: most of a tube, open below, with an inside."""
    turn = np.linspace(-0.25 * np.pi, 1.25 * np.pi, 11)
    ring = np.column_stack([np.zeros(11), np.cos(turn), np.sin(turn)]) * (LENS + 0.012)
    reach = 0.05 + 0.13 * (np.sin(turn) + 1) / 2
    front = ring + np.column_stack([reach, np.zeros(11), np.zeros(11)])
    return sheet(np.stack([front, ring]), slot["housing"])
