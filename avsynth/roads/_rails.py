"""Level crossings: rails flush with a road, tracks to either side of it, lights, signs and lines for the traffic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.frames import Pose
from avsynth.core.units import Angle, Length, Time
from avsynth.datatypes.control import Control, Signal
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._section import outer_height

#: Between the middles of both rails, width of their heads, half the width of the panels; how high these lie [m].
RAILS, HEAD, PANEL_HALF = 1.507, 0.072, 1.45
PANEL_LIFT, RAIL_LIFT = 0.002, 0.005
#: From the middle of one track to that of the next [m].
TRACK_DISTANCE = 4.0
#: Pieces of track beside the road: their length, how many to either side, height of their rails above their foot [m].
PIECE, PIECES, TRACK_HEIGHT = 9.0, 9, 0.602
#: Half the width of the ground that a track takes, and how far below its foot the land lies there [m].
BED_HALF, BELOW = 2.4, 0.08
#: From the nearest rail to the line where one stops, along the road, and from the road to poles [m].
STOP_DISTANCE, POLE_DISTANCE, NEXT_POLE = 3.0, 0.6, 0.8
#: Half barriers: from the line on towards the rails, from their tips to the middle of the road, and how booms step in
#: length [m].
GATE_AHEAD, GATE_FREE, GATE_STEP = 1.0, 0.4, 0.25
#: Length of amber before the light is red [s] (German EBO, § 11: at least 3 s).
AMBER = 3.0


class Rails(Config):
    """Railway tracks that cross the road on the level."""

    shape: Literal["rails"] = "rails"
    at: Length = Field(ge=0, description="Station where they cross the reference line [m].")
    angle: Angle = Field(np.pi / 2, ge=0.6, le=2.54, description="From the road to the tracks, to the left [rad].")
    tracks: int = Field(1, ge=1, le=4, description="How many there are.")
    period: Time = Field(120.0, gt=10, description="From one closing to the next [s].")
    closed: Time = Field(35.0, ge=0, description="How long the light is red each time [s].")
    offset: Time = Field(0.0, description="When it is first put out after a train has passed [s].")
    gates: bool = Field(True, description="Whether half barriers come down on the lanes that lead to the rails.")

    @property
    def signal(self) -> Signal:
        """What the lights show: nothing while one may cross."""
        opened = max(self.period - self.closed - AMBER, 0.0)
        return Signal((("off", opened), ("amber", AMBER), ("red", self.closed)), self.offset)

    @property
    def half(self) -> float:
        """Half the width of all tracks, up to the outer rails [m]."""
        return (self.tracks - 1) * TRACK_DISTANCE / 2 + RAILS / 2


@dataclass(frozen=True, eq=False)
class LevelCrossing:
    """Rails where they cross a road."""

    road: RoadModel
    rails: Rails

    def lay(self, builder: SurfaceBuilder) -> None:
        """Add panels and rails, on every strip of the road at its height."""
        section = self.road.section_at(self.rails.at)
        borders = self.road.borders(section, np.array([self.rails.at]))[0]
        for k, strip in enumerate(section.strips):
            height = float(strip.inner.at(np.zeros(1))[0])
            for middle in self._middles:
                self._bar(builder, borders[k : k + 2], (middle, PANEL_HALF), height + PANEL_LIFT, "concrete_dark")
                for side in (1, -1):
                    rail = (middle + side * RAILS / 2, HEAD / 2)
                    self._bar(builder, borders[k : k + 2], rail, height + RAIL_LIFT, "cast_iron")

    def stop(self, ahead: int) -> float:
        """Return the station of the line where traffic that runs along (+1) or against (−1) the road stops [m]."""
        borders = self.road.borders(self.road.section_at(self.rails.at), np.array([self.rails.at]))[0]
        lean = np.abs(borders).max() * abs(1 / np.tan(self.rails.angle))
        return self.rails.at - ahead * (self.rails.half / np.sin(self.rails.angle) + lean + STOP_DISTANCE)

    def controls(self, road_map: RoadMap) -> Iterator[Control]:
        """Yield what holds on each lane for vehicles."""
        for lane in road_map.lanes:
            if lane.kind in ("drive", "bus", "bike") and lane.road == self.road.name:
                ahead = self._direction(lane)
                station, _ = lane.project(self.road.points(np.array([self.stop(ahead)]), 0.0)[0])
                yield Control(lane.name, "signal", lane.length - station, self.rails.signal)

    def fixtures(self) -> Iterator[Fixture]:
        """Yield lights, signs and half barriers for both directions, and the tracks."""
        timed = (("phases", self.rails.signal.phases), ("start", self.rails.signal.start))
        for ahead in (1, -1):
            yield Fixture("traffic_light", self._beside(ahead, POLE_DISTANCE), (*timed, ("reach", 0.0)))
            yield Fixture("traffic_sign", self._beside(ahead, POLE_DISTANCE + NEXT_POLE), (("sign", "level_crossing"),))
        for ahead in (1, -1) if self.rails.gates else ():
            place = self._beside(ahead, POLE_DISTANCE, GATE_AHEAD)
            towards = "right" if self.road.keeps_left else "left"
            yield Fixture("crossing_gate", place, (*timed, ("reach", self._boom(ahead)), ("towards", towards)))
        for place, heading in self._beds():
            x, y, z = place
            yield Fixture("railway", Pose.planar(x, y, z - TRACK_HEIGHT, heading), (("length", PIECE),))

    def ground(self) -> np.ndarray:
        """Return points of the land along the tracks, below their beds, float64 (F, 3) [m]."""
        found = []
        for place, heading in self._beds():
            along, left = np.array([np.cos(heading), np.sin(heading)]), np.array([-np.sin(heading), np.cos(heading)])
            for step in (-PIECE / 3, 0.0, PIECE / 3):
                for aside in (-BED_HALF, 0.0, BED_HALF):
                    xy = place[:2] + step * along + aside * left
                    found.append([*xy, place[2] - TRACK_HEIGHT - BELOW * (aside == 0.0)])
        return np.array(found)

    @property
    def _middles(self) -> np.ndarray:
        """How far the middle of each track lies from the middle of all, across them [m]."""
        return TRACK_DISTANCE * (np.arange(self.rails.tracks) - (self.rails.tracks - 1) / 2)

    def _bar(
        self,
        builder: SurfaceBuilder,
        span: np.ndarray,
        bar: tuple[float, float],
        height: float,
        slot: str,
    ) -> None:
        """Add a bar along the track between two offsets of the road; `bar` is its middle and half width across [m]."""
        sine, cotangent = np.sin(self.rails.angle), 1 / np.tan(self.rails.angle)
        offsets = np.asarray(span)
        near, far = (self.rails.at + offsets * cotangent + (bar[0] + side * bar[1]) / sine for side in (-1, 1))
        builder.ribbon(self.road.points(far, offsets, height), self.road.points(near, offsets, height), slot)

    def _direction(self, lane: Lane) -> int:
        """Return +1 if a lane runs along the road at the tracks, −1 if against it."""
        at = np.array([self.rails.at])
        station, _ = lane.project(self.road.points(at, 0.0)[0])
        _, left, up = self.road.frames(at)
        return 1 if lane.pose_at(station).rotation[:, 0] @ np.cross(left[0], up[0]) > 0 else -1

    def _boom(self, ahead: int) -> float:
        """Return the length of the boom of a half barrier: it ends before the middle of the road [m]."""
        reach = abs(self._edge(self.stop(ahead), ahead)) + POLE_DISTANCE - GATE_FREE
        return GATE_STEP * max(round(reach / GATE_STEP), 4)

    def _edge(self, station: float, ahead: int) -> float:
        """Return the offset of the outer edge of the road at `station` beside the traffic of one direction [m]."""
        borders = self.road.borders(self.road.section_at(station), np.array([station]))[0]
        return float(borders[-1 if ahead * self._near > 0 else 0])

    @property
    def _near(self) -> int:
        """+1 where traffic keeps right, −1 where it keeps left."""
        return -1 if self.road.keeps_left else 1

    def _beside(self, ahead: int, distance: float, beyond: float = 0.0) -> Pose:
        """Return a place beside the road `beyond` the line of one direction [m], facing its traffic."""
        station = self.stop(ahead) + ahead * beyond
        side = -ahead * self._near
        at, offset = np.array([station]), self._edge(station, ahead) + side * distance
        x, y, z = self.road.points(at, offset, outer_height(self.road.section_at(station), side))[0]
        return Pose.planar(x, y, z, float(self.road.heading(at)[0]) + (np.pi if ahead > 0 else 0.0))

    def _beds(self) -> Iterator[tuple[np.ndarray, float]]:
        """Yield middle (3,) [m], at the height of the road, and heading [rad] of each piece of track."""
        at = np.array([self.rails.at])
        x, y, z = self.road.points(at, 0.0)[0]
        heading = float(self.road.heading(at)[0]) + self.rails.angle
        along, across = np.array([np.cos(heading), np.sin(heading)]), np.array([np.sin(heading), -np.cos(heading)])
        borders = self.road.borders(self.road.section_at(self.rails.at), at)[0]
        lean = PANEL_HALF * abs(1 / np.tan(self.rails.angle))
        for side, edge in ((1, borders[0]), (-1, -borders[-1])):
            first = edge / np.sin(self.rails.angle) + lean
            for middle in self._middles:
                for k in range(PIECES):
                    xy = np.array([x, y]) + side * (first + (k + 0.5) * PIECE) * along + middle * across
                    yield np.array([*xy, z]), heading
