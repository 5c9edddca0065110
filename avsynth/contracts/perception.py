"""What the sensors of the ego see of an actor, for the conditions, records and coverage of a scenario.

The world may not know the engine: who wires both hands it an `Observer`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from avsynth.datatypes.scene import Scene


@dataclass(frozen=True, slots=True)
class View:
    """What one sensor sees of one actor.

    Parameters
    ----------
    visible_fraction : float [1]
        Share of what it would see of the actor alone that it sees.
    points_on : float [1]
        LiDAR points of one sweep that hit it; 0 for other sensors.
    pixels_on : float [1]
        Pixels that show it; 0 for other sensors than cameras.
    hidden_by : tuple of str
        Names of what hides a part of it.
    """

    visible_fraction: float = 0.0
    points_on: float = 0.0
    pixels_on: float = 0.0
    hidden_by: tuple[str, ...] = ()

    @property
    def occluders(self) -> float:
        """How many things hide a part of it [1]."""
        return float(len(self.hidden_by))


#: Looks at a scene: scene, name of the sensor, name of the actor → what the sensor sees of it.
Observer = Callable[[Scene, str, str], View]
