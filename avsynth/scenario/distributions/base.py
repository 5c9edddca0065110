"""What every distribution offers, and when a proposal covers a nominal distribution."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

Outcome = float | bool | str


class ParameterError(ValueError):
    """A parameter outside its range; `parameter` is its name, `allowed` what it may be."""

    def __init__(self, parameter: str, found: str, allowed: str) -> None:
        super().__init__(f"{found}; expected {allowed}")
        self.parameter, self.found, self.allowed = parameter, found, allowed


@dataclass(frozen=True, slots=True)
class Support:
    """Where a distribution has weight: all numbers (or integers) of low..high, or single outcomes.

    Parameters
    ----------
    low, high : float
        Ends of the interval; unused where there are atoms.
    integers : bool
        Only integers of the interval.
    atoms : tuple of outcomes, optional
        The single outcomes.
    """

    low: float = -math.inf
    high: float = math.inf
    integers: bool = False
    atoms: tuple[Outcome, ...] | None = None


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


def require(parameter: str, value: float, holds: bool, allowed: str) -> None:
    """Raise ParameterError unless `holds`."""
    if not holds:
        raise ParameterError(parameter, f"{parameter} = {value:g}", allowed)


def uncovered(nominal: Support, proposal: Support, show: Callable[[float], str] = "{:.6g}".format) -> str | None:
    """Return where the nominal distribution has weight and the proposal has none, as words; None if nowhere.

    Parameters
    ----------
    show : callable
        Gives the text of a number, such as with its unit.
    """
    if nominal.atoms is not None:
        return _missing_atoms(nominal.atoms, proposal, show)
    if proposal.atoms is not None or (proposal.integers and not nominal.integers):
        return "most values, since it only has single ones"
    if nominal.integers and not proposal.integers:
        return "the integers, since it is continuous"
    gaps = []
    if proposal.low > nominal.low:
        gaps.append(_gap(nominal.low, min(proposal.low, nominal.high), show))
    if proposal.high < nominal.high:
        gaps.append(_gap(max(proposal.high, nominal.low), nominal.high, show))
    return " and ".join(dict.fromkeys(gaps)) or None


def _gap(low: float, high: float, show: Callable[[float], str]) -> str:
    if math.isinf(low) and math.isinf(high):
        return "anything"
    if math.isinf(low):
        return f"values below {show(high)}"
    return f"values above {show(low)}" if math.isinf(high) else f"{show(low)}..{show(high)}"


def _missing_atoms(atoms: tuple[Outcome, ...], proposal: Support, show: Callable[[float], str]) -> str | None:
    if proposal.atoms is None:
        return "its single values, since it is continuous"
    missing = [atom for atom in atoms if atom not in proposal.atoms]
    return ", ".join(_shown(atom, show) for atom in missing) or None


def _shown(atom: Outcome, show: Callable[[float], str]) -> str:
    if isinstance(atom, bool):
        return str(atom).lower()
    return f'"{atom}"' if isinstance(atom, str) else show(atom)
