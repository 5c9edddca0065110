"""Vans: small and large panel vans and minibuses, on the coachwork of cars. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from avsynth.actors._panel_van import PanelVan
from avsynth.actors._vehicle import StyleRow
from avsynth.contracts import ACTORS

#: Share of each style, and mean and spread of length, width over the mirrors and height [m]. Without mirrors vans of
#: 2.8 t are 1.90 to 1.96 m wide, those of 3.5 t 1.99 to 2.06 m, small ones 1.79 to 1.83 m; mirrors add 0.38, 0.42 and
#: 0.28 m. The mixture has KITTI's means of 5.08 × 1.90 × 2.2 m within about a decimetre, mirrors added.
STYLES: dict[str, StyleRow] = {
    "panel": (0.35, (5.05, 0.20), (2.30, 0.02), (2.00, 0.06)),
    "high_roof": (0.25, (5.90, 0.30), (2.44, 0.02), (2.60, 0.10)),
    "minibus": (0.25, (4.95, 0.15), (2.30, 0.02), (1.97, 0.05)),
    "compact": (0.15, (4.40, 0.15), (2.09, 0.02), (1.84, 0.04)),
}
#: Vans are mostly white.
PAINTS = {
    "paint_white": 0.52,
    "paint_silver": 0.13,
    "paint_grey": 0.10,
    "paint_blue": 0.06,
    "paint_black": 0.05,
    "paint_red": 0.05,
    "paint_yellow": 0.05,
    "paint_blue_dark": 0.04,
}


@ACTORS.register
class Van(PanelVan):
    """A delivery van or minibus: panel, high_roof, minibus or compact."""

    kind: Literal["van"] = "van"
    styles: ClassVar[Mapping[str, StyleRow]] = STYLES
    paints: ClassVar[Mapping[str, float]] = PAINTS
