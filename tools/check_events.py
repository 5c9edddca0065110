"""Check that the events of the catalogue happen: ``python -m tools.check_events [WORDS...] [-n 6]``.

Each event is drawn until it happens `n` times (`happens` is true, where it has such a draw) and run without sensors. A
run shows the event if it asks something of the ego: somebody comes within `SOON` of touching it, passes within `NEAR`,
meets its course within `NEXT` after it, or the ego itself brakes harder than `HARD`. An event must do so in `ENOUGH` of
its runs.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

import numpy as np

import avsynth
from avsynth import pipeline
from avsynth.catalog.events import Event, events
from avsynth.datatypes.encounters import PairRecord
from avsynth.scenario.concrete import Scenario

#: Time to touch [s], distance [m], time from the one to the other [s], braking [m/s²]: engineering values.
SOON, NEAR, NEXT, HARD = 3.0, 1.5, 1.5, 2.0
#: Share of the runs that must show the event [1].
ENOUGH = 0.8
#: Draws without the event that are skipped before it counts as one that never happens.
PATIENCE = 12


@dataclass(frozen=True)
class Run:
    """What one run came to: least time to touch [s], least distance [m], least PET [s], hardest braking [m/s²]."""

    soonest: float
    nearest: float
    next: float
    braking: float

    @property
    def shows(self) -> bool:
        """Whether it asks something of the ego."""
        return self.soonest < SOON or self.nearest < NEAR or self.next < NEXT or self.braking > HARD


def run_of(scenario: Scenario) -> Run:
    """Return what a drawn scenario comes to for its ego."""
    pairs = [pair for pair in pipeline.criticality(scenario) if "ego" in (pair.first, pair.second)]
    (ego,) = (course for course in pipeline.courses(scenario) if course.name == "ego")
    slowing = -np.diff(ego.speeds) / np.diff(ego.times)
    return Run(
        soonest=_least(pairs, "ttc_min"),
        nearest=_least(pairs, "distance_min"),
        next=_least(pairs, "pet"),
        braking=float(slowing[1:].max(initial=0.0)),
    )


def runs_of(event: Event, count: int) -> list[Run]:
    """Return `count` runs in which an event happens; fewer if it does not happen often enough."""
    template = avsynth.load(event.path).unseen()
    found: list[Run] = []
    for seed in range(count + PATIENCE):
        if len(found) < count:
            scenario = template.draw(seed=seed, method="importance")
            if all(draw.value for draw in scenario.draws if draw.name == "happens"):
                found.append(run_of(scenario))
    return found


def main() -> int:
    """Print a row for each event; return 1 if one of them does not show often enough."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", help="events whose name holds one of these; all if none are given")
    parser.add_argument("-n", "--count", type=int, default=6, help="runs of each event")
    given = parser.parse_args()
    chosen = [event for event in events() if not given.words or any(word in event.name for word in given.words)]
    weak = [event.name for event in chosen if not _report(event, given.count)]
    print(
        f"{len(chosen) - len(weak)} of {len(chosen)} events show in {ENOUGH:.0%} of their runs; not: {weak or 'none'}"
    )
    return 1 if weak else 0


def _report(event: Event, count: int) -> bool:
    runs = runs_of(event, count)
    shown = sum(run.shows for run in runs)
    columns = [f"{np.median([getattr(run, field) for run in runs]):8.2f}" for field in Run.__dataclass_fields__]
    print(f"{event.name:32} {shown} of {len(runs)}", *columns, flush=True)
    return bool(runs) and shown >= ENOUGH * len(runs)


def _least(pairs: list[PairRecord], field: str) -> float:
    return min((value for pair in pairs if (value := getattr(pair, field)) is not None), default=np.inf)


if __name__ == "__main__":
    sys.exit(main())
