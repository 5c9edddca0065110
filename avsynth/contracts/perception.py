"""What the sensors of the ego see of an actor, for the conditions, records and coverage of a scenario.

The world may not know the engine: who wires both hands it an `Observer`. Sensors look with few of their own rays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from avsynth.contracts.tracer import Tracer
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene

#: Most rays that are tried on an actor alone, and of those that meet it most that are cast into the whole scene.
MOST_TRIED, MOST_CAST = 4000, 400
#: Limbs and doors reach this far out of the ball around the box of an actor [1].
REACH = 1.15


@dataclass(frozen=True, slots=True)
class Sighting:
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
Observer = Callable[[Scene, str, str], Sighting]


@dataclass(frozen=True, slots=True, eq=False)
class Ball:
    """What holds an actor: `centre` float64 (3,) [m], world, and `radius` [m]."""

    centre: np.ndarray
    radius: float

    @classmethod
    def around(cls, scene: Scene, instance: int) -> Ball:
        """Return the ball around an object."""
        thing = scene.objects[instance]
        return cls(thing.world_from_object.translation, REACH * float(np.linalg.norm(thing.model.size)) / 2)

    def half_angle(self, eye: np.ndarray) -> float:
        """Return the angle at which its edge is seen from `eye` (3,) [m], from its middle [rad]."""
        distance = float(np.linalg.norm(self.centre - eye))
        return np.pi if distance <= self.radius else float(np.arcsin(self.radius / distance))


def thinned(count: int, most: int) -> tuple[np.ndarray, float]:
    """Return which of `count` rays to take, at most `most`, and how many each of them stands for."""
    if count <= most:
        return np.arange(count), 1.0
    chosen = np.sort(Stream(count, ("look",)).rng().permutation(count)[:most])
    return chosen, count / most


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """Rays that meet an actor if it is alone: how many there are, those that are cast, and what each stands for."""

    alone: float
    rays: RayBundle
    stands_for: float


def aimed(tracer: Tracer, instance: int, rays: RayBundle, stands_for: float = 1.0) -> Aim:
    """Return those of `rays` that meet an object if it is alone, thinned; each of `rays` stands for so many."""
    met = np.flatnonzero(tracer.closest_hits_of(instance, rays).met)
    chosen, more = thinned(len(met), MOST_CAST)
    return Aim(len(met) * stands_for, _some(rays, met[chosen], rays.range_min), stands_for * more)


def fan(world_from_sensor: Pose, ball: Ball, count: int = MOST_TRIED) -> np.ndarray:
    """Return directions evenly over the ball as seen from the sensor, float64 (N, 3) [1], world."""
    eye = world_from_sensor.translation
    axis = (ball.centre - eye) / np.linalg.norm(ball.centre - eye)
    side = np.cross(axis, [0.0, 0.0, 1.0] if abs(axis[2]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    share = (np.arange(count) + 0.5) / count
    cosine = 1.0 - share * (1.0 - np.cos(ball.half_angle(eye)))
    turn = np.arange(count) * np.pi * (3.0 - np.sqrt(5.0))  # the golden angle fills a disc evenly
    sine = np.sqrt(1.0 - cosine**2)
    up = np.cross(side, axis)
    return cosine[:, None] * axis + (sine * np.cos(turn))[:, None] * side + (sine * np.sin(turn))[:, None] * up


def seen_by(scene: Scene, tracer: Tracer, instance: int, aim: Aim) -> tuple[float, tuple[str, ...]]:
    """Return how many rays meet an object though other things are there, and the names of what hides it."""
    hits = tracer.closest_hits(aim.rays)
    mine = hits.instance == instance
    hiding = set(hits.instance[hits.met & ~mine].tolist())
    return float(mine.sum()) * aim.stands_for, names_of(scene, hiding)


def names_of(scene: Scene, instances: set[int]) -> tuple[str, ...]:
    """Return the names of objects, sorted."""
    return tuple(sorted(scene.objects[k].name for k in instances))


def _some(rays: RayBundle, chosen: np.ndarray, range_min: float | np.ndarray) -> RayBundle:
    return RayBundle(
        rays.origin[chosen], rays.direction[chosen], rays.time_offset[chosen], rays.range_max, range_min=range_min
    )
