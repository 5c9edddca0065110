"""Passenger cars: small car, hatchback, sedan, estate, SUV and people carrier. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from avsynth.actors._passenger_car import PassengerCar
from avsynth.actors._vehicle import PAINTS, StyleRow
from avsynth.contracts import ACTORS

#: Share of each style, and mean and spread of length, width over the mirrors and height [m]. Lengths are those of the
#: market segments A, B and C (hatchback), C and D (sedan, estate), J and M [EuroSegment]_; shares follow their sales
#: in the EU in 2011, the year of KITTI, shifted to smaller ones so that the mean is near KITTI's 3.88 × 1.63 × 1.53 m
#: (without mirrors).
STYLES: dict[str, StyleRow] = {
    "small": (0.24, (3.50, 0.09), (1.78, 0.03), (1.49, 0.03)),
    "hatchback": (0.36, (4.05, 0.15), (1.87, 0.04), (1.47, 0.03)),
    "sedan": (0.11, (4.49, 0.13), (1.92, 0.04), (1.44, 0.02)),
    "estate": (0.13, (4.49, 0.13), (1.92, 0.04), (1.48, 0.03)),
    "suv": (0.09, (4.32, 0.18), (1.98, 0.05), (1.66, 0.05)),
    "mpv": (0.07, (4.30, 0.20), (1.94, 0.04), (1.63, 0.05)),
}


@ACTORS.register
class Car(PassengerCar):
    """A passenger car: small, hatchback, sedan, estate, suv or mpv."""

    kind: Literal["car"] = "car"
    styles: ClassVar[Mapping[str, StyleRow]] = STYLES
    paints: ClassVar[Mapping[str, float]] = PAINTS
