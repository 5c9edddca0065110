"""Spray: the water that wheels throw up from a wet road, as puffs that stand behind every fast vehicle."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.scene import Scene, SceneObject

#: Extinction at the rear of a vehicle at 25 m/s on a road with a closed film of water [1/m], by category: estimates, so
#: that a car's spray halves the light from its own lamps and a truck's hides what is beside it.
DENSITY = {
    Category.CAR: 0.10,
    Category.VAN: 0.14,
    Category.TRUCK: 0.36,
    Category.BUS: 0.32,
    Category.MOTORCYCLIST: 0.05,
    Category.OTHER_VEHICLE: 0.20,
}
#: Speed of those densities, and below which wheels throw nothing up [m/s]; in between density grows as the square.
USUAL_SPEED, LEAST_SPEED = 25.0, 8.0
#: Length of the cloud: so long the air behind a vehicle keeps its water [s], within limits [m].
STAY, SHORTEST, LONGEST = 0.55, 4.0, 20.0
#: Puffs behind one vehicle.
PUFFS = 6
#: Height of the middle of the cloud at the rear, its rise and its growth with distance [m], [1].
HEIGHT, RISE, GROWTH = 0.55, 0.04, 0.05
#: Standard deviation of the logarithm of a puff's density: wheels throw in bursts.
BURSTS = 0.5


class Puffs(NamedTuple):
    """Clouds of drops, P of them; fields as those of `kernels.air.Air`."""

    centre: np.ndarray
    velocity: np.ndarray
    heading: np.ndarray
    spread: np.ndarray
    strength: np.ndarray


def puffs_of(scene: Scene) -> Puffs:
    """Return the spray behind all vehicles of `scene`.

    Density grows with the water on the road and with the square of the speed, and falls off behind the vehicle: clouds
    of 0.2 to 1.5 m height, 4 to 20 m long. The shape follows films of test tracks; the numbers are estimates.
    """
    water = scene.weather.wetness * scene.weather.spray
    throwing = [thing for thing in scene.objects if water > 0.0 and _throws(thing)]
    rows = [_behind(thing, water, scene.time) for thing in throwing]
    return Puffs(*(np.concatenate(columns) for columns in zip(*rows, strict=True))) if rows else NO_PUFFS


NO_PUFFS = Puffs(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 2)), np.zeros((0, 3)), np.zeros(0))


def _throws(thing: SceneObject) -> bool:
    return thing.category in DENSITY and float(np.linalg.norm(thing.velocity)) > LEAST_SPEED


def _behind(thing: SceneObject, water: float, time: float) -> Puffs:
    """Return the puffs behind one vehicle; their bursts are the same for all sensors."""
    speed = float(np.linalg.norm(thing.velocity))
    length, width, height = thing.model.size
    reach = min(max(STAY * speed, SHORTEST), LONGEST)
    back = reach * (np.arange(PUFFS) + 0.5) / PUFFS  # behind the rear [m]
    centre = np.column_stack([-length / 2 - back, np.zeros(PUFFS), HEIGHT + RISE * back - height / 2])
    spread = np.column_stack([np.full(PUFFS, reach / PUFFS), 0.32 * width + GROWTH * back, 0.35 + GROWTH * back])
    burst = np.exp(BURSTS * Stream(thing.id, ("spray", round(time * 1e3))).rng().standard_normal(PUFFS))
    strength = DENSITY[thing.category] * water * (speed / USUAL_SPEED) ** 2 * np.exp(-2.0 * back / reach) * burst
    yaw = thing.world_from_object.yaw
    return Puffs(
        thing.world_from_object.points(centre),
        np.tile(thing.velocity, (PUFFS, 1)),
        np.tile([np.cos(yaw), np.sin(yaw)], (PUFFS, 1)),
        spread,
        strength,
    )
