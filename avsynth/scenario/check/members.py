"""Names below an actor: its sensors and settings; and the actors of a kind or crowd."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avsynth.core.errors import did_you_mean
from avsynth.scenario import syntax
from avsynth.scenario.check.kinds import ACTOR, ANY, SENSOR, TEXT, TRUTH, Kind, quantity
from avsynth.scenario.check.rigs import sensors_of
from avsynth.scenario.fields import Rule
from avsynth.scenario.vocabulary import ANY_OF, EGO, actor_kinds, actor_rules, is_placeable

if TYPE_CHECKING:
    from avsynth.scenario.check.inference import Inference


def part_of_actor(inference: Inference, place: syntax.Place, node: syntax.Reference) -> Kind:
    """Return the kind of an actor, of a member of a crowd, of a sensor, or of a setting of it."""
    rest = node.parts[1:]
    if place.count is not None:
        return _member(inference, place, node)
    if not rest:
        return ACTOR
    if len(rest) > 1 or not isinstance(rest[0], str):
        inference.context.problem(node.mark(1), "AVS204", f"'{place.name}' has no such part", "one word after the '.'")
        return ANY
    if place.name == EGO and (rest[0] in sensors_of(inference.context) or _wants_sensor(place, rest[0])):
        return _sensor(inference, node, rest[0])
    return _setting(inference, place, node, rest[0])


def group_kind(inference: Inference, node: syntax.Reference) -> Kind:
    """Return the kind of ``any.KIND`` or ``any.CROWD``."""
    context = inference.context
    word = node.parts[1]
    crowds = [name for name, place in context.places.items() if place.count is not None]
    if len(node.parts) == 2 and isinstance(word, str) and (is_placeable(word) or word in crowds):
        if inference.in_run:
            return replace(ACTOR, many=True)
        return inference.too_early(node)
    shown = word if isinstance(word, str) else syntax.written(word)
    if not context.assumes(shown):
        known = [*actor_kinds(), *crowds]
        context.problem(
            node.mark(1),
            "AVS205",
            f"'{ANY_OF}.{shown}': unknown kind of actor or crowd",
            f"one of: {', '.join(known)}",
            did_you_mean(shown, known),
        )
    return ANY


def property_kind(inference: Inference, node: syntax.Invocation) -> Kind | None:
    """Return the kind of ``clothing(kid)``, which asks for a setting of an actor; None if it is nothing of the sort."""
    target = node.arguments[0] if len(node.arguments) == 1 and not node.keywords else None
    if not (inference.of_run and isinstance(target, syntax.Reference) and len(target.parts) == 1):
        return None
    place = inference.context.places.get(target.head)
    if place is None or not is_placeable(place.kind) or node.function not in actor_rules(place.kind):
        return None
    return kind_of_rule(actor_rules(place.kind)[node.function])


def kind_of_rule(rule: Rule) -> Kind:
    """Return the kind of what a field holds."""
    if rule.dimension is not None:
        return quantity(rule.dimension)
    return TRUTH if rule.truth else TEXT


def _member(inference: Inference, place: syntax.Place, node: syntax.Reference) -> Kind:
    """Return the kind of a member of a crowd: an actor, if the crowd always has so many."""
    context = inference.context
    count = context.constant(place.count)
    if len(node.parts) == 1 or isinstance(node.parts[1], str):
        context.problem(node.at, "AVS303", f"'{place.name}' is a crowd", "an actor", f"write {ANY_OF}.{place.name}")
        return ANY
    number = context.constant(node.parts[1])
    if count is None:
        context.problem(
            node.mark(1), "AVS203", f"how many '{place.name}' there are is random", f"{ANY_OF}.{place.name}"
        )
        return ANY
    if isinstance(number, float) and not 0 <= number < count:
        context.problem(
            node.mark(1), "AVS203", f"'{place.name}' has {count:g} members", f"an index from 0 to {count - 1:g}"
        )
        return ANY
    return ACTOR


def _wants_sensor(place: syntax.Place, word: str) -> bool:
    """Return whether a word after ``ego.`` can only mean a sensor."""
    return is_placeable(place.kind) and word not in actor_rules(place.kind)


def _sensor(inference: Inference, node: syntax.Reference, word: str) -> Kind:
    known = sensors_of(inference.context)
    if word in known or not known:
        return SENSOR if inference.in_run else inference.too_early(node)
    inference.context.problem(
        node.mark(1),
        "AVS214",
        f"the ego has no sensor '{word}'",
        f"one of: {', '.join(known)}",
        did_you_mean(word, known),
    )
    return ANY


def _setting(inference: Inference, place: syntax.Place, node: syntax.Reference, word: str) -> Kind:
    """Return the kind of a setting of an actor, which is known once the scenario is drawn."""
    if not is_placeable(place.kind):
        return ANY
    rules = actor_rules(place.kind)
    if word not in rules:
        inference.context.problem(
            node.mark(1), "AVS204", f"{place.kind} '{place.name}' has no '{word}'", "", did_you_mean(word, rules)
        )
        return ANY
    if not inference.of_run:
        return inference.too_early(node)
    return kind_of_rule(rules[word])
