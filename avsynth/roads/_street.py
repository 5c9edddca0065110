"""What roads and legs of junctions have in common: how far they run on, their crown, crosswalks and stop lines."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from avsynth.datatypes.profile import Profile
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._section import carriageway

#: How far the surface runs on beyond either end, so that the road does not stop in sight [m].
RUN_ON = 90.0
#: A zebra crossing: how wide it is along the road, and from it to the stop line [m].
CROSSWALK_WIDTH = 3.6
STOP_DISTANCE = 1.0
#: From the mouth of a leg of a junction to its crosswalk [m].
CROSSWALK_SETBACK = 0.5
STOP_WIDTH = 0.4
#: How far inside the pavement people wait at a crosswalk [m].
WAITING = 0.5

Crown = Annotated[float, Field(ge=0, le=0.1)]


def crowned(fall: float) -> Profile:
    """Return the height of a surface that falls by `fall` [1] to either side of the reference line, over the offset."""
    return Profile(np.array([-1e3, 0.0]), np.array([[-1e3 * fall, fall, 0.0, 0.0], [0.0, -fall, 0.0, 0.0]]))


def crosswalk_ends(road: RoadModel, station: float) -> tuple[np.ndarray, np.ndarray]:
    """Return where people wait left and right of a crosswalk at `station` [m], on the pavement, (3,) [m] each."""
    left, right = carriageway(road, station)
    ends = (left + WAITING, right - WAITING)
    return tuple(road.points(np.array([station]), end, road.height_over(station, end))[0] for end in ends)
