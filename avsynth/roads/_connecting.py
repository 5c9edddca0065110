"""The road that connects a lane of one arm of a junction with one of another arm."""

from __future__ import annotations

import numpy as np

from avsynth.datatypes.curve import Curve
from avsynth.datatypes.network import Connection
from avsynth.datatypes.profile import Profile, eased
from avsynth.datatypes.road_model import Link, RoadModel
from avsynth.datatypes.section import Mark, Section, Strip
from avsynth.roads._arm import Arm
from avsynth.roads._plane import Plane, lying


def connecting_road(
    junction: str,
    plane: Plane,
    start: tuple[Arm, Strip],
    end: tuple[Arm, Strip],
    curve: Curve,
    speed: float | None = None,
    marks: tuple[Mark, ...] = (),
) -> tuple[RoadModel, Connection]:
    """Return the road from a strip of one arm to one of another: one strip around `curve`, with `marks` on both of its
    borders; and what it connects.
    """
    (arm, first), (other, last) = start, end
    names = [f"{junction}.{one.leg.name}" for one in (arm, other)]
    widths = [float(strip.width.at(np.zeros(1))[0]) for strip in (first, last)]
    width = eased(*widths, 0.0, curve.length)
    side = 1 if arm.keeps_left else -1
    strip = Strip(side, first.kind, width, before=first.number, after=last.number, speed=speed, marks=marks)
    section = Section(0.0, (strip,), (), marks) if side > 0 else Section(0.0, (), (strip,), marks)
    elevation, bank = lying(plane, curve)
    road = RoadModel(
        f"{names[0]}.{lane_word(arm, first)}->{names[1]}.{lane_word(other, last)}",
        curve,
        (section,),
        elevation=elevation,
        bank=bank,
        shift=Profile(width.starts, -side / 2 * width.coefficients),
        before=Link(names[0]),
        after=Link(names[1]),
        junction=junction,
        keeps_left=arm.keeps_left,
    )
    return road, Connection(names[0], road.name, "start", ((first.number, side),))


def lane_word(arm: Arm, strip: Strip) -> str:
    """Return how the lane on a strip is called on its leg."""
    index = arm.strips(strip.side, strip.kind).index(strip)
    if strip.kind == "drive":
        return f"{'in' if strip.side == arm.into else 'out'}[{index}]"
    return f"{'left' if strip.side > 0 else 'right'}.{strip.kind}[{index}]"
