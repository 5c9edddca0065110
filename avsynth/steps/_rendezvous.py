"""Where the straight way of one road user meets the front or rear of another, and when, if both go on as now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.contracts.step import Agent
from avsynth.core.frames import Pose
from avsynth.core.points import Point
from avsynth.datatypes.road import Lane
from avsynth.datatypes.scene import REAR_AXLE_SHARE

#: How far ahead in time a meeting is looked for [s], and in how many steps, twice.
HORIZON, STEPS = 20.0, 200


@dataclass(frozen=True, slots=True)
class Rendezvous:
    """A meeting `distance` [m] from the start of one's way, in `time` [s]."""

    distance: float
    time: float


def rendezvous(origin: Pose, size: np.ndarray, other: Agent, point: Point) -> Rendezvous | None:
    """Return when a body that goes straight on from `origin` touches `other` with its middle at `point`, or None.

    The middle of the body is then before the front (or behind the rear) of the other, beside its axis by
    H = W (1/2 − value), with W its width and the value of the point counted from its left end.
    """
    forward = origin.rotation[:2, 0]
    left = np.array([-forward[1], forward[0]])
    times = np.linspace(0.0, HORIZON, STEPS + 1)
    for k in _changes((_bodies(origin, size, other, point, times) - origin.translation[:2]) @ left):
        fine = np.linspace(times[k], times[k + 1], STEPS + 1)
        gaps = _bodies(origin, size, other, point, fine) - origin.translation[:2]
        sides = gaps @ left
        n = int(_changes(sides)[0])
        share = sides[n] / (sides[n] - sides[n + 1])
        distance = float((gaps[n] + share * (gaps[n + 1] - gaps[n])) @ forward)
        if distance > 0:
            return Rendezvous(distance, float(fine[n] + share * (fine[n + 1] - fine[n])))
    return None


def _changes(sides: np.ndarray) -> np.ndarray:
    """Return the numbers after which the sign changes."""
    return np.flatnonzero((sides[:-1] < 0) != (sides[1:] < 0))


def _bodies(origin: Pose, size: np.ndarray, other: Agent, point: Point, times: np.ndarray) -> np.ndarray:
    """Return the middles (T, 2) [m] of a body, facing as `origin`, that `other` touches at `point`, at `times` [s]."""
    places, yaw = foreseen(other, times)
    turned = origin.yaw - yaw
    reach = (size[0] * np.abs(np.cos(turned)) + size[1] * np.abs(np.sin(turned)) + other.size[0]) / 2
    ahead = reach if point.where == "front" else -reach
    aside = other.size[1] * (0.5 - point.value)
    forward, left = (np.column_stack([np.cos(angle), np.sin(angle)]) for angle in (yaw, yaw + np.pi / 2))
    return places + ahead[:, None] * forward + aside * left


def foreseen(other: Agent, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return places (T, 2) [m] and headings (T,) [rad] of `other` after `times` [s] at its present speed.

    On a way its rear axle runs along the line; what it is beside it or turned against it now fades over its length.
    Without a way it goes straight on.
    """
    line: Lane | None = getattr(other.memory.get("way"), "line", None)
    yaw = other.world_from_ground.yaw
    if line is None:
        return other.position + times[:, None] * other.velocity, np.full(len(times), yaw)
    lever = REAR_AXLE_SHARE * other.size[0]
    station, offset = line.project(other.position - lever * other.world_from_ground.rotation[:2, 0])
    _, here = _on(line, np.array([station]))
    places, directions = _on(line, station + other.speed * times)
    fading = np.exp(-np.abs(other.speed) * times / other.size[0])
    turned = directions + fading * ((yaw - here + np.pi) % (2 * np.pi) - np.pi)
    left = np.column_stack([-np.sin(directions), np.cos(directions)])
    ahead = np.column_stack([np.cos(turned), np.sin(turned)])
    return places + (offset * fading)[:, None] * left + lever * ahead, turned


def _on(line: Lane, stations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return places (S, 2) [m] and directions (S,) [rad] of a line; beyond its ends it runs straight on."""
    inside = np.clip(stations, 0.0, line.length)
    places = np.column_stack([np.interp(inside, line.stations, line.centre[:, k]) for k in (0, 1)])
    tangents = np.column_stack([np.interp(inside, line.stations, line.tangents[:, k]) for k in (0, 1)])
    tangents /= np.hypot(*tangents.T)[:, None]
    return places + (stations - inside)[:, None] * tangents, np.arctan2(tangents[:, 1], tangents[:, 0])
