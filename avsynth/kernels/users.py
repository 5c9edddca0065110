"""Road users and the lines that they follow as arrays, and where they will be: what drivers look at."""

from typing import NamedTuple

import numpy as np

from avsynth.kernels._jit import entry, inline

#: Times ahead at which everybody is foreseen [s].
AHEAD = np.linspace(0.0, 4.5, 10)


class Users(NamedTuple):
    """Road users, one row each.

    place : float64 (N, 3) [m, m, rad], world
        x, y and heading.
    motion : float64 (N, 3) [m/s, 1/m, m/s²]
        Speed along the heading, curvature, acceleration.
    size : float64 (N, 2) [m]
        Length and width.
    vehicle, waits : bool (N,)
        Whether it steers rather than walks; whether it has to let others go first.
    line : int64 (N,)
        The line that it follows, −1 for none.
    """

    place: np.ndarray
    motion: np.ndarray
    size: np.ndarray
    vehicle: np.ndarray
    waits: np.ndarray
    line: np.ndarray


class Lines(NamedTuple):
    """Lines one after the other.

    start : int64 (L + 1,)
        First point of each line, and the number of all points.
    point : float64 (P, 2) [m], world
    station : float64 (P,) [m]
        Counted along each line.
    limit : float64 (P,) [m/s]
        The speed that its bends allow.
    """

    start: np.ndarray
    point: np.ndarray
    station: np.ndarray
    limit: np.ndarray


#: Of the points of a line every so manyth is looked at first, to find the nearest.
COARSE = 8


@inline
def project(lines, line, x, y):
    """Return the station [m] of the point of a line nearest to (x, y); it runs straight on beyond its ends.

    Its pieces are about equally long, so that the nearest is by the nearest of every so manyth point.
    """
    first, last = lines.start[line], lines.start[line + 1] - 1
    near, best = first, np.inf
    for k in range(first, last + 1, COARSE):
        distance = (lines.point[k, 0] - x) ** 2 + (lines.point[k, 1] - y) ** 2
        if distance < best:
            best, near = distance, k
    return project_among(lines, line, max(near - COARSE, first), min(near + COARSE, last), x, y)


@inline
def project_among(lines, line, low, high, x, y):
    """Return the station [m] of the point nearest to (x, y) of the pieces of a line from `low` to before `high`."""
    first, last = lines.start[line], lines.start[line + 1] - 1
    best, found = np.inf, 0.0
    for k in range(low, high):
        ax, ay = lines.point[k]
        dx, dy = lines.point[k + 1, 0] - ax, lines.point[k + 1, 1] - ay
        share = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)
        if share < 0.0 and k > first:
            share = 0.0
        if share > 1.0 and k < last - 1:
            share = 1.0
        gx, gy = x - ax - share * dx, y - ay - share * dy
        distance = gx * gx + gy * gy
        if distance < best:
            best = distance
            found = lines.station[k] + share * (lines.station[k + 1] - lines.station[k])
    return found


@inline
def segment(lines, line, station):
    """Return the number of the piece of a line in which `station` [m] lies, and its share of the piece [1]."""
    first, last = lines.start[line], lines.start[line + 1] - 2
    low, high = first, last
    while low < high:
        middle = (low + high + 1) // 2
        if lines.station[middle] <= station:
            low = middle
        else:
            high = middle - 1
    return low, (station - lines.station[low]) / (lines.station[low + 1] - lines.station[low])


@inline
def at(lines, line, station):
    """Return x, y [m] of a line and the x and y of its direction at `station` [m]."""
    k, share = segment(lines, line, station)
    dx, dy = lines.point[k + 1, 0] - lines.point[k, 0], lines.point[k + 1, 1] - lines.point[k, 1]
    length = np.sqrt(dx * dx + dy * dy)
    return lines.point[k, 0] + share * dx, lines.point[k, 1] + share * dy, dx / length, dy / length


@inline
def limit_at(lines, line, station):
    """Return the speed that the bends of a line allow at `station` [m/s]."""
    k, share = segment(lines, line, station)
    share = min(max(share, 0.0), 1.0)
    return (1.0 - share) * lines.limit[k] + share * lines.limit[k + 1]


@entry
def foresee(users, lines, out):
    """Write where everybody will be: x, y [m] and direction (2,) into `out`, float64 (N, T, 4), at the times `AHEAD`.

    Whoever follows a line goes on along it at the present speed; people stop at its end. Others go straight on.
    """
    for n in range(len(users.line)):
        x, y, yaw = users.place[n]
        cosine, sine, speed = np.cos(yaw), np.sin(yaw), users.motion[n, 0]
        line = users.line[n]
        station = project(lines, line, x, y) if line >= 0 else 0.0
        for t in range(len(AHEAD)):
            moved = speed * AHEAD[t]
            if line < 0 or speed == 0.0 or t == 0:
                out[n, t] = (x + moved * cosine, y + moved * sine, cosine, sine)
                continue
            goal = station + moved
            if not users.vehicle[n]:
                goal = min(goal, lines.station[lines.start[line + 1] - 1])
            px, py, dx, dy = at(lines, line, goal)
            out[n, t] = (px, py, dx, dy)
