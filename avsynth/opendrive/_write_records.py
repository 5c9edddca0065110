"""Elements with numbers as attributes, and rows of cubic polynomials."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np

from avsynth.datatypes.profile import Profile, hermite, shifted

#: A row that begins this near to where it all ends is none [m].
NOTHING_LEFT = 1e-6
#: Polynomials whose coefficients about station 0 differ by less are one: ASAM's checker wants each to be said once.
SAME_FORMULA = 1e-6
#: Distance between the heights of a lane that do not change linearly [m].
HEIGHT_STEP = 0.5

Node = ElementTree.Element


def add(parent: Node, tag: str, /, **attributes: float | str) -> Node:
    """Add an element to `parent` and return it; numbers are written so that they read back the same."""
    return ElementTree.SubElement(parent, tag, {name: text(value) for name, value in attributes.items()})


def text(value: float | str) -> str:
    """Return a number as the shortest text that reads back the same; no zero is negative."""
    return value if isinstance(value, str) else repr(float(value) + 0.0)


def add_rows(parent: Node, tag: str, profile: Profile, length: float, key: str = "s") -> None:
    """Add the pieces of `profile` that hold between 0 and `length` [m]; one that only goes on with the last is none."""
    rows: list[tuple[float, np.ndarray]] = []
    starts = list(_starts(profile, length))
    for start, end in pairwise([*starts, length]):
        row = profile.about(start)
        if rows and np.abs(shifted(row, -start) - shifted(rows[-1][1], -rows[-1][0])).max() < SAME_FORMULA:
            first, last = rows[-1]
            rows[-1] = first, _spanning(last, shifted(row, end - start), end - first)
        else:
            rows.append((start, row))
    for start, row in rows:
        add(parent, tag, **{key: start}, **dict(zip("abcd", row, strict=True)))


def add_heights(parent: Node, inner: Profile, outer: Profile, length: float) -> None:
    """Add the heights of a lane, between which the format goes linearly; nothing if it lies level with the road."""
    if inner.is_zero and outer.is_zero:
        return
    starts = {*_starts(inner, length), *_starts(outer, length)}
    if any(profile.coefficients[:, 1:].any() for profile in (inner, outer)):
        starts |= {*np.linspace(0.0, length, int(np.ceil(length / HEIGHT_STEP)) + 1)[:-1].tolist(), length}
    at = np.array(sorted(starts))
    for station, *heights in zip(at, inner.at(at), outer.at(at), strict=True):
        add(parent, "height", sOffset=station, inner=heights[0], outer=heights[1])


def add_own(parent: Node, code: str, value: float | str) -> None:
    """Add what only our reader knows."""
    add(parent, "userData", code=f"avsynth.{code}", value=value)


def _spanning(first: np.ndarray, last: np.ndarray, length: float) -> np.ndarray:
    """Return the cubic (4,) that starts like `first`, and goes on after `length` [m] as `last` begins."""
    values, slopes = np.array([first[0], last[0]]), np.array([first[1], last[1]])
    return hermite(np.array([0.0, length]), values, slopes).coefficients[0]


def _starts(profile: Profile, length: float) -> Iterator[float]:
    """Yield where the rows of a profile begin within 0 to `length` [m]."""
    yield 0.0
    yield from (float(start) for start in profile.starts if 0.0 < start < length - NOTHING_LEFT)
