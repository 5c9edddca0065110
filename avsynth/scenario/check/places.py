"""Checks of actors: kind, settings, where they stand and look, and what they do."""

from __future__ import annotations

from avsynth.contracts import STEPS
from avsynth.scenario import syntax
from avsynth.scenario.check.context import Context
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.kinds import ACTOR, LANE, LEG, ROAD, TRUTH
from avsynth.scenario.check.settings import Slot, check_call, check_value
from avsynth.scenario.problems import Position
from avsynth.scenario.vocabulary import (
    ANGLE,
    EGO,
    FREE_LENGTH,
    LENGTH,
    PERIOD,
    WAIT,
    actor_kinds,
    actor_rules,
    step_rules,
)


def check_places(context: Context) -> None:
    """Add what is wrong with the actors."""
    template = context.template
    if EGO not in context.places and context.is_complete:
        start = Position(template.source, 1, 1)
        context.problem(
            start, "AVS407", f"no actor is called '{EGO}', which carries the sensors", f"'place car {EGO}:'"
        )
    for place in template.places:
        _check_kind(context, place)
        inference = Inference(context, me=place.name)
        for spot in place.spots:
            _check_spot(inference, spot, place)
        if not place.spots and context.is_complete:
            context.problem(place.at, "AVS407", f"'{place.name}' has no place", "a line 'at on LANE @ STATION'")
        _check_facing(inference, place.facing)
        for action in place.actions:
            _check_action(Inference(context, me=place.name, in_run=True), action)
    _check_cycles(context)


def _check_kind(context: Context, place: syntax.Place) -> None:
    if place.kind not in actor_kinds():
        context.unknown("AVS205", "actor", place.kind, actor_kinds(), place.at)
        return
    rules = actor_rules(place.kind)
    given = set()
    for setting in place.settings:
        if setting.name in given:
            context.problem(setting.at, "AVS202", f"'{setting.name}' is set twice", "one value")
        given.add(setting.name)
        if setting.name in rules:
            check_value(Inference(context), setting.value, Slot(rules[setting.name], f"'{setting.name}'"))
        else:
            context.unknown("AVS204", f"property of {place.kind}", setting.name, list(rules), setting.at)


def _check_spot(inference: Inference, spot: syntax.On | syntax.Beside, place: syntax.Place) -> None:
    if isinstance(spot, syntax.On):
        inference.expect(spot.lane, LANE, "after 'on'")
        check_value(inference, spot.station, Slot(LENGTH, "station"))
        if spot.offset is not None:
            check_value(inference, spot.offset, Slot(LENGTH, "offset"))
        return
    kind = inference.expect(spot.of, ACTOR, f"{spot.side} of")
    check_value(inference, spot.by, Slot(FREE_LENGTH, "after 'by'"))
    if kind == ACTOR and _actor_of(spot, place) == place.name and inference.context.places[place.name] is place:
        inference.context.problem(spot.of.at, "AVS502", f"'{place.name}' is placed beside itself", "another actor")


def _actor_of(spot: syntax.Beside, place: syntax.Place) -> str:
    return place.name if spot.of.head == "self" else spot.of.head


def _check_facing(inference: Inference, facing: syntax.Facing | None) -> None:
    if facing is None:
        return
    if facing.how == "angle":
        check_value(inference, facing.target, Slot(ANGLE, "facing"))
        return
    kind = inference.kind(facing.target)
    allowed = (ROAD, LEG) if facing.how == "across" else (ACTOR, ROAD, LEG)
    if not kind.is_any and kind not in allowed:
        expected = "a road or leg" if facing.how == "across" else "an actor, road or leg"
        inference.context.problem(facing.target.at, "AVS303", f"facing {facing.how}: got {kind.text}", expected)


def _check_action(inference: Inference, action: syntax.Action) -> None:
    context, step = inference.context, action.step
    if step.function in STEPS:
        check_call(inference, step, step_rules(step.function))
    elif step.function != WAIT:
        context.unknown("AVS206", "step", step.function, sorted({*STEPS.names(), WAIT}), step.at)
    if action.until is not None:
        inference.expect(action.until, TRUTH, "after 'until'")
    if action.duration is not None:
        check_value(Inference(context, me=inference.me), action.duration, Slot(PERIOD, "duration"))


def _check_cycles(context: Context) -> None:
    """Report actors that are placed relative to each other in a circle."""
    rest = {
        place.name: [(spot, _actor_of(spot, place)) for spot in place.spots if _leans(spot)]
        for place in context.places.values()
    }
    for name in list(rest):
        chain = _cycle_from(name, rest)
        if chain and name == min(chain, key=lambda member: context.places[member].at):
            spot = next(spot for spot, other in rest[name] if other in chain)
            context.problem(
                spot.of.at,
                "AVS502",
                f"placements need each other: {' -> '.join([*chain, name])}",
                "one of them 'on' a lane",
                note=", ".join(f"'{member}' at {context.places[member].at}" for member in chain),
            )


def _leans(spot: syntax.On | syntax.Beside) -> bool:
    return isinstance(spot, syntax.Beside) and isinstance(spot.of, syntax.Reference)


def _cycle_from(start: str, rest: dict[str, list]) -> list[str]:
    """Return the actors from `start` back to it, each placed beside the next; empty if there is no such circle."""
    stack = [[start]]
    while stack:
        chain = stack.pop()
        for _, other in rest.get(chain[-1], []):
            if other == start and len(chain) > 1:
                return chain
            if other not in chain:
                stack.append([*chain, other])
    return []
