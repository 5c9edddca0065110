"""Road workers: hi-vis clothes, hard hats, a shovel or a stop sign. At most 13000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from avsynth.actors._workwear import AtWork
from avsynth.contracts import ACTORS


@ACTORS.register
class RoadWorker(AtWork):
    """A road worker in hi-vis clothes, often with a hard hat, a shovel or a stop sign."""

    kind: Literal["road_worker"] = "road_worker"
    trade: ClassVar[Mapping[str, Mapping[str, float]]] = {
        "figure": {"male": 0.92, "female": 0.08},
        "outfit": {"hi_vis": 1.0},
        "top": {"hi_vis_orange": 0.8, "hi_vis_yellow": 0.2},
        "bottom": {"hi_vis_orange": 0.6, "cotton_dark": 0.4},
        "holding": {"none": 0.4, "shovel": 0.35, "stop_sign": 0.25},
        "headwear": {"helmet": 0.7, "none": 0.2, "cap": 0.1},
        "hat": {"helmet_white": 0.4, "paint_yellow": 0.6},
        "luggage": {"none": 1.0},
    }
