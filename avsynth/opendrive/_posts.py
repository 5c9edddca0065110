"""One ``<signal>`` or ``<signalReference>``: where it stands on a road, and the lanes that it holds for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.core.frames import Pose
from avsynth.core.xml import Element
from avsynth.datatypes.control import Signal
from avsynth.datatypes.fixture import LOWER_EDGE, Fixture
from avsynth.datatypes.lane import CARRIAGEWAY
from avsynth.datatypes.lanes import Chain, chains_of, lanes_of
from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import FOR_VEHICLES, Strip
from avsynth.opendrive._codes import ARROWS

#: Lower edges of boards that can be [m], and by how little they may differ from the usual height.
EDGES, SAME_EDGE = (0.3, 6.0), 1e-3
#: A light whose lower edge is higher than this hangs over the road if it lies there [m].
HANGS = 3.5
#: Its pole stands this far beside the carriageway, its arm ends this far beyond it, and is at most so long [m].
POLE_DISTANCE, BEYOND, LONGEST_ARM = 0.55, 0.3, 8.9


@dataclass(frozen=True, eq=False)
class Hold:
    """Where a signal holds for one lane.

    Parameters
    ----------
    post : Post
    lane : str
    setback : float [m]
        From the line where one stops to the end of the lane.
    heading : float [rad]
        Of the traffic there.
    approach, junction : str
        The road that it comes on, and the junction that it comes to, "" for none.
    """

    post: Post
    lane: str
    setback: float
    heading: float
    approach: str
    junction: str


@dataclass(frozen=True, eq=False)
class Post:
    """A `row` of the file about a `signal` (its own one, or one referred to) on a `road`."""

    row: Element
    signal: Element
    road: RoadModel

    @property
    def id(self) -> str:
        """The id of the signal."""
        return self.signal.word("id", "")

    @cached_property
    def holds(self) -> list[Hold]:
        """The lanes that it holds for, and from where on; on roads across junctions from their beginning."""
        lanes = {lane.name: lane for lane in lanes_of((self.road,), ())[0]}
        found = []
        for chain, strip in self._strips:
            lane = lanes.get(chain.name)
            if lane is None:
                continue
            at = 0.0 if self.road.junction else lane.project(self._middle(strip))[0]
            heading = lane.pose_at(at).yaw
            found.append(Hold(self, chain.name, lane.length - at, heading, *self._whence(chain)))
        return found

    def light(self, signal: Signal) -> Fixture:
        """Return the light that stands here, or hangs over the road."""
        left = self._stands[1]
        reach, middle = self.row.own_number("reach"), left
        right = (self._sense > 0) != self.road.keeps_left  # of the reference line, beside its traffic
        if self._lower_edge > HANGS and self._edges[1] < left < self._edges[0]:
            foot = self._edges[1] - POLE_DISTANCE if right else self._edges[0] + POLE_DISTANCE
            reach = min(abs(left - foot) + BEYOND, LONGEST_ARM)
            middle = foot + (reach / 2 if right else -reach / 2)
        fields = [("phases", signal.phases), ("start", signal.start), ("reach", reach)]
        fields += [("towards", "right")] if self.road.keeps_left else []
        arrow = ARROWS.get(self.signal.word("subtype", ""))
        fields += [("arrow", arrow)] if arrow else []
        return Fixture("traffic_light", self._pose(middle), tuple(fields))

    def walking_light(self, signal: Signal) -> Fixture:
        """Return the light for people that stands here."""
        fields = (("phases", signal.phases), ("start", signal.start))
        return Fixture("pedestrian_light", self._pose(self._stands[1]), fields)

    def sign(self, name: str) -> Fixture:
        """Return the sign `name` that stands here."""
        fields: list[tuple[str, object]] = [("sign", name)]
        edge = self._lower_edge
        if abs(edge - LOWER_EDGE) > SAME_EDGE and EDGES[0] < edge < EDGES[1]:
            fields.append(("lower_edge", edge))
        size = self.row.number("width", 0.0), self.row.number("height", 0.0)
        if name == "blank" and min(size) >= 0.1 and max(size) <= 6.0:
            fields.append(("size", size))
        return Fixture("traffic_sign", self._pose(self._stands[1]), tuple(fields))

    @property
    def station(self) -> float:
        """Where it stands along its road [m]."""
        return float(np.clip(self.row.number("s", 0.0), 0.0, self.road.length))

    @property
    def place(self) -> np.ndarray:
        """Return where it stands, (3,) [m]."""
        return self._pose(self._stands[1]).translation

    @cached_property
    def _stands(self) -> tuple[float, float, float]:
        """Station, offset and height of its lower edge where it stands: it may be elsewhere than it holds [m]."""
        elsewhere = self.row.first("positionInertial")
        if elsewhere is None:
            return self.station, self.row.number("t", 0.0), self.row.number("zOffset", 0.0)
        station, left, up = self.road.place_of(np.array([elsewhere.number(name, 0.0) for name in "xyz"]))
        return float(np.clip(station, 0.0, self.road.length)), left, up

    @property
    def _sense(self) -> int:
        """+1 if it is for traffic along the reference line, −1 against it, 0 for both."""
        return {"+": 1, "-": -1}.get(self.row.word("orientation", "none"), 0)

    @property
    def _section(self) -> int:
        starts = [section.start for section in self.road.sections]
        return max(int(np.searchsorted(starts, self.station, side="right")) - 1, 0)

    @property
    def _strips(self) -> list[tuple[Chain, Strip]]:
        """The lanes that it holds for, each with its strip here: those named, else those of its direction."""
        found = []
        ranges = [(row.whole("fromLane"), row.whole("toLane")) for row in self.row.all("validity")]
        for chain in chains_of(self.road):
            strip = chain.strip_at(self._section)
            if strip is None or chain.kind not in FOR_VEHICLES:
                continue
            ahead = -1 if chain.runs_against else 1
            named = any(min(pair) <= strip.number <= max(pair) for pair in ranges)
            if named if ranges else self._sense in (0, ahead):
                found.append((chain, strip))
        return found

    def _whence(self, chain: Chain) -> tuple[str, str]:
        """Return the road that traffic on a lane comes on, and the junction that it comes to."""
        ends = (self.road.before, self.road.after)
        enters, leaves = ends[::-1] if chain.runs_against else ends
        if self.road.junction:
            return (enters.name if enters else self.road.name), self.road.junction
        return self.road.name, leaves.name if leaves and leaves.is_junction else ""

    def _middle(self, strip: Strip) -> np.ndarray:
        """Return the middle of a strip here, (3,) [m], world."""
        k = self.road.sections[self._section].strips.index(strip)
        return self.road.points(np.array([self.station]), self._borders[k : k + 2].mean())[0]

    @cached_property
    def _borders(self) -> np.ndarray:
        """Offsets of the borders of strips here from left to right, (B,) [m]."""
        return self.road.borders(self.road.sections[self._section], np.array([self.station]))[0]

    @property
    def _edges(self) -> tuple[float, float]:
        """Offsets of the left and right edge of the carriageway [m]."""
        strips = self.road.sections[self._section].strips
        paved = [k for k, strip in enumerate(strips) if strip.kind in CARRIAGEWAY]
        return (self._borders[paved[0]], self._borders[paved[-1] + 1]) if paved else (0.0, 0.0)

    @property
    def _lower_edge(self) -> float:
        """Height of its lower edge above where it stands, to a tenth of a millimetre [m]."""
        return round(self._stands[2] - self._height(self._stands[1]), 4)

    def _height(self, left: float) -> float:
        """Return how high its foot stands above the road [m]: as our writer said, else on the strips, beyond the
        outermost as high as its edge.
        """
        if self.row.own("foot"):
            return self.row.own_number("foot")
        return self.road.height_over(self.station, left)

    def _pose(self, left: float) -> Pose:
        """Return the place on the ground `left` [m] of the reference line, facing the traffic that it is for."""
        at = np.array([self._stands[0]])
        x, y, z = self.road.points(at, left, self._height(left))[0]
        heading = float(self.road.heading(at)[0]) + self.row.number("hOffset", 0.0)
        facing = heading + (np.pi if self._sense > 0 else 0.0)
        ahead = float(self.road.heading(at)[0]) + (0.0 if self._sense > 0 else np.pi)
        if self._sense and np.cos(facing - ahead) > 0:  # some programs count from the road, whatever the orientation
            facing += np.pi
        return Pose.planar(x, y, z, facing)
