"""Names of parts of roads: legs, lanes by side and kind, crosswalks; checked against the cross-sections as written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from avsynth.contracts import ROADS
from avsynth.core.errors import did_you_mean
from avsynth.scenario import syntax
from avsynth.scenario.check.context import Context
from avsynth.scenario.check.kinds import ANY, CROSSWALK, LANE, LEG, REGION, ROAD, Kind
from avsynth.scenario.check.maps import part_of_map
from avsynth.scenario.check.members import kind_of_rule
from avsynth.scenario.vocabulary import road_rules

SIDES = ("left", "right")
#: Words for the lanes of vehicles by direction: along and against a road, into and out of a junction.
ROAD_WORDS = {"fwd": ("right", "drive"), "back": ("left", "drive")}
LEG_WORDS = {"in": ("left", "drive"), "out": ("right", "drive")}

#: Side and kind of lanes by the words for them.
Words = dict[str, tuple[str, str]]
#: How many lanes of each (side, kind) there are; None if the cross-section cannot be read.
Counts = Counter | None


def part_of_road(context: Context, road: syntax.Road, node: syntax.Reference, *, with_settings: bool = False) -> Kind:
    """Return the kind of a road or a part of it; with its settings, such as ``five.control``, if they are known."""
    if len(node.parts) == 2 and with_settings and node.parts[1] in _rules(road):
        return kind_of_rule(_rules(road)[node.parts[1]])
    if not _rules(road).keys() & {"lanes", "legs"}:
        return part_of_map(context, road, node)
    settings = {setting.name: setting.value for setting in road.settings}
    road_words, leg_words = (_kept(words, settings.get("traffic")) for words in (ROAD_WORDS, LEG_WORDS))
    parts = ROADS.get(road.kind).parts if road.kind in ROADS else ()
    if len(node.parts) > 1 and node.parts[1] in parts:
        return _part(context, node, 2, Whole(f"{road.name}.{node.parts[1]}", None, road_words, ROAD, None))
    crosswalks = settings.get("crosswalks", syntax.Items(()))
    if "legs" not in settings:
        count = len(crosswalks.items) if isinstance(crosswalks, syntax.Items) else None
        counts = None if parts or "changes" in settings else counts_of(settings.get("lanes"))
        whole = Whole(road.name, counts, road_words, ROAD, count)
        return _part(context, node, 1, whole)
    legs = legs_of(road)
    if len(node.parts) == 1:
        return ROAD
    if node.parts[1] == "lanes":
        return _lanes(context, node, 1, Whole(road.name, _counts_of_legs(legs), leg_words, ROAD, None))
    word = node.parts[1]
    if not isinstance(word, str) or word not in legs:
        if None in legs:
            return ANY
        shown = word if isinstance(word, str) else syntax.written(word)
        hint = did_you_mean(shown, legs)
        message = f"junction '{road.name}' has no leg '{shown}'"
        note = f"legs are declared at {settings['legs'].at}"
        context.problem(node.mark(1), "AVS203", message, f"one of: {', '.join(legs)}", hint, note)
        return ANY
    marked = [syntax.written(item).strip('"') for item in getattr(crosswalks, "items", ())]
    counts = counts_of(legs[word].named.get("lanes"))
    return _part(context, node, 2, Whole(f"{road.name}.{word}", counts, leg_words, LEG, marked.count(word)))


def _kept(words: Words, traffic: syntax.Expr | syntax.Random | None) -> Words:
    """Return words for the lanes of vehicles where traffic keeps to a side: on the left, the sides are swapped."""
    if not (isinstance(traffic, syntax.Quoted) and traffic.text == "left"):
        return words
    return {word: (SIDES[1 - SIDES.index(side)], kind) for word, (side, kind) in words.items()}


def legs_of(road: syntax.Road) -> dict[str | None, syntax.Invocation]:
    """Return the legs of a junction by name; None stands for one whose name cannot be read."""
    value = next((setting.value for setting in road.settings if setting.name == "legs"), None)
    items = value.items if isinstance(value, syntax.Items) else ()
    return {_leg_name(leg): leg for leg in items if isinstance(leg, syntax.Invocation)}


def counts_of(node: syntax.Expr | syntax.Random | None) -> Counts:
    """Return how many lanes of each side and kind a cross-section has."""
    if not isinstance(node, syntax.CrossSection):
        return None
    found: Counter = Counter()
    for side, strips in zip(SIDES, (node.left, node.right), strict=True):
        if not isinstance(strips, syntax.Items) or not all(isinstance(s, syntax.Invocation) for s in strips.items):
            return None
        found.update((side, strip.function) for strip in strips.items)
    return found


def _counts_of_legs(legs: dict[str | None, syntax.Invocation]) -> Counts:
    """Return the lanes of all legs together; None if some cannot be read."""
    counts = [counts_of(leg.named.get("lanes")) for leg in legs.values()]
    return None if None in counts or not counts else sum(counts, Counter())


def _lanes(context: Context, node: syntax.Reference, start: int, whole: Whole) -> Kind:
    """Return the kind of ``road.lanes`` or ``road.lanes.KIND``: all lanes of a road, or those of a kind."""
    rest = node.parts[start + 1 :]
    if not rest or whole.counts is None:
        return REGION
    kinds = sorted({kind for _, kind in whole.counts})
    if len(rest) == 1 and rest[0] in kinds:
        return REGION
    shown = rest[0] if isinstance(rest[0], str) else syntax.written(rest[0])
    context.problem(
        node.mark(start + 1),
        "AVS203",
        f"'{whole.name}' has no lanes of the kind '{shown}'",
        f"one of: {', '.join(kinds)}",
        did_you_mean(shown, kinds),
    )
    return ANY


def _rules(road: syntax.Road) -> dict:
    return road_rules(road.kind) if road.kind in ROADS else {}


def _leg_name(leg: syntax.Invocation) -> str | None:
    given = leg.arguments[0] if leg.arguments else leg.named.get("name")
    match given:
        case syntax.Reference(parts=(str(name),)) | syntax.Quoted(text=name):
            return name
    return None


@dataclass(frozen=True, slots=True)
class Whole:
    """What has lanes: a road, or a leg of a junction.

    Parameters
    ----------
    name : str
    counts : Counter, optional
        Lanes by (side, kind); None if unknown.
    words : mapping
        Words for the lanes of vehicles by direction.
    kind : Kind
        Of the whole.
    crosswalks : int, optional
        How many crosswalks it has; None if unknown.
    """

    name: str
    counts: Counts
    words: dict[str, tuple[str, str]]
    kind: Kind
    crosswalks: int | None

    @property
    def lanes(self) -> str:
        """The lanes there are, for messages."""
        if self.counts is None:
            return "a side and a kind, such as right.drive[0]"
        short = [word for word, group in self.words.items() if self.counts[group]]
        return f"one of: {', '.join(short + [f'{side}.{kind}' for side, kind in self.counts])}"


def _part(context: Context, node: syntax.Reference, start: int, whole: Whole) -> Kind:
    """Return the kind of what ``node.parts[start:]`` names inside `whole`."""
    rest = node.parts[start:]
    if not rest:
        return whole.kind
    if rest[0] == "lanes":
        return _lanes(context, node, start, whole)
    names = [part for part in rest if isinstance(part, str)]
    index = rest[-1] if not isinstance(rest[-1], str) else None
    if len(names) + (index is not None) != len(rest) or not names:
        context.problem(node.mark(start), "AVS203", f"'{syntax.written(node)}' names no lane", whole.lanes)
        return ANY
    if names == ["crosswalk"]:
        return _crosswalk(context, node, start, index, whole)
    if whole.counts is None:
        return LANE
    group = _group(names, whole.words)
    if group is None or not whole.counts[group]:
        _no_such_lane(context, node, start, whole)
        return ANY
    _check_index(
        context, index, f"{whole.name}.{'.'.join(names)}", whole.counts[group], "lane", " (0 is nearest the centre)"
    )
    return LANE


def _crosswalk(context: Context, node: syntax.Reference, start: int, index: syntax.Expr | None, whole: Whole) -> Kind:
    if whole.crosswalks == 0:
        context.problem(
            node.mark(start), "AVS203", f"'{whole.name}' has no crosswalk", "a road or leg with one (see 'crosswalks:')"
        )
        return ANY
    if whole.crosswalks is not None:
        _check_index(context, index, f"{whole.name}.crosswalk", whole.crosswalks, "crosswalk", "")
    return CROSSWALK


def _group(names: list[str], words: dict) -> tuple[str, str] | None:
    """Return (side, kind) that the words name, in either order; None if they name no lanes."""
    if len(names) == 1:
        return words.get(names[0])
    if len(names) != 2:
        return None
    first, second = names
    return (first, second) if first in SIDES else (second, first) if second in SIDES else None


def _no_such_lane(context: Context, node: syntax.Reference, start: int, whole: Whole) -> None:
    known = [*whole.words, *SIDES, *(kind for _, kind in whole.counts)]
    wrong = next((k for k in range(start, len(node.parts)) if node.parts[k] not in known), start)
    word = node.parts[wrong] if isinstance(node.parts[wrong], str) else syntax.written(node.parts[wrong])
    hint = did_you_mean(word, known) if word not in known else ""
    lanes = ".".join(part for part in node.parts[start:] if isinstance(part, str))
    context.problem(node.mark(wrong), "AVS203", f"'{whole.name}' has no lane '{lanes}'", whole.lanes, hint)


def _check_index(context: Context, index: syntax.Expr | None, owner: str, count: int, noun: str, order: str) -> None:
    value = context.constant(index) if index is not None else None
    if value is None:
        return
    if isinstance(value, bool | str) or value != int(value) or not 0 <= value < count:
        few = "index 0 only" if count == 1 else f"an index from 0 to {count - 1}"
        context.problem(index.at, "AVS203", f"'{owner}' has {count} {noun}{'' if count == 1 else 's'}", few + order)
