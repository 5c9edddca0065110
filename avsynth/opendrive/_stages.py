"""When lights are green: as our writer said it, else in turn, since the format says only which belong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.control import Signal, State
from avsynth.datatypes.facing import facing
from avsynth.opendrive._posts import Post

#: Green of each stage, amber, red of all before the next stage, red and amber in that [s] (RiLSA 2015, 2.4, 2.7).
GREEN, AMBER, ALL_RED, RED_AMBER = 20.0, 3.0, 2.0, 1.0
#: Of the green of a stage, what people need who have begun to cross [s]: 7 m at 1.2 m/s (RiLSA 2015, 2.5).
CLEARING = 6.0
#: A light that no other one takes turns with leaves this share to others.
ALONE = 2

#: Ids of the signals that are green together, stage by stage.
Stages = list[list[str]]


def phases_of(root: Element, lights: Sequence[Post], walking: Sequence[Post]) -> Mapping[str, Signal]:
    """Return when each of `lights` and of those for people shows what, by its id."""
    found: dict[str, Signal] = {}
    for post in (*lights, *walking):
        told = told_signal(post.signal)
        if told is not None:
            found[post.id] = told
    for stages in (*_controlled(root), *_facing(lights), *([[post.id]] for post in lights)):
        for number, ids in enumerate(stages):
            for id_ in ids:
                found.setdefault(id_, _in_turn(number, max(len(stages), ALONE)))
    return found | {post.id: told_signal(post.signal) or _across(post, lights, found) for post in walking}


def _across(post: Post, lights: Sequence[Post], found: Mapping[str, Signal]) -> Signal:
    """Return the signal of people who cross the road of the nearest of `lights` on it: green in the stage after its."""
    near = sorted((one for one in lights if one.road is post.road), key=lambda one: abs(one.station - post.station))
    before = found[near[0].id] if near else _in_turn(0, ALONE)
    walk = GREEN - CLEARING
    return Signal((("green", walk), ("red", before.cycle - walk)), before.start + GREEN + AMBER + ALL_RED)


def told_signal(row: Element) -> Signal | None:
    """Return the phases that our writer left about an element; None if there are none."""
    text = row.own("phases")
    if not text:
        return None
    try:
        pairs = [word.split() for word in text.split(",")]
        phases = tuple((state, float(duration)) for state, duration in pairs)
        if not {state for state, _ in phases} <= set(get_args(State)):
            raise ValueError
        return Signal(phases, row.own_number("start"))
    except ValueError:
        example = "green 20, amber 3, red 27"
        raise Fault(row.line, f"phases of a light are written like '{example}'; got '{text}'") from None


def _in_turn(number: int, count: int) -> Signal:
    """Return the signal of one of `count` stages."""
    stage = GREEN + AMBER + ALL_RED
    return Signal.of_stage(number * stage, GREEN, count * stage, AMBER, RED_AMBER)


def _controlled(root: Element) -> Iterator[Stages]:
    """Yield the stages of each junction with controllers, in their sequence; then of controllers of no junction."""
    controllers = {row.word("id", ""): row for row in root.all("controller")}
    alone = dict(controllers)
    for junction in root.all("junction"):
        rows = [row for row in junction.all("controller") if row.word("id", "") in controllers]
        stages: dict[float, list[str]] = {}
        for turn, row in sorted(zip(_turns(rows, controllers), rows, strict=True), key=lambda pair: pair[0]):
            alone.pop(row.word("id"), None)
            stages.setdefault(turn, []).extend(_signals(controllers[row.word("id")]))
        yield list(stages.values())
    for row in alone.values():
        yield [_signals(row)]


def _turns(rows: Sequence[Element], controllers: Mapping[str, Element]) -> Sequence[float]:
    """Return the places of controllers in the sequence of a junction; where none is told, the order of the file."""
    of_junction = [row.number("sequence", 0.0) for row in rows]
    of_file = [controllers[row.word("id")].number("sequence", 0.0) for row in rows]
    return next((turns for turns in (of_junction, of_file) if len(set(turns)) > 1), range(len(rows)))


def _signals(controller: Element) -> list[str]:
    return [row.word("signalId", "") for row in controller.all("control")]


def _facing(lights: Sequence[Post]) -> Iterator[Stages]:
    """Yield the stages of junctions without controllers: approaches that face each other are green together."""
    headings: dict[str, dict[str, float]] = {}
    ids: dict[tuple[str, str], list[str]] = {}
    for hold in (hold for post in lights for hold in post.holds if hold.junction):
        headings.setdefault(hold.junction, {})[hold.approach] = hold.heading
        ids.setdefault((hold.junction, hold.approach), []).append(hold.post.id)
    for junction, approaches in headings.items():
        groups = facing(approaches)
        yield [[id_ for name in group for id_ in ids[junction, name]] for group in groups]
