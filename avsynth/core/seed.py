"""Randomness with an address: every stream is named by its path, never by the order of the calls."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Stream:
    """A place in the tree of random streams: a root seed and a path of names and numbers.

    Streams with different paths are independent, whatever was drawn elsewhere; the same path gives the same numbers.
    """

    root: int
    path: tuple[str | int, ...] = ()

    def child(self, *names: str | int) -> Stream:
        """Return the stream below this one at `names`."""
        return Stream(self.root, self.path + names)

    def rng(self, *names: str | int) -> np.random.Generator:
        """Return a fresh generator (Philox) for this stream, or for its child at `names`."""
        return np.random.Generator(np.random.Philox(self.child(*names).sequence()))

    def key(self, *names: str | int) -> np.uint64:
        """Return a 64-bit key for counter-based draws inside kernels."""
        return self.child(*names).sequence().generate_state(1, np.uint64)[0]

    def sequence(self) -> np.random.SeedSequence:
        """Return the SeedSequence of this path: fixed-width words, since variable-width ones collide."""
        return np.random.SeedSequence(self.root, spawn_key=tuple(word for name in self.path for word in _words(name)))


def _words(name: str | int) -> tuple[int, int, int, int]:
    """Return four 32-bit words for one element of a path; names and numbers never coincide."""
    text = f"{type(name).__name__}:{name}"
    digest = hashlib.sha256(text.encode()).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))
