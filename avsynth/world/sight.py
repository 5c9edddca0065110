"""Looking at a run with the sensors of the ego: each look is made once and kept."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avsynth.contracts.perception import Observer, Sighting
from avsynth.datatypes.label import SEEN_POINTS, SEEN_SHARE
from avsynth.datatypes.scene import Scene

if TYPE_CHECKING:
    from avsynth.world.history import History


@dataclass(frozen=True)
class Sight:
    """What the sensors see at each tick.

    Parameters
    ----------
    observe : Observer
    scene_at : callable
        Tick → the scene at it.
    """

    observe: Observer
    scene_at: Callable[[int], Scene]
    _views: dict[tuple[int, str, str], Sighting] = field(default_factory=dict)

    def look(self, tick: int, sensor: str, actor: str) -> Sighting:
        """Return what `sensor`, such as ``ego.velodyne``, sees of `actor` at a tick."""
        key = (tick, sensor, actor)
        if key not in self._views:
            self._views[key] = self.observe(self.scene_at(tick), sensor.rpartition(".")[2], actor)
        return self._views[key]


def first_seen(history: History, actor: str, sensor: str) -> float:
    """Return the time of the first frame in which `sensor` sees `actor` [s]; infinite if there is none."""
    for tick in history.frames:
        view = history.sight.look(tick, sensor, actor)
        if view.points_on >= SEEN_POINTS or (view.pixels_on > 0 and view.visible_fraction >= SEEN_SHARE):
            return history.time(tick)
    return math.inf
