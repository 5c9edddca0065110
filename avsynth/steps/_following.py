"""Following a way on wheels, heeding others, lights and signs: the state a tick later, by `kernels.driving`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.frames import Pose
from avsynth.datatypes.ground import SLACK, SQUARE, STEP_UP, WHEELS
from avsynth.steps._driver import URBAN, Driver
from avsynth.steps._ending import ending, stop_before
from avsynth.steps._leading import Leader
from avsynth.steps._rules import Line, halt, next_line, stopped_at
from avsynth.steps._traffic import traffic
from avsynth.steps._way import Way


def follow(me: Agent, world: World, way: Way, desired: float, dt: float, driver: Driver = URBAN) -> Agent:
    """Return the vehicle `dt` [s] later on its way; its memory holds the station reached."""
    from avsynth.kernels import driving  # takes numba along

    seen = traffic(world, me, way)
    line, before = _line_ahead(me, world, way), me.memory.get("stopped", "")
    stops = halt(me, line, before), _end_ahead(me, world, way, desired)
    wishes = (
        desired * me.haste,
        np.nan if me.pedal is None else me.pedal,
        min((stop.gap for stop in stops if stop is not None), default=np.inf),
        float("traffic" not in me.heedless),
        float(me.distance == 0.0),
        float("signals" not in me.heedless),
    )
    state = np.empty((1, 8))
    rows, drivers = np.array([seen.rows[me.name]]), driver.row[None]
    driving.drive(rows, drivers, seen.users, seen.lines, seen.foreseen, np.array([wishes]), dt, state)
    x, y, yaw, speed, curvature, acceleration, distance, station = state[0].tolist()
    return replace(
        me,
        world_from_ground=standing(me, world, (x, y, yaw)),
        speed=speed,
        curvature=curvature,
        acceleration=acceleration,
        distance=me.distance + distance,
        memory={**me.memory, "station": station + distance, "stopped": stopped_at(me, line, before)},
    )


def rolled(me: Agent, world: World, way: Way, distance: float, dt: float) -> Agent:
    """Return the vehicle after `distance` [m] along its way, back if that is negative, at whatever speed."""
    from avsynth.kernels import driving  # takes numba along

    seen, state = traffic(world, me, way), np.empty(4)
    row, is_first = seen.rows[me.name], me.distance == 0.0
    driving.roll(row, URBAN.row, seen.users, seen.lines, distance, dt, is_first, state)
    x, y, yaw, curvature = state.tolist()
    pose = standing(me, world, (x, y, yaw))
    return replace(me, world_from_ground=pose, curvature=curvature, distance=me.distance + distance)


def standing(me: Agent, world: World, place: tuple[float, float, float]) -> Pose:
    """Return the pose of a vehicle on its wheels at x, y [m], heading [rad]."""
    from avsynth.kernels import resting  # takes numba along

    x, y, yaw = place
    rotation, translation = np.empty((3, 3)), np.empty(3)
    spot = np.array([x, y, me.world_from_ground.translation[2], yaw])
    resting.rest(world.road.ground.table, SQUARE, SLACK, STEP_UP, spot, WHEELS * me.size[:2], rotation, translation)
    return Pose(rotation, translation)


def _line_ahead(me: Agent, world: World, way: Way) -> Line | None:
    """Return the next line at which lights or signs may ask to stop."""
    return next_line(me, world, way.ends, _station(me, way)) if way.ends and world.road.controls else None


def _end_ahead(me: Agent, world: World, way: Way, desired: float) -> Leader | None:
    """Return the end of the lane beside one that goes on as something to stop for, or None."""
    end = ending(way, world.road)
    return None if end is None else stop_before(end, me, _station(me, way), desired * me.haste)


def _station(me: Agent, way: Way) -> float:
    """Return where `me` is on its way [m]."""
    station = me.memory.get("station")
    return way.line.project(me.position)[0] if station is None else station
