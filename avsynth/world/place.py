"""Placements → where everybody stands at the start, with the free distances that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from avsynth.contracts.actor import Actor
from avsynth.contracts.step import STEPS, Agent
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.datatypes.category import Category
from avsynth.datatypes.footprint import Footprint, free_distance, overlap
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.scenario.concrete import Beside, Facing, OnLane, Placement, Scenario
from avsynth.scenario.program import first_steps
from avsynth.world.cast import size_of

#: Rounds of the search for a free distance, and when it is good enough [m].
ROUNDS = 12
TOLERANCE = 1e-9
#: Largest angle between an actor and the lane by which "ahead of" it is measured [rad].
ALONG_LANE = np.deg2rad(60.0)


def place(scenario: Scenario, cast: Mapping[str, Actor], road: RoadMap) -> dict[str, Agent]:
    """Return everybody at the start, by name; raise ScenarioError where a place does not exist or is taken."""
    placed: dict[str, Agent] = {}
    for placement in scenario.placements:
        placed[placement.name] = _place_one(placement, cast[placement.name], road, placed)
    _refuse_overlaps(scenario, placed)
    return placed


def _place_one(placement: Placement, actor: Actor, road: RoadMap, placed: Mapping[str, Agent]) -> Agent:
    """Return one actor at the start."""
    size = size_of(actor)
    on = [spot for spot in placement.spots if isinstance(spot, OnLane)]
    beside = [spot for spot in placement.spots if isinstance(spot, Beside)]
    if len(on) > 1 or (on and beside):
        raise ScenarioError(
            f"{placement.at}: {placement.name!r} has a place on a lane; further places cannot hold as well"
        )
    turned = _turner(placement.facing, road, placed, placement)
    pose = turned(_on_lane(on[0], road, placement)) if on else _beside(beside, size, turned, road, placed, placement)
    x, y, z = pose.translation
    height = road.height_at(pose.translation, default=0.0 if beside else z)
    return Agent(
        name=placement.name,
        size=size,
        world_from_ground=Pose.planar(x, y, height, pose.yaw),
        speed=_initial_speed(placement, actor),
        desired_speed=placement.speed,
        category=actor.category,
        kind=placement.kind,
    )


def _initial_speed(placement: Placement, actor: Actor) -> float:
    """Return the speed at the start [m/s]: people whose first step does not move them stand."""
    moves = any(STEPS.get(call.step).moves for call in first_steps(placement.program))
    return placement.speed if moves or actor.category != Category.PEDESTRIAN else 0.0


def _on_lane(spot: OnLane, road: RoadMap, placement: Placement) -> Pose:
    """Return the pose of a place on a lane."""
    lane = road.find(spot.lane)
    if lane is None:
        hint = did_you_mean(spot.lane, [lane.name for lane in road.lanes])
        raise ScenarioError(f"{placement.at}: {placement.name!r} is on {spot.lane!r}, but there is no such lane{hint}")
    if not -1e-9 <= spot.station <= lane.length + 1e-9:
        allowed = f"{spot.lane} has stations from 0 to {lane.length:.1f} m"
        raise ScenarioError(f"{placement.at}: {placement.name!r} is at station {spot.station:.1f} m; {allowed}")
    return lane.pose_at(spot.station, spot.offset)


@dataclass(frozen=True)
class Track:
    """Distances along and to the left of where an actor stands, following the lane that it is on."""

    road: RoadMap
    lane: Lane | None
    here: Pose
    station: float = 0.0
    offset: float = 0.0
    sign: float = 1.0

    def pose(self, along: float, left: float) -> Pose:
        """Return the pose `along` [m] ahead and `left` [m]."""
        if self.lane is None:
            return self.here @ Pose(np.eye(3), np.array([along, left, 0.0]))
        lane, station = self.road.ahead(self.lane, self.station + self.sign * along)
        pose = lane.pose_at(station, self.offset + self.sign * left)
        return pose if self.sign > 0 else pose @ Pose.planar(0.0, 0.0, 0.0, np.pi)

    def coordinates(self, point: np.ndarray) -> tuple[float, float]:
        """Return how far `point` (2,) [m] lies along and to the left."""
        if self.lane is None:
            along, left, _ = self.here.inverse().points(np.array([*point, self.here.translation[2]]))
            return float(along), float(left)
        station, offset = self.lane.project(point)
        return self.sign * (station - self.station), self.sign * (offset - self.offset)


def track_of(agent: Agent, road: RoadMap) -> Track:
    """Return the track of `agent`: along the lane it is on if it faces along it, else straight on."""
    best = None
    for lane, station, offset in road.lanes_at(agent.position):
        cosine = float(lane.pose_at(station).rotation[:2, 0] @ agent.world_from_ground.rotation[:2, 0])
        if abs(cosine) >= np.cos(ALONG_LANE) and (best is None or abs(offset) < abs(best.offset)):
            best = Track(road, lane, agent.world_from_ground, station, offset, float(np.sign(cosine)))
    return best or Track(road, None, agent.world_from_ground)


def _beside(
    spots: list[Beside],
    size: np.ndarray,
    turned: Callable[[Pose], Pose],
    road: RoadMap,
    placed: Mapping[str, Agent],
    placement: Placement,
) -> Pose:
    """Return the pose at free distances from other actors; what is not said is as the first of them has it."""
    if not spots:
        raise ScenarioError(
            f"{placement.at}: {placement.name!r} has no place; add a line such as 'at on main.right.drive @ 20 m'"
        )
    others = [_other(spot.of, placed, placement) for spot in spots]
    track = track_of(others[0], road)
    sides = {_axis(spot): k for k, spot in enumerate(spots)}
    if len(sides) < len(spots):
        raise ScenarioError(
            f"{placement.at}: {placement.name!r} has two places along the same direction; leave one out"
        )
    goal = np.array([0.0, 0.0])
    for _ in range(2):  # the second round knows which way it faces at its place
        half = _half_extents(size, turned(track.pose(*goal)).yaw - track.pose(*goal).yaw)
        for axis, k in sides.items():
            centre = track.coordinates(others[k].position)[axis]
            reach = _half_extents(others[k].size, others[k].world_from_ground.yaw - track.pose(goal[0], 0.0).yaw)[axis]
            goal[axis] = centre + _sign(spots[k]) * (reach + spots[k].by + half[axis])
    if len(spots) == 1:
        axis = _axis(spots[0])
        goal[axis] = _exact(goal, axis, spots[0], others[0].footprint, size, lambda at: turned(track.pose(*at)))
    return turned(track.pose(*goal))


def _exact(
    goal: np.ndarray, axis: int, spot: Beside, other: Footprint, size: np.ndarray, pose_at: Callable[[np.ndarray], Pose]
) -> float:
    """Return where the free distance is exactly `spot.by`, also if the lane bends (secant search)."""

    def miss(value: float) -> float:
        at = goal.copy()
        at[axis] = value
        return free_distance(other, footprint(pose_at(at), size)) - spot.by

    before, value = goal[axis] + _sign(spot) * 0.1, goal[axis]
    miss_before = miss(before)
    for _ in range(ROUNDS):
        now = miss(value)
        if abs(now) < TOLERANCE or abs(now - miss_before) < TOLERANCE:
            break
        before, value, miss_before = value, value - now * (value - before) / (now - miss_before), now
    return value


def footprint(pose: Pose, size: np.ndarray) -> Footprint:
    """Return the ground rectangle of a box of `size` at `pose`."""
    return Footprint(pose.translation[0], pose.translation[1], pose.yaw, size[0], size[1])


def _axis(spot: Beside) -> int:
    return 0 if spot.side in ("ahead", "behind") else 1


def _sign(spot: Beside) -> float:
    return 1.0 if spot.side in ("ahead", "left") else -1.0


def _half_extents(size: np.ndarray, yaw: float) -> np.ndarray:
    """Return half the extents of a turned rectangle along and across the track, float64 (2,) [m]."""
    cosine, sine = abs(np.cos(yaw)), abs(np.sin(yaw))
    return np.array([size[0] * cosine + size[1] * sine, size[0] * sine + size[1] * cosine]) / 2


def _other(name: str, placed: Mapping[str, Agent], placement: Placement) -> Agent:
    if name not in placed:
        hint = did_you_mean(name, placed) or "; place it before"
        raise ScenarioError(f"{placement.at}: {placement.name!r} stands beside {name!r}, which is not placed yet{hint}")
    return placed[name]


def _turner(
    facing: Facing | None, road: RoadMap, placed: Mapping[str, Agent], placement: Placement
) -> Callable[[Pose], Pose]:
    """Return what turns a pose along the lane to where the actor shall look."""
    if facing is None:
        return lambda pose: pose
    if facing.how == "angle":
        return lambda pose: pose @ Pose.planar(0.0, 0.0, 0.0, facing.angle)
    if facing.how == "across":
        return lambda pose: _towards(
            pose, pose.translation[:2] + _across(pose.translation[:2], facing.target, road, placement)
        )
    target = _other(facing.target, placed, placement).position
    if facing.how == "toward":
        return lambda pose: _towards(pose, target)
    return lambda pose: _towards(pose, 2 * pose.translation[:2] - target)


def _towards(pose: Pose, point: np.ndarray) -> Pose:
    """Return `pose` turned so that it looks at `point` (2,) [m]."""
    x, y, z = pose.translation
    return Pose.planar(x, y, z, float(np.arctan2(point[1] - y, point[0] - x)))


def _across(point: np.ndarray, name: str, road: RoadMap, placement: Placement) -> np.ndarray:
    """Return the direction (2,) square across the road `name`, towards its middle."""
    lanes = [
        lane for lane in road.lanes if lane.kind == "drive" and (lane.road == name or lane.name.startswith(f"{name}."))
    ]
    if not lanes:
        hint = did_you_mean(name, {lane.road for lane in road.lanes})
        raise ScenarioError(f"{placement.at}: there is no road {name!r} for {placement.name!r} to face across{hint}")
    places = [(lane, *lane.project(point)) for lane in lanes]
    lane, station, _ = min(places, key=lambda place: abs(place[2]))
    middle = np.mean([offset * (1 if other.tangents[0] @ lane.tangents[0] > 0 else -1) for other, _, offset in places])
    left = lane.pose_at(station).rotation[:2, 1]
    return -left if middle > 0 else left


def _refuse_overlaps(scenario: Scenario, placed: Mapping[str, Agent]) -> None:
    """Raise ScenarioError for the first two actors that stand in each other."""
    positions = {placement.name: placement.at for placement in scenario.placements}
    shapes = {name: agent.footprint for name, agent in placed.items()}
    for first, second in combinations(shapes, 2):
        if overlap(shapes[first], shapes[second]):
            raise ScenarioError(
                f"{positions[second]}: {second!r} overlaps {first!r} (placed at {positions[first]}); "
                f"move one of them or ask for a free distance"
            )
