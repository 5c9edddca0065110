"""Timing two sides of a comparison by turns, so that what else the machine does falls on both."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

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
    """Return how long one call takes [s], wall clock."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
