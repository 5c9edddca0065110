"""Hydraulic rams: a barrel and a rod on pins of two bodies, which stay in one line as these turn about axes across.

All is in the plane of x and z; turns are counter-clockwise seen from the right side, from x to z.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from avsynth.actors._heavy_parts import SLOT
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import rod
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model, chained

#: Axis of all turns, and the share of a ram's length at rest that its barrel and its rod each have [1].
ACROSS, BARREL, ROD = (0.0, -1.0, 0.0), 0.66, 0.80


@dataclass(frozen=True, slots=True)
class Ram:
    """A ram between two pins.

    Parameters
    ----------
    name : str
    base, end : (x, z) [m]
        Its pins at rest: of the barrel and of the rod.
    under_base, under_end : sequence of Joint
        What both bodies hang on, all about axes across.
    """

    name: str
    base: tuple[float, float]
    end: tuple[float, float]
    under_base: Sequence[Joint]
    under_end: Sequence[Joint]

    @property
    def hinges(self) -> tuple[Joint, Joint]:
        """The joints of barrel and rod."""
        (x, z), (u, w) = self.base, self.end
        return Joint(f"{self.name}_barrel", (x, 0.0, z), ACROSS), Joint(f"{self.name}_rod", (u, 0.0, w), ACROSS)

    def pieces(self, y: float, radius: float, category: Category, root: Sequence[Joint] = ()) -> list[Piece]:
        """Return barrel and rod at `y`, the barrel of `radius` [m], under the joints `root` of both bodies."""
        base, end = (np.array([at[0], y, at[1]]) for at in (self.base, self.end))
        barrel = rod(base, base + BARREL * (end - base), radius, 10, SLOT["paint"])
        bar = rod(end + ROD * (base - end), end, 0.55 * radius, 8, SLOT["chrome"])
        first, second = self.hinges
        return [
            Piece(f"{self.name}_barrel_{y:.2f}", barrel, category, (*root, *self.under_base, first)),
            Piece(f"{self.name}_rod_{y:.2f}", bar, category, (*root, *self.under_end, second)),
        ]


def in_line(model: Model, names: Iterable[str], turned: Mapping[str, float]) -> dict[str, float]:
    """Return the angles [rad] at which barrels and rods lie on the lines between their pins.

    Pins are taken from the model, which may have been stretched since its rams were made.

    Parameters
    ----------
    names : of rams, each on two parts "…_barrel_…" and "…_rod_…" of the model
    turned : mapping of joint to angle [rad]
        Of all other joints.
    """
    found = {}
    for name in names:
        ends = [_hung(model, f"{name}_{end}") for end in ("barrel", "rod")]
        pins = [np.array(own.origin) for _, own in ends]
        places = [chained(under, turned).points(pin) for (under, _), pin in zip(ends, pins, strict=True)]
        swing = _slope(*places) - _slope(*pins)
        for under, own in ends:
            before = sum(turned.get(joint.name, 0.0) for joint in under)
            found[own.name] = float((swing - before + np.pi) % (2 * np.pi) - np.pi)
    return found


def _hung(model: Model, start: str) -> tuple[list[Joint], Joint]:
    """Return the joints across that the part whose name begins so hangs on, but for its own one, and that one."""
    *under, own = next(part.joints for part in model.parts if part.name.startswith(start))
    return [joint for joint in under if joint.axis == own.axis], own


def _slope(base: np.ndarray, end: np.ndarray) -> float:
    return float(np.arctan2(end[2] - base[2], end[0] - base[0]))
