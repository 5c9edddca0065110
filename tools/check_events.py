"""Check that the events of the catalogue happen: ``python -m tools.check_events [WORDS...] [-n 6]``.

Each event is drawn until it happens `n` times (`happens` is true, where it has such a draw) and run without sensors. A
run shows the event if it asks something of the ego, as `avsynth.world.demand` says. An event must do so in `ENOUGH` of
its runs.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields
from itertools import islice

import numpy as np

from avsynth import language, pipeline, world
from avsynth.catalog.events import Event, events

#: Share of the runs that must show the event [1].
ENOUGH = 0.8


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
    runs = [pipeline.demand(scenario) for scenario in islice(pipeline.happening(language.load(event.path)), count)]
    shown = sum(run.is_made for run in runs)
    columns = [f"{np.median([getattr(run, field.name) for run in runs]):8.2f}" for field in fields(world.Demand)]
    print(f"{event.name:32} {shown} of {len(runs)}", *columns, flush=True)
    return bool(runs) and shown >= ENOUGH * len(runs)


if __name__ == "__main__":
    sys.exit(main())
