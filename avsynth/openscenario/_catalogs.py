"""Catalogs: references to entries of other files become what these entries say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from avsynth.core.errors import did_you_mean
from avsynth.core.xml import Element, Fault, parsed
from avsynth.openscenario._heeded import Heeded, all_read
from avsynth.openscenario._parameters import substituted

#: Elements that hold programs of other simulators.
_CONTROLLED = ("ObjectController", "AssignControllerAction")


@dataclass(frozen=True)
class Catalogs:
    """The catalogs that a file may refer to.

    Parameters
    ----------
    locations : Element, optional
        ``<CatalogLocations>`` of the file.
    folder : Path
        Where the file lies; paths count from there.
    """

    locations: Element | None
    folder: Path

    def written_out(self, element: Element, within: tuple[str, ...] = ()) -> Element:
        """Return `element` with every ``<CatalogReference>`` inside it replaced by the entry that it names.

        What an entry says counts as said on the line that refers to it. Raises Fault where there is no such entry.
        """
        if element.tag in _CONTROLLED:
            return element  # a program of another simulator, whose entry says nothing to ours
        children = [
            self._entry(child, within) if child.tag == "CatalogReference" else self.written_out(child, within)
            for child in element.children
        ]
        return replace(element, children=children)

    def _entry(self, reference: Element, within: tuple[str, ...]) -> Element:
        catalog, name = reference.word("catalogName"), reference.word("entryName")
        if catalog not in self._catalogs:
            missing = [str(folder) for folder in self._folders.values() if not folder.is_dir()]
            there = ", ".join(sorted(self._catalogs)) or "none"
            hint = did_you_mean(catalog, self._catalogs) or f"; there are: {there}"
            hint += f"; no folders: {', '.join(missing)}" if missing else ""
            raise Fault(reference.line, f"<CatalogReference>: there is no catalog {catalog!r}{hint}")
        entries = self._catalogs[catalog]
        if name not in entries:
            raise Fault(
                reference.line, f"<CatalogReference>: {catalog} has no entry {name!r}{did_you_mean(name, entries)}"
            )
        rows = reference.within("ParameterAssignments")
        given = {each.word("parameterRef").removeprefix("$"): each.word("value") for each in rows}
        all_read(reference)
        place = f"{catalog}/{name}"
        if place in within:
            raise Fault(reference.line, f"<CatalogReference>: {place} refers to itself")
        return self.written_out(substituted(_on_line(entries[name], reference.line), given), (*within, place))

    @cached_property
    def _catalogs(self) -> dict[str, dict[str, Element]]:
        """The entries by name, of the catalogs by name."""
        found: dict[str, dict[str, Element]] = {}
        for catalog in self._files():
            found.setdefault(catalog.word("name"), {}).update((entry.word("name"), entry) for entry in catalog.children)
        return found

    def _files(self) -> Iterator[Element]:
        for location, folder in self._folders.items():
            for path in sorted(folder.glob("*.xosc")):
                yield from _read(path, location).all("Catalog")

    @cached_property
    def _folders(self) -> dict[Element, Path]:
        """Where each kind of catalogs lies; there need not be such a folder."""
        rows = self.locations.children if self.locations else ()
        places = ((row, row.first("Directory")) for row in rows)
        return {row: self.folder / directory.word("path") for row, directory in places if directory}


def _read(path: Path, location: Element) -> Element:
    try:
        return Heeded.of(parsed(path.read_bytes()))
    except Fault as fault:
        raise Fault(location.line, f"{path}:{fault.line}: {fault.text}") from None


def _on_line(element: Element, line: int) -> Element:
    return replace(element, line=line, children=[_on_line(child, line) for child in element.children])
