"""Plugins by name: a registry imports the module of a name when it is asked for, and all of its folder when names are.

So a dropped-in file is known, and a scene with one car needs not wait for trams.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib.metadata import EntryPoints, entry_points
from importlib.util import find_spec
from typing import Generic, TypeVar

from avsynth.core.config import Config
from avsynth.core.errors import ConfigError, did_you_mean

Plugin = TypeVar("Plugin", bound=Config)


class Registry(Generic[Plugin]):
    """The members of one extension point.

    Parameters
    ----------
    what : str
        The word for one member in messages, such as ``"sensor"``.
    package : str
        The package whose modules hold the members; also the group of entry points of other distributions.
    key : str
        The field of the plugin class whose only allowed value is its name.
    """

    def __init__(self, what: str, package: str, key: str) -> None:
        self.what, self.package, self.key = what, package, key
        self._members: dict[str, type[Plugin]] = {}
        self._discovered = False

    def register(self, plugin: type[Plugin]) -> type[Plugin]:
        """Class decorator: add `plugin` under the default of its key field."""
        name = plugin.model_fields[self.key].default
        known = self._members.get(name)
        if known is not None and known.__module__ != plugin.__module__:
            raise ConfigError(
                f"two {self.what}s are named {name!r}: {known.__module__} and {plugin.__module__}; rename one"
            )
        self._members[name] = plugin
        return plugin

    def names(self) -> list[str]:
        """Return the names of all members, sorted."""
        self._discover()
        return sorted(self._members)

    def __iter__(self) -> Iterator[type[Plugin]]:
        return (self._members[name] for name in self.names())

    def __contains__(self, name: str) -> bool:
        return self._find(name) is not None

    def get(self, name: str, where: str = "") -> type[Plugin]:
        """Return the class named `name`; raise ConfigError with the nearest name if there is none."""
        member = self._find(name)
        if member is None:
            hint = did_you_mean(name, self._members) or f"; known: {', '.join(self.names())}"
            raise ConfigError(f"{where + ': ' if where else ''}unknown {self.what} {name!r}{hint}")
        return member

    def build(self, values: dict, where: str) -> Plugin:
        """Return the member that plain `values` describe; their key field says which."""
        if self.key not in values:
            raise ConfigError(f"{where}: field {self.key!r} is missing; known {self.what}s: {', '.join(self.names())}")
        return self.get(values[self.key], where).read(values, where)

    def _find(self, name: str) -> type[Plugin] | None:
        """Return the class named `name`, None if there is none; a module of that name is looked into first."""
        if name not in self._members and not self._discovered and name.isidentifier() and not name.startswith("_"):
            module = f"{self.package}.{name}"
            if find_spec(module) is not None:
                importlib.import_module(module)
        if name not in self._members:
            self._discover()
        return self._members.get(name)

    def _discover(self) -> None:
        if self._discovered:
            return
        self._discovered = True
        package = importlib.import_module(self.package)
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
            if not module.name.startswith("_"):
                importlib.import_module(f"{self.package}.{module.name}")
        for point in _entry_points().select(group=self.package):
            self.register(point.load())


@cache
def _entry_points() -> EntryPoints:
    """Return the entry points of all distributions; it takes a tenth of a second to read them."""
    return entry_points()
