"""What lies across a road from a station on: strips side by side, and the lines of paint on their borders.

The notions are those of ASAM OpenDRIVE's lane sections; `road_model` puts them along a road.
"""

from __future__ import annotations

from dataclasses import dataclass

from avsynth.datatypes.places import ALONG, Places
from avsynth.datatypes.profile import NOTHING, Profile

#: Distance between the middles of the two lines of a double line, in widths [1].
DOUBLE = 2.5
#: Kinds of strips on which vehicles drive.
FOR_VEHICLES = ("drive", "bus", "tram", "bike")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of paint along a border between two strips.

    Parameters
    ----------
    kind : str
        solid, dashed, and of two lines from left to right solid_solid, solid_dashed, dashed_solid, dashed_dashed.
    colour : str
        white, yellow, orange, red, blue, green.
    width : float [m]
        Of each line.
    stroke, gap : float [m]
        Of dashed lines.
    wear : float [1]
        Share that is worn away.
    offset : float [m]
        Of its middle from the border, to the left.
    start : float [m]
        From where on it holds, counted from the start of its section.
    """

    kind: str
    colour: str = "white"
    width: float = 0.12
    stroke: float = 3.0
    gap: float = 6.0
    wear: float = 0.0
    offset: float = 0.0
    start: float = 0.0

    @property
    def lines(self) -> tuple[tuple[str, float], ...]:
        """Its one or two lines from left to right: solid or dashed, and the offset of their middle [m]."""
        kinds, half = self.kind.split("_"), DOUBLE * self.width / 2
        asides = (half, -half) if len(kinds) == 2 else (0.0,)
        return tuple((kind, self.offset + aside) for kind, aside in zip(kinds, asides, strict=True))


@dataclass(frozen=True, eq=False)
class Strip:
    """One strip of a section.

    Parameters
    ----------
    number : int
        1, 2 … from the reference line to the left, −1, −2 … to the right.
    kind : str
        drive, bus, tram, bike, park, shoulder, walk, kerb, median, verge or none.
    width : Profile [m]
        Of the station counted from the start of the section.
    inner, outer : Profile [m]
        Height of its inner and outer border above the road, likewise.
    marks : tuple of Mark
        On its outer border.
    before, after : int, optional
        Number of the strip that precedes and follows it along the reference line, in the next section or road.
    speed : float [m/s], optional
        Limit.
    parked : float [1]
        Share of its parking places that are taken.
    places : Places
        Where these lie; those of bays count from the start of the section, in the direction of travel.
    source : str
        The word of the file it comes from, if its kind does not say everything.
    """

    number: int
    kind: str
    width: Profile
    inner: Profile = NOTHING
    outer: Profile = NOTHING
    marks: tuple[Mark, ...] = ()
    before: int | None = None
    after: int | None = None
    speed: float | None = None
    parked: float = 0.0
    places: Places = ALONG
    source: str = ""

    @property
    def side(self) -> int:
        """+1 left, −1 right of the reference line."""
        return 1 if self.number > 0 else -1


@dataclass(frozen=True, eq=False)
class Section:
    """The strips from a station [m] on, those of either side from the reference line outwards; `marks` are on it."""

    start: float
    left: tuple[Strip, ...]
    right: tuple[Strip, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def strips(self) -> tuple[Strip, ...]:
        """All strips, from left to right."""
        return self.left[::-1] + self.right

    def strip(self, number: int) -> Strip | None:
        """Return the strip of that number, or None."""
        return next((strip for strip in self.strips if strip.number == number), None)
