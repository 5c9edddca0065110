"""Arrays as kernels like them: contiguous, read-only, on lines of the cache; large ones leave nothing behind."""

from __future__ import annotations

import math
import mmap
from contextlib import suppress

import numpy as np
from numpy.typing import DTypeLike

CACHE_LINE = 64  #: [byte]
#: From this size on memory comes from the system and goes back to it at once: what threads free of their heaps of
#: C's library stays with the process [byte].
LARGE = 2**20


def locked(array: np.ndarray) -> np.ndarray:
    """Return `array` contiguous and read-only, as kernels expect what they only read."""
    array = np.ascontiguousarray(array)
    array.setflags(write=False)
    return array


def locked_join(arrays: list[np.ndarray]) -> np.ndarray:
    """Return `arrays` one after the other, read-only, on a line of the cache."""
    shape = (sum(map(len, arrays)), *arrays[0].shape[1:])
    return locked(np.concatenate(arrays, out=aligned(shape, arrays[0].dtype)))


def picked(values: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Return ``values[which]`` of arrays of one axis, piece by piece: numpy takes 8 bytes a number for a while."""
    out = aligned(which.shape, values.dtype)
    for first in range(0, len(which), LARGE // 16):
        piece = slice(first, first + LARGE // 16)
        out[piece] = values[which[piece]]
    return out


def aligned(shape: tuple[int, ...], dtype: DTypeLike) -> np.ndarray:
    """Return an array, not filled, that begins on a line of the cache: loads of eight numbers then stay on one line."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if size >= LARGE:  # begins on a page
        return np.frombuffer(_pages(size), dtype).reshape(shape)
    room = np.empty(size + CACHE_LINE, np.uint8)
    first = -room.ctypes.data % CACHE_LINE
    return room[first : first + size].view(dtype).reshape(shape)


def _pages(size: int) -> mmap.mmap:
    """Return memory of this process alone, from the system; on large pages where it has them: addresses are found
    faster there.
    """
    own = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}
    pages = mmap.mmap(-1, size, **own)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with suppress(OSError):  # a system without them
            pages.madvise(mmap.MADV_HUGEPAGE)
    return pages
