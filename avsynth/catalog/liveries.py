"""Stripes along the sides of cars and vans, between their wheel arches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from avsynth.catalog.coachwork import SLOT, Coachwork, flank
from avsynth.catalog.curves import smooth
from avsynth.catalog.decals import SECOND_LIFT, band
from avsynth.catalog.shapes import Shape

#: Stripes are cut into columns about so wide, and keep so far from wheel arches [m].
STEP, MARGIN = 0.10, 0.03


@dataclass(frozen=True, slots=True)
class Stripe:
    """A stripe between two heights, as shares of that of the windows' lower edge [1], in a finish slot."""

    low: float
    high: float
    slot: str


def stripes(body: Coachwork, rows: tuple[Stripe, ...], front: float, rear: float) -> list[Shape]:
    """Return the stripes of the left side between x = `front` and `rear` < `front` [m]; none where an arch is."""
    first = min(front, body.front_axle - body.arch_radius - MARGIN)
    last = max(rear, body.rear_axle + body.arch_radius + MARGIN)
    if first - last < STEP:
        return []
    back = np.linspace(-first, -last, max(2, round((first - last) / STEP) + 1))
    belt = smooth(-back, body.edge)
    surface = partial(flank, body)
    return [band(surface, back, r.low * belt, r.high * belt, SLOT[r.slot], lift=SECOND_LIFT) for r in rows]
