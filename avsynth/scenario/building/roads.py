"""Roads and light, for the Python builder."""

from __future__ import annotations

from collections.abc import Sequence

from avsynth.scenario import syntax
from avsynth.scenario.building.terms import Term, call, expression, here, invocation, name


def lanes(left: Sequence[str] | Term, right: Sequence[str] | Term) -> syntax.CrossSection:
    """Return a cross-section from left to right; each lane is kind and width, such as ``"drive 3.25 m"``."""
    return syntax.CrossSection(_strips(left), _strips(right), at=here())


def line(length: object) -> Term:
    """Return a straight piece of a path."""
    return call("line", length)


def arc(length: object, radius: object) -> Term:
    """Return a piece of a circle; a positive radius turns left."""
    return call("arc", length, radius=radius)


def leg(word: str, /, **fields: object) -> Term:
    """Return a leg of a junction: its name, heading and lanes."""
    return Term(invocation("leg", (name(word),), fields))


def elevation(angle: object) -> Term:
    """Return the sun at a height of `angle` [rad] above the horizon."""
    return call("elevation", angle)


def direction(height: object, azimuth: object) -> Term:
    """Return the sun at a height and azimuth [rad], counter-clockwise from world x."""
    return call("direction", height, azimuth)


def route(*stops: Term) -> syntax.Route:
    """Return places to go through, in order."""
    return syntax.Route(tuple(map(expression, stops)), at=here())


def _strips(written: Sequence[str | tuple | Term] | Term) -> syntax.Expr:
    if isinstance(written, Term):
        return written.node
    return syntax.Items(tuple(map(_strip, written)), at=here())


def _strip(written: str | tuple | Term) -> syntax.Expr:
    if isinstance(written, Term):
        return written.node
    kind, width = written.split(" ", 1) if isinstance(written, str) else written
    return invocation(kind, (width,), {})
