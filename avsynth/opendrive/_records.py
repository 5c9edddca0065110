"""Rows of cubic polynomials, as OpenDRIVE gives heights, banks, widths and offsets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from avsynth.core.xml import Element
from avsynth.datatypes.profile import NOTHING, Profile

#: Stations closer than this are one [m].
SAME_STATION = 1e-9


def ordered(elements: Sequence[Element], key: str) -> list[Element]:
    """Return `elements` by the station in their attribute `key`; of several at one station the last one counts."""
    rows = sorted(elements, key=lambda element: element.number(key, 0.0))
    at = [element.number(key, 0.0) for element in rows]
    return [row for k, row in enumerate(rows) if k + 1 == len(rows) or at[k + 1] - at[k] > SAME_STATION]


def profile_of(elements: Sequence[Element], key: str = "s") -> Profile:
    """Return the profile of rows with attributes a, b, c, d; 0 if there are none."""
    return _profile(ordered(elements, key), key, lambda row: [row.number(name, 0.0) for name in "abcd"])


def linear(elements: Sequence[Element], key: str, name: str) -> Profile:
    """Return the profile that goes linearly from one value of the attribute `name` to the next."""
    rows = ordered(elements, key)
    starts = [row.number(key, 0.0) for row in rows]
    values = [row.number(name, 0.0) for row in rows]
    slopes = [*(np.diff(values) / np.diff(starts)), 0.0] if rows else []
    found = dict(zip(map(id, rows), zip(values, slopes, strict=True), strict=True))
    return _profile(rows, key, lambda row: [*found[id(row)], 0.0, 0.0])


def difference(outer: Profile, inner: Profile) -> Profile:
    """Return `outer` minus `inner`, exactly: cubics are written about each other's knots."""
    starts = np.union1d(outer.starts, inner.starts)
    rows = [outer.about(start) - inner.about(start) for start in starts]
    return Profile(starts, np.array(rows))


def _profile(rows: Sequence[Element], key: str, read: Callable[[Element], list[float]]) -> Profile:
    if not rows:
        return NOTHING
    return Profile(np.array([row.number(key, 0.0) for row in rows]), np.array([read(row) for row in rows]))
