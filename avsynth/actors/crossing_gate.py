"""Half barriers of level crossings: a boom with red and white bands that comes down. At most 700 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._signal_head import burning
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.shapes import Shape, box, cylinder, ellipsoid, merged, rounded_box, tube
from avsynth.contracts import ACTORS, Actor
from avsynth.contracts.actor import Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Time
from avsynth.datatypes.category import Category
from avsynth.datatypes.control import Signal, State
from avsynth.datatypes.model import Joint, Model

FINISH = {
    "post": "painted_metal_grey",
    "weight": "painted_metal_dark",
    "red_band": "sign_retro_red",
    "white_band": "sign_retro_white",
    "red": "signal_off",
}
SLOT = slots(FINISH)
#: Height of the hinge [m], length of a band, radii of the boom at the hinge and at its tip [m].
HINGE, BAND, RADII = 1.05, 0.5, (0.065, 0.040)
#: Where the lamps sit along the boom [1], and their radius [m].
LAMPS, LAMP = (0.45, 0.97), 0.06
#: From the first red to when the boom begins to sink, how long it sinks and rises [s] (EBO § 11 (15): road users are
#: warned before; 6 to 10 s to sink are common).
WARNING, SINKING, RISING = 7.0, 8.0, 6.0


@ACTORS.register
class CrossingGate(Actor):
    """A half barrier that looks to +x. It is open unless `phases` say when it is red."""

    kind: Literal["crossing_gate"] = "crossing_gate"
    category: ClassVar[Category] = Category.OBJECT
    placeable: ClassVar[bool] = False
    reach: Length | None = Field(None, ge=1.0, lt=12.0, description="Length of the boom [m].")
    towards: Literal["left", "right"] = Field(
        "left", description="Where its boom comes down to, seen from the front: to −y or +y."
    )
    closed: float | None = Field(None, ge=0, le=1, description="How far down it is, if always the same [1].")
    phases: tuple[tuple[State, Time], ...] = Field((), description="What the lights show in turn, for how long [s].")
    start: Time = Field(0.0, description="When the first phase begins [s].")

    def dressed(self, stream: Stream) -> Self:
        """Return the barrier; booms are 4.5 m long and up unless said otherwise."""
        return self.model_copy(update={"reach": self.reach or 4.5, "closed": self.closed or 0.0})

    def model(self) -> Model:
        """Return the shape of the barrier at rest: its boom is up."""
        return _model(CrossingGate(reach=self.reach, towards=self.towards))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return the angle of the boom from upright [rad]."""
        share = sunk(Signal(self.phases, self.start), motion.time) if self.phases else self.closed or 0.0
        return {"boom": share * np.pi / 2}

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return whether the lamps on the boom burn: while the lights are red."""
        if not self.phases:
            return {}
        return burning(("red",), (Signal(self.phases, self.start).state(motion.time),))


def sunk(signal: Signal, time: float) -> float:
    """Return how far down a boom is at `time` [s]: 0 up, 1 down; it is up again when the red ends."""
    state, since, left = signal.phase(time)
    share = float(np.clip(min((since - WARNING) / SINKING, left / RISING), 0.0, 1.0)) if state == "red" else 0.0
    return share * share * (3 - 2 * share)


@lru_cache(maxsize=8)
def _model(gate: CrossingGate) -> Model:
    """Return the model of a barrier."""
    hinge = Joint("boom", (0.0, 0.0, HINGE), (1.0 if gate.towards == "left" else -1.0, 0.0, 0.0))
    post = rounded_box(0.30, 0.34, HINGE + 0.15, 0.03, SLOT["post"], steps=1).moved(-0.30, 0, (HINGE + 0.15) / 2)
    axle = cylinder(0.05, 0.25, 8, SLOT["post"]).turned((0, 1, 0), np.pi / 2).moved(-0.1, 0, HINGE)
    pieces = [
        Piece("post", merged([post, axle]), Category.OBJECT),
        Piece("boom", _boom(gate.reach).moved(0, 0, HINGE), Category.OBJECT, (hinge,)),
    ]
    return model("crossing_gate", gate, pieces, FINISH)


def _boom(reach: float) -> Shape:
    """Return the boom upright from its hinge, with the weight that balances it and its lamps."""
    count = max(2, round(reach / BAND))
    heights, radii = np.linspace(0.0, reach, count + 1), np.linspace(*RADII, count + 1)
    path = np.column_stack([np.zeros((count + 1, 2)), heights])
    bands = [
        tube(path[k : k + 2], radii[k : k + 2], 8, SLOT["red_band" if (count - k) % 2 else "white_band"])
        for k in range(count)
    ]
    weight = box(0.12, 0.30, 0.55, SLOT["weight"]).moved(0.0, 0.0, -0.42)
    lamps = [ellipsoid(0.5 * LAMP, LAMP, LAMP, SLOT["red"], rings=4, sides=8).moved(0.06, 0, s * reach) for s in LAMPS]
    return merged([*bands, weight, *lamps])
