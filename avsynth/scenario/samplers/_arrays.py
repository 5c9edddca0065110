"""Covering arrays: few rows in which any t factors take all combinations of their levels at least once.

Rows are made one after the other, each the best of some greedy tries, as in [Cohen1997]_ (AETG).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

#: Greedy tries of which the best becomes a row.
TRIES = 24


class Uncovered:
    """The combinations of levels of any `strength` factors that no row has yet.

    Each level of each factor has a number of its own; a combination is a tuple of such numbers.

    Parameters
    ----------
    levels : sequence of int
        How many levels each factor has.
    strength : int
        2 or 3, or 1 for the single levels.
    """

    def __init__(self, levels: Sequence[int], strength: int) -> None:
        self.starts = np.concatenate([[0], np.cumsum(levels)]).astype(np.int64)
        self.levels, self.strength = tuple(levels), min(strength, len(levels))
        owner = np.repeat(np.arange(len(levels)), levels)
        open_ = np.ones((len(owner),) * self.strength, dtype=bool)
        for first, second in combinations(range(self.strength), 2):
            apart = owner[:, None] != owner[None, :]
            shape = [len(owner) if axis in (first, second) else 1 for axis in range(self.strength)]
            open_ &= apart.reshape(shape)
        self._open = open_  # symmetric, so that each combination stands there in every order

    @property
    def count(self) -> int:
        """How many combinations are left."""
        return int(self._open.sum()) // math.factorial(self.strength)

    def gains(self, factor: int, chosen: np.ndarray) -> np.ndarray:
        """Return for each level of `factor` how many combinations it would cover with the `chosen` levels."""
        own = self._open[self.starts[factor] : self.starts[factor + 1]]
        for _ in range(self.strength - 1):
            own = own[:, chosen]
            own = own.swapaxes(1, -1)
        axes = tuple(range(1, self.strength))
        return own.sum(axis=axes) // math.factorial(self.strength - 1)

    def left_of(self, factor: int) -> np.ndarray:
        """Return for each level of `factor` in how many combinations it is."""
        own = self._open[self.starts[factor] : self.starts[factor + 1]]
        return own.reshape(self.levels[factor], -1).sum(axis=1)

    def cover(self, row: Mapping[int, int]) -> int:
        """Take off the combinations that `row`, the level of some factors, has; return how many they were."""
        numbers = np.array([self.starts[factor] + level for factor, level in row.items()], dtype=np.int64)
        block = np.ix_(*(numbers,) * self.strength)
        found = int(self._open[block].sum()) // math.factorial(self.strength)
        self._open[block] = False
        return found

    def combinations(self) -> list[dict[int, int]]:
        """Return the combinations that are left: the level of each of their factors."""
        numbers = np.argwhere(self._open)
        numbers = numbers[np.all(np.diff(numbers, axis=1) > 0, axis=1)]  # each once, not in every order
        factors = np.searchsorted(self.starts, numbers, side="right") - 1
        levels = numbers - self.starts[factors]
        return [dict(zip(f, v, strict=True)) for f, v in zip(factors.tolist(), levels.tolist(), strict=True)]

    def copy(self) -> Uncovered:
        """Return another of the same."""
        made = Uncovered(self.levels, self.strength)
        made._open = self._open.copy()
        return made


def covering_rows(uncovered: Uncovered, rng: np.random.Generator) -> Iterator[tuple[int, ...]]:
    """Yield rows, the most telling first, until every combination is covered; `uncovered` follows."""
    while uncovered.count:
        rows = [_greedy(uncovered, rng) for _ in range(TRIES)]
        best = max(range(TRIES), key=lambda k: rows[k][1])
        uncovered.cover(dict(enumerate(rows[best][0])))
        yield rows[best][0]


def _greedy(uncovered: Uncovered, rng: np.random.Generator) -> tuple[tuple[int, ...], int]:
    """Return a row made level by level, and how many combinations it covers."""
    factors = len(uncovered.levels)
    first = _first(uncovered, rng)
    order = [first[0], *(k for k in rng.permutation(factors) if k != first[0])]
    row, chosen, total = np.zeros(factors, dtype=np.int64), np.empty(0, dtype=np.int64), 0
    for factor in order:
        if not len(chosen):
            level = first[1]
        else:
            gains = uncovered.gains(factor, chosen)
            promise = gains if len(chosen) >= uncovered.strength - 1 and gains.max() > 0 else uncovered.left_of(factor)
            level = int(rng.choice(np.flatnonzero(promise == promise.max())))
            total += int(gains[level])
        row[factor] = level
        chosen = np.append(chosen, uncovered.starts[factor] + level)
    return tuple(row.tolist()), total if uncovered.strength > 1 else int(uncovered.left_of(first[0])[first[1]] > 0)


def _first(uncovered: Uncovered, rng: np.random.Generator) -> tuple[int, int]:
    """Return a factor and the level of it that is in most combinations that are left."""
    left = [uncovered.left_of(factor) for factor in range(len(uncovered.levels))]
    most = max(int(each.max()) for each in left)
    found = [(k, int(level)) for k, each in enumerate(left) for level in np.flatnonzero(each == most)]
    return found[int(rng.integers(len(found)))]
