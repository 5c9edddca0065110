"""Walking along a line: starting and stopping within a step or two, turning evenly, stepping up and down kerbs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.frames import Pose
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.steps._crowd import near, push

#: Usual walking speed [m/s]: mean of the free speed in [HelbingMolnar1995]_.
WALKING_SPEED = 1.34
#: How fast people get to their speed [m/s²], how fast they turn [rad/s], and step up or down [m/s].
ACCELERATION, TURNING, STEPPING = 1.8, 3.0, 0.6
#: Ends of pavements nearer than this are walked across [m].
JOINT = 1.0
#: Relaxation time of the velocity [s], and the fastest that people are pushed to [1], both in [HelbingMolnar1995]_; and
#: the slowest, as shares of the speed they want (engineering value).
RELAXATION, FASTEST, SLOWEST = 0.5, 1.3, 0.2
#: People stop behind others who are this near ahead [m].
PERSONAL_SPACE = 0.3
#: How far ahead people look for what they might walk into, the space they leave beside it, and the most they step
#: aside [m].
SIGHT, ASIDE, LARGEST_STEP = 4.0, 0.2, 1.2
#: Nobody reaches farther from their middle than this [m].
LARGEST_REACH = 6.0
#: People aim this far ahead in time [s], and at least so far [m].
LOOK, SHORTEST_AIM = 0.8, 0.4
#: A way is done this near to its end [m]; or this near, if somebody stands there.
ARRIVED, CLOSE = 0.1, 1.5


def straight_line(points: list[np.ndarray]) -> Lane:
    """Return the line through `points` (2,) or (3,) [m]; points that coincide are left out."""
    flat = [np.append(np.asarray(point, dtype=np.float64)[:2], 0.0) for point in points]
    kept = [flat[0]] + [b for a, b in pairwise(flat) if np.hypot(*(b - a)[:2]) > 1e-3]
    if len(kept) == 1:
        kept.append(kept[0] + [1e-3, 0.0, 0.0])
    return Lane("way", "walk", np.array(kept), np.zeros(len(kept)), "way")


def stroll(me: Agent, world: World, line: Lane, goal_speed: float, dt: float, *, look: float = LOOK) -> Agent:
    """Return the walker `dt` [s] later on `line`; stops at its end. Its memory holds progress and station.

    Parameters
    ----------
    look : float [s]
        How far ahead it aims, in time; the less, the closer it keeps to bends.
    """
    station, _ = line.project(me.position)
    left = max(line.length - station, 0.0)
    goal = min(goal_speed * me.haste, np.sqrt(2 * ACCELERATION * left))
    obstacle = None if "traffic" in me.heedless else _ahead(me, world)
    aim = line.point_at(min(station + max(SHORTEST_AIM, look * me.speed), line.length))[:2] - me.position
    if obstacle is not None:
        forward, aside = me.world_from_ground.rotation[:2, 0], me.world_from_ground.rotation[:2, 1]
        aim = max(float(aim @ forward), SHORTEST_AIM) * forward + obstacle.sidestep * aside
    aim, goal = _pushed(me, world, aim, goal)
    if obstacle is not None and obstacle.gap < PERSONAL_SPACE:
        goal = 0.0
    speed = me.speed + float(np.clip(goal - me.speed, -2 * ACCELERATION * dt, ACCELERATION * dt))
    distance = min((me.speed + speed) / 2 * dt, left)
    yaw = me.world_from_ground.yaw
    if np.hypot(*aim) > 0.05:
        error = (np.arctan2(aim[1], aim[0]) - yaw + np.pi) % (2 * np.pi) - np.pi
        yaw += float(np.clip(error, -TURNING * dt, TURNING * dt))
        if abs(error) > np.pi / 3:  # turn on the spot first
            speed = max(0.0, me.speed - 2 * ACCELERATION * dt)
            distance = min((me.speed + speed) / 2 * dt, left)
    x, y = me.position + distance * np.array([np.cos(yaw), np.sin(yaw)])
    is_there = left < ARRIVED or (left < CLOSE and obstacle is not None)
    progress = 1.0 if is_there else station / line.length
    return replace(
        me,
        world_from_ground=Pose.planar(x, y, stepped(me, world.road, (x, y), dt), yaw),
        speed=speed,
        distance=me.distance + distance,
        memory={**me.memory, "progress": progress, "station": station},
    )


def _pushed(me: Agent, world: World, aim: np.ndarray, goal: float) -> tuple[np.ndarray, float]:
    """Return direction (2,) and speed [m/s] that `me` wants, once the others on foot have pushed it aside.

    Within the relaxation time τ a force changes the velocity wanted by τ f [HelbingMolnar1995]_.
    """
    away = np.hypot(*aim)
    if "traffic" in me.heedless or away < 1e-6 or goal <= 0:
        return aim, goal
    wanted = goal * aim / away + RELAXATION * push(me, world)
    along = float(wanted @ aim) / away
    return wanted, float(np.clip(min(np.hypot(*wanted), max(along, SLOWEST * goal)), 0.0, FASTEST * goal))


def stepped(me: Agent, road: RoadMap, place: tuple[float, float], dt: float) -> float:
    """Return the height of the feet [m] at `place`: that of the ground, reached at a finite speed."""
    height = me.world_from_ground.translation[2]
    goal = road.height_at(np.array([*place, height]), default=height)
    return float(height + np.clip(goal - height, -STEPPING * dt, STEPPING * dt))


def stand(me: Agent, world: World, dt: float) -> Agent:
    """Return the walker `dt` [s] later, coming to rest."""
    speed = max(0.0, me.speed - 2 * ACCELERATION * dt)
    distance = (me.speed + speed) / 2 * dt
    x, y = me.position + distance * me.world_from_ground.rotation[:2, 0]
    height = stepped(me, world.road, (x, y), dt)
    pose = Pose.planar(x, y, height, me.world_from_ground.yaw)
    return replace(me, world_from_ground=pose, speed=speed, distance=me.distance + distance)


def pavement_line(me: Agent, road: RoadMap) -> Lane:
    """Return the line along the pavement `me` is on, in the direction `me` faces, round corners and on."""
    here = road.nearest(me.position, ("walk",)) or road.nearest(me.position, ("verge", "shoulder", "drive"))
    lane, station, offset = here
    forwards = float(lane.pose_at(station).rotation[:2, 0] @ me.world_from_ground.rotation[:2, 0]) >= 0
    offset = float(np.clip(offset, -lane.width[0] / 2, lane.width[0] / 2))
    points, seen = [me.world_from_ground.translation], set()
    while lane is not None and lane.name not in seen:
        seen.add(lane.name)
        points += _along(lane, station, offset, forwards)
        lane, station, offset, forwards = _next_pavement(road, points[-1], seen, offset if forwards else -offset)
    return straight_line(points)


def _along(lane: Lane, station: float, offset: float, forwards: bool) -> list[np.ndarray]:
    """Return the points of `lane` from `station` to its end, or back to its start."""
    beyond = (
        lane.stations[lane.stations > station + 0.5] if forwards else lane.stations[lane.stations < station - 0.5][::-1]
    )
    return [lane.point_at(float(s), offset) for s in beyond]


def _next_pavement(
    road: RoadMap, end: np.ndarray, seen: set[str], side: float
) -> tuple[Lane | None, float, float, bool]:
    """Return the pavement that goes on from `end`, where on it, how far beside its middle, and whether forwards."""
    for lane in road.lanes:
        if lane.kind == "walk" and lane.name not in seen:
            for station, forwards in ((0.0, True), (lane.length, False)):
                offset = side if forwards else -side
                if np.hypot(*(lane.point_at(station, offset) - end)[:2]) < JOINT:
                    return lane, station, offset, forwards
    return None, 0.0, 0.0, True


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Somebody or something close ahead: free distance [m], and how far to the left to step aside [m]."""

    gap: float
    sidestep: float


def _ahead(me: Agent, world: World) -> Obstacle | None:
    """Return the nearest thing that `me` would walk into."""
    forward, left = me.world_from_ground.rotation[:2, 0], me.world_from_ground.rotation[:2, 1]
    found = None
    for other in near(me, world, SIGHT + LARGEST_REACH):
        gap = other.position - me.position
        cosine = abs(float(other.world_from_ground.rotation[:2, 0] @ forward))
        sine = np.sqrt(max(0.0, 1 - cosine * cosine))
        along = (other.size[0] * cosine + other.size[1] * sine + me.size[0]) / 2
        across = (other.size[1] * cosine + other.size[0] * sine + me.size[1]) / 2
        free, side = float(gap @ forward) - along, float(gap @ left)
        if -along < free < SIGHT and abs(side) < across + ASIDE and (found is None or free < found.gap):
            away = -1.0 if side >= -0.05 else 1.0  # to the right unless it is on the right
            gap_ahead = max(free, 0.0) if abs(side) < across else SIGHT
            found = Obstacle(gap_ahead, away * min(across - abs(side) + ASIDE, LARGEST_STEP))
    return found
