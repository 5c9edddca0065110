"""Walking along a line: starting and stopping within a step or two, turning evenly, stepping up and down kerbs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.frames import Pose
from avsynth.datatypes.ground import SLACK, SQUARE, STEP_UP
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.steps._traffic import lines_of, traffic

#: Usual walking speed [m/s]: mean of the free speed in [HelbingMolnar1995]_.
WALKING_SPEED = 1.34
#: Ends of pavements nearer than this are walked across [m].
JOINT = 1.0
#: People aim this far ahead in time [s].
LOOK = 0.8


def straight_line(points: list[np.ndarray]) -> Lane:
    """Return the line through `points` (2,) or (3,) [m]; points that coincide are left out."""
    flat = [np.append(np.asarray(point, dtype=np.float64)[:2], 0.0) for point in points]
    kept = [flat[0]] + [b for a, b in pairwise(flat) if np.hypot(*(b - a)[:2]) > 1e-3]
    if len(kept) == 1:
        kept.append(kept[0] + [1e-3, 0.0, 0.0])
    return Lane("way", "walk", np.array(kept), np.zeros(len(kept)), "way")


class Strolling(NamedTuple):
    """Walk on along a line and stop at its end; the memory then holds progress and station.

    Parameters
    ----------
    me : Agent
        With its wishes.
    line : Lane
    goal_speed : float [m/s]
    look : float [s]
        How far ahead it aims, in time; the less, the closer it keeps to bends.
    """

    me: Agent
    line: Lane
    goal_speed: float
    look: float = LOOK

    @classmethod
    def made(cls, asked: Sequence[Strolling], world: World, dt: float) -> list[Agent]:
        """Return each walker `dt` [s] later."""
        from avsynth.kernels import walking  # takes numba along

        seen, state = traffic(world), np.empty((len(asked), 8))
        rows, lines = seen.rows_of([each.me for each in asked]), lines_of(tuple(each.line for each in asked))
        wishes = np.array([
            (each._wanted(dt), each.look, "traffic" not in each.me.heedless) for each in asked
        ])  # fmt: skip
        ground = world.road.ground.table, SQUARE, SLACK, STEP_UP
        walking.stroll(rows, seen.users, seen.heights, lines, seen.forces, wishes, *ground, dt, state)
        poses = Pose.upright(state[:, :3], state[:, 3])
        return [each._at(pose, row) for each, pose, row in zip(asked, poses, state[:, 4:].tolist(), strict=True)]

    def _wanted(self, dt: float) -> float:
        """Return the speed wanted [m/s]: after what a step beside asks for, if one does."""
        me = self.me
        return self.goal_speed * me.haste if me.pedal is None else max(me.speed + me.pedal * dt, 0.0)

    def _at(self, pose: Pose, state: list[float]) -> Agent:
        """Return the walker as the kernel says it is a tick later."""
        speed, distance, progress, station = state
        me = self.me
        memory = {**me.memory, "progress": progress, "station": station}
        return me.but(world_from_ground=pose, speed=speed, distance=me.distance + distance, memory=memory)


class Standing(NamedTuple):
    """Come to rest on foot, and stand."""

    me: Agent

    @classmethod
    def made(cls, asked: Sequence[Standing], world: World, dt: float) -> list[Agent]:
        """Return each walker `dt` [s] later."""
        from avsynth.kernels import walking  # takes numba along

        seen, state = traffic(world), np.empty((len(asked), 6))
        ground = world.road.ground.table, SQUARE, SLACK, STEP_UP
        walking.stand(seen.rows_of([each.me for each in asked]), seen.users, seen.heights, *ground, dt, state)
        poses = Pose.upright(state[:, :3], state[:, 3])
        return [
            each.me.but(world_from_ground=pose, speed=speed, distance=each.me.distance + distance)
            for each, pose, (speed, distance) in zip(asked, poses, state[:, 4:].tolist(), strict=True)
        ]


def stepped(me: Agent, road: RoadMap, place: tuple[float, float], dt: float) -> float:
    """Return the height of the feet [m] at `place`: that of the ground, reached at a finite speed."""
    from avsynth.kernels.walking import STEPPING  # takes numba along

    height = me.world_from_ground.translation[2]
    goal = road.height_at(np.array([*place, height]), default=height)
    return float(height + np.clip(goal - height, -STEPPING * dt, STEPPING * dt))


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
