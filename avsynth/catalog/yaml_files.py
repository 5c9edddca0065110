"""YAML files as rigs and devices are written in: their plain content, the lines of its parts, values in flow style."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

from avsynth.core.errors import ConfigError


def content(path: Path) -> object:
    """Return the plain content of a YAML file; raise ConfigError with the line if it is none."""
    from ruamel.yaml import YAMLError  # 60 ms that `avsynth --help` need not wait for

    try:
        return deepcopy(_plain(path.read_text(encoding="utf-8")))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ConfigError(f"{path}{line}: not readable as YAML: {getattr(error, 'problem', None) or error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None


def place_in(path: Path, spot: tuple[str | int, ...]) -> str:
    """Return ``file:line`` of the deepest part of `spot` (keys and numbers from the top) that the YAML file has."""
    node, line = _tree(path.read_text(encoding="utf-8")), 0
    for step in spot:
        try:
            line = node.lc.key(step)[0] if isinstance(node, dict) else node.lc.item(step)[0]
            node = node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return f"{path}:{line + 1}"


def flow(value: object) -> str:
    """Return `value` as YAML in flow style."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=16)
def _plain(text: str) -> object:
    """Return the content of a YAML text; every draw that asks sensors reads the same few files."""
    from ruamel.yaml import YAML  # as above

    return YAML(typ="safe", pure=True).load(text)


@lru_cache(maxsize=4)
def _tree(text: str) -> object:
    """Return the content of a YAML text with the lines of its parts, which all sensors of a rig ask for."""
    from ruamel.yaml import YAML  # as above

    return YAML(typ="rt", pure=True).load(text)
