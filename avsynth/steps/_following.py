"""Following a way on wheels, heeding others, lights and signs: the state a tick later, by `kernels.driving`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.frames import Pose
from avsynth.datatypes.ground import SLACK, SQUARE, STEP_UP, WHEELS
from avsynth.steps._driver import URBAN, Driver
from avsynth.steps._ending import ending, stop_before
from avsynth.steps._rules import Line, halt, next_line, stopped_at
from avsynth.steps._traffic import Traffic, lines_of, traffic
from avsynth.steps._way import Way


class Following(NamedTuple):
    """Drive on along a way; the memory then holds the station reached.

    Parameters
    ----------
    me : Agent
        With its wishes.
    way : Way
    desired : float [m/s]
        The speed wanted.
    driver : Driver
    """

    me: Agent
    way: Way
    desired: float
    driver: Driver = URBAN

    @classmethod
    def made(cls, asked: Sequence[Following], world: World, dt: float) -> list[Agent]:
        """Return each vehicle `dt` [s] later."""
        from avsynth.kernels import driving  # takes numba along

        seen, state, numbers = traffic(world), np.empty((len(asked), 8)), np.arange(len(asked))
        rows, lines = seen.rows_of([each.me for each in asked]), lines_of(tuple(each.way for each in asked))
        drivers = np.array([each.driver.row for each in asked])
        ahead = [each._line_ahead(world, seen) for each in asked]
        wishes = np.array([each._wishes(line, world) for each, line in zip(asked, ahead, strict=True)])
        driving.drive(rows, numbers, drivers, seen.users, lines, seen.foreseen, wishes, dt, state)
        poses = on_wheels(state[:, :3], seen.heights[rows], seen.users.size[rows], world)
        there = zip(asked, poses, state.tolist(), ahead, strict=True)
        return [each._at(pose, row, line) for each, pose, row, line in there]

    def _line_ahead(self, world: World, seen: Traffic) -> Line | None:
        """Return the next line at which lights or signs may ask to stop."""
        if self.me.memory.get("way") is self.way and "station" in self.me.memory:
            return seen.ahead[seen.rows[self.me.name]]
        return next_line(self.me, world, self.way, self._station) if world.road.controls else None

    def _wishes(self, line: Line | None, world: World) -> tuple[float, ...]:
        """Return what `kernels.driving` wants to know of a driver that sees `line` next."""
        me, end, gap = self.me, ending(self.way, world.road), np.inf
        if line is not None and (stop := halt(me, line, me.memory.get("stopped", ""))) is not None:
            gap = stop.gap
        if end is not None and (stop := stop_before(end, me, self._station, self.desired * me.haste)) is not None:
            gap = min(gap, stop.gap)
        pedal = np.nan if me.pedal is None else me.pedal
        heeds, obeys = "traffic" not in me.heedless, "signals" not in me.heedless
        return self.desired * me.haste, pedal, gap, heeds, me.distance == 0.0, obeys

    def _at(self, pose: Pose, state: list[float], line: Line | None) -> Agent:
        """Return the vehicle as the kernel says it is a tick later."""
        _, _, _, speed, curvature, acceleration, distance, station = state
        me, memory = self.me, self.me.memory
        stopped = stopped_at(me, line, memory.get("stopped", ""))
        return me.but(
            world_from_ground=pose,
            speed=speed,
            curvature=curvature,
            acceleration=acceleration,
            distance=me.distance + distance,
            memory={**memory, "station": station + distance, "stopped": stopped},
        )

    @property
    def _station(self) -> float:
        """Where it is on its way [m]."""
        station = self.me.memory.get("station")
        return self.way.line.project(self.me.position)[0] if station is None else station


class Rolling(NamedTuple):
    """Roll `distance` [m] along a way, back if that is negative, at whatever speed."""

    me: Agent
    way: Way
    distance: float

    @classmethod
    def made(cls, asked: Sequence[Rolling], world: World, dt: float) -> list[Agent]:
        """Return each vehicle `dt` [s] later."""
        from avsynth.kernels import driving  # takes numba along

        seen, state = traffic(world), np.empty((len(asked), 4))
        rows, lines = seen.rows_of([each.me for each in asked]), lines_of(tuple(each.way for each in asked))
        for number, (row, each) in enumerate(zip(rows.tolist(), asked, strict=True)):
            is_first = each.me.distance == 0.0
            driving.roll(row, URBAN.row, seen.users, lines, number, each.distance, dt, is_first, state[number])
        poses = on_wheels(state[:, :3], seen.heights[rows], seen.users.size[rows], world)
        return [
            each.me.but(world_from_ground=pose, curvature=curvature, distance=each.me.distance + each.distance)
            for each, pose, curvature in zip(asked, poses, state[:, 3].tolist(), strict=True)
        ]


def standing(me: Agent, world: World, place: tuple[float, float, float]) -> Pose:
    """Return the pose of a vehicle on its wheels at x, y [m], heading [rad], near the height where it is."""
    height, size = me.world_from_ground.translation[2:].copy(), me.size[None, :2].copy()
    return on_wheels(np.array([place]), height, size, world)[0]


def on_wheels(places: np.ndarray, heights: np.ndarray, sizes: np.ndarray, world: World) -> list[Pose]:
    """Return the poses of vehicles on their wheels.

    Parameters
    ----------
    places : float64 (V, 3)
        x, y [m] and heading [rad].
    heights : float64 (V,) [m]
        From where each looks for the ground.
    sizes : float64 (V, 2) [m]
    """
    from avsynth.kernels import resting  # takes numba along

    table, rotations, translations = world.road.ground.table, np.empty((len(places), 3, 3)), np.empty((len(places), 3))
    resting.rest(table, SQUARE, SLACK, STEP_UP, places, heights, sizes, WHEELS, rotations, translations)
    return Pose.rows(rotations, translations)
