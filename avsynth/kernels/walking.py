"""People on foot: what each steps round, how it goes on along its line among others, and where it is a tick later."""

import numpy as np

from avsynth.kernels._jit import entry, inline
from avsynth.kernels.resting import height_at
from avsynth.kernels.users import at, project_among

#: How fast people get to their speed [m/s²], how fast they turn [rad/s], and step up or down [m/s].
ACCELERATION, TURNING, STEPPING = 1.8, 3.0, 0.6
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
#: People aim at least so far ahead [m].
SHORTEST_AIM = 0.4
#: A way is done this near to its end [m]; or this near, if somebody stands there.
ARRIVED, CLOSE = 0.1, 1.5
#: Who has to turn farther than this does so on the spot [rad].
ON_THE_SPOT = np.pi / 3.0


@inline
def obstacle(users, me):
    """Return the free distance [m] to the nearest thing that `me` would walk into, and how far left to step aside [m].

    The distance is infinite for nothing.
    """
    x, y, yaw = users.place[me]
    ahead_x, ahead_y = np.cos(yaw), np.sin(yaw)
    nearest, sidestep = np.inf, 0.0
    for other in range(len(users.place)):
        dx, dy = users.place[other, 0] - x, users.place[other, 1] - y
        if other == me or max(abs(dx), abs(dy)) > SIGHT + LARGEST_REACH:
            continue
        length, width = users.size[other]
        cosine = abs(np.cos(users.place[other, 2] - yaw))
        sine = np.sqrt(max(0.0, 1.0 - cosine * cosine))
        along = (length * cosine + width * sine + users.size[me, 0]) / 2.0
        across = (width * cosine + length * sine + users.size[me, 1]) / 2.0
        free, side = dx * ahead_x + dy * ahead_y - along, dy * ahead_x - dx * ahead_y
        if -along < free < min(SIGHT, nearest) and abs(side) < across + ASIDE:
            nearest = max(free, 0.0) if abs(side) < across else SIGHT
            aside = min(across - abs(side) + ASIDE, LARGEST_STEP)
            sidestep = -aside if side >= -0.05 else aside  # to the right unless it is on the right
    return nearest, sidestep


@inline
def pushed(aim_x, aim_y, goal, force):
    """Return direction (x, y) and speed [m/s] wanted, once the `force` (2,) [m/s²] of others has pushed one aside.

    Within the relaxation time τ a force changes the velocity wanted by τ f [HelbingMolnar1995]_.
    """
    away = np.hypot(aim_x, aim_y)
    if away < 1e-6 or goal <= 0.0:
        return aim_x, aim_y, goal
    wanted_x, wanted_y = goal * aim_x / away + RELAXATION * force[0], goal * aim_y / away + RELAXATION * force[1]
    along = (wanted_x * aim_x + wanted_y * aim_y) / away
    pace = min(np.hypot(wanted_x, wanted_y), max(along, SLOWEST * goal))
    return wanted_x, wanted_y, min(max(pace, 0.0), FASTEST * goal)


@inline
def aimed(users, me, lines, line, goal, look):
    """Return where one aims from where it is, x and y [m], how fast it wants to be there [m/s], its station on its
    line and what is left of that [m].
    """
    x, y, _ = users.place[me]
    first, last = lines.start[line], lines.start[line + 1] - 1
    station = project_among(lines, line, first, last, x, y)
    left = max(lines.station[last] - station, 0.0)
    ahead = max(SHORTEST_AIM, look * users.motion[me, 0])
    px, py, _, _ = at(lines, line, min(station + ahead, lines.station[last]))
    return px - x, py - y, min(goal, np.sqrt(2.0 * ACCELERATION * left)), station, left


@inline
def stepped(table, square, slack, step_up, x, y, height, dt):
    """Return the height of the feet [m] at (x, y): that of the ground, reached at a finite speed."""
    cells, keys, order = table
    goal = height_at(x, y, cells, keys, order, square, height + step_up, slack)
    rise = 0.0 if goal == -np.inf else goal - height
    return height + min(max(rise, -STEPPING * dt), STEPPING * dt)


@entry
def stroll(rows, users, heights, lines, forces, wishes, table, square, slack, step_up, dt, out):
    """Write the state of some walkers, each on a line, a tick later into `out`.

    rows : int64 (W,)
        Their rows of `users`; each follows the line of `lines` of its own number.
    heights : float64 (N,) [m]
        Of everybody's feet.
    forces : float64 (N, 2) [m/s²], by `crowd.push`
    wishes : float64 (W, 3)
        Speed wanted [m/s], how far ahead in time it aims [s], whether others are heeded.
    table, square, slack, step_up
        The ground, see `resting.rest`.
    out : float64 (W, 8)
        x, y, z [m], heading [rad], speed [m/s], distance [m], progress [1], station before [m].
    """
    for w in range(len(rows)):
        me = rows[w]
        (x, y, yaw), speed = users.place[me], users.motion[me, 0]
        goal, look, heeds = wishes[w]
        aim_x, aim_y, goal, station, left = aimed(users, me, lines, w, goal, look)
        gap = np.inf
        if heeds > 0.0:
            gap, sidestep = obstacle(users, me)
            if gap < np.inf:
                cosine, sine = np.cos(yaw), np.sin(yaw)
                ahead = max(aim_x * cosine + aim_y * sine, SHORTEST_AIM)
                aim_x, aim_y = ahead * cosine - sidestep * sine, ahead * sine + sidestep * cosine
            aim_x, aim_y, goal = pushed(aim_x, aim_y, goal, forces[me])
        if gap < PERSONAL_SPACE:
            goal = 0.0
        after = speed + min(max(goal - speed, -2.0 * ACCELERATION * dt), ACCELERATION * dt)
        if np.hypot(aim_x, aim_y) > 0.05:
            error = (np.arctan2(aim_y, aim_x) - yaw + np.pi) % (2.0 * np.pi) - np.pi
            yaw += min(max(error, -TURNING * dt), TURNING * dt)
            if abs(error) > ON_THE_SPOT:
                after = max(0.0, speed - 2.0 * ACCELERATION * dt)
        distance = min((speed + after) / 2.0 * dt, left)
        x, y = x + distance * np.cos(yaw), y + distance * np.sin(yaw)
        is_there = left < ARRIVED or (left < CLOSE and gap < np.inf)
        progress = 1.0 if is_there else station / lines.station[lines.start[w + 1] - 1]
        z = stepped(table, square, slack, step_up, x, y, heights[me], dt)
        out[w] = (x, y, z, yaw, after, distance, progress, station)


@entry
def stand(rows, users, heights, table, square, slack, step_up, dt, out):
    """Write the state of some walkers who come to rest a tick later into `out`.

    rows, heights, table, square, slack, step_up
        See `stroll`.
    out : float64 (W, 6)
        x, y, z [m], heading [rad], speed [m/s], distance [m].
    """
    for w in range(len(rows)):
        me = rows[w]
        (x, y, yaw), speed = users.place[me], users.motion[me, 0]
        after = max(0.0, speed - 2.0 * ACCELERATION * dt)
        distance = (speed + after) / 2.0 * dt
        x, y = x + distance * np.cos(yaw), y + distance * np.sin(yaw)
        z = stepped(table, square, slack, step_up, x, y, heights[me], dt)
        out[w] = (x, y, z, yaw, after, distance)
