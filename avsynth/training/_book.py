"""The book of a dataset folder: what its run and each of its scenarios came to."""

from __future__ import annotations

from pathlib import Path

from avsynth.core.errors import DatasetError
from avsynth.scenario.book import Book
from avsynth.scenario.ledger import INDEX, RUN


def read_book(folder: str | Path) -> Book:
    """Return the book of the dataset in `folder`; raise DatasetError if it has none that makes sense."""
    folder = Path(folder)
    missing = [name for name in (RUN, INDEX) if not (folder / name).is_file()]
    if missing:
        raise DatasetError(f"{folder}: no {missing[0]}, so there is no complete run; make one with `avsynth generate`")
    try:
        return Book.of(*((folder / name).read_text(encoding="utf-8") for name in (RUN, INDEX)))
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{folder}: {RUN} or {INDEX} is damaged ({error}); `avsynth verify` tells which") from None
