"""How two road users stand to each other at one moment, in the words of the language: gaps, TTC, headway, RSS …

What is asked of two is asked along the heading of the first. Formulas are in `datatypes.criticality`.
"""

from __future__ import annotations

import numpy as np

from avsynth.contracts.step import Agent
from avsynth.datatypes import criticality
from avsynth.datatypes.footprint import free_distance, gaps, overlap, time_to_contact_turning

#: How far ahead turning boxes are followed [s]; and turns slower than this count as straight [rad/s].
HORIZON, STRAIGHT = 10.0, 2e-3


def distance(a: Agent, b: Agent) -> float:
    """Return the free distance between two actors [m]."""
    return free_distance(a.footprint, b.footprint)


def gap_along(a: Agent, b: Agent) -> float:
    """Return the free distance along the heading of `a` [m], negative if `b` is behind."""
    return gaps(a.footprint, b.footprint)[0]


def lateral_gap(a: Agent, b: Agent) -> float:
    """Return the free distance across the heading of `a` [m]."""
    return gaps(a.footprint, b.footprint)[1]


def overlaps(a: Agent, b: Agent) -> bool:
    """Return whether two actors stand in each other."""
    return overlap(a.footprint, b.footprint)


def ttc(a: Agent, b: Agent) -> float:
    """Return the time until two actors touch at their present speeds and yaw rates [s]."""
    rates = np.array([agent.speed * agent.curvature for agent in (a, b)])
    rates[np.abs(rates) < STRAIGHT] = 0.0
    velocities = np.array([a.velocity, b.velocity])
    horizon = HORIZON if rates.any() else np.inf
    reach = (np.hypot(*a.size[:2]) + np.hypot(*b.size[:2])) / 2
    if np.hypot(*(a.position - b.position)) - reach > (a.speed + b.speed) * horizon:
        return np.inf
    return float(time_to_contact_turning(a.footprint, b.footprint, velocities, rates, horizon))


def thw(a: Agent, b: Agent) -> float:
    """Return the time headway of `a` behind `b` [s]; infinite if `b` is not ahead in its way."""
    gap = _gap_ahead(a, b)
    return np.inf if gap is None else float(criticality.time_headway(gap, a.speed))


def drac(a: Agent, b: Agent) -> float:
    """Return the braking of `a` that just avoids touching `b` [m/s²]; 0 if `b` is not ahead in its way."""
    gap = _gap_ahead(a, b)
    return 0.0 if gap is None else float(criticality.deceleration_to_avoid_crash(gap, _closing(a, b)))


def btn(a: Agent, b: Agent) -> float:
    """Return the share of the possible braking that `a` needs for `b` [1]; 0 if `b` is not ahead in its way."""
    gap = _gap_ahead(a, b)
    along = float(a.world_from_ground.rotation[:2, 0] @ b.world_from_ground.rotation[:2, 0])
    return 0.0 if gap is None else float(criticality.brake_threat(gap, _closing(a, b), b.acceleration * along))


def rss_long(a: Agent, b: Agent) -> float:
    """Return the safe distance of `a` behind `b` by RSS [m]."""
    forward = a.world_from_ground.rotation[:2, 0]
    return float(criticality.rss_longitudinal(a.speed, max(float(b.velocity @ forward), 0.0)))


def rss_lat(a: Agent, b: Agent) -> float:
    """Return the safe distance of two side by side by RSS [m]."""
    left = a.world_from_ground.rotation[:2, 1]
    to_the_right = [-float(agent.velocity @ left) for agent in (a, b)]
    is_left = float((b.position - a.position) @ left) > 0
    first, second = reversed(to_the_right) if is_left else to_the_right
    return float(criticality.rss_lateral(first, second))


def _gap_ahead(a: Agent, b: Agent) -> float | None:
    """Return the free distance to `b` if it is ahead and not wholly beside the way of `a` [m], else None."""
    along, across = gaps(a.footprint, b.footprint)
    return None if along < 0 or across > 0 else along


def _closing(a: Agent, b: Agent) -> float:
    """Return how fast `a` gets nearer to `b` along its heading [m/s]."""
    return a.speed - float(b.velocity @ a.world_from_ground.rotation[:2, 0])
