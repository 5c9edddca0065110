"""Crossing guards, who stop traffic for children with a red disc. At most 13000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from avsynth.actors._outfit import HI_VIS
from avsynth.actors._workwear import AtWork
from avsynth.contracts import ACTORS


@ACTORS.register
class CrossingGuard(AtWork):
    """A crossing guard in a hi-vis vest with a stop sign; 'halt' holds it out to traffic."""

    kind: Literal["crossing_guard"] = "crossing_guard"
    trade: ClassVar[Mapping[str, Mapping[str, float]]] = {
        "outfit": {"hi_vis": 1.0},
        "top": HI_VIS,
        "holding": {"stop_sign": 1.0},
        "headwear": {"cap": 0.6, "none": 0.3, "beanie": 0.1},
        "luggage": {"none": 1.0},
    }
