"""Writing files whole or not at all, with faults of the file system told in one sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from avsynth.core.errors import DatasetError


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` through a temporary name, so that a half-written file never bears the real one.

    Raises
    ------
    DatasetError
        If the file system refuses; nothing is left behind.
    """
    part = path.with_name(path.name + ".part")
    with told("write", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            os.replace(part, path)
        except OSError:
            part.unlink(missing_ok=True)
            raise


@contextmanager
def told(verb: str, path: Path) -> Iterator[None]:
    """Turn errors of the file system inside the block into a DatasetError: what could not be done, why, what to do."""
    try:
        yield
    except OSError as error:
        raise DatasetError(f"cannot {verb} {path}: {_advice(error)}") from None


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full; free some space and run the same command again, it goes on where it stopped"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "no permission to write there; give another place with -o"
    return f"{(error.strerror or str(error)).lower()}; give another place with -o"
