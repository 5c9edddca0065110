"""Cars that draw a trailer or a caravan, which bends on its hitch in turns. At most 18000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._articulation import Coupling, bend
from avsynth.actors._car_profiles import coachwork
from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT
from avsynth.actors._passenger_car import PassengerCar, pieces
from avsynth.actors._vehicle import PAINTS, BodyShape, StyleRow, shaped
from avsynth.actors.car import STYLES
from avsynth.actors.trailer import COUPLING, RADIUS, Style, Trailer, TrailerShape
from avsynth.actors.trailer import pieces as trailer_pieces
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import ellipsoid, merged, rod
from avsynth.catalog.wheels import rolled
from avsynth.contracts import ACTORS, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

#: Styles of cars that draw trailers, and their shares.
SHARES = {"hatchback": 0.2, "sedan": 0.15, "estate": 0.3, "suv": 0.25, "mpv": 0.1}
#: How far the ball is behind the bumper [m]; what a trailer's body is painted with.
BALL, PAINTED = 0.12, "second"


class TowShape(Config):
    """What the mesh of a car with its trailer depends on."""

    car: BodyShape
    trailer: TrailerShape

    @property
    def ends(self) -> tuple[float, float]:
        """x of the middles of car and trailer, from the middle of the length of both [m]."""
        total = self.car.length + BALL + self.trailer.length
        return (total - self.car.length) / 2, (self.trailer.length - total) / 2

    @property
    def coupling(self) -> Coupling:
        """Where it bends."""
        ahead, behind = self.ends
        ball = ahead - self.car.length / 2 - BALL
        return Coupling(ahead + coachwork(self.car).rear_axle, ball, behind + self.trailer.axle)


@ACTORS.register
class CarWithTrailer(PassengerCar):
    """A passenger car with a trailer or caravan on its hitch; both are one thing with one box."""

    kind: Literal["car_with_trailer"] = "car_with_trailer"
    category: ClassVar[Category] = Category.OTHER_VEHICLE
    styles: ClassVar[Mapping[str, StyleRow]] = {name: (share, *STYLES[name][1:]) for name, share in SHARES.items()}
    paints: ClassVar[Mapping[str, float]] = PAINTS

    length: Length | None = Field(None, description="Of the car without its trailer [m].")
    trailer: Style | None = Field(None, description="What it draws: an open trailer, a covered one, or a caravan.")
    cover: MaterialName | None = Field(None, description="Material of the trailer's cover, or of a caravan's stripe.")
    trailer_length: Length | None = Field(None, gt=2.0, lt=9.0, description="Of the trailer with its drawbar [m].")
    trailer_width: Length | None = Field(None, gt=1.2, lt=2.6, description="Of the trailer [m].")
    trailer_height: Length | None = Field(None, gt=0.6, lt=3.0, description="Of the trailer [m].")

    def dressed(self, stream: Stream) -> Self:
        """Return car and trailer with style, size and colours drawn."""
        given = {word: getattr(self, f"trailer_{word}") for word in ("length", "width", "height")}
        drawn = Trailer(style=self.trailer, cover=self.cover, **given).dressed(stream.child("trailer"))
        sizes = {f"trailer_{word}": getattr(drawn, word) for word in given}
        update = {"trailer": drawn.style, "cover": drawn.cover, **sizes}
        return super().dressed(stream).model_copy(update=update)

    def shape(self) -> TowShape:
        """Return what its mesh depends on."""
        sizes = {word: getattr(self, f"trailer_{word}") for word in ("length", "width", "height")}
        return TowShape(car=shaped(self, BodyShape), trailer=TrailerShape(style=self.trailer, **sizes))

    def model(self) -> Model:
        """Return the shape of car and trailer."""
        return _towing(self.shape())

    def box(self) -> np.ndarray:
        """Return length, width and height of both together [m]."""
        return self.model().size

    def finish(self) -> Mapping[str, str]:
        """Return the car's paint and design, and the colours of the trailer."""
        return {**super().finish(), "cover": self.cover, PAINTED: "painted_metal_white"}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the trailer bends on its hitch, wheels steer and roll, and doors stand open."""
        bent = bend(self.shape().coupling, motion.curvature)
        car = super().joints(replace(motion, curvature=bent.curvature))
        return {**bent.angles, **car, **rolled(("trailer",), motion.distance, RADIUS)}


@lru_cache(maxsize=64)
def _towing(tow: TowShape) -> Model:
    """Return the model of a car with its trailer."""
    (leading, trailing), (ahead, behind) = tow.coupling.joints(), tow.ends
    ball = tow.coupling.kingpin
    hook = [rod([ball + 0.35, 0, 0.32], [ball, 0, 0.34], 0.022, 6, SLOT["trim"])]
    hook.append(ellipsoid(0.03, 0.03, 0.03, SLOT["chrome"], rings=4, sides=6).moved(ball, 0, COUPLING - 0.02))
    car = [_hung(piece, ahead, leading) for piece in pieces(tow.car)]
    trailer = [_hung(_as_trailer(piece), behind, trailing) for piece in trailer_pieces(tow.trailer, hitched=True)]
    hitch = Piece("hitch", merged(hook), Category.CAR, leading)
    return model("car_with_trailer", tow, [*car, hitch, *trailer], HEAVY_FINISH)


def _hung(piece: Piece, x: float, joints: tuple[Joint, ...]) -> Piece:
    """Return the piece moved by `x` [m], on `joints`."""
    own = tuple(replace(joint, origin=(joint.origin[0] + x, *joint.origin[1:])) for joint in piece.joints)
    return replace(piece, shape=piece.shape.moved(x), joints=joints + own)


def _as_trailer(piece: Piece) -> Piece:
    """Return a piece of a trailer in a paint of its own, with names that are not the car's."""
    painted = np.where(piece.shape.slots == SLOT["paint"], SLOT[PAINTED], piece.shape.slots)
    joints = tuple(replace(joint, name=joint.name.replace("rear", "trailer")) for joint in piece.joints)
    return replace(piece, name=f"trailer_{piece.name}", shape=replace(piece.shape, slots=painted), joints=joints)
