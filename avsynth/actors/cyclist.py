"""Cyclists: a bicycle whose rider pedals, feet on the pedals and hands on the bar. At most 19000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.actors import _bicycle, _body, _skeleton
from avsynth.actors._carriers import CARRIERS, ahead, behind
from avsynth.actors._choice import chosen
from avsynth.actors._mounted import Mounted, leaning
from avsynth.actors._rider import Seat, pedalling, rider
from avsynth.actors._steering import balanced
from avsynth.catalog.finishing import model, slots
from avsynth.contracts import ACTORS, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = _body.FINISH | _bicycle.FINISH
SLOT = slots(FINISH)
#: How far the trunk leans forward [rad]: an upright city position.
LEAN = np.deg2rad(33.0)
#: The ankle stands above the pedal and behind its spindle [m].
ANKLE_UP, ANKLE_BACK = 0.095, 0.07
#: Share of the leg's length between hip and ankle when the pedal is lowest [1]: a saddle set as taught.
STRETCH = 0.93


class RideShape(Config):
    """What the mesh of a cyclist depends on."""

    carrier: str
    rider: _body.Figure


@ACTORS.register
class Cyclist(Mounted):
    """A person riding a bicycle."""

    kind: Literal["cyclist"] = "cyclist"
    category: ClassVar[Category] = Category.CYCLIST
    helmet_share: ClassVar[float] = 0.4
    carrier: Literal["none", "rack", "panniers", "basket", "child_seat"] | None = Field(
        None, description="What the bicycle carries: an empty rack, panniers, a basket, a child in its seat."
    )

    def _choices(self, stream: Stream) -> dict[str, object]:
        return {"carrier": self.carrier or chosen(CARRIERS, stream.child("carrier"))}

    def model(self) -> Model:
        """Return the shape of bicycle and rider."""
        return _model(RideShape(carrier=self.carrier, rider=self.sitter()))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how far it leans and steers, wheels that roll, a crank that turns, legs and arms that follow."""
        steered = balanced(self.sitter(), saddled(self.height), _bicycle.BAR, motion)
        return pedalled(self.height, motion.distance) | steered


def pedalled(height: float, distance: float) -> dict[str, float]:
    """Return the angles of wheels, crank and legs [rad] of a rider of `height` [m] after `distance` [m]."""
    crank = distance / _bicycle.DEVELOPMENT * 2 * np.pi
    angles = {"wheel": distance / _bicycle.WHEEL_RADIUS, "crank": crank, "pedal": -crank}
    for side, half_turn in (("left", 0.0), ("right", np.pi)):
        angles |= pedalling(_skeleton.Frame(height), side, hips_of(height), _ankle(crank + half_turn))
    return angles


def hips_of(height: float) -> tuple[float, float]:
    """Return where the hips are (x, z) [m]: so high that the leg is nearly straight above the lower pedal."""
    frame = _skeleton.Frame(height)
    x, (crank_x, crank_z) = _bicycle.SADDLE_X + 0.03, _bicycle.CRANK_CENTRE
    away = crank_x - ANKLE_BACK - x
    reach = STRETCH * (frame.thigh + frame.shank)
    return x, float(crank_z - _bicycle.CRANK_LENGTH + ANKLE_UP + np.sqrt(reach**2 - away**2))


def saddled(height: float) -> Seat:
    """Return how a rider of `height` [m] sits."""
    x, z, half = _bicycle.GRIP
    return Seat(hips_of(height), float(LEAN), (x - 0.02, half + 0.005, z + 0.015))


def saddle_of(height: float) -> float:
    """Return how high the saddle is set for a rider [m]: below the hips by the seat's flesh."""
    return hips_of(height)[1] - 0.052 * height - 0.01


def _ankle(crank: float) -> tuple[float, float]:
    """Return where the ankle is (x, z) [m] above the pedal of a crank at an angle [rad]."""
    x, z = _bicycle.CRANK_CENTRE
    reach = _bicycle.CRANK_LENGTH
    return float(x + reach * np.cos(crank) - ANKLE_BACK), float(z - reach * np.sin(crank) + ANKLE_UP)


@lru_cache(maxsize=128)
def _model(ride: RideShape) -> Model:
    """Return the model of bicycle and rider."""
    category, height, carried = (
        Category.CYCLIST,
        ride.rider.height,
        (behind(ride.carrier, SLOT), ahead(ride.carrier, SLOT)),
    )
    bicycle = _bicycle.bicycle(category, SLOT, saddle_of(height), *carried)
    person = rider(ride.rider, category, saddled(height))
    return model("cyclist", ride, leaning([*bicycle, *person], _bicycle.TYRE), FINISH)
