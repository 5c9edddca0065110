"""Memory that answers are written to, used again once nobody holds them: fresh memory costs a fault for each page."""

from __future__ import annotations

import math
import weakref
from collections import deque

import numpy as np
from numpy.typing import DTypeLike

from avsynth.engine.memory import aligned

#: Arrays below this come from numpy: for so few the allocator keeps memory of its own [byte].
SMALLEST = 128 * 1024
#: At most so much waits to be used again [byte].
ROOM = 96 * 2**20
#: Memory is used for arrays of at least this share of it [1].
FULLNESS = 0.5

#: Free memory, each a uint8 array. Threads take from the left and give back to the right, both without a lock: a
#: finaliser may run at any moment, also while this thread takes.
_free: deque[np.ndarray] = deque()


def from_pool(shape: int | tuple[int, ...], dtype: DTypeLike) -> np.ndarray:
    """Return an array, not filled, whose memory goes back to the pool once neither it nor a view of it is left."""
    size = math.prod(np.atleast_1d(shape)) * np.dtype(dtype).itemsize
    if size < SMALLEST:
        return np.empty(shape, dtype)
    memory = _taken(size)
    # numpy lets views of views refer to the last array whose memory is not another array's: to this one
    whole = np.frombuffer(memoryview(memory), np.uint8, size)
    weakref.finalize(whole, _give_back, memory).atexit = False
    return whole.view(dtype).reshape(shape)


def _taken(size: int) -> np.ndarray:
    """Return memory of at least `size`: the first that is free and not much larger, or fresh."""
    for _ in range(len(_free)):
        try:
            memory = _free.popleft()
        except IndexError:  # another thread was faster
            break
        if FULLNESS * len(memory) <= size <= len(memory):
            return memory
        _free.append(memory)
    return aligned((size,), np.uint8)


def _give_back(memory: np.ndarray) -> None:
    """Let memory be used again, unless much waits already."""
    if sum(map(len, tuple(_free))) + len(memory) <= ROOM:
        _free.append(memory)
