"""Attempts at a scenario as values: what is to be tried, and what came of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from avsynth.scenario.concrete import Draw, Scenario, WeightKind
from avsynth.scenario.draws import Source
from avsynth.scenario.requirements import Broken


class Task(NamedTuple):
    """An attempt to make: what it draws from, and the address of the rest of its randomness."""

    source: Source
    address: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt that was made.

    Parameters
    ----------
    source : Source
        What it drew from, as it is afterwards.
    draws : tuple of Draw
        Also of a rejected attempt.
    made : Scenario or Broken
    is_possible : bool
        False if a draw never happens in the nominal world, so that the attempt weighs nothing.
    """

    source: Source
    draws: tuple[Draw, ...]
    made: Scenario | Broken
    is_possible: bool = True

    @property
    def is_random(self) -> bool:
        """Whether anything was drawn."""
        return bool(self.draws) or not self.is_possible

    @property
    def log_ratio(self) -> float:
        """Σ(log_p − log_q) over its draws; −inf if it never happens."""
        return sum(draw.log_p - draw.log_q for draw in self.draws) if self.is_possible else -math.inf


def weighed(scenario: Scenario, index: int, kind: WeightKind, **changes: object) -> Scenario:
    """Return `scenario` as number `index` of its run, with the kind and further facts of its weight."""
    weight = scenario.weight.model_copy(update={"kind": kind, **changes})
    return scenario.model_copy(update={"index": index, "weight": weight})
