"""Lights for people who cross: a red man who stands above a green one who walks, on a pole. At most 700 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._signal_head import burning, figured, height, signal_head
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, box, circle, merged, rod, tube
from avsynth.contracts import ACTORS, Actor
from avsynth.contracts.actor import Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Time
from avsynth.datatypes.category import Category
from avsynth.datatypes.control import Signal
from avsynth.datatypes.model import Model

FINISH = {
    "pole": "galvanised_steel",
    "housing": "plastic_black",
    "button": "painted_metal_yellow",
    "red": "signal_red",
    "green": "signal_off",
}
SLOT = slots(FINISH)
LAMPS = ("green", "red")
#: Lower edge of the signal head (RiLSA 2015, 6.2.5: 2.10 m) and of the box with the button [m].
LOW, BUTTON = 2.10, 0.95
#: From the axis of the pole to the middle of the head [m].
BEFORE = 0.15
#: The men, in radii of the lens: head, trunk, arms and legs as polygons, counter-clockwise seen from the front.
HEAD = (0.0, 0.62, 0.15)
STANDING = (
    ((-0.20, -0.05), (0.20, -0.05), (0.24, 0.42), (-0.24, 0.42)),
    ((-0.34, -0.10), (-0.25, -0.10), (-0.25, 0.42), (-0.34, 0.38)),
    ((0.25, -0.10), (0.34, -0.10), (0.34, 0.38), (0.25, 0.42)),
    ((-0.18, -0.78), (-0.02, -0.78), (-0.02, -0.05), (-0.20, -0.05)),
    ((0.02, -0.78), (0.18, -0.78), (0.20, -0.05), (0.02, -0.05)),
)
WALKING = (
    ((-0.14, -0.05), (0.16, -0.05), (0.16, 0.42), (-0.14, 0.42)),
    ((-0.46, 0.02), (-0.38, -0.04), (-0.14, 0.28), (-0.14, 0.42)),
    ((0.40, -0.02), (0.48, 0.06), (0.16, 0.42), (0.16, 0.26)),
    ((-0.46, -0.76), (-0.30, -0.76), (0.06, -0.05), (-0.14, -0.05)),
    ((0.30, -0.76), (0.46, -0.76), (0.16, -0.05), (-0.02, -0.05)),
)
MEN = {"red": STANDING, "green": WALKING}


@ACTORS.register
class PedestrianLight(Actor):
    """A light for people, that looks to +x."""

    kind: Literal["pedestrian_light"] = "pedestrian_light"
    category: ClassVar[Category] = Category.TRAFFIC_LIGHT
    placeable: ClassVar[bool] = False
    state: Literal["red", "green", "off"] | None = Field(None, description="Man that burns, if always the same.")
    phases: tuple[tuple[Literal["red", "green", "off"], Time], ...] = Field(
        (), description="What it shows in turn, each for how long [s]."
    )
    start: Time = Field(0.0, description="When the first phase begins [s].")

    def dressed(self, stream: Stream) -> Self:
        """Return the light with its state drawn."""
        return self.model_copy(update={"state": self.state or chosen({"red": 0.7, "green": 0.3}, stream)})

    def model(self) -> Model:
        """Return the shape of the light."""
        return _model(PedestrianLight())

    def finish(self) -> Mapping[str, str]:
        """Return which man burns."""
        return burning(LAMPS, (self.state,))

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return which man burns at the time of `motion`, if they change."""
        return burning(LAMPS, (Signal(self.phases, self.start).state(motion.time),)) if self.phases else {}


@lru_cache(maxsize=1)
def _model(light: PedestrianLight) -> Model:
    """Return the model of a light."""
    top = LOW + height(len(LAMPS))
    brackets = [rod([0, 0, LOW + z], [BEFORE - 0.08, 0, LOW + z], 0.02, 6, SLOT["pole"]) for z in (0.12, 0.48)]
    pole = tube([[0, 0, 0], [0, 0, top + 0.1]], [0.05, 0.045], 10, SLOT["pole"])
    button = box(0.09, 0.10, 0.22, SLOT["button"]).moved(0.08, 0, BUTTON + 0.11)
    pieces = [
        Piece("pole", merged([pole, *brackets, button]), Category.POLE),
        Piece("head", signal_head(LAMPS, SLOT, _man).moved(BEFORE, 0, LOW), Category.TRAFFIC_LIGHT),
    ]
    return model("pedestrian_light", light, pieces, FINISH)


def _man(lamp: str, slot: Mapping[str, int]) -> Shape:
    """Return a dark lens with a man that burns on it, which looks to +x."""
    x, y, radius = HEAD
    return figured([circle(8) * radius + (x, y), *MEN[lamp]], lamp, slot)
