"""Locking arrays inside frozen values: contiguous, of the stated type and shape, read-only."""

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

#: Stands for a free length in a shape given to `locked`.
ANY = -1


def locked(array: ArrayLike, dtype: DTypeLike, shape: tuple[int, ...], name: str) -> np.ndarray:
    """Return `array` C-contiguous, read-only, of `dtype`; raise ValueError unless it has `shape`.

    A writable input is copied, so that the value does not change under its owner; `ANY` in `shape` allows any length.
    """
    value = np.ascontiguousarray(array, dtype=dtype)
    if not _has(value.shape, shape):
        raise ValueError(f"{name} has shape {value.shape}; it must be {shape} (-1: any length)")
    if value.flags.writeable:
        value = value.copy() if value is array or value.base is not None else value
        value.setflags(write=False)
    return value


def _has(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Return whether a shape is as `wanted`."""
    if shape == wanted:
        return True
    return len(shape) == len(wanted) and all(want in (ANY, got) for want, got in zip(wanted, shape, strict=True))


def picked(array: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Return ``array[which]``, an array of its own, read-only, so that a value takes it as it is."""
    value = np.ascontiguousarray(array[which])
    value.setflags(write=False)
    return value


def lock(instance: object, /, **fields: tuple[DTypeLike, tuple[int, ...]]) -> None:
    """Lock the named array fields of a frozen dataclass in place; for use in ``__post_init__`` only."""
    for name, (dtype, shape) in fields.items():
        try:
            value = locked(getattr(instance, name), dtype, shape, name)
        except ValueError as error:
            raise ValueError(f"{type(instance).__name__}.{error}") from None
        object.__setattr__(instance, name, value)
