"""Motorcycles with their riders: naked, sporty or for touring. At most 13000 triangles."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.actors import _body
from avsynth.actors._choice import chosen
from avsynth.actors._motorcycle_parts import SLOT, fork, handlebar, hulled, round_headlamp, signals, tail
from avsynth.actors._motorised import Motorised, Running, machine
from avsynth.actors._rider import Seat
from avsynth.catalog.shapes import Shape, both_sides, box, cylinder, merged, rod, rounded_box, sheet, tube
from avsynth.contracts import ACTORS
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.datatypes.model import Model

Style = Literal["naked", "sport", "tourer"]

#: Share of each style. Machines are 2.0 to 2.25 m long and 0.75 to 0.95 m wide; boxes with riders measure
#: 2.10 × 0.77 × 1.47 m in the mean of [NuScenes]_, parked ones among them, and 2.35 × 0.96 × 1.59 m of [Lyft]_.
STYLES = {"naked": 0.5, "sport": 0.2, "tourer": 0.3}
#: Of each style: (x, half width, z) of the left grip, lean of the trunk [rad], (x, z) of the ankles [m].
POSTURES = {
    "naked": ((0.24, 0.36, 1.03), 0.32, (-0.13, 0.42)),
    "sport": ((0.32, 0.32, 0.92), 0.72, (-0.28, 0.46)),
    "tourer": ((0.16, 0.38, 1.08), 0.14, (-0.03, 0.40)),
}
JACKETS = {"leather_black": 0.7, "cotton_black": 0.2, "hi_vis_yellow": 0.1}
#: The head leans back by 27°, as on most road machines.
RUNNING = Running(0.315, 0.73, -0.70, (0.13, 0.17), (0.43, 0.95), float(np.deg2rad(27.0)))
RADIUS, FRONT_AXLE, REAR_AXLE = RUNNING.radius, RUNNING.front, RUNNING.rear
HIPS, STRADDLE = (-0.28, 0.88), float(np.deg2rad(13.0))


class BikeShape(Config):
    """What the mesh of a motorcycle depends on."""

    style: Style
    rider: _body.Figure


@ACTORS.register
class Motorcycle(Motorised):
    """A person riding a motorcycle: naked, sport or tourer."""

    kind: Literal["motorcycle"] = "motorcycle"
    running: ClassVar[Running] = RUNNING
    men: ClassVar[float] = 0.85
    style: Style | None = Field(None, description="Shape of the machine.")

    def _choices(self, stream: Stream) -> dict[str, object]:
        return {
            "style": self.style or chosen(STYLES, stream.child("style")),
            "top": self.top or chosen(JACKETS, stream.child("jacket")),
        }

    def model(self) -> Model:
        """Return the shape of machine and rider."""
        return _model(BikeShape(style=self.style, rider=self.sitter()))

    def seat(self) -> Seat:
        """Return how the rider sits, by style."""
        return _seat(self.style)


def _seat(style: Style) -> Seat:
    (x, half, z), lean, ankle = POSTURES[style]
    return Seat(HIPS, lean, (x - 0.01, half, z + 0.01), {"left": ankle, "right": ankle}, STRADDLE)


@lru_cache(maxsize=64)
def _model(bike: BikeShape) -> Model:
    """Return the model of machine and rider."""
    grip, *_ = POSTURES[bike.style]
    steered = [fork((0.43, 0.95), (FRONT_AXLE, RADIUS), 0.10), _guard(FRONT_AXLE, 0.5, 2.4, 0.07)]
    steered.append(handlebar(grip, (0.40, 0.98)))
    if bike.style == "naked":
        steered += _naked_front()
    shapes = ([_machine(), *_dress(bike.style)], steered)
    return machine("motorcycle", bike, (bike.rider, _seat(bike.style)), RUNNING, shapes)


def _machine() -> Shape:
    """Return what all machines have: frame, engine, tank, saddle, swing arm, exhaust, lamps."""
    fins = [
        rounded_box(0.30, 0.34 - 0.02 * k, 0.025, 0.008, SLOT["metal"], steps=1).moved(0.10, 0, 0.50 + 0.045 * k)
        for k in range(4)
    ]
    pipe = [(0.26, 0.10, 0.50), (0.34, 0.13, 0.36), (0.10, 0.14, 0.24), (-0.35, 0.16, 0.30)]
    silencer = rod([-0.35, -0.17, 0.30], [-0.82, -0.20, 0.46], 0.055, 10, SLOT["chrome"])
    parts = [
        rounded_box(0.46, 0.34, 0.26, 0.05, SLOT["engine"], steps=1).moved(0.04, 0, 0.37),
        cylinder(0.12, 0.40, 12, SLOT["engine"]).turned((1, 0, 0), np.pi / 2).moved(-0.08, 0, 0.36),
        *fins,
        tube([(a, -b, c) for a, b, c in pipe], 0.024, 8, SLOT["chrome"]),
        silencer,
        hulled(
            [
                (-0.14, 0.80, 0.09, 0.05),
                (0.0, 0.84, 0.14, 0.10),
                (0.16, 0.87, 0.16, 0.13),
                (0.32, 0.88, 0.12, 0.11),
                (0.40, 0.86, 0.05, 0.05),
            ],
            "frame",
        ),
        hulled(
            [
                (-0.72, 0.90, 0.06, 0.03),
                (-0.52, 0.86, 0.11, 0.05),
                (-0.28, 0.80, 0.13, 0.05),
                (-0.10, 0.80, 0.09, 0.05),
            ],
            "saddle",
            3.2,
        ),
        hulled(
            [
                (-0.86, 0.86, 0.03, 0.02),
                (-0.62, 0.82, 0.09, 0.05),
                (-0.30, 0.74, 0.10, 0.06),
                (-0.12, 0.72, 0.08, 0.05),
            ],
            "frame",
        ),
        both_sides(rod([-0.12, 0.11, 0.40], [REAR_AXLE, 0.13, RADIUS], 0.030, 8, SLOT["engine"])),
        both_sides(rod([0.38, 0.06, 0.84], [-0.12, 0.12, 0.42], 0.026, 8, SLOT["frame"])),
        rod([-0.22, 0.0, 0.72], [-0.36, 0.0, 0.40], 0.035, 8, SLOT["metal"]),
        both_sides(rod([-0.13, 0.10, 0.36], [-0.13, 0.27, 0.36], 0.015, 6, SLOT["metal"])),
        _guard(REAR_AXLE, 1.2, 2.7, 0.09),
        tail(-0.86, 0.84),
        signals((0.50, 0.86), (-0.80, 0.78), 0.17),
    ]
    return merged(parts)


def _guard(x: float, start: float, end: float, half: float) -> Shape:
    """Return a mudguard around a wheel at x between two angles [rad] from +x, `half` [m] wide to each side."""
    angle = np.linspace(start, end, 9)
    arc = np.column_stack([np.cos(angle), np.sin(angle)]) * (RADIUS + 0.03)
    rows = np.stack([np.column_stack([arc[:, 0] + x, np.full(9, y), arc[:, 1] + RADIUS]) for y in (-half, half)])
    strip = sheet(rows, SLOT["frame"])
    return merged([strip.flipped(), strip.moved(z=-0.004)])


def _naked_front() -> list[Shape]:
    """Return headlamp and instruments, which turn with the fork."""
    return [round_headlamp(0.58, 0.88, 0.095), box(0.02, 0.20, 0.12, SLOT["engine"]).moved(0.50, 0, 1.0)]


def _dress(style: Style) -> list[Shape]:
    """Return what a style adds to the frame: fairing with lamps, screen, cases."""
    if style == "naked":
        return []
    nose = hulled(
        [(0.36, 0.86, 0.20, 0.15), (0.50, 0.88, 0.21, 0.16), (0.66, 0.86, 0.15, 0.11), (0.78, 0.82, 0.05, 0.04)],
        "frame",
    )
    lamps = both_sides(rounded_box(0.06, 0.09, 0.06, 0.02, SLOT["headlamp"], steps=1).moved(0.70, 0.075, 0.84))
    flank = hulled(
        [(-0.15, 0.40, 0.18, 0.10), (0.10, 0.48, 0.22, 0.24), (0.34, 0.62, 0.21, 0.26), (0.48, 0.74, 0.18, 0.18)],
        "frame",
        4.0,
    )
    high = 0.26 if style == "sport" else 0.48
    screen = _screen(high)
    if style == "sport":
        return [nose, lamps, flank, screen]
    case = rounded_box(0.50, 0.22, 0.38, 0.06, SLOT["frame"])
    top = rounded_box(0.40, 0.50, 0.30, 0.08, SLOT["frame"]).moved(-0.78, 0, 1.10)
    rack = box(0.4, 0.24, 0.03, SLOT["metal"]).moved(-0.72, 0, 0.93)
    return [nose, lamps, screen, both_sides(case.moved(-0.58, 0.30, 0.66)), top, rack]


def _screen(high: float) -> Shape:
    """Return a bowed windscreen `high` [m], leaning back."""
    across, up = np.linspace(-1, 1, 7), np.linspace(0, 1, 4)[:, None]
    x = 0.58 - 0.45 * high * up - 0.10 * across**2
    y = across * (0.19 - 0.05 * up)
    z = 0.98 + high * up + 0 * across
    return sheet(np.stack(np.broadcast_arrays(x, y, z), axis=-1), SLOT["glass"])
