"""Lights and signs of a file: ``<signals>`` as things that stand beside roads, and as what holds on their lanes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.core.xml import Element
from avsynth.datatypes.control import Control, Signal
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.road import Crosswalk
from avsynth.datatypes.road_model import RoadModel
from avsynth.opendrive._codes import ARROWED, LIGHT, LIGHTS, OTHERS, PAINT, RULES, STOP_LINES, WALKING, WARNING, Code
from avsynth.opendrive._notes import Notes
from avsynth.opendrive._posts import Hold, Post
from avsynth.opendrive._stages import phases_of
from avsynth.opendrive._stops import Stop

#: Which of several rules on one lane holds, the first first.
RANKS = ("signal", "stop", "yield", "priority")
#: Lights for people stand at most this far from the end of their crosswalk [m].
AT_CROSSWALK = 6.0
#: Two signals on one lane farther apart than this belong to different places [m].
SAME_PLACE = 25.0


@dataclass(frozen=True, eq=False)
class Signals:
    """All that ``<signals>`` say.

    Parameters
    ----------
    root : Element
        The file.
    posts : tuple of Post
        Where signals stand, and where they are referred to.
    notes : Notes
    """

    root: Element
    posts: tuple[Post, ...]
    notes: Notes

    def fixtures(self) -> Iterator[Fixture]:
        """Yield the lights and signs that stand beside roads."""
        for post in self.posts:
            if post.row is post.signal and self._is_thing(post):
                yield self._thing(post)

    def controls(self) -> Iterator[Control]:
        """Yield what holds on lanes: of several the strictest; of equals the last along the lane."""
        found: dict[str, list[Hold]] = {}
        for hold in self._holds:
            found.setdefault(hold.lane, []).append(hold)
        for lane, holds in found.items():
            ranked = sorted(holds, key=lambda hold: (RANKS.index(_rule(hold.post.signal)), hold.setback))
            first = ranked[0]
            if any(hold.setback - first.setback > SAME_PLACE for hold in ranked):
                self.notes.add(first.post.row, "several signals along one lane: it heeds one of them alone")
            rule = _rule(first.post.signal)
            yield Control(lane, rule, first.setback, self._phases[first.post.id] if rule == "signal" else None)

    def crossing_controls(self, crossings: Sequence[tuple[Crosswalk, Signal | None]]) -> Iterator[Control]:
        """Yield what holds on crosswalks: what our writer said, else the nearest light for people at either end."""
        places = np.array([post.place for post in self._walking]).reshape(-1, 3)
        for crosswalk, told in crossings:
            ends = np.array([crosswalk.start, crosswalk.end])
            distance = np.hypot(*(places[:, None, :2] - ends[:, :2]).T).min(axis=0) if len(places) else np.ones(0)
            if told:
                yield Control(crosswalk.name, "signal", signal=told)
            elif len(distance) and distance.min() < AT_CROSSWALK:
                post = self._walking[int(distance.argmin())]
                yield Control(crosswalk.name, "signal", signal=self._phases[post.id])

    def stops(self) -> Iterator[Stop]:
        """Yield the stop lines on lanes."""
        for post in self.posts:
            if _is_stop_line(post.signal):
                yield from (Stop(hold.lane, hold.setback) for hold in post.holds)

    @cached_property
    def _walking(self) -> list[Post]:
        return [post for post in self.posts if post.row is post.signal and _is_walking(post.signal)]

    @cached_property
    def _holds(self) -> list[Hold]:
        return [hold for post in self.posts if _rule(post.signal) for hold in post.holds]

    @cached_property
    def _phases(self) -> Mapping[str, Signal]:
        kinds = (_is_light, _is_walking)
        return phases_of(self.root, *([post for post in self.posts if of(post.signal)] for of in kinds))

    def _is_thing(self, post: Post) -> bool:
        """Return whether a signal is something that stands there; note it if it is nothing that we have."""
        code = code_of_row(post.signal)
        if _is_light(post.signal):
            if code.type not in (LIGHT, ARROWED):
                self.notes.add(post.row, f"light of type {code.type} is taken as one of three lamps")
            return True
        if _is_walking(post.signal):
            return True
        if _is_stop_line(post.signal):
            return False
        if code.type in PAINT or code.type in ("", "-1", "none", "None") or code.type.startswith(LIGHTS):
            self.notes.add(post.row, f"<signal> of type '{code.type}' is not read")
            return False
        return True

    def _thing(self, post: Post) -> Fixture:
        if _is_light(post.signal):
            return post.light(self._phases[post.id])
        return post.walking_light(self._phases[post.id]) if _is_walking(post.signal) else self._sign(post)

    def _sign(self, post: Post) -> Fixture:
        code = code_of_row(post.signal)
        words = " ".join(word for word in (code.country, code.type, code.subtype) if word)
        if not code.sign:
            self.notes.add(post.row, f"the board of sign {words} is left blank")
        elif code.sign == "warning" and code.type != WARNING:
            self.notes.add(post.row, f"sign {words} warns of danger in general")
        return post.sign(code.sign or "blank")


def signals_of(root: Element, roads: Sequence[RoadModel], notes: Notes) -> Signals:
    """Return the signals of a file with `roads` in its order."""
    known = {
        row.word("id", ""): row for road in root.all("road") for row in road.within("signals") if row.tag == "signal"
    }
    posts = []
    for element, road in zip(root.all("road"), roads, strict=True):
        for row in element.within("signals"):
            signal = row if row.tag == "signal" else known.get(row.word("id", ""))
            if signal is None:
                notes.add(row, "<signalReference> to a signal that is not in the file")
            else:
                posts.append(Post(row, signal, road))
    return Signals(root, tuple(posts), notes)


def code_of_row(signal: Element) -> Code:
    """Return what a ``<signal>`` says of itself."""
    subtype = signal.word("subtype", "")
    return Code(
        signal.word("country", ""),
        signal.word("type", "").replace(".", ""),
        "" if subtype in ("-1", "none", "None") else subtype,
        signal.number("value", -1.0) if signal.word("unit", "") or signal.word("value", "") else None,
        signal.word("unit", ""),
    )


def _is_light(signal: Element) -> bool:
    type_ = code_of_row(signal).type
    return signal.word("dynamic", "no") == "yes" and type_.startswith(LIGHTS) and type_ not in (*WALKING, *OTHERS)


def _is_walking(signal: Element) -> bool:
    return signal.word("dynamic", "no") == "yes" and code_of_row(signal).type in WALKING


def _is_stop_line(signal: Element) -> bool:
    return signal.word("type", "") in STOP_LINES


def _rule(signal: Element) -> str:
    """Return what a signal asks of vehicles, "" for nothing."""
    return "signal" if _is_light(signal) else RULES.get(code_of_row(signal).sign, "")
