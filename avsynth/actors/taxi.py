"""Taxis: passenger cars with a board on the roof. At most 12500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from avsynth.actors._passenger_car import PassengerCar
from avsynth.actors._vehicle import StyleRow
from avsynth.actors.car import STYLES
from avsynth.contracts import ACTORS

#: Styles that taxi firms drive, with the sizes of those on sale.
SHARES = {"sedan": 0.45, "estate": 0.30, "mpv": 0.25}
PAINTS = {"paint_beige": 0.60, "paint_black": 0.15, "paint_white": 0.15, "paint_yellow": 0.10}


@ACTORS.register
class Taxi(PassengerCar):
    """A taxi with its board on the roof."""

    kind: Literal["taxi"] = "taxi"
    service: ClassVar[str] = "taxi"
    styles: ClassVar[Mapping[str, StyleRow]] = {name: (share, *STYLES[name][1:]) for name, share in SHARES.items()}
    paints: ClassVar[Mapping[str, float]] = PAINTS
