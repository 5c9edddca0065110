"""Several processes for the tasks of a study. What they yield, and in which order, does not hang on their number."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice

from avsynth.scenario.study import OrderedMap, R, T

#: Tasks that are sent to a process together, and how many such bundles each process has before it.
BUNDLE, WAITING = 4, 2


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(count: int) -> Iterator[OrderedMap]:
    """Give a `map` that works in `count` processes; with one, the built-in `map`."""
    if count == 1:
        yield map
        return
    # fresh processes: a copy of this one would inherit the threads of the kernels in whatever state they are
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=_set_up)
    try:
        yield partial(ordered_map, pool, count * WAITING)
    finally:
        pool.shutdown(cancel_futures=True)


def ordered_map(pool: Executor, most_waiting: int, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
    """Yield the results in the order of `tasks`; at most so many bundles of them wait in the `pool`."""
    tasks, waiting = iter(tasks), deque()
    while True:
        while len(waiting) < most_waiting and (bundle := list(islice(tasks, BUNDLE))):
            waiting.append(pool.submit(_results, function, bundle))
        if not waiting:
            return
        yield from waiting.popleft().result()


def _results(function: Callable[[T], R], bundle: list[T]) -> list[R]:
    """Return what comes of a bundle of tasks; in a process of ours garbage is collected after it, not while it runs.

    What such a process has loaded after its first bundle (kernels, grammar, materials: most of a million objects) stays
    to its end. To look through it again and again takes a tenth of the time to draw a scenario, or more.
    """
    found = list(map(function, bundle))
    if not gc.isenabled():
        gc.collect()
        if not gc.get_freeze_count():
            gc.freeze()
    return found


def _set_up() -> None:
    """Make a fresh process one for tasks: one thread for the kernels, garbage collected by `_results`."""
    import numba

    numba.set_num_threads(1)
    gc.disable()
