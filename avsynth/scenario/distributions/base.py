"""What every distribution offers, and when a proposal covers a nominal distribution."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

Outcome = float | bool | str


class ParameterError(ValueError):
    """A parameter outside its range; `parameter` is its name, `allowed` what it may be."""

    def __init__(self, parameter: str, found: str, allowed: str) -> None:
        super().__init__(f"{found}; expected {allowed}")
        self.parameter, self.found, self.allowed = parameter, found, allowed


@dataclass(frozen=True, slots=True)
class Support:
    """Where a distribution has weight: all numbers (or integers) of low..high, single outcomes, or several of these.

    Parameters
    ----------
    low, high : float
        Ends of the interval; unused where there are atoms.
    integers : bool
        Only integers of the interval.
    atoms : tuple of outcomes, optional
        The single outcomes.
    parts : tuple of Support
        What it is made of, if it is several; then only `low` and `high` of the whole hold.
    """

    low: float = -math.inf
    high: float = math.inf
    integers: bool = False
    atoms: tuple[Outcome, ...] | None = None
    parts: tuple[Support, ...] = ()

    @property
    def pieces(self) -> tuple[Support, ...]:
        """The simple supports it is made of."""
        return self.parts or (self,)

    @property
    def is_continuous(self) -> bool:
        """Whether it is an interval of all numbers."""
        return self.atoms is None and not self.integers and not self.parts

    def within(self, low: float, high: float) -> Support | None:
        """Return what of it lies in low..high; None if nothing does."""
        if self.parts:
            kept = tuple(part for part in (part.within(low, high) for part in self.parts) if part)
            return union(kept) if kept else None
        if self.atoms is not None:
            atoms = tuple(atom for atom in self.atoms if low <= atom <= high)
            return Support(atoms=atoms) if atoms else None
        low, high = max(self.low, low), min(self.high, high)
        return Support(low, high, self.integers) if low < high or (self.integers and low == high) else None


def union(parts: Sequence[Support]) -> Support:
    """Return the support that has all of `parts`."""
    pieces = tuple(piece for part in parts for piece in part.pieces)
    if len(pieces) == 1:
        return pieces[0]
    lows = [min(piece.atoms) if piece.atoms is not None else piece.low for piece in pieces]
    highs = [max(piece.atoms) if piece.atoms is not None else piece.high for piece in pieces]
    return Support(min(lows), max(highs), parts=pieces)


class Distribution(ABC):
    """A distribution of one value. Densities of discrete ones are probabilities."""

    @property
    @abstractmethod
    def support(self) -> Support:
        """Where it has weight."""

    @abstractmethod
    def log_density(self, value: Outcome) -> float:
        """Return the natural logarithm of the density at `value`; −inf outside the support."""

    @abstractmethod
    def quantile(self, probability: float) -> Outcome:
        """Return the value below which lies `probability`, in (0, 1)."""


class Numeric(Distribution):
    """A distribution over numbers, which can be truncated. Both tails are given, so that none loses its digits."""

    @abstractmethod
    def below(self, value: float) -> float:
        """Return the probability of a value ≤ `value`."""

    @abstractmethod
    def above(self, value: float) -> float:
        """Return the probability of a value > `value`."""

    @abstractmethod
    def quantile_from_above(self, probability: float) -> float:
        """Return the value above which lies `probability`, in (0, 1)."""

    def at(self, value: float) -> float:
        """Return the probability of exactly `value`; 0 where values are continuous."""
        return 0.0


def require(parameter: str, value: float, holds: bool, allowed: str) -> None:
    """Raise ParameterError unless `holds`."""
    if not holds:
        raise ParameterError(parameter, f"{parameter} = {value:g}", allowed)


def require_all(parameter: str, holds: bool, found: str, allowed: str) -> None:
    """Raise ParameterError unless `holds`, where no single number says what is wrong."""
    if not holds:
        raise ParameterError(parameter, found, allowed)
