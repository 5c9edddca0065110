"""Plugins by name: a registry imports every module of its folder on first use, so a dropped-in file is known."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from importlib.metadata import entry_points
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
        return name in self.names()

    def get(self, name: str, where: str = "") -> type[Plugin]:
        """Return the class named `name`; raise ConfigError with the nearest name if there is none."""
        self._discover()
        if name not in self._members:
            hint = did_you_mean(name, self._members) or f"; known: {', '.join(self.names())}"
            raise ConfigError(f"{where + ': ' if where else ''}unknown {self.what} {name!r}{hint}")
        return self._members[name]

    def build(self, values: dict, where: str) -> Plugin:
        """Return the member that plain `values` describe; their key field says which."""
        if self.key not in values:
            raise ConfigError(f"{where}: field {self.key!r} is missing; known {self.what}s: {', '.join(self.names())}")
        return self.get(values[self.key], where).read(values, where)

    def _discover(self) -> None:
        if self._discovered:
            return
        self._discovered = True
        package = importlib.import_module(self.package)
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
            if not module.name.startswith("_"):
                importlib.import_module(f"{self.package}.{module.name}")
        for point in entry_points(group=self.package):
            self.register(point.load())
