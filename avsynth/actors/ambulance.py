"""Ambulances: large vans with stripes, reflecting film and blue lights. At most 12500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from avsynth.actors._panel_van import PanelVan
from avsynth.actors._vehicle import BEACON_ACTS, StyleRow
from avsynth.contracts import ACTORS

#: Mean and spread of length, width over the mirrors and height of the roof [m]: the large vans that EN 1789 types B and
#: C are built on; emergency vehicles measure 6.52 × 2.42 × 2.34 m in the mean of [Lyft]_.
STYLES: dict[str, StyleRow] = {"high_roof": (1.0, (6.05, 0.18), (2.44, 0.02), (2.66, 0.06))}
PAINTS = {"paint_white": 0.60, "paint_yellow": 0.40}


@ACTORS.register
class Ambulance(PanelVan):
    """An ambulance with a livery and blue lights that flash."""

    kind: Literal["ambulance"] = "ambulance"
    service: ClassVar[str] = "ambulance"
    styles: ClassVar[Mapping[str, StyleRow]] = STYLES
    paints: ClassVar[Mapping[str, float]] = PAINTS
    acts: ClassVar[Mapping[str, str]] = {**PanelVan.acts, **BEACON_ACTS}
