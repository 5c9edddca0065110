"""Traffic lights: three lamps under visors on a pole. At most 800 triangles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._signal_head import burning, figured, height, signal_head
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, circle, merged, plate, tube
from avsynth.contracts import ACTORS, Actor
from avsynth.contracts.actor import Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Time
from avsynth.datatypes.category import Category
from avsynth.datatypes.control import Signal, State
from avsynth.datatypes.fixture import LOWER_EDGE
from avsynth.datatypes.model import Model

FINISH = {
    "pole": "galvanised_steel",
    "housing": "plastic_black",
    "board": "painted_metal_white",
    "red": "signal_red",
    "amber": "signal_off",
    "green": "signal_off",
}
SLOT = slots(FINISH)
#: Which lamps burn in each state.
LIT = {"red": ("red",), "red_amber": ("red", "amber"), "amber": ("amber",), "green": ("green",), "off": ()}
LAMPS = ("green", "amber", "red")
#: An arrow that points up, in radii of the lens, counter-clockwise seen from the front; how it is turned.
SHAFT = ((-0.12, -0.75), (0.12, -0.75), (0.12, 0.1), (-0.12, 0.1))
TIP = ((-0.45, 0.1), (0.45, 0.1), (0.0, 0.78))
TURNS = {
    "straight": np.eye(2),
    "left": np.array([[0.0, 1.0], [-1.0, 0.0]]),
    "right": np.array([[0.0, -1.0], [1.0, 0.0]]),
}
Arrow = Literal["left", "right", "straight", "straight_left", "straight_right"]
#: Lower edge of the signal head beside the road and over it [m].
BESIDE, OVER = LOWER_EDGE, 4.6


@ACTORS.register
class TrafficLight(Actor):
    """A traffic light that looks to +x, on a pole and, with `reach`, also on an arm over the road."""

    kind: Literal["traffic_light"] = "traffic_light"
    category: ClassVar[Category] = Category.TRAFFIC_LIGHT
    placeable: ClassVar[bool] = False
    state: State | None = Field(None, description="Lamps that burn, if always the same.")
    phases: tuple[tuple[State, Time], ...] = Field((), description="What it shows in turn, each for how long [s].")
    start: Time = Field(0.0, description="When the first phase begins [s].")
    reach: Length | None = Field(None, ge=0.0, lt=9.0, description="Length of the arm over the road, 0 for none [m].")
    arrow: Arrow | None = Field(None, description="Where those go whom it is for, if its lamps show arrows.")
    towards: Literal["left", "right"] = Field(
        "left", description="To which side the arm reaches, for who looks at the light: left where traffic keeps right."
    )

    def dressed(self, stream: Stream) -> Self:
        """Return the light with state and arm drawn."""
        state = self.state or chosen({"red": 0.45, "amber": 0.05, "green": 0.5}, stream.child("state"))
        reach = float(chosen({"0": 0.8, "4": 0.2}, stream.child("reach"))) if self.reach is None else self.reach
        return self.model_copy(update={"state": state, "reach": reach})

    def model(self) -> Model:
        """Return the shape of the light."""
        return _model(TrafficLight(reach=self.reach, towards=self.towards, arrow=self.arrow))

    def finish(self) -> Mapping[str, str]:
        """Return which lamps burn."""
        return burning(LAMPS, LIT[self.state])

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return which lamps burn at the time of `motion`, if they change."""
        if not self.phases:
            return {}
        return burning(LAMPS, LIT[Signal(self.phases, self.start).state(motion.time)])


@lru_cache(maxsize=16)
def _model(light: TrafficLight) -> Model:
    """Return the model of a light."""
    head = signal_head(LAMPS, SLOT, partial(_arrow, light.arrow.split("_")) if light.arrow else None)
    low, side = head.moved(0.16, 0, BESIDE), -1 if light.towards == "left" else 1  # who looks at it has +y on the right
    poles, heads = [tube([[0, 0, 0], [0, 0, 3.4 if light.reach == 0 else 5.4]], [0.07, 0.05], 10, SLOT["pole"])], [low]
    if light.reach > 0:
        path = [[0, 0, 5.2], [0, 0.3 * side * light.reach, 5.45], [0, side * light.reach, 5.5]]
        poles.append(tube(path, [0.05, 0.045, 0.035], 8, SLOT["pole"]))
        heads.append(merged([head, _board()]).moved(0.16, side * (light.reach - 0.3), OVER))
    for z in (0.2, 0.7):
        poles.append(tube([[0.0, 0, BESIDE + z], [0.1, 0, BESIDE + z]], 0.02, 6, SLOT["pole"]))
    pieces = [Piece("pole", merged(poles), Category.POLE), Piece("head", merged(heads), Category.TRAFFIC_LIGHT)]
    return model("traffic_light", light, pieces, FINISH)


def _arrow(ways: Sequence[str], lamp: str, slot: Mapping[str, int]) -> Shape:
    """Return a dark lens with an arrow that burns on it for each of the words `ways`."""
    turned = [np.array(part) @ TURNS[way] for way in ways for part in (SHAFT, TIP)]
    return figured(turned, lamp, slot)


def _board() -> Shape:
    """Return the dark backing board with a white edge behind a head over the road."""
    middle = height(len(LAMPS)) / 2
    face = circle(4, np.pi / 4) * np.sqrt(2)
    board = [plate(face * [0.56, 0.34], SLOT["board"]), plate(face * [0.52, 0.30], SLOT["housing"]).moved(z=0.004)]
    return merged(board).turned((0, 1, 0), np.pi / 2).moved(-0.1, 0, middle)
