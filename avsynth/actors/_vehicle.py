"""What all vehicles share: paints, sizes by style, lamps that burn, doors that open, wheels that roll and steer."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Literal, TypeVar

from pydantic import Field, ValidationInfo, field_validator

from avsynth.actors._choice import chosen, drawn_normal
from avsynth.catalog.doors import door_angles
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.wheels import rolled, steered
from avsynth.contracts import Actor, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Length

Kind = TypeVar("Kind", bound=Actor)
Form = TypeVar("Form", bound=Config)

#: Share of each paint on European roads, rounded; the order of magnitude of published popularity reports.
PAINTS = {
    "paint_white": 0.18,
    "paint_silver": 0.17,
    "paint_grey": 0.15,
    "paint_anthracite": 0.11,
    "paint_black": 0.17,
    "paint_blue": 0.05,
    "paint_blue_dark": 0.06,
    "paint_red": 0.045,
    "paint_red_dark": 0.02,
    "paint_green": 0.015,
    "paint_beige": 0.015,
    "paint_brown": 0.01,
    "paint_yellow": 0.0025,
    "paint_orange": 0.0025,
}

#: Of one style: its share, then mean and spread of length, width over the mirrors and height [m].
StyleRow = tuple[float, tuple[float, float], tuple[float, float], tuple[float, float]]

#: What lamps there are for: none, to see in the dark alone, to be seen by day (and to see in the dark), to see always.
Lights = Literal["off", "auto", "day", "low"]
#: What driven vehicles show by day.
LIGHTS = {"auto": 0.55, "day": 0.30, "low": 0.15}
#: Slots of lamps that burn with each of `Lights`, and the material they then have.
LIT = {
    "off": {},
    "auto": {},
    "day": {"day_lamp": "day_lamp_lit"},
    "low": {"headlamp": "headlamp_lit", "day_lamp": "day_lamp_lit", "tail_lamp": "tail_lamp_lit"},
}
#: Words of acts and what they do.
LAMP_ACTS = MappingProxyType(
    {
        "brake": "brake lamps burn; they also do when it slows down",
        "indicate_left": "left indicators blink",
        "indicate_right": "right indicators blink",
        "hazard": "all indicators blink",
        "reverse": "reversing lamps burn; they also do when it rolls back",
    }
)
DOOR_ACTS = MappingProxyType(
    {
        "door_front_left": "the driver's door opens",
        "door_front_right": "the front passenger's door opens",
        "door_rear_left": "the left rear door opens",
        "door_rear_right": "the right rear door opens",
    }
)
#: The doors of vehicles that have one row.
FRONT_DOORS = MappingProxyType({word: DOOR_ACTS[word] for word in ("door_front_left", "door_front_right")})
#: Brake lamps burn from this braking on [m/s²]; acts beyond this degree count [1].
BRAKING, ON = 0.5, 0.5
#: Indicators blink so often [Hz] (UN R48: 60 to 120 a minute) and burn for this share of the time [1].
BLINK_RATE, BLINK_SHARE = 1.5, 0.5
#: Beacons flash so often [Hz] (UN R65: 2 to 4).
FLASH_RATE = 2.5
BEACON_ACTS = MappingProxyType({"beacon": "the beacons flash"})


#: Of length, width over the mirrors and height [m]: mean and spread; or smallest and largest.
Sizes = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


class Vehicle(Actor, ABC):
    """The fields of everything that somebody drives and sits in."""

    #: Within what sizes it can be made.
    limits: ClassVar[Sizes]
    #: Material of its beacons when they flash.
    beacon: ClassVar[str] = "beacon_blue_lit"

    length: Length | None = Field(None, description="Over everything, stretched out [m].")
    width: Length | None = Field(None, description="Over the mirrors [m].")
    height: Length | None = Field(None, description="Over everything [m].")
    paint: MaterialName | None = Field(None, description="Material of the paint, such as 'paint_red'.")
    driver: bool = Field(True, description="Whether somebody sits at the wheel.")
    lights: Lights | None = Field(None, description="Lamps that burn.")
    openable: bool = Field(True, description="Whether doors are parts of their own, which can open.")

    @field_validator("length", "width", "height")
    @classmethod
    def _within_limits(cls, value: float | None, info: ValidationInfo) -> float | None:
        low, high = cls.limits[("length", "width", "height").index(info.field_name)]
        if value is not None and not low <= value <= high:
            raise ValueError(f"{value} m is no {info.field_name} of this kind; allowed: {low} to {high} m")
        return value

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the lamps that burn."""
        return lamps(self.lights, motion, self.beacon)


class BodyShape(Config):
    """What the mesh of a car or van depends on."""

    style: str
    length: float
    width: float
    height: float
    variant: int
    driver: bool
    openable: bool
    service: str


def shaped(vehicle: Actor, shape: type[Form]) -> Form:
    """Return those fields of a dressed vehicle that its mesh depends on, as a `shape`."""
    return shape(**{name: getattr(vehicle, name) for name in shape.model_fields})


def sized(vehicle: Kind, size: tuple[tuple[float, float], ...], paints: Mapping[str, float], stream: Stream) -> Kind:
    """Return the vehicle with size (mean and spread of length, width, height [m]), paint and lamps drawn."""
    length, width, height = size
    return vehicle.model_copy(
        update={
            "length": vehicle.length or drawn_normal(*length, stream.child("length")),
            "width": vehicle.width or drawn_normal(*width, stream.child("width")),
            "height": vehicle.height or drawn_normal(*height, stream.child("height")),
            "paint": vehicle.paint or chosen(paints, stream.child("paint")),
            "lights": vehicle.lights or (chosen(LIGHTS, stream.child("lights")) if vehicle.driver else "off"),
        }
    )


def lamps(lights: str, motion: Motion, beacon: str) -> dict[str, str]:
    """Return the slots of lamps that burn, with their materials; beacons have the material `beacon` when they flash."""
    burning = dict(LIT["low" if motion.dark and lights != "off" else lights])
    if motion.act("beacon") > ON and (motion.time * FLASH_RATE) % 1.0 < BLINK_SHARE:
        burning["beacon"] = beacon
    if motion.slowing > BRAKING or motion.act("brake") > ON:
        burning["brake_lamp"] = "brake_lamp_lit"
    rolls_back = motion.speed < 0 and motion.act("brake") <= ON  # who slides back, braking, is not in reverse gear
    if rolls_back or motion.act("reverse") > ON:
        burning["reverse_lamp"] = "reverse_lamp_lit"
    if (motion.time * BLINK_RATE) % 1.0 < BLINK_SHARE:
        for side in ("left", "right"):
            if max(motion.act(f"indicate_{side}"), motion.act("hazard")) > ON:
                burning[f"{side}_indicator"] = "indicator_lit"
    return burning


def door_joints(motion: Motion, openable: bool, acts: Mapping[str, str] = DOOR_ACTS) -> dict[str, float]:
    """Return the angles of the doors [rad]; none of those that are not parts of their own."""
    return door_angles({word: motion.act(word) for word in acts}) if openable else {}


def driven_joints(
    motion: Motion, radius: float, wheelbase: float, track: float, axles: tuple[str, ...] = ("front", "rear")
) -> dict[str, float]:
    """Return wheel angles: rolling without slip, front wheels on one turning circle."""
    return rolled(axles, motion.distance, radius) | steered(motion.curvature, wheelbase, track)
