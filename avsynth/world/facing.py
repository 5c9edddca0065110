"""Where actors look at the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from avsynth.contracts.step import Agent
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.datatypes.road import RoadMap
from avsynth.scenario.concrete import Placement


def turner(placement: Placement, road: RoadMap, placed: Mapping[str, Agent]) -> Callable[[Pose], Pose]:
    """Return what turns a pose along the lane to where the actor shall look."""
    facing = placement.facing
    if facing is None:
        return lambda pose: pose
    if facing.how == "angle":
        return lambda pose: pose @ Pose.planar(0.0, 0.0, 0.0, facing.angle)
    if facing.how == "across":
        return lambda pose: _towards(
            pose, pose.translation[:2] + _across(pose.translation[:2], facing.target, road, placement)
        )
    target = _place_of(facing.target, road, placed, placement)
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


def _place_of(name: str, road: RoadMap, placed: Mapping[str, Agent], placement: Placement) -> np.ndarray:
    """Return where an actor stands, or the middle of a road or leg, float64 (2,) [m]."""
    if name in placed:
        return placed[name].position
    lanes = [lane for lane in road.lanes if lane.road == name or lane.name.startswith(f"{name}.")]
    if not lanes:
        hint = did_you_mean(name, placed)
        raise ScenarioError(f"{placement.at}: {placement.name!r} faces {name!r}, which is not placed yet{hint}")
    return np.mean([lane.centre[:, :2].mean(axis=0) for lane in lanes], axis=0)
