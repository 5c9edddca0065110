"""The manifest of a dataset folder: which frames it has, from which scenario, with which weight and checksums."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from avsynth.contracts.exporter import FrameRecord
from avsynth.core.errors import DatasetError

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the manifest says.

    Parameters
    ----------
    exporter : str
        Format of the frames.
    records : tuple of FrameRecord
        In order of number.
    files : mapping of path in the folder to sha256
        Of all frames and of the dataset as a whole.
    """

    exporter: str
    records: tuple[FrameRecord, ...]
    files: Mapping[str, str]


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the dataset in `folder`; raise DatasetError if there is none that makes sense."""
    path = folder / MANIFEST
    if not path.is_file():
        raise DatasetError(f"{folder}: no {MANIFEST}, so this is no complete dataset; make one with `avsynth generate`")
    try:
        return _parsed(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{path}: not a manifest of avsynth ({type(error).__name__}: {error})") from None


def _parsed(document: dict) -> Manifest:
    frames = sorted(document["frames"], key=lambda frame: frame["number"])
    files = dict(document.get("files", {}))
    for frame in frames:
        files |= frame["files"]
    records = tuple(FrameRecord(**{key: frame[key] for key in FrameRecord.__slots__}) for frame in frames)
    return Manifest(document["exporter"], records, files)
