"""Mopeds: scooters with a shield, a floor for the feet, often a case behind. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.actors import _body
from avsynth.actors._motorcycle_parts import (
    FINISH,
    SLOT,
    handlebar,
    hulled,
    lit,
    round_headlamp,
    signals,
    tail,
    wheel,
)
from avsynth.actors._mounted import Mounted, lean_in, leaning
from avsynth.actors._rider import Seat, seated
from avsynth.actors._vehicle import LAMP_ACTS
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.shapes import Shape, box, merged, rod, rounded_box, sheet
from avsynth.contracts import ACTORS, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Scooters of 50 cm³ are 1.75 to 1.9 m long, 0.65 to 0.75 m wide, with wheels of 10 to 12 inches.
RADIUS, FRONT_AXLE, REAR_AXLE = 0.225, 0.64, -0.62
HIPS, LEAN, GRIP, ANKLE = (-0.36, 0.83), 0.08, (0.24, 0.29, 0.99), (0.10, 0.40)
#: How many carry a case behind [1].
CASE_SHARE = 0.5


class ScooterShape(Config):
    """What the mesh of a moped depends on."""

    case: bool
    rider: _body.Figure


@ACTORS.register
class Moped(Mounted):
    """A person riding a moped with a floor for the feet."""

    kind: Literal["moped"] = "moped"
    category: ClassVar[Category] = Category.MOTORCYCLIST
    acts: ClassVar[Mapping[str, str]] = LAMP_ACTS
    helmet_share: ClassVar[float] = 1.0
    headwear: ClassVar[str] = "full_helmet"
    men: ClassVar[float] = 0.65
    case: bool | None = Field(None, description="Whether there is a case behind the rider.")

    def _choices(self, stream: Stream) -> dict[str, object]:
        return {"case": bool(stream.rng("case").random() < CASE_SHARE) if self.case is None else self.case}

    def model(self) -> Model:
        """Return the shape of moped and rider."""
        return _model(ScooterShape(case=self.case, rider=self.sitter()))

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the lamps that burn: the headlamp by day too."""
        return lit("low", motion)

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how far it leans and its wheels have rolled."""
        return {"wheel": motion.distance / RADIUS} | lean_in(motion)


@lru_cache(maxsize=64)
def _model(scooter: ScooterShape) -> Model:
    """Return the model of moped and rider."""
    category = Category.MOTORCYCLIST
    x, half, z = GRIP
    seat = Seat(HIPS, LEAN, (x - 0.01, half, z + 0.01), {"left": ANKLE, "right": ANKLE}, 0.08)
    person = seated(scooter.rider, category, seat)
    pieces = [
        Piece("machine", _machine(case=scooter.case), category),
        wheel(RADIUS, 0.11, "front", FRONT_AXLE, category),
        wheel(RADIUS, 0.12, "rear", REAR_AXLE, category),
        person,
    ]
    return model("moped", scooter, leaning(pieces), FINISH)


def _machine(*, case: bool) -> Shape:
    """Return shield, floor, body below the saddle, front with its lamp, and what is fixed to them."""
    u = np.linspace(-1, 1, 7)
    z = np.array([0.30, 0.45, 0.65, 0.82, 0.92])
    wide = np.array([0.20, 0.23, 0.24, 0.21, 0.13])[:, None]
    shield = np.stack(
        np.broadcast_arrays(0.33 + 0.16 * (z[:, None] < 0.4) + 0.09 * (1 - u**2), u * wide, z[:, None]), axis=-1
    )
    front = sheet(shield, SLOT["frame"]).flipped()
    parts = [
        front,
        sheet(shield - [0.02, 0, 0], SLOT["saddle"]),
        rounded_box(0.52, 0.34, 0.09, 0.03, SLOT["saddle"], steps=1).moved(0.12, 0, 0.27),
        hulled(
            [
                (-0.92, 0.66, 0.06, 0.04),
                (-0.75, 0.60, 0.15, 0.12),
                (-0.45, 0.52, 0.18, 0.22),
                (-0.18, 0.46, 0.16, 0.20),
                (-0.08, 0.40, 0.12, 0.14),
            ],
            "frame",
        ),
        hulled(
            [
                (-0.86, 0.79, 0.08, 0.03),
                (-0.62, 0.77, 0.14, 0.05),
                (-0.30, 0.73, 0.14, 0.05),
                (-0.10, 0.70, 0.08, 0.04),
            ],
            "saddle",
            3.2,
        ),
        hulled([(0.26, 0.94, 0.10, 0.06), (0.38, 0.95, 0.13, 0.08), (0.47, 0.93, 0.06, 0.05)], "frame"),
        hulled([(0.42, 0.42, 0.07, 0.05), (0.62, 0.50, 0.08, 0.05), (0.84, 0.40, 0.05, 0.03)], "frame"),
        rounded_box(0.34, 0.18, 0.16, 0.04, SLOT["engine"], steps=1).moved(-0.52, 0.05, 0.26),
        rod([-0.45, -0.15, 0.28], [-0.80, -0.15, 0.34], 0.05, 9, SLOT["chrome"]),
        *(rod([0.36, y, 0.60], [FRONT_AXLE, y, RADIUS], 0.025, 7, SLOT["metal"]) for y in (-0.09, 0.09)),
        round_headlamp(0.42, 0.93, 0.075),
        tail(-0.92, 0.64),
        signals((0.40, 0.80), (-0.84, 0.58), 0.20),
        handlebar(GRIP, (0.32, 0.97)),
    ]
    if case:
        parts += [
            rounded_box(0.40, 0.42, 0.38, 0.05, SLOT["frame"]).moved(-0.92, 0, 1.03),
            box(0.35, 0.22, 0.03, SLOT["metal"]).moved(-0.84, 0, 0.83),
        ]
    return merged(parts)
