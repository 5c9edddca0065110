"""Mopeds: scooters with a shield, a floor for the feet, often a case behind. At most 12000 triangles."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.actors import _body
from avsynth.actors._motorcycle_parts import SLOT, handlebar, hulled, round_headlamp, signals, tail
from avsynth.actors._motorised import Motorised, Running, machine
from avsynth.actors._rider import Seat
from avsynth.catalog.shapes import Shape, box, merged, rod, rounded_box, sheet
from avsynth.contracts import ACTORS
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.datatypes.model import Model

#: Scooters of 50 cm³ are 1.75 to 1.9 m long, 0.65 to 0.75 m wide, with wheels of 10 to 12 inches.
RUNNING = Running(0.225, 0.64, -0.62, (0.11, 0.12), (0.36, 0.90), float(np.deg2rad(26.0)))
RADIUS, FRONT_AXLE = RUNNING.radius, RUNNING.front
GRIP, ANKLE = (0.24, 0.29, 0.99), (0.10, 0.40)
SEAT = Seat((-0.36, 0.83), 0.08, (GRIP[0] - 0.01, GRIP[1], GRIP[2] + 0.01), {"left": ANKLE, "right": ANKLE}, 0.08)
#: How many carry a case behind [1].
CASE_SHARE = 0.5


class ScooterShape(Config):
    """What the mesh of a moped depends on."""

    case: bool
    rider: _body.Figure


@ACTORS.register
class Moped(Motorised):
    """A person riding a moped with a floor for the feet."""

    kind: Literal["moped"] = "moped"
    running: ClassVar[Running] = RUNNING
    men: ClassVar[float] = 0.65
    case: bool | None = Field(None, description="Whether there is a case behind the rider.")

    def _choices(self, stream: Stream) -> dict[str, object]:
        return {"case": bool(stream.rng("case").random() < CASE_SHARE) if self.case is None else self.case}

    def model(self) -> Model:
        """Return the shape of moped and rider."""
        return _model(ScooterShape(case=self.case, rider=self.sitter()))

    def seat(self) -> Seat:
        """Return how the rider sits."""
        return SEAT


@lru_cache(maxsize=64)
def _model(scooter: ScooterShape) -> Model:
    """Return the model of moped and rider."""
    shapes = ([_machine(case=scooter.case)], _steered())
    return machine("moped", scooter, (scooter.rider, SEAT), RUNNING, shapes)


def _steered() -> list[Shape]:
    """Return what turns with the bar: its cover with the headlamp, the fork and the mudguard."""
    return [
        hulled([(0.26, 0.94, 0.10, 0.06), (0.38, 0.95, 0.13, 0.08), (0.47, 0.93, 0.06, 0.05)], "frame"),
        hulled([(0.42, 0.42, 0.07, 0.05), (0.62, 0.50, 0.08, 0.05), (0.84, 0.40, 0.05, 0.03)], "frame"),
        *(rod([0.36, y, 0.60], [FRONT_AXLE, y, RADIUS], 0.025, 7, SLOT["metal"]) for y in (-0.09, 0.09)),
        round_headlamp(0.42, 0.93, 0.075),
        handlebar(GRIP, (0.32, 0.97)),
    ]


def _machine(*, case: bool) -> Shape:
    """Return shield, floor, body below the saddle, and what is fixed to them."""
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
        rounded_box(0.34, 0.18, 0.16, 0.04, SLOT["engine"], steps=1).moved(-0.52, 0.05, 0.26),
        rod([-0.45, -0.15, 0.28], [-0.80, -0.15, 0.34], 0.05, 9, SLOT["chrome"]),
        tail(-0.92, 0.64),
        signals((0.40, 0.80), (-0.84, 0.58), 0.20),
    ]
    if case:
        parts += [
            rounded_box(0.40, 0.42, 0.38, 0.05, SLOT["frame"]).moved(-0.92, 0, 1.03),
            box(0.35, 0.22, 0.03, SLOT["metal"]).moved(-0.84, 0, 0.83),
        ]
    return merged(parts)
