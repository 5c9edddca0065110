"""The distribution of values that were measured, read from a column of a table."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.scenario.distributions.base import Distribution, Numeric, Support, require_all
from avsynth.scenario.distributions.choice import Choice

#: A column with at most so many different numbers is a choice between them.
FEW = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: where it stands, and its values as written."""

    file: str
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Empirical(Numeric):
    """A histogram with bins of equal probability, as many as the square root of the number of `values`."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        require_all("values", len(set(self.values)) > 1, "all values are alike", "at least two different values")

    @cached_property
    def _bins(self) -> tuple[np.ndarray, np.ndarray]:
        """Edges (K + 1,), and the probability below each; edges that coincide are one."""
        count = math.ceil(math.sqrt(len(self.values)))
        shares = np.linspace(0.0, 1.0, count + 1)
        edges = np.quantile(np.asarray(self.values), shares)
        keep = np.r_[np.diff(edges) > 0, True]
        keep[0] = True
        edges, shares = edges[keep], shares[keep]
        if edges[0] == edges[min(1, len(edges) - 1)]:
            edges, shares = edges[1:], np.r_[0.0, shares[2:]]
        return edges, shares

    @property
    def support(self) -> Support:
        edges, _ = self._bins
        return Support(float(edges[0]), float(edges[-1]))

    def log_density(self, value: float) -> float:
        edges, shares = self._bins
        if not edges[0] <= value <= edges[-1]:
            return -math.inf
        k = min(int(np.searchsorted(edges, value, side="right")) - 1, len(edges) - 2)
        return math.log((shares[k + 1] - shares[k]) / (edges[k + 1] - edges[k]))

    def below(self, value: float) -> float:
        return float(np.interp(value, *self._bins))

    def above(self, value: float) -> float:
        return 1.0 - self.below(value)

    def quantile(self, probability: float) -> float:
        edges, shares = self._bins
        return float(np.interp(probability, shares, edges))

    def quantile_from_above(self, probability: float) -> float:
        return self.quantile(1.0 - probability)


def empirical(values: tuple[str, ...], factor: float) -> Distribution:
    """Return the distribution of what stands in a column: words by how often, numbers times `factor`."""
    numbers = [_number(value) for value in values]
    if None in numbers:
        counted = Counter(values)
        return Choice(tuple(sorted(counted)), tuple(float(counted[word]) for word in sorted(counted)))
    scaled = [number * factor for number in numbers]
    counted = Counter(scaled)
    if len(counted) <= FEW:
        return Choice(tuple(sorted(counted)), tuple(float(counted[number]) for number in sorted(counted)))
    return Empirical(tuple(scaled))


def are_numbers(values: tuple[str, ...]) -> bool:
    """Return whether a column holds numbers."""
    return all(_number(value) is not None for value in values)


def columns_of(text: str) -> dict[str, tuple[str, ...]]:
    """Return the columns of a table in CSV by the names of its first row; empty cells are left out."""
    rows = list(csv.DictReader(io.StringIO(text)))
    names = [name for name in (rows[0] if rows else {}) if name]
    return {name.strip(): tuple(row[name].strip() for row in rows if (row[name] or "").strip()) for name in names}


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
