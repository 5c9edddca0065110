"""Arrays as kernels like them: contiguous, read-only, on lines of the cache."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import DTypeLike

CACHE_LINE = 64  #: [byte]


def locked(array: np.ndarray) -> np.ndarray:
    """Return `array` contiguous and read-only, as kernels expect what they only read."""
    array = np.ascontiguousarray(array)
    array.setflags(write=False)
    return array


def locked_join(arrays: list[np.ndarray]) -> np.ndarray:
    """Return `arrays` one after the other, read-only, on a line of the cache."""
    shape = (sum(map(len, arrays)), *arrays[0].shape[1:])
    return locked(np.concatenate(arrays, out=aligned(shape, arrays[0].dtype)))


def aligned(shape: tuple[int, ...], dtype: DTypeLike) -> np.ndarray:
    """Return an array, not filled, that begins on a line of the cache: loads of eight numbers then stay on one line."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    room = np.empty(size + CACHE_LINE, np.uint8)
    first = -room.ctypes.data % CACHE_LINE
    return room[first : first + size].view(dtype).reshape(shape)
