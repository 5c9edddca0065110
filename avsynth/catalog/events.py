"""The catalogue of rare events: short scenes in ``scenes/events``, each with tags in the comment at its top.

The first line says what the scene shows, the next ones are ``# word: text``, with the words of `TAGS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from avsynth.core import paths
from avsynth.core.errors import AssetError, did_you_mean

#: Words of tags and what they say.
TAGS = {
    "layer": "of the 6-layer model [SixLayers] that the event is about",
    "level": "of corner cases [Heidecker2021]: domain, object, scene or scenario",
    "nhtsa": "pre-crash type [Najm2007]",
    "share": "of that type among crashes",
    "ncap": "Euro NCAP case",
    "sotif": "triggering condition in the sense of ISO 21448",
    "source": "of its numbers",
    "rate": "how often it happens nominally, and in the proposal",
}
#: How the first line begins.
SHOWS = "Shows "


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the catalogue: its name, what it shows, its tags by the words of `TAGS`."""

    name: str
    shows: str
    tags: Mapping[str, str]
    path: Path

    def fits(self, words: tuple[str, ...]) -> bool:
        """Return whether each of `words` stands in its name, text or tags, or is the word of one of its tags.

        ``word=text`` looks for the text in that tag alone.
        """
        return all(self._has(word.lower()) for word in words)

    def _has(self, word: str) -> bool:
        tag, equals, text = word.partition("=")
        if equals:
            return tag in self.tags and text in self.tags[tag].lower()
        return word in self.tags or any(word in each.lower() for each in (self.name, self.shows, *self.tags.values()))


@lru_cache(maxsize=1)
def events() -> tuple[Event, ...]:
    """Return the events that come with the package, by name; raise AssetError where a file lacks its comment."""
    return tuple(event_of(path) for path in sorted((paths.scenes() / "events").glob("*.scene")))


def event_of(path: Path) -> Event:
    """Return the event that a scene file is."""
    text = path.read_text(encoding="utf-8").splitlines()
    lines = [line.lstrip("# ") for line in takewhile(lambda line: line.startswith("#"), text)]
    if not lines or not lines[0].startswith(SHOWS):
        raise AssetError(f"{path}:1: an event begins with a comment '# {SHOWS}…', what it shows in one sentence")
    return Event(path.stem, lines[0].removeprefix(SHOWS).rstrip("."), dict(_tags(path, lines[1:])), path)


def _tags(path: Path, lines: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, 2):
        word, colon, text = line.partition(":")
        if not colon or word not in TAGS:
            raise AssetError(
                f"{path}:{number}: {line!r} is no tag; expected 'word: text' with one of {', '.join(TAGS)}"
                f"{did_you_mean(word, TAGS)}"
            )
        yield word, text.strip()
