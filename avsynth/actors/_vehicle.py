"""What all four-wheelers share: paints, wheels on joints, and how they roll and steer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np

from avsynth.actors._choice import chosen, drawn_normal
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape
from avsynth.contracts import Actor, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

Vehicle = TypeVar("Vehicle", bound=Actor)

#: Share of each paint on European roads, rounded; the order of magnitude of published popularity reports.
PAINTS = {
    "paint_white": 0.20,
    "paint_silver": 0.17,
    "paint_grey": 0.14,
    "paint_anthracite": 0.10,
    "paint_black": 0.15,
    "paint_blue": 0.06,
    "paint_blue_dark": 0.05,
    "paint_red": 0.05,
    "paint_red_dark": 0.02,
    "paint_green": 0.02,
    "paint_beige": 0.02,
    "paint_brown": 0.01,
    "paint_yellow": 0.005,
    "paint_orange": 0.005,
}

#: Of one style: its share, then mean and spread of length, width over the mirrors and height [m].
StyleRow = tuple[float, tuple[float, float], tuple[float, float], tuple[float, float]]


class BodyShape(Config):
    """What the mesh of a car or van depends on."""

    style: str
    length: float
    width: float
    height: float
    variant: int
    driver: bool


def body_shape(vehicle: Vehicle) -> BodyShape:
    """Return what the mesh of a dressed car or van depends on."""
    return BodyShape(**{name: getattr(vehicle, name) for name in BodyShape.model_fields})


def styled(vehicle: Vehicle, styles: Mapping[str, StyleRow], paints: Mapping[str, float], stream: Stream) -> Vehicle:
    """Return the car or van with style, size, paint and details drawn where they are open."""
    style = vehicle.style or chosen({name: row[0] for name, row in styles.items()}, stream.child("style"))
    _, length, width, height = styles[style]
    return vehicle.model_copy(
        update={
            "style": style,
            "length": vehicle.length or drawn_normal(*length, stream.child("length")),
            "width": vehicle.width or drawn_normal(*width, stream.child("width")),
            "height": vehicle.height or drawn_normal(*height, stream.child("height")),
            "paint": vehicle.paint or chosen(paints, stream.child("paint")),
            "variant": int(stream.rng("variant").integers(8)) if vehicle.variant is None else vehicle.variant,
        }
    )


def axle_joints(
    x: float, half_track: float, width: float, radius: float, wheel: Shape, name: str, category: Category
) -> list[Piece]:
    """Return both wheels of an axle: `wheel` looks to +y; `half_track` [m] is from the middle to the outer face.

    Wheels of an axle called "front" steer.
    """
    pieces = []
    for side, sign in (("left", 1), ("right", -1)):
        y = sign * (half_track - width / 2)
        turned = wheel if sign > 0 else wheel.turned((0.0, 0.0, 1.0), np.pi)
        joints = (Joint(f"spin_{name}_{side}", (x, y, radius), (0.0, 1.0, 0.0)),)
        if name == "front":
            joints = (Joint(f"steer_{side}", (x, y, radius), (0.0, 0.0, 1.0)), *joints)
        pieces.append(Piece(f"wheel_{name}_{side}", turned.moved(x, y, radius), category, joints))
    return pieces


def driven_joints(
    motion: Motion, radius: float, wheelbase: float, track: float, axles: tuple[str, ...] = ("front", "rear")
) -> Mapping[str, float]:
    """Return wheel angles: rolling without slip, front wheels on one turning circle (Ackermann)."""
    roll = motion.distance / radius
    angles = {f"spin_{axle}_{side}": roll for axle in axles for side in ("left", "right")}
    for side, sign in (("left", 1), ("right", -1)):
        angles[f"steer_{side}"] = float(
            np.arctan2(wheelbase * motion.curvature, 1 - sign * track / 2 * motion.curvature)
        )
    return angles
