"""The errors a user may meet. Each says where, what was found, what is allowed and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches


class AvsynthError(Exception):
    """Base of all errors that are the user's to mend; the command line prints them without a traceback."""


class ScenarioError(AvsynthError):
    """A scenario that cannot be read, drawn or run."""


class ConfigError(AvsynthError):
    """A sensor rig, preset or option with a wrong field."""


class AssetError(AvsynthError):
    """A mesh or material that is missing or unusable."""


class RoadFileError(AvsynthError):
    """A file of roads that cannot be read; the message begins with file and line."""


class DatasetError(AvsynthError):
    """A dataset folder that cannot be written or read."""


class WeightWarning(UserWarning):
    """Weights that are right but of little use, since few samples hold them all."""


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest allowed word, or an empty string."""
    near = get_close_matches(word, sorted(allowed), n=3, cutoff=0.6)
    swapped = [other for other in near if sorted(other) == sorted(word)]  # letters in the wrong order
    best = next(iter(swapped or near), None)
    return f"; did you mean {best!r}?" if best else ""
