"""Dropped kerbs: where people cross, kerbs sink to a low step, and what lies beyond them slopes down to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from avsynth.datatypes.profile import Profile
from avsynth.datatypes.section import Section, Strip

#: Height of the step that is left, which white canes find and wheelchairs pass [m] (DIN 18040-3: 3 cm).
LOWEST = 0.03
#: Length of the stones that lead down to it [m].
RAMP = 1.0
#: Kinds of strips that sink as a whole; of the next one outwards only the inner border does.
SINKING = ("kerb", "median")

#: Stations between which people cross [m].
Spans = Sequence[tuple[float, float]]


def dropped(section: Section, end: float, spans: Spans) -> Section:
    """Return the section, which ends at the station `end` [m], with its kerbs dropped between those of `spans`."""
    near = [(a, b) for a, b in spans if a - RAMP < end and b + RAMP > section.start]
    if not near:
        return section
    left, right = (tuple(_sunk(strips, section.start, near)) for strips in (section.left, section.right))
    return replace(section, left=left, right=right)


def _sunk(strips: tuple[Strip, ...], start: float, spans: Spans) -> Iterator[Strip]:
    """Yield the strips of one side, from the reference line outwards, as they lie once their kerbs have sunk."""
    is_low = True  # whether what lies before a strip is as low as the road, or sinks
    for strip in strips:
        sinks = is_low and strip.kind in SINKING
        inner = _lowered(strip.inner, start, spans) if is_low else strip.inner
        outer = _lowered(strip.outer, start, spans) if sinks else strip.outer
        changes = inner is not strip.inner or outer is not strip.outer
        yield replace(strip, inner=inner, outer=outer) if changes else strip
        is_low = sinks or strip.outer.is_zero


def _lowered(height: Profile, start: float, spans: Spans) -> Profile:
    """Return an even height [m] that sinks between `spans`, along ramps that do not begin before the road does."""
    whole = float(height.at(np.zeros(1))[0])
    if whole <= LOWEST:
        return height
    ramps = [([max(a - RAMP, min(a, 0.0)), a, b, b + RAMP], [whole, LOWEST, LOWEST, whole]) for a, b in spans]
    knots = np.unique(np.concatenate([[start], *(stations for stations, _ in ramps)]))
    knots = knots[knots >= start]
    values = np.min([np.interp(knots, *ramp) for ramp in ramps], axis=0)
    slopes = np.append(np.diff(values) / np.diff(knots), 0.0)
    return Profile(knots - start, np.column_stack([values, slopes, np.zeros((len(knots), 2))]))
