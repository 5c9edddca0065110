"""Police cars: passenger cars with stripes, reflecting film and blue lights. At most 12500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from avsynth.actors._passenger_car import PassengerCar
from avsynth.actors._vehicle import BEACON_ACTS, StyleRow
from avsynth.actors.car import STYLES
from avsynth.contracts import ACTORS

#: Styles that police forces drive, with the sizes of those on sale: mostly estates and sedans.
SHARES = {"estate": 0.5, "sedan": 0.2, "suv": 0.15, "mpv": 0.15}
PAINTS = {"paint_silver": 0.55, "paint_white": 0.45}


@ACTORS.register
class PoliceCar(PassengerCar):
    """A police car with a livery and a light bar that flashes."""

    kind: Literal["police_car"] = "police_car"
    service: ClassVar[str] = "police"
    styles: ClassVar[Mapping[str, StyleRow]] = {name: (share, *STYLES[name][1:]) for name, share in SHARES.items()}
    paints: ClassVar[Mapping[str, float]] = PAINTS
    acts: ClassVar[Mapping[str, str]] = {**PassengerCar.acts, **BEACON_ACTS}
