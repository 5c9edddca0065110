"""Crosswalks as pieces of ground."""

from __future__ import annotations

import numpy as np

from avsynth.datatypes.footprint import Footprint
from avsynth.datatypes.road import Crosswalk


def crosswalk_shape(crosswalk: Crosswalk) -> Footprint:
    """Return the ground that a crosswalk covers."""
    middle, across = (crosswalk.start + crosswalk.end) / 2, crosswalk.end - crosswalk.start
    yaw = float(np.arctan2(across[1], across[0]))
    return Footprint(middle[0], middle[1], yaw, float(np.hypot(*across[:2])), crosswalk.width)
