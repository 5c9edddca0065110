"""One moment of a scenario: where everything is, how it moves, and the light it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from avsynth.core.arrays import lock
from avsynth.core.frames import Pose
from avsynth.datatypes.category import Category
from avsynth.datatypes.encounters import Encounters
from avsynth.datatypes.model import Model
from avsynth.datatypes.road import RoadMap


@dataclass(frozen=True, slots=True, eq=False)
class SceneObject:
    """A thing at one moment: a road user, or a piece of the surroundings.

    Parameters
    ----------
    id : int
        Its number in the whole scenario, the same for every sensor and frame.
    name : str
        Its name in the scenario, such as ``"ego"``, or a made one, such as ``"tree 12"``.
    category : Category
    model : Model
    world_from_object : Pose
        The object's frame is at the centre of its box, x forward, z up.
    velocity : float64 (3,) [m/s]
        Of the origin of its frame, world.
    angular_velocity : float64 (3,) [rad/s], world
    joints, joint_rates : mapping of joint name to angle [rad] and rate [rad/s]
    finish : mapping of slot name to material name
        Overrides the model's default materials.
    """

    id: int
    name: str
    category: Category
    model: Model
    world_from_object: Pose
    velocity: np.ndarray = field(default_factory=lambda: np.zeros(3))
    angular_velocity: np.ndarray = field(default_factory=lambda: np.zeros(3))
    joints: Mapping[str, float] = field(default_factory=dict)
    joint_rates: Mapping[str, float] = field(default_factory=dict)
    finish: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lock(self, velocity=(np.float64, (3,)), angular_velocity=(np.float64, (3,)))

    @property
    def is_moving(self) -> bool:
        """True if anything of it moves."""
        moves = any(self.velocity.tolist()) or any(self.angular_velocity.tolist())
        return moves or any(self.joint_rates.values())

    def at(self, offset: float) -> SceneObject:
        """Return the object `offset` [s] later, at constant velocities and joint rates."""
        if not self.is_moving:
            return self
        return replace(
            self,
            world_from_object=self.world_from_object.moved(self.velocity, self.angular_velocity, offset),
            joints={name: angle + offset * self.joint_rates.get(name, 0.0) for name, angle in self.joints.items()},
        )


@dataclass(frozen=True, slots=True)
class Weather:
    """One physical state of light and air for all sensors.

    Parameters
    ----------
    sun_elevation, sun_azimuth : float [rad]
        Direction to the sun; azimuth counter-clockwise from world x.
    cloud : float [1]
        Share of the sky that is covered, 0 clear to 1 overcast.
    turbidity : float [1]
        Preetham's haziness of a clear sky: 2 very clear, 3 clear, 6 hazy.
    moon : float [lux]
        Illuminance by moon and night sky.
    fog_extinction : float [1/m]
        Of visible light; visibility is 3.0 ÷ this.
    fog_bank : tuple of (x, y) [m], world
        Corners of the ground on which the fog lies; empty if it is everywhere.
    rain_rate, snow_rate : float [m/s]
        Depth of water that falls in a time; 1 mm/h is 2.8e-7.
    wetness : float [1]
        Of the roads: 0 dry, 1 a closed film of water.
    spray : float [1]
        Water that wheels throw up from wet roads, relative to what is usual.
    """

    sun_elevation: float = np.deg2rad(40.0)
    sun_azimuth: float = np.deg2rad(60.0)
    cloud: float = 0.2
    turbidity: float = 3.0
    moon: float = 0.0
    fog_extinction: float = 0.0
    fog_bank: tuple[tuple[float, float], ...] = ()
    rain_rate: float = 0.0
    snow_rate: float = 0.0
    wetness: float = 0.0
    spray: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything there is at one moment.

    Parameters
    ----------
    time : float [s]
        Since the start of the scenario.
    objects : tuple of SceneObject
        In order of id: ``objects[k].id == k``; the same things in every scene of a scenario.
    ego_id : int
        The object that carries the sensors. Its own rays pass through it.
    road : RoadMap
    weather : Weather
    encounters : Encounters
        How its road users stand to each other.
    """

    time: float
    objects: tuple[SceneObject, ...]
    ego_id: int
    road: RoadMap
    weather: Weather
    encounters: Encounters = field(default_factory=Encounters.none)

    def __post_init__(self) -> None:
        if any(thing.id != k for k, thing in enumerate(self.objects)):
            raise ValueError("Scene.objects must be in order of id, from 0 without gaps")

    @property
    def ego(self) -> SceneObject:
        """The object that carries the sensors."""
        return self.objects[self.ego_id]

    @property
    def world_from_ego(self) -> Pose:
        """Pose of the ego frame: on the ground below the centre of the rear axle, x forward."""
        return world_from_ego(self.ego)

    @property
    def ego_velocity(self) -> np.ndarray:
        """Velocity of the origin of the ego frame, float64 (3,) [m/s], world."""
        lever = self.world_from_ego.translation - self.ego.world_from_object.translation
        return self.ego.velocity + np.cross(self.ego.angular_velocity, lever)

    def at(self, offset: float) -> Scene:
        """Return where everything is `offset` [s] later, inside a sweep or an exposure."""
        return replace(self, time=self.time + offset, objects=tuple(thing.at(offset) for thing in self.objects))


#: Distance from the rear axle to the centre of the box, as a share of the ego's length (the rear overhang of a car is
#: about 0.22 of its length).
REAR_AXLE_SHARE = 0.28


def world_from_ego(ego: SceneObject) -> Pose:
    """Return the ego frame of `ego`: its box frame moved down to the ground and back to the rear axle."""
    length, _, height = ego.model.size
    return ego.world_from_object @ Pose(np.eye(3), np.array([-REAR_AXLE_SHARE * length, 0.0, -height / 2]))
