"""Whether a dataset is still what was written."""

from __future__ import annotations

import hashlib
from pathlib import Path

from avsynth.core.errors import DatasetError
from avsynth.training._manifest import read_manifest


def verify(folder: str | Path) -> int:
    """Return the number of files of the dataset in `folder`, all found with the checksums of its manifest.

    Raises DatasetError that counts what is missing and what has changed, and names the first of each.
    """
    folder = Path(folder)
    files = read_manifest(folder).files
    missing = [name for name in sorted(files) if not (folder / name).is_file()]
    changed = [name for name in sorted(set(files) - set(missing)) if sha256_of(folder / name) != files[name]]
    if missing or changed:
        found = [
            f"{len(names)} {what} (first: {names[0]})"
            for names, what in ((missing, "missing"), (changed, "changed"))
            if names
        ]
        raise DatasetError(f"{folder}: of {len(files)} files {' and '.join(found)}; generate the dataset again")
    return len(files)


def sha256_of(path: Path) -> str:
    """Return the checksum of a file's content."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {error.strerror}") from None
