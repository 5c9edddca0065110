"""The course of a vehicle that goes over from one way to another, and when drivers want to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.datatypes.road import Lane
from avsynth.steps._driver import URBAN
from avsynth.steps._ending import ANNOUNCED, ending, touch
from avsynth.steps._lanes import lane_of, straight_on
from avsynth.steps._mobil import SAFE_BRAKING, is_safe, neighbours, pays
from avsynth.steps._way import Way, way_along

#: A change takes at least this distance [m]; its course has a point so often [m].
SHORTEST, STEP = 8.0, 1.0
#: How long a change takes that nobody hurries [s]: the mean of those observed in [Toledo2007]_ is 4.6 s.
USUAL = 4.5
#: Who is farther beyond the end than this started there, behind road works [m].
PASSED = 5.0
#: How long one takes at least before the end of the lane [s].
HASTY = 2.5


Shape = Literal["quintic", "cosine"]
#: Share of the second way [1] over that of the distance: 10 u³ − 15 u⁴ + 6 u⁵, whose speed and acceleration vanish at
#: both ends; (1 − cos π u) / 2, whose speed does, and which goes aside a sixth less fast.
SHAPES: Mapping[Shape, Callable[[np.ndarray], np.ndarray]] = {
    "quintic": lambda u: u**3 * (10 - 15 * u + 6 * u * u),
    "cosine": lambda u: (1 - np.cos(np.pi * u)) / 2,
}


@dataclass(frozen=True, eq=False)
class Change:
    """A change to `side`, ``"left"`` or ``"right"``: its way, and the stations where it begins and ends [m].

    Those who steer by a point ahead are on the new course only `settling` [m] later.
    """

    way: Way
    side: str
    start: float
    end: float
    settling: float

    def share(self, station: float) -> float:
        """Return how much of it is done at `station` [m]."""
        return float(np.clip((station - self.start) / (self.end + self.settling - self.start), 0.0, 1.0))


def change_to(me: Agent, way: Way, target: Way, duration: float, shape: Shape = "quintic") -> Change:
    """Return the change of `me` from `way`, which it is on, to `target`."""
    station, _ = way.line.project(me.position)
    distance = max(me.speed * duration, SHORTEST)
    _, offset = target.line.project(me.position)
    course = blended(way, target, station, distance, shape)
    return Change(course, "left" if offset < 0 else "right", station, station + distance, URBAN.look_ahead * me.speed)


def overtaken(me: Agent, world: World, way: Way, desired: float, politeness: float) -> Change | None:
    """Return the change that a driver begins now since it is safe and pays, or None."""
    lane, _, _ = lane_of(me, world.road)
    here = neighbours(me, world, way)
    for name in filter(None, (lane.left, lane.right)):
        beside = world.road.lane(name)
        target = way_along(straight_on(beside, world.road), 0.0)
        comes_back = ending(target, world.road) is not None
        if comes_back or not touch(lane, beside, me.position):
            continue
        there = neighbours(me, world, target)
        if is_safe(me, there) and pays(me, desired, politeness, here, there):
            return change_to(me, way, target, USUAL)
    return None


def merged(me: Agent, world: World, way: Way) -> Change | None:
    """Return the change that a driver begins now since its lane ends, or None while it need not or cannot."""
    end, station = ending(way, world.road), way.line.project(me.position)[0]
    if end is None or not -PASSED < end.room(me, station) < ANNOUNCED or lane_of(me, world.road)[0] is not end.lane:
        return None
    room = max(end.room(me, station), 0.0)
    target = way_along(straight_on(end.beside, world.road), 0.0)
    safe = is_safe(me, neighbours(me, world, target), SAFE_BRAKING * (1 - room / ANNOUNCED))
    if not (safe and touch(end.lane, end.beside, me.position)):
        return None
    return change_to(me, way, target, float(np.clip(room / max(me.speed, 0.1), HASTY, USUAL)))


def blended(first: Way, second: Way, station: float, distance: float, shape: Shape = "quintic") -> Way:
    """Return the way that leaves `first` at `station` [m] and is on `second` after `distance` [m].

    Bends that it adds slow nobody down: who changes in haste does so on purpose.
    """
    stations = np.arange(station, station + distance + STEP, STEP)
    u = np.clip((stations - station) / distance, 0.0, 1.0)
    share = SHAPES[shape](u)
    places = np.array([first.line.point_at(s) for s in stations])
    there = np.array([second.line.project(place)[0] for place in places])
    goals = np.array([second.line.point_at(s) for s in there])
    before, after = first.line.stations < station - STEP / 2, second.line.stations > there[-1] + STEP / 2
    between = (1 - share)[:, None] * places + share[:, None] * goals
    centre = np.concatenate([first.line.centre[before], between, second.line.centre[after]])
    limit = np.minimum(
        np.interp(stations, first.line.stations, first.limit), np.interp(there, second.line.stations, second.limit)
    )
    line = Lane("way", "drive", centre, np.zeros(len(centre)), "way")
    later = tuple((lane, line.project(second.line.point_at(end))[0]) for lane, end in second.ends)
    return Way(line, np.concatenate([first.limit[before], limit, second.limit[after]]), later)
