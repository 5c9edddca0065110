"""Drivers: what each keeps behind or stops for, how it accelerates, and where its vehicle is a tick later.

Intelligent Driver Model [IDM]_, rules of right of way, pure pursuit of a point ahead by the rear axle.
"""

import numpy as np

from avsynth.kernels._jit import entry, inline
from avsynth.kernels.users import AHEAD, at, limit_at, project, segment

#: What a driver is like, float64: largest acceleration, comfortable and hardest braking [m/s²], time headway [s], gap
#: at rest [m], how far ahead it aims in time [s].
LARGEST, COMFORTABLE, HARDEST, HEADWAY, REST_GAP, LOOK_AHEAD = range(6)
#: Drivers who are too near brake no harder than this [m/s²], plus what they need to stop at the safe gap [m] with a
#: reserve [1]: the plain model brakes hard behind a leader that drives away.
EASE, SAFE_GAP, RESERVE = 1.0, 1.0, 1.3
#: Who wants to go slower than this comes to rest, which the model only tends to [m/s].
STANDSTILL = 1e-3
#: How fast the acceleration may change [m/s³].
JERK = 12.0
#: How far a driver looks along the way [m], the distance between the points looked at [m], and how many of these are
#: left out where the way is far off.
VIEW, GRID, COARSE = 70.0, 1.0, 6
#: Free space to either side that a vehicle wants when it passes something [m].
SIDE_SPACE = 0.35
#: Directions closer than this run along each other [1] (cosine).
ALONG = 0.7
#: Who arrives earlier by this goes first [s]; and who has left this long before is no concern [s].
EARLIER, LEFT_BEFORE = 1.0, 0.6
#: People who will step onto the way within this time are let go first [s], if this braking is enough for it [m/s²].
COURTESY, COURTEOUS_BRAKING = 3.0, 3.0
#: Where two ways become one, who is this much nearer to that place does not wait [m].
MERGE_SPACE = 1.0
#: A vehicle that stands reckons with this speed when it thinks of going [m/s].
STARTING = 2.5
#: Pure pursuit aims within these distances [m]; long vehicles at least this share of their length ahead, so that
#: neither front nor rear leaves the lane far.
NEAREST_AIM, FARTHEST_AIM, AIM_SHARE = 3.0, 20.0, 0.85
#: Tightest turn [1/m], and how fast the curvature may change [1/(m s)].
TIGHTEST, STEERING_RATE = 0.22, 0.4
#: Distance from the rear axle to the middle, as a share of the length.
REAR_AXLE_SHARE = 0.28


@inline
def idm(driver, speed, desired, limit, gap, lead):
    """Return the acceleration [m/s²] of the driver model, `gap` [m] behind one of speed `lead`; gap inf for nobody.

    a = a_max (1 − (v / v_0)^4 − (s* / s)²), s* = s_0 + max(0, v T + v Δv / (2 √(a_max b))), limited to the braking that
    the situation needs; `limit` is the speed that the bends allow [m/s].
    """
    largest, comfortable, headway = driver[LARGEST], driver[COMFORTABLE], driver[HEADWAY]
    goal = min(desired, limit)
    if goal < STANDSTILL:
        free = -comfortable
    elif speed > goal:
        free = -min(comfortable, 2.0 * (speed - goal) / headway)
    else:
        free = largest * (1.0 - (speed / goal) ** 4)
    if speed > limit:
        free = min(free, -min(driver[HARDEST] / 2.0, 4.0 * (speed - limit) / headway))
    if gap == np.inf:
        return free
    closing = speed * (speed - lead) / (2.0 * np.sqrt(largest * comfortable))
    wanted = driver[REST_GAP] + max(0.0, speed * headway + closing)
    asked = free - largest * (wanted / max(gap, 0.1)) ** 2
    needed = max(speed - lead, 0.0) ** 2 / (2.0 * max(gap - SAFE_GAP, 0.1))
    return min(max(asked, -min(driver[HARDEST], EASE + RESERVE * needed)), largest)


@entry
def acceleration(driver, speed, desired, limit, gap, lead):
    """Return the acceleration [m/s²] of one driver; see `idm`."""
    return idm(driver, speed, desired, limit, gap, lead)


@inline
def lets_go_first(users, me, other, first, mine, cosine, obeys):
    """Return whether `me`, there at `mine` [s], lets a vehicle go first that is there at `first` [s].

    Who has to wait is expected to, whether it will or not; `obeys` says whether `me` does.
    """
    waits = users.waits[me] and obeys
    if waits != users.waits[other]:
        return waits
    speed = users.motion[me, 0]
    if cosine > ALONG:  # the two ways become one: who is nearer to that place goes first
        return users.motion[other, 0] * first < mine * max(speed, STARTING) + MERGE_SPACE
    if abs(first - mine) > EARLIER:
        return first < mine
    yaw, other_yaw = users.place[me, 2], users.place[other, 2]
    if np.cos(yaw - other_yaw) < -ALONG:  # we face each other: who turns waits
        turn, other_turn = abs(users.motion[me, 1]), abs(users.motion[other, 1])
        return turn > other_turn or (turn == other_turn and me > other)
    dx, dy = users.place[other, 0] - users.place[me, 0], users.place[other, 1] - users.place[me, 1]
    return np.cos(yaw) * dy - np.sin(yaw) * dx < 0.0


@inline
def concern(users, me, other, meeting, obeys):
    """Return gap [m] and speed [m/s] that `me` has to keep to `other`, or an infinite gap.

    `meeting`: when it is first and last on the way [s], free distance up to it [m], cosine of its heading to the way.
    """
    first, until, gap, cosine = meeting
    speed = users.motion[me, 0]
    if first == 0.0:
        return max(gap, 0.0), users.motion[other, 0] * cosine
    if gap < 0.0:
        return np.inf, 0.0
    mine = gap / max(speed, STARTING)
    if until + LEFT_BEFORE < mine:
        return np.inf, 0.0
    if not users.vehicle[other]:
        braking = speed * speed / (2.0 * max(gap - 1.0, 0.1))
        lets = first < mine + EARLIER or (first < COURTESY and braking < COURTEOUS_BRAKING)
        return (gap, 0.0) if lets else (np.inf, 0.0)
    passed = mine + (users.size[me, 0] + users.size[other, 1]) / max(speed, STARTING)
    if passed + LEFT_BEFORE < first or not lets_go_first(users, me, other, first, mine, cosine, obeys):
        return np.inf, 0.0
    if cosine > ALONG:  # it will go on ahead of me: keep behind it as if it were there already
        return max(gap - users.motion[other, 0] * cosine * first, 1.0), users.motion[other, 0] * cosine
    return gap, 0.0


@inline
def window(lines, line, station, out):
    """Write the points of a line from `GRID` behind `station` [m] to `VIEW` ahead into `out`, float64 (K, 4)."""
    last = lines.start[line + 1] - 2
    n, _ = segment(lines, line, station - GRID)
    for k in range(len(out)):
        here = station + GRID * (k - 1)
        while n < last and lines.station[n + 1] <= here:
            n += 1
        dx, dy = lines.point[n + 1, 0] - lines.point[n, 0], lines.point[n + 1, 1] - lines.point[n, 1]
        length = lines.station[n + 1] - lines.station[n]
        share = (here - lines.station[n]) / length
        out[k, 0], out[k, 1] = lines.point[n, 0] + share * dx, lines.point[n, 1] + share * dy
        out[k, 2], out[k, 3] = dx / length, dy / length


@inline
def nearest(points, x, y, reach):
    """Return which of `points` is nearest to (x, y), looking coarsely first, then closely; −1 beyond `reach` [m]."""
    best, found = np.inf, 0
    for k in range(0, len(points), COARSE):
        distance = (points[k, 0] - x) ** 2 + (points[k, 1] - y) ** 2
        if distance < best:
            best, found = distance, k
    if best > (reach + COARSE * GRID / 2.0) ** 2:
        return -1
    for k in range(max(found - COARSE + 1, 0), min(found + COARSE, len(points))):
        distance = (points[k, 0] - x) ** 2 + (points[k, 1] - y) ** 2
        if distance < best:
            best, found = distance, k
    return found


@inline
def meets(users, me, other, foreseen, points, box):
    """Return how `other` meets the way of `me` along `points`, as `concern` takes it; when first is inf for never.

    `box`: lowest x, highest x, lowest y, highest y [m] of the points.
    """
    length, width = users.size[other]
    own_length, own_width = users.size[me]
    swing = own_length * own_length / 8.0 * abs(users.motion[me, 1])  # how far the ends of a long one leave its arc
    margin = (length + width + own_width) / 2.0 + SIDE_SPACE + swing
    first, until, free, along_way = np.inf, 0.0, 0.0, 0.0
    times = 1 if users.motion[other, 0] == 0.0 else len(AHEAD)  # who stands is met now or never
    for t in range(times):
        x, y, dx, dy = foreseen[other, t]
        if x < box[0] - margin or x > box[1] + margin or y < box[2] - margin or y > box[3] + margin:
            continue
        k = nearest(points, x, y, margin)
        if k <= 0 or k == len(points) - 1:
            continue
        cosine = points[k, 2] * dx + points[k, 3] * dy
        sine = np.sqrt(max(0.0, 1.0 - cosine * cosine))
        along = (length * abs(cosine) + width * sine) / 2.0
        aside = (length * sine + width * abs(cosine)) / 2.0
        side = abs(points[k, 3] * (points[k, 0] - x) - points[k, 2] * (points[k, 1] - y))
        gap = GRID * (k - 1) - own_length / 2.0 - along
        if side <= aside + own_width / 2.0 + SIDE_SPACE + swing and gap >= -along:
            if first == np.inf:
                first, free, along_way = AHEAD[t], gap, cosine
            until = AHEAD[t]
            if t == 0:
                break  # it is there now: what it does later does not matter
    return first, until, free, along_way


@inline
def leader(users, me, foreseen, points, obeys):
    """Return gap [m] and speed [m/s] of what `me` keeps behind or stops for; the gap is infinite for nothing."""
    box = points[:, 0].min(), points[:, 0].max(), points[:, 1].min(), points[:, 1].max()
    best, best_speed = np.inf, 0.0
    for other in range(len(users.line)):
        reach = users.size[other, 0] + users.size[me, 0] + abs(users.motion[other, 0]) * AHEAD[-1]
        x, y = users.place[other, 0], users.place[other, 1]
        if other == me or x < box[0] - reach or x > box[1] + reach or y < box[2] - reach or y > box[3] + reach:
            continue
        meeting = meets(users, me, other, foreseen, points, box)
        if meeting[0] < np.inf:
            gap, speed = concern(users, me, other, meeting, obeys)
            if gap < best:
                best, best_speed = gap, speed
    return best, best_speed


@inline
def steered(driver, users, me, lines, line, distance, dt, is_first):
    """Return x, y [m], heading [rad] and curvature [1/m] after `distance` [m] along a line.

    Who rolls back, by a negative distance, aims at a point behind.
    """
    x, y, yaw = users.place[me]
    speed, before, _ = users.motion[me]
    length = users.size[me, 0]
    lever = REAR_AXLE_SHARE * length
    x, y = x - lever * np.cos(yaw), y - lever * np.sin(yaw)
    aim = min(max(driver[LOOK_AHEAD] * abs(speed), max(NEAREST_AIM, AIM_SHARE * length)), FARTHEST_AIM)
    px, py, _, _ = at(lines, line, project(lines, line, x, y) + (aim if distance >= 0.0 else -aim))
    px, py = px - x, py - y
    sideways = np.cos(yaw) * py - np.sin(yaw) * px
    wanted = min(max(2.0 * sideways / (px * px + py * py), -TIGHTEST), TIGHTEST)
    reach = np.inf if is_first else STEERING_RATE * dt
    curvature = min(max(wanted, before - reach), before + reach)
    turn = curvature * distance
    chord = distance if abs(turn) < 1e-9 else distance * np.sin(turn / 2.0) / (turn / 2.0)
    x, y = x + chord * np.cos(yaw + turn / 2.0), y + chord * np.sin(yaw + turn / 2.0)
    yaw = yaw + turn
    return x + lever * np.cos(yaw), y + lever * np.sin(yaw), yaw, curvature


@entry
def roll(me, driver, users, lines, line, distance, dt, is_first, out):
    """Write x, y [m], heading [rad] and curvature [1/m] of `me` after `distance` [m] along a line into `out`, (4,)."""
    out[0], out[1], out[2], out[3] = steered(driver, users, me, lines, line, distance, dt, is_first)


@entry
def drive(rows, ways, drivers, users, lines, foreseen, wishes, dt, out):
    """Write the state of some drivers a tick later into `out`.

    rows : int64 (D,)
        Their rows of `users`.
    ways : int64 (D,)
        The line of `lines` that each follows from now on.
    drivers : float64 (D, 6)
        What each is like.
    foreseen : float64 (N, T, 4), by `users.foresee`
    wishes : float64 (D, 6)
        Speed wanted [m/s], acceleration asked for or NaN [m/s²], free distance to a line to stop at or inf [m], whether
        others are heeded, whether it drives for the first time, whether it lets others go first where it has to.
    out : float64 (D, 8)
        x, y [m], heading [rad], speed [m/s], curvature [1/m], acceleration [m/s²], distance [m], station before [m].
    """
    points = np.empty((int(VIEW / GRID) + 1, 4))
    for d in range(len(rows)):
        me, line, driver = rows[d], ways[d], drivers[d]
        desired, pedal, halt, heeds, is_first, obeys = wishes[d]
        speed, _, before = users.motion[me]
        station = project(lines, line, users.place[me, 0], users.place[me, 1])
        asked = pedal
        if np.isnan(pedal):
            gap, lead = np.inf, 0.0
            if heeds > 0.0:
                window(lines, line, station, points)
                gap, lead = leader(users, me, foreseen, points, obeys > 0.0)
            if halt < gap:
                gap, lead = halt, 0.0
            asked = idm(driver, speed, desired, limit_at(lines, line, station), gap, lead)
        if is_first > 0.0:
            before = asked
        harder = driver[HARDEST] if asked < -driver[COMFORTABLE] else JERK * dt  # who must brake hard does so at once
        now = min(max(asked, before - harder), before + JERK * dt)
        after = max(min(speed, 0.0), speed + now * dt)  # who rolls back comes to rest first
        distance = (speed + after) / 2.0 * dt
        x, y, yaw, curvature = steered(driver, users, me, lines, line, distance, dt, is_first > 0.0)
        out[d] = (x, y, yaw, after, curvature, (after - speed) / dt, distance, station)
