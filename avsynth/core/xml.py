"""XML as elements that know their line; entities are refused, so that no file can blow up or reach outside."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

#: What some programs write before the XML declaration, which must come first.
BEFORE_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?((?:\s|<!--.*?-->)+)(?=<\?xml)", re.DOTALL)
#: Deepest nesting; files of roads have about ten levels.
DEEPEST = 64
#: Larger numbers are none of a road: the circumference of the Earth is 4e7 m.
LARGEST = 1e9


class Fault(Exception):
    """What is wrong with a file, and in which line."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line, self.text = line, text


@dataclass(eq=False, slots=True)
class Element:
    """One element with its attributes, children and text, and the line on which it starts."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> list[Element]:
        """Return the children called `tag`."""
        return [child for child in self.children if child.tag == tag]

    def first(self, *path: str) -> Element | None:
        """Return the first element that `path` of tags leads to, or None."""
        found: Element | None = self
        for tag in path:
            found = next((child for child in found.children if child.tag == tag), None)
            if found is None:
                return None
        return found

    def choice(self, kinds: Collection[str]) -> Element:
        """Return the child that says which of some kinds this is; raise Fault where it is none of them."""
        found = next((child for child in self.children if child.tag in kinds), None)
        if found is not None:
            return found
        allowed = ", ".join(sorted(kinds))
        if not self.children:
            raise Fault(self.line, f"<{self.tag}> is empty; it needs one of {allowed}")
        first = self.children[0]
        raise Fault(first.line, f"<{first.tag}> is not supported; in <{self.tag}> use {allowed}")

    def within(self, *path: str) -> list[Element]:
        """Return the children of the first element that `path` leads to."""
        found = self.first(*path)
        return found.children if found else []

    def word(self, name: str, default: str | None = None) -> str:
        """Return an attribute; raise Fault if it is missing and has no default."""
        if name in self.attributes:
            return self.attributes[name].strip()
        if default is None:
            raise Fault(self.line, f"<{self.tag}> has no attribute '{name}'")
        return default

    def number(self, name: str, default: float | None = None) -> float:
        """Return an attribute as a finite number; an empty one counts as missing."""
        text = self.attributes.get(name, "").strip()
        if not text and default is not None:
            return default
        try:
            value = float(self.word(name))
        except ValueError:
            raise Fault(self.line, f'<{self.tag} {name}="{self.word(name)}">: a number is expected') from None
        if not math.isfinite(value) or abs(value) > LARGEST:
            raise Fault(self.line, f'<{self.tag} {name}="{self.word(name)}">: numbers go up to {LARGEST:g}')
        return value

    def truth(self, name: str) -> bool:
        """Return whether an attribute says true; a missing one does not."""
        return self.word(name, "") in ("true", "1")

    def whole(self, name: str) -> int:
        """Return an attribute as a whole number."""
        value = self.number(name)
        if value != int(value):
            raise Fault(self.line, f'<{self.tag} {name}="{self.word(name)}">: a whole number is expected')
        return int(value)

    def own(self, code: str) -> str:
        """Return what our writer left in ``<userData>`` about this element, "" if there is none."""
        found = (data for data in self.all("userData") if data.attributes.get("code") == f"avsynth.{code}")
        return next((data.word("value", "") for data in found), "")

    def share(self, code: str) -> float:
        """Return a number between 0 and 1 that our writer left about this element, 0 if there is none."""
        return min(max(self.own_number(code), 0.0), 1.0)

    def own_number(self, code: str) -> float:
        """Return a number that our writer left about this element, 0 if there is none."""
        return Element("userData", {"value": self.own(code)}, self.line).number("value", 0.0)

    def everything(self) -> Iterator[Element]:
        """Yield this element and all inside it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += element.children[::-1]


def parsed(content: bytes) -> Element:
    """Return the outermost element of an XML file; raise Fault if it is not well-formed."""
    early = BEFORE_DECLARATION.match(content)
    gatherer = _Gatherer(content[: early.end()].count(b"\n") if early else 0)
    try:
        gatherer.parser.Parse(content[early.end() :] if early else content, True)
    except expat.ExpatError as error:
        told = expat.ErrorString(error.code)
        raise Fault(error.lineno + gatherer.skipped, f"not well-formed XML: {told}") from None
    except (LookupError, ValueError) as error:  # an encoding that there is not, or that is none of text
        raise Fault(1, f"cannot be read as text: {error}") from None
    return gatherer.root


class _Gatherer:
    """Builds elements from the events of the parser; `skipped` lines came before what it is given."""

    def __init__(self, skipped: int) -> None:
        self.skipped = skipped
        self.open: list[Element] = []
        self.root: Element | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber + self.skipped

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag.rpartition(":")[2], attributes, self.line)
        if len(self.open) >= DEEPEST:
            raise Fault(element.line, f"elements are nested more than {DEEPEST} deep")
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, tag: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        self.open[-1].text += text

    def _entity(self, name: str, *details: object) -> None:
        raise Fault(self.line, f"declares the entity '{name}'; entities are not allowed, write out what it stands for")
