"""Pickups: a double cab before an open bed. At most 12500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from avsynth.actors._passenger_car import PassengerCar
from avsynth.actors._vehicle import PAINTS, StyleRow
from avsynth.contracts import ACTORS

#: Mean and spread of length, width over the mirrors and height [m]: pickups of the one-tonne class with a double cab,
#: such as those on sale in Europe, are 5.2 to 5.4 m long, 1.8 to 1.95 m wide without mirrors and 1.75 to 1.85 m high.
STYLES: dict[str, StyleRow] = {"pickup": (1.0, (5.30, 0.08), (2.08, 0.03), (1.79, 0.03))}


@ACTORS.register
class Pickup(PassengerCar):
    """A pickup with four doors and an open bed."""

    kind: Literal["pickup"] = "pickup"
    styles: ClassVar[Mapping[str, StyleRow]] = STYLES
    paints: ClassVar[Mapping[str, float]] = PAINTS
