"""Timing two sides of a comparison by turns, so that what else the machine does falls on both.

Wall clock on two threads each; with ``--busy`` on the command line processor time on one thread each, which a machine
that has other work to do tells nearly as well.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

BUSY = "--busy" in sys.argv
#: Threads of both sides.
THREADS = 1 if BUSY else 2

Action = Callable[[], object]


class Row(NamedTuple):
    """One line of a table: what; the peer's time over ours; our and the peer's time [ms]; share of equal rays."""

    what: str
    ratio: float
    ours: float
    theirs: float
    agreement: float = np.nan


def compare(what: str, ours: Action, theirs: Action, repeats: int, agreement: float = np.nan) -> Row:
    """Return medians of both sides; the first call of each is not counted."""
    ours(), theirs()
    times = np.array([(seconds(ours), seconds(theirs)) for _ in range(repeats)])
    mine, others = 1e3 * np.median(times, axis=0)
    return Row(what, others / mine, mine, others, agreement)


def seconds(action: Action) -> float:
    """Return how long one call takes [s]."""
    clock = time.process_time if BUSY else time.perf_counter
    start = clock()
    action()
    return clock() - start
