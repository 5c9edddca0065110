"""Where data of the package and the caches of the machine lie."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated


@dataclass(frozen=True, slots=True)
class BesideScene:
    """Marks a text that is a path: where it is relative, it counts from the folder of the scene that says it."""


#: The path of a file, as scenes give it.
SceneFile = Annotated[str, BesideScene()]

PACKAGE = Path(__file__).resolve().parent.parent


def assets() -> Path:
    """Return the folder of materials, presets and rigs."""
    return _data("assets")


def scenes() -> Path:
    """Return the folder of the scenes that come with the package."""
    return _data("scenes")


def cache() -> Path:
    """Return the folder for what can be made again: ``$AVSYNTH_CACHE``, else the user's cache folder."""
    given = os.environ.get("AVSYNTH_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "avsynth"


def _data(name: str) -> Path:
    """Return a data folder: inside the wheel, or beside the package in a checkout."""
    inside = PACKAGE / "_data" / name
    return inside if inside.is_dir() else PACKAGE.parent / name
