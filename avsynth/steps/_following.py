"""Following a way on wheels: speed by the Intelligent Driver Model and the bends ahead, steering by pure pursuit.

Intelligent Driver Model [Treiber2000]_: a = a_max (1 − (v / v_0)^4 − (s* / s)²) with
s* = s_0 + max(0, v T + v Δv / (2 √(a_max b))), limited to the braking that the situation needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.frames import Pose
from avsynth.datatypes.road import Lane
from avsynth.datatypes.scene import REAR_AXLE_SHARE
from avsynth.steps._leading import Leader
from avsynth.steps._rules import halt, next_line, stopped_at
from avsynth.steps._traffic import leader

#: Urban driving: largest acceleration and comfortable braking [m/s²], time headway [s], gap at rest [m].
ACCELERATION, BRAKING, HEADWAY, REST_GAP = 1.2, 2.0, 1.2, 2.0
#: Drivers who are too near brake no harder than this [m/s²], plus what they need to stop at the safe gap [m] with a
#: reserve [1]: the plain model brakes hard behind a leader that drives away.
EASE, SAFE_GAP, RESERVE = 1.0, 1.0, 1.3
#: Hardest braking [m/s²]: dry asphalt.
EMERGENCY = 8.0
#: Sideways acceleration that drivers accept in bends [m/s²].
SIDEWAYS = 2.5
#: How fast the acceleration may change [m/s³].
JERK = 12.0
#: Pure pursuit: looks this far ahead in time [s], but within these distances [m].
LOOK_AHEAD, NEAREST_AIM, FARTHEST_AIM = 0.8, 3.0, 20.0
#: Long vehicles aim at least this share of their length ahead, so that neither front nor rear leaves the lane far.
AIM_SHARE = 0.85
#: Tightest turn [1/m], and how fast the curvature may change [1/(m s)].
TIGHTEST, STEERING_RATE = 0.22, 0.4
#: The way runs on straight beyond its last lane [m]; vehicles stop at its end.
RUN_ON = 70.0


@dataclass(frozen=True, eq=False)
class Way:
    """What a vehicle follows.

    Parameters
    ----------
    line : Lane
    limit : float64 (K,) [m/s]
        The speed that the bends allow at each point of the line.
    ends : tuple of (str, float)
        The lanes that it runs along, each with the station [m] where it ends.
    """

    line: Lane
    limit: np.ndarray
    ends: tuple[tuple[str, float], ...] = ()


def way_along(lanes: tuple[Lane, ...], offset: float) -> Way:
    """Return the way along `lanes`, `offset` [m] to the left of their centre lines."""
    way = way_of([lane.centre for lane in lanes], offset)
    ends = tuple((lane.name, way.line.project(lane.centre[-1])[0]) for lane in lanes)
    return replace(way, ends=ends)


def way_of(pieces: list[np.ndarray], offset: float = 0.0) -> Way:
    """Return the way along lines (K, 3) [m] that continue each other, `offset` [m] to their left, and on straight."""
    points = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    line = Lane("way", "drive", points, np.zeros(len(points)), "way")
    left = np.column_stack([-line.tangents[:, 1], line.tangents[:, 0], np.zeros(len(line.centre))])
    shifted = line.centre + offset * left
    end = shifted[-1] + line.tangents[-1] * np.linspace(0.0, RUN_ON, 8)[1:, None]
    centre = np.concatenate([shifted, end])
    line = Lane("way", "drive", centre, np.zeros(len(centre)), "way")
    return Way(line, speed_limit(line))


def speed_limit(line: Lane) -> np.ndarray:
    """Return the speed [m/s] at each point of `line` from which comfortable braking meets every bend and the end."""
    step = np.diff(line.stations)
    level = line.tangents[:, :2] / np.hypot(*line.tangents[:, :2].T)[:, None]
    turn = np.arccos(np.clip((level[:-1] * level[1:]).sum(axis=1), -1.0, 1.0))
    curvature = turn / np.maximum(step, 1e-6)
    bends = np.maximum(np.append(curvature, 0.0), np.insert(curvature, 0, 0.0))
    limit = np.sqrt(SIDEWAYS / np.maximum(bends, 1e-4))
    limit[-1] = 0.0
    for k in range(len(step) - 1, -1, -1):
        limit[k] = min(limit[k], np.sqrt(limit[k + 1] ** 2 + 2 * BRAKING * step[k]))
    return limit


def follow(me: Agent, world: World, way: Way, desired: float, dt: float) -> Agent:
    """Return the vehicle `dt` [s] later on its way; its memory holds the station reached."""
    station, _ = way.line.project(me.position)
    limit = float(np.interp(station, way.line.stations, way.limit))
    asked = me.pedal
    if asked is None:
        asked = acceleration(me.speed, desired * me.haste, limit, _ahead(me, world, way, station))
    before = me.acceleration if me.distance else asked
    harder = EMERGENCY if asked < -BRAKING else JERK * dt  # who must brake hard does so at once
    now = float(np.clip(asked, before - harder, before + JERK * dt))
    speed = max(min(me.speed, 0.0), me.speed + now * dt)  # who rolls back comes to rest first
    moved = steered(me, way.line, (me.speed + speed) / 2 * dt, speed, dt)
    standing = world.road.ground.resting(moved.world_from_ground, me.size)
    stopped = stopped_at(me, next_line(me, world, way.ends, station), me.memory.get("stopped", ""))
    memory = {**me.memory, "station": station, "stopped": stopped}
    return replace(moved, world_from_ground=standing, acceleration=(speed - me.speed) / dt, memory=memory)


def _ahead(me: Agent, world: World, way: Way, station: float) -> Leader | None:
    """Return the nearest thing to keep behind or stop for: somebody on the way, or a line."""
    someone = None if "traffic" in me.heedless else leader(me, world, way.line, station)
    line = halt(me, next_line(me, world, way.ends, station), me.memory.get("stopped", ""))
    return min((lead for lead in (someone, line) if lead is not None), key=lambda lead: lead.gap, default=None)


def acceleration(speed: float, desired: float, limit: float, lead: Leader | None) -> float:
    """Return the acceleration [m/s²] of the driver model; `limit` is the speed [m/s] that the bends allow."""
    goal = max(min(desired, limit), 1e-3)
    slowing = -min(BRAKING, 2 * (speed - goal) / HEADWAY)
    free = slowing if speed > goal else ACCELERATION * (1 - (speed / goal) ** 4)
    if speed > limit:
        free = min(free, -min(EMERGENCY / 2, 4 * (speed - limit) / HEADWAY))
    if lead is None:
        return free
    closing = speed * (speed - lead.speed) / (2 * np.sqrt(ACCELERATION * BRAKING))
    wanted = REST_GAP + max(0.0, speed * HEADWAY + closing)
    asked = free - ACCELERATION * (wanted / max(lead.gap, 0.1)) ** 2
    needed = max(speed - lead.speed, 0.0) ** 2 / (2 * max(lead.gap - SAFE_GAP, 0.1))
    return float(np.clip(asked, -min(EMERGENCY, EASE + RESERVE * needed), ACCELERATION))


def steered(me: Agent, line: Lane, distance: float, speed: float, dt: float) -> Agent:
    """Return the vehicle moved by `distance` [m]: its rear axle runs on an arc towards a point ahead on `line`.

    Who rolls back, by a negative distance, aims at a point behind.
    """
    lever = REAR_AXLE_SHARE * me.size[0]
    forward = me.world_from_ground.rotation[:2, 0]
    rear = me.position - lever * forward
    aim_distance = float(np.clip(LOOK_AHEAD * abs(me.speed), max(NEAREST_AIM, AIM_SHARE * me.size[0]), FARTHEST_AIM))
    station, _ = line.project(rear)
    aim = line.pose_at(station + np.copysign(aim_distance, distance)).translation[:2] - rear
    sideways = forward[0] * aim[1] - forward[1] * aim[0]
    wanted = float(np.clip(2 * sideways / (aim @ aim), -TIGHTEST, TIGHTEST))
    reach = STEERING_RATE * dt
    curvature = wanted if me.distance == 0.0 else float(np.clip(wanted, me.curvature - reach, me.curvature + reach))
    rear, yaw = _arc(rear, me.world_from_ground.yaw, curvature, distance)
    x, y = rear + lever * np.array([np.cos(yaw), np.sin(yaw)])
    height = line.pose_at(station + lever).translation[2]
    return replace(
        me,
        world_from_ground=Pose.planar(x, y, height, yaw),
        speed=speed,
        distance=me.distance + distance,
        curvature=curvature,
    )


def _arc(start: np.ndarray, yaw: float, curvature: float, distance: float) -> tuple[np.ndarray, float]:
    """Return position and heading after `distance` [m] on a circle."""
    turn = curvature * distance
    chord = distance * np.sinc(turn / (2 * np.pi))  # np.sinc(x) = sin(πx) / (πx)
    return start + chord * np.array([np.cos(yaw + turn / 2), np.sin(yaw + turn / 2)]), yaw + turn
