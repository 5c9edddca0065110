"""Bicycles that stand by themselves, leaning on their stands. At most 3500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors import _bicycle
from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._vehicle import PAINTS
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import merged, rod
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.config import Config
from avsynth.core.frames import rotation_about
from avsynth.core.seed import Stream
from avsynth.core.units import Angle, Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

SLOT = slots(_bicycle.FINISH)
#: How high saddles are set, mean and spread [m]; how far a bicycle leans on its stand [rad].
SADDLE, LEAN = (0.94, 0.04), float(np.deg2rad(9.0))


class StandShape(Config):
    """What the mesh of a bicycle without a rider depends on."""

    saddle: float
    lean: float


@ACTORS.register
class Bicycle(Actor):
    """A bicycle without a rider, on its stand."""

    kind: Literal["bicycle"] = "bicycle"
    category: ClassVar[Category] = Category.OBJECT
    saddle: Length | None = Field(None, gt=0.7, lt=1.2, description="Height of the saddle [m].")
    lean: Angle = Field(LEAN, ge=-0.6, le=0.6, description="How far it leans to the left [rad].")
    paint: MaterialName | None = Field(None, description="Material of the frame.")

    def dressed(self, stream: Stream) -> Self:
        """Return the bicycle with saddle and paint drawn."""
        return self.model_copy(
            update={
                "saddle": self.saddle or drawn_normal(*SADDLE, stream.child("saddle")),
                "paint": self.paint or chosen(PAINTS, stream.child("paint")),
            }
        )

    def model(self) -> Model:
        """Return the shape of the bicycle."""
        return _model(StandShape(saddle=self.saddle, lean=self.lean))

    def finish(self) -> Mapping[str, str]:
        """Return the paint."""
        return {"frame": self.paint}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how its wheels have rolled; nobody pedals."""
        return {"wheel": motion.distance / _bicycle.WHEEL_RADIUS}


@lru_cache(maxsize=64)
def _model(bicycle: StandShape) -> Model:
    """Return the model of a bicycle on its stand."""
    axis = np.array([-1.0, 0.0, 0.0])
    stand = rod([-0.30, 0.05, 0.28], [-0.36, 0.05 + 0.28 * np.tan(LEAN + 0.35), 0.04], 0.009, 6, SLOT["metal"])
    pieces = []
    for piece in [*_bicycle.bicycle(Category.OBJECT, SLOT, bicycle.saddle), Piece("stand", stand, Category.OBJECT)]:
        joints = tuple(_turned(joint, bicycle.lean) for joint in piece.joints if joint.name == "wheel")
        pieces.append(replace(piece, shape=piece.shape.turned(axis, bicycle.lean), joints=joints))
    fixed = merged([piece.shape for piece in pieces if not piece.joints])
    wheels = [piece for piece in pieces if piece.joints]
    return model("bicycle", bicycle, [Piece("bicycle", fixed, Category.OBJECT), *wheels], _bicycle.FINISH)


def _turned(joint: Joint, lean: float) -> Joint:
    """Return a joint of the upright bicycle where it is on a leaning one."""
    turn = rotation_about((-1.0, 0.0, 0.0), lean)
    return replace(joint, origin=tuple(turn @ joint.origin), axis=tuple(turn @ joint.axis))
