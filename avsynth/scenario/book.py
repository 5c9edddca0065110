"""Reading the book of a run: how often things happen in the world, how full the cells are, how good the weights."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

import numpy as np

from avsynth.core.errors import DatasetError
from avsynth.scenario.asserting import condition
from avsynth.scenario.estimates import (
    CONFIDENCE,
    Estimate,
    degeneracy,
    effective,
    estimate,
    per_attempt,
    share,
    stratified,
)
from avsynth.scenario.ledger import CoverPlan, Entry, RunRecord, entry_of, line_of, plans_of, run_record
from avsynth.scenario.study import Study

#: What an event is: a name or comparison as in ``"dart"`` and ``"ttc_min < 1 s"``, or a function of all values.
Event = str | Callable[[Mapping[str, object]], bool]


@dataclass(frozen=True)
class Cell:
    """One cell of coverage: how many scenarios it has and should have, and how often it happens in the world."""

    cover: str
    name: int | str
    text: str
    scenarios: int
    target: int
    rate: Estimate

    @property
    def is_full(self) -> bool:
        """Whether it has what it should."""
        return self.scenarios >= self.target


@dataclass(frozen=True)
class Book:
    """What was written of a run: its record, and an entry for each scenario.

    Parameters
    ----------
    run : RunRecord
    entries : tuple of Entry
        In order of index.
    """

    run: RunRecord
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, run: str, index: str) -> Book:
        """Return the book of its two texts."""
        return cls(RunRecord.model_validate_json(run), tuple(entry_of(line) for line in index.splitlines() if line))

    @cached_property
    def weights(self) -> np.ndarray:
        """Weight of each scenario, float64 (N,) [1]: as recorded, p / q or the share of a stratum."""
        if self.run.weight_kind == "none":
            raise DatasetError(f"{self.run.scene}: scenarios found by search have no weights; sample by another method")
        return np.exp([entry.log_w for entry in self.entries])

    @property
    def effective(self) -> float:
        """Effective number of scenarios, (Σw)² / Σw²."""
        return effective(self.weights)

    def rate(
        self, event: Event, *, per: Literal["scenario", "attempt"] = "scenario", confidence: float = CONFIDENCE
    ) -> Estimate:
        """Return how often `event` happens in the world.

        Parameters
        ----------
        event : str or callable
            A draw, record or coverage by name, as ``"dart"``; compared, as ``"ttc_min < 1 s"``; or a function of the
            values by name.
        per : "scenario" or "attempt"
            Among what meets the requirements of the scene: Σ w f / Σ w; or among all that the scene describes: Σ w f
            over all attempts, those rejected by a requirement too.
        confidence : float [1]
            Of the interval.
        """
        if not 0 < confidence < 1:
            raise DatasetError(f"confidence = {confidence} must lie between 0 and 1, such as 0.95")
        happens = self._happens(event)
        value, variance = self._share(happens)
        least = self.effective
        if per == "attempt":
            value, variance = self._per_attempt(happens, value, variance)
            least = self.run.sum_w**2 / self.run.sum_w2 if self.run.sum_w2 else least
        return estimate(value, variance, happens=happens, least=least, confidence=confidence)

    def acceptance(self) -> Estimate:
        """Return how likely the world meets the requirements of the scene."""
        return self.rate(lambda values: True, per="attempt")

    def cells(self) -> list[Cell]:
        """Return every cell of every coverage: the bins, and the combinations of what was seen."""
        found = []
        for plan in self.run.covers:
            counts = Counter(entry.strata.get(plan.name) for entry in self.entries)
            for cell in self._cells_of(plan):
                rate = self.rate(lambda values, name=plan.name, cell=cell: values.get(name) == cell)
                found.append(Cell(plan.name, cell, self._text(plan, cell), counts[cell], plan.target, rate))
        return found

    def warnings(self) -> list[str]:
        """Return what a reader of the weights must know."""
        return [*self.run.facts.notes, *filter(None, [degeneracy(self.weights)])]

    def _happens(self, event: Event) -> np.ndarray:
        """Return in which scenarios `event` happens, bool (N,)."""
        values = [{**entry.values, **entry.strata} for entry in self.entries]
        holds = condition(event, set().union(*values)) if isinstance(event, str) else event
        return np.array([bool(holds(each)) for each in values])

    def _share(self, happens: np.ndarray) -> tuple[float, float]:
        strata = {stratum.name: k for k, stratum in enumerate(self.run.facts.strata)}
        if strata:
            numbers = np.array([strata[entry.stratum] for entry in self.entries])
            return stratified(happens, self.weights, numbers, np.array([s.variation for s in self.run.facts.strata]))
        alone = np.arange(len(happens))
        batches = np.array([entry.batch for entry in self.entries])
        hang_together = self.run.weight_kind == "qmc" and len(set(batches)) > 1
        return share(happens, self.weights, batches if hang_together else alone)

    def _per_attempt(self, happens: np.ndarray, value: float, variance: float) -> tuple[float, float]:
        if self.run.weight_kind in ("iid", "qmc", "mis"):
            return per_attempt(happens, self.weights, self.run.attempted)
        accepted = self.run.facts.acceptance
        if accepted is None:
            method = self.run.sampling.method.method
            raise DatasetError(
                f"{self.run.scene}: {method} does not tell how many attempts are accepted; ask per scenario"
            )
        spread = accepted * (1 - accepted) / self.run.attempted
        return value * accepted, variance * accepted**2 + spread * value**2

    @cached_property
    def _plans(self) -> dict[str, CoverPlan]:
        return {plan.name: plan for plan in self.run.covers}

    def _cells_of(self, plan: CoverPlan) -> Iterable[int | str]:
        if plan.bins:
            return range(len(plan.bins) - 1)
        seen = sorted({str(entry.strata[plan.name]) for entry in self.entries if entry.strata[plan.name] is not None})
        if len(plan.parts) < 2:
            return seen
        words = [sorted({cell.split("|")[k] for cell in seen}) for k in range(len(plan.parts))]
        sides = [
            [str(number) for number in self._cells_of(self._plans[part])] if self._is_binned(part) else words[k]
            for k, part in enumerate(plan.parts)
        ]
        return ["|".join(combination) for combination in product(*sides)]

    def _text(self, plan: CoverPlan, cell: int | str) -> str:
        """Return a cell for people: the edges of a bin, or the values."""
        if plan.bins:
            last = "]" if int(cell) == len(plan.bins) - 2 else ")"
            return f"[{plan.bins[int(cell)]:g}, {plan.bins[int(cell) + 1]:g}{last}"
        if len(plan.parts) < 2:
            return str(cell)
        words = zip(plan.parts, str(cell).split("|"), strict=True)
        return ", ".join(self._text(self._plans[part], word) if self._is_binned(part) else word for part, word in words)

    def _is_binned(self, cover: str) -> bool:
        return cover in self._plans and bool(self._plans[cover].bins)


def surveyed(study: Study) -> Book:
    """Return the book of a run whose scenarios are drawn now, and not kept."""
    survey, lines, covers = study.survey(), [], ()
    for scenario in survey:
        lines.append(line_of(scenario))
        covers = plans_of(scenario)
    entries = [entry_of(line) for line in lines]
    scene = (study.template.source, study.template.digest)
    return Book(run_record(scene, study.sampling, entries, survey.facts, covers), tuple(entries))


def histogram(weights: np.ndarray, most: int = 24) -> tuple[np.ndarray, np.ndarray]:
    """Return how many weights lie in each of up to `most` bins, and the edges of these in log₁₀ w."""
    logs = np.log10(weights[weights > 0])
    low, high = math.floor(logs.min() * 4) / 4, math.ceil(logs.max() * 4 + 1e-9) / 4
    count = int(np.clip(round((high - low) * 4), 1, most))
    return np.histogram(logs, bins=np.linspace(low, max(high, low + 0.25), count + 1))
