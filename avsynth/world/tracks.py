"""Places beside other actors: ahead, behind, left and right of them along the lane they are on, at free distances."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from avsynth.contracts.step import Agent
from avsynth.core.errors import ScenarioError
from avsynth.core.frames import Pose
from avsynth.datatypes.footprint import Footprint, free_distance
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.scenario.concrete import Beside

#: Rounds of the search for a free distance, and when it is good enough [m].
ROUNDS = 12
TOLERANCE = 1e-9
#: Largest angle between an actor and the lane by which "ahead of" it is measured [rad].
ALONG_LANE = np.deg2rad(60.0)


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


@dataclass(frozen=True)
class Body:
    """Who is placed: its size (3,) [m], and what turns a pose along the lane to where it shall look."""

    size: np.ndarray
    turned: Callable[[Pose], Pose]

    def footprint(self, pose: Pose) -> Footprint:
        """Return the ground that it takes at `pose`, which is turned already."""
        return Footprint(pose.translation[0], pose.translation[1], pose.yaw, self.size[0], self.size[1])


def beside(spots: Sequence[Beside], others: Sequence[Agent], body: Body, road: RoadMap, lane: Lane | None) -> Pose:
    """Return the pose at free distances from other actors; what is not said is as the first of them has it.

    Parameters
    ----------
    lane : Lane, optional
        The lane to stand on; then only distances ahead and behind are meant.
    """
    track = track_of(others[0], road)
    if lane is not None:
        station, _ = lane.project(others[0].position)
        along = float(lane.pose_at(station).rotation[:2, 0] @ others[0].world_from_ground.rotation[:2, 0])
        track = Track(road, lane, others[0].world_from_ground, station, 0.0, 1.0 if along >= 0 else -1.0)
    sides = {_axis(spot): k for k, spot in enumerate(spots)}
    if len(sides) < len(spots):
        raise ScenarioError("two places along the same direction; leave one out")
    goal = np.array([0.0, 0.0])
    for _ in range(2):  # the second round knows which way it faces at its place
        half = _half_extents(body.size, body.turned(track.pose(*goal)).yaw - track.pose(*goal).yaw)
        for axis, k in sides.items():
            centre = track.coordinates(others[k].position)[axis]
            reach = _half_extents(others[k].size, others[k].world_from_ground.yaw - track.pose(goal[0], 0.0).yaw)[axis]
            goal[axis] = centre + _sign(spots[k]) * (reach + spots[k].by + half[axis])
    if len(spots) == 1 and lane is None:
        goal[_axis(spots[0])] = _exact(goal, spots[0], others[0].footprint, body, track)
    return body.turned(track.pose(*goal))


def beyond(of: Agent, viewer: Agent, by: float, body: Body) -> Pose:
    """Return the pose on the line from `viewer` through `of`, `by` [m] behind it, as it stands."""
    line = of.position - viewer.position
    x, y = of.position
    yaw = float(np.arctan2(line[1], line[0]))
    sight = replace(of, world_from_ground=Pose.planar(x, y, of.world_from_ground.translation[2], yaw))
    track, spot = Track(RoadMap(()), None, sight.world_from_ground), Beside(side="ahead", of=of.name, by=by)
    own = Body(body.size, lambda pose: body.turned(pose @ Pose.planar(0.0, 0.0, 0.0, of.world_from_ground.yaw - yaw)))
    reach = np.hypot(*of.size[:2]) / 2 + by + np.hypot(*body.size[:2]) / 2
    along = _exact(np.array([reach, 0.0]), spot, of.footprint, own, track)
    return own.turned(track.pose(along, 0.0))


def _exact(goal: np.ndarray, spot: Beside, other: Footprint, body: Body, track: Track) -> float:
    """Return where along its axis the free distance is exactly `spot.by`, also if the lane bends (secant search)."""
    axis = _axis(spot)

    def miss(value: float) -> float:
        at = goal.copy()
        at[axis] = value
        return free_distance(other, body.footprint(body.turned(track.pose(*at)))) - spot.by

    before, value = goal[axis] + _sign(spot) * 0.1, goal[axis]
    miss_before = miss(before)
    for _ in range(ROUNDS):
        now = miss(value)
        if abs(now) < TOLERANCE or abs(now - miss_before) < TOLERANCE:
            break
        before, value, miss_before = value, value - now * (value - before) / (now - miss_before), now
    return value


def _axis(spot: Beside) -> int:
    return 0 if spot.side in ("ahead", "behind") else 1


def _sign(spot: Beside) -> float:
    return 1.0 if spot.side in ("ahead", "left") else -1.0


def _half_extents(size: np.ndarray, yaw: float) -> np.ndarray:
    """Return half the extents of a turned rectangle along and across the track, float64 (2,) [m]."""
    cosine, sine = abs(np.cos(yaw)), abs(np.sin(yaw))
    return np.array([size[0] * cosine + size[1] * sine, size[0] * sine + size[1] * cosine]) / 2
