"""Balls: footballs, basketballs, small ones; they roll as far as they have come. At most 900 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, ellipsoid
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

FINISH = {"surface": "ball_white", "pattern": "plastic_black"}
SLOT = slots(FINISH)
#: Diameters [m]: tennis ball, play ball, football (law 2 of the game: 0.68 to 0.70 m around), basketball.
DIAMETERS = {"0.067": 0.1, "0.18": 0.25, "0.22": 0.5, "0.24": 0.15}
SURFACES = {"ball_white": 0.4, "cotton_red": 0.2, "plastic_yellow": 0.2, "paint_orange": 0.2}


class Round(Config):
    """What the mesh of a ball depends on."""

    diameter: float


@ACTORS.register
class Ball(Actor):
    """A ball that rolls."""

    kind: Literal["ball"] = "ball"
    category: ClassVar[Category] = Category.OBJECT
    diameter: Length | None = Field(None, gt=0.03, lt=1.2, description="Diameter [m].")
    surface: MaterialName | None = Field(None, description="Material.")

    def dressed(self, stream: Stream) -> Self:
        """Return the ball with size and colour drawn."""
        return self.model_copy(
            update={
                "diameter": self.diameter or float(chosen(DIAMETERS, stream.child("diameter"))),
                "surface": self.surface or chosen(SURFACES, stream.child("surface")),
            }
        )

    def model(self) -> Model:
        """Return the shape of the ball."""
        return _model(Round(diameter=self.diameter))

    def finish(self) -> Mapping[str, str]:
        """Return the colour."""
        return {"surface": self.surface}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how far it has rolled."""
        return {"roll": 2 * motion.distance / self.diameter}


@lru_cache(maxsize=16)
def _model(ball: Round) -> Model:
    """Return the model of a ball: panels of two colours, so that one sees it roll."""
    radius = ball.diameter / 2
    sphere = ellipsoid(radius, radius, radius, SLOT["surface"], rings=16, sides=24)
    centre = sphere.vertices[sphere.triangles].mean(axis=1) / radius
    spots = np.array([[0, 0, 1], [0, 0, -1], *_ring(0.45), *(-np.array(_ring(0.45)))])
    dark = (centre @ spots.T > np.cos(0.40)).any(axis=1)
    painted = Shape(sphere.vertices, sphere.triangles, np.where(dark, SLOT["pattern"], SLOT["surface"]))
    roll = Joint("roll", (0.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    return model("ball", ball, [Piece("ball", painted, Category.OBJECT, (roll,))], FINISH)


def _ring(height: float) -> list[list[float]]:
    """Return the five corners of a pentagon on the unit sphere at a height [1]."""
    turns = np.arange(5) * 2 * np.pi / 5
    wide = np.sqrt(1 - height**2)
    return [[float(wide * np.cos(a)), float(wide * np.sin(a)), height] for a in turns]
