"""The lines of lanes: strips that continue each other, with the points of their middle, widths and slopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.datatypes.lane import Lane
from avsynth.datatypes.road_model import Frames, RoadModel
from avsynth.datatypes.section import Section, Strip

#: Kinds of strips that run along the road, whatever the traffic does.
WITHOUT_TRAFFIC = ("walk", "verge", "kerb", "median", "none")
#: One end of a lane on a road: name of the road, ``"start"`` or ``"end"``, number of the strip.
End = tuple[str, str, int]
#: Points of a lane nearer to each other than this are one [m]: what files round, and steps between their sections.
SAME_POINT = 0.02
#: A lane narrower than this all along is none [m].
NARROWEST = 0.02


@dataclass(frozen=True, eq=False)
class Chain:
    """Strips of consecutive sections of one road that are one lane; `first` is the number of the first section."""

    road: RoadModel
    first: int
    strips: tuple[Strip, ...]
    name: str = ""

    @property
    def kind(self) -> str:
        """Of all its strips."""
        return self.strips[0].kind

    @property
    def side(self) -> int:
        """+1 left, −1 right of the reference line."""
        return self.strips[0].side

    @property
    def runs_against(self) -> bool:
        """Whether it runs against the reference line."""
        return self.kind not in WITHOUT_TRAFFIC and (self.side > 0) != self.road.keeps_left

    def strip_at(self, section: int) -> Strip | None:
        """Return its strip in the section of that number, or None."""
        return self.strips[section - self.first] if 0 <= section - self.first < len(self.strips) else None

    @property
    def ends(self) -> dict[str, End]:
        """Its ends that are ends of the road, by whether one enters or leaves the lane there."""
        last = self.first + len(self.strips) == len(self.road.sections)
        found = {"start": (self.road.name, "start", self.strips[0].number)} if self.first == 0 else {}
        found |= {"end": (self.road.name, "end", self.strips[-1].number)} if last else {}
        words = {"start": "leaves", "end": "enters"} if self.runs_against else {"start": "enters", "end": "leaves"}
        return {words[contact]: end for contact, end in found.items()}


@dataclass(frozen=True, eq=False)
class Span:
    """A section of a road at the stations of its lanes' points; all its strips share what is worked out there."""

    road: RoadModel
    number: int

    @property
    def section(self) -> Section:
        """The section."""
        return self.road.sections[self.number]

    @property
    def length(self) -> float:
        """From its start to its end [m]."""
        return self.road.section_end(self.number) - self.section.start

    @cached_property
    def stations(self) -> np.ndarray:
        """Where the points lie, float64 (N,) [m]."""
        return self.road.stations(self.section.start, self.road.section_end(self.number))

    @cached_property
    def borders(self) -> np.ndarray:
        """As of `RoadModel.borders`, float64 (N, B) [m]."""
        return self.road.borders(self.section, self.stations)

    @cached_property
    def frames(self) -> Frames:
        """As of `RoadModel.frames`."""
        return self.road.frames(self.stations)

    def sides(self, strip: Strip) -> tuple[np.ndarray, np.ndarray]:
        """Return the left and right border of a strip at its height, float64 (N, 3) each [m], world."""
        number = self.section.strips.index(strip)
        local = self.stations - self.section.start
        heights = (strip.outer, strip.inner)[:: strip.side]
        left, right = (
            self.road.placed(self.frames, self.stations, self.borders[:, number + k], height.at(local))
            for k, height in enumerate(heights)
        )
        return left, right


def spans_of(road: RoadModel) -> tuple[Span, ...]:
    """Return the sections of a road."""
    return tuple(Span(road, number) for number in range(len(road.sections)))


def lane_of(chain: Chain, spans: Sequence[Span]) -> Lane | None:
    """Return the lane of a chain on a road of these `spans`; None if it has no width or length."""
    pairs = zip(chain.strips, spans[chain.first :], strict=False)
    pieces = [span.sides(strip) for strip, span in pairs if span.length > SAME_POINT or len(chain.strips) == 1]
    if not pieces:
        return None
    left, right = (np.concatenate([piece[side] for piece in pieces]) for side in (0, 1))
    centre, across = (left + right) / 2, left - right
    keep = _apart(centre)
    if keep.sum() < 2 or np.linalg.norm(across, axis=1).max() < NARROWEST:
        return None
    centre, across = centre[keep], across[keep]
    if chain.runs_against:
        centre, across = centre[::-1], -across[::-1]
    flat, first = np.hypot(across[:, 0], across[:, 1]), chain.strips[0]
    return Lane(
        chain.name,
        chain.kind,
        centre,
        flat,
        chain.road.junction if "->" in chain.road.name else chain.road.name,
        parked=first.parked,
        places=first.places,
        slope=across[:, 2] / np.maximum(flat, NARROWEST),
        speed=first.speed,
    )


def _apart(points: np.ndarray) -> np.ndarray:
    """Return which of `points` (N, 3) to keep: those farther than `SAME_POINT` from the one before, and the last."""
    keep = np.r_[True, np.abs(np.diff(points, axis=0)).sum(axis=1) > SAME_POINT]
    if not keep[-1]:
        keep[np.flatnonzero(keep)[-1]], keep[-1] = len(points) == 1, True
    return keep
