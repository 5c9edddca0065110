"""The path of a road as written, and the reference line that it makes."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Angle, Length
from avsynth.datatypes.curve import Curve, chained
from avsynth.datatypes.curve_shapes import Bend, Shape, cubic_to
from avsynth.datatypes.profile import NOTHING, Profile, even, hermite, through

PositiveLength = Annotated[Length, Field(gt=0)]
#: Length of the handles of a free curve, as a share of the distance between its ends [1]: a third makes a circle's arc.
PULL = 1 / 3


class Line(Config):
    """A straight piece."""

    shape: Literal["line"] = "line"
    length: PositiveLength = Field(description="Length [m].")


class Arc(Config):
    """A piece of a circle."""

    shape: Literal["arc"] = "arc"
    length: PositiveLength = Field(description="Length [m].")
    radius: Length = Field(description="Radius, positive to the left [m].")


class Spiral(Config):
    """A clothoid: the curvature changes evenly from that of the piece before to `to`."""

    shape: Literal["spiral"] = "spiral"
    length: PositiveLength = Field(description="Length [m].")
    to: float = Field(0.0, description="Curvature at its end, positive to the left [1/m].")


class Poly(Config):
    """A smooth curve, a cubic polynomial, to a point seen from where the piece before ends."""

    shape: Literal["poly"] = "poly"
    ahead: PositiveLength = Field(description="How far ahead it ends [m].")
    left: Length = Field(0.0, description="How far to the left it ends [m].")
    turn: Angle = Field(0.0, gt=-np.pi, lt=np.pi, description="How far it has turned there, to the left [rad].")


PathPiece = Annotated[Line | Arc | Spiral | Poly, Field(discriminator="shape")]
Path = Annotated[tuple[PathPiece, ...], Field(min_length=1)]


class Heights(Config):
    """Heights along a road, as points that a smooth line goes through."""

    shape: Literal["profile"] = "profile"
    points: tuple[tuple[Length, Length], ...] = Field(min_length=1, description="Station and height of each [m].")


def reference_line(path: tuple[PathPiece, ...], start: tuple[float, float, float]) -> Curve:
    """Return the curve that `path` describes, from `start` (x, y, heading)."""
    shapes: list[Shape] = []
    curvature = 0.0
    for piece in path:
        shapes.append(_shape(piece, curvature))
        curvature = shapes[-1].last if isinstance(shapes[-1], Bend) else 0.0
    return chained(start, tuple(shapes))


def elevation_of(heights: Heights | None, base: float) -> Profile:
    """Return the height of the reference line, `base` [m] included."""
    return even(base) if heights is None else through(np.add(heights.points, (0.0, base)))


def check_heights(heights: Heights | None) -> None:
    """Raise ValueError unless the stations ascend."""
    stations = [station for station, _ in heights.points] if heights else []
    for before, after in pairwise(stations):
        if after - before < 1.0:
            raise ValueError(f"stations of a profile must ascend by at least 1 m; got {before:g} m, then {after:g} m")


def bank_of(angles: tuple[float, ...], curve: Curve) -> Profile:
    """Return the bank [rad] that is `angles` where the pieces of `curve` meet, and changes smoothly between."""
    if not any(angles):
        return NOTHING
    joints = curve.knots[1:-1] if len(angles) == len(curve.knots) - 2 else curve.knots
    if len(joints) == 1:
        joints, angles = curve.knots[:2], (0.0, *angles)
    return hermite(joints, np.array(angles), np.zeros(len(joints)))


def check_bank(angles: tuple[float, ...], pieces: int) -> None:
    """Raise ValueError unless there is an angle for each joint of the path, or for each joint and both ends."""
    if angles and len(angles) not in (pieces - 1, pieces + 1):
        raise ValueError(
            f"superelevation has {len(angles)} angles; a path of {pieces} pieces takes {pieces - 1}, one where two "
            f"pieces meet, or {pieces + 1} with both ends"
        )


def _shape(piece: PathPiece, curvature: float) -> Shape:
    """Return one piece; `curvature` [1/m] is that of the piece before at its end."""
    match piece:
        case Line(length=length):
            return Bend(length)
        case Arc(length=length, radius=radius):
            return Bend(length, 1 / radius, 1 / radius)
        case Spiral(length=length, to=to):
            return Bend(length, curvature, to)
    pull = PULL * float(np.hypot(piece.ahead, piece.left))
    return cubic_to((piece.ahead, piece.left, piece.turn), (pull, pull))
