"""What there is, for `avsynth list`: names and what they are, read from registries and data, never kept by hand."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path

from avsynth.contracts import ACTORS, EXPORTERS, ROADS, SENSORS, STEPS
from avsynth.core import paths
from avsynth.core.config import Config
from avsynth.core.registry import Registry
from avsynth.core.units import UNITS

Row = tuple[str, str]


def rows(what: str) -> list[Row]:
    """Return (name, description) of all members of `what`."""
    return list(_SOURCES[what]())


def _plugins(registry: Registry, remark: Callable[[type[Config]], str] = lambda plugin: "") -> Iterator[Row]:
    for plugin in registry:
        yield plugin.model_fields[registry.key].default, _first_line(plugin) + remark(plugin)
        yield from _fields(plugin, registry.key)


def _budget(actor: type[Config]) -> str:
    """Return how many triangles an actor has at most, as its module states and the tests hold it to."""
    stated = re.search(r"[Aa]t most (\d+) triangles", sys.modules[actor.__module__].__doc__ or "")
    return f" (at most {int(stated[1]):,} triangles)" if stated else ""


def _fields(plugin: type[Config], key: str) -> Iterator[Row]:
    for name, field in plugin.model_fields.items():
        if name != key:
            plain = isinstance(field.default, bool | int | float | str)
            default = f" (default {field.default})" if plain else ""
            yield f"  {name}", f"{field.description or ''}{default}"


def _scenes() -> Iterator[Row]:
    for path in sorted(paths.scenes().rglob("*.scene")):
        yield path.stem, _opening_comment(path)


def event_rows(words: tuple[str, ...]) -> list[Row]:
    """Return the events of the catalogue that fit all of `words`, each with its tags."""
    from avsynth.catalog.events import events

    found = [event for event in events() if event.fits(words)]
    return [row for event in found for row in [(event.name, event.shows), *_tag_rows(event.tags)]]


def _tag_rows(tags: Mapping[str, str]) -> list[Row]:
    return [(f"  {word}", text) for word, text in tags.items()]


def _rigs() -> Iterator[Row]:
    for path in sorted((paths.assets() / "rigs").glob("*.yaml")):
        yield path.stem, _opening_comment(path)


def _opening_comment(path: Path) -> str:
    """Return the first sentence of the comment at the top of a file."""
    lines = takewhile(lambda line: line.startswith("#"), path.read_text(encoding="utf-8").splitlines())
    return " ".join(line.lstrip("# ") for line in lines).split(". ", 1)[0]


def _functions() -> Iterator[Row]:
    from avsynth.scenario.functions import FUNCTIONS

    for function in FUNCTIONS.values():
        yield function.signature, function.description


def _samplers() -> Iterator[Row]:
    from avsynth.scenario.sampler import SAMPLERS

    yield from _plugins(SAMPLERS)


def _materials() -> Iterator[Row]:
    from avsynth.catalog.materials import read_materials
    from avsynth.core.paths import assets

    entries, families = read_materials(assets() / "materials.yaml")
    for name, one in entries.items():
        family = families[one.family]
        at = [one.lidar_reflectance * ratio for ratio in (family.at_865, 1.0, family.at_1550)]
        spread = f"± {one.colour_range:.0%}{', metal' if one.metalness else ''}"
        yield (
            name,
            f"reflectance {at[0]:.2f} {at[1]:.2f} {at[2]:.2f} at 865, 905, 1550 nm {spread}, wet x {family.wet:.2f}, "
            f"radar {one.radar_reflectivity:.2f}",
        )


def _units() -> Iterator[Row]:
    for unit, (dimension, _) in UNITS.items():
        yield unit, dimension


def _first_line(plugin: type[Config]) -> str:
    return (plugin.__doc__ or "").strip().split("\n", 1)[0]


_SOURCES: dict[str, Callable[[], Iterator[Row]]] = {
    "sensors": lambda: _plugins(SENSORS),
    "actors": lambda: _plugins(ACTORS, _budget),
    "steps": lambda: _plugins(STEPS),
    "roads": lambda: _plugins(ROADS),
    "samplers": _samplers,
    "exporters": lambda: _plugins(EXPORTERS),
    "scenes": _scenes,
    "rigs": _rigs,
    "functions": _functions,
    "materials": _materials,
    "units": _units,
}
