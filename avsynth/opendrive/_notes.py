"""What a file says that is not taken over, or was mended; told, never dropped silently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from avsynth.core.xml import Element

#: The children of each element that are read; what has no entry here is read with its parent, or as a whole not.
KNOWN = {
    "OpenDRIVE": {"header", "road", "controller", "junction"},
    "header": {"geoReference", "offset"},
    "road": {"link", "type", "planView", "elevationProfile", "lateralProfile", "lanes", "objects", "signals"},
    "lateralProfile": {"superelevation", "shape"},
    "lanes": {"laneOffset", "laneSection"},
    "lane": {"link", "width", "border", "height", "roadMark", "speed", "userData"},
    "roadMark": {"type", "userData"},
    "objects": {"object", "bridge", "tunnel"},
    "object": {"repeat", "outline", "outlines", "parkingSpace", "validity", "userData", "markings", "material"},
    "signals": {"signal", "signalReference"},
    "signal": {"validity", "userData", "positionInertial"},
    "signalReference": {"validity", "userData"},
    "junction": {"connection", "controller", "priority"},
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing about a file, and the line it is about first."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


@dataclass(slots=True)
class Notes:
    """Gathers notes; the same text is counted, and keeps its first line."""

    found: dict[str, list[int]] = field(default_factory=dict)

    def add(self, element: Element, text: str) -> None:
        """Note `text` about `element`."""
        self.found.setdefault(text, []).append(element.line)

    def add_unread(self, root: Element) -> None:
        """Note every kind of element that nothing reads."""
        for parent in root.everything():
            for child in parent.children:
                if child.tag not in KNOWN.get(parent.tag, {child.tag}) and (child.attributes or child.children):
                    self.add(child, f"<{child.tag}> in <{parent.tag}> is not read")

    def __iter__(self) -> Iterator[Note]:
        for text, lines in sorted(self.found.items(), key=lambda item: item[1][0]):
            yield Note(lines[0], text if len(lines) == 1 else f"{text} ({len(lines)} times)")
