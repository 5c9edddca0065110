"""Who is beside on another lane, and whether a change to it is safe and pays: MOBIL [Kesting2007]_.

A change is safe if neither who will follow nor who changes has to brake harder than `SAFE_BRAKING`. It pays if
a_me' − a_me + p (a_new' − a_new + a_old' − a_old) > `THRESHOLD`, where a and a' are the accelerations before and after
it of who changes, of who will follow and of who has followed, and p is the politeness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.steps._driver import acceleration
from avsynth.steps._leading import VIEW, Leader
from avsynth.steps._way import Way

#: Hardest braking that is asked of others [m/s²], smallest gain that is worth a change [m/s²].
SAFE_BRAKING, THRESHOLD = 4.0, 0.1
#: Vehicles this near to the middle of a lane are on it [m].
ON_LANE = 1.6


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody on a lane beside: free distance [m], speed and wished speed along it [m/s]."""

    gap: float
    speed: float
    desired: float


#: Who is next ahead and who next behind.
Pair = tuple[Neighbour | None, Neighbour | None]


def neighbours(me: Agent, world: World, way: Way) -> Pair:
    """Return who is next ahead and next behind of `me` on `way`; None where nobody is in view.

    Who is beside `me` is both, with no gap.
    """
    here, _ = way.line.project(me.position)
    ahead = behind = None
    for other in world.agents.values():
        if other.name == me.name or not other.is_vehicle or np.hypot(*(other.position - me.position)) > VIEW:
            continue
        station, offset = way.line.project(other.position)
        if abs(offset) > ON_LANE:
            continue
        gap = abs(station - here) - (me.size[0] + other.size[0]) / 2
        found = Neighbour(max(gap, 0.0), other.speed, max(other.desired_speed, other.speed))
        if (station >= here or gap < 0) and (ahead is None or gap < ahead.gap):
            ahead = found
        if (station < here or gap < 0) and (behind is None or gap < behind.gap):
            behind = found
    return ahead, behind


def is_safe(me: Agent, there: Pair, hardest: float = SAFE_BRAKING) -> bool:
    """Return whether neither who will follow `me` nor `me` would brake more than `hardest` [m/s²] after the change."""
    ahead, behind = there
    mine = following(me.speed, me.speed, ahead)
    theirs = 0.0 if behind is None else following(behind.speed, behind.desired, _as_leader(me, behind.gap))
    beside = any(other is not None and other.gap <= 0 for other in (ahead, behind))
    return not beside and min(mine, theirs) >= -hardest


def pays(me: Agent, desired: float, politeness: float, here: Pair, there: Pair) -> bool:
    """Return whether a change from `here` to `there` is worth it."""
    return gain(me, desired, here, there) + politeness * courtesy(me, here, there) > THRESHOLD


def gain(me: Agent, desired: float, here: Pair, there: Pair) -> float:
    """Return how much better off `me` would be on the other lane [m/s²]."""
    return following(me.speed, desired, there[0]) - following(me.speed, desired, here[0])


def courtesy(me: Agent, here: Pair, there: Pair) -> float:
    """Return how much better off those behind would be together [m/s²]: who follows now, and who would."""
    total = 0.0
    if there[1] is not None:
        total += following(there[1].speed, there[1].desired, _as_leader(me, there[1].gap))
        total -= following(there[1].speed, there[1].desired, _farther(there, me))
    if here[1] is not None:
        total += following(here[1].speed, here[1].desired, _farther(here, me))
        total -= following(here[1].speed, here[1].desired, _as_leader(me, here[1].gap))
    return total


def following(speed: float, desired: float, ahead: Neighbour | Leader | None) -> float:
    """Return the acceleration of the driver model [m/s²] behind `ahead` on a straight lane."""
    lead = None if ahead is None else Leader(ahead.gap, ahead.speed)
    return acceleration(speed, desired, np.inf, lead)


def _as_leader(me: Agent, gap: float) -> Leader:
    return Leader(gap, me.speed)


def _farther(pair: Pair, me: Agent) -> Leader | None:
    """Return who is ahead of the one behind if `me` is not between them."""
    ahead, behind = pair
    return None if ahead is None or behind is None else Leader(ahead.gap + behind.gap + me.size[0], ahead.speed)
