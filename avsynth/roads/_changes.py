"""Cross-sections that change along a road: lanes that are added or end, strips that become wider or narrower."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Length
from avsynth.datatypes.profile import Profile, even, hermite
from avsynth.datatypes.section import Section, Strip
from avsynth.roads._section import Detail, Lanes, section_of

#: Shortest stretch between two changes that keeps its widths [m].
SHORTEST = 1.0


class Change(Config):
    """Another cross-section from a station on: what ends narrows before it, what is new widens after it."""

    shape: Literal["change"] = "change"
    at: Length = Field(gt=0, description="Station from which it holds [m].")
    lanes: Lanes = Field(description="Strips left and right of the reference line from there on.")
    taper: Length = Field(60.0, ge=5, description="Length over which strips narrow or widen [m].")


@dataclass(frozen=True, slots=True)
class Widths:
    """Widths of a strip [m] at the start of its section, along it, and at its end; and the lengths of both tapers."""

    first: float
    along: float
    last: float
    tapers: tuple[float, float]

    def profile(self, length: float) -> Profile:
        """Return the width over the stations of a section of `length` [m]."""
        knots = {0.0: self.first, self.tapers[0]: self.along, length - self.tapers[1]: self.along, length: self.last}
        if len(set(knots.values())) == 1:
            return even(self.along)
        return hermite(np.array(list(knots)), np.array(list(knots.values())), np.zeros(len(knots)))


def check_changes(changes: tuple[Change, ...], length: float) -> None:
    """Raise ValueError unless the changes lie on a road of `length` [m], in order, with room for their tapers."""
    ends = [0.0, *(change.at for change in changes), length]
    tapers = [0.0, *(change.taper for change in changes), 0.0]
    for (first, last), (before, after) in zip(pairwise(ends), pairwise(tapers), strict=True):
        if last - first < before + after + SHORTEST:
            raise ValueError(
                f"between the changes of the cross-section at {first:g} m and {last:g} m (0 m and {length:g} m are the "
                f"ends of the road) at least {before + after + SHORTEST:g} m are needed for their tapers"
            )


def changing_sections(lanes: Lanes, changes: tuple[Change, ...], detail: Detail, length: float) -> tuple[Section, ...]:
    """Return the sections of a road of `length` [m] that begins with `lanes`."""
    starts = [0.0, *(change.at for change in changes)]
    plain = [section_of(each, detail) for each in (lanes, *(change.lanes for change in changes))]
    tapers = [0.0, *(change.taper for change in changes), 0.0]
    sides = []
    for row in ([section.left for section in plain], [section.right for section in plain]):
        after = [_pairs(*pair) for pair in pairwise(row)]
        before = [{new: old for old, new in pairs.items()} for pairs in after]
        around = zip(row, [None, *before], [*after, None], pairwise(tapers), pairwise([*starts, length]), strict=True)
        sides.append([eased(*links, easing, end - start) for *links, easing, (start, end) in around])
    return tuple(Section(start, *pair) for start, *pair in zip(starts, *sides, strict=True))


def eased(
    strips: tuple[Strip, ...],
    before: Mapping[Strip, Strip] | None,
    after: Mapping[Strip, Strip] | None,
    tapers: tuple[float, float],
    length: float,
) -> tuple[Strip, ...]:
    """Return the strips of one side of a section, linked to those before and after, and as wide where they meet.

    Parameters
    ----------
    before, after : mapping, optional
        The strip of the section before and after that each strip continues and goes on as; None where the road ends.
    tapers : (float, float) [m]
        Lengths over which strips widen at the start and narrow at the end.
    length : float [m]
        Of the section.
    """
    found = []
    for strip in strips:
        along = width_of(strip)
        first = along if before is None or strip in before else 0.0
        last = along if after is None else width_of(after[strip]) if strip in after else 0.0
        links = {
            word: partners[strip].number
            for word, partners in (("before", before), ("after", after))
            if partners and strip in partners
        }
        found.append(replace(strip, width=Widths(first, along, last, tapers).profile(length), **links))
    return tuple(found)


def width_of(strip: Strip) -> float:
    """Return the width of a strip at the start of its section [m]."""
    return float(strip.width.at(np.zeros(1))[0])


def _pairs(strips: tuple[Strip, ...], others: tuple[Strip, ...]) -> dict[Strip, Strip]:
    """Return which of `others`, in the next section, each strip goes on as.

    The first of a kind, counted from the reference line, goes on as the first, the second as the second, as far as this
    keeps their order: outer lanes end first.
    """
    found: dict[Strip, Strip] = {}
    last = -1
    for k, strip in enumerate(strips):
        index = sum(one.kind == strip.kind for one in strips[:k])
        same = [n for n, other in enumerate(others) if other.kind == strip.kind]
        if index < len(same) and same[index] > last:
            last = same[index]
            found[strip] = others[last]
    return found
