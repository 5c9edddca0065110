"""Ways into parking places and out of them: paths of the rear axle, on which wheels turn evenly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.frames import Pose
from avsynth.datatypes.footprint import Footprint, overlap
from avsynth.datatypes.scene import REAR_AXLE_SHARE

#: Tightest turn [1/m]: of a car with a turning circle of 11 m; how far it rolls until its wheels are turned so [m].
TIGHTEST, EASING = 0.2, 0.8
#: Places turned less than this against the way are beside it [rad].
PARALLEL = 0.1
#: It stops before whom it would touch after as much of its path [m], and is done this near to its end [m].
CLEAR, ARRIVED = 1.0, 0.02
#: Distance between the points of a path [m].
STEP = 0.05
#: Bends are found by halving so often.
HALVINGS = 50


@dataclass(frozen=True, eq=False)
class Path:
    """A path of the rear axle from the origin along x: x, y [m], heading [rad] and curvature [1/m] by station."""

    x: np.ndarray
    y: np.ndarray
    yaw: np.ndarray
    curvature: np.ndarray

    @property
    def length(self) -> float:
        """Its length [m]."""
        return STEP * (len(self.x) - 1)

    @cached_property
    def end(self) -> Pose:
        """Where it ends."""
        return self.pose(self.length)

    def pose(self, station: float) -> Pose:
        """Return the pose of the rear axle at a station [m]."""
        x, y, yaw = (self._at(station, row) for row in (self.x, self.y, self.yaw))
        return Pose.planar(x, y, 0.0, yaw)

    def bend(self, station: float) -> float:
        """Return the curvature at a station [1/m]."""
        return self._at(station, self.curvature)

    def _at(self, station: float, row: np.ndarray) -> float:
        return float(np.interp(station, STEP * np.arange(len(row)), row))


@dataclass(frozen=True, eq=False)
class Manoeuvre:
    """A path from `origin`, in the world, that is rolled along from its start, or back along from its end."""

    origin: Pose
    path: Path
    backs: bool

    def axle(self, rolled: float) -> Pose:
        """Return the pose of the rear axle after `rolled` [m]."""
        return self.origin @ self.path.pose(self._station(rolled))

    def bend(self, rolled: float) -> float:
        """Return the curvature of the path after `rolled` [m] [1/m]."""
        return self.path.bend(self._station(rolled))

    def _station(self, rolled: float) -> float:
        return self.path.length - rolled if self.backs else rolled


def steered(
    me: Agent, world: World, manoeuvre: Manoeuvre, dt: float, *, pace: float, rate: float, leaving: float = 0.0
) -> Agent:
    """Return the vehicle a little farther on a manoeuvre; it stops before whom it would touch.

    Its memory has the pose by which it missed the start, seen from there, which fades on the way, and how far it has
    rolled [m].

    Parameters
    ----------
    pace : float [m/s]
        How fast it goes at most.
    rate : float [m/s²]
        How hard it speeds up and brakes.
    leaving : float [m/s]
        How fast it is at the end.
    """
    missed, rolled, length = me.memory["missed"], me.memory["rolled"], manoeuvre.path.length
    left, sign = length - rolled, -1.0 if manoeuvre.backs else 1.0
    goal = (
        min(pace * me.haste, np.sqrt(leaving**2 + 2 * rate * left)) if _is_free(manoeuvre, me, world, rolled) else 0.0
    )
    now = abs(me.speed) + float(np.clip(goal - abs(me.speed), -4 * rate * dt, rate * dt))
    step = min((abs(me.speed) + now) / 2 * dt, left)
    is_there = left - step < ARRIVED
    x, y = (1.0 - (rolled + step) / length) * missed.translation[:2]
    axle = manoeuvre.axle(rolled + step) @ Pose.planar(x, y, 0.0, (1.0 - (rolled + step) / length) * missed.yaw)
    speed = sign * (min(now, leaving) if is_there else now)
    x, y, yaw = middle_of(axle, me.size[0])
    pose = Pose.planar(x, y, me.world_from_ground.translation[2], yaw)
    return me.but(
        world_from_ground=world.road.ground.resting(pose, me.size),
        speed=speed,
        acceleration=(speed - me.speed) / dt,
        curvature=manoeuvre.bend(rolled + step),
        distance=me.distance + sign * step,
        memory={**me.memory, "rolled": rolled + step, "progress": 1.0 if is_there else (rolled + step) / length},
    )


def _is_free(manoeuvre: Manoeuvre, me: Agent, world: World, rolled: float) -> bool:
    """Return whether nobody is where `me` will be a little later."""
    soon = manoeuvre.axle(min(rolled + CLEAR, manoeuvre.path.length))
    body = Footprint(*middle_of(soon, me.size[0]), *(float(size) for size in me.size[:2]))
    others = (agent for name, agent in world.agents.items() if name != me.name)
    return not any(overlap(body, other.footprint) for other in others)


def axle_of(me: Agent) -> Pose:
    """Return the pose of the rear axle of a vehicle, in the plane."""
    return Pose.planar(*me.axle, 0.0, me.world_from_ground.yaw)


def middle_of(axle: Pose, length: float) -> tuple[float, float, float]:
    """Return x, y [m] and heading [rad] of the middle of a vehicle of `length` [m] whose rear axle is at `axle`."""
    x, y = axle.translation[:2] + REAR_AXLE_SHARE * length * axle.rotation[:2, 0]
    return float(x), float(y), axle.yaw


def aside(distance: float) -> Path:
    """Return the shortest path that shifts by `distance` [m] to the left; where it ends it heads as at its start."""

    def shifted(bend: float, held: float) -> Path:
        return _path([(bend, held), (-bend, held)])

    sign = 1.0 if distance >= 0 else -1.0
    if abs(shifted(TIGHTEST, 0.0).y[-1]) > abs(distance):
        return shifted(_halved(lambda bend: shifted(bend, 0.0).y[-1] < abs(distance), TIGHTEST) * sign, 0.0)
    held = _halved(lambda held: shifted(TIGHTEST, held).y[-1] < abs(distance), np.pi / 2 / TIGHTEST - EASING)
    return shifted(TIGHTEST * sign, held)


def turning(angle: float, before: float = 0.0, after: float = 0.0) -> Path:
    """Return the shortest path that turns by `angle` [rad] to the left, straight for some lengths [m] around it."""
    return _path([(TIGHTEST * np.sign(angle), max(abs(angle) / TIGHTEST - EASING, 0.0))], before, after)


def into_place(goal: Pose, along: float, beside: float, *, backs: bool) -> tuple[Path, Pose, float]:
    """Return the path between a way and a place, the pose of its origin, and how far left of the way it meets it [m].

    Parameters
    ----------
    goal : Pose
        Of the rear axle in the place.
    along : float [rad]
        Heading of the way there.
    beside : float [m]
        How far left of the way the goal is.
    backs : bool
        Whether the path leads out of the place, to be rolled back along; else it leads in.
    """
    turn = (goal.yaw - along + np.pi) % (2 * np.pi) - np.pi
    if abs(turn) < PARALLEL:
        path = aside(-beside if backs else beside)
        return path, goal if backs else goal @ path.end.inverse(), 0.0
    bend = turning(-turn if backs else turn)
    x, y, _ = bend.end.translation
    across = beside + x * np.sin(turn) + y * np.cos(turn) if backs else beside - y
    straight = -across / np.sin(turn) if backs else across / np.sin(turn)
    if straight < 0:  # the way comes too near to the place for the turn
        return bend, goal if backs else goal @ bend.end.inverse(), float(across)
    path = turning(-turn, before=straight) if backs else turning(turn, after=straight)
    return path, goal if backs else goal @ path.end.inverse(), 0.0


def _halved(is_low: Callable[[float], bool], high: float) -> float:
    """Return the value between 0 and `high` up to which `is_low` holds."""
    low = 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_low(middle) else (low, middle)
    return low


def _path(bends: list[tuple[float, float]], before: float = 0.0, after: float = 0.0) -> Path:
    """Return the path through bends of some curvature [1/m], each held for a length [m], wheels turning evenly to each.

    Headings and places are sums by the trapezoidal rule.
    """
    stations, curvature = [0.0, before], [0.0, 0.0]
    for bend, held in bends:
        stations += [stations[-1] + EASING, stations[-1] + EASING + held, stations[-1] + 2 * EASING + held]
        curvature += [bend, bend, 0.0]
    grid = np.arange(0.0, stations[-1] + after + STEP / 2, STEP)
    bend = np.interp(grid, stations, curvature)
    yaw = _sums(bend)
    return Path(_sums(np.cos(yaw)), _sums(np.sin(yaw)), yaw, bend)


def _sums(rates: np.ndarray) -> np.ndarray:
    """Return the integral of `rates` over the points of a path."""
    return np.concatenate([[0.0], np.cumsum((rates[1:] + rates[:-1]) / 2 * STEP)])
