"""Which lanes a vehicle drives on: the one it is on, those that continue it, those of a route, the ones beside."""

from __future__ import annotations

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.datatypes.road import Lane, RoadMap, is_on
from avsynth.steps._way import Way, way_along, way_of

#: Kinds of lanes that vehicles keep to.
LANES = ("drive", "bus", "tram", "bike", "shoulder", "park")
#: Offsets from the middle of the lane that a vehicle keeps up to this share of the lane's width [1].
KEEPS = 0.5
#: Whose heading is this far from that of a lane drives against it [1] (cosine).
AGAINST = 0.7
#: How far ahead a drawn route is known at least, if the roads go on [m].
FARTHEST = 2000.0


def start_way(me: Agent, road: RoadMap, route: tuple[str, ...] = (), *, comes_back: bool = False) -> Way:
    """Return the way of a vehicle from where it is: on a route, else straight on; its offset is kept.

    Who is on a lane of the other direction stays on it, unless it `comes_back`.
    """
    opposite = None if comes_back or route else _opposite_lane(me, road)
    if opposite is not None:
        against, aside = opposite
        return way_of([each.centre[::-1] for each in back_from(against, road)], -aside)
    lane, _, offset = lane_of(me, road)
    lanes = onwards(lane, road, route)
    if not lanes:
        raise ScenarioError(f"{me.name!r} is on {lane.name} and cannot drive {' -> '.join(route)}: no lanes lead there")
    return way_along(lanes, kept_offset(lane, offset))


def _opposite_lane(me: Agent, road: RoadMap) -> tuple[Lane, float] | None:
    """Return the lane under the middle of `me` that runs against its heading, and its offset to the left of it [m].

    None where one under it runs the other way, or none against it.
    """
    forward = me.world_from_ground.rotation[:2, 0]
    under = [
        (float(lane.pose_at(station).rotation[:2, 0] @ forward), lane, offset)
        for lane, station, offset in road.lanes_at(me.position)
        if lane.kind in LANES
    ]
    against = [(abs(offset), lane, offset) for cosine, lane, offset in under if cosine < -AGAINST]
    if not against or len(against) < len(under):
        return None
    return min(against, key=lambda found: found[0])[1:]


def back_from(lane: Lane, road: RoadMap) -> tuple[Lane, ...]:
    """Return `lane` and the straightest lanes that lead to it, as one meets them going back."""
    lanes = [lane]
    while (before := _before(lanes[-1], road)) is not None and before not in lanes:
        lanes.append(before)
    return tuple(lanes)


def _before(lane: Lane, road: RoadMap) -> Lane | None:
    """Return the lane that runs straightest into `lane`, or None."""
    found = [other for other in road.lanes if lane.name in other.successors]
    return max(found, key=lambda other: float(other.tangents[-1] @ lane.tangents[0]), default=None)


def kept_offset(lane: Lane, offset: float) -> float:
    """Return the offset [m] that a vehicle keeps up which is at `offset` [m] of `lane`."""
    limit = KEEPS * float(lane.width[0])
    return float(np.clip(offset, -limit, limit))


def lane_of(me: Agent, road: RoadMap, *, against: bool = False) -> tuple[Lane, float, float]:
    """Return the lane on which `me` drives, with station and offset [m]: the one that best fits place and heading.

    Parameters
    ----------
    against : bool
        Drives against its direction.
    """
    forward = me.world_from_ground.rotation[:2, 0] * (-1 if against else 1)
    best = None
    for away, number, lane in road.by_distance(me.position):
        if best is not None and away > best[0]:
            break  # no other one fits better than the place of its box
        if lane.kind not in LANES:
            continue
        station, offset = lane.project(me.position)
        beyond = max(-station, station - lane.length, 0.0)
        cosine = float(lane.pose_at(station).rotation[:2, 0] @ forward)
        badness = abs(offset) + beyond + 3.0 * (1 - cosine)
        if best is None or (badness, number) < best[:2]:
            best = (badness, number, lane, station, offset)
    if best is None:
        raise ScenarioError(f"{me.name!r} has no lane to drive on; the scenario's roads have none for vehicles")
    return best[2:]


def lane_beside(me: Agent, world: World, lane: Lane, to: str) -> Lane:
    """Return the lane that `to` names: the one left or right of `lane`, a lane by name, or the lane of an actor."""
    if to in ("left", "right"):
        name = getattr(lane, to)
        if not name:
            raise ScenarioError(
                f"{me.name!r} on {lane.name} has no lane for vehicles on its {to} that runs the same way"
            )
        return world.road.lane(name)
    if to in world.agents:
        return lane_of(world.agents[to], world.road)[0]
    found = world.road.find(to)
    if found is None:
        known = ["left", "right", *world.agents, *(each.name for each in world.road.lanes)]
        raise ScenarioError(f"{me.name!r} cannot change to {to!r}: unknown{did_you_mean(to, known)}")
    return found


def straight_on(lane: Lane, road: RoadMap) -> tuple[Lane, ...]:
    """Return `lane` and the straightest lanes that continue it."""
    lanes = [lane]
    while lanes[-1].successors:
        following, _ = road.ahead(lanes[-1], lanes[-1].length + 1e-6)
        if following in lanes:
            break
        lanes.append(following)
    return tuple(lanes)


def wandering(lane: Lane, road: RoadMap, rng: np.random.Generator) -> tuple[Lane, ...]:
    """Return `lane` and lanes that continue it, each drawn from those that do, all alike, up to `FARTHEST`."""
    lanes, length = [lane], lane.length
    while lanes[-1].successors and length < FARTHEST:
        lanes.append(road.lane(lanes[-1].successors[int(rng.integers(len(lanes[-1].successors)))]))
        length += lanes[-1].length
    return tuple(lanes)


def onwards(lane: Lane, road: RoadMap, route: tuple[str, ...]) -> tuple[Lane, ...]:
    """Return the lanes of a route that begins on `lane`, then straight on; its first stop may be the road of `lane`.

    Empty if no lanes lead there.
    """
    stops = route[1:] if len(route) > 1 and road.route(lane, route[:1]) == (lane,) else route
    lanes = road.route(lane, stops)
    return lanes + straight_on(lanes[-1], road)[1:] if lanes else ()


def ahead_of(route: tuple[str, ...], way: Way, station: float, road: RoadMap) -> tuple[str, ...]:
    """Return those stops of a route that its way has not yet left behind at `station` [m]."""
    lanes = [road.lane(name) for name, end in way.ends if end > station]
    return tuple(stop for stop in route if any(is_on(lane, stop) for lane in lanes))
