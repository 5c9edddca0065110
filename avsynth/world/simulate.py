"""Scenario → Scenes: the world runs in fixed ticks, whatever the frame rate; scenes are read off between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import numpy as np

from avsynth.contracts.actor import Actor, Motion
from avsynth.contracts.step import Agent, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.scene import Scene, SceneObject, Weather
from avsynth.scenario.concrete import Scenario
from avsynth.world.acting import Cue, advance, roles
from avsynth.world.cast import actors, model_of
from avsynth.world.ground import road_map
from avsynth.world.place import place
from avsynth.world.surroundings import standing_things

#: Length of a tick [s].
TICK = 0.05
#: Half the time over which joint rates are measured [s].
JOINT_INTERVAL = 1e-3
#: The actor that carries the sensors, if there is one of this name; else the first placed one does.
EGO = "ego"


def simulate(scenario: Scenario, stream: Stream, *, only: Collection[int] | None = None) -> Iterator[tuple[int, Scene]]:
    """Yield number and scene of each frame in time order, or of those in `only`.

    The scene of a frame depends on the scenario and the stream only, not on which frames are asked for.
    """
    wanted = sorted(range(scenario.frame_count) if only is None else set(only))
    cast, road = actors(scenario), road_map(scenario)
    start = World(0.0, place(scenario, cast, road), road)
    if not wanted:
        return
    still = standing_things(scenario, start, len(start.agents), stream.child("surroundings"))
    ticks = _ticks(scenario, start, stream.child("steps"))
    window = [next(ticks)] * 2 + [next(ticks), next(ticks)]  # ticks k − 1, k, k + 1, k + 2; before the start all stands
    k = 0
    for index in wanted:
        time = index / scenario.rate
        while time >= (k + 1) * TICK - 1e-9:
            window = [*window[1:], next(ticks)]
            k += 1
        moving = _objects(window, k == 0, (time - k * TICK) / TICK, cast)
        yield index, Scene(time, (*moving, *still), _ego_id(start), road, _weather(scenario))


def _ticks(scenario: Scenario, world: World, stream: Stream) -> Iterator[World]:
    """Yield the world at every tick, for ever."""
    cast, cues = roles(scenario), {name: Cue() for name in world.agents}
    while True:
        yield world
        world, cues = advance(world, cast, cues, TICK, stream)


def _objects(window: list[World], at_start: bool, share: float, cast: Mapping[str, Actor]) -> list[SceneObject]:
    """Return the actors between the two middle worlds of `window`, `share` of a tick after the first."""
    time = window[1].time + share * TICK
    found = []
    for number, name in enumerate(window[1].agents):
        states = [world.agents[name] for world in window]
        course, motion = _between(states, at_start, share)
        acts, act_rates = _acts_between(states[1], states[2], share)
        motion = replace(motion, time=time, acts=acts)
        found.append(_object(number, name, cast[name], course, (motion, act_rates)))
    return found


#: Pose on the ground, velocity (3,) [m/s] and angular velocity (3,) [rad/s].
Course = tuple[Pose, np.ndarray, np.ndarray]


def _between(states: list[Agent], at_start: bool, share: float) -> tuple[Course, Motion]:
    """Return course and motion by cubic Hermite interpolation with central differences.

    Before the start everybody moves as at the start, so the first tangent is the one-sided difference.
    """
    rows = np.array([_row(state) for state in states])  # (4, 7)
    rows[:, 3] = np.unwrap(rows[:, 3])
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
    x, y, z, yaw, distance, _, curvature = value
    motion = Motion(float(distance), float(rate[4]), float(curvature), acceleration=float(rate[5]))
    return (Pose.planar(x, y, z, yaw), rate[:3], np.array([0.0, 0.0, rate[3]])), motion


def _row(state: Agent) -> tuple[float, ...]:
    """Return what is interpolated of one state: x, y, z, yaw, distance, speed, curvature."""
    return (
        *state.world_from_ground.translation,
        state.world_from_ground.yaw,
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


def _joint_rates(
    actor: Actor, motion: Motion, act_rates: Mapping[str, float], joints: Mapping[str, float]
) -> dict[str, float]:
    """Return the rate of each joint [rad/s], by central difference in time."""
    after = actor.joints(motion.later(JOINT_INTERVAL, act_rates))
    before = actor.joints(motion.later(-JOINT_INTERVAL, act_rates))
    return {name: (after[name] - before[name]) / (2 * JOINT_INTERVAL) for name in joints}


def _ego_id(start: World) -> int:
    names = list(start.agents)
    return names.index(EGO) if EGO in names else 0


def _weather(scenario: Scenario) -> Weather:
    environment = scenario.environment
    return Weather(environment.sun_elevation, environment.sun_azimuth, environment.cloud)
