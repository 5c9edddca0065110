"""One road as a model: a reference line with heights and banks, and beside it strips of varying width.

These are the notions of ASAM OpenDRIVE, so that every road can be read and written in its format without loss. The
meshes are made in `roads`, the lanes in `network`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.curve import Curve
from avsynth.datatypes.profile import NOTHING, Profile
from avsynth.datatypes.section import Section

#: Largest distance between a road and the flat pieces that stand for it [m], and the longest of these [m].
SAGITTA = 0.004
LONGEST_CHORD = 8.0
#: Distance between the stations at which the curvature is looked at [m].
PROBE_STEP = 1.0
#: Stations closer than this are one [m].
SAME_STATION = 1e-6
#: Steps in which the place of a point on a road is found, and the least share of a step that a bend leaves [1].
PLACING_STEPS, LEAST_BEND = 12, 0.2
#: Shortest bridge or tunnel [m], and the least distance from one to the next [m].
SHORTEST_STRUCTURE, BETWEEN_STRUCTURES = 8.0, 1.2
#: Points, and unit vectors to the left and up, float64 (N, 3) each.
Frames = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Link:
    """What a road goes on with: the `start` or `end` of another road, or a junction, by name."""

    name: str
    contact: str = "start"
    is_junction: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """A bridge or tunnel.

    Parameters
    ----------
    kind : str
        bridge or tunnel.
    first, last : float [m]
        Stations between which it lies.
    depth : float [m]
        How far the land lies below the middle of a bridge.
    clearance : float [m]
        Height of the vault of a tunnel above the road.
    is_lit : bool
        Whether lamps hang from the vault of a tunnel.
    """

    kind: str
    first: float
    last: float
    depth: float = 6.0
    clearance: float = 5.6
    is_lit: bool = True

    @property
    def length(self) -> float:
        """Length along the reference line [m]."""
        return self.last - self.first


@dataclass(frozen=True, eq=False)
class RoadModel:
    """A road.

    Parameters
    ----------
    name : str
        Also the first part of the names of its lanes.
    curve : Curve
        Its reference line in the plane.
    sections : tuple of Section
        In order of their starts; the first starts at 0.
    elevation : Profile [m]
        Height of the reference line.
    bank : Profile [rad]
        How far the left side is turned up about the reference line.
    shift : Profile [m]
        Of the strips from the reference line, to the left.
    camber : tuple of (station [m], Profile [m] of the offset to the left)
        Height of the surface above the plane of the road, between the stations linearly.
    before, after : Link, optional
        What precedes its start and follows its end.
    junction : str
        The junction that it is part of, if any.
    is_arm : bool
        Whether it leads away from a junction, so that its drive lanes are called in and out.
    keeps_left : bool
        Whether traffic keeps left.
    structures : tuple of Structure
    """

    name: str
    curve: Curve
    sections: tuple[Section, ...]
    elevation: Profile = NOTHING
    bank: Profile = NOTHING
    shift: Profile = NOTHING
    camber: tuple[tuple[float, Profile], ...] = ()
    before: Link | None = None
    after: Link | None = None
    junction: str = ""
    is_arm: bool = False
    keeps_left: bool = False
    structures: tuple[Structure, ...] = ()

    @property
    def length(self) -> float:
        """Length of the reference line [m]."""
        return self.curve.length

    def moved(self, pose: Pose) -> RoadModel:
        """Return the road where an upright `pose` takes it."""
        elevation = self.elevation.raised(float(pose.translation[2]))
        return replace(self, curve=self.curve.moved(pose), elevation=elevation)

    def section_end(self, number: int) -> float:
        """Return where the section ends [m]."""
        return self.sections[number + 1].start if number + 1 < len(self.sections) else self.length

    def section_at(self, station: float) -> Section:
        """Return the section that holds at `station` [m]; beyond the ends the first and the last one do."""
        return next((section for section in self.sections[::-1] if section.start <= station), self.sections[0])

    def borders(self, section: Section, stations: np.ndarray) -> np.ndarray:
        """Return the offsets of the borders of `section` from left to right at `stations` (N,), float64 (N, B) [m].

        Beyond the ends of the road everything runs on as it is there.
        """
        inside = self._inside(stations)
        shift = self.shift.at(inside)
        left, right = (
            np.array([strip.width.at(inside - section.start) for strip in strips]).reshape(len(strips), len(inside))
            for strips in (section.left, section.right)
        )
        return _columns(*(shift + np.cumsum(left, axis=0))[::-1], shift, *(shift - np.cumsum(right, axis=0)))

    def points(self, stations: np.ndarray, left: np.ndarray | float, height: np.ndarray | float = 0.0) -> np.ndarray:
        """Return points `left` [m] of the reference line and `height` [m] above the road, float64 (N, 3) [m], world."""
        return self.placed(self.frames(stations), stations, left, height)

    def placed(
        self, frames: Frames, stations: np.ndarray, left: np.ndarray | float, height: np.ndarray | float = 0.0
    ) -> np.ndarray:
        """Return `points` where the `frames` at the stations are known."""
        origin, across, up = frames
        above = height + self._camber(stations, left)
        return origin + np.reshape(left, (-1, 1)) * across + np.reshape(above, (-1, 1)) * up

    def frames(self, stations: np.ndarray) -> Frames:
        """Return the points of the reference line, and unit vectors to the left and up, float64 (N, 3) each.

        The road turns by its heading, its pitch, then its bank: Rz Ry Rx.
        """
        stations = np.asarray(stations, dtype=np.float64)
        x, y, heading = self.curve.poses(stations).T
        inside = self._inside(stations)
        slope, bank = self.elevation.slope(inside), self.bank.at(inside)
        z = self.elevation.at(inside) + slope * (stations - inside)
        scale = np.sqrt(1 + slope * slope)
        cos_pitch, sin_pitch = 1 / scale, -slope / scale
        cos_bank, sin_bank = np.cos(bank), np.sin(bank)
        cosine, sine = np.cos(heading), np.sin(heading)

        def turned(ahead: np.ndarray, left: np.ndarray, up: np.ndarray) -> np.ndarray:
            return _columns(ahead * cosine - left * sine, ahead * sine + left * cosine, up)

        across = turned(sin_pitch * sin_bank, cos_bank, cos_pitch * sin_bank)
        return _columns(x, y, z), across, turned(sin_pitch * cos_bank, -sin_bank, cos_pitch * cos_bank)

    def place_of(self, point: np.ndarray) -> tuple[float, float, float]:
        """Return station, offset to the left and height above the road [m] of a `point` (3,) [m], world: of `points`
        the inverse.
        """
        grid = self.stations(0.0, self.length)
        station = float(grid[np.argmin(((self.curve.poses(grid)[:, :2] - point[:2]) ** 2).sum(axis=1))])
        for _ in range(PLACING_STEPS):
            (origin,), (across,), (up,) = self.frames(np.array([station]))
            gap = point - origin
            ahead = np.cross(across, up)
            bend = 1 - gap @ across * self.curve.curvature(station)
            station += float(gap @ ahead) * float(np.hypot(*ahead[:2])) / max(bend, LEAST_BEND)
        left = float(gap @ across)
        camber = self._camber(np.array([station]), np.array([left]))
        return station, left, float(gap @ up - np.sum(camber))

    def height_over(self, station: float, left: float) -> float:
        """Return how high the strip `left` [m] of the reference line lies above the road there; beyond the outermost
        one as high as its edge [m].
        """
        section, at = self.section_at(station), np.clip([station], 0.0, self.length)
        if not section.strips:
            return 0.0
        borders = self.borders(section, at)[0]
        k = int(np.clip(np.searchsorted(-borders, -left) - 1, 0, len(section.strips) - 1))
        strip = section.strips[k]
        ends = [float(one.at(at - section.start)[0]) for one in (strip.outer, strip.inner)[:: strip.side]]
        share = np.clip((borders[k] - left) / max(borders[k] - borders[k + 1], 1e-9), 0.0, 1.0)
        return ends[0] + float(share) * (ends[1] - ends[0])

    def heading(self, stations: np.ndarray) -> np.ndarray:
        """Return the heading of the reference line at `stations` (N,) [m], float64 (N,) [rad]."""
        return self.curve.poses(stations)[:, 2]

    def stations(self, first: float, last: float) -> np.ndarray:
        """Return stations from `first` to `last` [m], close enough that chords keep within the sagitta everywhere."""
        kept = self._kept
        if (first, last) not in kept:
            kept[first, last] = self._stations(first, last)
        return kept[first, last]

    @cached_property
    def _kept(self) -> dict[tuple[float, float], np.ndarray]:
        """Stations that were asked for before: all strips of a section share them."""
        return {}

    def _stations(self, first: float, last: float) -> np.ndarray:
        knots = self._knots
        inner = knots[(knots > first + SAME_STATION) & (knots < last - SAME_STATION)]
        ends = np.concatenate([[first], inner, [last]])
        middle = np.linspace(first, last, max(3, int(np.ceil((last - first) / PROBE_STEP)) + 1))
        effort = 1 / self._chord((middle[1:] + middle[:-1]) / 2)
        done = np.concatenate([[0.0], np.cumsum(effort * np.diff(middle))])
        at = np.interp(ends, middle, done)
        count = np.maximum(np.ceil(np.diff(at) - 1e-9).astype(int), 1)
        number = np.repeat(np.arange(len(count)), count)
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        found = np.interp(at[number] + within / count[number] * np.diff(at)[number], done, middle)
        found[within == 0] = ends[:-1]
        return np.append(found, last)

    @cached_property
    def _knots(self) -> np.ndarray:
        """Stations where anything changes its formula, ascending."""
        profiles = [self.elevation, self.bank, self.shift]
        starts = [self.curve.knots, [section.start for section in self.sections], [s for s, _ in self.camber]]
        starts += [profile.starts for profile in profiles if not profile.is_even]
        for section in self.sections:
            of_strips = [p for strip in section.strips for p in (strip.width, strip.inner, strip.outer)]
            starts += [section.start + profile.starts for profile in of_strips if not profile.is_even]
        knots = np.array(sorted({float(station) for some in starts for station in some}))
        knots = knots[(knots > 0) & (knots < self.length)]
        return np.concatenate([[0.0], knots[np.diff(knots, prepend=-1.0) > SAME_STATION], [self.length]])

    @cached_property
    def reach(self) -> float:
        """Largest distance of a border from the reference line [m]."""
        found = 0.0
        for number, section in enumerate(self.sections):
            stations = np.linspace(section.start, self.section_end(number), 9)
            found = max(found, float(np.abs(self.borders(section, stations)).max()))
        return found

    def _chord(self, stations: np.ndarray) -> np.ndarray:
        """Return the longest chord that keeps within the sagitta at `stations` (N,), float64 (N,) [m]."""
        inside = self._inside(stations)
        sharp = self.curve.sharpness(stations)
        outside = 1 + sharp * self.reach  # how much longer the outer border is than the reference line
        bends = [np.abs(self.elevation.bend(inside)), np.abs(self.bank.bend(inside)) * self.reach]
        bends += [sharp * outside, np.abs(self.shift.bend(inside))]
        for number, section in enumerate(self.sections):
            here = (inside >= section.start) & (inside <= self.section_end(number))
            for strip in section.strips:
                if not strip.width.is_even:
                    bends.append(np.where(here, np.abs(strip.width.bend(inside - section.start)), 0.0))
        sharpest = np.maximum(np.max(bends, axis=0), 1e-9)
        return np.clip(np.sqrt(8 * SAGITTA / sharpest), 0.25, LONGEST_CHORD)

    def _inside(self, stations: np.ndarray) -> np.ndarray:
        """Return `stations` (N,) [m], those beyond the ends at the ends; `np.clip` takes three times as long."""
        return np.minimum(np.maximum(stations, 0.0), self.length)

    def _camber(self, stations: np.ndarray, left: np.ndarray | float) -> np.ndarray | float:
        """Return the height of the surface above the plane of the road, float64 (N,) [m]."""
        if not self.camber:
            return 0.0
        stations, left = self._inside(stations), np.broadcast_to(left, len(stations))
        starts = np.array([station for station, _ in self.camber])
        heights = np.array([profile.at(left) for _, profile in self.camber])  # (C, N)
        k = np.clip(np.searchsorted(starts, stations, side="right") - 1, 0, len(starts) - 1)
        after = np.minimum(k + 1, len(starts) - 1)
        span = np.maximum(starts[after] - starts[k], 1e-9)
        share = np.clip((stations - starts[k]) / span, 0.0, 1.0)
        number = np.arange(len(stations))
        return (1 - share) * heights[k, number] + share * heights[after, number]


def _columns(*columns: np.ndarray) -> np.ndarray:
    """Return columns (N,) side by side; `np.column_stack` takes three times as long for a few."""
    out = np.empty((len(columns[0]), len(columns)))
    for k, column in enumerate(columns):
        out[:, k] = column
    return out
