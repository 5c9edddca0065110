"""People among each other: how they push each other aside, by the social forces measured in [Moussaid2009]_.

Somebody at distance d in direction e, with the velocities v, v' and D = λ (v − v') + e, B = γ |D|, t = D / |D|, θ the
angle from t to e, n to the left of t, acts with

    f = −A exp(−d / B) [exp(−(n' B θ)²) t + sign(θ) exp(−(n B θ)²) n].
"""

import numpy as np

from avsynth.kernels._jit import entry, inline

#: Strength A [m/s²]; λ [1], γ [1], n [1], n' [1] of [Moussaid2009]_.
STRENGTH, VELOCITY_SHARE, RANGE_SHARE, SIDE_SHARPNESS, SLOW_SHARPNESS = 4.5, 2.0, 0.35, 2.0, 3.0
#: Nobody farther away than this is heeded [m].
SIGHT = 8.0
#: In groups: nearer than this they give way [m]; how strongly [m/s²] (engineering values after [Moussaid2010]_).
ELBOW_ROOM, GIVING_WAY, KEEPING_TOGETHER = 0.55, 1.0, 3.0
#: Members of a group of n stay within this distance of its middle for each other member [m].
SPREAD = 0.5


@inline
def pushed(gap_x, gap_y, closing_x, closing_y):
    """Return the force [m/s²] of somebody at the gap [m], whom one nears with the closing velocity [m/s]."""
    distance = max(np.sqrt(gap_x * gap_x + gap_y * gap_y), 1e-6)
    ex, ey = gap_x / distance, gap_y / distance
    dx, dy = VELOCITY_SHARE * closing_x + ex, VELOCITY_SHARE * closing_y + ey
    length = max(np.sqrt(dx * dx + dy * dy), 1e-6)
    tx, ty = dx / length, dy / length
    reach = RANGE_SHARE * length
    angle = np.arctan2(tx * ey - ty * ex, tx * ex + ty * ey)
    fading = STRENGTH * np.exp(-distance / reach)
    slowing = -fading * np.exp(-((SLOW_SHARPNESS * reach * angle) ** 2))
    turning = -fading * np.exp(-((SIDE_SHARPNESS * reach * angle) ** 2))
    if angle < 0.0:
        turning = -turning  # who is met straight on is passed on the left side of it, by turning right
    return slowing * tx - turning * ty, slowing * ty + turning * tx


@entry
def push(places, velocities, groups, out):
    """Write the force of all others on each into `out`, float64 (N, 2) [m/s²].

    places, velocities : float64 (N, 2) [m], [m/s]
    groups : int64 (N,)
        Number of the group, −1 for those who walk alone. Members of a group do not push each other, but give way where
        they are closer than `ELBOW_ROOM`, and keep together.
    """
    for me in range(len(places)):
        fx, fy, members, middle_x, middle_y = 0.0, 0.0, 0, 0.0, 0.0
        for other in range(len(places)):
            dx, dy = places[other, 0] - places[me, 0], places[other, 1] - places[me, 1]
            distance = np.sqrt(dx * dx + dy * dy)
            together = groups[me] >= 0 and groups[me] == groups[other]
            if together:
                members, middle_x, middle_y = members + 1, middle_x + dx, middle_y + dy
            if other == me or distance > SIGHT:
                continue
            if not together:
                px, py = pushed(
                    dx, dy, velocities[me, 0] - velocities[other, 0], velocities[me, 1] - velocities[other, 1]
                )
                fx, fy = fx + px, fy + py
            elif 0.0 < distance < ELBOW_ROOM:
                fx, fy = fx - GIVING_WAY * dx / distance, fy - GIVING_WAY * dy / distance
        if members > 1:
            middle_x, middle_y = middle_x / members, middle_y / members
            astray = np.sqrt(middle_x * middle_x + middle_y * middle_y)
            pull = KEEPING_TOGETHER * (1.0 + np.tanh(astray - SPREAD * (members - 1))) / 2.0
            if astray > SPREAD * (members - 1):
                fx, fy = fx + pull * middle_x / astray, fy + pull * middle_y / astray
        out[me] = (fx, fy)
