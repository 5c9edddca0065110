"""How road users stand to each other, in the words of the language: gaps, TTC, headway, RSS … for many pairs at once.

What is asked of two is asked along the heading of the first. Formulas are in `datatypes.criticality`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from avsynth.contracts.step import Agent
from avsynth.datatypes import criticality, rectangles
from avsynth.datatypes.scene import REAR_AXLE_SHARE

#: How far ahead turning boxes are followed [s]; and turns slower than this count as straight [rad/s].
HORIZON, STRAIGHT = 10.0, 2e-3


class Movers(NamedTuple):
    """Actors as rows; two of equal length are pairs.

    Parameters
    ----------
    rows : float64 (N, 5)
        Their footprints, as rows of `rectangles`.
    speed : float64 (N,) [m/s]
        Along the heading.
    yaw_rate : float64 (N,) [rad/s]
        0 where they go as good as straight.
    acceleration : float64 (N,) [m/s²]
        Along the heading.
    axles : float64 (N, 2) [m]
        The points below their rear axles, below the middles of those on foot.
    """

    rows: np.ndarray
    speed: np.ndarray
    yaw_rate: np.ndarray
    acceleration: np.ndarray
    axles: np.ndarray

    @classmethod
    def of(cls, agents: Iterable[Agent]) -> Movers:
        """Return some actors as rows."""
        agents = tuple(agents)
        places = np.array([agent.world_from_ground.translation for agent in agents]).reshape(-1, 3)
        turns = np.array([agent.world_from_ground.rotation for agent in agents]).reshape(-1, 3, 3)
        sizes = np.array([agent.size for agent in agents]).reshape(-1, 3)
        speed = np.array([agent.speed for agent in agents])
        rates = speed * np.array([agent.curvature for agent in agents])
        behind = np.where([agent.is_vehicle for agent in agents], REAR_AXLE_SHARE * sizes[:, 0], 0.0)
        yaw = np.arctan2(turns[:, 1, 0], turns[:, 0, 0])
        return cls(
            rows=np.column_stack([places[:, :2], yaw, sizes[:, :2]]),
            speed=speed,
            yaw_rate=np.where(np.abs(rates) < STRAIGHT, 0.0, rates),
            acceleration=np.array([agent.acceleration for agent in agents]),
            axles=places[:, :2] - behind[:, None] * turns[:, :2, 0],
        )

    @classmethod
    def joined(cls, some: Sequence[Movers]) -> Movers:
        """Return the rows of all of `some`, one after the other."""
        return cls(*map(np.concatenate, zip(*some, strict=True)))

    def take(self, which: np.ndarray) -> Movers:
        """Return some of them."""
        return Movers(*(column[which] for column in self))

    @property
    def forward(self) -> np.ndarray:
        """Unit vectors along the heading, float64 (N, 2)."""
        return rectangles.axes(self.rows)[:, 0]

    @property
    def velocity(self) -> np.ndarray:
        """Velocities over ground, float64 (N, 2) [m/s]."""
        return self.speed[:, None] * self.forward


def distance(a: Movers, b: Movers) -> np.ndarray:
    """Return the free distance of each pair [m]."""
    return rectangles.distances(a.rows, b.rows)


def gap_along(a: Movers, b: Movers) -> np.ndarray:
    """Return the free distance along the heading of `a` [m], negative if `b` is behind."""
    return rectangles.gaps(a.rows, b.rows)[0]


def lateral_gap(a: Movers, b: Movers) -> np.ndarray:
    """Return the free distance across the heading of `a` [m]."""
    return rectangles.gaps(a.rows, b.rows)[1]


def ahead(a: Movers, b: Movers) -> np.ndarray:
    """Return how far `b` is ahead along the heading of `a`, from axle to axle [m]."""
    return _dot(b.axles - a.axles, a.forward)


def aside(a: Movers, b: Movers) -> np.ndarray:
    """Return how far `b` is to the left of the heading of `a`, axle and axle [m]."""
    return _dot(b.axles - a.axles, rectangles.axes(a.rows)[:, 1])


def apart(a: Movers, b: Movers) -> np.ndarray:
    """Return the distance of the two axles [m]."""
    return np.hypot(*(b.axles - a.axles).T)


def overlap(a: Movers, b: Movers) -> np.ndarray:
    """Return whether the two stand in each other."""
    found = near(a, b, 0.0)
    found[found] = rectangles.overlapping(a.rows[found], b.rows[found])
    return found


def near(a: Movers, b: Movers, horizon: float) -> np.ndarray:
    """Return which pairs are near enough to touch within `horizon` [s], bool (N,)."""
    reach = (np.hypot(*a.rows[:, 3:5].T) + np.hypot(*b.rows[:, 3:5].T)) / 2
    apart = np.hypot(*(a.rows - b.rows)[:, :2].T) - reach
    return apart <= (np.abs(a.speed) + np.abs(b.speed)) * horizon


def ttc(a: Movers, b: Movers) -> np.ndarray:
    """Return the time until the two touch at their present speeds and yaw rates [s]."""
    velocities, rates = np.stack([a.velocity, b.velocity]), np.stack([a.yaw_rate, b.yaw_rate])
    times = rectangles.times_to_contact(a.rows, b.rows, velocities[1] - velocities[0])
    turning = (rates != 0).any(axis=0)
    times[turning] = np.inf
    some = turning & near(a, b, HORIZON)
    if some.any():
        pairs = a.rows[some], b.rows[some], velocities[:, some], rates[:, some]
        times[some] = rectangles.times_to_contact_turning(*pairs, HORIZON)
    return times


def ttc_along(a: Movers, b: Movers) -> np.ndarray:
    """Return the time until `a` has closed the gap to `b` along its heading [s]; infinite if that is not in its way."""
    gap, is_ahead = _ahead(a, b)
    return np.where(is_ahead, criticality.time_to_collision(gap, _closing(a, b)), np.inf)


def thw(a: Movers, b: Movers) -> np.ndarray:
    """Return the time headway of `a` behind `b` [s]; infinite if `b` is not ahead in its way."""
    gap, is_ahead = _ahead(a, b)
    return np.where(is_ahead, criticality.time_headway(gap, a.speed), np.inf)


def drac(a: Movers, b: Movers) -> np.ndarray:
    """Return the braking of `a` that just avoids touching `b` [m/s²]; 0 if `b` is not ahead in its way."""
    gap, is_ahead = _ahead(a, b)
    return np.where(is_ahead, criticality.deceleration_to_avoid_crash(gap, _closing(a, b)), 0.0)


def btn(a: Movers, b: Movers) -> np.ndarray:
    """Return the share of the possible braking that `a` needs for `b` [1]; 0 if `b` is not ahead in its way."""
    gap, is_ahead = _ahead(a, b)
    leading = b.acceleration * _dot(a.forward, b.forward)
    return np.where(is_ahead, criticality.brake_threat(gap, _closing(a, b), leading), 0.0)


def rss_long(a: Movers, b: Movers) -> np.ndarray:
    """Return the safe distance of `a` behind `b` by RSS [m]."""
    return criticality.rss_longitudinal(a.speed, np.maximum(_along(a, b), 0.0))


def rss_lat(a: Movers, b: Movers) -> np.ndarray:
    """Return the safe distance of two side by side by RSS [m]."""
    left = rectangles.axes(a.rows)[:, 1]
    to_the_right = [-_dot(each.velocity, left) for each in (a, b)]
    is_left = _dot((b.rows - a.rows)[:, :2], left) > 0
    return criticality.rss_lateral(np.where(is_left, *to_the_right[::-1]), np.where(is_left, *to_the_right))


#: What can be asked of two, by its word in the language.
BETWEEN_TWO: Mapping[str, Callable[[Movers, Movers], np.ndarray]] = {
    function.__name__: function
    for function in (
        distance, gap_along, lateral_gap, overlap, ahead, aside, apart,
        ttc, ttc_along, thw, drac, btn, rss_long, rss_lat,
    )
}  # fmt: skip


def _ahead(a: Movers, b: Movers) -> tuple[np.ndarray, np.ndarray]:
    """Return the free distance along, and whether `b` is ahead and not wholly beside the way of `a`."""
    along, across = rectangles.gaps(a.rows, b.rows)
    return along, (along >= 0) & (across <= 0)


def _along(a: Movers, b: Movers) -> np.ndarray:
    """Return the speed of `b` along the heading of `a` [m/s]."""
    return _dot(b.velocity, a.forward)


def _closing(a: Movers, b: Movers) -> np.ndarray:
    """Return how fast `a` gets nearer to `b` along its heading [m/s]."""
    return a.speed - _along(a, b)


def _dot(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the scalar products of rows."""
    return (a * b).sum(axis=1)
