"""Criticality of encounters as plain formulas on numbers and arrays: how near two road users come to touching.

Symbols: `gap` is the free distance along the lane from bumper to bumper [m], `closing` the speed at which it shrinks
[m/s]. What never happens is infinite. Numbers and arrays are taken alike and broadcast. When turning boxes touch is in
`footprint`; who is whose leader is not known here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from avsynth.datatypes.rectangles import overlapping

#: Braking that counts as all there is on dry asphalt, for BTN [m/s²] [Asljung2017]_.
LARGEST_BRAKING = 8.0

#: Responsibility-Sensitive Safety, constants of the tests of the ad-rss-lib [ShalevShwartz2017]_.
#: Response time of the ego [s]; largest acceleration meanwhile, smallest and largest braking after it [m/s²].
RSS_RESPONSE, RSS_ACCELERATION, RSS_BRAKING, RSS_LARGEST_BRAKING = 1.0, 3.5, 4.0, 8.0
#: Sideways: acceleration and braking [m/s²], and the distance that is left for swaying [m].
RSS_SIDE_ACCELERATION, RSS_SIDE_BRAKING, RSS_SWAY = 0.2, 0.8, 0.0


def time_to_collision(gap: ArrayLike, closing: ArrayLike, closing_acceleration: ArrayLike = 0.0) -> np.ndarray:
    """Return the time until the gap is closed [s]: the smallest t ≥ 0 with gap − closing·t − ½·a·t² = 0.

    Parameters
    ----------
    gap, closing : [m], [m/s]
    closing_acceleration : [m/s²]
        a = acceleration of the follower − acceleration of the leader; 0 gives the usual gap / closing.
    """
    gap, closing, acceleration = np.broadcast_arrays(*map(_floats, (gap, closing, closing_acceleration)))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        even = np.where(closing > 0, gap / closing, np.inf)
        root = np.sqrt(closing**2 + 2 * acceleration * gap)
        # the smaller positive root for either sign of the acceleration, without cancellation
        bent = np.where(closing + root > 0, 2 * gap / (closing + root), np.inf)
    found = np.where(acceleration == 0, even, np.where(np.isnan(root), np.inf, bent))
    return np.where(gap <= 0, 0.0, found)


def time_headway(gap: ArrayLike, speed: ArrayLike) -> np.ndarray:
    """Return the time in which the follower, at `speed` [m/s], covers the gap [s]."""
    gap, speed = _floats(gap), _floats(speed)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(gap <= 0, 0.0, np.where(speed > 0, gap / speed, np.inf))


def deceleration_to_avoid_crash(gap: ArrayLike, closing: ArrayLike) -> np.ndarray:
    """Return DRAC, the even braking after which the two just do not touch [m/s²]: closing² / (2·gap)."""
    gap, closing = _floats(gap), _floats(closing)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        needed = np.where(gap > 0, closing**2 / (2 * gap), np.inf)
    return np.where(closing > 0, needed, 0.0)


def brake_threat(
    gap: ArrayLike, closing: ArrayLike, leader_acceleration: ArrayLike = 0.0, largest: float = LARGEST_BRAKING
) -> np.ndarray:
    """Return BTN, the share of the possible braking that is needed [1] [Asljung2017]_.

    a_req / a_max with a_req = −min(a_leader − closing² / (2·gap), 0); the second term only where the gap shrinks.
    """
    return np.maximum(deceleration_to_avoid_crash(gap, closing) - _floats(leader_acceleration), 0.0) / largest


def rss_longitudinal(follower_speed: ArrayLike, leader_speed: ArrayLike, response: float = RSS_RESPONSE) -> np.ndarray:
    """Return the safe distance behind a leader by RSS [m] [ShalevShwartz2017]_, definition 1.

    [v ρ + ½ a ρ² + (v + ρ a)² / (2 b_min) − v_l² / (2 b_max)]₊ with the follower's speed v, the leader's v_l, the
    response time ρ, the acceleration a meanwhile, the braking b_min of the follower and b_max of the leader.
    """
    v, leader = _floats(follower_speed), _floats(leader_speed)
    after = v + response * RSS_ACCELERATION
    reached = v * response + RSS_ACCELERATION * response**2 / 2 + after**2 / (2 * RSS_BRAKING)
    return np.maximum(reached - leader**2 / (2 * RSS_LARGEST_BRAKING), 0.0)


def rss_lateral(left_speed: ArrayLike, right_speed: ArrayLike, response: float = RSS_RESPONSE) -> np.ndarray:
    """Return the safe distance between two side by side by RSS [m] [ShalevShwartz2017]_, definition 6.

    μ + [½ (v₁ + v₁ρ) ρ + v₁ρ² / (2 b) − (½ (v₂ + v₂ρ) ρ − v₂ρ² / (2 b))]₊ with v₁ρ = v₁ + ρ a and v₂ρ = v₂ − ρ a,
    where the one on the left still moves right and the other left; who moves away brakes that off as well.

    Parameters
    ----------
    left_speed, right_speed : [m/s]
        Sideways speed of the one on the left and the one on the right, each positive to the right.
    """
    towards = _side_reach(_floats(left_speed), response, 1.0)
    away = _side_reach(_floats(right_speed), response, -1.0)
    return RSS_SWAY + np.maximum(towards - away, 0.0)


def _side_reach(speed: np.ndarray, response: float, side: float) -> np.ndarray:
    """Return how far to the right one gets: speeding up to that `side` while responding, then braking it off [m]."""
    after = speed + side * response * RSS_SIDE_ACCELERATION
    return (speed + after) / 2 * response + after * np.abs(after) / (2 * RSS_SIDE_BRAKING)


def post_encroachment_time(first: np.ndarray, second: np.ndarray, times: np.ndarray) -> float:
    """Return PET: from when one has left a place until the other gets there, the shortest over all places [s].

    0 if both are there at once, infinite if their ways share no place. Exact to the spacing of `times`.

    Parameters
    ----------
    first, second : float64 (T, 5)
        Footprints at each time: x, y [m], yaw [rad], length, width [m].
    times : float64 (T,) [s]
    """
    reach = (np.hypot(first[0, 3], first[0, 4]) + np.hypot(second[0, 3], second[0, 4])) / 2
    apart = np.hypot(first[:, None, 0] - second[None, :, 0], first[:, None, 1] - second[None, :, 1])
    i, j = np.nonzero(apart < reach)
    order = np.argsort(np.abs(times[i] - times[j]), kind="stable")
    for some in np.array_split(order, max(1, len(order) // 512)):
        met = overlapping(first[i[some]], second[j[some]])
        if met.any():
            k = some[np.argmax(met)]
            return float(abs(times[i[k]] - times[j[k]]))
    return np.inf


def time_exposed(times_to_collision: ArrayLike, threshold: float, dt: float) -> float:
    """Return TET, how long the time to collision is below `threshold` [s] [Minderhoud2001]_; one value a `dt` [s]."""
    return float((_floats(times_to_collision) < threshold).sum() * dt)


def time_integrated(times_to_collision: ArrayLike, threshold: float, dt: float) -> float:
    """Return TIT, the area by which the time to collision falls below `threshold` [s²] [Minderhoud2001]_."""
    return float(np.maximum(threshold - _floats(times_to_collision), 0.0).sum() * dt)


def _floats(value: ArrayLike) -> np.ndarray:
    return np.asarray(value, dtype=np.float64)
