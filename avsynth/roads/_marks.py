"""Which paint runs along a road: the marks of a section's borders by the usage of its strips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Length
from avsynth.datatypes.section import Mark, Section, Strip
from avsynth.roads._section import Lie, is_fast, lies

#: Stroke and gap of dashed lines on slow and on fast roads [m] (German RMS 1: 3/6 and 6/12).
SLOW_DASH, FAST_DASH = (3.0, 6.0), (6.0, 12.0)
THIN, WIDE = 0.12, 0.25
#: From an edge of the carriageway to the middle of its edge line [m].
EDGE_INSET = 0.30

Word = Literal["none", "solid", "dashed", "solid_solid", "solid_dashed", "dashed_solid", "dashed_dashed"]


class Solid(Config):
    """An unbroken line."""

    shape: Literal["solid"] = "solid"
    width: Length = Field(THIN, ge=0.05, le=0.6, description="Width of the line [m].")


class Dashed(Config):
    """A broken line."""

    shape: Literal["dashed"] = "dashed"
    width: Length = Field(THIN, ge=0.05, le=0.6, description="Width of the line [m].")
    on: Length | None = Field(None, ge=0.5, le=20, description="Length of its strokes [m].")
    off: Length | None = Field(None, ge=0.5, le=30, description="Length of the gaps between them [m].")


#: A kind of line, or one with its own sizes.
Line = Word | Solid | Dashed


@dataclass(frozen=True, slots=True)
class Usage:
    """The marks of a kind of road: between lanes that run the same way, between opposite ones, and at the edges."""

    lane: Mark
    centre: Mark
    double: Mark
    edge: Mark


class Marks(Config):
    """The lines along a road, where they differ from what is usual."""

    shape: Literal["marks"] = "marks"
    lane: Line | None = Field(
        None, description="Between lanes that run the same way: a kind, or dashed(0.15 m, on: 6 m, off: 12 m)."
    )
    centre: Line | None = Field(None, description="Between lanes that run against each other.")
    edge: Line | None = Field(None, description="Along the edges of the carriageway: a kind, or solid(0.3 m).")
    colour: Literal["white", "yellow"] = Field("white", description="Colour of all lines.")
    width: Length | None = Field(None, ge=0.05, le=0.6, description="Width of every line [m].")
    stroke: Length | None = Field(None, ge=0.5, le=20, description="Length of the strokes of dashed lines [m].")
    gap: Length | None = Field(None, ge=0.5, le=30, description="Length of the gaps between them [m].")
    wear: float = Field(0.0, ge=0, le=1, description="Share of the paint that is worn away [1].")


def usage_of(section: Section, marks: Marks) -> Usage:
    """Return the marks of a road with this cross-section."""
    stroke, gap = FAST_DASH if is_fast(section) else SLOW_DASH
    plain = Mark("dashed", marks.colour, THIN, marks.stroke or stroke, marks.gap or gap, marks.wear)
    wide = WIDE if is_fast(section) else THIN

    def line(kind: Line | None, usual: str, width: float) -> Mark:
        match kind:
            case Dashed():
                return replace(plain, width=kind.width, stroke=kind.on or plain.stroke, gap=kind.off or plain.gap)
            case Solid():
                return replace(plain, kind="solid", width=kind.width)
        return replace(plain, kind=kind or usual, width=marks.width or width)

    return Usage(
        line(marks.lane, "dashed", THIN),
        line(marks.centre, "dashed", THIN),
        line(marks.centre, "solid_solid", THIN),
        line(marks.edge, "solid", wide),
    )


def marked(section: Section, marks: Marks | None = None) -> Section:
    """Return `section` with marks on its borders."""
    usage = usage_of(section, marks or Marks())
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
    raised = {lie.kind for lie in (a, b) if lie and lie.height > 0}
    if raised - {"median"} or not paved:
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
