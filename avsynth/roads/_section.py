"""The cross-section of a road: which strips lie beside each other, how high they are, and the paint between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Length

LaneKind = Literal["drive", "walk", "park", "bike", "shoulder", "verge"]
LaneWidth = Annotated[Length, Field(gt=0.1, le=30.0)]

#: Kerb: height of its face and width of its top [m] (common European urban kerbs: 12 to 15 cm, 15 cm wide).
KERB_HEIGHT = 0.13
KERB_WIDTH = 0.15
#: From here on a drive lane counts as one of a fast road [m].
FAST_WIDTH = 3.5
#: Kinds of strips that lie at the level of the carriageway.
FOR_WHEELS = {"drive", "park", "shoulder"}


class Lanes(Config):
    """The strips of a road as written, from left to right across it; the reference line lies between the two lists."""

    left: tuple[tuple[LaneKind, LaneWidth], ...] = Field(
        (), description="Kind and width [m] of each strip, from the outside to the centre."
    )
    right: tuple[tuple[LaneKind, LaneWidth], ...] = Field(
        (), description="Kind and width [m] of each strip, from the centre to the outside."
    )


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip of a cross-section; `inner` and `outer` are its distances from the reference line [m].

    `index` counts the strips of the same kind on the same side from the centre outwards; `side` is +1 left, −1 right.
    """

    kind: str
    side: int
    index: int
    inner: float
    outer: float
    raised: bool

    @property
    def middle(self) -> float:
        """Offset of its centre line, positive to the left [m]."""
        return self.side * (self.inner + self.outer) / 2

    @property
    def width(self) -> float:
        """Its width [m]."""
        return self.outer - self.inner

    @property
    def height(self) -> float:
        """Height of its surface above the carriageway [m]."""
        return KERB_HEIGHT if self.raised else 0.0

    @property
    def is_paved(self) -> bool:
        """Whether it is part of the carriageway."""
        return not self.raised and self.kind != "verge"

    @property
    def side_name(self) -> str:
        """``"left"`` or ``"right"``."""
        return "left" if self.side > 0 else "right"


@dataclass(frozen=True, slots=True)
class Section:
    """A cross-section: the strips of either side, from the centre outwards."""

    left: tuple[Strip, ...]
    right: tuple[Strip, ...]

    @property
    def strips(self) -> tuple[Strip, ...]:
        """All strips, from left to right."""
        return self.left[::-1] + self.right

    @property
    def is_fast(self) -> bool:
        """Whether marks follow the pattern of fast roads: wide lanes and nobody walking."""
        drives = [strip for strip in self.strips if strip.kind == "drive"]
        walks = any(strip.kind == "walk" for strip in self.strips)
        return not walks and any(strip.width >= FAST_WIDTH for strip in drives)


def section_of(lanes: Lanes) -> Section:
    """Return the cross-section of `lanes`."""
    return Section(_side(lanes.left[::-1], +1), _side(lanes.right, -1))


def carriage_width(strips: tuple[Strip, ...]) -> float:
    """Return the distance of the outer edge of the pavement for wheels from the reference line [m]."""
    return max((strip.outer for strip in strips if strip.is_paved), default=0.0)


def paved_runs(section: Section) -> list[tuple[float, float]]:
    """Return the left and right ends of each stretch of carriageway [m]; green strips divide it."""
    runs: list[tuple[float, float]] = []
    for strip in section.strips:
        if strip.is_paved:
            left, right = (strip.outer, strip.inner) if strip.side > 0 else (-strip.inner, -strip.outer)
            joins = bool(runs) and abs(runs[-1][1] - left) < 1e-9
            runs[-1:] = [(runs[-1][0], right)] if joins else [*runs[-1:], (left, right)]
    return runs


def full_width(strips: tuple[Strip, ...]) -> float:
    """Return the distance of the outer edge of one side from the reference line [m]."""
    return strips[-1].outer if strips else 0.0


def _side(written: tuple[tuple[str, float], ...], side: int) -> tuple[Strip, ...]:
    """Return the strips of one side, given from the centre outwards. Beyond a kerb everything stays raised."""
    strips: list[Strip] = []
    inner, raised = 0.0, False
    for k, (kind, width) in enumerate(written):
        beyond = {later for later, _ in written[k + 1 :]}
        raised = raised or kind == "walk" or (kind == "verge" and "walk" in beyond and not beyond & FOR_WHEELS)
        index = sum(strip.kind == kind for strip in strips)
        strips.append(Strip(kind, side, index, inner, inner + width, raised))
        inner += width
    return tuple(strips)
