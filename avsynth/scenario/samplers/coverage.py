"""Coverage: scenarios until every cell of the scene's ``cover`` statements has its target; for balanced training data.

Far more runs are looked at, without sensors, than are kept. All of them say how likely each stratum is, so that a kept
scenario weighs P(stratum) / n(stratum).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from avsynth.core.errors import ScenarioError
from avsynth.scenario.concrete import Cover, Scenario
from avsynth.scenario.draws import Proposing
from avsynth.scenario.sampler import SAMPLERS, Facts, Proposal, Sampler, Stratum
from avsynth.scenario.trying import Task, weighed

if TYPE_CHECKING:
    from avsynth.scenario.study import Study

#: The cells of a scenario, one for each coverage.
Cells = tuple[tuple[str, int | str | None], ...]


@SAMPLERS.register
class Coverage(Sampler):
    """Keep scenarios until each cell of coverage has its target; the weight is P(stratum) / n(stratum).

    A stratum is one combination of the cells of all coverages; of each that is met, one scenario is kept at least. At
    most ``count`` scenarios are kept. Proposals are heeded.
    """

    method: Literal["coverage"] = "coverage"
    streams: ClassVar[bool] = False
    most: int = Field(2000, ge=1, description="Most scenarios that are looked at.")

    def survey(self, study: Study) -> Generator[Scenario, None, Facts]:
        filling, attempts, explored = _Filling(), 0, 0
        for explored, (tried, scenario) in enumerate(study.accepted(study.tried(_tasks(study))), 1):
            attempts += scenario.attempts
            filling.look_at(scenario, math.exp(tried.log_ratio))
            full = len(filling.kept) == study.sampling.count
            if full or filling.is_done() or explored == self.most:
                break
        yield from filling.weighed()
        authored = Proposal(kind="authored", attempts=attempts, defensive=study.sampling.defensive)
        return Facts(
            proposals=(authored,),
            strata=filling.strata(),
            acceptance=min(filling.weight / attempts, 1.0),
            explored=explored,
            notes=filling.notes(),
        )


def _tasks(study: Study) -> Iterator[Task]:
    for number in count():
        stream = study.stream.child("explore", number)
        yield Task(Proposing(stream, study.sampling.defensive), ("explore", number))


@dataclass
class _Filling:
    """What was looked at so far, and what of it is kept.

    Parameters
    ----------
    kept : list of (Scenario, Cells, float)
        Scenario, cells, and its weight among all that were looked at.
    counts : Counter
        Name of a coverage and cell → how many kept scenarios are in it.
    weights, squares : Counter
        Stratum → sums of w and w² of all that were looked at.
    """

    kept: list[tuple[Scenario, Cells, float]] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    weights: Counter = field(default_factory=Counter)
    squares: Counter = field(default_factory=Counter)
    covers: tuple[Cover, ...] = ()

    @property
    def weight(self) -> float:
        """Sum of w of all that were looked at."""
        return math.fsum(self.weights.values())

    def look_at(self, scenario: Scenario, weight: float) -> None:
        """Keep `scenario` if one of its cells lacks some, or if its stratum is new."""
        self.covers = scenario.covers
        if not any(cover.target for cover in self.covers):
            raise ScenarioError("sample: 'coverage' fills cells, but no 'cover' of the scene has a target")
        cells = tuple(scenario.strata.items())
        lacking = any(self._lacks(cover) for cover in self.covers)
        if lacking or cells not in self.weights:
            self.kept.append((scenario, cells, weight))
            self.counts.update((cover.name, cover.cell) for cover in self.covers)
        self.weights[cells] += weight
        self.squares[cells] += weight**2

    def is_done(self) -> bool:
        """Return whether all cells that were met or that have bins hold as many as they should."""
        return not self.unfilled()

    def unfilled(self) -> list[tuple[str, int | str, int, int]]:
        """Return name, cell, number and target of each cell that lacks some."""
        return [
            (cover.name, cell, self.counts[cover.name, cell], cover.target)
            for cover in self.covers
            for cell in self._cells(cover)
            if self.counts[cover.name, cell] < cover.target
        ]

    def weighed(self) -> Iterator[Scenario]:
        """Yield what is kept; the scenarios of a stratum share its weight."""
        sums: Counter = Counter()
        for _, cells, weight in self.kept:
            sums[cells] += weight
        for index, (scenario, cells, weight) in enumerate(self.kept):
            share = self.weights[cells] / self.weight * weight / sums[cells]
            yield weighed(scenario, index, "design", log_w=math.log(share), stratum=_text(cells))

    def strata(self) -> tuple[Stratum, ...]:
        """Return the strata that were met."""
        kept = Counter(cells for _, cells, _ in self.kept)
        return tuple(
            Stratum(
                name=_text(cells),
                probability=weight / self.weight,
                variation=math.sqrt(self.squares[cells]) / weight,
                scenarios=kept[cells],
            )
            for cells, weight in self.weights.items()
        )

    def notes(self) -> tuple[str, ...]:
        """Return which cells lack scenarios."""
        return tuple(f"{name} {cell} has {there} of {target}" for name, cell, there, target in self.unfilled())

    def _lacks(self, cover: Cover) -> bool:
        return cover.cell is not None and self.counts[cover.name, cover.cell] < cover.target

    def _cells(self, cover: Cover) -> list[int | str]:
        """Return the bins of a coverage, or the cells of it that were met."""
        if cover.bins:
            return list(range(len(cover.bins) - 1))
        return sorted({cell for name, cell in self.counts if name == cover.name and cell is not None})


def _text(cells: Cells) -> str:
    return ", ".join(f"{name} {'-' if cell is None else cell}" for name, cell in cells)
