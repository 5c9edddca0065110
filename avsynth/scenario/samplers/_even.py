"""Even filling: the points of a run come in order from some independent designs, and each attempt takes the next."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from avsynth.scenario.draws import Source
from avsynth.scenario.sampler import Facts, Proposal
from avsynth.scenario.samplers._sources import Uniforms
from avsynth.scenario.trying import Task, weighed

if TYPE_CHECKING:
    from avsynth.scenario.concrete import Scenario
    from avsynth.scenario.study import Study

REPLICATES = "Independent designs that a run consists of; the spread between them says how exact it is."
#: Fewest scenarios of a design.
SMALLEST_DESIGN = 16
#: More draws than this are not filled evenly but at random: with few points, more dimensions are not even anyway.
MOST_DIMENSIONS = 256
#: Points that are made at a time.
BLOCK = 256
#: Makes the next points of one design, float64 (BLOCK, D).
Engine = Callable[[int], np.ndarray]


def designs_of(study: Study, replicates: int) -> int:
    """Return how many designs a run consists of: fewer than wanted where they would get too small."""
    return min(replicates, max(1, study.sampling.count // SMALLEST_DESIGN))


def filled(study: Study, source: Callable[[int, int], Source], designs: int) -> Generator[Scenario, None, Facts]:
    """Yield the scenarios of even filling; `source` gives what point k of design r draws from."""
    tasks = (Task(source(number % designs, number // designs), ("attempt", number)) for number in count())
    attempts = 0
    for index, (_, scenario) in enumerate(study.accepted(study.tried(tasks))):
        attempts += scenario.attempts
        yield weighed(scenario, index, "qmc", batch=scenario.address[1] % designs)
        if index + 1 == study.sampling.count:
            break
    return Facts(proposals=(Proposal(kind="authored", attempts=attempts, defensive=study.sampling.defensive),))


def sequence(
    study: Study, engine: Callable[[int, np.random.Generator], Engine], replicates: int
) -> Generator[Scenario, None, Facts]:
    """Yield the scenarios of a low-discrepancy sequence.

    Parameters
    ----------
    engine : callable
        Starts a design of so many dimensions, scrambled by a generator.
    """
    sites = list(study.sites())[:MOST_DIMENSIONS]
    points: dict[int, Iterator[np.ndarray]] = {}

    def source(design: int, number: int) -> Source:
        if design not in points:
            points[design] = _points(engine(max(len(sites), 1), study.stream.rng("design", design)))
        numbers = dict(zip(sites, next(points[design]).tolist(), strict=False))
        return Uniforms(numbers, study.stream.child("point", design, number), study.sampling.defensive)

    return (yield from filled(study, source, designs_of(study, replicates)))


def _points(engine: Engine) -> Iterator[np.ndarray]:
    while True:
        yield from engine(BLOCK)
