"""Which legs of a junction face each other: their traffic goes first, or is green, together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations

import numpy as np

#: Legs this near to opposite face each other [rad].
OPPOSITE = np.deg2rad(40.0)


def facing(headings: Mapping[str, float]) -> tuple[tuple[str, ...], ...]:
    """Return the legs with `headings` [rad] in pairs that face each other, and the rest alone."""
    return _facing(tuple(headings.items()))


@lru_cache(maxsize=16)
def _facing(named: tuple[tuple[str, float], ...]) -> tuple[tuple[str, ...], ...]:
    headings, found = dict(named), {}
    for pair in straightest(headings):
        if off_opposite(*(headings[name] for name in pair)) <= OPPOSITE and not found.keys() & set(pair):
            found |= dict.fromkeys(pair, pair)
    return tuple(dict.fromkeys(found.get(name, (name,)) for name in headings))


def straightest(headings: Mapping[str, float]) -> list[tuple[str, str]]:
    """Return all pairs of legs with `headings` [rad], those first that face each other best."""
    return sorted(combinations(headings, 2), key=lambda pair: off_opposite(*(headings[name] for name in pair)))


def off_opposite(one: float, other: float) -> float:
    """Return by how much two headings [rad] miss being opposite [rad]."""
    return float(abs((other - one) % (2 * np.pi) - np.pi))
