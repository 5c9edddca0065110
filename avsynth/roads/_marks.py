"""Which paint runs along a road: the marks of a section's borders by the usage of its strips."""

from __future__ import annotations

from dataclasses import dataclass, replace

from avsynth.datatypes.road_model import Mark, Section, Strip
from avsynth.roads._section import Lie, is_fast, lies

#: Stroke and gap of dashed lines on slow and on fast roads [m] (German RMS 1: 3/6 and 6/12).
SLOW_DASH, FAST_DASH = (3.0, 6.0), (6.0, 12.0)
THIN, WIDE = 0.12, 0.25
#: From an edge of the carriageway to the middle of its edge line [m].
EDGE_INSET = 0.30


@dataclass(frozen=True, slots=True)
class Usage:
    """The marks of a kind of road: between lanes that run the same way, between opposite ones, and at the edges."""

    lane: Mark
    centre: Mark
    double: Mark
    edge: Mark


def usage_of(section: Section) -> Usage:
    """Return the usual marks of a road with this cross-section."""
    stroke, gap = FAST_DASH if is_fast(section) else SLOW_DASH
    dashed = Mark("dashed", width=THIN, stroke=stroke, gap=gap)
    edge = Mark("solid", width=WIDE if is_fast(section) else THIN)
    return Usage(dashed, dashed, Mark("solid_solid", width=THIN), edge)


def marked(section: Section, usage: Usage | None = None) -> Section:
    """Return `section` with the marks of `usage` on its borders."""
    usage = usage or usage_of(section)
    left, right = lies(section)
    on_line = _between(left[0] if left else None, right[0] if right else None, section, usage)
    return replace(
        section,
        left=_side(section.left, left, section, usage),
        right=_side(section.right, right, section, usage),
        marks=on_line,
    )


def _side(strips: tuple[Strip, ...], at: tuple[Lie, ...], section: Section, usage: Usage) -> tuple[Strip, ...]:
    """Return the strips of one side with the marks of their outer borders."""
    found = []
    for k, strip in enumerate(strips):
        pair = (at[k], at[k + 1] if k + 1 < len(at) else None)
        found.append(replace(strip, marks=_between(*(pair if strip.side < 0 else pair[::-1]), section, usage)))
    return tuple(found)


def _between(a: Lie | None, b: Lie | None, section: Section, usage: Usage) -> tuple[Mark, ...]:
    """Return the paint between two neighbours, `a` the left one; None is what lies beyond the road."""
    paved = [lie for lie in (a, b) if lie and lie.is_paved]
    if any(lie.height > 0 for lie in (a, b) if lie) or not paved:
        return ()
    kinds = {lie.kind for lie in paved}
    if len(paved) == 1:  # the edge of the carriageway
        inset = EDGE_INSET if paved[0] is a else -EDGE_INSET
        return (replace(usage.edge, offset=inset),) if kinds <= {"drive", "bus"} else ()
    if kinds == {"drive"} and a.side != b.side:
        many = min(sum(lie.kind == "drive" for lie in side) for side in lies(section)) > 1
        return (usage.double if many else usage.centre,)
    if kinds == {"drive"}:
        return (usage.lane,)
    return (usage.edge if "shoulder" in kinds else replace(usage.edge, width=THIN),)
