"""A study: attempts at a template, tried one by one or side by side, in the order in which they were asked for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from avsynth.core.seed import Stream
from avsynth.scenario import drawing
from avsynth.scenario.attempt import NeverNominal
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.draws import Drawn, Proposing, Site, Source
from avsynth.scenario.problems import SceneErrors
from avsynth.scenario.rejections import Rejections
from avsynth.scenario.requirements import Broken
from avsynth.scenario.sampler import Facts
from avsynth.scenario.sampling import Sampling
from avsynth.scenario.trying import Task, Tried, weighed

if TYPE_CHECKING:
    from avsynth.scenario.template import Template

T, R = TypeVar("T"), TypeVar("R")
#: Applies a function to each of some tasks and yields the results in the order of the tasks.
OrderedMap = Callable[[Callable[[T], R], Iterable[T]], Iterator[R]]


#: Attempts, and their share of nominal draws, by which the draw sites are found: half, so that rare turns are seen.
PILOTS, PILOT_DEFENSIVE = 32, 0.5


@dataclass(frozen=True)
class Watching:
    """Draws as `source` does, and keeps in `sites` what it was asked for."""

    source: Source
    sites: dict[str, Site]

    def draw(self, site: Site) -> Drawn:
        """Return the value of `site`."""
        self.sites.setdefault(site.name, site)
        return self.source.draw(site)


def unplaced(scenario: Scenario) -> Scenario:
    """Accept every scenario; requirements on numbers were judged before."""
    return scenario


@dataclass(frozen=True)
class Study:
    """Everything that it takes to draw the scenarios of a run.

    Parameters
    ----------
    template : Template
    sampling : Sampling
    accept : callable
        Judges a scenario in the world; by default only requirements on numbers are judged.
    map : callable
        As the built-in one; another may work on several tasks at once, and nothing depends on how many.
    """

    template: Template
    sampling: Sampling
    accept: drawing.Accept = unplaced
    map: OrderedMap = map

    @property
    def stream(self) -> Stream:
        """Where the random numbers of the draws are."""
        return Stream(self.sampling.seed).child("draw")

    def sites(self) -> dict[str, Site]:
        """Return the draw sites by address as some attempts meet them, in order of appearance."""
        found: dict[str, Site] = {}
        for number in range(PILOTS):
            source = Watching(Proposing(self.stream.child("pilot", number), PILOT_DEFENSIVE), found)
            with suppress(NeverNominal):
                drawing.attempted(self.template, self.sampling, drawing.scope(self.template, source), ())
        return found

    def survey(self) -> Survey:
        """Return the scenarios of the run, by the method that `sampling` names."""
        return Survey(self.sampling.method.survey(self))

    def one_by_one(self) -> Iterator[Scenario]:
        """Yield scenarios whose attempts hang on no others."""
        return self.map(partial(first_accepted, self.template, self.sampling, self.accept), range(self.sampling.count))

    def tried(self, tasks: Iterable[Task]) -> Iterator[Tried]:
        """Yield what came of each attempt: requirements judged, records made."""
        return self.map(partial(_tried, self.template, self.sampling, self.accept), tasks)

    def accepted(
        self, tries: Iterable[Tried], log_weights: Iterable[float] | None = None
    ) -> Iterator[tuple[Tried, Scenario]]:
        """Yield each accepted attempt with its scenario, which counts the attempts rejected since the one before.

        Parameters
        ----------
        log_weights : iterable, optional
            Of each attempt, for the sums over rejected ones; by default Σ(log_p − log_q).
        """
        pairs = (
            ((each, each.log_ratio) for each in tries) if log_weights is None else zip(tries, log_weights, strict=True)
        )
        rejected = _Rejected()
        for each, log_weight in pairs:
            if isinstance(each.made, Broken):
                rejected.add(each.made, log_weight)
                rejected.refuse_endless(self.template, is_random=each.is_random)
                continue
            yield each, rejected.told_by(each.made)
            rejected = _Rejected()


class Survey:
    """Yields the scenarios of a run once; after the last, `facts` says what is known of the run as a whole."""

    def __init__(self, scenarios: Generator[Scenario, None, Facts]) -> None:
        self._scenarios = scenarios
        self.facts: Facts | None = None

    def __iter__(self) -> Iterator[Scenario]:
        self.facts = yield from self._scenarios


def first_accepted(template: Template, sampling: Sampling, accept: drawing.Accept, index: int) -> Scenario:
    """Return the first attempt at draw number `index` that meets every requirement; of methods that draw one by one."""
    stream = Stream(sampling.seed).child("draw", index)
    rejected = _Rejected()
    for number in count():
        source = sampling.method.source(stream.child(number), sampling.defensive)
        tried = _tried(template, sampling, accept, Task(source, (index,)))
        log_weight = sampling.method.log_weight(tried.log_ratio)
        if isinstance(tried.made, Scenario):
            explicit = None if log_weight == tried.log_ratio else log_weight
            return weighed(rejected.told_by(tried.made), index, "iid", log_w=explicit)
        rejected.add(tried.made, log_weight)
        rejected.refuse_endless(template, is_random=tried.is_random)


def drawn(study: Study, index: int) -> Scenario:
    """Return scenario number `index` of a run."""
    if study.sampling.method.source(study.stream, 0.0) is not None:
        return first_accepted(study.template, study.sampling, study.accept, index)
    found = next(islice(iter(study.survey()), index, None), None)
    if found is None:
        raise IndexError(f"the run has no scenario {index}; its number is given by count and method")
    return found


def _tried(template: Template, sampling: Sampling, accept: drawing.Accept, task: Task) -> Tried:
    attempt = drawing.scope(template, task.source)
    try:
        made = drawing.attempted(template, sampling, attempt, task.address)
    except NeverNominal as error:
        return Tried(task.source, tuple(attempt.draws), error.broken, is_possible=False)
    made = accept(made) if isinstance(made, Scenario) else made
    return Tried(task.source, made.draws if isinstance(made, Scenario) else tuple(attempt.draws), made)


@dataclass
class _Rejected:
    """The attempts rejected since the last accepted one."""

    rejections: Rejections = field(default_factory=Rejections)
    log_weights: list[float] = field(default_factory=list)

    def add(self, broken: Broken, log_weight: float) -> None:
        self.rejections.add(broken)
        self.log_weights.append(log_weight)

    def refuse_endless(self, template: Template, *, is_random: bool) -> None:
        """Raise SceneErrors after too many attempts in a row, or after one if every other would end the same way."""
        if len(self.log_weights) >= drawing.MOST_ATTEMPTS or not is_random:
            raise SceneErrors(self.rejections.problems(template))

    def told_by(self, scenario: Scenario) -> Scenario:
        """Return the accepted `scenario` with what was rejected before it."""
        weights = np.exp(self.log_weights)
        sums = (float(weights.sum()), float((weights**2).sum()))
        return scenario.model_copy(
            update={
                "attempts": len(self.log_weights) + 1,
                "rejected_by": dict(self.rejections.counts),
                "weight": scenario.weight.model_copy(update={"rejected": sums}),
            }
        )
