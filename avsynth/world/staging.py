"""From the worlds of a run to the scenes that sensors look at: poses between ticks, joints, and what stands still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from avsynth.contracts.actor import Actor, Motion
from avsynth.contracts.step import Agent, World
from avsynth.core.frames import Pose, turning
from avsynth.core.seed import Stream
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import Scene, SceneObject, Weather
from avsynth.scenario.concrete import Scenario
from avsynth.world.cast import model_of
from avsynth.world.surroundings import Standing, standing
from avsynth.world.weather import is_dark, weather

#: Length of a tick [s].
TICK = 0.05
#: Half the time over which joint rates are measured [s].
JOINT_INTERVAL = 1e-3
#: The actor that carries the sensors, if there is one of this name; else the first placed one does.
EGO = "ego"


@dataclass(frozen=True, eq=False)
class Stage:
    """What does not change during a run: the actors' shapes, and what stands still."""

    cast: Mapping[str, Actor]
    still: Standing
    ego_id: int
    road: RoadMap
    weather: Weather
    is_dark: bool

    @classmethod
    def of(cls, scenario: Scenario, cast: Mapping[str, Actor], start: World, stream: Stream) -> Stage:
        """Return the stage of a run that begins with `start`."""
        still = standing(scenario, start, len(start.agents), stream)
        return cls(cast, still, ego_id(start), start.road, weather(scenario, start.road), is_dark(scenario))

    def scene(self, window: list[World], time: float, *, is_start: bool) -> Scene:
        """Return the scene at `time` [s], between the two middle ones of four worlds in a row."""
        share = time / TICK - int((time + 1e-9) / TICK)
        moving = _objects(window, is_start, share, self.cast, is_dark=self.is_dark)
        still = (
            _at_time(thing, self.still.changing[thing.id], Motion(time=time, dark=self.is_dark))
            if thing.id in self.still.changing
            else thing
            for thing in self.still.things
        )
        return Scene(time, (*moving, *still), self.ego_id, self.road, self.weather)


def objects_at_rest(world: World, cast: Mapping[str, Actor]) -> list[SceneObject]:
    """Return the actors of a world as things, as if it had always been so."""
    still = {name: replace(agent, speed=0.0) for name, agent in world.agents.items()}
    return _objects([replace(world, agents=still)] * 4, True, 0.0, cast)


def _objects(
    window: list[World], at_start: bool, share: float, cast: Mapping[str, Actor], *, is_dark: bool = False
) -> list[SceneObject]:
    """Return the actors between the two middle worlds of `window`, `share` of a tick after the first."""
    time = window[1].time + share * TICK
    found = []
    for number, name in enumerate(window[1].agents):
        states = [world.agents[name] for world in window]
        course, motion = _between(states, at_start, share)
        acts, act_rates = _acts_between(states[1], states[2], share)
        motion = replace(motion, time=time, acts=acts, dark=is_dark)
        found.append(_object(number, name, cast[name], course, (motion, act_rates)))
    return found


#: Pose on the ground, velocity (3,) [m/s] and angular velocity (3,) [rad/s].
Course = tuple[Pose, np.ndarray, np.ndarray]


def _between(states: list[Agent], at_start: bool, share: float) -> tuple[Course, Motion]:
    """Return course and motion by cubic Hermite interpolation with central differences.

    Before the start everybody moves as at the start, so the first tangent is the one-sided difference.
    """
    rows = np.array([_row(state) for state in states])  # (4, 9)
    rows[:, 3:6] = np.unwrap(rows[:, 3:6], axis=0)
    if at_start:
        rows[0] = 2 * rows[1] - rows[2]
    first, last = (rows[2] - rows[0]) / 2, (rows[3] - rows[1]) / 2
    u = share
    value = (
        (2 * u**3 - 3 * u**2 + 1) * rows[1]
        + (u**3 - 2 * u**2 + u) * first
        + (3 * u**2 - 2 * u**3) * rows[2]
        + (u**3 - u**2) * last
    )
    slope = (
        6 * (u**2 - u) * rows[1] + (3 * u**2 - 4 * u + 1) * first + 6 * (u - u**2) * rows[2] + (3 * u**2 - 2 * u) * last
    )
    rate = np.where(np.abs(slope) < 1e-12, 0.0, slope) / TICK
    distance, _, curvature = value[6:]
    motion = Motion(float(distance), float(rate[6]), float(curvature), acceleration=float(rate[7]))
    return (Pose.euler(tuple(value[:3]), *value[3:6]), rate[:3], turning(value[3:6], rate[3:6])), motion


def _row(state: Agent) -> tuple[float, ...]:
    """Return what is interpolated of one state: x, y, z, yaw, pitch, roll, distance, speed, curvature."""
    return (
        *state.world_from_ground.translation,
        *state.world_from_ground.angles,
        state.distance,
        state.speed,
        state.curvature,
    )


def _acts_between(before: Agent, after: Agent, share: float) -> tuple[dict[str, float], dict[str, float]]:
    """Return the degree [1] of each act `share` of a tick after `before`, and its rate [1/s]."""
    words = sorted({*before.acts, *after.acts})
    ends = {word: (before.acts.get(word, 0.0), after.acts.get(word, 0.0)) for word in words}
    degrees = {word: first + share * (last - first) for word, (first, last) in ends.items()}
    return degrees, {word: (last - first) / TICK for word, (first, last) in ends.items()}


def _object(
    number: int, name: str, actor: Actor, course: Course, doing: tuple[Motion, Mapping[str, float]]
) -> SceneObject:
    """Return one actor as a thing of the scene; `doing` is its motion with the rates of its acts [1/s]."""
    world_from_ground, velocity, angular_velocity = course
    motion, act_rates = doing
    model = model_of(actor)
    joints = dict(actor.joints(motion))
    return SceneObject(
        id=number,
        name=name,
        category=actor.category,
        model=model,
        world_from_object=world_from_ground @ Pose(np.eye(3), np.array([0.0, 0.0, model.size[2] / 2])),
        velocity=velocity,
        angular_velocity=angular_velocity,
        joints=joints,
        joint_rates=_joint_rates(actor, motion, act_rates, joints),
        finish={**actor.finish(), **actor.lamps(motion)},
    )


def _at_time(thing: SceneObject, actor: Actor, motion: Motion) -> SceneObject:
    """Return a thing that stands, with its lamps and joints as its `motion` in time makes them."""
    joints = dict(actor.joints(motion))
    return replace(
        thing,
        joints=joints,
        joint_rates=_joint_rates(actor, motion, {}, joints),
        finish={**thing.finish, **actor.lamps(motion)},
    )


def _joint_rates(
    actor: Actor, motion: Motion, act_rates: Mapping[str, float], joints: Mapping[str, float]
) -> dict[str, float]:
    """Return the rate of each joint [rad/s], by central difference in time."""
    after = actor.joints(motion.later(JOINT_INTERVAL, act_rates))
    before = actor.joints(motion.later(-JOINT_INTERVAL, act_rates))
    return {name: (after[name] - before[name]) / (2 * JOINT_INTERVAL) for name in joints}


def ego_id(start: World) -> int:
    """Return the number of the actor that carries the sensors."""
    names = list(start.agents)
    return names.index(EGO) if EGO in names else 0
