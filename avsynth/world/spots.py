"""From the spots of a placement to a place: one of them says where, what it leaves open is filled by two numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from avsynth.contracts.step import Agent
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.datatypes.road import Lane, RoadMap, is_on
from avsynth.scenario.concrete import (
    Along,
    Area,
    AtPose,
    Beside,
    Between,
    Beyond,
    Hidden,
    Inside,
    OnLane,
    Placement,
)
from avsynth.world.regions import heading_near, region
from avsynth.world.tracks import Body, beside, beyond, track_of

#: How far behind what hides it an actor may be placed [m].
SHADOW = 8.0
#: Gaps smaller than this are no place to be [m].
SQUEEZE = 0.02


@dataclass(frozen=True)
class Finder:
    """Finds places for one actor among those that are placed already."""

    placement: Placement
    body: Body
    road: RoadMap
    placed: Mapping[str, Agent]
    areas: Mapping[str, Area]

    def pose(self, u: float, v: float) -> Pose:
        """Return the pose for two uniform numbers; height is that of the ground unless a spot says it."""
        spots = self.placement.spots
        near = [spot for spot in spots if isinstance(spot, Beside) and spot.side != "above"]
        on = next((spot for spot in spots if isinstance(spot, OnLane)), None)
        where = next((spot for spot in spots if isinstance(spot, AtPose | Along | Beyond | Between)), None)
        if on is not None:
            return self._on(on, near, u)
        if where is not None:
            return self._where(where, u, v)
        if near:
            return beside(near, [self.other(spot.of) for spot in near], self.body, self.road, None)
        return self._loosely(u, v)

    def other(self, name: str) -> Agent:
        """Return an actor that is placed already."""
        if name not in self.placed:
            hint = did_you_mean(name, self.placed) or "; place it before"
            raise ScenarioError(f"{self.placement.name!r} stands beside {name!r}, which is not placed yet{hint}")
        return self.placed[name]

    def _loosely(self, u: float, v: float) -> Pose:
        """Return a place in a region, above or behind something: what is left if nothing says it more closely."""
        for spot in self.placement.spots:
            if isinstance(spot, Beside):
                return self.body.turned(self.other(spot.of).world_from_ground)
            if isinstance(spot, Inside):
                found = region(spot.region, self.road, self.areas.get(spot.region))
                return self.body.turned(found.pose(u, v, self.body.size))
        for spot in self.placement.spots:
            if isinstance(spot, Hidden) and spot.behind:
                return self._behind(spot, u, v)
        raise ScenarioError(f"{self.placement.name!r} has no place; add a line such as 'at on main.right.drive @ 20 m'")

    def _on(self, spot: OnLane, near: list[Beside], u: float) -> Pose:
        lane = self.road.find(spot.lane)
        name = self.placement.name
        if lane is None:
            hint = did_you_mean(spot.lane, [lane.name for lane in self.road.lanes])
            raise ScenarioError(f"{name!r} is on {spot.lane!r}, but there is no such lane{hint}")
        if near and spot.station is None:
            return beside(near, [self.other(each.of) for each in near], self.body, self.road, lane)
        if near:
            raise ScenarioError(f"{name!r} has a place on a lane; further places cannot hold as well")
        room = min(self.body.size[0] / 2, lane.length / 2)
        station = room + u * (lane.length - 2 * room) if spot.station is None else spot.station
        self._check_station(lane, spot.lane, station)
        return self.body.turned(lane.pose_at(station, spot.offset))

    def _check_station(self, lane: Lane, written: str, station: float) -> None:
        if not -1e-9 <= station <= lane.length + 1e-9:
            allowed = f"{written} has stations from 0 to {lane.length:.1f} m"
            raise ScenarioError(f"{self.placement.name!r} is at station {station:.1f} m; {allowed}")

    def _where(self, spot: AtPose | Along | Beyond | Between, u: float, v: float) -> Pose:
        match spot:
            case AtPose(x=x, y=y, yaw=yaw):
                return self.body.turned(Pose.planar(x, y, 0.0, yaw))
            case Along(path=path, distance=distance):
                lane, station = self._along(path, distance)
                return self.body.turned(lane.pose_at(station))
            case Beyond(of=of, viewer=viewer, by=by):
                return beyond(self.other(of), self.other(viewer), by, self.body)
        return self._between(self.other(spot.first), self.other(spot.second), u, v)

    def _along(self, path: tuple[str, ...], distance: float) -> tuple[Lane, float]:
        """Return lane and station [m] of the point `distance` [m] along a path of lanes, roads and legs."""
        starts = [lane for lane in self.road.lanes if lane.kind == "drive" and is_on(lane, path[0])]
        found = self.road.find(path[0])
        ways = [self.road.route(lane, path[1:]) for lane in ([found] if found else starts)]
        way = next((way for way in ways if way), None)
        if way is None:
            raise ScenarioError(f"{self.placement.name!r}: no lanes lead along {' -> '.join(path)}")
        left = distance
        for lane in way:
            if left <= lane.length:
                return lane, left
            left -= lane.length
        length = distance - left
        raise ScenarioError(f"{self.placement.name!r}: the path {' -> '.join(path)} ends after {length:.1f} m")

    def _between(self, first: Agent, second: Agent, u: float, v: float) -> Pose:
        """Return a place in the gap between two actors, as they stand."""
        track = track_of(first, self.road)
        ends = np.array([track.coordinates(corner) for corner in second.footprint.corners])
        own = np.array([track.coordinates(corner) for corner in first.footprint.corners])
        ahead = bool(ends[:, 0].mean() >= own[:, 0].mean())
        low, high = (own[:, 0].max(), ends[:, 0].min()) if ahead else (ends[:, 0].max(), own[:, 0].min())
        middle = track.pose((low + high) / 2, 0.0)
        shape = self.body.footprint(self.body.turned(middle))
        mine = (shape.corners - middle.translation[:2]) @ middle.rotation[:2, :2]
        half = np.abs(mine).max(axis=0)
        if high - low < 2 * half[0] + SQUEEZE:
            raise ScenarioError(
                f"{self.placement.name!r} needs {2 * half[0]:.2f} m between {first.name!r} and {second.name!r}, where "
                f"{max(high - low, 0.0):.2f} m are free"
            )
        sides = max(own[:, 1].min(), ends[:, 1].min()), min(own[:, 1].max(), ends[:, 1].max())
        spare = max((sides[1] - sides[0]) / 2 - half[1], 0.0)
        along = low + half[0] + u * (high - low - 2 * half[0])
        return self.body.turned(track.pose(along, (sides[0] + sides[1]) / 2 + (2 * v - 1) * spare))

    def _behind(self, spot: Hidden, u: float, v: float) -> Pose:
        """Return a place in the shadow of what hides it, as the actor with the sensor sees it."""
        viewer, hider = self.other(spot.viewer.partition(".")[0]), self.other(spot.behind)
        line = hider.position - viewer.position
        centre = np.arctan2(line[1], line[0])
        corners = hider.footprint.corners - viewer.position
        turns = np.angle(np.exp(1j * (np.arctan2(corners[:, 1], corners[:, 0]) - centre)))
        angle = centre + turns.min() + u * (turns.max() - turns.min())
        reach = np.hypot(*corners.T).max() + np.hypot(*self.body.size[:2]) / 2 + v * SHADOW
        x, y = viewer.position + reach * np.array([np.cos(angle), np.sin(angle)])
        return self.body.turned(Pose.planar(x, y, 0.0, heading_near(np.array([x, y]), self.road)))
