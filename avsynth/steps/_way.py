"""Ways: the lines that vehicles follow, and how fast their bends allow to drive."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from avsynth.datatypes.road import Lane

#: Sideways acceleration that drivers accept in bends, and how hard they brake for them [m/s²].
SIDEWAYS, BRAKING = 2.5, 2.0
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
