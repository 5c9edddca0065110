"""Covering: any two or three choices in all their combinations, in few scenarios; for tests, less for statistics."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.core.errors import ScenarioError
from avsynth.core.seed import Stream
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.distributions.base import Numeric, Outcome
from avsynth.scenario.distributions.choice import Choice
from avsynth.scenario.draws import Site
from avsynth.scenario.problems import SceneErrors
from avsynth.scenario.rejections import Rejections
from avsynth.scenario.requirements import Broken
from avsynth.scenario.sampler import SAMPLERS, Facts, Sampler
from avsynth.scenario.samplers._arrays import Uncovered, covering_rows
from avsynth.scenario.samplers._sources import Planned
from avsynth.scenario.trying import Task, weighed

if TYPE_CHECKING:
    from avsynth.scenario.study import Study

#: Attempts at one row, the rest of it drawn anew, before its combinations are tried in other rows.
MOST_ATTEMPTS = 20
#: Other rows in which a combination is tried before it is given up, and how many are tried at a time.
MOST_ROWS, BATCH = 5, 32
#: More levels in all than this would take too much memory for combinations of three.
MOST_LEVELS = 400


@SAMPLERS.register
class Covering(Sampler):
    """Take any two (or three) choices in all combinations at least once; the weight is P(cell) / n(cell).

    A cell is one combination of all choices. What is no choice is drawn as often as in the world.
    """

    method: Literal["covering"] = "covering"
    streams: ClassVar[bool] = False
    strength: int = Field(2, ge=1, le=3, description="How many choices are combined.")
    parts: int = Field(0, ge=0, le=20, description="Cut each random number into so many equally likely parts as well.")

    def survey(self, study: Study) -> Generator[Scenario, None, Facts]:
        plan = _Plan(study, factors_of(study.sites(), self.parts), self.strength)
        arrays = 0
        while len(plan.made) < study.sampling.count:
            before = len(plan.made)
            plan.cover(study.stream.child("array", arrays))
            arrays += 1
            if len(plan.made) == before:
                raise SceneErrors(plan.rejections.problems(study.template))
        yield from plan.weighed()
        return Facts(notes=plan.notes())


@dataclass(frozen=True, slots=True)
class Factor:
    """A draw site whose values are combined with those of others: the outcomes of a choice, or slices of a number."""

    name: str
    outcomes: tuple[Outcome, ...] = ()
    slices: int = 0

    @property
    def levels(self) -> int:
        """How many levels it has."""
        return len(self.outcomes) or self.slices

    def source_of(self, level: int) -> Outcome | tuple[float, float]:
        """Return the outcome, or the lowest and highest probability below, that a level stands for."""
        return self.outcomes[level] if self.outcomes else (level / self.slices, (level + 1) / self.slices)


def factors_of(sites: Mapping[str, Site], parts: int) -> tuple[Factor, ...]:
    """Return the choices among some draw sites and, cut into `parts` slices, the numbers."""
    found = []
    for site in sites.values():
        if isinstance(site.nominal, Choice):
            outcomes = site.nominal.support.atoms
            if len(outcomes) > 1 and not site.name.startswith("require "):
                found.append(Factor(site.name, outcomes=outcomes))
        elif parts > 1 and isinstance(site.nominal, Numeric):
            found.append(Factor(site.name, slices=parts))
    if not found:
        raise ScenarioError("sample: 'covering' combines choices, but no draw of the scene is a choice; see 'parts'")
    levels = sum(factor.levels for factor in found)
    if levels > MOST_LEVELS:
        raise ScenarioError(f"sample: 'covering' has {levels} levels to combine; at most {MOST_LEVELS}: lower 'parts'")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Made:
    """An accepted row: its cell, how likely that is, and the scenario."""

    cell: tuple[tuple[int, int], ...]
    log_p: float
    scenario: Scenario


@dataclass
class _Plan:
    """The rows that were accepted so far."""

    study: Study
    factors: tuple[Factor, ...]
    strength: int
    made: list[_Made] = field(default_factory=list)
    left: Uncovered | None = None
    rejections: Rejections = field(default_factory=Rejections)

    def cover(self, stream: Stream) -> None:
        """Add rows until every combination that can be is covered, or there are enough of them."""
        left = Uncovered([factor.levels for factor in self.factors], self.strength)
        self._add(list(covering_rows(left.copy(), stream.rng("rows"))), left, stream.child("row"))
        tries: Counter[tuple[tuple[int, int], ...]] = Counter()
        rng = stream.rng("others")
        for batch in count():
            waiting = [each for each in left.combinations() if tries[tuple(each.items())] < MOST_ROWS]
            waiting = waiting[: min(BATCH, self._missing())]
            if not waiting or not self.made:
                break
            tries.update(tuple(each.items()) for each in waiting)
            rows = [self._row_with(each, rng) for each in waiting]
            self._add(rows, left, stream.child("other", batch))
        self.left = self.left or left

    def _missing(self) -> int:
        return self.study.sampling.count - len(self.made)

    def _add(self, rows: Sequence[tuple[int, ...]], left: Uncovered, stream: Stream) -> None:
        """Try `rows` as far as they are wanted, and take off `left` what the accepted ones cover."""
        for made in self._tried(rows[: self._missing()], stream):
            left.cover(dict(made.cell))
            self.made.append(made)

    def _row_with(self, combination: Mapping[int, int], rng: np.random.Generator) -> tuple[int, ...]:
        """Return a row with `combination`; the rest by turns as in an accepted row, and at random."""
        accepted = dict(self.made[int(rng.integers(len(self.made)))].cell)
        chance = {k: int(rng.integers(factor.levels)) for k, factor in enumerate(self.factors)}
        mixed = {k: accepted.get(k, 0) if rng.random() < 0.5 else level for k, level in chance.items()}
        return tuple((mixed | combination)[k] for k in range(len(self.factors)))

    def weighed(self) -> Iterator[Scenario]:
        """Yield the scenarios; each cell weighs as much as it is likely, whatever the number of its scenarios."""
        times = Counter(made.cell for made in self.made)
        for index, made in enumerate(self.made):
            log_w = made.log_p - math.log(times[made.cell])
            yield weighed(made.scenario, index, "design", log_w=log_w, stratum=self._text(dict(made.cell)))

    def notes(self) -> tuple[str, ...]:
        """Return what the design leaves out."""
        seen = {made.cell: made.log_p for made in self.made}
        covered = math.fsum(math.exp(log_p) for log_p in seen.values())
        found = [f"the cells of the design hold {covered:.3g} of all probability; means are over these cells only"]
        if self.left.count:
            example = self._text(self.left.combinations()[0])
            why = "break a requirement or have no place in the count"
            found.append(f"{self.left.count} combinations of {self.strength} {why}, such as {example}")
        return tuple(found)

    def _tried(self, rows: Sequence[tuple[int, ...]], stream: Stream) -> Iterator[_Made]:
        """Yield what is accepted of `rows`; each is tried several times, the rest of it drawn anew."""
        waiting = list(range(len(rows)))
        found: dict[int, _Made] = {}
        for time in range(MOST_ATTEMPTS):
            tasks = [Task(self._source(rows[k], stream.child(k, time)), (*stream.path[1:], k, time)) for k in waiting]
            for k, tried in zip(tuple(waiting), self.study.tried(tasks), strict=True):
                if isinstance(tried.made, Broken):
                    self.rejections.add(tried.made)
                    continue
                scenario = tried.made.model_copy(update={"attempts": time + 1})
                found[k] = self._made(rows[k], scenario)
                waiting.remove(k)
            if not waiting:
                break
        return (found[k] for k in sorted(found))

    def _source(self, row: tuple[int, ...], stream: Stream) -> Planned:
        levels = {factor.name: factor.source_of(level) for factor, level in zip(self.factors, row, strict=True)}
        slices = {factor.name for factor in self.factors if factor.slices}
        return Planned(
            values={name: level for name, level in levels.items() if name not in slices},
            slices={name: level for name, level in levels.items() if name in slices},
            stream=stream,
        )

    def _made(self, row: tuple[int, ...], scenario: Scenario) -> _Made:
        """Return a row as it came out: a site may not have come up, or not have had the planned outcome."""
        drawn = {draw.name: draw for draw in scenario.draws}
        cell, log_p = [], 0.0
        for k, factor in enumerate(self.factors):
            draw = drawn.get(factor.name)
            if draw is None:
                continue
            if factor.slices:
                cell.append((k, row[k]))
                log_p -= math.log(factor.slices)
            else:
                log_p += draw.log_p
                if draw.value in factor.outcomes:
                    cell.append((k, factor.outcomes.index(draw.value)))
        return _Made(tuple(cell), log_p, scenario)

    def _text(self, cell: Mapping[int, int]) -> str:
        parts = []
        for k, level in cell.items():
            factor = self.factors[k]
            what = factor.outcomes[level] if factor.outcomes else f"part {level + 1} of {factor.slices}"
            parts.append(f"{factor.name} = {what}")
        return ", ".join(parts)
